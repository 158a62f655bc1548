//! Addresses and numbers in a field, whatever else stands there.

use hjemmel_model::IdentifierKind;

use crate::import::plan::Plan;

/// What of that kind can be found in a field: one that is nothing else, or each in a text.
pub(crate) fn found(kind: IdentifierKind, text: &str, plan: &Plan) -> Vec<String> {
    let text = super::trimmed(text);
    // What a program kept as a number is one with a point behind it.
    let whole =
        text.strip_suffix(".0").filter(|t| kind == IdentifierKind::Phone && t.bytes().all(|b| b.is_ascii_digit()));
    let text = whole.unwrap_or(text);
    // A day has as many figures as a number, and says since when somebody wants to be called no more.
    if kind == IdentifierKind::Phone && is_day(text) {
        return Vec::new();
    }
    if let Ok(value) = plan.normal(kind, text) {
        // A national number is nobody's customer number (N-03).
        let national = kind == IdentifierKind::CustomerNumber && hjemmel_collect::recognise::national_number(&value);
        return if national { Vec::new() } else { vec![value] };
    }
    let mut all: Vec<String> = match kind {
        IdentifierKind::Email => emails(text),
        IdentifierKind::Phone => phones(text, plan),
        IdentifierKind::CustomerNumber => Vec::new(),
    };
    all.dedup();
    all
}

/// Whether it is written as a day: `2024-01-01`, `20.12.2024`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.get(..10).unwrap_or_default().split(['-', '.', '/']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] if year.len() == 4 => (*year, *month, *day),
        _ => return false,
    };
    let within = |part: &str, from: u16, to: u16| part.parse().is_ok_and(|n: u16| (from..=to).contains(&n));
    within(year, 1900, 2100) && within(month, 1, 12) && within(day, 1, 31)
}

/// Numbers among other words: `Mobil: 20 12 34 56 lok. 12`, `20123456 og 20123457`.
fn phones(text: &str, plan: &Plan) -> Vec<String> {
    let normal = |part: &str| plan.normal(IdentifierKind::Phone, part).ok();
    let inside = |c: char| c.is_numeric() || c.is_whitespace() || "+-.()_\u{2010}\u{2011}\u{2012}\u{2013}".contains(c);
    let mut all = Vec::new();
    for run in text.split(|c: char| c == '\n' || !inside(c)) {
        let run = run.trim_matches(|c: char| !c.is_numeric() && !matches!(c, '+' | '('));
        let figures = run.chars().filter(|c| c.is_numeric()).count();
        match normal(run.trim_end_matches(['+', '('])) {
            Some(number) => all.push(number),
            // What is too short for a number is one of a house, or within it.
            None if figures >= 8 => all.extend(parted(run, &normal)),
            None => {}
        }
    }
    all
}

/// Two numbers with nothing between them but a space.
fn parted(run: &str, normal: &impl Fn(&str) -> Option<String>) -> Vec<String> {
    let words: Vec<&str> = run.split_whitespace().collect();
    (1..words.len())
        .find_map(|at| {
            let (first, rest) = words.split_at_checked(at)?;
            Some(vec![normal(&first.join(" "))?, normal(&rest.join(" "))?])
        })
        .unwrap_or_default()
}

/// Addresses as people write them so that programs do not find them, or by a slip: `anna (at) firma dot dk`, `anna @firma.dk`,
/// `anna@firma,dk`. They are as good as a guess, so nobody is written to at one.
pub(crate) fn meant(kind: IdentifierKind, text: &str, plan: &Plan) -> Vec<String> {
    match kind {
        _ if text.len() > 400 => Vec::new(),
        IdentifierKind::Email => emails_meant(text),
        IdentifierKind::Phone => phones_meant(text, plan),
        IdentifierKind::CustomerNumber => Vec::new(),
    }
}

/// Numbers with letters for figures, as Americans begin them, without their plus, or as a spreadsheet shows what is long:
/// `2O123456`, `011 45 20 12 34 56`, `4.520123456E+9`.
fn phones_meant(text: &str, plan: &Plan) -> Vec<String> {
    let text = super::trimmed(text);
    let as_figures = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' | '|' => '1',
        c => c,
    };
    let plain: String = text.chars().map(as_figures).collect();
    let figures: String = plain.chars().filter(char::is_ascii_digit).collect();
    let foreign = plain.chars().any(|c| c.is_alphabetic());
    let mut ways = vec![plain.clone()];
    if !foreign {
        ways.extend(figures.strip_prefix("011").map(|rest| format!("+{rest}")));
        ways.push(format!("+{}", figures.trim_start_matches('0')));
    }
    ways.extend(written_out(text).into_iter().flat_map(|whole| [format!("+{whole}"), whole]));
    ways.iter().find_map(|way| plan.normal(IdentifierKind::Phone, way).ok()).into_iter().collect()
}

/// A number that was written with a power of ten, if no figure of it was lost.
fn written_out(text: &str) -> Option<String> {
    let (number, power) = text.split_once(['E', 'e'])?;
    let (whole, rest) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let power: usize = power.trim_start_matches('+').parse().ok()?;
    let figures = format!("{whole}{rest}");
    let all = figures.bytes().all(|b| b.is_ascii_digit()) && whole.len() == 1 && power < 16;
    (all && rest.len() <= power && rest.len() + 2 >= power)
        .then(|| format!("{figures}{}", "0".repeat(power - rest.len())))
}

fn emails_meant(text: &str) -> Vec<String> {
    let mut text = text.to_lowercase().replace(['＠', '﹫'], "@").replace('"', "");
    let at = [
        "[at]",
        "(at)",
        "{at}",
        "<at>",
        " at ",
        "(a)",
        "[a]",
        "(snabel-a)",
        "[snabel-a]",
        "(snabela)",
        " snabel-a ",
        "(ät)",
        "[ät]",
    ];
    for sign in at {
        text = text.replace(sign, "@");
    }
    for sign in
        ["[dot]", "(dot)", "{dot}", " dot ", "(punkt)", "[punkt]", " punktum ", " punkt ", "(punktum)", " piste "]
    {
        text = text.replace(sign, ".");
    }
    let mut parts = text.split('@').map(str::trim);
    let mut joined = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        joined.push('@');
        // A domain without a dot before its comma has a comma for one.
        match part.split_once(',') {
            Some((first, last)) if !first.contains(['.', ' ']) && !last.starts_with(' ') => {
                joined.push_str(&format!("{first}.{last}"));
            }
            _ => joined.push_str(part),
        }
    }
    emails(&joined)
}

fn emails(text: &str) -> Vec<String> {
    let text = html_escape::decode_html_entities(text);
    let text: String = text.chars().filter(|c| !invisible(*c)).collect();
    let parts = text.split(|c: char| c.is_whitespace() || c.is_control() || "<>()[]{}\"',;:|\\«»“”„’‘".contains(c));
    let mut all = Vec::new();
    for part in parts.filter(|part| part.contains('@')) {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        if let Ok(email) = IdentifierKind::Email.normal(part)
            && !all.contains(&email)
        {
            all.push(email);
        }
    }
    if all.is_empty() {
        all = hjemmel_collect::recognise::emails(&text)
            .iter()
            .filter_map(|e| IdentifierKind::Email.normal(e).ok())
            .collect();
    }
    all
}

/// Every address in a text, also one that only may be meant: what is barred from a yes.
pub(crate) fn anywhere(text: &str) -> Vec<String> {
    if !text.contains(['@', '%', '&', '(', '[']) {
        return Vec::new();
    }
    let mut all = emails(text);
    all.extend(hjemmel_collect::recognise::emails(text));
    all
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
