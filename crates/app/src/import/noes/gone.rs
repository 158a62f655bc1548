//! Whether somebody is no longer there to be written to: dead, a firm that is wound up, gone from where they worked, an address
//! that nobody has, hidden by law, or reached by letters alone.
//!
//! Invariant: none of these need be a no in so many words; a row with one is in doubt until somebody has looked.

use super::folded;

/// Words in their order; one that ends in a star is the beginning of one.
#[rustfmt::skip]
const PHRASES: &[&str] = &[
    // Dead.
    "sov stille ind", "sovet ind", "sovnet inn", "afgaet ved", "gik* bort", "gaet bort", "gatt bort",
    "gick bort", "avled", "avlid*", "avdod*", "afdod*", "doede", "dodsbo", "dodsboet", "dodsbu", "dodsbuet", "dodsfald*", "dodsfall*",
    "bo efter", "dbo", "doydd*", "begravet", "begravd", "begravt", "skifteret*", "bouppteckning*", "jordelivet", "vandret heim", "avgatt med doden",
    "bortgang*", "somnade in", "somnat in", "dog hastigt", "enken ringe*", "ankan ringde", "nukkui pois", "haudattu",
    "boet efter", "boet etter", "kuolinpes*", "menehty*", "edesmen*", "vainaja*", "kuollut", "kuolleet", "kuollutta", "poisnukkunut",
    "passed away", "passed on", "estate of", "the late mr*", "the late dr", "verstorben*", "verst", "nachlass*",
    "todesfall*", "gestorben*", "dead son", "dead wife", "enken har", "enkan har", "widow informed",
    // A firm that is no more.
    "konkurs", "konkursen", "konkurser", "konkursbo", "konkursboet", "konkursade", "konkursad", "konkursramt", "konkursbehandling", "konkurssi", "konkurssissa",
    "konkurssiin", "konkk*", "rabundus", "kk ad", "upplost", "gick i putten", "gatt i putten", "dreje* noglen", "cvr ophort",
    "cvr slettet", "pleite", "konk", "bankrupt*", "insolven*", "out of business", "went bust", "gone bust", "ceased trading",
    "in liquidation", "i likvidation", "under afvikling", "tvangsoplost*", "likviderad*", "permanent lukket",
    "lukket permanent", "permanently closed", "closed down", "erloschen*", "geschaft aufgegeben", "lopettanut toimin*",
    "toiminta lopetettu", "toiminta paattynyt", "lukket virksomhed", "lukket firma",
    // Gone from where they were.
    "stoppet i", "stoppet hos", "stoppat pa", "ikke ansat", "ikke laengere ansat", "ikke lenger ansatt", "ikke ansatt",
    "inte anstalld", "ej anstalld", "ei anstalld", "slutat pa foretaget", "slutat pa jobbet", "slutat hos", "slutta i",
    "stoppede d", "stoppede pr", "gaet pa pension", "gatt i pension", "gatt av med pension", "gikk av med pensjon", "jaanyt elakkeelle", "nyt arbejde", "nyt job", "bytt jobb",
    "fatt ny jobb", "skiftet job", "her ikke mere", "har ikke mere", "ei ole enaa toissa", "sluttet i", "sluttet hos",
    "sluttet pa jobb", "fratrad*", "fratraad*", "tiltradt ny stilling", "lamnat foretaget", "lamnat foreningen",
    "lamnat bolaget", "lamnat klubben", "forladt firma*", "forladt foreningen", "arbejder ikke", "arbejder her ikke",
    "arbetar inte", "jobbar inte", "jobbar ej", "jobber ikke", "no longer here", "no longer work*", "no longer with",
    "no longer employed", "doesnt work here", "not working here", "left the company", "left company", "left the firm",
    "left the business", "left the organi*", "left the club", "ex employee", "former employee", "ausgeschieden*",
    "ausgetreten*", "gekundigt*", "nicht mehr im", "nicht mehr bei", "nicht mehr da", "ei enaa toissa", "ei toissa",
    "ei tyoskentele", "erosi", "eronnut jasen", "ehemalig* mitglied*", "ehemalig* kund*", "uttradd*", "uttradt*",
    // An address that is nobody's, or somebody else's.
    "ukendt pa", "okand pa", "ukjent pa", "adresse ukendt", "adress okand", "adresse ukjent", "adresse unbekannt",
    "adresse ungultig", "adresse stimmt nicht", "unbekannt verzogen", "kommt zuruck", "kommer tilbage som", "osoite tuntematon",
    "osoite ei toimi", "kommer retur", "hopper tilbage", "hoppar tillbaka", "kommer i retur", "dur ikke", "duger ikke", "mailen lukkes", "mejlen nedlagd", "felaktig* adress*", "forkert* adress*", "wrong address*", "soft bounce*",
    "epost* er nedlagt", "mail* er nedlagt", "mail* er lukket", "mail* nedlagt", "epost* nedlagt",
    // Hidden by law.
    "skyddad identitet", "skyddade personuppgifter", "skyddad folkbokforing", "sekretessmark*", 
    "turvakielt*", "beskyttet adresse", "adressebeskytt*", "hemlig adress", "kvarskriven", "sekretess", "skyddad id", "hemmelig adresse", "fortrolig adresse",
    "kode 6", "kode 7",
    // By letter alone.
    "kun brev*", "kun alm* brev*", "fritaget for digital post", "vekk fra lista", "vaek fra listen", "kun pr brev*", "kun per brev*", "kun via brev*", "kun med post*", "kun pr post*", "kun per post*",
    "kun vanlig post", "kun almindelig post", "bara vanlig post", "bara brev", "bara per brev", "endast brev",
    "endast per brev", "endast vanlig post", "bare vanlig post", "bare brev", "bare per brev", "letters only",
    "letter only", "post only", "only by post", "only by letter*", "only letters", "nur per post",
    "nur noch per post", "nur post", "nur brief*", "nur per brief", "vain postitse", "vain kirjeitse", "vain kirjeella",
    // Shut out until somebody has looked.
    "reklamesp*", "mailstop", "mailstopp", "nix pa", "karantaene",
    "sig fritaget", "ikke ringes op", "ingen omstaendigheder", "er lagt ned", "lagt ned driften", "gmbh i l", "undanbad sig", "undanber sig", "frabad sig", "frabedte sig", "frabeder sig", "kielsi", "ikke kontagt*", "inte kontakat*", "far inget mer", "skal intet have", "karantan", "karanten", "karanteeni*", "quarantine*", "abuse report*", "abgemeldet*",
    "markkinointiesto*", "ei lupaa", "werbesperr*", "werbewiderspr*", "sperrliste*", "sperrvermerk*", "widerspruch",
    "zu loschen", "erasure request*", "deletion request*", "gelosch*", "dsgvo losch*",
    "losch* beantragt", "losch* verlangt", "losch* dsgvo", "bitte losch*", "skal slettes", "skal sletta*", "ska raderas",
    "ska tas bort", "raderas snarast", "slettes snarest", "slettes hurtigst*", "bort ur regist*", "ut ur regist*",
    "ud af kartotek*", "ud af regist*", "ud af systemet", "ud af listen", "ut av regist*", "fred onskes", "onsker fred",
    "motsatter sig", "motsetter seg", "modsaetter sig", "reservert seg", "reserverat sig", "reservert rekl*",
    "will nix", "nix mehr", "not to be called", "do not call", "dont call", "ei saa soittaa", "ala soita",
    "ei saa kontakt*", "nicht anrufen", "nicht anschreiben", "nicht mehr anschreiben", "not to be rung",
];
/// What they say no to who are not to be called.
#[rustfmt::skip]
const CALLS: &[&str] = &["ring ikke", "ring inte", "ring ej", "ikke ring", "ikke ringe", "inte ringa", "bli ringt", "blive ringet", "bli uppringd"];
/// And what may follow where nothing is said of when to.
#[rustfmt::skip]
const NEVER: &[&str] = &[
    "mere", "mer", "meir", "igen", "igjen", "aldrig", "aldri", "kunden", "ham", "hende", "henne", "honom", "dem", "til",
    "opp", "op", "tak", "tack", "takk", "opp", "skriv", "eller", "og", "och",
];
/// What closes; by itself it may be a shoe, or a shop on Sundays.
#[rustfmt::skip]
const CLOSES: &[&str] = &[
    "lukket", "lukkede", "ophort", "ophorte", "opphort", "nedlagt", "nedlagd", "nedlagda", "stangt", "stangd", "stengt",
    "avvecklad", "avvecklat", "avviklet", "closed", "dissolved", "aufgelost", "suljettu", "lopetettu", "aufgegeben",
];
/// What is then over: who was written to there.
#[rustfmt::skip]
const FIRM: &[&str] = &[
    "firma", "virksomhed", "selskab", "selskap", "bolag", "foretag", "bedrift", "company", "business", "yritys",
    "forening", "geschaft", "unternehmen",
];
/// Words that are tags by themselves.
const TAGS: &[&str] = &["nedlagd", "nedlagt", "erloschen"];
/// What else may be dead: what somebody bought, or kept.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "hund", "kat", "hest", "hast", "haek", "hack", "plant", "vaxt", "batteri", "battery", "maskin", "machine", "motor",
    "sea", "link", "stock", "arrival", "linje", "fisk", "koira", "kissa",
];

fn words(text: &str) -> Vec<String> {
    let folded = folded(text).replace(" e-", " e").replace(['\'', '’'], "");
    let folded = folded.strip_prefix("e-").map_or(folded.clone(), |rest| format!("e{rest}"));
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Where in the words a phrase ends.
fn ends_of(words: &[String], phrase: &str) -> Option<usize> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let is = |word: &String, wanted: &&str| match wanted.strip_suffix('*') {
        Some(begin) => word.starts_with(begin),
        None => word == wanted,
    };
    let at =
        words.windows(phrase.len()).position(|some| some.iter().zip(&phrase).all(|(word, wanted)| is(word, wanted)));
    at.map(|at| at + phrase.len())
}

/// Whether what died is none of them: `hunden er død`.
pub(super) fn is_of_a_thing(words: &[String]) -> bool {
    words.iter().any(|word| {
        THINGS.iter().any(|thing| {
            let rest = word.strip_prefix(thing);
            rest.is_some_and(|rest| {
                thing.len() > 4 || matches!(rest, "" | "s" | "e" | "en" | "et" | "ar" | "er" | "ene" | "arna")
            })
        })
    })
}

/// Whether a text says that they are gone, hidden, or reached otherwise.
pub(super) fn says_gone(text: &str) -> bool {
    let words = words(text);
    let begins = |word: &String, stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    let closes = words.iter().any(|word| CLOSES.contains(&word.as_str()));
    let called = CALLS.iter().filter_map(|call| ends_of(&words, call));
    let never = |at: usize| words.get(at).is_none_or(|next| NEVER.contains(&next.as_str()));
    text.contains(['†', '✝', '✞', '⚰'])
        || text.contains(['🚫', '⛔'])
        || (words.len() == 1 && words.iter().any(|word| TAGS.contains(&word.as_str())))
        || (!is_of_a_thing(&words) && PHRASES.iter().any(|phrase| ends_of(&words, phrase).is_some()))
        || (closes && words.len() <= 8 && words.iter().any(|word| begins(word, FIRM)))
        || called.into_iter().any(never)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rustfmt::skip]
    #[test]
    fn who_is_gone_hidden_or_reached_by_letter_is_heard() {
        for gone in [
            "Sov stille ind i januar", "† 2022", "Dødsboet efter Karl Olsen", "dödsbo", "kuolinpesä", "menehtynyt",
            "firmaet er gået konkurs", "Bolaget nedlagt", "virksomheden er lukket", "went bust", "Firma erloschen",
            "Insolvenz", "yritys lopettanut toimintansa", "Lars er stoppet i firmaet", "ikke længere ansat",
            "har slutat på företaget", "left the company 2022-11", "no longer works here", "ausgetreten 2021",
            "ei enää töissä täällä", "erosi yhdistyksestä", "ukendt på adressen", "unbekannt verzogen",
            "Mail kommt zurück", "skyddad identitet", "turvakielto", "kun brev med posten", "letters only",
            "nur noch per Post", "Ring ikke!!!", "ring ej kunden mer", "vil ikkje bli ringt", "nicht anrufen",
            "Bitte nicht mehr anschreiben", "Werbesperre", "bitte löschen", "skal slettes af kartoteket",
            "raderas snarast /AK", "🚫 mail", "kontakt kun pr. brev",
        ] {
            assert!(says_gone(gone), "{gone}");
        }
        for there in [
            "ring ikke før kl. 16", "Ring inte innan lunch", "hunden är död", "død hæk skal fjernes", "Dead Sea",
            "lukkede sko", "closed toe", "stoppede op ved kassen", "butikken har lukket om søndagen", "brevpapir",
            "Kode 1234", "Konrad Kunze", "leverer kun mandag", "Insel Rügen", "lost in the post", "gik tur med hunden",
        ] {
            assert!(!says_gone(there), "{there}");
        }
    }
}
