//! Segments as they are read, written, refused and spelled out.

use super::*;

fn read(text: &str) -> Definition {
    let read = Definition::read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(Definition::read(&read.to_string()).as_ref(), Ok(&read), "what is written reads as the same");
    read
}

fn id(n: u8) -> SegmentId {
    SegmentId::parse(&format!("seg_{n}")).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn every_facet_is_read_by_its_name_and_has_operators() {
    for name in Facet::NAMES {
        let whole = match name {
            "permission:" => "permission:top_1".to_owned(),
            "segment:" => "segment:seg_1".to_owned(),
            "order_sum:" => "order_sum:DKK".to_owned(),
            attribute if attribute.ends_with(':') => format!("{attribute}city"),
            plain => plain.to_owned(),
        };
        let facet = Facet::from_name(&whole).unwrap_or_else(|| panic!("{whole}"));
        assert_eq!(facet.name(), whole);
        assert!(!facet.operators().is_empty());
    }
    for wrong in
        ["", "city", "text:", "text:City", "order_sum:kr", "order_sum", "segment:per_1", "permission:x", "email:x"]
    {
        assert_eq!(Facet::from_name(wrong), None, "{wrong}");
    }
}

#[test]
fn conditions_are_read_and_what_does_not_fit_is_said() {
    read(r#"["and",[["within","order_last",90],["not",["is","text:city",["Aarhus"]]],["gte","order_sum:DKK",5000]]]"#);
    read(r#"["or",[["before","known",30],["between","order_first",[10,20]],["is","order_count",[0]]]]"#);
    let wrong = |text: &str| Definition::read(text).unwrap_err();
    assert_eq!(wrong(r#"["is","shoe",["x"]]"#), FilterError::Facet("shoe".into()));
    assert_eq!(wrong(r#"["near","email",["x"]]"#), FilterError::FacetOperator("near".into()));
    assert!(matches!(wrong(r#"["gt","order_last",3]"#), FilterError::Unfit { .. }));
    assert!(matches!(wrong(r#"["within","order_last",-1]"#), FilterError::Number(_)));
    assert!(matches!(wrong(r#"["within","order_last",1.5]"#), FilterError::Number(_)));
    assert!(matches!(crate::Predicate::parse(r#"["within","source",3]"#), Err(FilterError::Unfit { .. })));
}

#[test]
fn segments_stand_in_each_other_to_a_limit_and_never_in_themselves() {
    let named = |n: u8| read(&format!(r#"["is","segment:seg_{n}",["yes"]]"#));
    let bought = read(r#"["gte","order_count",1]"#);
    let mut others = BTreeMap::from([(id(1), bought.clone()), (id(2), named(1)), (id(3), named(2)), (id(4), named(3))]);
    assert_eq!(named(1).spelled_out(&others), Ok(bought.clone()));
    assert_eq!(named(3).spelled_out(&others), Ok(bought.clone()), "through two others");
    assert_eq!(named(4).spelled_out(&others), Err(SegmentError::Deep));
    assert_eq!(named(9).spelled_out(&others), Err(SegmentError::Unknown));
    let no = read(r#"["is","segment:seg_1",["no"]]"#);
    assert_eq!(no.spelled_out(&others), Ok(Predicate::Not(Box::new(bought))));
    others.insert(id(1), named(2));
    assert_eq!(named(1).spelled_out(&others), Err(SegmentError::Deep), "it stands in itself");
    let wide = Predicate::And(vec![no; 200]);
    others.insert(id(1), read(r#"["is","email",["yes"]]"#));
    assert_eq!(wide.spelled_out(&others), Err(SegmentError::Large));
}

#[test]
fn what_may_not_be_read_makes_a_condition_unknown_and_not_false() {
    use crate::{Seen, Truth};
    let tree = read(r#"["and",[["is","language",["da"]],["not",["gte","order_count",1]]]]"#);
    let come = |language: &str, orders: Seen| {
        tree.truth(&mut |facet| match facet {
            Facet::Language => Seen::all([language.to_owned()]),
            _ => orders.clone(),
        })
    };
    let one = || Seen::all(["1".to_owned()]);
    let none = || Seen::all(["0".to_owned()]);
    assert_eq!(come("da", none()), Truth::Yes);
    assert_eq!(come("da", one()), Truth::No);
    assert_eq!(come("da", Seen::nothing()), Truth::Unknown);
    assert_eq!(come("sv", Seen::nothing()), Truth::No, "whatever they bought");
}
