//! What proves a yes: when, where, to what words (E-21). A row's own, or what a member of staff vouches for of the whole file.

use hjemmel_model::AtMs;
use hjemmel_store::RowSays;

use super::Fields;
use crate::import::{
    column::Taken,
    moment::{Moment, moment, serial},
    noes::{self, nothing},
    plan::Plan,
    text,
};

/// Before this nobody said yes to a newsletter by mail: 1995.
const EARLIEST: AtMs = AtMs(788_918_400_000);

/// The words of a yes, if they are words that were shown to everybody.
pub(crate) fn words_kept(words: &str) -> Option<String> {
    let clean: String = words.chars().filter(|c| !c.is_control()).collect();
    let kept = hjemmel_collect::scrub_text(&clean);
    // Words that name somebody were not shown to everybody; they are notes, and notes prove nothing.
    (!nothing(&clean) && kept.chars().count() >= 10 && kept == clean).then_some(kept)
}

/// The place of a yes.
pub(crate) fn place_kept(place: &str) -> Option<String> {
    let clean: String = place.chars().filter(|c| !c.is_control()).collect();
    let kept = hjemmel_collect::scrub_text(&clean);
    (!nothing(&clean) && kept.len() >= 3 && kept == clean).then_some(kept)
}

/// When somebody said yes, of several moments the last: a confirmation says more than what it confirms.
fn said_at(plan: &Plan, fields: Fields<'_>, now: AtMs) -> Result<Option<AtMs>, &'static str> {
    let mut last: Option<Moment> = None;
    let zone = plan.zone();
    for text in fields.all(Taken::Date).chain(answers(fields)).filter(|text| !nothing(text)) {
        let dated = fields.all(Taken::Date).any(|date| date == text);
        let by_number = || serial(text).filter(|_| dated).and_then(|text| moment(&text, zone.tz()));
        let Some(moment) = moment(text, zone.tz()).or_else(by_number) else {
            if dated {
                return Err("date");
            }
            continue;
        };
        if moment.from > now {
            return Err("future");
        }
        if last.is_none_or(|last| last.from < moment.from) {
            last = Some(moment);
        }
    }
    // What databases write for "not known" is no moment in somebody's life as a reader of mail.
    Ok(last.filter(|m| m.from > EARLIEST).map(|m| m.said(now)))
}

/// Answers, which may be moments, where no column of moments says when.
fn answers<'a>(fields: Fields<'a>) -> impl Iterator<Item = &'a str> {
    let dated = fields.all(Taken::Date).any(|date| !nothing(date));
    fields.all(Taken::OptIn).filter(move |_| !dated)
}

/// The yes of a row, if there is what proves it.
pub(super) fn evidence(
    plan: &Plan,
    fields: Fields<'_>,
    now: AtMs,
) -> Result<(RowSays, Vec<&'static str>), &'static str> {
    let own = said_at(plan, fields, now)?;
    let given = plan.vouched.as_ref();
    let told = |taken| fields.all(taken).find(|said| !nothing(said));
    let (place, words) = (told(Taken::Place).and_then(place_kept), told(Taken::Words));
    // Letters that were lost on the way stand for words that nobody was shown.
    let broken = words.is_some_and(|words| text::words(words).is_none());
    // Words that ask for something else prove no yes to being written to, and no others stand in for them.
    let broken_or_else = broken || words.is_some_and(|words| noes::wording_is_of_else(words, plan.channel));
    let words = words.and_then(text::words).and_then(|words| words_kept(&words));
    let mut vouched = false;
    let mut or_given = |own: Option<String>, of: fn(&super::super::plan::Vouched) -> &String| {
        own.or_else(|| {
            vouched |= given.is_some();
            given.map(of).cloned()
        })
    };
    let words = if broken_or_else { None } else { or_given(words, |v| &v.words) };
    let place = or_given(place, |v| &v.place);
    let period = given.map(|v| (v.from(plan.zone().tz()), v.to(plan.zone().tz())));
    let (at, outside) = match (own, period) {
        // The words of the file were shown from then to then: a yes of another day was one to other words.
        (Some(at), Some((from, to))) if vouched => (Some(at), at < from || at > to),
        (Some(at), _) => (Some(at), false),
        // The first day it can have been: whatever was said since counts more.
        (None, Some((from, _))) => {
            vouched = true;
            (Some(from), false)
        }
        (None, None) => (None, false),
    };
    let lacks = [
        ("date", at.is_none()),
        ("place", place.is_none()),
        ("words", words.is_none() && !broken),
        ("letters", broken),
        ("period", outside),
    ];
    let missing: Vec<_> = lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(what, _)| what).collect();
    let says = match (at, place, words) {
        (Some(at), Some(page), Some(wording)) if missing.is_empty() => RowSays::Yes { at, page, wording, vouched },
        _ => RowSays::Nothing,
    };
    Ok((says, missing))
}
