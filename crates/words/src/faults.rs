//! What is wrong with something of the domain, as a message.

use hjemmel_model::{
    AttributeError, CAMPAIGN_BLOCKS_MAX, CampaignError, FilterError, FormError, IdError, IdentifierError,
    IdentifierKind, NoticeError, PeriodError, SEGMENT_DEPTH_MAX, SENTENCE_WORDS_MAX, SegmentError,
};

use crate::{Message, key, message};

impl From<&NoticeError> for Message {
    fn from(error: &NoticeError) -> Message {
        match error {
            NoticeError::NoPurpose => key!("fault_no_purpose_is_named").into(),
            NoticeError::Duplicate { key } => message!("fault_purpose_twice", purpose = key),
            NoticeError::Text { key, language } => {
                message!("fault_purpose_no_text", purpose = key, language = *language)
            }
            NoticeError::Controller { field } => message!("fault_controller_missing", what = *field),
            NoticeError::Placeholder => key!("fault_controller_placeholder").into(),
            NoticeError::PolicyUrl => key!("fault_policy_url").into(),
            NoticeError::Vague { key, phrase } => message!("fault_vague", purpose = key, phrase = *phrase),
            NoticeError::Pressing { key, phrase } => message!("fault_pressing", purpose = key, phrase = *phrase),
            NoticeError::Tied { key, phrase } => message!("fault_tied", purpose = key, phrase = *phrase),
            NoticeError::Long { key } => message!("fault_long", purpose = key, n = SENTENCE_WORDS_MAX),
            NoticeError::Retention { key } => message!("fault_purpose_retention", purpose = key),
            NoticeError::Recipient { key } => message!("fault_purpose_recipient", purpose = key),
        }
    }
}

impl From<&FormError> for Message {
    fn from(error: &FormError) -> Message {
        match error {
            FormError::NoTopic => key!("fault_no_topic_is_named").into(),
            FormError::Sender(field) => message!("fault_sender_missing", what = *field),
            FormError::Placeholder => key!("fault_sender_placeholder").into(),
            FormError::Text { what, language } => message!("fault_no_text", what = what, language = *language),
            FormError::Pressing { what, phrase } => message!("fault_pressing", purpose = what, phrase = *phrase),
            FormError::Tied { what, phrase } => message!("fault_tied", purpose = what, phrase = *phrase),
            FormError::PolicyUrl => key!("fault_form_policy_url").into(),
        }
    }
}

impl From<&CampaignError> for Message {
    fn from(error: &CampaignError) -> Message {
        match error {
            CampaignError::Text { what } => message!("fault_text_not_sendable", what = what),
            CampaignError::Link { what } => message!("fault_link", what = what),
            CampaignError::Blocks => message!("fault_blocks", n = CAMPAIGN_BLOCKS_MAX),
            CampaignError::Accent => key!("fault_accent").into(),
            CampaignError::MergeSign { what, sign } => message!("fault_merge_sign", what = what, sign = sign),
            CampaignError::TopicOfForm => key!("fault_topic_not_of_form").into(),
        }
    }
}

impl From<AttributeError> for Message {
    fn from(error: AttributeError) -> Message {
        match error {
            AttributeError::Name => key!("detail_attribute_name").into(),
            AttributeError::Value => key!("detail_attribute_value").into(),
            AttributeError::Special => key!("detail_special_data_needs_a_ground").into(),
            AttributeError::NationalId => key!("detail_national_number_needs_a_ground").into(),
        }
    }
}

impl From<IdentifierError> for Message {
    fn from(error: IdentifierError) -> Message {
        match error.0 {
            IdentifierKind::Email => key!("detail_not_an_email_address").into(),
            IdentifierKind::Phone => key!("detail_not_a_telephone_number").into(),
            IdentifierKind::CustomerNumber => key!("detail_not_a_customer_number").into(),
        }
    }
}

impl From<FilterError> for Message {
    fn from(error: FilterError) -> Message {
        match error {
            FilterError::TooLong => message!("detail_filter_too_long", n = FilterError::BYTES_MAX),
            FilterError::Malformed => key!("detail_filter_malformed").into(),
            FilterError::TooDeep => message!("detail_filter_too_deep", n = FilterError::DEPTH_MAX),
            FilterError::TooMany => message!("detail_filter_too_many", n = FilterError::PARTS_MAX),
            FilterError::Operator(what) => {
                message!("detail_filter_operator", what = what, all = FilterError::OPERATORS)
            }
            FilterError::Dimension(what) => {
                message!("detail_filter_dimension", what = what, all = FilterError::dimensions())
            }
            FilterError::Facet(what) => message!("detail_segment_facet", what = what),
            FilterError::FacetOperator(what) => {
                message!("detail_filter_operator", what = what, all = FilterError::FACET_OPERATORS)
            }
            FilterError::Unfit { operator, dimension } => {
                message!("detail_filter_unfit", operator = operator, dimension = dimension)
            }
            FilterError::Values(what) => {
                message!(
                    "detail_filter_values",
                    what = what,
                    n = FilterError::VALUES_MAX,
                    bytes = FilterError::VALUE_BYTES_MAX
                )
            }
            FilterError::Undeclared(what) => message!("detail_filter_undeclared", what = what),
            FilterError::Number(what) => message!("detail_filter_number", what = what),
        }
    }
}

impl From<SegmentError> for Message {
    fn from(error: SegmentError) -> Message {
        match error {
            SegmentError::Unknown => key!("detail_segment_unknown").into(),
            SegmentError::Deep => message!("detail_segment_deep", n = SEGMENT_DEPTH_MAX - 1),
            SegmentError::Large => key!("detail_segment_large").into(),
        }
    }
}

impl From<IdError> for Message {
    fn from(error: IdError) -> Message {
        message!("detail_id_invalid", id = error.0)
    }
}

impl From<PeriodError> for Message {
    fn from(error: PeriodError) -> Message {
        match error {
            PeriodError::Backwards => key!("detail_the_period_ends_before_it_begins").into(),
            PeriodError::TooLong(days) => message!("detail_period_longer", n = days),
        }
    }
}
