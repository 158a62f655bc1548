//! E-mail addresses in a text, whatever stands around them.

use hjemmel_model::IdentifierKind;

use super::view::View;

/// An address and its place in the view, in bytes.
pub(super) struct FoundEmail {
    pub from: usize,
    pub to: usize,
    /// Its forms, the likely one first; none when it is one that nobody can be written to.
    pub addresses: Vec<String>,
}

/// Endings of names of files, which no domain has: `logo@2x.png`.
const FILE_ENDINGS: [&str; 13] =
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "css", "js", "html", "pdf"];

/// Every address of a view, in order.
pub(super) fn find(view: &View) -> Vec<FoundEmail> {
    let mut found = Vec::new();
    let mut floor = 0;
    for at in view.chars.iter().enumerate().filter(|(_, c)| **c == '@').map(|(at, _)| at) {
        if let Some((one, end)) = around(view, at, floor) {
            floor = end;
            found.push(one);
        }
    }
    found
}

/// A text that is one address and nothing else.
pub(super) fn whole(text: &str) -> Option<String> {
    let normal = IdentifierKind::Email.normal(text).ok()?;
    let ending = normal.rsplit('.').next().unwrap_or_default();
    (!FILE_ENDINGS.contains(&ending)).then_some(normal)
}

/// The address around one at sign, not reaching back before `floor`, and the character it ends at.
fn around(view: &View, at: usize, floor: usize) -> Option<(FoundEmail, usize)> {
    let after = view.chars.get(at + 1..)?;
    let long = after.iter().take_while(|c| in_domain(**c)).count();
    let (domain, long) = domain(after.get(..long)?)?;
    let end = at + 1 + long;

    let before = view.chars.get(floor..at)?;
    let run = |allowed: fn(char) -> bool| before.iter().rev().take_while(|c| allowed(**c)).count();
    let skip = |long: usize, odd: fn(char) -> bool| {
        let start = before.len().saturating_sub(long);
        start + before.get(start..).unwrap_or_default().iter().take_while(|c| odd(**c)).count()
    };
    let near = skip(run(usual), |c| ".'-+~".contains(c));
    let wide = skip(run(legal), |c| c == '.');
    let local = |from: usize| before.get(from..).unwrap_or_default().iter().collect::<String>();
    let mut addresses: Vec<String> = Vec::new();
    addresses.extend(address(&local(near), &domain));
    if wide < near && !local(wide).contains(['/', '?']) {
        addresses.extend(address(&local(wide), &domain));
    }
    // Signs that only an odd address has go with it, but not those that part a page's address.
    let start = skip(run(|c| legal(c) && !"/?=&#".contains(c)), |c| "'-.".contains(c)).min(near);
    // Nothing but signs that part a page's address: it goes whole when it is an address, and is none otherwise.
    let start = if start < before.len() { start } else { wide };
    let odd = || {
        let local = local(wide);
        local.contains(char::is_alphanumeric) && address(&local, &domain).is_some()
    };
    if start >= before.len() || (start == wide && addresses.is_empty() && near >= before.len() && !odd()) {
        return None;
    }
    let byte = |cell: usize| view.offsets.get(cell).copied().unwrap_or(view.text.len());
    Some((FoundEmail { from: byte(floor + start), to: byte(end), addresses }, end))
}

/// The domain at the beginning of what follows an at sign, in the form it is stored in, and how many characters it takes.
fn domain(after: &[char]) -> Option<(String, usize)> {
    let mut long = after.len();
    loop {
        while after.get(long.checked_sub(1)?).is_some_and(|c| matches!(c, '.' | '-')) {
            long -= 1;
        }
        let text: String = after.get(..long)?.iter().collect();
        let ending = text.rsplit('.').next().unwrap_or_default().to_lowercase();
        let file = FILE_ENDINGS.contains(&ending.as_str());
        if file && scaled(&text) {
            return None;
        }
        let normal = IdentifierKind::Email.normal(&format!("a@{text}")).ok();
        if let Some(domain) = normal.filter(|_| !file) {
            return Some((domain.get(2..)?.to_owned(), long));
        }
        // What follows may not belong to it: `eva@firma.dk.1`, `eva@firma.dk.jpg`.
        long = after.get(..long)?.iter().rposition(|c| *c == '.')?;
    }
}

/// A picture for a finer screen: `2x.png`, `1.5x.png`.
fn scaled(domain: &str) -> bool {
    let factor = domain.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    factor.len() < domain.len() && factor.starts_with(['x', 'X'])
}

fn address(local: &str, domain: &str) -> Option<String> {
    let text = format!("{local}@{domain}");
    match IdentifierKind::Email.normal(&text) {
        Ok(normal) => Some(normal),
        Err(_) if local.is_ascii() || local.len() > 64 || local.ends_with('.') => None,
        Err(_) => Some(text.to_lowercase()),
    }
}

fn in_domain(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || matches!(c, '.' | '-')
}

/// An accent of its own, as some systems write `å`.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// What stands before the at sign of addresses that people have.
fn usual(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || "._+-'~".contains(c)
}

/// What may stand there.
fn legal(c: char) -> bool {
    usual(c) || "!#$%&*/=?^`{|}".contains(c)
}
