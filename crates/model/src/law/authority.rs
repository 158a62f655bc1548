//! Which authority a breach is reported to, by the country of the organisation (GDPR 33(1), 55).

use super::{Authority, Matter};

/// The data-protection authorities that are known by name, by country.
const AUTHORITIES: [(&str, &str, &str); 5] = [
    ("DK", "Datatilsynet", "https://www.datatilsynet.dk"),
    ("SE", "Integritetsskyddsmyndigheten (IMY)", "https://www.imy.se"),
    ("NO", "Datatilsynet", "https://www.datatilsynet.no"),
    ("FI", "Tietosuojavaltuutetun toimisto", "https://tietosuoja.fi"),
    ("IS", "Persónuvernd", "https://www.personuvernd.is"),
];

/// The data-protection authority of a country, if it is known here: elsewhere it is looked up.
pub fn authority_of(country: &str) -> Option<Authority> {
    let (_, name, url) = *AUTHORITIES.iter().find(|(of, _, _)| *of == country)?;
    Some(Authority { name, matter: Matter::PersonalData, url })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LawPack;

    #[test]
    fn a_breach_goes_to_whom_people_complain_to() {
        for (pack, country) in [(LawPack::Dk, "DK"), (LawPack::Se, "SE")] {
            assert_eq!(authority_of(country).as_ref(), pack.authorities().first());
        }
        assert_eq!(authority_of("NO").map(|a| a.url), Some("https://www.datatilsynet.no"));
        assert_eq!((authority_of("US"), authority_of("")), (None, None));
    }
}
