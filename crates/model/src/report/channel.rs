//! Channels: by which way a visit came, in the few words that every analyst knows.

/// Every channel, in the order in which they are listed.
pub const CHANNELS: [&str; 9] = [
    "direct",
    "organic_search",
    "paid_search",
    "social",
    "mail",
    "referral",
    "chat_assistant",
    "display",
    "campaign_other",
];

const PAID: [&str; 8] = ["paid", "cpc", "ppc", "sem", "paidsearch", "paid_search", "paid-search", "adwords"];
const SOCIAL: [&str; 9] = [
    "social",
    "social-media",
    "social_media",
    "socialmedia",
    "paidsocial",
    "paid_social",
    "paid-social",
    "sm",
    "social-network",
];
const MAIL: [&str; 5] = ["email", "e-mail", "mail", "newsletter", "nyhedsbrev"];
const DISPLAY: [&str; 7] = ["display", "banner", "cpm", "native", "programmatic", "expandable", "interstitial"];

/// Networks whose paid links are of people's feeds, and such whose paid links are on other pages.
const FEEDS: [&str; 14] = [
    "facebook",
    "fb",
    "instagram",
    "ig",
    "meta",
    "linkedin",
    "tiktok",
    "x",
    "twitter",
    "reddit",
    "snapchat",
    "pinterest",
    "quora",
    "youtube",
];
const NETWORKS: [&str; 4] = ["taboola", "outbrain", "adform", "criteo"];

/// The channel of a visit, by its source and medium: `utm_source` and `utm_medium`, or what the link that led here says.
pub fn channel(source: &str, medium: &str) -> &'static str {
    let (source, medium) = (source.trim().to_lowercase(), medium.trim().to_lowercase());
    let (source, medium) = (source.as_str(), medium.as_str());
    let any = |list: &[&str], text: &str| list.contains(&text);
    match medium {
        "" | "none" | "(none)" if any(&["", "direct", "(direct)"], source) => "direct",
        "organic" => "organic_search",
        "assistant" => "chat_assistant",
        "referral" => "referral",
        medium if any(&SOCIAL, medium) => "social",
        medium if any(&MAIL, medium) => "mail",
        medium if any(&DISPLAY, medium) => "display",
        medium if any(&PAID, medium) && any(&FEEDS, source) => "social",
        medium if any(&PAID, medium) && any(&NETWORKS, source) => "display",
        medium if any(&PAID, medium) => "paid_search",
        _ => "campaign_other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_has_its_channel() {
        let cases = [
            ("direct", "none", "direct"),
            ("", "", "direct"),
            ("google", "organic", "organic_search"),
            ("google", "paid", "paid_search"),
            ("Google", "CPC", "paid_search"),
            ("facebook", "cpc", "social"),
            ("taboola", "paid", "display"),
            ("instagram", "social", "social"),
            ("november", "Newsletter", "mail"),
            ("blog.example", "referral", "referral"),
            ("chatgpt", "assistant", "chat_assistant"),
            ("avis", "banner", "display"),
            ("partner-ads", "affiliate", "campaign_other"),
            ("poster", "none", "campaign_other"),
            ("poster", "", "campaign_other"),
        ];
        for (source, medium, wanted) in cases {
            assert_eq!(channel(source, medium), wanted, "{source} / {medium}");
            assert!(CHANNELS.contains(&wanted));
        }
    }
}
