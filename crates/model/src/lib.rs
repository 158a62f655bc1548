//! Plain types of the domain: what the words of Hjemmel mean, without deciding or storing anything.
//!
//! Invariant: no clock, no randomness, no I/O. Both come in through [`Clock`] and [`Entropy`].

mod calendar;
mod campaign;
mod clock;
mod consent;
mod currency;
mod erasure;
mod event;
mod host;
mod id;
mod language;
mod law;
mod link;
mod merge_sign;
mod notice;
mod order;
mod pause;
mod permission;
mod person;
mod purpose;
mod register;
mod report;
mod request;
mod site;
mod tally;
mod trace;
mod user;
mod wording;

pub use calendar::{due_date, extended_due_date, holidays, is_working_day, period_end, suspended_due};
pub use campaign::{Block, CAMPAIGN_BLOCKS_MAX, Campaign, CampaignBody, CampaignError, CampaignState};
pub use clock::{AtMs, Clock, Entropy, Zone};
pub use consent::{Act, ChoiceControl, ConsentEvent, ConsentRecord, GrantSeq, Surrogate};
pub use currency::{MoneyError, currency_exponent, money};
pub use erasure::{ErasurePlan, Kept, LogPosition, Receipt, RecipientNotice, SignedReceipt, StoreCount};
pub use event::{COLUMNS, Cell, Column, DeviceClass, EVENT_FORMAT, Event, EventId, EventName, Group, Row, column};
pub use host::{host_listed, host_normal};
pub use id::{
    CampaignId, ConsentId, EntryId, ErasureId, FilterId, FormId, IdError, IdKind, IdentifierId, ImportId, JobId,
    LinkId, MessageId, NoticeHash, OrderId, PauseId, PermissionId, PersonId, RecipientId, RequestId, SessionId, SiteId,
    TenantId, TopicId, UserId,
};
pub use language::Language;
pub use law::{Authority, LawPack, Matter, authority_of, is_adequate, is_eea, is_recent};
pub use link::{LinkSource, VisitEvent, VisitorLink};
pub use merge_sign::{merge_signs, merge_signs_of_url};
pub use notice::{Controller, Notice, NoticeError, NoticePurpose, ORGANISATION_PLACEHOLDER, is_placeholder};
pub use order::{Hold, Order};
pub use pause::{Pause, PauseException, PauseTold};
pub use permission::{
    Channel, Form, FormError, PermissionEvent, PermissionRecord, PermissionSource, Topic, wording_hash,
};
pub use person::{
    Attribute, AttributeError, Identifier, IdentifierError, IdentifierKind, Person, PersonJoin, attribute_check,
    phone_before, phone_cut, phone_is_given_out,
};
pub use purpose::{
    DIRECT_MARKETING, DeviceScope, Ground, PROFILE, PROFILE_BIT, Purpose, PurposeKey, PurposeSet, catalogue,
    catalogue_find,
};
pub use register::{
    Activity, AnyRecord, Assessment, AssessmentOutcome, AssessmentSort, Authorisation, Breach, BreachNature,
    BreachNotification, BreachRisk, BreachSealed, BreachSpared, BreachVerdict, ContractTerm, ControllerRole,
    DataCategory, DataSource, DataSubject, Field, ImpactCriterion, LegalBasis, RegisterKind, Registered, ResidualRisk,
    Shape, SignedState, SpecialBasis, SubProcessor, Supplier, SupplierRole, TermList, TransferTool, Use, UseSet,
};
pub use report::{
    Ask, Dimension, Edge, FilterError, Grain, Live, LiveMinute, LivePage, Overview, Period, PeriodError, Point,
    Predicate, Range, RowBy, Sums, VALUE_FROM, local_day_bounds, local_hour_bounds, number_of, property,
};
pub use request::{
    IdentityCheck, Request, RequestChannel, RequestKind, RequestNote, RequestState, legal_day, legal_day_begins,
    request_due, suspended_between,
};
pub use site::{AggregateLane, RevenueFrom, Site, SiteKey};
pub use tally::{Tally, TallyKind};
pub use trace::{Cleaned, Trace, TracedEvent};
pub use user::{Action, Role, Scope};
pub use wording::{SENTENCE_WORDS_MAX, WordingFault, wording_faults, wording_too_long};
