//! Every refusal explains itself, in three languages.

use hjemmel_model::Language;
use serde::Serialize;

use crate::{
    refusal::{Reason, Refusal},
    rule::{Rule, rule},
};

/// A refusal in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Explanation {
    /// The reason's name.
    pub reason: &'static str,
    /// What is the case.
    pub why: &'static str,
    /// What would make it lawful.
    pub way_out: &'static str,
    /// The rule, its source and how settled it is.
    pub rule: Option<&'static Rule>,
}

impl Refusal {
    /// In words, in that language.
    pub fn explain(&self, language: Language) -> Explanation {
        let (why, way_out) = words(self.reason, language);
        Explanation { reason: self.reason.name(), why, way_out, rule: rule(self.rule()) }
    }
}

fn words(reason: Reason, language: Language) -> (&'static str, &'static str) {
    let (da, sv, en) = match reason {
        Reason::Undecided => (
            ("Personen har ikke svaret endnu.", "Vis banneret, og vent på et svar."),
            ("Personen har inte svarat ännu.", "Visa rutan och vänta på ett svar."),
            ("The person has not answered yet.", "Show the banner and wait for an answer."),
        ),
        Reason::Refused => (
            ("Personen har sagt nej til formålet.", "Kun personen selv kan ændre det, fra linket på enhver side."),
            ("Personen har sagt nej till ändamålet.", "Bara personen själv kan ändra det, via länken på varje sida."),
            ("The person said no to this purpose.", "Only the person can change that, from the link on every page."),
        ),
        Reason::Expired => (
            ("Samtykket er udløbet.", "Spørg igen; banneret gør det af sig selv ved næste besøg."),
            ("Samtycket har gått ut.", "Fråga igen; rutan gör det själv vid nästa besök."),
            ("The consent has expired.", "Ask again; the banner does so by itself at the next visit."),
        ),
        Reason::Withdrawn => (
            (
                "Personen har trukket sit samtykke tilbage.",
                "Et nyt samtykke gælder kun fremad; gamle data frigives ikke.",
            ),
            (
                "Personen har återkallat sitt samtycke.",
                "Ett nytt samtycke gäller bara framåt; gamla data frigörs inte.",
            ),
            ("The person withdrew the consent.", "A new consent counts from then on; old data stays closed."),
        ),
        Reason::Erased => (
            ("Personen er slettet.", "Der er intet at bruge."),
            ("Personen är raderad.", "Det finns inget att använda."),
            ("The person has been erased.", "There is nothing to use."),
        ),
        Reason::SignalGpc => (
            ("Browseren sender Global Privacy Control.", "Personen kan vælge formålet til i banneret på denne enhed."),
            ("Webbläsaren skickar Global Privacy Control.", "Personen kan välja ändamålet i rutan på den här enheten."),
            (
                "The browser sends Global Privacy Control.",
                "The person can choose the purpose in the banner on this device.",
            ),
        ),
        Reason::OtherSite => (
            ("Samtykket er givet til et andet websted.", "Spørg på dette websted."),
            ("Samtycket är givet till en annan webbplats.", "Fråga på den här webbplatsen."),
            ("The consent was given to another site.", "Ask on this site."),
        ),
        Reason::TokenInvalid => (
            ("Beviset for samtykke kan ikke læses eller er ikke vores.", "Fjern cookien, og spørg igen."),
            ("Beviset för samtycke kan inte läsas eller är inte vårt.", "Ta bort kakan och fråga igen."),
            ("The proof of consent cannot be read or is not ours.", "Remove the cookie and ask again."),
        ),
        Reason::FeedStale => (
            (
                "Listen over tilbagetrækninger er ikke frisk.",
                "Se, om databasen svarer; indsamlingen fortsætter af sig selv.",
            ),
            (
                "Listan över återkallelser är inte färsk.",
                "Se om databasen svarar; insamlingen fortsätter av sig själv.",
            ),
            (
                "The list of withdrawals is not fresh.",
                "See whether the database answers; collection resumes by itself.",
            ),
        ),
        Reason::NoticeMissing => (
            ("Webstedet har ingen offentliggjort tekst at spørge med.", "Offentliggør en tekst under Samtykke."),
            ("Webbplatsen har ingen publicerad text att fråga med.", "Publicera en text under Samtycke."),
            ("The site has no published notice to ask with.", "Publish a notice under Consent."),
        ),
        Reason::NarrowedBySender => (
            ("Afsenderens eget samtykkefelt siger nej.", "Lad feltet følge banneret, eller udelad det."),
            ("Avsändarens eget samtyckesfält säger nej.", "Låt fältet följa rutan, eller utelämna det."),
            ("The sender's own consent field says no.", "Let the field follow the banner, or leave it out."),
        ),
        Reason::PurposeUnknown => (
            ("Formålet findes ikke for dette websted.", "Tilføj det i en ny version af teksten."),
            ("Ändamålet finns inte för den här webbplatsen.", "Lägg till det i en ny version av texten."),
            ("The purpose does not exist for this site.", "Add it in a new version of the notice."),
        ),
        Reason::PermitStale => (
            ("Tilladelsen blev ikke brugt i tide.", "Spørg igen."),
            ("Tillståndet användes inte i tid.", "Fråga igen."),
            ("The permit was not used in time.", "Ask again."),
        ),
        Reason::NoPermission => (
            ("Indehaveren af adressen har ikke sagt ja til emnet.", "Bed om det med en tilmeldingsformular."),
            ("Adressens innehavare har inte sagt ja till ämnet.", "Be om det med ett anmälningsformulär."),
            ("The holder of the address has not said yes to the topic.", "Ask with a sign-up form."),
        ),
        Reason::Unconfirmed => (
            (
                "Adressen er indtastet, men ikke bekræftet af dens indehaver.",
                "Vent på knappen i bekræftelsesmailen; efter 14 dage slettes den.",
            ),
            (
                "Adressen är ifylld men inte bekräftad av sin innehavare.",
                "Vänta på knappen i bekräftelsemejlet; efter 14 dagar raderas den.",
            ),
            (
                "The address was entered and not confirmed by its holder.",
                "Wait for the button in the confirmation mail; after 14 days it is deleted.",
            ),
        ),
        Reason::Objected => (
            (
                "Personen har gjort indsigelse mod markedsføring.",
                "Kun et nyt, udtrykkeligt ja fra personen selv ophæver det.",
            ),
            ("Personen har invänt mot marknadsföring.", "Bara ett nytt, uttryckligt ja från personen själv häver det."),
            ("The person objected to marketing.", "Only a new, explicit yes of the person lifts that."),
        ),
        Reason::Suppressed => (
            (
                "Mail til adressen kommer retur, eller den ønskes ikke.",
                "Skriv ikke dertil; en ny adresse kan tilmelde sig.",
            ),
            ("Mejl till adressen studsar eller önskas inte.", "Skriv inte dit; en ny adress kan anmäla sig."),
            ("Mail to the address comes back or is not wanted.", "Do not write there; a new address can sign up."),
        ),
        Reason::OtherSender => (
            ("Personen har sagt ja til en anden afsender.", "Bed om det med denne afsenders formular."),
            ("Personen har sagt ja till en annan avsändare.", "Be om det med den här avsändarens formulär."),
            ("The person said yes to another sender.", "Ask with this sender's form."),
        ),
        Reason::OtherPerson => (
            (
                "Browseren er allerede knyttet til en anden; flere bruger den måske.",
                "Skil den fra den anden, hvis det var forkert. Ingen gætter.",
            ),
            (
                "Webbläsaren är redan kopplad till någon annan; kanske använder flera den.",
                "Skilj den från den andra om det var fel. Ingen gissar.",
            ),
            (
                "The browser is joined with somebody else already; perhaps several people use it.",
                "Part it from the other if that was wrong. Nobody guesses.",
            ),
        ),
        Reason::Unproven => (
            (
                "Ingen har vist, at browseren er denne persons.",
                "Lad personen bekræfte sin adresse, eller lad butikkens server sige det efter login.",
            ),
            (
                "Ingen har visat att webbläsaren är den här personens.",
                "Låt personen bekräfta sin adress, eller låt butikens server säga det efter inloggning.",
            ),
            (
                "Nobody has shown that the browser is this person's.",
                "Let the person confirm the address, or let the shop's server say so after sign-in.",
            ),
        ),
        Reason::Restricted => (
            (
                "Personen har bedt om, at oplysningerne kun opbevares.",
                "Se anmodningen; sig til personen, før begrænsningen ophæves.",
            ),
            (
                "Personen har bett om att uppgifterna bara lagras.",
                "Se begäran; säg till personen innan begränsningen hävs.",
            ),
            (
                "The person asked that their data only be stored.",
                "See the request; tell the person before the restriction is lifted.",
            ),
        ),
    };
    match language {
        Language::Da => da,
        Language::Sv => sv,
        Language::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_explains_itself_in_every_language() {
        for reason in Reason::ALL {
            let said: Vec<_> = Language::ALL.map(|l| Refusal::new(reason).explain(l)).to_vec();
            assert!(said.iter().all(|e| e.why.len() > 10 && e.way_out.len() > 8 && e.rule.is_some()));
            assert!(said[0].why != said[1].why && said[1].why != said[2].why, "{} is not translated", reason.name());
        }
    }
}
