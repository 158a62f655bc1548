//! Tests of what the law asks of a breach.

use hjemmel_model::{BreachNature, BreachNotification, BreachSpared, DataCategory, DataSubject};
use proptest::prelude::*;

use super::*;

/// A Friday at eight in Copenhagen.
const FRIDAY: AtMs = AtMs(1_795_762_800_000);
const HOUR: i64 = 3_600_000;

fn breach(risk: Option<BreachRisk>) -> Breach {
    let mut breach: Breach = serde_json::from_value(serde_json::json!({
        "name": "A", "verdict": "breach", "aware_at": "2026-11-27T08:00", "what": "B"
    }))
    .unwrap();
    breach.risk = risk;
    breach.nature = vec![BreachNature::Confidentiality];
    breach.data = vec![DataCategory::Contact];
    breach.subjects = vec![DataSubject::Customers];
    for field in [&mut breach.people, &mut breach.records, &mut breach.consequences, &mut breach.measures] {
        *field = "said".into();
    }
    breach.contact = "dpo@shop.example".into();
    breach.risk_reasons = "because".into();
    breach
}

fn at(notified: Option<i64>) -> BreachMoments {
    BreachMoments { aware: FRIDAY, notified: notified.map(|hours| FRIDAY.plus_ms(hours * HOUR)) }
}

#[test]
fn the_clock_runs_on_weekends() {
    assert_eq!(notify_by(FRIDAY).since_ms(FRIDAY), 72 * HOUR);
    let open = breach(Some(BreachRisk::Risk));
    let bars = |hours| breach_bars(&open, &at(None), FRIDAY.plus_ms(hours));
    assert_eq!(bars(72 * HOUR), [], "the last moment is in time");
    assert_eq!(bars(72 * HOUR + 1), [Refusal::new(Reason::BreachNotNotified)]);
    assert_eq!(breach_bars(&open, &at(Some(80)), FRIDAY.plus_ms(90 * HOUR)), [], "late is told, and no longer overdue");
}

#[test]
fn who_has_not_judged_the_risk_has_a_clock_and_who_found_none_has_not() {
    let late = FRIDAY.plus_ms(100 * HOUR);
    assert_eq!(breach_bars(&breach(None), &at(None), late), [Refusal::new(Reason::BreachNotNotified)]);
    assert_eq!(breach_bars(&breach(Some(BreachRisk::Unlikely)), &at(None), late), []);
    let mut none = breach(None);
    none.verdict = BreachVerdict::NotABreach;
    assert_eq!((breach_bars(&none, &at(None), late), breach_wants(&none, &at(None))), (vec![], vec![]));
}

#[test]
fn not_telling_has_its_reasons_and_telling_late_too() {
    let mut unlikely = breach(Some(BreachRisk::Unlikely));
    assert_eq!(breach_wants(&unlikely, &at(None)), Vec::<&str>::new());
    unlikely.risk_reasons = " ".into();
    assert_eq!(breach_wants(&unlikely, &at(None)), ["risk_reasons"]);
    let mut told = breach(Some(BreachRisk::Risk));
    assert_eq!(breach_wants(&told, &at(None)), ["notifications"]);
    assert_eq!(breach_wants(&told, &at(Some(72))), Vec::<&str>::new());
    assert_eq!(breach_wants(&told, &at(Some(73))), ["late_reasons"]);
    told.late_reasons = "The log was sealed.".into();
    assert_eq!(breach_wants(&told, &at(Some(73))), Vec::<&str>::new());
}

#[test]
fn a_high_risk_is_told_to_people_or_something_spares_it() {
    let mut high = breach(Some(BreachRisk::HighRisk));
    assert_eq!(breach_wants(&high, &at(Some(1))), ["people_told_on"]);
    assert_eq!(breach_bars(&high, &at(Some(1)), FRIDAY), [Refusal::new(Reason::BreachPeopleUntold)]);
    high.spared = Some(BreachSpared::Unreadable);
    assert_eq!(breach_wants(&high, &at(Some(1))), Vec::<&str>::new());
    high.spared = None;
    high.people_told_on = "2026-11-28".into();
    assert_eq!(breach_bars(&high, &at(Some(1)), FRIDAY), []);
}

#[test]
fn each_part_of_the_notification_is_asked_for() {
    let bare: Breach = serde_json::from_value(serde_json::json!({
        "name": "A", "verdict": "breach", "aware_at": "2026-11-27T08:00", "what": "B"
    }))
    .unwrap();
    let all = ["nature", "data", "subjects", "people", "records", "consequences", "measures", "risk", "risk_reasons"];
    assert_eq!(breach_wants(&bare, &at(None)), all);
    let mut risk = bare.clone();
    risk.risk = Some(BreachRisk::Risk);
    risk.notifications = vec![BreachNotification { at: "?".into(), reference: String::new(), told: String::new() }];
    let wants = breach_wants(&risk, &at(None));
    assert!(wants.contains(&"contact") && wants.contains(&"notifications"), "a moment that cannot be read is none");
}

proptest! {
    /// Whoever waits longer is never less overdue, and judging a risk higher never asks for less.
    #[test]
    fn waiting_excuses_nothing(hours in 0_i64..400, more in 0_i64..400) {
        let open = breach(Some(BreachRisk::Risk));
        let bars = |hours| breach_bars(&open, &at(None), FRIDAY.plus_ms(hours * HOUR)).len();
        prop_assert!(bars(hours) <= bars(hours + more));
        let wants = |risk| breach_wants(&breach(Some(risk)), &at(None)).len();
        prop_assert!(wants(BreachRisk::Unlikely) < wants(BreachRisk::Risk) && wants(BreachRisk::Risk) < wants(BreachRisk::HighRisk));
    }
}
