//! Refusals in Danish: what is the case, and what would make it lawful.

use crate::refusal::Reason;

pub(super) fn words(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::Undecided => ("Personen har ikke svaret endnu.", "Vis banneret, og vent på et svar."),
        Reason::Refused => {
            ("Personen har sagt nej til formålet.", "Kun personen selv kan ændre det, fra linket på enhver side.")
        }
        Reason::Expired => ("Samtykket er udløbet.", "Spørg igen; banneret gør det af sig selv ved næste besøg."),
        Reason::Withdrawn => (
            "Personen har trukket sit samtykke tilbage.",
            "Et nyt samtykke gælder kun fremad; gamle data frigives ikke.",
        ),
        Reason::Erased => ("Personen er slettet.", "Der er intet at bruge."),
        Reason::SignalGpc => {
            ("Browseren sender Global Privacy Control.", "Personen kan vælge formålet til i banneret på denne enhed.")
        }
        Reason::OtherSite => ("Samtykket er givet til et andet websted.", "Spørg på dette websted."),
        Reason::TokenInvalid => {
            ("Beviset for samtykke kan ikke læses eller er ikke vores.", "Fjern cookien, og spørg igen.")
        }
        Reason::FeedStale => (
            "Listen over tilbagetrækninger er ikke frisk.",
            "Se, om databasen svarer; indsamlingen fortsætter af sig selv.",
        ),
        Reason::NoticeMissing => {
            ("Webstedet har ingen offentliggjort tekst at spørge med.", "Offentliggør en tekst under Samtykke.")
        }
        Reason::NarrowedBySender => {
            ("Afsenderens eget samtykkefelt siger nej.", "Lad feltet følge banneret, eller udelad det.")
        }
        Reason::PurposeUnknown => ("Formålet findes ikke for dette websted.", "Tilføj det i en ny version af teksten."),
        Reason::PermitStale => ("Tilladelsen blev ikke brugt i tide.", "Spørg igen."),
        Reason::NoPermission => {
            ("Indehaveren af adressen har ikke sagt ja til emnet.", "Bed om det med en tilmeldingsformular.")
        }
        Reason::Unconfirmed => (
            "Adressen er indtastet, men ikke bekræftet af dens indehaver.",
            "Vent på knappen i bekræftelsesmailen; efter 14 dage slettes den.",
        ),
        Reason::Objected => (
            "Personen har gjort indsigelse mod markedsføring.",
            "Kun et nyt, udtrykkeligt ja fra personen selv ophæver det.",
        ),
        Reason::Suppressed => (
            "Mail til adressen kommer retur, eller den ønskes ikke.",
            "Skriv ikke dertil; en ny adresse kan tilmelde sig.",
        ),
        Reason::OtherSender => {
            ("Personen har sagt ja til en anden afsender.", "Bed om det med denne afsenders formular.")
        }
        Reason::OtherPerson => (
            "Browseren er allerede knyttet til en anden; flere bruger den måske.",
            "Skil den fra den anden, hvis det var forkert. Ingen gætter.",
        ),
        Reason::Unproven => (
            "Ingen har vist, at browseren er denne persons.",
            "Lad personen bekræfte sin adresse, eller lad butikkens server sige det efter login.",
        ),
        Reason::Restricted => (
            "Personen har bedt om, at oplysningerne kun opbevares.",
            "Se anmodningen; sig til personen, før begrænsningen ophæves.",
        ),
    }
}
