//! What a question may not say: words that say nothing, that press or shame, that tie a yes to something else, and sentences
//! that nobody reads to their end (B-09, B-12, B-24). In all languages at once, because a text may quote another one.

/// What is wrong with some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordingFault {
    /// They say nothing about what happens.
    Vague,
    /// They press, shame or threaten, or count down.
    Pressing,
    /// They tie the yes to terms, or to getting something at all.
    Tied,
}

use WordingFault::{Pressing, Tied, Vague};

/// Words of one sentence, at most: more than that is read by nobody.
pub const SENTENCE_WORDS_MAX: usize = 45;

const PHRASES: [(WordingFault, &str); 88] = [
    (Vague, "forbedre din oplevelse"),
    (Vague, "forbedre oplevelsen"),
    (Vague, "bedre brugeroplevelse"),
    (Vague, "den bedste oplevelse"),
    (Vague, "optimere din oplevelse"),
    (Vague, "og lignende formål"),
    (Vague, "og andre formål"),
    (Vague, "til vores legitime interesser"),
    (Vague, "förbättra din upplevelse"),
    (Vague, "förbättra upplevelsen"),
    (Vague, "bättre användarupplevelse"),
    (Vague, "bästa möjliga upplevelse"),
    (Vague, "och liknande ändamål"),
    (Vague, "och andra ändamål"),
    (Vague, "forbedre opplevelsen"),
    (Vague, "bedre brukeropplevelse"),
    (Vague, "best mulig opplevelse"),
    (Vague, "og andre formål"),
    (Vague, "parantaa käyttökokemusta"),
    (Vague, "paremman käyttökokemuksen"),
    (Vague, "ja vastaaviin tarkoituksiin"),
    (Vague, "ja muihin tarkoituksiin"),
    (Vague, "improve your experience"),
    (Vague, "enhance your experience"),
    (Vague, "better experience"),
    (Vague, "best possible experience"),
    (Vague, "and similar purposes"),
    (Vague, "and other purposes"),
    (Vague, "for business purposes"),
    (Pressing, "går du glip af"),
    (Pressing, "går glip af"),
    (Pressing, "du mister"),
    (Pressing, "kun i dag"),
    (Pressing, "skynd dig"),
    (Pressing, "sidste chance"),
    (Pressing, "nej, jeg vil ikke spare"),
    (Pressing, "er du sikker på, at du ikke"),
    (Pressing, "uden dem virker"),
    (Pressing, "hvis du ikke siger nej"),
    (Pressing, "går du miste om"),
    (Pressing, "går miste om"),
    (Pressing, "du går miste"),
    (Pressing, "missar du"),
    (Pressing, "du missar"),
    (Pressing, "du förlorar"),
    (Pressing, "endast idag"),
    (Pressing, "bara idag"),
    (Pressing, "skynda dig"),
    (Pressing, "sista chansen"),
    (Pressing, "om du inte säger nej"),
    (Pressing, "går du glipp av"),
    (Pressing, "går glipp av"),
    (Pressing, "kun i dag"),
    (Pressing, "skynd deg"),
    (Pressing, "siste sjanse"),
    (Pressing, "du menetät"),
    (Pressing, "jäät paitsi"),
    (Pressing, "vain tänään"),
    (Pressing, "kiirehdi"),
    (Pressing, "viimeinen mahdollisuus"),
    (Pressing, "you will miss"),
    (Pressing, "you'll miss"),
    (Pressing, "miss out"),
    (Pressing, "you will lose"),
    (Pressing, "only today"),
    (Pressing, "hurry"),
    (Pressing, "last chance"),
    (Pressing, "unless you say no"),
    (Pressing, "don't not"),
    (Tied, "accepterer du vores vilkår"),
    (Tied, "accepterer samtidig"),
    (Tied, "handelsbetingelser"),
    (Tied, "er en betingelse for"),
    (Tied, "nødvendigt for at handle"),
    (Tied, "ved at fortsætte"),
    (Tied, "godkänner du våra villkor"),
    (Tied, "köpvillkor"),
    (Tied, "är ett villkor för"),
    (Tied, "genom att fortsätta"),
    (Tied, "salgsbetingelser"),
    (Tied, "er en forutsetning for"),
    (Tied, "ved å fortsette"),
    (Tied, "käyttöehdot"),
    (Tied, "toimitusehdot"),
    (Tied, "jatkamalla"),
    (Tied, "terms and conditions"),
    (Tied, "you accept our terms"),
    (Tied, "by continuing"),
];

/// The first words in a text for each fault that it has.
pub fn wording_faults(text: &str) -> Vec<(WordingFault, &'static str)> {
    let text = text.to_lowercase();
    let mut found: Vec<(WordingFault, &'static str)> = Vec::new();
    for (fault, phrase) in PHRASES {
        let tied = !NOUNS.contains(&phrase) || TYING.iter().any(|verb| text.contains(verb));
        if found.iter().all(|(known, _)| *known != fault) && tied && holds(&text, phrase) {
            found.push((fault, phrase));
        }
    }
    found
}

/// Names of terms, which tie a yes only beside one of the words below.
const NOUNS: [&str; 6] =
    ["handelsbetingelser", "köpvillkor", "salgsbetingelser", "käyttöehdot", "toimitusehdot", "terms and conditions"];
const TYING: [&str; 12] = [
    "accept", "godkend", "godkänn", "godtar", "hyväksy", "agree", "samtidig", "kender", "læst", "läst", "lest", "enig",
];
/// Words that make of a threat its opposite: nothing is lost by a no.
const DENIES: [&str; 13] = [
    "intet",
    "ikke",
    "inget",
    "inte",
    "ingenting",
    "not",
    "nothing",
    "won't",
    "ei",
    "mitään",
    "aldrig",
    "never",
    "ikkje",
];

/// Whether a phrase stands there as words of its own, and nothing beside it denies it; it may go on as a word does in Finnish and
/// with articles.
fn holds(text: &str, phrase: &str) -> bool {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_owned();
    text.match_indices(phrase).any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + phrase.len()..).unwrap_or_default());
        // What is denied in the same part of the sentence.
        let before = before.rsplit(['.', ',', '!', '?', '\n']).next().unwrap_or_default();
        let near = before.split_whitespace().rev().take(1).chain(after.split_whitespace().take(3));
        let own = !text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric);
        own && !near.map(plain).any(|word| DENIES.contains(&word.as_str()))
    })
}

/// Whether one sentence of a text is longer than people read.
pub fn wording_too_long(text: &str) -> bool {
    text.split(['.', '!', '?', ';', ':', '\n']).any(|sentence| sentence.split_whitespace().count() > SENTENCE_WORDS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<WordingFault> {
        wording_faults(text).into_iter().map(|(fault, _)| fault).collect()
    }

    #[test]
    fn what_says_nothing_presses_or_ties_is_found_in_every_language() {
        for (text, fault) in [
            ("Vi gør det for at forbedre din oplevelse.", Vague),
            ("För att förbättra upplevelsen på sidan.", Vague),
            ("Näin parannamme käyttökokemusta ja muihin tarkoituksiin.", Vague),
            ("To enhance your experience.", Vague),
            ("Siger du nej, går du glip af gode tilbud.", Pressing),
            ("Om du tackar nej missar du våra bästa erbjudanden.", Pressing),
            ("Uten dette går du glipp av tilbud.", Pressing),
            ("Muuten jäät paitsi tarjouksista.", Pressing),
            ("Last chance to get our offers!", Pressing),
            ("Hvis du ikke siger ja går du glip af et godt tilbud", Pressing),
            ("Vi måler dig, hvis du ikke siger nej.", Pressing),
            ("Ved at sige ja accepterer du vores vilkår.", Tied),
            ("Samtycket är ett villkor för att handla.", Tied),
            ("By continuing you accept our terms.", Tied),
            ("Hyväksymällä hyväksyt toimitusehdot.", Tied),
        ] {
            assert_eq!(of(text), [fault], "{text}");
        }
        for fine in [
            "Du mister intet ved at sige nej.",
            "You will not miss out on anything if you say no.",
            "Nyheder om ændrede handelsbetingelser",
            "Vi måler, hvilke sider du ser, hvor du kom fra, og om du køber noget, for at gøre butikken bedre.",
            "Vi använder ditt besök för att välja vilka erbjudanden vi själva skickar dig, om du har bett om dem.",
            "We measure which pages you see and whether you buy something.",
            "Lähetämme sinulle kuukausittain kirjeen uusista kasveista.",
        ] {
            assert!(of(fine).is_empty() && !wording_too_long(fine), "{fine}");
        }
        assert!(wording_too_long(&"ord ".repeat(SENTENCE_WORDS_MAX + 1)));
        assert!(!wording_too_long(&"Et ord. ".repeat(60)));
    }
}
