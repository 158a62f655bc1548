//! Tokens as strangers present them: only the very one that was minted is believed.

use hjemmel_model::{AtMs, GrantSeq, PurposeSet, Surrogate};
use hjemmel_policy::{Claims, Presented, SHOWN_MS_MAX, TokenKey};
use hjemmel_testkit::fuzz::bent;
use proptest::prelude::*;

const NOW: AtMs = AtMs(1_795_000_000_000);
const SITE: u64 = 7;

fn key() -> TokenKey {
    TokenKey::new([3; 32])
}

fn claims(granted: u32) -> Claims {
    Claims {
        site: SITE,
        granted: PurposeSet(granted),
        refused: PurposeSet(!granted),
        notice_version: 2,
        grant: GrantSeq(9),
        issued_at: NOW,
        expires_at: NOW.plus_days(30),
        analytics: Surrogate(11),
        ads: Surrogate(12),
        gpc_overridden: false,
    }
}

fn minted() -> Vec<String> {
    (0..4).map(|granted| key().mint(&claims(granted))).collect()
}

fn seeds() -> Vec<Vec<u8>> {
    let foreign = TokenKey::new([4; 32]).mint(&claims(1));
    let more = [foreign, key().shown(SITE, 2, NOW), "refused.ffffffff".into(), "refused.".into(), String::new()];
    minted().into_iter().chain(more).map(String::into_bytes).collect()
}

const WORDS: &[&str] = &["refused.", ".", "=", "-", "_", "A", "AAAA", "\u{feff}", " ", "+", "/", "%3D"];

proptest! {
    #[test]
    fn only_what_was_minted_is_believed(bytes in bent(seeds(), WORDS)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let believed = matches!(key().verify(&text), Presented::Token(_));
        prop_assert_eq!(believed, minted().contains(&text), "{}", text);
    }

    #[test]
    fn only_what_was_shown_counts_as_shown(bytes in bent(seeds(), WORDS), later in 0..2 * SHOWN_MS_MAX) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if key().was_shown(&text, SITE, 2, NOW.plus_ms(later)) {
            prop_assert_eq!(text, key().shown(SITE, 2, NOW));
        }
    }
}
