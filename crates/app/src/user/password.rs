//! Passwords: which are refused, and working them out without using up the memory.

use hjemmel_words::{Key, key};
use std::time::Duration;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::{AppError, cases};

/// Fewest characters.
const CHARS_MIN: usize = 12;
/// Most bytes: room for 128 characters of any script.
const BYTES_MAX: usize = 512;
/// Fewest guesses, as a power of ten: more than lists of stolen passwords, dates and patterns on the keyboard take.
const GUESSES_LOG10_MIN: f64 = 9.0;
/// How long somebody waits for their turn.
const WAIT: Duration = Duration::from_secs(3);
/// Of somebody who is not known, so that they cost as much time as somebody who is.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What people here take for a secret, beside what people elsewhere do.
const NORDIC: &[&str] = &[
    "kodeord",
    "adgangskode",
    "hemmelig",
    "hemmeligt",
    "hejmeddig",
    "lösenord",
    "losenord",
    "hemligt",
    "hejhej",
    "passord",
    "velkommen",
    "välkommen",
    "valkommen",
    "sommer",
    "sommar",
    "vinter",
    "forår",
    "efterår",
    "københavn",
    "kobenhavn",
    "danmark",
    "sverige",
    "norge",
    "stockholm",
    "göteborg",
    "goteborg",
    "aarhus",
    "århus",
    "fodbold",
    "fotboll",
    "qwertyuiopå",
    "hjemmel",
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "oktober",
    "mandag",
    "fredag",
];

/// Whose password it is to be.
pub(super) struct Whose<'a> {
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) organisation: &'a str,
}

impl Whose<'_> {
    /// Words that anybody who knows them tries first.
    fn words(&self) -> Vec<String> {
        let (local, domain) = self.email.rsplit_once('@').unwrap_or((self.email, ""));
        let domain = domain.rsplit_once('.').map_or(domain, |(name, _)| name);
        let mut words = Vec::new();
        for text in [self.name, local, domain, self.organisation] {
            let text = text.to_lowercase();
            let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            words.push(parts.concat());
            words.extend(parts.into_iter().map(str::to_owned));
        }
        words.retain(|w| w.chars().count() >= 3);
        words
    }
}

/// Whether the word stands in the text: a short one only by itself, because it is part of many others.
fn holds(text: &str, word: &str) -> bool {
    if word.chars().count() > 3 {
        return text.contains(word);
    }
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        !letter(before) && !letter(after)
    })
}

/// Why a password is not taken. There are no rules about kinds of characters.
pub(super) fn fault(password: &str, whose: &Whose<'_>) -> Option<Key> {
    if password.chars().count() < CHARS_MIN {
        return Some(key!("field_needs_at_least_12_characters"));
    }
    if password.len() > BYTES_MAX {
        return Some(key!("field_is_longer_than_512_bytes"));
    }
    let words = whose.words();
    let lower = password.to_lowercase();
    if words.iter().any(|word| holds(&lower, word)) {
        return Some(key!("field_must_not_hold_your_name"));
    }
    let known: Vec<&str> = NORDIC.iter().copied().chain(words.iter().map(String::as_str)).collect();
    (zxcvbn::zxcvbn(password, &known).guesses_log10() < GUESSES_LOG10_MIN).then_some(key!("field_is_easily_guessed"))
}

impl cases::Users<'_> {
    /// A hash of a password that may be taken.
    pub(super) async fn password_hash(&self, password: &str, whose: &Whose<'_>) -> Result<String, AppError> {
        if let Some(why) = fault(password, whose) {
            return Err(AppError::Invalid { field: "password", why });
        }
        let (password, salt) = (password.to_owned(), self.entropy.bytes16());
        let work = move || Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|h| h.to_string());
        self.worked_out(work).await?.map_err(|_| AppError::Interrupted)
    }

    /// Which of these hashes the password fits. Nobody's is tried where there is none.
    pub(super) async fn password_fits(&self, password: &str, phcs: Vec<String>) -> Result<Option<usize>, AppError> {
        let given: String = password.chars().take(BYTES_MAX).collect();
        let phcs = if phcs.is_empty() { vec![NOBODYS.to_owned()] } else { phcs };
        let fits = move || {
            let right = |phc: &String| Argon2::default().verify_password(given.as_bytes(), phc.as_str()).is_ok();
            phcs.iter().position(right)
        };
        self.worked_out(fits).await
    }

    /// Two at a time: each needs 19 MiB, and whoever sends many at once must not have all of the memory.
    async fn worked_out<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let _queue = self.attempts.waiting.try_acquire().map_err(|_| AppError::Crowded)?;
        let turn = tokio::time::timeout(WAIT, self.attempts.hashing.acquire()).await;
        let _turn = turn.map_err(|_| AppError::Crowded)?.map_err(|_| AppError::Interrupted)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| AppError::Interrupted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVA: Whose<'_> =
        Whose { name: "Eva Holm", email: "e.holm+hjem@blomsterhuset.example", organisation: "Torvets Planter ApS" };

    #[test]
    fn what_is_tried_first_is_refused_without_asking_anybody() {
        for password in [
            "kort",
            "elleve tegn",
            "aaaaaaaaaaaa",
            "            ",
            "password1234",
            "Password1234!",
            "123456789012",
            "qwertyuiop12",
            "abcabcabcabc",
            "abcdefghijklmn",
            "kodeord12345",
            "Lösenord2026",
            "kodeordkodeord",
            "letmeinletmein",
            "eva-1234-abcd-xyz",
            "EvaHolm-i-november",
            "min-blomsterhuset-nøgle",
            "torvetsplanter-og-mere",
            "vores PLANTER er grønne",
            "sommer2026sommer",
            "1q2w3e4r5t6y",
        ] {
            assert!(fault(password, &EVA).is_some(), "{password}");
        }
        assert!(fault(&"å".repeat(400), &EVA).is_some(), "longer than there is room for");
    }

    #[test]
    fn a_sentence_or_random_characters_are_taken_whatever_they_are_made_of() {
        for password in [
            "blomster-i-november",
            "et-langt-kodeord",
            "korrekt hest batteri hæfteklamme",
            "revalidering af egern",
            "x7Kq9vT2mLpB",
            "ключ-от-квартиры-где",
            "fyrre måger over søen",
        ] {
            assert_eq!(fault(password, &EVA), None, "{password}");
        }
        let long: String = ('a'..='z').chain('а'..='я').cycle().step_by(7).take(128).collect();
        assert_eq!(fault(&long, &EVA), None);
    }
}
