//! The registry of problems: every code, with its status and title. Each is explained at `/problems/CODE`.

use hjemmel_words::{Key, key};

/// Every code, with its status and title.
pub const PROBLEMS: &[(&str, u16, Key)] = &[
    ("not_found", 404, key!("problem_not_found")),
    ("method_not_allowed", 405, key!("problem_method_not_allowed")),
    ("internal", 500, key!("problem_internal")),
    ("unavailable", 503, key!("problem_unavailable")),
    ("sign_in_needed", 401, key!("problem_sign_in_needed")),
    ("sign_in_failed", 401, key!("problem_sign_in_failed")),
    ("too_many_attempts", 429, key!("problem_too_many_attempts")),
    ("second_factor_asked", 401, key!("problem_second_factor_asked")),
    ("second_factor_wrong", 401, key!("problem_second_factor_wrong")),
    ("passkey_wrong", 401, key!("problem_passkey_wrong")),
    ("passkey_copied", 401, key!("problem_passkey_copied")),
    ("passkey_elsewhere", 409, key!("problem_passkey_elsewhere")),
    ("passkeys_unavailable", 409, key!("problem_passkeys_unavailable")),
    ("second_factor_needed", 403, key!("problem_second_factor_needed")),
    ("fresh_proof_needed", 403, key!("problem_fresh_proof_needed")),
    ("proof_wrong", 403, key!("problem_proof_wrong")),
    ("not_allowed", 403, key!("problem_not_allowed")),
    ("cross_site", 403, key!("problem_cross_site")),
    ("invalid", 422, key!("problem_invalid")),
    ("malformed", 400, key!("problem_malformed")),
    ("too_large", 413, key!("problem_too_large")),
    ("unknown_site", 404, key!("problem_unknown_site")),
    ("notice_unlawful", 422, key!("problem_notice_unlawful")),
    ("form_unlawful", 422, key!("problem_form_unlawful")),
    ("campaign_unlawful", 422, key!("problem_campaign_unlawful")),
    ("unanswered", 409, key!("problem_unanswered")),
    ("recipients_open", 409, key!("problem_recipients_open")),
    ("too_much", 409, key!("problem_too_much")),
    ("not_for_profiles", 422, key!("problem_not_for_profiles")),
    ("changed", 409, key!("problem_changed")),
    ("no_answer", 409, key!("problem_no_answer")),
    ("mail_later", 503, key!("problem_mail_later")),
    ("notice_changed", 409, key!("problem_notice_changed")),
    ("untrusted_choice", 422, key!("problem_untrusted_choice")),
    ("banner_not_shown", 422, key!("problem_banner_not_shown")),
    ("refused", 403, key!("problem_refused")),
    ("may_not_receive", 403, key!("problem_may_not_receive")),
    ("taken", 409, key!("problem_taken")),
    ("link_spent", 410, key!("problem_link_spent")),
    ("clock_in_doubt", 409, key!("problem_clock_in_doubt")),
    ("gone_too_much", 409, key!("problem_gone_too_much")),
    ("nothing_to_confirm", 409, key!("problem_nothing_to_confirm")),
    ("filter_invalid", 422, key!("problem_filter_invalid")),
    ("segment_invalid", 422, key!("problem_segment_invalid")),
    ("segment_in_use", 409, key!("problem_segment_in_use")),
    ("report_too_slow", 503, key!("problem_report_too_slow")),
    ("timed_out", 503, key!("problem_timed_out")),
    ("body_too_slow", 408, key!("problem_body_too_slow")),
    ("too_many_choices", 429, key!("problem_too_many_choices")),
    ("dialect_unknown", 404, key!("problem_dialect_unknown")),
    ("feed_stale", 503, key!("problem_feed_stale")),
];

/// A code of the registry. One that is not there does not compile where this is asked in a constant.
#[expect(clippy::panic, reason = "only ever run by the compiler")]
#[expect(clippy::indexing_slicing, reason = "there is nothing else yet when the compiler runs it")]
pub(crate) const fn known(code: &'static str) -> &'static str {
    let mut at = 0;
    while at < PROBLEMS.len() {
        let (known, asked) = (PROBLEMS[at].0.as_bytes(), code.as_bytes());
        let mut n = 0;
        while known.len() == asked.len() && n < asked.len() && known[n] == asked[n] {
            n += 1;
        }
        if known.len() == asked.len() && n == asked.len() {
            return code;
        }
        at += 1;
    }
    panic!("the registry of problems has no such code")
}

/// The status that a code comes with.
pub(crate) fn status_of(code: &str) -> Option<u16> {
    PROBLEMS.iter().find(|(known, _, _)| *known == code).map(|(_, status, _)| *status)
}
