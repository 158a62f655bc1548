//! A telephone number: one form, whoever wrote it down and how.
//!
//! Invariant: two ways to write one number lead to one form, so that a no to the one is a no to the other.

use phonenumber::{Mode, PhoneNumber, Type, country::Id, metadata::DATABASE};

/// Countries whose people often stand in one file.
const NORDIC: [Id; 4] = [Id::DK, Id::SE, Id::NO, Id::FI];
/// Where the nought in `(0)` is a part of the number.
const NOUGHT_KEPT: [&str; 2] = ["39", "378"];

/// A number in E.164: with a country code, or as one of that country (ISO 3166).
pub(super) fn normal(text: &str, country: &str) -> Option<String> {
    let text = plain(text)?;
    match text.strip_prefix('+').or_else(|| text.strip_prefix("00")) {
        Some(rest) => international(rest),
        None => national(&text, country.parse().ok()?),
    }
}

/// The figures of a number, and whether it begins with a plus. Nothing when letters stand in it.
fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let text = text.trim_start_matches('\'');
    let keeps = |text: &str| {
        let figures = text.trim_start_matches(['+', '0', ' ']);
        NOUGHT_KEPT.iter().any(|code| figures.starts_with(code))
    };
    let text = if keeps(text) { text.to_owned() } else { text.replacen("(0)", "", 1) };
    let sign = |c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '(' | ')' | '.' | '/' | '\u{a0}' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
    };
    let text: String = text.chars().filter(|c| !sign(*c)).collect();
    let figures = text.strip_prefix('+').unwrap_or(&text);
    (!figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

fn e164(number: &PhoneNumber) -> String {
    number.format().mode(Mode::E164).to_string()
}

/// Of a number with its country code, whether or not it is given out: it is somebody's word for it.
fn international(figures: &str) -> Option<String> {
    let ok = (8..=15).contains(&figures.len()) && !figures.starts_with('0');
    if !ok {
        return None;
    }
    let plain = format!("+{figures}");
    let known = phonenumber::parse(None, &plain).ok().filter(PhoneNumber::is_valid);
    Some(known.map_or(plain, |number| e164(&number)))
}

/// Of a number without one: only what is given out in that country, or in one beside it where it can be no other.
fn national(figures: &str, country: Id) -> Option<String> {
    if !(4..=15).contains(&figures.len()) {
        return None;
    }
    let of = |country: Id| phonenumber::parse(Some(country), figures).ok().filter(PhoneNumber::is_valid);
    if let Some(number) = of(country).filter(|number| number.country().id() == Some(country)) {
        return Some(e164(&number));
    }
    // The plus was lost.
    let plus = phonenumber::parse(None, format!("+{figures}")).ok().filter(PhoneNumber::is_valid);
    let plus = plus.filter(|n| n.country().id().is_some_and(|id| id == country || NORDIC.contains(&id)));
    if let Some(number) = plus {
        return Some(e164(&number));
    }
    let beside =
        NORDIC.iter().filter(|id| **id != country).filter_map(|id| of(*id).filter(|n| n.country().id() == Some(*id)));
    let mobile = |n: &PhoneNumber| matches!(n.number_type(&DATABASE), Type::Mobile | Type::FixedLineOrMobile);
    let mut beside = beside.filter(mobile);
    match (beside.next(), beside.next()) {
        (Some(number), None) if figures.starts_with('0') => Some(e164(&number)),
        _ => None,
    }
}

/// Whether a number with its country code, in figures only, is one that is given out there.
pub fn phone_is_given_out(figures: &str) -> bool {
    phonenumber::parse(None, format!("+{figures}")).is_ok_and(|number| number.is_valid())
}

/// Under which form a number may have been stored before its nought was understood: `+46 (0)70…` was `+46070…`. A no to the
/// number reaches that one too.
pub fn phone_before(value: &str) -> Option<String> {
    let number = phonenumber::parse(None, value).ok()?;
    let prefix = number.metadata(&DATABASE)?.national_prefix()?.to_owned();
    let code = number.code().value().to_string();
    let national = value.strip_prefix('+')?.strip_prefix(&code)?;
    (prefix == "0" && !national.starts_with('0')).then(|| format!("+{code}0{national}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form() {
        let of = |text: &str| normal(text, "DK");
        for (text, want) in [
            ("20 12 34 56", "+4520123456"),
            ("20123456", "+4520123456"),
            ("+45 20 12 34 57", "+4520123457"),
            ("'+4520123458", "+4520123458"),
            ("0046 70 123 45 67", "+46701234567"),
            ("+46 (0)70-123 45 68", "+46701234568"),
            ("+460701234568", "+46701234568"),
            ("070-123 45 69", "+46701234569"),
            ("4520123459", "+4520123459"),
            ("(+45) 20 12 34 56", "+4520123456"),
            ("20\u{a0}12\u{a0}34\u{a0}56", "+4520123456"),
            ("tel:+4520123456", "+4520123456"),
        ] {
            assert_eq!(of(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(normal("070-123 45 69", "SE").unwrap(), "+46701234569");
        assert_eq!(normal("412 34 567", "NO").unwrap(), "+4741234567");
        assert_eq!(normal("040 123 4567", "FI").unwrap(), "+358401234567");
        for none in ["", "12345678", "1234", "20 12 34 5x", "+", "+45", "00"] {
            assert_eq!(of(none), None, "{none}");
        }
        assert_eq!(normal("20123456", ""), None, "without a country it is nobody's");
    }

    #[test]
    fn what_is_given_out_is_told_from_any_figures() {
        assert!(phone_is_given_out("4917112345678") && phone_is_given_out("33612345678"));
        assert!(!phone_is_given_out("4900000000") && !phone_is_given_out("9991234567") && !phone_is_given_out(""));
    }

    #[test]
    fn what_was_stored_before_its_nought_was_understood_is_found() {
        assert_eq!(phone_before("+46701234568").unwrap(), "+460701234568");
        assert_eq!(phone_before("+4520123456"), None);
    }
}
