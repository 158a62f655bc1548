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
    CONSENT_PROOF_DELETE = "consent/proof_delete";
    CONSENT_PROOF_END = "consent/proof_end";
    CONSENT_PROOF_SET = "consent/proof_set";
    EVIDENCE_CHECKPOINT_INSERT = "evidence/checkpoint_insert";
    EVIDENCE_CHECKPOINT_LAST = "evidence/checkpoint_last";
    EVIDENCE_FIND = "evidence/find";
    EVIDENCE_INSERT = "evidence/insert";
    EVIDENCE_LEAVES = "evidence/leaves";
    EVIDENCE_NUMBER = "evidence/number";
    EVIDENCE_PENDING = "evidence/pending";
    FORM_CURRENT = "form/current";
    FORM_INSERT = "form/insert";
    FORM_LIST = "form/list";
    FORM_VERSION = "form/version";
    IDENTIFIER_BY_HASH = "identifier/by_hash";
    IDENTIFIER_BY_ID = "identifier/by_id";
    IDENTIFIER_DELETE = "identifier/delete";
    IDENTIFIER_INSERT = "identifier/insert";
    IDENTIFIER_OF_PERSON = "identifier/of_person";
    IDENTIFIER_UNCONFIRMED = "identifier/unconfirmed";
    IDENTIFIER_VERIFY = "identifier/verify";
    JOB_AGAIN = "job/again";
    JOB_CLAIM = "job/claim";
    JOB_CLAMP_LEASE = "job/clamp_lease";
    JOB_CLAMP_RUN = "job/clamp_run";
    JOB_COUNT = "job/count";
    JOB_DONE_AT = "job/done_at";
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
    MAIL_LINK_DELETE_EXPIRED = "mail_link/delete_expired";
    MAIL_LINK_DELETE_OF = "mail_link/delete_of";
    MAIL_LINK_FIND = "mail_link/find";
    MAIL_LINK_INSERT = "mail_link/insert";
    MAIL_LINK_USE = "mail_link/use";
    MESSAGE_COUNT_SINCE = "message/count_since";
    MESSAGE_DELETE_OF = "message/delete_of";
    MESSAGE_FIND = "message/find";
    MESSAGE_INSERT = "message/insert";
    MESSAGE_OF_PERSON = "message/of_person";
    MESSAGE_PUT_BACK = "message/put_back";
    MESSAGE_SET = "message/set";
    MESSAGE_TAKE = "message/take";
    NOTICE_INSERT = "notice/insert";
    NOTICE_LIST = "notice/list";
    NOTICE_LIST_ALL = "notice/list_all";
    PERMISSION_DELETE_OF = "permission/delete_of";
    PERMISSION_INSERT = "permission/insert";
    PERMISSION_NEXT_SEQ = "permission/next_seq";
    PERMISSION_OF_PERSON = "permission/of_person";
    PERSON_COUNT = "person/count";
    PERSON_DELETE_EMPTY = "person/delete_empty";
    PERSON_FIND = "person/find";
    PERSON_INSERT = "person/insert";
    PERSON_LANGUAGE = "person/language";
    PERSON_PAGE = "person/page";
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
    SUPPRESSION_FIND = "suppression/find";
    SUPPRESSION_INSERT = "suppression/insert";
    TALLY_ADD = "tally/add";
    TALLY_SUM = "tally/sum";
    TENANT_INSERT = "tenant/insert";
    TENANT_LIST = "tenant/list";
    TOPIC_INSERT = "topic/insert";
    TOPIC_LIST = "topic/list";
    USER_BY_EMAIL = "user/by_email";
    USER_BY_ID = "user/by_id";
    USER_INSERT = "user/insert";
    USER_LIST = "user/list";
    USER_REMOVE = "user/remove";
    USER_SET_PASSWORD = "user/set_password";
    USER_SET_ROLE = "user/set_role";
}
