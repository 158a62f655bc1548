//! What a supplier does of its own: the set that ships, of those whom a Nordic shop mostly lets handle its data.

use hjemmel_model::{Activity, DataCategory as Data, Language, Supplier, SupplierRole as Role, is_eea};
use hjemmel_policy::{Refusal, supplier_bars};
use hjemmel_store::Entry;
use hjemmel_words::word;

use super::{AsOf, Kept};
use crate::AppError;

/// Which, as what, and with which data; the words stand in the catalogue.
const STARTS: [(&str, Role, &[Data]); 5] = [
    ("mail", Role::Processor, &[Data::Contact, Data::Communication]),
    (
        "hosting",
        Role::Processor,
        &[Data::Contact, Data::Identifiers, Data::Purchases, Data::Behaviour, Data::Device, Data::Consents],
    ),
    ("payment", Role::SeparateController, &[Data::Contact, Data::Payment]),
    ("delivery", Role::SeparateController, &[Data::Contact]),
    ("accounts", Role::Processor, &[Data::Identifiers, Data::Purchases, Data::Payment]),
];

impl Kept for Supplier {
    /// What is missing in a contract keeps it from nothing but receiving: it is entered as it stands.
    fn check(&self, _as_of: &AsOf) -> Result<(), AppError> {
        Ok(())
    }

    fn refusals(&self, as_of: &AsOf) -> Vec<Refusal> {
        supplier_bars(self, &as_of.today).into_iter().map(Refusal::new).collect()
    }

    fn set(language: Language, country: &str, _: &[Entry<Activity>]) -> Vec<Supplier> {
        let home = if is_eea(country) { country } else { "DK" };
        let one = |(key, role, data): &(&str, Role, &[Data])| {
            let say = |key: String| word(language, &key).unwrap_or_default();
            Supplier {
                name: say(format!("supply_{key}")),
                role: *role,
                purpose: say(format!("supply_{key}_purpose")),
                data: data.to_vec(),
                activities: Vec::new(),
                countries: vec![home.to_owned()],
                transfer_tool: None,
                dpf_checked_on: String::new(),
                assessed_on: String::new(),
                derogation: String::new(),
                contract: String::new(),
                signed_on: String::new(),
                ends_on: String::new(),
                terms: Vec::new(),
                essence: String::new(),
                sub_processors: Vec::new(),
                authorisation: None,
                reviewed_on: String::new(),
                review_next: String::new(),
                contact: String::new(),
                hosts: Vec::new(),
            }
        };
        STARTS.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_says_who_and_what_for_in_every_language() {
        for language in Language::ALL {
            let set = Supplier::set(language, "SE", &[]);
            assert!(set.iter().all(|s| !s.name.is_empty() && !s.purpose.is_empty() && s.countries == ["SE"]));
        }
    }
}
