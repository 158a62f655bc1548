//! Refusals in Swedish: what is the case, and what would make it lawful.

use crate::refusal::Reason;

pub(super) fn words(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::Undecided => ("Personen har inte svarat ännu.", "Visa rutan och vänta på ett svar."),
        Reason::Refused => {
            ("Personen har sagt nej till ändamålet.", "Bara personen själv kan ändra det, via länken på varje sida.")
        }
        Reason::Expired => ("Samtycket har gått ut.", "Fråga igen; rutan gör det själv vid nästa besök."),
        Reason::Withdrawn => {
            ("Personen har återkallat sitt samtycke.", "Ett nytt samtycke gäller bara framåt; gamla data frigörs inte.")
        }
        Reason::Erased => ("Personen är raderad.", "Det finns inget att använda."),
        Reason::SignalGpc => {
            ("Webbläsaren skickar Global Privacy Control.", "Personen kan välja ändamålet i rutan på den här enheten.")
        }
        Reason::OtherSite => ("Samtycket är givet till en annan webbplats.", "Fråga på den här webbplatsen."),
        Reason::TokenInvalid => {
            ("Beviset för samtycke kan inte läsas eller är inte vårt.", "Ta bort kakan och fråga igen.")
        }
        Reason::FeedStale => {
            ("Listan över återkallelser är inte färsk.", "Se om databasen svarar; insamlingen fortsätter av sig själv.")
        }
        Reason::NoticeMissing => {
            ("Webbplatsen har ingen publicerad text att fråga med.", "Publicera en text under Samtycke.")
        }
        Reason::NarrowedBySender => {
            ("Avsändarens eget samtyckesfält säger nej.", "Låt fältet följa rutan, eller utelämna det.")
        }
        Reason::PurposeUnknown => {
            ("Ändamålet finns inte för den här webbplatsen.", "Lägg till det i en ny version av texten.")
        }
        Reason::PermitStale => ("Tillståndet användes inte i tid.", "Fråga igen."),
        Reason::NoPermission => {
            ("Adressens innehavare har inte sagt ja till ämnet.", "Be om det med ett anmälningsformulär.")
        }
        Reason::Unconfirmed => (
            "Adressen är ifylld men inte bekräftad av sin innehavare.",
            "Vänta på knappen i bekräftelsemejlet; efter 14 dagar raderas den.",
        ),
        Reason::Objected => {
            ("Personen har invänt mot marknadsföring.", "Bara ett nytt, uttryckligt ja från personen själv häver det.")
        }
        Reason::Suppressed => {
            ("Mejl till adressen studsar eller önskas inte.", "Skriv inte dit; en ny adress kan anmäla sig.")
        }
        Reason::OtherSender => {
            ("Personen har sagt ja till en annan avsändare.", "Be om det med den här avsändarens formulär.")
        }
        Reason::OtherPerson => (
            "Webbläsaren är redan kopplad till någon annan; kanske använder flera den.",
            "Skilj den från den andra om det var fel. Ingen gissar.",
        ),
        Reason::Unproven => (
            "Ingen har visat att webbläsaren är den här personens.",
            "Låt personen bekräfta sin adress, eller låt butikens server säga det efter inloggning.",
        ),
        Reason::Restricted => (
            "Personen har bett om att uppgifterna bara lagras.",
            "Se begäran; säg till personen innan begränsningen hävs.",
        ),
    }
}
