//! What the law asks of a breach: by when the authority is told, and what has to be known before a case is closed.
//!
//! Invariant: hours run on weekends and holidays too (GDPR 33(1)), and a risk that nobody has judged counts as one.

use hjemmel_model::{AtMs, Breach, BreachRisk, BreachVerdict};

use crate::refusal::{Reason, Refusal};

/// Hours after which the authority must have been told (G-06).
pub const NOTIFY_HOURS: i64 = 72;

/// The moments of a case, in the world's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreachMoments {
    /// When the organisation became aware of it.
    pub aware: AtMs,
    /// When the authority was first told.
    pub notified: Option<AtMs>,
}

/// By when the authority is told.
pub fn notify_by(aware: AtMs) -> AtMs {
    aware.plus_ms(NOTIFY_HOURS * 3_600_000)
}

/// Whether it was told, and later than that: then it is told why as well (33(1)).
pub fn is_late(moments: &BreachMoments) -> bool {
    moments.notified.is_some_and(|told| told > notify_by(moments.aware))
}

/// Whether the authority is still to be told.
pub fn is_to_notify(breach: &Breach, moments: &BreachMoments) -> bool {
    breach.verdict == BreachVerdict::Breach
        && breach.risk != Some(BreachRisk::Unlikely)
        && moments.notified.is_none()
        && breach.closed_on.is_empty()
}

/// What a case does not say yet and has to before it is closed, as names of fields, in their order (G-06, G-07, G-08).
pub fn breach_wants(breach: &Breach, moments: &BreachMoments) -> Vec<&'static str> {
    let b = breach;
    if b.verdict == BreachVerdict::NotABreach {
        return Vec::new();
    }
    let said = |text: &str| !text.trim().is_empty();
    let told = matches!(b.risk, Some(BreachRisk::Risk | BreachRisk::HighRisk));
    let high = b.risk == Some(BreachRisk::HighRisk);
    let asked = [
        ("nature", !b.nature.is_empty()),
        ("data", !b.data.is_empty()),
        ("subjects", !b.subjects.is_empty()),
        ("people", said(&b.people)),
        ("records", said(&b.records)),
        ("consequences", said(&b.consequences)),
        ("measures", said(&b.measures)),
        ("contact", said(&b.contact) || !told),
        ("risk", b.risk.is_some()),
        ("risk_reasons", said(&b.risk_reasons)),
        ("notifications", moments.notified.is_some() || !told),
        ("late_reasons", said(&b.late_reasons) || !is_late(moments)),
        ("people_told_on", said(&b.people_told_on) || b.spared.is_some() || !high),
    ];
    asked.into_iter().filter(|(_, is_said)| !is_said).map(|(field, _)| field).collect()
}

/// Why a case stands against the law at a moment, most pressing first.
pub fn breach_bars(breach: &Breach, moments: &BreachMoments, now: AtMs) -> Vec<Refusal> {
    let overdue = is_to_notify(breach, moments) && now > notify_by(moments.aware);
    let untold = breach.closed_on.is_empty() && breach_wants(breach, moments).contains(&"people_told_on");
    let all = [(overdue, Reason::BreachNotNotified), (untold, Reason::BreachPeopleUntold)];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| Refusal::new(reason)).collect()
}

#[cfg(test)]
mod tests;
