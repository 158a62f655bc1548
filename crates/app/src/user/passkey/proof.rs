//! What a passkey proves: the second factor, that it is still whoever signed in, or a whole sign-in.

use hjemmel_model::UserId;
use hjemmel_store::{StaffUser, StoreError, work};

use super::{
    PasskeyAnswer, PasskeyKnown, PasskeyRequest,
    challenge::{For, LIFE_MS},
    known, refused,
    webauthn::{self, Asked, Fault, Proof},
    wire,
};
use crate::{
    AppError, cases,
    user::{Own, SignedIn, attempt::Count},
};

/// Longest name of a credential, in Base64.
const ID_LENGTH_MAX: usize = 1_364;

/// What somebody signs in with who needs no password.
pub struct PasskeySignIn {
    /// The passkey's answer.
    pub passkey: PasskeyAnswer,
    /// Where they are, for counting.
    pub place: String,
    /// What marks their browser as known; empty when nothing does.
    pub browser: String,
    /// What the list of sessions calls it.
    pub device: String,
}

fn bytes3(a: &str, b: &str, c: &str) -> Option<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    Some((wire::bytes(a)?, wire::bytes(b)?, wire::bytes(c)?))
}

impl cases::Passkeys<'_> {
    fn question(&self, what: For<'_>, allow: Vec<PasskeyKnown>) -> Result<PasskeyRequest, AppError> {
        // What somebody knows comes first with a second factor; elsewhere the passkey stands alone.
        let user_verification = if matches!(what, For::Second(_)) { "preferred" } else { "required" };
        Ok(PasskeyRequest {
            rp_id: self.passkeys_here()?.name,
            challenge: self.challenge(what),
            timeout: LIFE_MS,
            allow_credentials: allow,
            user_verification,
        })
    }

    /// Ask for a passkey as second factor; nothing where they have none, or where passkeys do not work.
    pub(in crate::user) async fn ask_second(&self, user: &StaffUser) -> Result<Option<Box<PasskeyRequest>>, AppError> {
        if user.passkeys == 0 || self.passkeys_here().is_err() {
            return Ok(None);
        }
        let there = known(self.store.passkeys().list(&user.id).await?);
        Ok(Some(Box::new(self.question(For::Second(user.id.as_str()), there)?)))
    }

    /// A passkey's answer as second factor.
    pub(in crate::user) async fn second(&self, user: &StaffUser, answer: &PasskeyAnswer) -> Result<(), AppError> {
        self.take(Some(&user.id), For::Second(user.id.as_str()), answer).await.map(|_| ())
    }

    /// Ask for a passkey as fresh proof.
    pub async fn ask_proof(&self, own: Own<'_>) -> Result<PasskeyRequest, AppError> {
        let there = known(self.store.passkeys().list(own.user).await?);
        if there.is_empty() {
            return Err(StoreError::NotFound("passkey").into());
        }
        self.question(For::Proof(own.session.as_str()), there)
    }

    /// A passkey's answer as fresh proof.
    pub(in crate::user) async fn prove(&self, own: Own<'_>, answer: &PasskeyAnswer) -> Result<(), AppError> {
        self.take(Some(own.user), For::Proof(own.session.as_str()), answer).await.map(|_| ())
    }

    /// Ask for a passkey to sign in with, whoever's it is.
    pub fn ask_alone(&self) -> Result<PasskeyRequest, AppError> {
        self.question(For::Alone, Vec::new())
    }

    /// Sign in with a passkey alone: it is something somebody has, and it made sure of who touched it.
    pub async fn sign_in(&self, input: &PasskeySignIn) -> Result<SignedIn, AppError> {
        let now = self.clock.now();
        let key = self.store.keys().hash("attempt_passkey", input.place.as_bytes());
        let counts = self.attempts.begin(&self.store, vec![Count::new(key, 24, 15)], now).await?;
        match self.take(None, For::Alone, &input.passkey).await {
            Ok(user) => {
                self.attempts.undo(&counts);
                let user = self.store.users().by_id(&user).await?.ok_or(AppError::Passkey)?;
                self.users().session_start(&user, &input.device, &input.browser).await
            }
            Err(e @ (AppError::Passkey | AppError::PasskeyCopied)) => {
                self.attempts.failed(&self.store, &counts, now).await;
                // Whoever has the account sees it; what nobody's passkey is says nothing about anybody.
                if let Ok(Some(found)) = self.store.passkeys().find(&input.passkey.id).await
                    && let Ok(Some(user)) = self.store.users().by_id(&found.user).await
                {
                    self.audit().sign_in_failed(std::slice::from_ref(&user), "session.passkey_failed").await;
                }
                Err(e)
            }
            Err(e) => {
                self.attempts.undo(&counts);
                Err(e)
            }
        }
    }

    /// A passkey proves it: whose it is. `whose` is whose it has to be.
    async fn take(&self, whose: Option<&UserId>, what: For<'_>, answer: &PasskeyAnswer) -> Result<UserId, AppError> {
        let here = self.passkeys_here()?;
        let now = self.clock.now();
        let said = &answer.response;
        let parts = bytes3(&said.client_data_json, &said.authenticator_data, &said.signature);
        let Some((client, authenticator, signature)) = parts.filter(|_| answer.id.len() <= ID_LENGTH_MAX) else {
            return Err(refused(Fault::Malformed));
        };
        let challenge = webauthn::challenge_of(&client).map_err(refused)?;
        if !self.attempts.challenges.open(self.store.keys(), what, &challenge, now) {
            return Err(refused(Fault::Challenge));
        }
        let found = self.store.passkeys().find(&answer.id).await?.ok_or(AppError::Passkey)?;
        // With nothing else to say whose it is, the authenticator has to.
        let said_whose = said.user_handle.as_deref().map(|h| h == wire::text(found.user.as_str().as_bytes()));
        if !said_whose.unwrap_or(whose.is_some()) || whose.is_some_and(|whose| *whose != found.user) {
            return Err(AppError::Passkey);
        }
        let verified = !matches!(what, For::Second(_));
        let asked = Asked { name: &here.name, origin: &here.origin, challenge: &challenge, verified };
        let proof = Proof { client: &client, authenticator: &authenticator, signature: &signature };
        let key = wire::bytes(&found.key_cose).ok_or(AppError::Damaged("passkey"))?;
        let count = webauthn::proven(&asked, &key, found.synced, proof).map_err(refused)?;
        self.attempts.challenges.answer(self.store.keys(), what, &challenge, now)?;
        if work!(self.store, |w| { w.passkeys().used(&found, count, now).await })? {
            return Ok(found.user);
        }
        if let Some(user) = self.store.users().by_id(&found.user).await? {
            self.audit().sign_in_failed(std::slice::from_ref(&user), "user.passkey_copied").await;
        }
        Err(AppError::PasskeyCopied)
    }
}
