//! Addresses and numbers in a field, whatever else stands there.

use hjemmel_model::IdentifierKind;

use crate::import::plan::Plan;

/// What of that kind can be found in a field: one that is nothing else, or each in a text.
pub(crate) fn found(kind: IdentifierKind, text: &str, plan: &Plan) -> Vec<String> {
    let text = super::trimmed(text);
    if let Ok(value) = plan.normal(kind, text) {
        return vec![value];
    }
    let mut all: Vec<String> = match kind {
        IdentifierKind::Email => emails(text),
        IdentifierKind::Phone => {
            text.split([';', ',', '/', '|', '\n']).filter_map(|part| plan.normal(kind, part).ok()).collect()
        }
        IdentifierKind::CustomerNumber => Vec::new(),
    };
    all.dedup();
    all
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
