//! Segments: people who have something in common, said as a tree of conditions on what is known of them.
//!
//! Written as the filters of reports are: `["and", [["within", "order_last", 90], ["is", "language", ["da"]]]]`.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{AtMs, Axis, DataCategory, FilterError, Predicate, SegmentId, TopicId, Use, attribute_check};

/// Segments that an organisation may keep.
pub const SEGMENTS_MAX: usize = 50;
/// How deep segments may stand in each other.
pub const SEGMENT_DEPTH_MAX: usize = 4;
/// Most conditions of a segment together with those of the segments in it.
const CONDITIONS_MAX: usize = 256;

/// What kind of value an attribute holds, as whoever asks by it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributeType {
    /// Words.
    Text,
    /// A number.
    Number,
    /// A day, asked by how long ago it was.
    Date,
    /// Yes or no.
    Flag,
}

impl AttributeType {
    /// All of them.
    pub const ALL: [AttributeType; 4] =
        [AttributeType::Text, AttributeType::Number, AttributeType::Date, AttributeType::Flag];

    /// What stands before the name of an attribute.
    pub fn name(self) -> &'static str {
        match self {
            AttributeType::Text => "text",
            AttributeType::Number => "number",
            AttributeType::Date => "date",
            AttributeType::Flag => "flag",
        }
    }
}

/// Something that is known of a person, and that a segment may ask by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// An attribute, by its name.
    Attribute(AttributeType, String),
    /// Whether they have an e-mail address: `yes` or `no`.
    Email,
    /// What stands behind the `@` of their addresses.
    EmailDomain,
    /// Whether they have a telephone number.
    Phone,
    /// The language they use.
    Language,
    /// How many days the organisation has known them.
    Known,
    /// Whether they may be written to by e-mail about a topic.
    Permission(TopicId),
    /// How many orders they made.
    OrderCount,
    /// What they bought for in a currency, in its whole unit.
    OrderSum(String),
    /// How many days ago they first ordered.
    OrderFirst,
    /// How many days ago they last ordered.
    OrderLast,
    /// What they bought, line by line.
    OrderProduct,
    /// How many newsletters were taken by the server of their address.
    MessageCount,
    /// How many days ago the last of them was.
    MessageLast,
    /// Whether they are in another segment.
    Segment(SegmentId),
}

const YES_NO: &[&str] = &["is"];
const NUMBER: &[&str] = &["is", "gt", "gte", "lt", "lte", "between"];
const TEXT: &[&str] = &["is", "contains", "starts"];
const AGE: &[&str] = &["within", "before", "between"];

impl Facet {
    /// The names of those that take none of their own, and what stands before the others.
    pub const NAMES: [&str; 18] = [
        "text:",
        "number:",
        "date:",
        "flag:",
        "email",
        "email_domain",
        "phone",
        "language",
        "known",
        "permission:",
        "order_count",
        "order_sum:",
        "order_first",
        "order_last",
        "order_product",
        "message_count",
        "message_last",
        "segment:",
    ];

    /// Which data it reads, as the register names it (Article 30(1)(c)).
    pub fn data(&self) -> DataCategory {
        match self {
            Facet::Email | Facet::EmailDomain | Facet::Phone => DataCategory::Contact,
            Facet::Attribute(..) | Facet::Language | Facet::Known | Facet::Segment(_) => DataCategory::Preferences,
            Facet::Permission(_) => DataCategory::Consents,
            Facet::OrderCount | Facet::OrderSum(_) | Facet::OrderFirst | Facet::OrderLast | Facet::OrderProduct => {
                DataCategory::Purchases
            }
            Facet::MessageCount | Facet::MessageLast => DataCategory::Communication,
        }
    }

    /// For what the organisation holds that data.
    pub fn held_for(&self) -> Use {
        match self {
            Facet::Permission(_) | Facet::MessageCount | Facet::MessageLast => Use::Newsletters,
            Facet::OrderCount | Facet::OrderSum(_) | Facet::OrderFirst | Facet::OrderLast | Facet::OrderProduct => {
                Use::Orders
            }
            _ => Use::Customers,
        }
    }
}

impl Axis for Facet {
    fn from_name(name: &str) -> Option<Facet> {
        let (kind, of) = name.split_once(':').map_or((name, None), |(kind, of)| (kind, Some(of)));
        if let Some(of) = of {
            if let Some(kind) = AttributeType::ALL.into_iter().find(|t| t.name() == kind) {
                return attribute_check(of, "").ok().map(|()| Facet::Attribute(kind, of.to_owned()));
            }
            return match kind {
                "permission" => TopicId::parse(of).ok().map(Facet::Permission),
                "segment" => SegmentId::parse(of).ok().map(Facet::Segment),
                "order_sum" if of.len() == 3 && of.bytes().all(|b| b.is_ascii_uppercase()) => {
                    Some(Facet::OrderSum(of.to_owned()))
                }
                _ => None,
            };
        }
        Some(match kind {
            "email" => Facet::Email,
            "email_domain" => Facet::EmailDomain,
            "phone" => Facet::Phone,
            "language" => Facet::Language,
            "known" => Facet::Known,
            "order_count" => Facet::OrderCount,
            "order_first" => Facet::OrderFirst,
            "order_last" => Facet::OrderLast,
            "order_product" => Facet::OrderProduct,
            "message_count" => Facet::MessageCount,
            "message_last" => Facet::MessageLast,
            _ => return None,
        })
    }

    fn name(&self) -> Cow<'_, str> {
        let plain = match self {
            Facet::Attribute(kind, name) => return format!("{}:{name}", kind.name()).into(),
            Facet::Permission(topic) => return format!("permission:{topic}").into(),
            Facet::OrderSum(currency) => return format!("order_sum:{currency}").into(),
            Facet::Segment(id) => return format!("segment:{id}").into(),
            Facet::Email => "email",
            Facet::EmailDomain => "email_domain",
            Facet::Phone => "phone",
            Facet::Language => "language",
            Facet::Known => "known",
            Facet::OrderCount => "order_count",
            Facet::OrderFirst => "order_first",
            Facet::OrderLast => "order_last",
            Facet::OrderProduct => "order_product",
            Facet::MessageCount => "message_count",
            Facet::MessageLast => "message_last",
        };
        plain.into()
    }

    fn operators(&self) -> &'static [&'static str] {
        match self {
            Facet::Email | Facet::Phone | Facet::Permission(_) | Facet::Segment(_) => YES_NO,
            Facet::Attribute(AttributeType::Flag, _) | Facet::Language => YES_NO,
            Facet::Attribute(AttributeType::Text, _) | Facet::EmailDomain | Facet::OrderProduct => TEXT,
            Facet::Attribute(AttributeType::Number, _) => NUMBER,
            Facet::OrderCount | Facet::OrderSum(_) | Facet::MessageCount => NUMBER,
            Facet::Attribute(AttributeType::Date, _) | Facet::Known => AGE,
            Facet::OrderFirst | Facet::OrderLast | Facet::MessageLast => AGE,
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Facet::OrderCount | Facet::OrderSum(_) | Facet::MessageCount)
    }

    fn is_age(&self) -> bool {
        self.operators() == AGE
    }

    fn unknown(name: String) -> FilterError {
        FilterError::Facet(name)
    }

    fn no_operator(name: String) -> FilterError {
        FilterError::FacetOperator(name)
    }
}

/// Who is in a segment.
pub type Definition = Predicate<Facet>;

/// Why a segment cannot be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// It names one that is not there.
    #[error("it names a segment that is not there")]
    Unknown,
    /// It stands in itself, or too many stand in each other.
    #[error("segments stand in each other at most {SEGMENT_DEPTH_MAX} deep, and none in itself")]
    Deep,
    /// Together with those in it, it has too many conditions.
    #[error("with the segments in it, a segment may have {CONDITIONS_MAX} conditions")]
    Large,
}

impl Definition {
    /// The segments that it names itself.
    pub fn segments(&self) -> Vec<&SegmentId> {
        let named = self.dimensions().into_iter();
        named.filter_map(|facet| if let Facet::Segment(id) = facet { Some(id) } else { None }).collect()
    }

    /// The same with what other segments say in the place of their names.
    pub fn spelled_out(&self, others: &BTreeMap<SegmentId, Definition>) -> Result<Definition, SegmentError> {
        let mut left = CONDITIONS_MAX;
        self.spell(others, 0, &mut left)
    }

    fn spell(
        &self,
        others: &BTreeMap<SegmentId, Definition>,
        depth: usize,
        left: &mut usize,
    ) -> Result<Definition, SegmentError> {
        *left = left.checked_sub(1).ok_or(SegmentError::Large)?;
        let mut all =
            |of: &[Definition]| of.iter().map(|p| p.spell(others, depth, left)).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Predicate::And(of) => Predicate::And(all(of)?),
            Predicate::Or(of) => Predicate::Or(all(of)?),
            Predicate::Not(of) => Predicate::Not(Box::new(of.spell(others, depth, left)?)),
            Predicate::Is(Facet::Segment(id), values) => {
                if depth + 1 >= SEGMENT_DEPTH_MAX {
                    return Err(SegmentError::Deep);
                }
                let inner = others.get(id).ok_or(SegmentError::Unknown)?.spell(others, depth + 1, left)?;
                let said = |word: &str| values.iter().any(|v| v == word);
                match (said("yes"), said("no")) {
                    // Whoever is in or not in it, as far as that is known.
                    (true, true) => Predicate::Or(vec![inner.clone(), Predicate::Not(Box::new(inner))]),
                    (true, false) => inner,
                    (false, true) => Predicate::Not(Box::new(inner)),
                    (false, false) => Predicate::Or(Vec::new()),
                }
            }
            leaf => leaf.clone(),
        })
    }
}

/// A segment as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Segment {
    /// Its id.
    pub id: SegmentId,
    /// Which version, from 1.
    pub version: u32,
    /// What staff call it.
    #[schema(example = "Bought in the last 90 days")]
    pub name: String,
    /// Who is in it, as JSON with the operator first.
    #[schema(example = r#"["within","order_last",90]"#)]
    pub definition: String,
    /// Who wrote this version, as an id.
    pub actor: String,
    /// When.
    pub at: AtMs,
    /// When the segment was begun.
    pub created_at: AtMs,
    /// When everybody was last gone through for this version; 0 until they were.
    pub counted_at: AtMs,
}

/// A version of a segment, as whatever rests on it names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SegmentVersion {
    /// Which segment.
    pub id: SegmentId,
    /// Which version of it.
    pub version: u32,
}

#[cfg(test)]
mod tests;
