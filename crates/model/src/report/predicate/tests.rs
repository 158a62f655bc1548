//! Filters as they are read, written and refused.

use super::*;
use crate::SiteId;

fn row(path: &str, value_minor: i64, props: &str) -> Row {
    let mut row = Row::blank(SiteId::parse("site_a").unwrap_or_else(|e| panic!("{e}")));
    (row.event.path, row.event.value_minor, row.event.props) = (path.into(), value_minor, props.into());
    row.event.source = "google".into();
    row
}

fn holds(filter: &str, row: &Row) -> bool {
    let read = Predicate::parse(filter).unwrap_or_else(|e| panic!("{filter}: {e}"));
    let again = Predicate::parse(&read.to_string());
    assert_eq!(again.as_ref(), Ok(&read), "what is written reads as the same");
    read.holds(row)
}

#[test]
fn each_operator_says_what_its_name_says() {
    let sale = row("/blog/roser", 34_900, r#"{"plan":"pro","seats":5,"trial":true,"code":"5x"}"#);
    for (filter, right) in [
        ("", true),
        (r#"["and",[]]"#, true),
        (r#"["or",[]]"#, false),
        (r#"["is","source",["bing","google"]]"#, true),
        (r#"["is","source",["Google"]]"#, false),
        (r#"["not",["is","source",["google"]]]"#, false),
        (r#"["contains","path",["rose"]]"#, true),
        (r#"["starts","path",["/shop","/blog"]]"#, true),
        (r#"["starts","path",["blog"]]"#, false),
        (r#"["is","value_minor",[34900]]"#, true),
        (r#"["gt","value_minor",34900]"#, false),
        (r#"["gte","value_minor",34900]"#, true),
        (r#"["between","value_minor",[1,34900.5]]"#, true),
        (r#"["is","prop:plan",["pro"]]"#, true),
        (r#"["is","prop:seats",[5]]"#, true),
        (r#"["is","prop:trial",[true]]"#, true),
        (r#"["lt","prop:seats",5.5]"#, true),
        (r#"["gt","prop:code",0]"#, false),
        (r#"["not",["gt","prop:missing",0]]"#, true),
        (r#"["is","prop:missing",[""]]"#, true),
        (r#"["and",[["is","source",["google"]],["or",[["is","path",["/"]],["gte","prop:seats",5]]]]]"#, true),
        ("source:google|path:/blog/roser", true),
        ("source:google|path:/", false),
        ("prop:plan:pro", true),
        ("path:/a:b", false),
    ] {
        assert_eq!(holds(filter, &sale), right, "{filter}");
    }
}

#[test]
fn what_is_no_filter_is_said_with_the_way_out() {
    let deep = |n: usize| format!("{}[\"and\",[]]{}", "[\"not\",".repeat(n), "]".repeat(n));
    let wide = format!("[\"and\",[{}]]", vec![r#"["is","path",["/"]]"#; 64].join(","));
    let many = format!(r#"["is","path",[{}]]"#, vec!["\"/\""; 101].join(","));
    let short = ["path:/"; 64].join("|");
    let long = format!(r#"["is","path",["{}"]]"#, "x".repeat(1_001));
    for (filter, wanted) in [
        (r#"["is","shoe",["x"]]"#, FilterError::Dimension("shoe".into())),
        (r#"["is","visitor",["1"]]"#, FilterError::Dimension("visitor".into())),
        (r#"["like","path",["x"]]"#, FilterError::Operator("like".into())),
        (r#"["xor",[]]"#, FilterError::Operator("xor".into())),
        (r#"["is","path",[]]"#, FilterError::Values("is".into())),
        (r#"["is","path","/"]"#, FilterError::Values("is".into())),
        (r#"["is","path",[null]]"#, FilterError::Values("is".into())),
        (r#"["is","value_minor",["much"]]"#, FilterError::Number("is".into())),
        (r#"["gt","value_minor","1"]"#, FilterError::Number("gt".into())),
        (r#"["between","value_minor",[2,1]]"#, FilterError::Number("between".into())),
        (r#"["gt","path",1]"#, FilterError::Unfit { operator: "gt".into(), dimension: "path".into() }),
        (
            r#"["contains","value_minor",["1"]]"#,
            FilterError::Unfit { operator: "contains".into(), dimension: "value_minor".into() },
        ),
        ("[", FilterError::Malformed),
        ("[1]", FilterError::Malformed),
        (r#"["and",["is"]]"#, FilterError::Malformed),
        (r#"["not"]"#, FilterError::Malformed),
        ("source", FilterError::Malformed),
        ("shoe:1", FilterError::Dimension("shoe".into())),
        (deep(8).as_str(), FilterError::TooDeep),
        (wide.as_str(), FilterError::TooMany),
        (many.as_str(), FilterError::Values("is".into())),
        (long.as_str(), FilterError::Values("is".into())),
        (short.as_str(), FilterError::TooMany),
        (" ".repeat(9_000).as_str(), FilterError::TooLong),
    ] {
        assert_eq!(Predicate::parse(filter), Err(wanted), "{filter}");
    }
    assert!(Predicate::parse(&deep(7)).is_ok() && holds(&["path:/"; 63].join("|"), &row("/", 0, "{}")));
    let said = FilterError::Dimension("shoe".into()).to_string();
    assert!(said.contains("`source`") && said.contains("`prop:`"), "{said}");
}
