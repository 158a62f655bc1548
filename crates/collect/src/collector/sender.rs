//! What a sender's own consent field leaves of a site's purposes.
//!
//! Invariant: it can only take away. A no that is not understood is a no to everything.

use hjemmel_model::{PurposeSet, catalogue_find};

use crate::{hit::OTHERS, sitebook::SiteEntry};

/// What senders and their banners call our purposes. `marketing` is what most banners call advertising: a no to it is a no
/// to both. The codes are OneTrust's, the names with a line below are those of Google's consent mode.
const CALLED: [(&str, &[&str]); 24] = [
    ("analytics", &["statistics"]),
    ("statistics", &["statistics"]),
    ("statistical", &["statistics"]),
    ("performance", &["statistics"]),
    ("measurement", &["statistics"]),
    ("analytics_storage", &["statistics"]),
    ("c0002", &["statistics"]),
    ("advertising", &["ads"]),
    ("advertisement", &["ads"]),
    ("ads", &["ads"]),
    ("targeting", &["ads"]),
    ("ad_storage", &["ads"]),
    ("ad_user_data", &["ads"]),
    ("ad_personalization", &["ads"]),
    ("c0004", &["ads"]),
    ("marketing", &["marketing", "ads"]),
    ("functional", &["personalisation"]),
    ("functionality", &["personalisation"]),
    ("preferences", &["personalisation"]),
    ("personalization", &["personalisation"]),
    ("functionality_storage", &["personalisation"]),
    ("personalization_storage", &["personalisation"]),
    ("c0003", &["personalisation"]),
    ("profile", &["profile"]),
];

/// What a sender's own categories leave of the site's purposes. A purpose that they do not speak of is left as it is,
/// unless they say no to all [`OTHERS`]; an empty field says no to everything. A no to a purpose that the site has not
/// takes nothing.
pub(super) fn narrowed(site: &SiteEntry, says: &[(String, bool)]) -> PurposeSet {
    let Some(notice) = site.notice.as_ref().filter(|_| !says.is_empty()) else { return PurposeSet::NONE };
    let of = |keys: &[&str]| {
        let bits = notice.purposes.iter().filter(|p| keys.contains(&p.key.as_str())).map(|p| p.bit);
        bits.fold(PurposeSet::NONE, |set, bit| set.or(PurposeSet::one(bit)))
    };
    let (mut denied, mut allowed) = (PurposeSet::NONE, PurposeSet::NONE);
    for (category, yes) in says {
        let category = category.trim().to_lowercase();
        let keys = CALLED.iter().find(|(name, _)| *name == category).map(|(_, keys)| *keys);
        let named = keys.map_or_else(|| of(&[&category]), &of);
        if *yes {
            allowed = allowed.or(named);
        } else if category != OTHERS {
            if keys.is_none() && named.is_empty() && catalogue_find(&category).is_none() {
                return PurposeSet::NONE;
            }
            denied = denied.or(named);
        }
    }
    let others = says.iter().any(|(category, yes)| category == OTHERS && !yes);
    let spoken = if others { allowed } else { notice.purposes_set() };
    spoken.without(denied)
}
