//! The words of ways to say no. One that ends in a star is the beginning of a word; several stand one behind the other.

/// `unsuscribe`, `unsubcribe`: the word that most people write who write it seldom.
pub(super) const NEARLY_UNSUBSCRIBE: &[&str] = &[
    "unsubs*", "unsubc*", "unsusc*", "unscub*", "unsucr*", "unsbsc*", "insubscr*", "un-subscr*",
];

/// Words of Finnish with two `a` in them.
pub(super) const FINNISH: &[&str] = &[
    "poist*", "lopetta*", "peruut*", "lähettä*", "saa*", "haluaa*", "ottaa*", "pyyd*", "älkää*", "tilaa*", "kaikkia*",
    "rauhaan*",
];

/// A whole sentence that is a no, wherever in a longer answer it stands.
pub(super) const WHOLE: &[&str] = &[
    "stop", "stopp", "stop det", "stop det nu", "stop det her", "stop nu", "stopp det", "stopp nå", "stop it now",
    "stop this", "afmeld", "afmeld mig", "afmelding", "frameld", "framelding", "unsubscribe", "unsubscribe me", "fjern",
    "fjern mig", "meld av", "lopeta", "peru", "avanmäl", "avanmäl mig", "avregistrera", "avregistrera mig", "sluta",
    "sluta nu", "abmelden", "bitte abmelden", "nein danke", "nej nej nej", "radera", "radera mig", "slet", "slett",
    "slet mig", "slett meg", "poista", "poistakaa", "opt-out", "remove", "aufhören",
];

/// Of these the ones that are a no only where they come first: at the end they may be the name of a place, or of a file.
pub(super) const NAMES: &[&str] = &[
    "peru", "remove",
];

/// What is polite, and says nothing.
pub(super) const THANKS: &[&str] = &[
    "please", "pls", "plz", "thanks", "thx", "cheers", "tak", "tack", "takk", "kiitos", "venligst", "vennligst", "snälla",
    "bitte", "danke",
];

/// Deleting, in the forms in which it is asked for.
pub(super) const DELETES: &[&str] = &[
    "slet", "slette", "slettes", "slettet", "slett", "sletta", "sletter", "slettar", "sletning", "sletting", "radera",
    "raderas", "raderar", "raderad", "radering", "delete", "deleted", "deleting", "deletion", "erase", "erased",
    "erasure", "remove", "removed", "removal", "wipe", "wiped", "destroy", "fjern", "fjerne", "fjernes", "fjernet",
    "poista", "poistakaa", "poistaa", "poistetaan", "poistamaan", "poistamista", "poistettava", "poistaisitte", "lösche",
    "löschen", "löscht", "löschung", "gelöscht", "smid", "anonymiser", "anonymisera", "ta bort", "tag bort", "tar bort",
];

/// To be deleted, or forgotten.
pub(super) const DELETED: &[&str] = &[
    "slettes", "glemmes", "slettet", "raderad", "glemt", "glömd", "bortglömd", "forgotten", "unohdetuksi", "gløymt",
];

/// What makes that a wish.
pub(super) const TO_BE: &[&str] = &[
    "vil", "blive", "bli", "be", "få", "at", "tulla", "fra", "ut", "ur",
];

/// What makes it something that was.
pub(super) const HAVE: &[&str] = &[
    "har", "have",
];

/// What keeps a deletion from being asked for.
pub(super) const DENIED: &[&str] = &[
    "ikke", "inte", "not", "don't", "aldrig", "never", "slettede", "fejl", "mistake", "misstag", "feil",
];

/// Words beside a deletion that make it another's: of what was forgotten, or is put in something's place.
pub(super) const ELSE: &[&str] = &[
    "back", "tilbage", "tillbaka", "takaisin", "app", "appen", "else", "nearly", "without", "password", "lösenord",
    "lösenordet", "passord", "passordet", "adgangskode", "kode", "kodeord", "login", "salasana", "salasanan", "passwort",
    "old", "new", "gamle", "gammel", "nye", "nyt", "ny", "gamla", "nya", "vanha", "uusi", "alte", "neue", "phone",
    "telefonnummer", "nummer", "add",
];

/// What is kept about somebody.
pub(super) const KEPT: &[&str] = &[
    "oplysning*", "opplysning*", "personoplysning*", "personopplysning*", "uppgift*", "personuppgift*", "data*",
    "persondata*", "personendaten*", "daten*", "personal*", "konto*", "kundekonto*", "profil*", "account*", "details*",
    "tieto*", "tiedo*", "henkilötie*", "asiakastil*", "regist*", "system*", "kartotek*", "everything*", "info*",
];

/// That it is kept about the writer.
pub(super) const MINE: &[&str] = &[
    "mig", "meg", "mej", "my", "me", "mine", "mit", "min", "mina", "mitt", "minusta", "mich", "meine", "meiner", "mein",
    "meinen", "mir", "jeg", "jag", "ich", "i", "gdpr", "dsgvo", "tietoni*", "henkilötietoni*", "henkilötietojeni*",
    "tietojeni*", "asiakastilini*", "tilini*", "art*",
];

/// What is deleted where the writer names no thing: all there is.
pub(super) const ALL: &[&str] = &[
    "alt", "allt", "alle", "alla", "all", "everything", "kaikki", "alles", "hele", "helt",
];

/// The law under which it is.
pub(super) const LAW: &[&str] = &[
    "17", "gdpr*", "dsgvo*", "databeskyttelse*", "erasure*",
];

/// Who only says that something was sent.
pub(super) const TELLS_SENT: &[&str] = &[
    "modtaget", "received", "fik", "fick", "fikk",
];

/// What was named a sentence before.
pub(super) const IT: &[&str] = &[
    "den", "det", "it", "sie", "se",
];

/// Where somebody is reached, or with what.
pub(super) const REACHED: &[&str] = &[
    "mail*", "e-mail*", "email*", "mejl*", "e-post*", "epost*", "newsletter*", "nyhedsbrev*", "nyhetsbrev*",
    "nyheitsbrev*", "uutiskirj*", "reklam*", "spam*", "utskick*", "tilbudsmail*", "sähköposti*", "mæil*", "werbung*",
    "mainos*", "mainoksi*", "roskaposti*", "viestej*", "viestit*", "verteiler*", "postituslist*", "adres*", "address*",
    "osoite*",
];

/// What is sent.
pub(super) const SENT: &[&str] = &[
    "mail*", "e-mail*", "email*", "mejl*", "e-post*", "epost*", "newsletter*", "nyhedsbrev*", "nyhetsbrev*",
    "nyheitsbrev*", "uutiskirj*", "reklam*", "spam*", "utskick*", "tilbudsmail*", "sähköposti*", "mæil*", "werbung*",
    "mainos*", "mainoksi*", "roskaposti*", "viestej*", "viestit*", "verteiler*", "postituslist*",
];

/// Denying.
pub(super) const NOT: &[&str] = &[
    "ikke", "inte", "ej", "not", "don't", "no", "never", "aldrig", "aldri", "nicht", "nie", "keine", "keinen", "en", "ei",
    "emme", "ingen", "inga", "intet", "nix", "koskaan",
];

/// The same, as it stands behind a verb in the North.
pub(super) const NOT_NORTH: &[&str] = &[
    "ikke", "inte", "ej",
];

/// The same, with no verb beside it.
pub(super) const BARE: &[&str] = &[
    "no", "keine", "ei", "ingen", "inga", "nix", "ikke",
];

/// Wanting, or having a use for.
pub(super) const WANTS: &[&str] = &[
    "vil", "vill", "want", "wish", "need", "behøver", "behöver", "brug", "bruk", "ønsker", "önskar", "gider", "möchte",
    "möchten", "will", "halua", "haluamme", "trenger", "treng", "orker", "orkar", "erhalten", "brauche", "tarvitse",
    "interesseret", "intresserad", "interessert", "interested", "kiinnosta", "skal", "ska", "skall",
];

/// Being interested.
pub(super) const INTEREST: &[&str] = &[
    "interesseret", "intresserad", "interessert", "interested", "kiinnosta",
];

/// Hearing from somebody.
pub(super) const HEARS: &[&str] = &[
    "hør*", "hör*", "hear*",
];

/// That it was so until now.
pub(super) const NO_MORE: &[&str] = &[
    "mere", "mer", "længere", "lenger", "længre", "längre", "enää", "enempää", "mehr", "more", "anymore", "longer",
    "flere", "fler", "weiteren", "weitere", "again", "igen", "igjen", "wieder",
];

/// What is pointed at: what came.
pub(super) const POINTED: &[&str] = &[
    "these", "them", "this", "disse", "dem", "dette", "näitä", "dessa", "dom", "det",
];

/// Getting: whoever gets no more of it asks for it.
pub(super) const GETS: &[&str] = &[
    "får", "modtager", "mottar", "fik", "fikk", "fick", "get", "getting", "receive", "saa", "bekomme",
];

/// What keeps a sentence with all that from being a no: somebody wants it, or something else.
pub(super) const WANTED: &[&str] = &[
    "miss", "missa", "misse", "undvære", "unnvære", "glip", "glippa", "paper", "papir", "papper", "keep", "beholde",
    "behålla", "tilbage", "back", "tilmelde", "tilmeld", "abonnere", "hvorfor", "varför", "why", "miksi", "warum",
    "faktura", "invoice", "kvittering", "kvitto", "receipt", "only", "kun", "bara", "bare", "endelig", "mistake",
    "misstag", "fejltagelse",
];

/// Sending and writing.
pub(super) const SENDS: &[&str] = &[
    "send*", "skriv*", "skick*", "maile*", "kontakt*",
];

/// Sending, where nothing else is said.
pub(super) const SENDS_BARE: &[&str] = &[
    "schick*", "send*", "skick*", "lähet*",
];

/// To whom.
pub(super) const WHOM: &[&str] = &[
    "ham", "hende", "henne", "honom", "mig", "meg", "him", "her", "me", "oss", "os",
];

/// What ends the little that is said.
pub(super) const POLITE: &[&str] = &[
    "tak", "tack", "takk", "kiitos", "thanks", "bitte",
];

/// Ending.
pub(super) const ENDS: &[&str] = &[
    "stop", "stopp", "stoppe", "stopper", "stoppa", "stoppar", "stopping", "sluta", "slutt", "slutte", "cease", "upphör",
    "upphöra", "ophør", "ophøre", "lopettakaa", "lopeta", "lopettaa", "aufhören", "hold", "holde", "lade", "lad", "låt",
    "la",
];

/// Of these the ones that end something in two words: `hold op`, `lad være`.
pub(super) const ENDS_IN_TWO: &[&str] = &[
    "hold", "holde", "lade", "lad", "låt", "la",
];

/// And the second of the two.
pub(super) const ENDS_WITH: &[&str] = &[
    "op", "opp", "være", "vara", "bli",
];

/// What is ended.
pub(super) const SENDING: &[&str] = &[
    "send*", "skick*", "spam*", "mail*", "skriv*", "emailing*", "e-mailing*", "lähettä*", "schreib*", "schick*",
    "kontakt*", "contact*", "nyhedsbrev*", "nyhetsbrev*", "newsletter*", "uutiskirj*", "mejl*", "reklam*", "utskick*",
];

/// The same, pointed at.
pub(super) const THAT: &[&str] = &[
    "det", "this", "that", "nu",
];

/// Whoever says these beside it wants it to go on.
pub(super) const NOT_ENDED: &[&str] = &[
    "ikke", "inte", "not", "don't", "aldrig", "never", "aldri", "ej",
];

/// Asking when it will.
pub(super) const WHEN: &[&str] = &[
    "hvornår", "när", "når", "when",
];

/// Of whom.
pub(super) const YOU: &[&str] = &[
    "i", "ni", "dere",
];

/// Writing to somebody.
pub(super) const WRITES: &[&str] = &[
    "kontakt*", "contact*", "skriv*", "mail*", "email*", "e-mail*", "mejl*", "schreib*", "yhtey*", "hör*", "hør*",
    "hear*", "send*", "skick*",
];

/// At no time.
pub(super) const NEVER: &[&str] = &[
    "aldrig", "aldri", "never", "nie", "koskaan",
];

/// And whom, or that it was so before.
pub(super) const AGAIN: &[&str] = &[
    "igen", "igjen", "again", "wieder", "mer", "mere", "enää", "mig", "meg", "me", "mir", "mich", "ever",
];

/// Of whom somebody tells what they do themselves: `jeg skriver aldrig`.
pub(super) const TELLS: &[&str] = &[
    "jeg", "jag", "i", "ich", "vi", "we",
];

/// And that it was so.
pub(super) const TOLD: &[&str] = &[
    "did", "har", "getting",
];

/// Unless they say of whom they will not hear.
pub(super) const HEAR_FROM: &[&str] = &[
    "høre", "höra", "hear",
];

/// Of whom.
pub(super) const THEM: &[&str] = &[
    "jer", "dere", "er", "you", "dykk",
];

/// What is ordered, delivered, or gone to.
pub(super) const THINGS: &[&str] = &[
    "ordre*", "order*", "booking*", "bestilling*", "beställning*", "bestell*", "lever*", "deliver*", "liefer*", "kurs*",
    "yoga*", "class*", "lesson*", "lektion*", "trøje*", "trøye*", "biljett*", "billet*", "ticket*", "time*", "tid*",
    "termin*", "hold*", "training*", "træning*", "trening*", "träning*", "mandag*", "tirsdag*", "onsdag*", "torsdag*",
    "fredag*", "lørdag*", "søndag*", "måndag*", "tisdag*", "lördag*", "söndag*", "monday*", "tuesday*", "wednesday*",
    "thursday*", "friday*", "saturday*", "sunday*", "frokost*", "middag*", "generalforsamling*", "arrangement*", "møde*",
    "møte*", "möte*", "varaus*",
];

/// Keeping.
pub(super) const KEEPS: &[&str] = &[
    "keep", "beholde", "behålla",
];

/// Off something.
pub(super) const OFF: &[&str] = &[
    "aus", "von", "av", "bort", "ud", "ut", "fra", "från", "frå", "off", "from", "pois", "af",
];

/// A list.
pub(super) const LIST: &[&str] = &[
    "verteiler*", "list*", "registeret*", "maillist*", "postituslist*", "registret*", "abonnent*",
];

/// Taking.
pub(super) const TAKES: &[&str] = &[
    "pil*", "smid*", "hiv*", "nehm*", "streich*", "ta*", "slet*", "fjern*", "meld*", "stryk*", "poist*",
];

/// Whom.
pub(super) const ME: &[&str] = &[
    "mich", "mig", "meg", "me", "minut", "mej", "uns", "os",
];

/// Whom not: in the North the not stands behind.
pub(super) const NOT_ME: &[&str] = &[
    "mig ikke", "meg ikke", "mej inte", "mig inte", "os ikke", "me ikke", "mig ej", "mej ej",
];

/// Another list.
pub(super) const WAITING: &[&str] = &[
    "waiting*", "venteliste*", "vänteli*", "jono*",
];

/// Leaving.
pub(super) const LEAVES: &[&str] = &[
    "afmeld*", "avmeld*", "avanmäl*", "avregistr*", "abbestell*", "abmeld*", "framel*", "peru*", "opsig*", "säg*",
    "udtræd*", "uttre*", "utträd*",
];

/// How that is done, which a footer says.
pub(super) const LINK: &[&str] = &[
    "link", "linket", "klik", "klikk", "klicka",
];

/// Asking how.
pub(super) const HOW: &[&str] = &[
    "afmelder* jeg mig", "afmelder* jeg meg", "avmelder* jeg meg", "framelder* jeg mig", "melder* jeg mig",
    "melder* jeg meg",
];

/// Getting rid.
pub(super) const RID: &[&str] = &[
    "slipper", "slippe", "slippa", "slipp", "eroon", "rid", "av med",
];

/// Objecting.
pub(super) const OBJECTS: &[&str] = &[
    "indsigelse*", "innsigelse*", "invänd*", "protest*", "object*", "widerspr*", "vastusta*",
];

/// To what.
pub(super) const USES: &[&str] = &[
    "markedsfør*", "marknadsför*", "marketing*", "reklam*", "werbung*", "markkinoin*",
];

/// Who asks whether it can be done denies nothing.
pub(super) const ASKS: &[&str] = &[
    "vil", "kan", "ku", "kunne", "gider", "godt", "vill", "can",
];

/// By a slip.
pub(super) const SLIPS: &[&str] = &[
    "vahingossa", "versehen", "råkade", "mistake", "accident", "accidentally", "fejl", "vanvare", "misstag", "uheld",
];

/// Back again.
pub(super) const BACK: &[&str] = &[
    "igen", "back", "takaisin", "tillbaka", "tilbage", "wieder", "igjen",
];

/// Thinking of something.
pub(super) const THOUGHT: &[&str] = &[
    "tænkt på", "tänkt på", "tenkt på", "thought of",
];
