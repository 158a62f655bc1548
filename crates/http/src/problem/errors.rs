//! What an error of a use case is over HTTP.

use hjemmel_app::{AppError, PasskeyRequest, refusal_words};
use hjemmel_policy::Reason;
use hjemmel_store::StoreError;
use hjemmel_words::{Message, Value, key, message};

use super::Problem;

/// Why a decision was no, what would make it lawful, and the rule.
fn refused(reason: Reason) -> Message {
    let (why, way_out) = refusal_words(reason);
    message!("detail_refused", why = why, way_out = way_out, rule = reason.rule())
}

/// That somebody may not receive data, why, and what would change it.
pub(crate) fn barred(name: &str, reason: Reason) -> Message {
    let (why, way_out) = refusal_words(reason);
    message!("detail_may_not_receive", name = name, why = why, way_out = way_out, rule = reason.rule())
}

/// A field, and what is wrong with it.
pub(crate) fn of_field(field: &str, why: impl Into<Value>) -> Message {
    message!("detail_field", field = field, why = why.into())
}

/// Something with several faults.
fn listed(code: &str, faults: impl Iterator<Item = Message>) -> Problem {
    Problem {
        faults: faults.map(super::Fault::Said).collect(),
        ..Problem::new(code, key!("detail_mend_what_is_listed"))
    }
}

/// The name of a thing as the catalogue writes it: `api key` is `api_key`.
fn slug(what: &str) -> String {
    what.replace('\'', "").replace(' ', "_")
}

/// That too many attempts were made, and when the next may be.
fn too_many(minutes: u32) -> Problem {
    let wait = u64::from(minutes) * 60;
    Problem::new("too_many_attempts", message!("detail_again_in_minutes", minutes = minutes)).later(wait)
}

/// That a second factor is asked for, and which would do.
fn second_asked(code: bool, passkey: Option<Box<PasskeyRequest>>) -> Problem {
    let how = match (code, &passkey) {
        (true, None) => key!("detail_send_the_code"),
        (true, Some(_)) => key!("detail_send_the_code_or_passkey"),
        (false, Some(_)) => key!("detail_send_passkey_or_recovery_code"),
        (false, None) => key!("detail_send_a_recovery_code"),
    };
    Problem { passkey, ..Problem::new("second_factor_asked", how) }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Problem {
        match error {
            AppError::Store(e) => e.into(),
            AppError::NotForHolders(_) => Problem::new("not_allowed", key!("detail_this_is_for_staff")),
            AppError::Denied(denied) => {
                Problem::new("not_allowed", message!("detail_role_may_not", role = denied.role.name()))
            }
            AppError::Refused(reason) => Problem::new("refused", refused(reason)),
            AppError::Barred { name, reason } => Problem::new("may_not_receive", barred(&name, reason)),
            AppError::Notice(wrong) => listed("notice_unlawful", wrong.iter().map(Message::from)),
            AppError::Invalid { field, why } => Problem::new("invalid", of_field(field, why)),
            AppError::Filter(e) => Problem::new("filter_invalid", e),
            AppError::Definition(e) => Problem::new("segment_invalid", e),
            AppError::Segment(e) => Problem::new("segment_invalid", e),
            AppError::SegmentInUse => Problem::new("segment_in_use", key!("detail_segment_in_use")),
            AppError::Unread(why) => Problem::new("invalid", of_field("file", why)),
            AppError::Attribute(e) => Problem::new("not_for_profiles", e),
            AppError::Identifier(e) => Problem::new("invalid", e),
            AppError::TooMuch { rows } => Problem::new("too_much", message!("detail_confirm_rows", rows = rows)),
            AppError::SignIn => Problem::new("sign_in_failed", key!("detail_check_both_and_try_again")),
            AppError::TooMany { minutes } => too_many(minutes),
            AppError::Crowded => Problem::new("unavailable", key!("detail_many_are_signing_in")).later(3),
            AppError::SecondAsked { code, passkey } => second_asked(code, passkey),
            AppError::Code => Problem::new("second_factor_wrong", key!("detail_wait_for_the_next_code")),
            AppError::Proof => Problem::new("proof_wrong", key!("detail_check_the_password_or_code")),
            AppError::Passkey => Problem::new("passkey_wrong", key!("detail_each_answer_counts_once")),
            AppError::PasskeyCopied => Problem::new("passkey_copied", key!("detail_remove_this_passkey")),
            AppError::PasskeyElsewhere(origin) => {
                Problem::new("passkey_elsewhere", message!("detail_open_at", address = origin))
            }
            AppError::PasskeysOff => Problem::new("passkeys_unavailable", key!("detail_public_url_needs_a_name")),
            AppError::Link => Problem::new("link_spent", key!("detail_ask_for_a_new_one")),
            AppError::NoticeChanged => Problem::new("notice_changed", key!("detail_load_the_page_again")),
            AppError::Untrusted => Problem::new("untrusted_choice", key!("detail_grant_needs_a_real_act")),
            AppError::NotShown => Problem::new("banner_not_shown", key!("detail_say_shown_first")),
            AppError::Form(wrong) => listed("form_unlawful", wrong.iter().map(Message::from)),
            AppError::Campaign(wrong) => listed("campaign_unlawful", wrong.iter().map(Message::from)),
            AppError::ClockInDoubt => Problem::new("clock_in_doubt", key!("detail_look_at_the_clock")),
            AppError::GoneTooMuch { gone, all } => {
                Problem::new("gone_too_much", message!("detail_would_go_at_once", gone = gone, all = all))
            }
            AppError::NothingToConfirm => Problem::new("nothing_to_confirm", key!("detail_read_the_condition_again")),
            AppError::NoAnswer => Problem::new("no_answer", key!("detail_answer_first")),
            AppError::MailLater => Problem::new("mail_later", key!("detail_is_a_mail_server_set_up")),
            AppError::Report(hjemmel_app::ReportError::TooSlow) => {
                Problem::new("report_too_slow", key!("detail_ask_for_a_shorter_period"))
            }
            AppError::Report(hjemmel_app::ReportError::Failed)
            | AppError::Events(_)
            | AppError::JobUnknown(_)
            | AppError::Damaged(_)
            | AppError::Interrupted => {
                tracing::error!(error = %error, "http.failed");
                Problem::internal()
            }
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            StoreError::NotFound(what) => {
                Problem::new("not_found", message!("detail_no_such", what = slug(what), thing = what))
            }
            StoreError::Taken(what) => Problem::new("taken", message!("detail_taken", what = slug(what), thing = what)),
            StoreError::Changed(what) => {
                Problem::new("changed", message!("detail_changed", what = slug(what), thing = what))
            }
            StoreError::Refused(reason) => Problem::new("refused", refused(reason)),
            StoreError::Unanswered => Problem::new("unanswered", key!("detail_close_other_requests_first")),
            StoreError::RecipientsOpen => Problem::new("recipients_open", key!("detail_mark_who_has_answered")),
            StoreError::TooMany(what) => {
                Problem::new("invalid", message!("detail_too_many", what = slug(what), thing = what))
            }
            StoreError::Busy => Problem::new("unavailable", key!("detail_try_again_in_a_moment")),
            error => {
                // The source may hold values of a statement, so only our own words are logged.
                tracing::error!(error = %error, "store.failed");
                Problem::new("unavailable", key!("detail_the_database_does_not_answer"))
            }
        }
    }
}
