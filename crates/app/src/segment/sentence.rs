//! A segment read back in words, so that whoever builds one sees what it says.

use std::collections::BTreeMap;

use hjemmel_model::{Axis, Definition, Facet, Language, Predicate, Range, SegmentId, TopicId};
use hjemmel_words::{Message, key, message};

/// What things are called that a definition names by their ids.
pub(super) struct Called {
    pub topics: BTreeMap<TopicId, String>,
    pub segments: BTreeMap<SegmentId, String>,
}

/// The whole segment as a sentence.
pub(super) fn sentence(of: &Definition, called: &Called, language: Language) -> String {
    match of.is_empty() {
        true => key!("seg_everybody").say(language),
        false => message!("seg_sentence", what = said(of, called, language)).say(language),
    }
}

fn said(of: &Definition, called: &Called, language: Language) -> String {
    match of {
        Predicate::And(all) if all.is_empty() => key!("seg_always").say(language),
        Predicate::Or(all) if all.is_empty() => key!("seg_never").say(language),
        Predicate::And(all) => joined(all.iter().map(|p| grouped(p, called, language)), language, true),
        Predicate::Or(all) => joined(all.iter().map(|p| grouped(p, called, language)), language, false),
        Predicate::Not(inner) => message!("seg_not", what = grouped(inner, called, language)).say(language),
        Predicate::Is(on, values) => is(on, values, called, language).say(language),
        Predicate::Contains(on, values) => {
            message!("seg_contains", what = noun(on, language), values = listed(values, language)).say(language)
        }
        Predicate::Starts(on, values) => {
            message!("seg_starts", what = noun(on, language), values = listed(values, language)).say(language)
        }
        Predicate::Within(on, range) => within(on, *range, language).say(language),
    }
}

/// A list within a list stands in brackets, so that nobody reads it as part of the outer one.
fn grouped(of: &Definition, called: &Called, language: Language) -> String {
    let inner = said(of, called, language);
    match of {
        Predicate::And(all) | Predicate::Or(all) if all.len() > 1 => format!("({inner})"),
        _ => inner,
    }
}

fn joined(parts: impl Iterator<Item = String>, language: Language, and: bool) -> String {
    let both = |one: String, other: String| match and {
        true => message!("seg_join_and", one = one, other = other).say(language),
        false => message!("seg_join_or", one = one, other = other).say(language),
    };
    parts.reduce(both).unwrap_or_default()
}

fn listed(values: &[String], language: Language) -> String {
    let value = |v: &String| match v.is_empty() {
        true => key!("seg_nothing").say(language),
        false => format!("“{v}”"),
    };
    joined(values.iter().map(value), language, false)
}

fn noun(on: &Facet, language: Language) -> String {
    match on {
        Facet::Attribute(_, name) => format!("“{name}”"),
        Facet::EmailDomain => key!("seg_of_email_domain").say(language),
        Facet::Language => key!("seg_of_language").say(language),
        Facet::Known => key!("seg_of_known").say(language),
        Facet::OrderCount => key!("seg_of_order_count").say(language),
        Facet::OrderSum(currency) => message!("seg_of_order_sum", currency = currency).say(language),
        Facet::OrderFirst => key!("seg_of_order_first").say(language),
        Facet::OrderLast => key!("seg_of_order_last").say(language),
        Facet::OrderProduct => key!("seg_of_order_product").say(language),
        Facet::MessageCount => key!("seg_of_message_count").say(language),
        Facet::MessageLast => key!("seg_of_message_last").say(language),
        Facet::Email | Facet::Phone | Facet::Permission(_) | Facet::Segment(_) => on.name().into_owned(),
    }
}

fn is(on: &Facet, values: &[String], called: &Called, language: Language) -> Message {
    let yes = match values {
        [one] if one == "yes" => Some(true),
        [one] if one == "no" => Some(false),
        _ => None,
    };
    let topic = |id: &TopicId| called.topics.get(id).cloned().unwrap_or_else(|| id.to_string());
    let segment = |id: &SegmentId| called.segments.get(id).cloned().unwrap_or_else(|| id.to_string());
    match (on, yes) {
        (Facet::Email, Some(true)) => key!("seg_email_yes").into(),
        (Facet::Email, Some(false)) => key!("seg_email_no").into(),
        (Facet::Phone, Some(true)) => key!("seg_phone_yes").into(),
        (Facet::Phone, Some(false)) => key!("seg_phone_no").into(),
        (Facet::Permission(id), Some(true)) => message!("seg_permission_yes", topic = topic(id)),
        (Facet::Permission(id), Some(false)) => message!("seg_permission_no", topic = topic(id)),
        (Facet::Segment(id), Some(true)) => message!("seg_segment_yes", segment = segment(id)),
        (Facet::Segment(id), Some(false)) => message!("seg_segment_no", segment = segment(id)),
        _ => message!("seg_is", what = noun(on, language), values = listed(values, language)),
    }
}

fn within(on: &Facet, range: Range, language: Language) -> Message {
    let what = noun(on, language);
    let n = |at: f64| format!("{at}");
    match (on.is_age(), range.from, range.to) {
        (true, None, Some(to)) => message!("seg_within", what = what, n = n(to.at)),
        (true, Some(from), None) => message!("seg_before", what = what, n = n(from.at)),
        (true, Some(from), Some(to)) => message!("seg_ago_between", what = what, from = n(from.at), to = n(to.at)),
        (_, Some(from), Some(to)) => message!("seg_between", what = what, from = n(from.at), to = n(to.at)),
        (_, Some(from), None) if from.included => message!("seg_gte", what = what, n = n(from.at)),
        (_, Some(from), None) => message!("seg_gt", what = what, n = n(from.at)),
        (_, None, Some(to)) if to.included => message!("seg_lte", what = what, n = n(to.at)),
        (_, None, Some(to)) => message!("seg_lt", what = what, n = n(to.at)),
        (_, None, None) => key!("seg_always").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_reads_as_a_sentence_in_every_language() {
        let called = Called {
            topics: BTreeMap::from([(TopicId::parse("top_1").unwrap(), "Nyhedsbrev".to_owned())]),
            segments: BTreeMap::from([(SegmentId::parse("seg_1").unwrap(), "Store kunder".to_owned())]),
        };
        let read = |text: &str, language| sentence(&Definition::read(text).unwrap(), &called, language);
        let tree = r#"["and",[["or",[["within","order_last",90],["gte","order_sum:DKK",5000]]],
            ["not",["is","text:city",["Aarhus","Odense"]]],["is","permission:top_1",["yes"]],["is","segment:seg_1",["no"]]]]"#;
        assert_eq!(
            read(tree, Language::En),
            "Everybody of whom this is true: (their latest order was within the last 90 days or what they bought for in DKK is at \
            least 5000) and it is not so that “city” is “Aarhus” or “Odense” and they may be written to about “Nyhedsbrev” and \
            they are not in “Store kunder”."
        );
        let danish = "Alle, som dette gælder for: (deres seneste ordre ligger inden for de sidste 90 dage eller ";
        assert!(read(tree, Language::Da).starts_with(danish), "{}", read(tree, Language::Da));
        for language in Language::ALL {
            for facet in Facet::NAMES {
                let name = match facet {
                    "permission:" => "permission:top_1".to_owned(),
                    "segment:" => "segment:seg_1".to_owned(),
                    "order_sum:" => "order_sum:DKK".to_owned(),
                    name if name.ends_with(':') => format!("{name}x"),
                    name => name.to_owned(),
                };
                for operator in Facet::from_name(&name).unwrap().operators() {
                    let value = match *operator {
                        "is" if name.contains("count") || name.contains("sum") => "[1]",
                        "is" | "contains" | "starts" => r#"["yes"]"#,
                        "between" => "[1,2]",
                        _ => "3",
                    };
                    let said = read(&format!(r#"["{operator}","{name}",{value}]"#), language);
                    assert!(said.len() > 8 && !said.contains('$') && !said.contains("seg_w"), "{said}");
                }
            }
        }
    }
}
