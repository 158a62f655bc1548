//! Answers to requests, from templates in every language, to be read and changed before they go.

use hjemmel_model::Language;
use hjemmel_words::{Value, word_with};

/// Every template.
pub const REPLIES: [&str; 17] = [
    "receipt",
    "identity",
    "clarification",
    "extension",
    "access_done",
    "nothing_held",
    "portability_done",
    "rectification_done",
    "rectification_refused",
    "erasure_done",
    "erasure_partial",
    "erasure_refused",
    "restriction_done",
    "restriction_lifted",
    "objection_done",
    "objection_refused",
    "excessive",
];

/// What stands in the braces of a template.
#[derive(Clone, Debug, Default)]
pub struct ReplyFill {
    /// Who answers.
    pub name_of_sender: String,
    /// The day it came.
    pub received: String,
    /// The day it is due.
    pub due: String,
    /// Why, in the words of whoever answers.
    pub reason: String,
    /// What is kept.
    pub kept: String,
    /// Until when.
    pub until: String,
    /// What was asked for, in words.
    pub kind: String,
    /// Whom to complain to.
    pub authority: String,
    /// Where the person sees what is held about them.
    pub page: String,
}

/// Subject and text of a template, filled in; `None` when there is none of that name. What is not given stands as `…`, for
/// whoever reads it before it goes.
pub fn reply_draft(name: &str, language: Language, fill: &ReplyFill) -> Option<(String, String)> {
    let gap = |text: &String| Value::from(if text.is_empty() { "…" } else { text });
    let values = [
        ("name_of_sender", gap(&fill.name_of_sender)),
        ("received", gap(&fill.received)),
        ("due", gap(&fill.due)),
        ("reason", gap(&fill.reason)),
        ("kept", gap(&fill.kept)),
        ("until", gap(&fill.until)),
        ("kind", gap(&fill.kind)),
        ("authority", gap(&fill.authority)),
        ("page", gap(&fill.page)),
    ];
    let of = |part: &str| word_with(language, &format!("reply_{name}_{part}"), &values);
    Some((of("subject")?, of("body")?))
}

#[cfg(test)]
mod tests {
    use hjemmel_words::{names, template};

    use super::*;

    #[test]
    fn every_template_is_there_in_every_language_and_none_is_left_over() {
        for l in Language::ALL {
            for name in REPLIES {
                let fill = ReplyFill { reason: "fordi {due}".into(), due: "1. maj".into(), ..ReplyFill::default() };
                let (subject, body) = reply_draft(name, l, &fill).unwrap();
                assert!(subject.len() > 8 && body.len() > 80, "{name}");
                assert!(!body.replace("fordi {due}", "").contains('{'), "{name}: {body}");
                let refuses =
                    name.ends_with("refused") || matches!(name, "extension" | "erasure_partial" | "excessive");
                let template = template(l, &format!("reply_{name}_body")).unwrap();
                assert!(!refuses || template.contains("{authority}"), "{name} names whom to complain to (12(4))");
            }
        }
        assert_eq!(names("reply_").count(), 2 * REPLIES.len());
        assert_eq!(reply_draft("unknown", Language::Da, &ReplyFill::default()), None);
    }
}
