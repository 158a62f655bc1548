//! Whether a part of a sentence says no: that something is denied, taken back, refused, or that somebody is to be taken away.
//!
//! Invariant: one word is not enough; it says no of what people are sent, of a consent, or of whoever asked for it.

use super::{folded, gone::is_of_a_thing, has};

/// Words that deny what stands beside them.
#[rustfmt::skip]
pub(super) const NOT: &[&str] = &[
    "not", "no", "dont", "doesnt", "wont", "never", "stop", "stopp", "stopped", "ikke", "ikkje", "ingen", "intet",
    "inga", "inget", "inte", "ej", "icke", "aldrig", "aldri", "nej", "nei", "ei", "ala", "alkaa", "kein", "keine",
    "keinen", "nicht", "eika", "fraset", "declined", "refused", "against", "imod", "mot", "frabedt", "refuses",
    "declines", "rejects",
    "naegter", "vagrar", "nekter", "afslar", "afslog", "avslar", "avslog", "avboj", "avbojer", "avbojde", "afviser",
    "afviste",
    "afvist", "avviser", "avviste", "avvist", "avvisar", "avvisade", "undlad", "undga", "unnga", "undvik", "valta",
    "avoid",
    "uonsket", "uonskede", "uonskte", "oonskat", "oonskad", "oonskade", "unwanted", "emme", "ette", "eivat", "ettei",
];
/// What is denied there: being written to, or being on a list.
#[rustfmt::skip]
const WRITTEN: &[&str] = &[
    "mail", "mejl", "epost", "nyhedsbr", "nyhetsbr", "newsletter", "utskick", "udsend", "utsend", "reklam",
    "markedsfor", "marknadsfor", "marketing", "markkino", "uutiskir", "sahkopost", "werbung", "communicat", "kommunik",
    "henvendels", "consent", "samtyk", "samtyc", "suostum",
];
/// The same, where a word begins with it.
#[rustfmt::skip]
const WRITTEN_BEGIN: &[&str] = &[
    "kontakt", "contact", "skriv", "send", "skick", "sms", "yhtey", "list", "modtag", "motta", "viest", "lahet", "besked",
    "anything", "write", "writing", "hore", "hora", "permission", "nyhed", "nyhet", "forstyr", "disturb", "storas", "spam", "mainos",
    "mainon",
];
/// Of whom nobody must be written to any more.
#[rustfmt::skip]
const DEAD: &[&str] = &[
    "rip", "afdod", "dod", "doed", "dode", "avliden", "avdod", "deceased", "died", "kuollut", "verstorben", "gestorben",
];
/// What people write who write much.
#[rustfmt::skip]
const SHORT: &[&str] = &["afm", "avm", "afmld", "avanm", "avreg", "unsubbed", "unsubs"];
/// Taking away: of whoever stands there, or from what they are sent.
#[rustfmt::skip]
const AWAY: &[&str] = &[
    "remov", "delet", "eras", "fjern", "slet", "rader", "poist", "losch", "gelosch", "forget", "forgot", "glem",
    "reserver",
    "kielt", "klage", "klagad", "klagat", "klagde", "unohd", "klagar", "klagt", "valitti", "complain", "trukket",
    "vastust", "avbryt", "avbrut",
    "indstil", "objection", "objects", "objected", "objecting", "indsigelse", "innsigelse", "invandning", "invander",
    "anonymis", "anonymiz",
];
/// What people say when they leave, in so many words.
#[rustfmt::skip]
const LEFT: &[&str] = &[
    "meldtfra", "meldtefra", "meldtsigfra", "meldtesigfra", "meldtsigud", "meldtesigud", "meldtud", "meldtsegav",
    "meldtesegav", "meldtsegut", "meldtesegut", "sigaflisten", "sigavlistan", "segavlisten", "offthelist", "offourlist",
    "sagtnej", "sagdenej", "sigernej", "sanej", "sadenej", "sagernej", "tackatnej", "tackadenej", "takketnej",
    "takkednej", "sagtnei", "sanei", "siernei", "takketnei", "saidno", "saysno", "samtykketilbage", "samtycketillbaka",
    "takkedenej", "takkernej", "tackarnej", "takkernei", "takkedenei", "takketnei", "afslogtilbud", "sagtop",
    "sagdeop", "sigerop",
    "sagtupp", "sadeupp", "sagerupp", "sanoiei", "meldtsigut", "gickur", "gattur", "garur", "lamnatklubben", "sluttetsom", "slutatsom", "komretur",
    "drogsigur", "dragitsigur", "trakkseg", "traksigud", "neveragain", "aldrigigen", "aldrigmere", "aldrigmer", "aldrimer",
    "eikoskaan", "nokernok", "nogarnog", "stopit", "stopalt", "stoppealt", "stoppaallt", "tilafsender", "ukendtmodtager",
    "okandmottagare", "ukjentmottaker", "unknownrecipient", "mailboxfull", "spamtrap", "postilaatikkotaynna", "aflisten", "avlistan", "avlisten", "poislistalta", "wantsout",
    "wantsoff", "leftalone", "sagtopp", "saopp", "sieropp", "meldtut", "meldteut", "melderut", "handsoff",
    "leavealone",
    "leavemealone", "leaveheralone", "leavehimalone", "leavethemalone", "mustalista", "mustallelistalle",
    "mustallalistalla",
    "svartlista", "svartalistan", "sortliste", "svarteliste", "svartliste", "blacklist", "ladifred", "ladmigifred",
    "lamnaifred",
    "laifred", "jatarauhaan", "righttoerasure", "nothanks", "nothankyou", "optud", "optut",
];
/// Whom or what for.
#[rustfmt::skip]
const WHOM: &[&str] = &[
    "wants",
    "tiedot",
    "tietoni",
    "me",
    "mig",
    "meg",
    "mich",
    "minut",
    "gdpr",
    "them",
    "her",
    "him",
    "hende",
    "ham",
    "henne",
    "honom",
    "hannet",
    "dsgvo",
    "beantragt",
    "verlangt",
    "bedt",
    "beder",
    "bett",
    "requested",
    "requests",
    "request",
    "asked",
    "asks",
    "ber",
    "bad",
    "bader",
    "bedes",
    "begaran",
    "begart",
    "begar",
    "anmodning",
    "anmoder",
    "anmodet",
    "pyysi",
    "pyytaa",
    "pyytanyt",
];
/// A consent, in a word of any of the languages.
const CONSENT: &[&str] =
    &["consent", "samtyk", "samtyc", "suostum", "einwillig", "permission", "tilladels", "tillatels", "tillstand"];
/// What takes a consent away, or says that there is none.
#[rustfmt::skip]
const CONSENT_GONE: &[&str] = &[
    "withdraw", "withdrew", "revok", "revoc", "rescind", "retract", "recall", "traek", "traakk", "trak", "trukk",
    "trekk",
    "perui", "perun", "peruu", "perutt", "aterkall", "aterta", "tilbagekald", "tilbage", "tillbaka", "tilbake", "mangl",
    "sakna", "puuttu", "lack", "missing", "expire", "udlob", "utgang", "utgatt", "utlopt", "bortfald", "bortfall",
    "ugyldig",
    "ogiltig", "invalid", "denied", "denies", "refus", "naegt", "nekt", "nekad", "nekat", "afvis", "avvis", "without",
    "uden",
    "utan", "uten", "ilman", "ohne", "entzog", "widerr", "zuruck", "ophor", "opphor", "paatty", "vanhent", "ended",
    "lost",
    "back", "ophaev", "upphav", "object", "indsig", "innsig", "invand", "evatt", "evasi", "lapsed", "cancel",
];
/// Who speaks for themselves, or is asked kindly.
#[rustfmt::skip]
const ASKED: &[&str] = &[
    "asked", "asks", "asking", "bad", "bedt", "beder", "ber", "bett", "bedes", "bader", "pyysi", "pyytaa", "pyytanyt",
    "told",
    "please", "pls", "plz", "venligst", "vennligst", "vanligen", "snalla", "requested", "requests", "begart", "kiitos",
    "demands", "demanded", "kraever", "kraevede", "krever", "kraver", "insists",
];
/// An end that somebody may be asked for.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "stop", "stopp", "stoppe", "stopper", "stoppes", "stoppa", "stoppas", "stopping", "sluta", "slutar", "slutte",
    "slutter",
    "cease", "desist", "quit", "lopettaa", "lopettamaan", "lopettakaa", "lopeta", "ophore", "ophor", "opphore",
];
/// Where an end is none of what people are sent: `stop by`, `stoppe ved butikken`.
#[rustfmt::skip]
const STOPS_AT: &[&str] = &["by", "ved", "forbi", "i", "in", "over", "at", "hos", "pa", "smoking", "med"];
/// What comes behind such an end and makes it one to being written to.
#[rustfmt::skip]
const SUBSCRIBED: &[&str] = &["abonn", "prenum", "subscri", "tilaus", "tilauks", "medlemsk", "membership"];
/// What people say who have had enough: two words, one behind the other.
#[rustfmt::skip]
const ENOUGH: &[&str] = &[
    "gider ikke", "gidder ikke", "orker ikke", "orkar inte", "orkar ej", "ei jaksa", "en jaksa", "had enough", "fed up",
    "faet nok", "fatt nog", "fatt nok", "sai tarpeekseen",
];
/// The same, about what they are sent.
#[rustfmt::skip]
const RID: &[&str] = &[
    "af med", "slippe for", "slippa fa", "slipper for", "slippe a", "bli kvitt", "kvitt", "get rid", "rid of", "bli av",
    "eroon", "undanber", "undanbedes", "frabeder", "lad vaere", "lade vaere", "la vaere", "lat bli", "lata bli",
    "hold op",
    "holde op", "sluta med", "slutte med", "object to", "objects to", "slippa", "sur over", "vred over", "angry about", "angry at",
    "irriteret over", "irriterad pa", "irritert over", "arg over", "annoyed by", "arsyyntynyt", "findes ikke", "finns inte",
    "finns ej", "finnes ikke", "eksisterer ikke", "virker ikke", "fungerar inte", "fungerar ej", "fungerer ikke", "traet af", "trott pa", "lei av", "kyllastynyt",
    "tired of",
    "sick of", "too many", "too much", "for mange", "for meget", "for mye", "for manga", "for mycket", "liian monta",
    "liikaa",
];
/// To whom somebody complains.
#[rustfmt::skip]
const AUTHORITIES: &[&str] = &[
    "datatilsynet", "imy", "datainspektionen", "integritetsskyddsmyndigheten", "tietosuojavaltuutettu", "forbrugerombudsmanden",
    "konsumentombudsmannen", "forbrukertilsynet", "kuluttaja-asiamies",
];
/// What somebody asks not to be.
#[rustfmt::skip]
const CONTACTED: &[&str] = &["be contacted", "bli kontaktad", "blive kontaktet", "bli kontaktet", "kontaktet igen"];
/// To be left alone.
#[rustfmt::skip]
const PEACE: &[&str] = &["fred", "ifred", "rauhassa", "rauhaan", "alone"];
#[rustfmt::skip]
const LEAVE: &[&str] = &[
    "lad", "lade", "la", "lamna", "lamnas", "lat", "vil", "vill", "onsker", "onskar", "haluaa", "halua", "jata",
    "jattakaa",
    "leave", "left", "wants",
];
/// Spam, as people call what they are sent, and that they said so.
#[rustfmt::skip]
const SPAM: &[&str] = &["spam", "skrappost", "soppel", "roskaposti"];
const REPORTED: &[&str] =
    &["report", "mark", "flag", "rapport", "anmeld", "anmald", "melde", "merk", "ilmoit", "merkit", "klag"];
/// A right to have something ended.
#[rustfmt::skip]
const RIGHT: &[&str] = &["right", "ret", "retten", "ratt", "ratten", "rett", "oikeus", "recht"];

/// The words of a text, without addresses of pages and people.
pub(super) fn words(text: &str) -> Vec<String> {
    // The domain of Norway denies nothing: `butik.no/nyhetsbrev`.
    let address = |w: &str| w.contains('@') || w.contains("://") || is_norwegian_host(w);
    let kept: Vec<&str> = text.split_whitespace().filter(|w| !address(w)).collect();
    let folded = folded(&kept.join(" ")).replace(['\'', '’', '´', '`'], "");
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn is_norwegian_host(word: &str) -> bool {
    let host = word.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    let name = host.trim_end_matches([',', '.', ')']).strip_suffix(".no").unwrap_or_default();
    name.chars().any(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

pub(super) fn any(words: &[String], is: impl Fn(&str) -> bool) -> bool {
    words.iter().any(|word| is(word))
}

pub(super) fn begins(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

pub(super) fn written(word: &str) -> bool {
    // Whoever was not contacted yet did not ask for that.
    let was = matches!(word, "contacted" | "kontaktet" | "kontaktad" | "kontaktede");
    !was && (has(word, WRITTEN) || begins(word, WRITTEN_BEGIN))
}

/// Whether a part of a sentence denies being written to, or takes somebody away.
pub(super) fn clause_says_no(clause: &str) -> bool {
    // `e-mail` is one word, and so is `e-post`.
    let clause = clause.replace("e-", "e").replace("E-", "e");
    let words = words(&clause);
    let about = any(&words, written);
    let whom = any(&words, |w| WHOM.contains(&w));
    let away = any(&words, |w| begins(w, AWAY) || matches!(w, "off" | "bort"));
    let not = any(&words, |w| NOT.contains(&w));
    let no_more = any(&words, |w| matches!(w, "mere" | "mer" | "more" | "flere" | "fler"));
    let letters = any(&words, |w| matches!(w, "post" | "breve" | "brev" | "beskeder" | "meddelanden" | "messages"));
    let dead = (any(&words, |w| DEAD.contains(&w)) && !is_of_a_thing(&words))
        || [2, 3].iter().any(|many| words.windows(*many).any(|some| LEFT.contains(&some.concat().as_str())))
        || has(&words.concat(), &["passedaway", "vedoden", "veddoden", "gaetbort", "gickbort", "gattbort", "isdead"]);
    (not && (about || (no_more && letters)))
        || (away && (about || whom))
        || dead
        || any(&words, |w| SHORT.contains(&w))
        || ends(&words, about)
}

/// Whether it takes a consent back, asks for an end, or says that somebody has had enough.
fn ends(words: &[String], about: bool) -> bool {
    let joined = words.join(" ");
    let said = |phrases: &[&str]| phrases.iter().any(|phrase| format!(" {joined} ").contains(&format!(" {phrase} ")));
    let asked = any(words, |w| ASKED.contains(&w));
    let subscribed = any(words, |w| begins(w, SUBSCRIBED));
    let mut behind =
        words.iter().enumerate().filter(|(_, w)| STOPS.contains(&w.as_str())).map(|(at, _)| words.get(at + 1));
    let stops = behind.any(|next| !next.is_some_and(|next| STOPS_AT.contains(&next.as_str())));
    let consent = any(words, |w| has(w, CONSENT));
    (consent && any(words, |w| begins(w, CONSENT_GONE)))
        || (stops && (asked || subscribed))
        || said(ENOUGH)
        || any(words, |w| AUTHORITIES.contains(&w))
        || (any(words, |w| PEACE.contains(&w)) && any(words, |w| LEAVE.contains(&w)))
        || (any(words, |w| NOT.contains(&w)) && said(CONTACTED))
        || ((about || any(words, |w| w.starts_with("adress"))) && said(RID))
        || (any(words, |w| begins(w, SPAM)) && any(words, |w| begins(w, REPORTED)))
        || (any(words, |w| RIGHT.contains(&w)) && any(words, |w| begins(w, AWAY)))
}

/// Whether an article of the law is named under which somebody takes back, has deleted or objects (GDPR 7, 17 and 21).
pub(super) fn names_a_right(text: &str) -> bool {
    let words = words(text);
    let article = |w: &str| matches!(w, "art" | "article" | "artikel" | "artikkel" | "artikla" | "artiklan");
    words.windows(2).any(|pair| matches!(pair, [a, n] if article(a) && matches!(n.as_str(), "7" | "17" | "21")))
        || any(&words, |w| matches!(w, "art7" | "art17" | "art21"))
}
