//! The status of a failure (RFC 3463): from the field that is there for it, from what the server said, from its words.

use super::words;

/// Whether a status says in so many words that the address takes no mail at all (RFC 3463): not a full mailbox, not a
/// message that was too big, not a server that does not like ours, and not a refusal without a reason.
pub fn address_is_dead(status: &str) -> bool {
    // Its domain is not there; moved or closed; and what is wrong with the address itself, not with the sender's.
    matches!(status, "5.4.4" | "5.2.1") || status.starts_with("5.1.") && !matches!(status, "5.1.7" | "5.1.8" | "5.1.9")
}

/// The first enhanced status code (RFC 3463) in a text, such as `5.1.1`.
pub fn status_in(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|word| word.trim_matches('.'))
        .find(|w| is_code(w))
        .map(str::to_owned)
}

fn is_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let [class, subject, detail] = parts.as_slice() else { return false };
    let short = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    matches!(*class, "2" | "4" | "5") && short(subject) && short(detail)
}

fn is_reply(word: &str) -> bool {
    word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|b| b.is_ascii_digit())
}

/// A code in running text, where versions and numbers of all kinds look like one: after the reply of a server, a `#`, a word
/// that announces it, or at the beginning of a line.
fn status_after(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let mut before = None;
        for word in line.split(|c: char| c.is_whitespace() || "()[]{}<>,;:-\"'".contains(c)).filter(|w| !w.is_empty()) {
            let (marked, code) = (word.starts_with('#'), word.trim_start_matches('#').trim_matches('.'));
            let announced =
                before.is_none_or(|b: &str| is_reply(b) || ["status", "error", "code", "message"].contains(&b));
            if (marked || announced) && is_code(code) && !code.starts_with('2') {
                return Some(code.to_owned());
            }
            before = Some(word);
        }
        None
    })
}

/// The first digit of the reply of a server in a text. One that is final outweighs one that is not, which must stand where a
/// reply stands: numbers with three digits are in telephone numbers too.
fn reply_in(text: &str) -> Option<char> {
    let mut found = None;
    for line in text.lines() {
        let mut before = ':';
        for word in line.split_whitespace() {
            let code = word.split('-').next().unwrap_or_default().trim_matches(|c: char| "():,;[]".contains(c));
            match code.chars().next().filter(|_| is_reply(code)) {
                Some('5') => return Some('5'),
                Some(digit) if ":;".contains(before) && !word.starts_with('(') => found = Some(digit),
                _ => {}
            }
            before = word.chars().last().unwrap_or(':');
        }
    }
    found
}

/// Codes that say only that something went wrong, or that some servers give for everything.
fn is_vague(status: &str) -> bool {
    let mut parts = status.split('.').skip(1);
    let (subject, detail) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    detail == "0" || status == "5.7.1" || status == "5.4.1" || subject == "0"
}

/// The status that counts for a failure: `code` as the report gives it, `diagnostic` as the last server said it, `notice` as it
/// is told to people. A more exact one of those wins over a vague one; words are asked last, and never make final what was
/// only put off.
pub(super) fn effective(code: &str, diagnostic: &str, notice: &str) -> String {
    let code = status_in(code).filter(|c| !c.starts_with('2'));
    if let Some(exact) = code.as_ref().filter(|c| !is_vague(c)) {
        return exact.clone();
    }
    let said = status_after(diagnostic).or_else(|| status_in(diagnostic).filter(|c| !c.starts_with('2')));
    if let Some(exact) = said.as_ref().filter(|c| !is_vague(c)) {
        return exact.clone();
    }
    let vague = said.or(code).unwrap_or_else(|| "5.0.0".into());
    let loose = vague != "5.7.1";
    let told = match words::status_of(diagnostic, loose) {
        Some(status) => Some((status, reply_in(diagnostic))),
        // The words to people are about this failure only where the server's own say nothing.
        None => {
            words::status_of(notice, loose).map(|status| (status, reply_in(diagnostic).or_else(|| reply_in(notice))))
        }
    };
    match told {
        Some((status, Some('4'))) => status.replacen('5', "4", 1),
        Some((status, _)) if vague.starts_with('4') => status.replacen('5', "4", 1),
        Some((status, _)) => status.to_owned(),
        None => vague,
    }
}

/// Whether the words name a reason that ends in a failure.
pub(super) fn told_unknown(notice: &str) -> bool {
    words::status_of(notice, true).is_some_and(|status| matches!(status, "5.1.1" | "5.1.2" | "5.2.1" | "5.2.2"))
}

/// The status of a failure that is only told in words.
pub(super) fn told(notice: &str) -> String {
    match status_after(notice) {
        Some(code) => effective(&code, "", notice),
        None => effective("", "", notice),
    }
}

/// The status of what a server answered when it refused a message for good.
pub(crate) fn refusal_status(answer: &str) -> String {
    effective("", answer, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_that_the_address_is_dead_ends_it() {
        for dead in ["5.1.1", "5.1.2", "5.1.10", "5.2.1", "5.4.4"] {
            assert!(address_is_dead(dead), "{dead}");
        }
        for alive in ["5.2.2", "5.7.1", "5.7.26", "5.3.4", "5.1.8", "4.1.1", "4.4.4", "5.5.0", "5.0.0"] {
            assert!(!address_is_dead(alive), "{alive}");
        }
    }

    #[test]
    fn a_status_is_found_in_what_servers_say() {
        assert_eq!(status_in("550 5.1.1 <eva@x.example>: Recipient address rejected").as_deref(), Some("5.1.1"));
        assert_eq!(status_in("permanent error (550): 5.7.26 unauthenticated").as_deref(), Some("5.7.26"));
        assert_eq!(status_in("gone for good: 5.1.6.").as_deref(), Some("5.1.6"));
        assert_eq!(status_in("550 no such user at 10.1.2.3"), None);
        assert_eq!(status_in("552"), None);
        for version in ["ESMTP 4.92.3 ready", "by mx (8.9.3/8.9.3)", "from 5.1.1.7"] {
            assert_eq!(status_after(version), None, "{version}");
        }
    }

    #[test]
    fn a_vague_code_gives_way_to_an_exact_one_and_both_to_words() {
        let cases = [
            ("5.1.1", "smtp; 550 5.7.1 spam", "5.1.1"),
            ("5.0.0", "smtp; 550 5.1.1 <x@y.example>: User unknown", "5.1.1"),
            ("5.0.0", "smtp; 550-5.7.1 likely unsolicited mail. 550 5.7.1 user unknown", "5.7.1"),
            ("5.0.0", "smtp; 550 No such user here", "5.1.1"),
            ("5.5.0", "smtp; 550 Requested action not taken: mailbox unavailable", "5.1.1"),
            ("5.0.0", "smtp; 450 mailbox unavailable", "4.1.1"),
            ("4.0.0", "smtp; no such user", "4.1.1"),
            ("4.4.1", "connection timed out", "4.4.1"),
            ("5.4.1", "smtp; 550 5.4.1 Recipient address rejected: Access denied", "5.1.1"),
            ("5.7.1", "smtp; 550 5.7.1 Recipient address rejected: Access denied", "5.7.1"),
            ("5.7.1", "smtp; 550 5.7.1 no such user", "5.1.1"),
            ("5.1.0", "smtp; 550 5.1.0 sender rejected", "5.1.8"),
            ("5.0.0", "smtp; 552 the mailbox of no.such.user@y.example is full", "5.2.2"),
            ("", "", "5.0.0"),
        ];
        for (code, diagnostic, status) in cases {
            assert_eq!(effective(code, diagnostic, ""), status, "{code} {diagnostic}");
        }
    }

    #[test]
    fn a_refusal_without_a_code_is_read_by_its_words() {
        for (answer, status) in [
            ("permanent error (550): No such user", "5.1.1"),
            ("permanent error (550): 5.1.1 gone", "5.1.1"),
            ("permanent error (550): blocked by our policy: no such user", "5.7.1"),
            ("permanent error (552): over quota", "5.2.2"),
            ("permanent error (554): no", "5.0.0"),
        ] {
            assert_eq!(refusal_status(answer), status, "{answer}");
        }
    }
}
