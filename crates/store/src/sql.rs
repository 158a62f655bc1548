//! Every query by name, so that one test can prepare them all on both databases.

macro_rules! queries {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)+) => {
        $(pub(crate) const $name: &str = include_str!(concat!("../sql/", $path, ".sql"));)+

        /// Every query: its path and its text.
        pub const QUERIES: &[(&str, &str)] = &[$(($path, $name)),+];
    };
}

queries! {
    API_KEY_BY_HASH = "api_key/by_hash";
    API_KEY_INSERT = "api_key/insert";
    API_KEY_LIST = "api_key/list";
    API_KEY_REVOKE = "api_key/revoke";
    AUDIT_INSERT = "audit/insert";
    AUDIT_NEXT_SEQ = "audit/next_seq";
    AUDIT_PAGE = "audit/page";
    CONSENT_BY_SEQ = "consent/by_seq";
    CONSENT_FIND = "consent/find";
    CONSENT_INSERT = "consent/insert";
    CONSENT_NEXT_SEQ = "consent/next_seq";
    CONSENT_OF_SUBJECT = "consent/of_subject";
    CONSENT_PAGE = "consent/page";
    CONSENT_PROOF_END = "consent/proof_end";
    CONSENT_PROOF_EXTEND = "consent/proof_extend";
    EVIDENCE_CHECKPOINT_INSERT = "evidence/checkpoint_insert";
    EVIDENCE_CHECKPOINT_LAST = "evidence/checkpoint_last";
    EVIDENCE_FIND = "evidence/find";
    EVIDENCE_INSERT = "evidence/insert";
    EVIDENCE_LEAVES = "evidence/leaves";
    EVIDENCE_NUMBER = "evidence/number";
    EVIDENCE_PENDING = "evidence/pending";
    JOB_AGAIN = "job/again";
    JOB_CLAIM = "job/claim";
    JOB_COUNT = "job/count";
    JOB_EXTEND = "job/extend";
    JOB_FAIL = "job/fail";
    JOB_FINISH = "job/finish";
    JOB_INSERT = "job/insert";
    JOB_LIST = "job/list";
    JOB_RETRY = "job/retry";
    LINK_DELETE_EXPIRED = "link/delete_expired";
    LINK_FIND = "link/find";
    LINK_INSERT = "link/insert";
    LINK_USE = "link/use";
    NOTICE_INSERT = "notice/insert";
    NOTICE_LIST = "notice/list";
    NOTICE_LIST_ALL = "notice/list_all";
    RESTRICTION_AFTER = "restriction/after";
    RESTRICTION_FORGET = "restriction/forget";
    RESTRICTION_INSERT = "restriction/insert";
    RESTRICTION_NEXT_SEQ = "restriction/next_seq";
    SESSION_BY_TOKEN = "session/by_token";
    SESSION_DELETE = "session/delete";
    SESSION_DELETE_ALL = "session/delete_all";
    SESSION_DELETE_EXPIRED = "session/delete_expired";
    SESSION_INSERT = "session/insert";
    SESSION_LIST = "session/list";
    SESSION_SEEN = "session/seen";
    SITE_INSERT = "site/insert";
    SITE_LIST_ALL = "site/list_all";
    SITE_UPDATE = "site/update";
    TALLY_ADD = "tally/add";
    TALLY_SUM = "tally/sum";
    TENANT_INSERT = "tenant/insert";
    TENANT_LIST = "tenant/list";
    USER_BY_EMAIL = "user/by_email";
    USER_BY_ID = "user/by_id";
    USER_INSERT = "user/insert";
    USER_LIST = "user/list";
    USER_REMOVE = "user/remove";
    USER_SET_PASSWORD = "user/set_password";
    USER_SET_ROLE = "user/set_role";
}
