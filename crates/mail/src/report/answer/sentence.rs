//! A no that one sentence says by what stands together in it, in whatever order: that somebody is to be forgotten, wants no more of
//! what is sent, asks that it ends, or is never to be written to again.
//!
//! Invariant: what is ended, deleted or not wanted is named there, and is what people are sent or what is kept about them; an order,
//! a lesson or a delivery is neither.

#[rustfmt::skip]
mod words;

use words::*;

type List = &'static [&'static str];

/// A way to say no: of each list something stands in a sentence of so many words at most, and of the others nothing.
struct Way {
    all: &'static [List],
    none: &'static [List],
    most: usize,
}

const fn way(all: &'static [List]) -> Way {
    Way { all, none: &[], most: super::WORDS_MAX }
}

impl Way {
    const fn without(self, none: &'static [List]) -> Way {
        Way { none, ..self }
    }

    const fn of_at_most(self, most: usize) -> Way {
        Way { most, ..self }
    }

    fn is_gone(&self, words: &[String]) -> bool {
        words.len() <= self.most
            && self.all.iter().all(|list| any(words, list))
            && !self.none.iter().any(|list| any(words, list))
    }
}

/// That what is kept about the writer is deleted.
const FORGETS: &[Way] = &[
    way(&[DELETES, MINE, KEPT]),
    way(&[DELETES, MINE, ALL]),
    way(&[DELETES, ALL, KEPT]),
    way(&[DELETES, LAW]).without(&[TELLS_SENT]),
    way(&[DELETED, TO_BE, MINE]).without(&[HAVE]),
];
/// That there shall be no more of what is sent. Whoever writes that they get no more of it asks for it.
const WANTS_NO_MORE: &[Way] = &[
    way(&[&["venlig ikke at sende", "venlig ikke at skrive", "no need to send"]]),
    way(&[NOT, WANTS, NO_MORE, SENT]),
    way(&[NOT, WANTS, NO_MORE, SENDS, WHOM]),
    way(&[NOT, WANTS, NO_MORE, POINTED]).of_at_most(9),
    way(&[NOT, INTEREST, NO_MORE]).of_at_most(7),
    way(&[NOT, INTEREST, NO_MORE, HEARS]),
    way(&[BARE, NO_MORE, SENT]).without(&[GETS]).of_at_most(8),
    way(&[BARE, NO_MORE, SENDS, WHOM]).without(&[GETS]).of_at_most(8),
    way(&[BARE, NO_MORE, SENDS_BARE]).without(&[GETS]).of_at_most(8),
    way(&[BARE, NO_MORE, POINTED]).without(&[GETS]).of_at_most(5),
    way(&[BARE, NO_MORE, POLITE]).without(&[GETS]).of_at_most(5),
];
/// That somebody is taken off, gets rid of it, or objects.
const TAKES_OFF: &[Way] =
    &[way(&[HOW]), way(&[RID, SENT]), way(&[OBJECTS, USES]), way(&[&["count me out", "lose my"]])];
/// The same, where it is not denied.
const TAKES_OFF_UNDENIED: &[Way] = &[
    // In some languages its words stand apart: `nehmen Sie mich aus dem Verteiler`.
    way(&[OFF, LIST, TAKES, ME]).without(&[WAITING, NOT_ME]),
    way(&[LEAVES, SENT]).without(&[WANTED, LINK]),
];

fn goes(ways: &[Way], words: &[String]) -> bool {
    ways.iter().any(|way| way.is_gone(words))
}

/// Whether one of a list stands there; one of several words does where they follow each other.
fn any(words: &[String], list: &[&str]) -> bool {
    list.iter().any(|entry| {
        let parts = entry.split(' ').count();
        words.windows(parts).any(|some| some.iter().zip(entry.split(' ')).all(|(word, part)| is(word, part)))
    })
}

fn is(word: &str, entry: &str) -> bool {
    entry.strip_suffix('*').map_or(word == entry, |begin| word.starts_with(begin))
}

fn one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| is(word, entry))
}

/// Whether words follow each other, of each list one.
fn in_a_row(words: &[String], lists: &[List]) -> bool {
    words.windows(lists.len()).any(|some| some.iter().zip(lists).all(|(word, list)| one_of(word, list)))
}

/// The words of each sentence, in one spelling for one word: `ik`, `itj` and `ikkje` are `ikke`.
pub(super) fn sentences(text: &str) -> Vec<Vec<String>> {
    let text = unwrapped(&text.to_lowercase().replace('’', "'"));
    let kept = |c: char| c.is_alphanumeric() || "'-".contains(c);
    let words = |part: &str| -> Vec<String> {
        part.split(|c: char| !kept(c)).filter(|word| !word.is_empty()).map(spelled).collect()
    };
    let all = text.split(['.', '!', '?', '\n', ';', ')']).map(words);
    all.filter(|words| !words.is_empty() && words.len() <= super::WORDS_MAX).collect()
}

/// Lines that a program broke, as one: one that is long and ends in no sign goes on in the next.
fn unwrapped(text: &str) -> String {
    const LONG: usize = 25;
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end) {
        out.push_str(line);
        let goes_on = line.chars().count() >= LONG && !line.ends_with(['.', '!', '?', ':']);
        out.push(if goes_on { ' ' } else { '\n' });
    }
    out
}

fn spelled(word: &str) -> String {
    match word {
        "ik" | "itj" | "ittj" | "ikkje" | "ikkj" | "ikk" => "ikke".into(),
        "fleire" => "flere".into(),
        "meir" => "mer".into(),
        "desse" => "disse".into(),
        "e" => "er".into(),
        "dont" => "don't".into(),
        word if word.starts_with("afmæl") => word.replacen("afmæl", "afmel", 1),
        word if one_of(word, NEARLY_UNSUBSCRIBE) && !word.starts_with("unsubstan") => "unsubscribe".into(),
        // Finnish has such letters of its own.
        word if one_of(word, FINNISH) => word.to_owned(),
        word => word.replace("oe", "ø").replace("ae", "æ").replace("aa", "å"),
    }
}

/// Whether it is about something that was ordered, or is gone to, and not about what is sent.
pub(super) fn is_of_things(words: &[String]) -> bool {
    let numbered = words.iter().any(|word| word.len() >= 3 && word.bytes().all(|b| b.is_ascii_digit()));
    (any(words, THINGS) || numbered) && (!any(words, SENT) || any(words, KEEPS))
}

/// Whether somebody came off by a slip and wants to be back, or says that they never thought of it.
pub(super) fn wants_back(words: &[String]) -> bool {
    (any(words, SLIPS) && any(words, BACK)) || (any(words, THOUGHT) && any(words, NEVER))
}

/// Whether one of the sentences is a no by what stands in it.
pub(super) fn says_no(sentences: &[Vec<String>]) -> bool {
    let reached_before = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| sentences.get(before));
        before.is_some_and(|words| any(words, REACHED))
    };
    let delete_it = way(&[DELETES, IT]).of_at_most(6);
    sentences.iter().enumerate().any(|(at, words)| {
        is_whole(words, at == 0)
            || forgets(words)
            || (delete_it.is_gone(words) && reached_before(at))
            || (!any(words, WANTED) && (wants_no_more(words) || ends(words)))
            || never_again(words)
            || takes_off(words)
    })
}

fn is_whole(words: &[String], first: bool) -> bool {
    let bare: Vec<&str> = words.iter().map(String::as_str).filter(|word| !THANKS.contains(word)).collect();
    let said = [bare.join(" "), words.join(" ")];
    said.iter().any(|said| WHOLE.contains(&said.as_str()) && (first || !NAMES.contains(&said.as_str())))
}

fn forgets(words: &[String]) -> bool {
    let thing = (any(words, THINGS) && !any(words, KEPT)) || any(words, ELSE);
    !thing && !any(words, DENIED) && goes(FORGETS, words)
}

fn wants_no_more(words: &[String]) -> bool {
    // `Ønsker ikke reklamer på mail`
    goes(WANTS_NO_MORE, words) || in_a_row(words, &[WANTS, NOT_NORTH, SENT])
}

/// That sending is asked to end.
fn ends(words: &[String]) -> bool {
    let not = |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| one_of(word, NOT_ENDED));
    let asked = |at: usize, word: &str| {
        let behind = words.get(at + 1..words.len().min(at + 9)).unwrap_or_default();
        let two = one_of(word, ENDS_IN_TWO);
        let ended = !two || any(behind.get(..3.min(behind.len())).unwrap_or_default(), ENDS_WITH);
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let told = before.is_some_and(|who| one_of(who, TELLS)) && any(words, TOLD);
        let denied = not(at.checked_sub(1)) || not(at.checked_add(1));
        let that = two && behind.last().is_some_and(|last| one_of(last, THAT));
        let when = behind.len() <= 1 && behind.first().is_none_or(|you| one_of(you, YOU)) && any(words, WHEN);
        ended && !told && !denied && !any(behind, THINGS) && (any(behind, SENDING) || that || when)
    };
    words.iter().enumerate().filter(|(_, word)| one_of(word, ENDS)).any(|(at, word)| asked(at, word))
        || any(words, &["hören sie auf"])
}

/// That nobody writes to them ever again: not that they never write.
fn never_again(words: &[String]) -> bool {
    let heard = any(words, HEAR_FROM) && any(words, THEM);
    let before = words.iter().position(|word| one_of(word, NEVER)).and_then(|at| words.get(..at)).unwrap_or_default();
    way(&[NEVER, WRITES, AGAIN]).of_at_most(12).is_gone(words) && (heard || !any(before, TELLS))
}

fn takes_off(words: &[String]) -> bool {
    let denied = any(words, &["ikke", "inte"]) && !any(words, ASKS);
    goes(TAKES_OFF, words) || (!denied && goes(TAKES_OFF_UNDENIED, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rustfmt::skip]
    #[test]
    fn a_no_is_heard_by_what_stands_together() {
        for no in [
            "SLET ALT OM MIG", "Jeg vil gerne slettes fra jeres systemer", "Radera alla mina personuppgifter tack",
            "Where did you get my address? Delete it immediately.", "Poistakaa kaikki tietoni", "I want to be forgotten.",
            "Bitte mein Konto und alle Daten löschen", "Jeg beder om sletning af alle oplysninger, I har om mig.",
            "Vi har solgt hunden, så vi behøver ikke jeres nyhedsbrev mere", "Æ vil itj ha fleire mæila fra dåkker",
            "Jag vill inte ha ert nyhetsbrev längre", "Uutiskirjettä en enää halua", "I don't want these any more.",
            "Ønsker ikke reklamer på mail", "oensker ikke reklamer", "Hold nu op med de mails", "kan i stoppe med at spamme mig",
            "Gider I godt lade være med at sende det her til mig", "Hören Sie auf, mir zu schreiben.", "nix mehr schicken bitte",
            "Jeg elsker ikke jer. Afmeld.", "unsuscribe", "Hör aldrig av er igen", "Kontaktieren Sie mich nie wieder!",
            "Bitte nehmen Sie mich aus dem Verteiler.", "Vill säga upp nyhetsbrevet", "Hvordan har I fået min mail? Jeg vil ikke have det her mere",
        ] {
            assert!(says_no(&sentences(no)), "{no}");
        }
        for other in [
            "Slet ordre 123, jeg kom til at bestille to gange", "Jeg kan slet ikke finde rabatkoden", "Kan I stoppe leveringen?",
            "Stop aldrig med at sende de her", "Love this newsletter, never stop!", "Why did I stop getting your newsletter? I want it back.",
            "Jeg modtager ikke længere jeres nyhedsbrev, kan I tilmelde mig igen?", "I don't want to miss your newsletter",
            "Hvorfor får jeg ikke nyhedsbrevet mere? Jeg vil gerne have det", "Remove the red one from my order, thanks",
            "Never been happier with a pair of shoes!", "Jeg skriver aldrig anmeldelser igen", "Jag slutar på jobbet kl 17",
            "Der er ikke flere tulipaner?", "Hold mig opdateret", "I do not want a paper invoice any more, mail is fine",
            "Glemte passordet mitt, hjelp", "Min konto er slettet ved en fejl", "Delete the second booking please",
        ] {
            assert!(!says_no(&sentences(other)), "{other}");
        }
    }
}
