//! Devices and machines, on samples of what is really sent.

use super::*;

fn pairs(json: &str) -> Vec<(String, String)> {
    serde_json::from_str(json).unwrap()
}

#[test]
fn every_pattern_compiles() {
    let r = &*RULES;
    let all = [
        &r.desktop,
        &r.not_desktop,
        &r.tablet_desktop,
        &r.laptop,
        &r.tv,
        &r.phone_model,
        &r.not_phone_model,
        &r.tv_model,
        &r.tv_word,
        &r.not_tv_model,
        &r.tablet_model,
        &r.says_phone,
        &r.says_tablet,
        &r.says_desktop,
        &r.model,
    ];
    assert!(all.iter().all(|rule| rule.is_some()));
    // An empty alternative would fit everything.
    assert!(all.iter().take(14).all(|rule| !says(rule, "~")));
    assert!(bot::compiles());
}

#[test]
fn what_people_use_is_told_apart_and_never_taken_for_a_machine() {
    for (user_agent, device) in pairs(include_str!("../../tests/inputs/people.json")) {
        assert_eq!(classify_device(&user_agent).0.name(), device, "{user_agent}");
    }
}

#[test]
fn what_is_hard_to_tell_is_mostly_told() {
    let all = pairs(include_str!("../../tests/inputs/devices.json"));
    let wrong: Vec<_> = all.iter().filter(|(ua, device)| classify_device(ua).0.name() != device).collect();
    assert!(all.iter().all(|(ua, _)| classify_device(ua).0 != DeviceClass::Bot));
    // All of these were wrong once.
    assert!(wrong.len() * 100 <= all.len() * 15, "{} of {}: {wrong:#?}", wrong.len(), all.len());
}

#[test]
fn a_name_alone_proves_no_machine_and_a_word_of_its_kind_does() {
    for machine in [
        "EMail Exractor",
        "Cloudflare Custom Hostname Verification",
        "A Morning Scanner",
        "My User Agent 1.0",
        "SomeCheck/1.2.2",
        "Hello, world",
        "something-http",
    ] {
        assert_eq!(classify_device(machine).0, DeviceClass::Bot, "{machine}");
    }
    for person in [
        "Nokia6230i/2.0",
        "SAMSUNG-SGH-E250/1.0",
        "LG-KP501/V1.0",
        "Opera/9.80 (J2ME/MIDP)",
        // Whatever says no more than a name may be a player, a watch or an app of somebody.
        "Zeus",
        "cortex/1.0",
        "Octopus 1.0.2",
        "MusicBee/3.5",
        "Garmin Forerunner 745/12.10",
        "Bose/7.22.0",
        "AmazonMusic",
        "Word 2013",
    ] {
        assert_ne!(classify_device(person).0, DeviceClass::Bot, "{person}");
    }
}

#[test]
fn machines_are_known() {
    let all: Vec<String> = serde_json::from_str(include_str!("../../tests/inputs/bots.json")).unwrap();
    let people: Vec<_> = all.iter().filter(|ua| classify_device(ua).0 != DeviceClass::Bot).collect();
    assert!(people.len() * 100 <= all.len() * 5, "{people:#?}");
    for machine in [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
        "curl/8.5.0",
        "python-requests/2.31.0",
        "SomethingNew-Crawler/1.0",
        "undici",
        "node",
        "reqwest/0.12.5",
        "GuzzleHttp/7",
        "WhatsApp/2.24.9.79 A",
        "kube-probe/1.29",
        "Prometheus/2.51.0",
        "NewThing/2.0 (https://newthing.example)",
        "Mozilla/5.0 (compatible; Marginalia/1.0)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36; compatible; Operator",
        "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/20.0.3",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Cypress/13.11.0 Chrome/118.0 Electron/27.1.3 Safari/537.36",
        "Mozilla/5.0 (compatible; NobodyKnowsBot/0.1; +https://nobody.example/bot)",
    ] {
        assert_eq!(classify_device(machine).0, DeviceClass::Bot, "{machine}");
    }
}

#[test]
fn a_telephone_called_like_a_machine_is_a_telephone() {
    for model in ["CUBOT KINGKONG 7", "XBot_Senior", "Spider 8", "ViewSonic V500", "HTC Butterfly", "Fever_Plus"] {
        let ua = format!(
            "Mozilla/5.0 (Linux; Android 10; {model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Mobile Safari/537.36"
        );
        assert_eq!(classify_device(&ua).0, DeviceClass::Mobile, "{model}");
    }
    let build = "Mozilla/5.0 (Linux; U; Android 4.2.2; it-it; S222 Build/CUBOT) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30";
    assert_eq!(classify_device(build).0, DeviceClass::Mobile);
}

#[test]
fn families_and_televisions() {
    for (ua, right) in [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
            (DeviceClass::Mobile, "Safari", "iOS"),
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1",
            (DeviceClass::Tablet, "Safari", "iOS"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            (DeviceClass::Desktop, "Firefox", "Windows"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            (DeviceClass::Desktop, "Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
            (DeviceClass::Desktop, "Safari", "macOS"),
        ),
        (
            "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/76.0.3809.146 TV Safari/537.36",
            (DeviceClass::Tv, "Samsung Internet", "Tizen"),
        ),
        (
            "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 Safari/537.36 WebAppManager",
            (DeviceClass::Tv, "Chrome", "webOS"),
        ),
        ("", (DeviceClass::Unknown, "unknown", "unknown")),
    ] {
        let (class, browser, system) = classify_device(ua);
        assert_eq!((class, browser.as_str(), system.as_str()), right, "{ua}");
    }
}
