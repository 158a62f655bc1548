//! People: who somebody is to an organisation, and how they are reached.

mod born;
mod phone;

use serde::{Deserialize, Serialize};

use crate::{AtMs, IdentifierId, Language, PersonId};

pub use born::{day_begins, is_minor, says_birth};
pub use phone::{phone_before, phone_cut, phone_is_given_out};

/// What kind of identifier it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// An e-mail address.
    Email,
    /// A telephone number in E.164.
    Phone,
    /// A number the organisation gave.
    CustomerNumber,
}

/// A text that is not an identifier of that kind. It is not repeated: it may be somebody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not {}", match .0 {
    IdentifierKind::Email => "an e-mail address",
    IdentifierKind::Phone => "a telephone number with country code, such as +4512345678",
    IdentifierKind::CustomerNumber => "a customer number of 1 to 64 characters",
})]
pub struct IdentifierError(pub IdentifierKind);

impl IdentifierKind {
    /// All of them.
    pub const ALL: [IdentifierKind; 3] = [IdentifierKind::Email, IdentifierKind::Phone, IdentifierKind::CustomerNumber];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            IdentifierKind::Email => "email",
            IdentifierKind::Phone => "phone",
            IdentifierKind::CustomerNumber => "customer_number",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<IdentifierKind> {
        IdentifierKind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// The one form under which a value is stored, found and written to.
    pub fn normal(self, text: &str) -> Result<String, IdentifierError> {
        self.normal_in(text, "")
    }

    /// The same, a telephone number without a country code read as one of that country (ISO 3166), such as `DK`.
    pub fn normal_in(self, text: &str, country: &str) -> Result<String, IdentifierError> {
        let text = text.trim();
        let checked = match self {
            IdentifierKind::Email => email_normal(text),
            IdentifierKind::Phone => phone::normal(text, country),
            IdentifierKind::CustomerNumber => {
                let plain = !text.is_empty() && text.chars().count() <= 64 && !text.chars().any(char::is_control);
                plain.then(|| text.to_owned())
            }
        };
        checked.ok_or(IdentifierError(self))
    }
}

/// Lower case on both sides: no provider people use tells `Eva@` from `eva@`, and one person must not be two.
fn email_normal(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    // A domain has one form, whatever the script somebody types it in.
    let domain = &idna::domain_to_ascii(domain).ok()?;
    let local_ok = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let last_ok = labels.last().is_some_and(|l| l.chars().count() >= 2 && !l.chars().all(|c| c.is_ascii_digit()));
    let domain_ok = labels.len() >= 2 && domain.len() <= 253 && labels.iter().all(|l| label(l)) && last_ok;
    (local_ok && domain_ok && text.len() <= 254).then(|| format!("{}@{domain}", local.to_lowercase()))
}

/// One identifier of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Identifier {
    /// Its id.
    pub id: IdentifierId,
    /// What it is.
    pub kind: IdentifierKind,
    /// The value.
    pub value: String,
    /// Where it came from, such as `form` or `staff`.
    pub source: String,
    /// When its holder showed control of it; 0 when they have not.
    pub verified_at: AtMs,
    /// Since when.
    pub created_at: AtMs,
}

/// A person as staff see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The language they are written to in.
    pub language: Language,
    /// Since when.
    pub created_at: AtMs,
    /// Since when their data is only stored (GDPR 18); 0 when it is used.
    pub restricted_at: AtMs,
    /// How they are known.
    pub identifiers: Vec<Identifier>,
}

/// Something that is known about a person, with where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Attribute {
    /// What, such as `first_name`.
    pub name: String,
    /// The value.
    pub value: String,
    /// Where it came from, such as `staff`, `import`, or what the server that sent it is called.
    pub source: String,
    /// Since when.
    pub at: AtMs,
}

/// Another record that is of the same person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PersonJoin {
    /// Its id.
    pub person: PersonId,
    /// Who said so, such as `staff`.
    pub source: String,
    /// When.
    pub at: AtMs,
}

/// Why something is not written down about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttributeError {
    /// The name is none.
    #[error("a name is 1 to 40 lower-case letters, digits and `_`, and begins with a letter")]
    Name,
    /// The value is too long or no line of text.
    #[error("a value is one line of at most 500 characters")]
    Value,
    /// It would be data of a special category (GDPR 9), or about offences (GDPR 10).
    #[error("special categories of data and data about offences need a ground of their own (P-08, P-18)")]
    Special,
    /// It would be a national identity number.
    #[error("a national identity number needs a ground of its own (N-01, N-02)")]
    NationalId,
}

/// Whether a name and a value have the form of an attribute. What they say is looked at by whoever takes them in.
pub fn attribute_check(name: &str, value: &str) -> Result<(), AttributeError> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let begins = name.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if !begins || name.len() > 40 || !name.bytes().all(plain) {
        return Err(AttributeError::Name);
    }
    if value.chars().count() > 500 || value.chars().any(char::is_control) {
        return Err(AttributeError::Value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form_and_nothing_else_is_one() {
        let email = |t: &str| IdentifierKind::Email.normal(t);
        assert_eq!(email(" Eva.Holm+nyt@Blomsterhuset.Example ").unwrap(), "eva.holm+nyt@blomsterhuset.example");
        let punycode = email("Eva@RØDGRØD.example").unwrap();
        assert!(punycode.starts_with("eva@xn--") && punycode == email(&punycode).unwrap(), "{punycode}");
        for wrong in [
            "",
            "eva",
            "@x.example",
            "eva@",
            "eva@x",
            "eva@x..example",
            "e va@x.example",
            "eva@x.example\r\nBcc: a@b.example",
            "eva@x.example,b@x.example",
            "<eva@x.example>",
            ".eva@x.example",
            "eva@-x.example",
            "eva@127.0.0.1",
            "a@b@x.example",
            "\"eva\"@x.example",
        ] {
            assert!(email(wrong).is_err(), "{wrong:?}");
        }
        assert!(email(&format!("{}@x.example", "a".repeat(65))).is_err());
    }

    #[test]
    fn an_attribute_is_a_plain_name_and_a_line() {
        assert_eq!(attribute_check("first_name", "Åse"), Ok(()));
        assert_eq!(attribute_check("city", ""), Ok(()));
        assert_eq!(attribute_check("First", "x"), Err(AttributeError::Name));
        assert_eq!(attribute_check("1st", "x"), Err(AttributeError::Name));
        assert_eq!(attribute_check("city", "a\nb"), Err(AttributeError::Value));
        assert_eq!(attribute_check("city", &"a".repeat(501)), Err(AttributeError::Value));
    }

    #[test]
    fn numbers_carry_their_country() {
        let phone = |t: &str| IdentifierKind::Phone.normal(t);
        assert_eq!(phone("+45 12 34 56 78").unwrap(), "+4512345678");
        assert_eq!(phone("0046 (8) 123-456-78").unwrap(), "+46812345678");
        assert!(phone("12345678").is_err() && phone("+45").is_err() && phone("+45abc12345").is_err());
    }
}
