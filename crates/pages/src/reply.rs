//! Answers to requests, from templates in every language, to be read and changed before they go.

use std::sync::LazyLock;

use hjemmel_model::Language;

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

static TEXTS: LazyLock<[serde_json::Value; 3]> = LazyLock::new(|| {
    [
        include_str!("../text/replies.da.json"),
        include_str!("../text/replies.sv.json"),
        include_str!("../text/replies.en.json"),
    ]
    .map(|text| serde_json::from_str(text).unwrap_or_default())
});

/// Subject and text of a template, filled in; `None` when there is none of that name. What is not given stands as `…`, for
/// whoever reads it before it goes.
pub fn reply_draft(name: &str, language: Language, fill: &ReplyFill) -> Option<(String, String)> {
    let [da, sv, en] = &*TEXTS;
    let texts = match language {
        Language::Da => da,
        Language::Sv => sv,
        Language::En => en,
    };
    let of = |part: &str| Some(filled(texts.get(format!("{name}_{part}"))?.as_str()?, fill));
    Some((of("subject")?, of("body")?))
}

/// In one pass, so that what was filled in is not read as a template again.
fn filled(template: &str, fill: &ReplyFill) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let value = match name {
            "name_of_sender" => &fill.name_of_sender,
            "received" => &fill.received,
            "due" => &fill.due,
            "reason" => &fill.reason,
            "kept" => &fill.kept,
            "until" => &fill.until,
            "kind" => &fill.kind,
            "authority" => &fill.authority,
            "page" => &fill.page,
            _ => "",
        };
        out.push_str(if value.is_empty() { "…" } else { value });
        rest = tail;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_there_in_every_language_and_none_is_left_over() {
        for (l, texts) in Language::ALL.into_iter().zip(&*TEXTS) {
            for name in REPLIES {
                let fill = ReplyFill { reason: "fordi {due}".into(), due: "1. maj".into(), ..ReplyFill::default() };
                let (subject, body) = reply_draft(name, l, &fill).unwrap();
                assert!(subject.len() > 8 && body.len() > 80, "{name}");
                assert!(!body.replace("fordi {due}", "").contains('{'), "{name}: {body}");
                let refuses =
                    name.ends_with("refused") || matches!(name, "extension" | "erasure_partial" | "excessive");
                let template = texts[format!("{name}_body")].as_str().unwrap();
                assert!(!refuses || template.contains("{authority}"), "{name} names whom to complain to (12(4))");
            }
            assert_eq!(texts.as_object().unwrap().len(), 2 * REPLIES.len());
        }
        assert_eq!(reply_draft("unknown", Language::Da, &ReplyFill::default()), None);
    }
}
