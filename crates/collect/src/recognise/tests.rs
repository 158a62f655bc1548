//! What is found, what is left, and the laws of both.

use hjemmel_model::IdentifierKind;
use proptest::prelude::*;

use super::*;
use crate::scrub_text;

fn kinds(text: &str) -> Vec<&'static str> {
    find(text, "").iter().map(|f| f.kind.name()).collect()
}

#[test]
fn addresses_are_found_whatever_wraps_them() {
    for (text, right) in [
        ("eva@x.example", vec!["eva@x.example"]),
        ("Anna Holm <Anna@X.example>", vec!["anna@x.example"]),
        ("\"Holm, Anna\" <anna@x.example>; bo@y.example", vec!["anna@x.example", "bo@y.example"]),
        (
            "a@x.example,b@x.example|c@x.example / d@x.example\ne@x.example",
            vec!["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"],
        ),
        ("a@x.example b@x.example a@x.example", vec!["a@x.example", "b@x.example"]),
        ("mailto:eva@x.example?subject=Hej", vec!["eva@x.example"]),
        ("\u{200b}eva\u{ad}@x.\u{200d}example\u{feff}", vec!["eva@x.example"]),
        ("eva@x.example\u{a0}", vec!["eva@x.example"]),
        ("\u{a0}\u{2007}eva@x.example.", vec!["eva@x.example"]),
        ("eva&#64;x&period;example", vec!["eva@x.example"]),
        ("eva&#x40;x.example", vec!["eva@x.example"]),
        ("&lt;eva@x.example&gt;", vec!["eva@x.example"]),
        ("eva&amp;commat;x.example", vec!["eva@x.example"]),
        ("eva%40x.example", vec!["eva@x.example"]),
        ("eva%2540x.example", vec!["eva@x.example"]),
        ("%3Ceva%40x.example%3E", vec!["eva@x.example"]),
        ("eva\\u0040x.example", vec!["eva@x.example"]),
        ("ｅｖａ＠ｘ．ｅｘａｍｐｌｅ", vec!["eva@x.example"]),
        ("eva@blåbær.dk", vec!["eva@xn--blbr-roah.dk"]),
        ("eva@xn--blbr-roah.dk", vec!["eva@xn--blbr-roah.dk"]),
        ("søren@blåbær.dk", vec!["søren@xn--blbr-roah.dk"]),
        ("S%C3%B8ren%40firma.dk", vec!["søren@firma.dk"]),
        ("s%F8ren%40firma.dk", vec!["søren@firma.dk"]),
        ("s&oslash;ren@firma.dk", vec!["søren@firma.dk"]),
        ("'eva@x.example'", vec!["eva@x.example", "'eva@x.example"]),
        ("(eva@x.example)", vec!["eva@x.example"]),
        ("o'brien+nyt@x.example", vec!["o'brien+nyt@x.example"]),
        ("eva@x.example-", vec!["eva@x.example"]),
        ("eva@firma.dk.1", vec!["eva@firma.dk"]),
        ("eva@firma.dk.jpg", vec!["eva@firma.dk"]),
        ("?m=eva@x.example&n=bo@y.example", vec!["eva@x.example", "bo@y.example"]),
    ] {
        let found: Vec<String> = emails(text).into_iter().filter(|a| right.contains(&a.as_str())).collect();
        assert_eq!(found, right, "{text:?}: {:?}", emails(text));
        assert_eq!(emails(text).first().map(String::as_str), right.first().copied(), "{text:?}");
    }
    for none in
        ["", "@", "eva@", "@x.example", "eva@x", "logo@2x.png", "logo@1.5x.min.webp", "5 stk. @ 20 kr", "eva @ hjemme"]
    {
        assert_eq!(emails(none), Vec::<String>::new(), "{none:?}");
    }
}

/// Each with what stays of it.
const REMOVED: &[(&str, &str)] = &[
    ("søren.sø@firma.dk", "[removed]"),
    ("eva@blåbær.dk", "[removed]"),
    ("søren@blåbær.dk", "[removed]"),
    ("jørgen@blomster.dk", "[removed]"),
    ("eva%2540firma.dk", "[removed]"),
    ("/konto/eva.holm+x@blomster.example/ordrer", "/konto/[removed]/ordrer"),
    ("/tak?m=eva%40blomster.example", "/tak?m=[removed]"),
    ("+46 (0)70-123 45 67", "[removed]"),
    ("(+45) 20123456", "[removed]"),
    ("+45.20.12.34.56", "[removed]"),
    ("+49 171 1234567", "[removed]"),
    ("+45%2020%2012%2034%2056", "[removed]"),
    ("+45%2020%2012…", "[removed]…"),
    ("%2B4520123456", "[removed]"),
    ("+45+20+12+34+56", "[removed]"),
    ("ring +45 12 34 56 78 nu", "ring [removed] nu"),
    ("+45 20123456 2 stk", "[removed] 2 stk"),
    ("/tlf/004546123456", "/tlf/[removed]"),
    ("0045 46 12 34 56", "[removed]"),
    ("0049 171 1234567", "[removed]"),
    ("004917112345678", "[removed]"),
    ("se o/f&@x.example", "se [removed]"),
    ("tlf 12 34 56 78", "tlf [removed]"),
    ("Tlf.: 12345678", "Tlf.: [removed]"),
    ("telefonnummer=12345678", "telefonnummer=[removed]"),
    ("cpr 311299-1234", "cpr [removed]"),
    ("/p/311299-1234", "/p/[removed]"),
    ("cpr=3112991234", "cpr=[removed]"),
    ("cpr_311299_1234 cpr_3112991234_x", "cpr_[removed] cpr_[removed]_x"),
    ("CPR-nummer: 3112991234", "CPR-nummer: [removed]"),
    ("151086-95088", "[removed]"),
    ("15108695088", "[removed]"),
    ("131052-308T", "[removed]"),
    ("131052a308t", "[removed]"),
    ("15508695088", "[removed]"),
    ("211062/5629", "[removed]"),
    ("211062 - 5629", "[removed]"),
    ("211062–5629", "[removed]"),
    ("211062%205629", "[removed]"),
    ("880320 0016", "[removed]"),
    ("811062-5629", "[removed]"),
    ("/pnr/19811228-9874", "/pnr/[removed]"),
    ("198112289874", "[removed]"),
    ("/pnr/8112289874", "/pnr/[removed]"),
    ("811228+9874", "[removed]"),
    ("811228.9874", "[removed]"),
    ("811228_9874", "[removed]"),
    ("211062.5629", "[removed]"),
    ("kt 1201743399", "kt [removed]"),
    ("(45) 20123456", "[removed]"),
    ("(45) 20 12 34 56", "[removed]"),
    ("070-123 45 69", "[removed]"),
    ("ring 070-1234569 nu", "ring [removed] nu"),
    ("040-1234567", "[removed]"),
    ("050 123 4567", "[removed]"),
    ("mob. 20 12 34 56", "mob. [removed]"),
    ("Mobil: 20 12 34 56", "Mobil: [removed]"),
    ("sms 20123456", "sms [removed]"),
    ("phone 20123456", "phone [removed]"),
    ("?mobile=20123456", "?mobile=[removed]"),
    ("whatsapp 20123456", "whatsapp [removed]"),
    ("wa.me/4520123456", "wa.me/[removed]"),
];

#[test]
fn what_says_who_somebody_is_goes() {
    for (text, right) in REMOVED {
        assert_eq!(scrub_text(text), *right, "{text}");
    }
}

#[test]
fn numbers_of_other_things_stay() {
    for text in [
        "1204567890",
        "0012345678",
        "/@anna.dk",
        "3112004567",
        "1712345678",
        "1204567890.1712345678",
        "GA1.2.1204567890.1712345678",
        "/ordre/1005241234",
        "/ordre/9999999999",
        "ISBN 0306406152",
        "ISBN 978-0-306-40615-7",
        "gclid=EAIaIQobChMI1204567890abcEAAYASAAEgK",
        "fbclid=IwAR0_x1204567890yZ-311299-1234abQ9zT",
        "logo@2x.png",
        "2026-11-22",
        "2026-11-22T10:00:00+02:00",
        "/p/roser-20-stk",
        "/kurv?antal=3",
        "Bukett 499 kr",
        "@blomster",
        "Hotel 12345678",
        "Television 12345678",
        "Str. 38 40 42 44",
        "/p/roser+20123456",
        "6f1f0d2e-0000-4000-8000-000000000001",
        "C++ 2017 10 20",
        "Phone 12 Pro 256 GB",
        "Mobilcover 15 til 12345678",
        "311299.1234",
        "v150101.1234",
        "0412-345678",
        "Serie 040-12",
        "SMS-kode 7",
        "sms_2024-05-12",
        "sms-uge-202405",
        "mobile_20240501",
        "sms 20240501",
        "/mobil/iphone-655123",
        "GSM 900/1800",
    ] {
        assert_eq!(scrub_text(text), text);
        assert_eq!(kinds(text), Vec::<&str>::new());
    }
}

#[test]
fn the_name_of_a_field_says_what_its_number_is() {
    assert_eq!(find("3112991234", "cpr").len(), 1);
    assert_eq!(find("3112991234", "user_personnummer").len(), 1);
    assert_eq!(find("12345678", "phone").len(), 1);
    assert_eq!(find("3112991234", "sku"), []);
    for order in ["order_id", "orderId", "ordre_nr", "ordrenummer", "invoice_no", "transaction_id", "bestillingsnummer"]
    {
        assert_eq!(find("161067-4099", order), [], "{order}");
    }
    for other in ["", "note", "border", "customer", "preorder_cpr", "title", "sku"] {
        assert_eq!(find("161067-4099", other).len(), 1, "{other}");
    }
    assert_eq!(find("cpr 161067-4099", "order_id").len(), 1, "unless it says so");
    assert_eq!(find("151086-95088", "order_id").len(), 1, "two check digits are no chance");
}

#[test]
fn order_numbers_with_a_separator_stay_and_people_do_not() {
    for order in [
        "/ordre/161067-4099",
        "Ordre 161067-4099 er sendt",
        "Ordrenr. 161067-4099",
        "order_id=161067-4099&x=1",
        "Din bestilling #161067-4099",
        "Faktura nr. 161067-4099",
        "Beställning 161067-4099",
    ] {
        assert_eq!(scrub_text(order), order);
    }
    for (person, left) in [
        ("Jeg hedder Eva, 161067-4099, og vil gerne", "Jeg hedder Eva, [removed], og vil gerne"),
        ("Ordre til 161067-4099", "Ordre til [removed]"),
        ("Ordre 4711, cpr 161067-4099", "Ordre 4711, cpr [removed]"),
        ("290200-4099", "[removed]"),
        ("/p/161067-4099", "/p/[removed]"),
    ] {
        assert_eq!(scrub_text(person), left);
    }
    // No such day, and nobody born yet.
    for none in ["290201-4099", "310467-1099", "010150-5123", "010136-4123"] {
        assert_eq!(scrub_text(none), none);
    }
}

/// Six and four digits at random: one in fourteen looks like a person's number, and where something says what it is hardly one
/// is taken for it.
#[test]
fn at_most_one_of_two_hundred_order_numbers_is_lost() {
    let mut at = 4_711_u64;
    let mut next = || {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:010}", (at >> 16) % 10_000_000_000)
    };
    for (before, after, most) in
        [("/ordre/", "", 50), ("Ordrenr. ", " er sendt", 50), ("?order=", "&x=1", 50), ("", "", 800)]
    {
        let lost = (0..10_000).filter(|_| {
            let number = next();
            let text = format!("{before}{}-{}{after}", &number[..6], &number[6..]);
            scrub_text(&text) != text
        });
        let lost = lost.count();
        assert!(lost <= most, "{before}: {lost}");
    }
}

proptest! {
    /// Ten digits at random, as order numbers and ids are.
    #[test]
    fn at_most_one_of_two_hundred_numbers_is_lost(seed in any::<u64>()) {
        let mut at = seed;
        let mut next = || {
            at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (at >> 16) % 10_000_000_000
        };
        for wrap in [("", ""), ("/ordre/", ""), ("Ordre ", " er sendt"), ("?id=", "&x=1")] {
            let lost = (0..1_000).filter(|_| {
                let text = format!("{}{:010}{}", wrap.0, next(), wrap.1);
                scrub_text(&text) != text
            });
            prop_assert!(lost.count() <= 5, "{wrap:?}");
        }
    }

    #[test]
    fn whatever_is_taken_for_an_address_is_found_in_a_text(
        local in "[!#$&'*+=^_`{|}~-]{0,2}[a-zA-Z0-9][a-zA-Z0-9!#$&'*+=^_`{|}~-]{0,10}(\\.[a-zA-Z0-9_+-]{1,8})?",
        domain in "[a-z0-9æøåäö]{1,10}(-[a-z0-9]{1,5})?(\\.[a-zæøå]{1,8})?\\.[a-z]{2,10}",
        around in prop::sample::select(vec![("", ""), ("se ", " i dag"), ("<", ">"), ("\u{200b}", "\u{a0}"), ("a@x.example;", ",b@x.example")]),
    ) {
        let address = format!("{local}@{domain}");
        let Ok(normal) = IdentifierKind::Email.normal(&address) else { return Ok(()) };
        let ending = domain.rsplit('.').next().unwrap_or_default();
        prop_assume!(!["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "css", "js", "html", "pdf"].contains(&ending));
        let text = format!("{}{address}{}", around.0, around.1);
        prop_assert!(emails(&text).contains(&normal), "{text:?} {:?}", emails(&text));
        let encoded = text.replace('@', "%40");
        prop_assert!(emails(&encoded).contains(&normal), "{encoded:?} {:?}", emails(&encoded));
        prop_assert!(!scrub_text(&text).contains(&domain), "{}", scrub_text(&text));
    }

    #[test]
    fn cleaning_twice_changes_nothing(text in "[a-zø0-9@.+%( )/_-]{0,60}") {
        let once = scrub_text(&text);
        prop_assert_eq!(scrub_text(&once), once);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        for f in find(&text, "") {
            prop_assert!(text.get(f.from..f.to).is_some());
        }
        emails(&text);
    }
}

#[test]
fn a_national_number_is_known_alone_and_a_customer_number_stays() {
    for number in [
        "2110625629",
        "211062-5629",
        "211062 5629",
        "0101901234",
        "010190-1234",
        "8112289874",
        "198112289874",
        "15108695088",
        "131052-308T",
        "K-211062-5629",
    ] {
        assert!(national_number(number), "{number}");
    }
    for other in [
        "1000012345",
        "2110625620",
        "K-1000",
        "4711",
        "9999999999",
        "12345678",
        "3112991234",
        "KUNDE-00042",
        "20261128",
    ] {
        assert!(!national_number(other), "{other}");
    }
}
