//! Tests of what has to be weighed first.

use hjemmel_model::Use;
use proptest::prelude::*;

use super::*;

const DAY: &str = "2026-11-27";
const KEPT: AtMs = AtMs(1_000);

/// What empties one of the three steps of an interest.
const STEPS: [fn(&mut Assessment); 3] = [|a| a.interest.clear(), |a| a.necessity.clear(), |a| a.balance.clear()];

fn id() -> EntryId {
    "ent_019ab5b0e8007000800000000000000a".parse().unwrap()
}

fn activity(more: serde_json::Value) -> Activity {
    let mut said = serde_json::json!({
        "name": "A", "purpose": "B", "role": "controller", "uses": ["customers"], "legal_bases": ["contract"],
        "subjects": ["customers"], "data": ["contact"], "sources": ["person"], "retention": "C", "owner": "D"
    });
    said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(said).unwrap()
}

fn interest() -> Activity {
    activity(serde_json::json!({ "legal_bases": ["legitimate_interest"] }))
}

fn signed(sort: &str) -> Assessment {
    serde_json::from_value(serde_json::json!({
        "name": "A", "sort": sort, "activities": [id()],
        "interest": "a", "necessity": "b", "balance": "c",
        "description": "a", "proportionality": "b", "risks": "c", "safeguards": "d", "advice": "e", "residual": "some",
        "importer": "a", "law_there": "b", "supplements": "c",
        "outcome": "approved", "signed_by": "Head of sales", "signed_on": "2026-01-02", "review_next": "2027-01-02"
    }))
    .unwrap()
}

/// What is lacking where one assessment is in force, and the activity came after the first.
fn lacking(activity: &Activity, assessment: Option<Assessment>, day: &str) -> Vec<(AssessmentSort, bool)> {
    let now: Vec<_> = assessment.into_iter().collect();
    let kept = Assessed { ever: now.clone(), now, since: Some(KEPT) };
    let id = id();
    let since = AssessmentSort::ALL.iter().map(|sort| (*sort, KEPT.plus_ms(1))).collect();
    let ask = ActivityAsk { id: &id, activity, since };
    let named = uses_named(std::slice::from_ref(&ask), &kept, day);
    let lacks = assessments_lacking(&ask, &kept, day);
    assert_eq!(named.has(Use::Customers), !lacks.iter().any(|lack| lack.binds), "what binds names nothing");
    lacks.into_iter().map(|lack| (lack.sort, lack.binds)).collect()
}

#[test]
fn an_interest_of_ones_own_is_a_ground_only_when_it_was_weighed_signed_and_is_in_date() {
    let missing = [(AssessmentSort::LegitimateInterest, true)];
    let of = |change: &dyn Fn(&mut Assessment)| {
        let mut one = signed("legitimate_interest");
        change(&mut one);
        lacking(&interest(), Some(one), DAY)
    };
    assert_eq!(lacking(&interest(), None, DAY), missing);
    assert_eq!(of(&|_| ()), []);
    assert_eq!(of(&|a| a.signed_on.clear()), missing);
    assert_eq!(of(&|a| a.signed_on = "2026-11-28".into()), missing, "it is still to come");
    assert_eq!(of(&|a| a.review_next = DAY.into()), [], "the last day counts");
    assert_eq!(of(&|a| a.review_next = "2026-11-26".into()), missing);
    assert_eq!(of(&|a| a.review_next.clear()), missing);
    assert_eq!(of(&|a| a.outcome = Some(AssessmentOutcome::Rejected)), missing);
    assert_eq!(of(&|a| a.outcome = None), missing);
    assert_eq!(of(&|a| a.sort = AssessmentSort::Impact), missing, "another question was answered");
    assert_eq!(of(&|a| a.activities.clear()), missing);
    for step in STEPS {
        assert_eq!(of(&step), missing, "each of the three steps");
    }
}

#[test]
fn two_of_nine_or_the_list_ask_for_an_assessment_of_impact() {
    let needs = |criteria: &[&str]| {
        let activity = activity(serde_json::json!({ "criteria": criteria }));
        (assessments_needed(&activity) == [AssessmentSort::Impact], lacking(&activity, None, DAY).len())
    };
    assert_eq!(needs(&[]), (false, 0));
    assert_eq!(needs(&["scoring"]), (false, 0));
    assert_eq!(needs(&["scoring", "scoring"]), (false, 0), "once is once");
    assert_eq!(needs(&["scoring", "large_scale"]), (true, 1));
    assert_eq!(needs(&["listed"]), (true, 1));
    let two = activity(serde_json::json!({ "criteria": ["scoring", "large_scale"] }));
    assert_eq!(lacking(&two, Some(signed("impact")), DAY), []);
    let mut high = signed("impact");
    high.residual = Some(ResidualRisk::High);
    assert_eq!(lacking(&two, Some(high.clone()), DAY), [(AssessmentSort::Impact, true)]);
    high.consulted_on = "2026-10-01".into();
    assert_eq!(lacking(&two, Some(high), DAY), [], "the authority was asked first");
    let before = ActivityAsk { id: &id(), activity: &two, since: vec![(AssessmentSort::Impact, AtMs(1))] };
    assert!(assessments_lacking(&before, &Assessed::default(), DAY)[0].binds, "nothing of it is from before the rule");
}

#[test]
fn a_transfer_under_clauses_or_rules_is_assessed() {
    for (tool, needed) in
        [("standard_clauses", true), ("corporate_rules", true), ("adequacy", false), ("derogation", false)]
    {
        let out = activity(serde_json::json!({ "countries": ["IN"], "transfer_tool": tool }));
        let missing: &[_] = if needed { &[(AssessmentSort::Transfer, true)] } else { &[] };
        assert_eq!(lacking(&out, None, DAY), missing, "{tool}");
        assert_eq!(lacking(&out, Some(signed("transfer")), DAY), [], "{tool}");
    }
}

#[test]
fn what_ran_before_goes_on_until_it_is_signed_once() {
    let (id, activity) = (id(), interest());
    let at = |since: i64| ActivityAsk {
        id: &id,
        activity: &activity,
        since: vec![(AssessmentSort::LegitimateInterest, AtMs(since))],
    };
    let binds = |since, kept: &Assessed| assessments_lacking(&at(since), kept, DAY).first().map(|lack| lack.binds);
    assert_eq!(binds(5, &Assessed::default()), Some(false), "an organisation without assessments goes on");
    let mut draft = signed("legitimate_interest");
    draft.signed_on.clear();
    let drafts = Assessed { now: vec![draft.clone()], ever: vec![draft.clone()], since: Some(KEPT) };
    assert_eq!(binds(999, &drafts), Some(false), "a draft stops nothing that ran before it");
    assert_eq!(binds(1_000, &drafts), Some(false));
    assert_eq!(binds(1_001, &drafts), Some(true), "what begins later waits");
    let taken_back = Assessed { ever: vec![draft.clone(), signed("legitimate_interest")], ..drafts.clone() };
    assert_eq!(binds(5, &taken_back), Some(true), "what was signed once is held to it");
    assert_eq!(uses_named(&[at(5)], &taken_back, DAY), UseSet::NONE);
    let unknown = ActivityAsk { since: Vec::new(), ..at(5) };
    assert!(assessments_lacking(&unknown, &drafts, DAY)[0].binds, "unknown is no");
}

proptest! {
    /// Time alone never makes a lapsed assessment count again, and another record never takes a yes away.
    #[test]
    fn more_days_allow_no_more(from in 0_i64..900, more in 0_i64..900) {
        let day = |days: i64| AtMs(1_767_400_000_000).plus_days(days).rfc3339()[..10].to_owned();
        let lacks = |days| lacking(&interest(), Some(signed("legitimate_interest")), &day(days)).len();
        prop_assert!(lacks(from) <= lacks(from + more));
    }
}
