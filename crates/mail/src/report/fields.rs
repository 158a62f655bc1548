//! Groups of fields, as in RFC 3464 and RFC 5965: `name: value` on a line, folded onto further lines, groups parted by an empty
//! one.

/// Fields that belong together.
#[derive(Debug, Default)]
pub(super) struct Group(Vec<(String, String)>);

impl Group {
    /// How many fields have that name.
    pub(super) fn count(&self, name: &'static str) -> usize {
        self.all(name).count()
    }

    /// The value of the first field of that name.
    pub(super) fn first(&self, name: &'static str) -> Option<&str> {
        self.nth(name, 0)
    }

    /// The value of one field of that name: where recipients are not parted by an empty line, each has its own.
    pub(super) fn nth(&self, name: &'static str, at: usize) -> Option<&str> {
        self.all(name).nth(at)
    }

    fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The groups of a text; what is no field is passed over.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let mut all = vec![Group::default()];
    for line in text.lines() {
        let Some(group) = all.last_mut() else { break };
        if line.trim().is_empty() {
            if !group.0.is_empty() {
                all.push(Group::default());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.0.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((key, value)) = line.split_once(':') {
            group.0.push((key.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    all
}

/// A value in lower case without its comments, which stand in parentheses, may nest, and hold what is quoted by a backslash
/// (RFC 5322, 3.2.2).
pub(super) fn bare(value: &str) -> String {
    let mut depth = 0u32;
    let mut quoted = false;
    let mut kept = String::new();
    for c in value.chars() {
        match c {
            _ if quoted => quoted = false,
            '\\' if depth > 0 => quoted = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_folded_and_grouped_and_comments_are_none_of_theirs() {
        let text = "Reporting-MTA: dns; mx.example\r\n\r\nAction: failed (no (such) \\) user)\r\nDiagnostic-Code: smtp;\r\n\t550 5.1.1\r\n  gone\r\n\r\n\r\nACTION : delivered\r\n";
        let groups = groups(text);
        assert_eq!(groups.len(), 3);
        assert_eq!(groups[1].first("action").map(bare).as_deref(), Some("failed"));
        assert_eq!(groups[1].first("diagnostic-code"), Some("smtp; 550 5.1.1 gone"));
        assert_eq!(groups[2].first("action"), Some("delivered"));
        assert_eq!(bare("a (b"), "a");
    }
}
