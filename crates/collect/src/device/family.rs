//! Families of browsers and systems, for reports that need no more than that.

/// A browser's sign, and its name; the first that fits counts, because each also claims to be those below.
const BROWSERS: [(&str, &str); 34] = [
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("opera", "Opera"),
    ("opt/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("vivaldi", "Vivaldi"),
    ("yabrowser", "Yandex"),
    ("yasearchbrowser", "Yandex"),
    ("ucbrowser", "UC Browser"),
    ("ucweb", "UC Browser"),
    ("miuibrowser", "MIUI Browser"),
    ("huaweibrowser", "Huawei Browser"),
    ("duckduckgo", "DuckDuckGo"),
    ("ddg/", "DuckDuckGo"),
    ("brave", "Brave"),
    ("whale/", "Whale"),
    ("qqbrowser", "QQ Browser"),
    ("fban/", "Facebook"),
    ("fbav/", "Facebook"),
    ("instagram", "Instagram"),
    ("linkedinapp", "LinkedIn"),
    ("pinterest", "Pinterest"),
    ("snapchat", "Snapchat"),
    ("bytedancewebview", "TikTok"),
    ("musical_ly", "TikTok"),
    ("gsa/", "Google"),
    ("silk/", "Silk"),
    ("fxios", "Firefox"),
    ("firefox", "Firefox"),
    ("crios", "Chrome"),
    ("chromium", "Chrome"),
    ("chrome", "Chrome"),
    ("msie ", "Internet Explorer"),
    ("trident/", "Internet Explorer"),
];

/// A system's sign, and its name.
const SYSTEMS: [(&str, &str); 22] = [
    ("windows phone", "Windows Phone"),
    ("iphone", "iOS"),
    ("ipad", "iOS"),
    ("ipod", "iOS"),
    ("apple tv", "tvOS"),
    ("appletv", "tvOS"),
    ("tizen", "Tizen"),
    ("web0s", "webOS"),
    ("webos", "webOS"),
    ("harmonyos", "HarmonyOS"),
    ("kaios", "KaiOS"),
    ("android", "Android"),
    ("dalvik", "Android"),
    ("cros ", "Chrome OS"),
    ("windows", "Windows"),
    ("macintosh", "macOS"),
    ("mac os", "macOS"),
    ("darwin", "macOS"),
    ("linux", "Linux"),
    ("x11", "Linux"),
    ("symbian", "Symbian"),
    ("blackberry", "BlackBerry"),
];

fn first(list: &[(&str, &'static str)], lower: &str) -> Option<&'static str> {
    list.iter().find(|(sign, _)| lower.contains(sign)).map(|(_, name)| *name)
}

/// The family of a browser, `unknown` when it is none of those.
pub(super) fn browser(lower: &str) -> &'static str {
    let old = lower.contains("android") && lower.contains("version/") && !lower.contains("chrome");
    match first(&BROWSERS, lower) {
        Some(name) => name,
        None if old => "Android Browser",
        None if lower.contains("safari") || lower.contains("applewebkit") => "Safari",
        None => "unknown",
    }
}

/// The family of a system, `unknown` when it is none of those.
pub(super) fn system(lower: &str) -> &'static str {
    first(&SYSTEMS, lower).unwrap_or("unknown")
}
