//! Ids: one type a thing, so that none is taken for another.

use serde::{Deserialize, Serialize};
use utoipa::openapi::{
    RefOr,
    schema::{ObjectBuilder, Schema, Type},
};

use crate::{AtMs, Entropy};

/// A text that is not an id of the kind asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a valid id")]
pub struct IdError(pub String);

/// What ids of one kind look like.
pub trait IdKind {
    /// As a regular expression, for whoever has none yet.
    const PATTERN: &'static str;
    /// One that could be.
    const EXAMPLE: &'static str;
}

/// How an id stands in the description of the API: a text of that form.
fn described<I: IdKind>(doc: &str) -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(I::PATTERN)).examples([I::EXAMPLE]);
    text.description(Some(doc.trim())).into()
}

macro_rules! text_id {
    ($(#[doc = $doc:literal])* $name:ident, $prefix:literal) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl IdKind for $name {
            const PATTERN: &'static str = concat!("^", $prefix, "_[a-z0-9_-]{1,64}$");
            const EXAMPLE: &'static str = concat!($prefix, "_019ab5b0e8007000800000000000000a");
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                described::<$name>(concat!($($doc),*))
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl $name {
            /// A new id, ordered by the time it was made.
            pub fn new(at: AtMs, entropy: &dyn Entropy) -> Self {
                let mut random = [0; 10];
                entropy.fill(&mut random);
                let ms = u64::try_from(at.0).unwrap_or(0);
                let id = uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid();
                Self(format!(concat!($prefix, "_{}"), id.simple()))
            }

            /// Read an id back; anything but its own prefix and 1 to 64 lower-case letters, digits, `-` and `_` is refused.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                let tail = text.strip_prefix(concat!($prefix, "_")).unwrap_or_default();
                let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
                if tail.is_empty() || tail.len() > 64 || !tail.bytes().all(plain) {
                    return Err(IdError(text.chars().take(80).collect()));
                }
                Ok(Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

text_id!(
    /// An organisation whose data stands apart from every other's.
    TenantId, "ten"
);
text_id!(
    /// A site: one banner, one lake table.
    SiteId, "site"
);
text_id!(
    /// A member of staff who signs in.
    UserId, "usr"
);
text_id!(
    /// A record of the register.
    EntryId, "ent"
);
text_id!(
    /// A filter of reports that is kept under a name.
    FilterId, "flt"
);
text_id!(
    /// People who have something in common.
    SegmentId, "seg"
);
text_id!(
    /// Work that outlives a request.
    JobId, "job"
);
text_id!(
    /// One entry in the consent ledger.
    ConsentId, "con"
);
text_id!(
    /// A person whose data an organisation holds.
    PersonId, "per"
);
text_id!(
    /// One identifier of a person, such as an address.
    IdentifierId, "idn"
);
text_id!(
    /// Something people can ask to be sent.
    TopicId, "top"
);
text_id!(
    /// A sign-up form.
    FormId, "form"
);
text_id!(
    /// One entry in the ledger of permissions.
    PermissionId, "prm"
);
text_id!(
    /// One erasure.
    ErasureId, "era"
);
text_id!(
    /// One newsletter to everybody who asked for its topic.
    CampaignId, "cam"
);
text_id!(
    /// People brought in from a file.
    ImportId, "imp"
);
text_id!(
    /// What a person asks for.
    RequestId, "req"
);
text_id!(
    /// One time during which a person's data is only stored.
    PauseId, "pau"
);
text_id!(
    /// A browser that is joined with a person.
    LinkId, "lnk"
);
text_id!(
    /// What somebody bought.
    OrderId, "ord"
);
text_id!(
    /// Somebody outside who gets personal data from an organisation.
    RecipientId, "rcp"
);
text_id!(
    /// One message to one recipient.
    MessageId, "msg"
);
text_id!(
    /// One sign-in of a user.
    SessionId, "ses"
);

/// The content address of a notice: `sha256:` and 64 hex digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct NoticeHash(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_kind_of_id_is_refused() {
        assert!(SiteId::parse("site_blomster").is_ok());
        assert!(SiteId::parse("ten_blomster").is_err());
        assert!(SiteId::parse("site_../etc").is_err());
        assert!(SiteId::parse("site_").is_err());
    }

    #[test]
    fn what_an_id_is_said_to_look_like_is_what_is_read() {
        assert!(SiteId::parse(SiteId::EXAMPLE).is_ok() && PersonId::parse(PersonId::EXAMPLE).is_ok());
        assert_eq!(SiteId::PATTERN, "^site_[a-z0-9_-]{1,64}$");
        let described = serde_json::to_value(<SiteId as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(described["pattern"], SiteId::PATTERN);
        assert_eq!(described["description"], "A site: one banner, one lake table.");
    }
}
