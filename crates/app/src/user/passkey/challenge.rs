//! Challenges: random, sealed with what they are for, good for five minutes, and each answered once.
//!
//! Nothing is kept of a challenge until it is answered, so that whoever asks for many fills nothing. A restart ends them all.

use std::{collections::HashMap, sync::OnceLock};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hjemmel_model::{AtMs, Entropy};
use hjemmel_store::Keyring;
use parking_lot::Mutex;

use crate::AppError;

/// How long somebody has to touch their authenticator.
pub(super) const LIFE_MS: i64 = 5 * 60_000;
/// Most answers that are remembered at once, each of somebody who has the account.
const ANSWERED_MAX: usize = 50_000;

/// What a challenge is for, and whom.
#[derive(Clone, Copy, Debug)]
pub(super) enum For<'a> {
    /// Adding a passkey, in this session.
    Add(&'a str),
    /// The second factor of this account.
    Second(&'a str),
    /// A fresh proof, in this session.
    Proof(&'a str),
    /// Signing in with nothing else: whose it is shows when it is answered.
    Alone,
}

impl For<'_> {
    fn words(self) -> (&'static str, String) {
        match self {
            For::Add(session) => ("add", session.to_owned()),
            For::Second(user) => ("second", user.to_owned()),
            For::Proof(session) => ("proof", session.to_owned()),
            For::Alone => ("alone", String::new()),
        }
    }
}

/// Challenges that were given, as far as anything of them is kept.
#[derive(Debug, Default)]
pub(crate) struct Challenges {
    /// Of this run of the program.
    run: OnceLock<[u8; 16]>,
    /// Those that were answered, and when they end.
    answered: Mutex<HashMap<String, i64>>,
}

impl Challenges {
    /// A new one.
    pub(super) fn make(&self, keys: &Keyring, entropy: &dyn Entropy, what: For<'_>, now: AtMs) -> String {
        self.run.get_or_init(|| entropy.bytes16());
        let mut random = [0; 24];
        entropy.fill(&mut random);
        let (random, ends) = (URL_SAFE_NO_PAD.encode(random), now.plus_ms(LIFE_MS).0);
        let seal = self.seal(keys, what, &random, ends);
        URL_SAFE_NO_PAD.encode(format!("{random}.{ends}.{seal}"))
    }

    fn seal(&self, keys: &Keyring, what: For<'_>, random: &str, ends: i64) -> String {
        let run = self.run.get().copied().unwrap_or_default();
        let (word, whose) = what.words();
        keys.secret("passkey_challenge", format!("{word}\n{whose}\n{ends}\n{random}\n{run:?}").as_bytes())
    }

    /// Its seal and when it ends, if it was given for this, and not too long ago.
    fn given(&self, keys: &Keyring, what: For<'_>, challenge: &str, now: AtMs) -> Option<(String, i64)> {
        self.run.get()?;
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(challenge).ok()?).ok()?;
        let (random, rest) = text.split_once('.')?;
        let (ends, seal) = rest.split_once('.')?;
        let ends: i64 = ends.parse().ok()?;
        let right = self.seal(keys, what, random, ends);
        verify_slices_are_equal(right.as_bytes(), seal.as_bytes()).ok()?;
        // A clock that was put back makes none last longer.
        (0..=LIFE_MS).contains(&ends.saturating_sub(now.0)).then_some((right, ends))
    }

    /// It was given for this, still counts, and was not answered.
    pub(super) fn open(&self, keys: &Keyring, what: For<'_>, challenge: &str, now: AtMs) -> bool {
        self.given(keys, what, challenge, now).is_some_and(|(seal, _)| !self.answered.lock().contains_key(&seal))
    }

    /// It was answered, by whoever has the key. A second answer is none.
    pub(super) fn answer(&self, keys: &Keyring, what: For<'_>, challenge: &str, now: AtMs) -> Result<(), AppError> {
        let (seal, ends) = self.given(keys, what, challenge, now).ok_or(AppError::Passkey)?;
        let mut all = self.answered.lock();
        if all.len() >= ANSWERED_MAX {
            all.retain(|_, ends| *ends >= now.0);
        }
        if all.len() >= ANSWERED_MAX {
            return Err(AppError::Crowded);
        }
        match all.insert(seal, ends) {
            None => Ok(()),
            Some(_) => Err(AppError::Passkey),
        }
    }
}

#[cfg(test)]
mod tests {
    use hjemmel_testkit::Seeded;

    use super::*;

    const NOW: AtMs = AtMs(1_795_348_800_000);

    #[test]
    fn one_is_good_for_what_it_was_given_for_once_and_not_for_long() {
        let entropy = Seeded::default();
        let keys = Keyring::from_master(&[7; 32], Box::new(Seeded::default())).unwrap();
        let all = Challenges::default();
        let one = all.make(&keys, &entropy, For::Second("usr_a"), NOW);
        assert_ne!(one, all.make(&keys, &entropy, For::Second("usr_a"), NOW), "each is new");
        let open = |what, at| all.open(&keys, what, &one, at);
        assert!(open(For::Second("usr_a"), NOW) && open(For::Second("usr_a"), NOW.plus_ms(LIFE_MS)));
        for what in [For::Second("usr_b"), For::Proof("usr_a"), For::Add("usr_a"), For::Alone] {
            assert!(!open(what, NOW), "{what:?}");
            assert!(all.answer(&keys, what, &one, NOW).is_err());
        }
        assert!(!open(For::Second("usr_a"), NOW.plus_ms(LIFE_MS + 1)), "too old");
        assert!(!open(For::Second("usr_a"), NOW.plus_ms(-1)), "from a clock that was put back");
        for at in 0..one.len() {
            let mut other = one.clone().into_bytes();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            assert!(!all.open(&keys, For::Second("usr_a"), std::str::from_utf8(&other).unwrap(), NOW), "{at}");
        }
        assert!(all.answer(&keys, For::Second("usr_a"), &one, NOW).is_ok());
        assert!(all.answer(&keys, For::Second("usr_a"), &one, NOW).is_err(), "answered already");
        assert!(!open(For::Second("usr_a"), NOW));
        let after_a_restart = Challenges::default();
        after_a_restart.make(&keys, &entropy, For::Alone, NOW);
        assert!(!after_a_restart.open(&keys, For::Second("usr_a"), &one, NOW));
    }
}
