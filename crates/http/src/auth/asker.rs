//! Who may ask: the first argument of every operation's handler.

use std::ops::Deref;

use axum::{extract::FromRequestParts, http::request::Parts};
use hjemmel_app::Own;
use hjemmel_model::{Language, SessionId};
use hjemmel_policy::{Authorized, act};

use super::{Staff, identified, same_site};
use crate::{
    HttpState, Problem,
    operation::{Access, Asker, Facts},
};

/// Anybody may.
pub struct Anybody;

impl Asker for Anybody {
    fn tell(_: &mut Facts) {}
}

impl FromRequestParts<HttpState> for Anybody {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, _: &HttpState) -> Result<Self, Problem> {
        Ok(Anybody)
    }
}

/// Anybody may from our own page, such as whoever signs in.
pub struct OwnPage;

impl Asker for OwnPage {
    fn tell(facts: &mut Facts) {
        facts.access = Access::OwnPage;
    }
}

impl FromRequestParts<HttpState> for OwnPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &HttpState) -> Result<Self, Problem> {
        same_site(parts).map(|()| OwnPage)
    }
}

/// Whoever is signed in, for their own account: also without the second factor that they are asked for.
pub struct SignedIn(Staff);

impl Asker for SignedIn {
    fn tell(facts: &mut Facts) {
        facts.access = Access::Account;
        facts.gives(&["sign_in_needed"]);
    }
}

impl FromRequestParts<HttpState> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        Ok(SignedIn(identified(parts, state).await?.0))
    }
}

impl Deref for SignedIn {
    type Target = Staff;

    fn deref(&self) -> &Staff {
        &self.0
    }
}

/// The account of whoever is signed in, with or without a second factor. A key has none.
pub struct Account {
    staff: Staff,
    session: SessionId,
}

impl Account {
    /// Whose it is.
    pub fn own(&self) -> Own<'_> {
        let Staff { tenant, actor, user, .. } = &self.staff;
        Own { tenant, actor, user, session: &self.session }
    }
}

impl Asker for Account {
    fn tell(facts: &mut Facts) {
        SignedIn::tell(facts);
        facts.gives(&["not_allowed"]);
    }
}

impl FromRequestParts<HttpState> for Account {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let SignedIn(staff) = SignedIn::from_request_parts(parts, state).await?;
        let session = staff.own()?.session.clone();
        Ok(Account { staff, session })
    }
}

/// The same, and it was proven within the last ten minutes who asks.
pub struct ProvenAccount(Account);

impl Asker for ProvenAccount {
    fn tell(facts: &mut Facts) {
        Account::tell(facts);
        facts.proven();
    }
}

impl FromRequestParts<HttpState> for ProvenAccount {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let account = Account::from_request_parts(parts, state).await?;
        account.staff.fresh(state)?;
        Ok(ProvenAccount(account))
    }
}

impl Deref for ProvenAccount {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

/// Whoever asks may do the act: the permission itself, for the use case.
pub struct May<A: act::ActionKind> {
    auth: Authorized<A>,
    staff: Staff,
}

impl<A: act::ActionKind> May<A> {
    /// The language they read.
    pub fn language(&self) -> Language {
        self.staff.language
    }

    /// That they may do this too.
    pub fn also<B: act::ActionKind>(&self) -> Result<Authorized<B>, Problem> {
        self.staff.may()
    }

    /// It was proven within the last ten minutes who asks: for what needs it in some cases only. For the rest there is
    /// [`Proven`].
    pub fn fresh(&self, state: &HttpState) -> Result<(), Problem> {
        self.staff.fresh(state)
    }
}

impl<A: act::ActionKind> Asker for May<A> {
    fn tell(facts: &mut Facts) {
        facts.access = Access::Staff;
        facts.action = Some(A::ACTION.name().to_owned());
        facts.gives(&["not_allowed", "second_factor_needed", "sign_in_needed"]);
    }
}

impl<A: act::ActionKind> FromRequestParts<HttpState> for May<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let staff = Staff::from_request_parts(parts, state).await?;
        Ok(May { auth: staff.may()?, staff })
    }
}

impl<A: act::ActionKind> Deref for May<A> {
    type Target = Authorized<A>;

    fn deref(&self) -> &Authorized<A> {
        &self.auth
    }
}

/// Whoever asks may do the act, and it was proven within the last ten minutes who asks: for what gives others power and what
/// cannot be undone.
pub struct Proven<A: act::ActionKind>(May<A>);

impl<A: act::ActionKind> Asker for Proven<A> {
    fn tell(facts: &mut Facts) {
        May::<A>::tell(facts);
        facts.proven();
    }
}

impl<A: act::ActionKind> FromRequestParts<HttpState> for Proven<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let may = May::from_request_parts(parts, state).await?;
        may.fresh(state)?;
        Ok(Proven(may))
    }
}

impl<A: act::ActionKind> Deref for Proven<A> {
    type Target = May<A>;

    fn deref(&self) -> &May<A> {
        &self.0
    }
}
