//! The second factor: codes by time (RFC 6238; passkeys are in `passkey`), recovery codes, and proving again that it is still whoever signed in.

use hjemmel_model::{SessionId, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, act};
use hjemmel_store::{StaffUser, StoreError, work};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret, Totp};

use super::{PasskeyAnswer, attempt::Count};
use crate::{AppError, cases};

/// Recovery codes made at once.
const CODES: usize = 10;
/// Letters of a recovery code: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What an authenticator is set up with; shown once.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct FactorDraft {
    /// The secret, for typing.
    pub secret: String,
    /// The same as an address that authenticators read.
    pub uri: String,
    /// The same as a QR code: its lines, `1` for dark.
    pub qr: Vec<String>,
}

/// Codes that open the account once each, without the second factor; shown once.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub codes: Vec<String>,
}

/// What somebody proves themself with: one of the three is enough.
#[derive(Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofInput {
    /// Their password.
    #[serde(default)]
    pub password: String,
    /// A code of their second factor, or a recovery code.
    #[serde(default)]
    pub code: String,
    /// The answer of one of their passkeys to what `POST /session/proof/challenge` asks.
    #[serde(default)]
    pub passkey: Option<PasskeyAnswer>,
}

/// Somebody who is signed in, acting on their own account.
#[derive(Clone, Copy)]
pub struct Own<'a> {
    /// Where.
    pub tenant: &'a TenantId,
    /// Who, for the audit log.
    pub actor: &'a Actor,
    /// Who.
    pub user: &'a UserId,
    /// In which session.
    pub session: &'a SessionId,
}

fn totp(base32: &str, user: &StaffUser, organisation: &str) -> Result<Totp, AppError> {
    let secret = Secret::try_from_base32(base32).map_err(|_| AppError::Damaged("second factor"))?;
    let plain = |text: &str| text.replace(':', " ");
    let builder = Builder::new().with_secret(secret).with_account_name(plain(&user.email));
    let builder = builder.with_issuer(Some(plain(&format!("Hjemmel {organisation}"))));
    builder.build().map_err(|_| AppError::Damaged("second factor"))
}

/// The lines of a QR code.
fn qr(text: &str) -> Result<Vec<String>, AppError> {
    let code = qrcode::QrCode::new(text.as_bytes()).map_err(|_| AppError::Damaged("second factor"))?;
    let dots: Vec<char> = code.to_colors().into_iter().map(|dot| dot.select('1', '0')).collect();
    Ok(dots.chunks(code.width().max(1)).map(|line| line.iter().collect()).collect())
}

/// As it was shown, however it is typed.
pub(super) fn code_normal(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

impl cases::Factors<'_> {
    /// Make a secret for an authenticator. It counts from [`Self::confirm`] on.
    pub async fn begin(&self, own: Own<'_>) -> Result<FactorDraft, AppError> {
        let user = self.own_user(own.user).await?;
        let mut bytes = [0; 20];
        self.entropy.fill(&mut bytes);
        let secret = Secret::from(bytes).to_base32();
        let uri = totp(&secret, &user, &self.users().organisation_name(own.tenant).await?)?.to_url();
        let uri = uri.map_err(|_| AppError::Damaged("second factor"))?;
        work!(self.store, |w| { w.factors().begin(own.user, &secret).await })?;
        Ok(FactorDraft { qr: qr(&uri)?, secret, uri })
    }

    /// The authenticator shows this code: from now on one is asked for. Every other session ends.
    pub async fn confirm(&self, own: Own<'_>, code: &str) -> Result<RecoveryCodes, AppError> {
        let user = self.own_user(own.user).await?;
        let secret = self.store.factors().find(own.user).await?.filter(|s| !s.confirmed);
        let secret = secret.ok_or(StoreError::NotFound("second factor"))?;
        let counts = self.attempts.begin(&self.store, self.proof_counts(own.user), self.clock.now()).await?;
        let now_s = u64::try_from(self.clock.now().0 / 1_000).unwrap_or_default();
        let Some(step) = totp(&secret.base32, &user, "")?.check(&code_normal(code), now_s) else {
            self.attempts.failed(&self.store, &counts, self.clock.now()).await;
            return Err(AppError::Code);
        };
        self.attempts.right(&self.store, &counts).await;
        let (codes, step) = (self.recovery_codes(), i64::try_from(step).unwrap_or_default());
        let plain: Vec<String> = codes.iter().map(|c| code_normal(c)).collect();
        let who = (own.tenant, own.actor, own.user);
        work!(self.store, |w| { w.factors().confirm(who, Some(own.session), step, &plain, self.clock.now()).await })?;
        Ok(RecoveryCodes { codes })
    }

    /// New recovery codes; the old ones count no more.
    pub async fn recovery_replace(&self, own: Own<'_>) -> Result<RecoveryCodes, AppError> {
        if !self.own_user(own.user).await?.second_factor {
            return Err(StoreError::NotFound("second factor").into());
        }
        let codes = self.recovery_codes();
        let plain: Vec<String> = codes.iter().map(|c| code_normal(c)).collect();
        work!(self.store, |w| {
            w.factors().recovery_replace((own.tenant, own.actor, own.user), &plain, self.clock.now()).await
        })?;
        Ok(RecoveryCodes { codes })
    }

    /// Do without an authenticator. Passkeys stay.
    pub async fn remove(&self, own: Own<'_>) -> Result<(), AppError> {
        Ok(work!(self.store, |w| { w.factors().remove((own.tenant, own.actor, own.user), self.clock.now()).await })?)
    }

    /// Take away authenticator and passkeys of a colleague who lost them. Their sessions end.
    pub async fn remove_of(&self, auth: &Authorized<act::TeamWrite>, user: &UserId) -> Result<(), AppError> {
        let now = self.clock.now();
        work!(self.store, |w| { w.factors().take(auth, user, now).await })?;
        Ok(work!(self.store, |w| { w.sessions().end_all(auth, user, now).await })?)
    }

    pub(super) fn recovery_codes(&self) -> Vec<String> {
        let code = || {
            let bytes = self.entropy.bytes16();
            let letters = bytes.iter().take(12).filter_map(|b| LETTERS.get(usize::from(b % 32)));
            let letters: Vec<char> = letters.map(|b| char::from(*b)).collect();
            letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
        };
        (0..CODES).map(|_| code()).collect()
    }

    /// A code of the second factor, or a recovery code, is used up.
    pub(super) async fn code_use(&self, user: &StaffUser, code: &str) -> Result<(), AppError> {
        let (code, now) = (code_normal(code), self.clock.now());
        if code.len() != 6 {
            let used = work!(self.store, |w| { w.factors().recovery_use(&user.tenant, &user.id, &code, now).await })?;
            return if used { Ok(()) } else { Err(AppError::Code) };
        }
        let secret = self.store.factors().find(&user.id).await?.filter(|s| s.confirmed).ok_or(AppError::Code)?;
        let now_s = u64::try_from(now.0 / 1_000).unwrap_or_default();
        let step = totp(&secret.base32, user, "")?.check(&code, now_s).ok_or(AppError::Code)?;
        let step = i64::try_from(step).unwrap_or_default();
        if work!(self.store, |w| { w.factors().step_use(&user.id, step).await })? {
            Ok(())
        } else {
            Err(AppError::Code)
        }
    }

    pub(super) fn proof_counts(&self, user: &UserId) -> Vec<Count> {
        let key = self.store.keys().hash("attempt_proof", user.as_str().as_bytes());
        vec![Count::new(key, 8, 60)]
    }

    /// Prove again that it is still whoever signed in, for what follows within ten minutes.
    pub async fn prove(&self, own: Own<'_>, input: &ProofInput) -> Result<(), AppError> {
        let user = self.own_user(own.user).await?;
        let now = self.clock.now();
        let counts = self.attempts.begin(&self.store, self.proof_counts(own.user), now).await?;
        let right = self.proof_right(own, &user, input).await;
        match right {
            Ok(true) => {
                self.attempts.right(&self.store, &counts).await;
                Ok(work!(self.store, |w| { w.sessions().prove(own.user, own.session, now).await })?)
            }
            Ok(false) => {
                self.attempts.failed(&self.store, &counts, now).await;
                self.audit().told(own.tenant, own.actor, "session.proof_failed", own.user.as_str()).await;
                Err(AppError::Proof)
            }
            Err(e) => {
                self.attempts.undo(&counts);
                Err(e)
            }
        }
    }

    async fn proof_right(&self, own: Own<'_>, user: &StaffUser, input: &ProofInput) -> Result<bool, AppError> {
        let shown = match &input.passkey {
            Some(answer) => self.passkeys().prove(own, answer).await,
            None if input.code.trim().is_empty() => {
                let fits = self.users().password_fits(&input.password, vec![user.password_phc.clone()]).await?;
                return Ok(fits.is_some());
            }
            None => self.code_use(user, &input.code).await,
        };
        match shown {
            Ok(()) => Ok(true),
            Err(AppError::Code | AppError::Passkey | AppError::PasskeyCopied) => Ok(false),
            Err(e) => Err(e),
        }
    }

    pub(super) async fn own_user(&self, id: &UserId) -> Result<StaffUser, AppError> {
        self.store.users().by_id(id).await?.ok_or(AppError::SignIn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_one_of_rfc_6238_and_lasts_a_step_around_it() {
        // The secret of its appendix B, and the last six digits of the eight that stand there.
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        let totp = Builder::new().with_secret(Secret::try_from_base32(&secret).unwrap()).build().unwrap();
        for (at, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(totp.check(code, at), Some(at / 30));
            assert!(totp.check(code, at + 29).is_some() && totp.check(code, at + 91).is_none());
        }
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        assert_eq!(code_normal(" ABCD-efgh 2345 "), "abcdefgh2345");
        let lines = qr("otpauth://totp/Hjemmel?secret=AAAA").unwrap();
        assert!(lines.iter().all(|line| line.len() == lines.len()) && lines[0].starts_with("1111111"));
    }
}
