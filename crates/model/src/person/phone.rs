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
    let text = western(text);
    let text = text.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let text = whole_number(text.trim_start_matches('\''));
    let text = text.as_str();
    let keeps = |text: &str| {
        let figures = text.trim_start_matches(['+', '0', ' ']);
        NOUGHT_KEPT.iter().any(|code| figures.starts_with(code))
    };
    let text = if keeps(text) { text.to_owned() } else { text.replacen("(0)", "", 1) };
    let sign = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '_' | '(' | ')' | '.' | '/' | '\u{a0}' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}'
            )
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
    };
    let text: String = text.chars().filter(|c| !sign(*c)).collect();
    // Who writes the sign twice, or it and what is dialled for it, means it once.
    let text = match text.trim_start_matches('+') {
        rest if rest.len() == text.len() => text,
        rest => format!("+{}", rest.strip_prefix("00").unwrap_or(rest)),
    };
    let figures = text.strip_prefix('+').unwrap_or(&text);
    (!figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Figures and a plus as they are written in other scripts and in wide letters.
fn western(text: &str) -> String {
    let figure = |c: char, nought: char| char::from_digit(u32::from(c).wrapping_sub(u32::from(nought)), 10);
    let one = |c: char| match c {
        '\u{ff10}'..='\u{ff19}' => figure(c, '\u{ff10}').unwrap_or(c),
        '\u{660}'..='\u{669}' => figure(c, '\u{660}').unwrap_or(c),
        '\u{6f0}'..='\u{6f9}' => figure(c, '\u{6f0}').unwrap_or(c),
        '\u{ff0b}' => '+',
        c => c,
    };
    text.chars().map(one).collect()
}

/// What a spreadsheet writes behind an amount that is whole.
const WHOLE: [&str; 6] = [".000", ",000", ".00", ",00", ".0", ",0"];

/// A number that a spreadsheet took for an amount: `20123456.0`, `+4520123456,00`, `20,123,456`, `2.0123456E7`.
fn whole_number(text: &str) -> String {
    let text = &text.trim().replace('\u{a0}', "");
    let whole = |figures: &str| figures.len() >= 8 && figures.bytes().all(|b| b.is_ascii_digit());
    let (plus, amount) = text.strip_prefix('+').map_or(("", text.as_str()), |amount| ("+", amount));
    let cut = WHOLE.iter().filter_map(|end| amount.strip_suffix(end)).find(|rest| whole(rest));
    let grouped = WHOLE.iter().filter_map(|end| amount.strip_suffix(end)).chain([amount]).find_map(ungrouped);
    if let Some(figures) = cut.map(str::to_owned).or(grouped) {
        return format!("{plus}{figures}");
    }
    let lower = text.replace(',', ".").to_ascii_lowercase();
    let powered = lower.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'+'));
    match lower.split_once('e').filter(|_| powered).and_then(|_| lower.parse::<f64>().ok()) {
        // Only one that has all its figures: `4.52012E9` stands for many numbers.
        Some(n) if n.fract() == 0.0 && (1e7..1e15).contains(&n) && lower.find('e') > Some(7) => format!("{n:.0}"),
        _ => text.to_owned(),
    }
}

/// The figures of an amount with a sign between its thousands.
fn ungrouped(amount: &str) -> Option<String> {
    let sign = [',', '.', '\'', '’', ' '].into_iter().find(|sign| amount.contains(*sign))?;
    let mut groups = amount.split(sign);
    let first = groups.next()?;
    let figures = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let begins = (1..=3).contains(&first.len()) && figures(first);
    let thousands = groups.all(|group| group.len() == 3 && figures(group));
    let number = amount.replace(sign, "");
    (begins && thousands && number.len() >= 8).then_some(number)
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
    if let Some(known) = valid(&plain) {
        return Some(e164(&known));
    }
    // A code and a nought behind it, or the code twice: that is no number, and what is left without it is one.
    let code = phonenumber::parse(None, &plain).ok().map(|number| number.code().value().to_string());
    let rest = code.as_deref().and_then(|code| Some((code, figures.strip_prefix(code)?)));
    let mended = rest.and_then(|(code, rest)| {
        let once = [rest.strip_prefix('0'), rest.strip_prefix(code)].into_iter().flatten();
        once.filter(|rest| !rest.starts_with('0')).find_map(|rest| valid(&format!("+{code}{rest}")))
    });
    Some(mended.map_or(plain, |number| e164(&number)))
}

fn valid(text: &str) -> Option<PhoneNumber> {
    phonenumber::parse(None, text).ok().filter(PhoneNumber::is_valid)
}

/// Of a number without one: only what is given out in that country, or in one beside it where it can be no other.
fn national(figures: &str, country: Id) -> Option<String> {
    if !(4..=15).contains(&figures.len()) {
        return None;
    }
    let of = |country: Id| phonenumber::parse(Some(country), figures).ok().filter(PhoneNumber::is_valid);
    // Islands that share a country's code share its way to write numbers.
    let code = DATABASE.by_id(country.as_ref()).map(|of| of.country_code());
    if let Some(number) = of(country).filter(|number| Some(number.code().value()) == code) {
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

/// The number that is given out in the figures of one that is none: whoever wrote it had a figure or three too many behind
/// it, as of an amount. A no to the one may be meant for the other, and nobody is written to at either.
pub fn phone_cut(value: &str) -> Option<String> {
    if valid(value).is_some() {
        return None;
    }
    (1..=3)
        .filter_map(|figures| value.get(..value.len().checked_sub(figures)?))
        .find_map(valid)
        .map(|known| e164(&known))
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
            ("++4520123456", "+4520123456"),
            ("+0045 20123456", "+4520123456"),
            ("+45 0 20123456", "+4520123456"),
            ("+45 45 20123456", "+4520123456"),
            ("20_12_34_56", "+4520123456"),
            ("20123456.0", "+4520123456"),
            ("20123456,00", "+4520123456"),
            ("+4520101406.0", "+4520101406"),
            ("+4520101406,0", "+4520101406"),
            ("+4520101406,00", "+4520101406"),
            ("+4520101406.00", "+4520101406"),
            ("004520101406.0", "+4520101406"),
            ("4520101406.0", "+4520101406"),
            ("20,101,517", "+4520101517"),
            ("20.101.517", "+4520101517"),
            ("20.101.517,00", "+4520101517"),
            ("20,101,517.00", "+4520101517"),
            ("4,520,101,517", "+4520101517"),
            ("+4,520,101,517.0", "+4520101517"),
            ("20'101'517", "+4520101517"),
            ("2.0123456E7", "+4520123456"),
            ("\u{ff0b}\u{ff14}\u{ff15}20123456", "+4520123456"),
            ("\u{662}\u{660}\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}", "+4520123456"),
        ] {
            assert_eq!(of(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(normal("070-123 45 69", "SE").unwrap(), "+46701234569");
        assert_eq!(normal("412 34 567", "NO").unwrap(), "+4741234567");
        assert_eq!(normal("040 123 4567", "FI").unwrap(), "+358401234567");
        for none in ["", "12345678", "1234", "20 12 34 5x", "+", "+45", "00"] {
            assert_eq!(of(none), None, "{none}");
        }
        assert_eq!(normal("07911 123456", "GB").unwrap(), "+447911123456", "an island beside it");
        assert_eq!(normal("2.01E7", "DK"), None, "which one is lost");
        assert_eq!(normal("20123456", ""), None, "without a country it is nobody's");
    }

    #[test]
    fn what_is_given_out_is_told_from_any_figures() {
        assert!(phone_is_given_out("4917112345678") && phone_is_given_out("33612345678"));
        assert!(!phone_is_given_out("4900000000") && !phone_is_given_out("9991234567") && !phone_is_given_out(""));
    }

    #[test]
    fn a_number_with_a_figure_too_many_is_somebody_elses() {
        for long in ["+45201014060", "+452010140600", "+467012345670", "+47412345670"] {
            assert!(phone_cut(long).is_some_and(|cut| long.starts_with(&cut)), "{long}");
        }
        for own in ["+4520101406", "+46701234567", "+4511111111", "+358401234567", "+4912345", ""] {
            assert_eq!(phone_cut(own), None, "{own}");
        }
    }

    #[test]
    fn what_was_stored_before_its_nought_was_understood_is_found() {
        assert_eq!(phone_before("+46701234568").unwrap(), "+460701234568");
        assert_eq!(phone_before("+4520123456"), None);
    }
}
