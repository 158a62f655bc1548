//! What a handler's own types say about its operation: who may call it, which ids its address holds, which problems it can
//! give. From this follow the description of the API and the test of who may do what.
//!
//! Invariant: the first argument of every handler says who may ask ([`Asker`]), so that it is known before anything else of
//! the request is read; a handler whose first argument does not say so does not compile.

use std::{collections::BTreeSet, str::FromStr};

use axum::{
    extract::{FromRequestParts, Path, Request, State},
    http::{HeaderMap, request::Parts},
};
use hjemmel_model::{IdError, IdKind, UserId};
use hjemmel_store::StoreError;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa_axum::router::UtoipaMethodRouter;

use crate::{
    HttpState, Problem,
    api::{Body, Query},
    caller::From,
};

/// What a handler's types say.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Who may call it.
    pub access: Access,
    /// What whoever calls it must be allowed to do, by name.
    pub action: Option<String>,
    /// Whether it needs a fresh proof.
    pub fresh: bool,
    /// Which problems it can give, by their codes.
    pub problems: BTreeSet<String>,
    /// What the ids in its address look like, in their order.
    pub ids: Vec<Value>,
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// Anybody.
    #[default]
    Anybody,
    /// Anybody, from a page of ours.
    OwnPage,
    /// Whoever is signed in, for their own account.
    Account,
    /// Staff and servers that may do the act.
    Staff,
}

/// Where the facts travel to the description.
pub const FACTS: &str = "x-facts";

impl Facts {
    /// It needs a fresh proof.
    pub fn proven(&mut self) {
        self.fresh = true;
        self.gives(&["fresh_proof_needed"]);
    }

    /// It can give these problems.
    pub fn gives(&mut self, problems: &[&str]) {
        self.problems.extend(problems.iter().map(ToString::to_string));
    }
}

/// An extractor that says who may ask.
#[diagnostic::on_unimplemented(
    message = "the first argument of an operation says who may ask, and `{Self}` does not",
    note = "take `May<act::…>`, `Proven<act::…>`, `Account`, `ProvenAccount`, `SignedIn`, `OwnPage` or `Anybody` first"
)]
pub trait Asker {
    /// Who, and what they are told where they may not.
    fn tell(facts: &mut Facts);
}

/// Any other extractor.
pub trait Part {
    /// What it means for the operation.
    fn tell(_: &mut Facts) {}
}

impl Part for State<HttpState> {}
impl Part for HeaderMap {}
impl Part for From {}
impl<A: Part, B: Part> Part for (A, B) {
    fn tell(facts: &mut Facts) {
        A::tell(facts);
        B::tell(facts);
    }
}

/// What can be wrong with any body.
const OF_BODIES: &[&str] = &["body_too_slow", "malformed", "too_large"];

impl Part for Request {
    fn tell(facts: &mut Facts) {
        facts.gives(OF_BODIES);
    }
}

impl<T> Part for Body<T> {
    fn tell(facts: &mut Facts) {
        facts.gives(OF_BODIES);
        facts.gives(&["invalid"]);
    }
}

impl<T> Part for Query<T> {
    fn tell(facts: &mut Facts) {
        facts.gives(&["malformed"]);
    }
}

/// What can stand in an address.
pub trait Segment: Sized {
    /// Read from the address.
    fn read(text: &str) -> Result<Self, Problem>;
    /// As it is described.
    fn schema() -> Value;
}

impl<I: IdKind + FromStr<Err = IdError>> Segment for I {
    fn read(text: &str) -> Result<I, Problem> {
        text.parse().map_err(|e: IdError| Problem::new("malformed", e))
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": I::PATTERN, "examples": [I::EXAMPLE] })
    }
}

/// Ids that are no type of their own: whatever stands there is looked for.
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $pattern:literal, $example:literal;)+) => {$(
        $(#[$doc])*
        pub struct $name(pub String);

        impl Segment for $name {
            fn read(text: &str) -> Result<$name, Problem> {
                Ok($name(text.to_owned()))
            }

            fn schema() -> Value {
                json!({ "type": "string", "pattern": $pattern, "examples": [$example] })
            }
        }
    )+};
}

names! {
    /// The id of a key.
    KeyRef, "^key_[0-9a-f]{16}$", "key_09ab5b0e80070008";
    /// The id of an invitation or a link to a new password.
    LinkRef, "^inv_[0-9a-f]{24}$", "inv_09ab5b0e8007000800000000";
    /// The id of a passkey.
    PasskeyRef, "^psk_[0-9a-f]{16}$", "psk_09ab5b0e80070008";
}

/// The id of a colleague: whatever is none is nobody's.
pub struct ColleagueRef(pub UserId);

impl Segment for ColleagueRef {
    fn read(text: &str) -> Result<ColleagueRef, Problem> {
        UserId::parse(text).map(ColleagueRef).map_err(|_| StoreError::NotFound("user").into())
    }

    fn schema() -> Value {
        UserId::schema()
    }
}

/// The id in an address; what is none is a problem with the reason.
pub struct Id<T>(pub T);

impl<T: Segment> Part for Id<T> {
    fn tell(facts: &mut Facts) {
        facts.gives(&["malformed", "not_found"]);
        facts.ids = vec![T::schema()];
    }
}

impl<T: Segment> FromRequestParts<HttpState> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| Problem::unread())?;
        T::read(&text).map(Id)
    }
}

/// The two ids in an address.
pub struct Ids<A, B>(pub A, pub B);

impl<A: Segment, B: Segment> Part for Ids<A, B> {
    fn tell(facts: &mut Facts) {
        facts.gives(&["malformed", "not_found"]);
        facts.ids = vec![A::schema(), B::schema()];
    }
}

impl<A: Segment, B: Segment> FromRequestParts<HttpState> for Ids<A, B> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let Path((a, b)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| Problem::unread())?;
        Ok(Ids(A::read(&a)?, B::read(&b)?))
    }
}

/// A handler of an operation: a function whose first argument says who may ask.
pub trait Handled<Arguments> {
    /// What its types say.
    fn facts(&self) -> Facts;
}

macro_rules! handled {
    ($asker:ident $(, $part:ident)*) => {
        impl<F, R, $asker, $($part),*> Handled<($asker, $($part,)*)> for F
        where
            F: Fn($asker, $($part),*) -> R,
            $asker: Asker,
            $($part: Part,)*
        {
            fn facts(&self) -> Facts {
                let mut facts = Facts::default();
                facts.gives(&["internal", "timed_out", "unavailable"]);
                $asker::tell(&mut facts);
                $($part::tell(&mut facts);)*
                facts
            }
        }
    };
}

handled!(A);
handled!(A, B);
handled!(A, B, C);
handled!(A, B, C, D);
handled!(A, B, C, D, E);

/// The operation of one handler with what its types say, and the problems that only its use case knows.
pub fn told<T>(
    (schemas, mut paths, router): UtoipaMethodRouter<HttpState>,
    handler: &impl Handled<T>,
    more: &[&str],
) -> UtoipaMethodRouter<HttpState> {
    let mut facts = handler.facts();
    facts.gives(more);
    let facts = serde_json::to_value(facts).unwrap_or_default();
    for item in paths.paths.values_mut() {
        let all = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        for operation in all.into_iter().flatten() {
            operation.extensions.get_or_insert_default().insert(FACTS.to_owned(), facts.clone());
        }
    }
    (schemas, paths, router)
}

/// A router of operations: each handler, and behind a colon the problems that only its use case knows.
macro_rules! operations {
    ($($handler:ident $(: $($code:ident)+)?),+ $(,)?) => {
        utoipa_axum::router::OpenApiRouter::new()
            $(.routes($crate::operation::told(
                utoipa_axum::routes!($handler),
                &$handler,
                &[$($(const { $crate::problem::known(stringify!($code)) }),+)?],
            )))+
    };
}
pub(crate) use operations;
