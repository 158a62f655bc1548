//! Against what others made: the example of RFC 8463 and a key and a signature of OpenSSL. That receivers take a whole
//! message is tried with `mailauth` in `e2e/tests/mail.test.mjs`.

use super::*;

const PKCS1: &str = include_str!("../../tests/keys/rsa-pkcs1.pem");
const PKCS8: &str = include_str!("../../tests/keys/rsa-pkcs8.pem");
/// What `openssl rsa -pubout` says of it, and `openssl dgst -sha256 -sign` of the word `hjemmel`.
const PUBLIC: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuywccpDOLlAql2faPGqPn0QcrF3gs5aemQlqT6tTKoiRiq7ye4mlWxjiu+ThGTT5hgBEjGKr8U60/wSZrhk5xm0lyw3cypRf9Hpg5MpqQmYft/IyF59FgGJ37GfXQTaoZon1S9PFt5Ffw0jnMKRr21IB3UPgSqpk4C5pd7kh2vdWAHo6JenTgTekNRsHYAhppH8KoKwbZIpdKNW4V9CToWwMyQwClXi9dR7QGt2jLx+pkM0VsaMMjfCJ6s9uCGkGzVWV2qJYoclUzjTzleIbJqKSKsKSSJo1MtQygSeR1kJXtJfb0w1Vz5notovL2YuLz1YUuRwdYbEdFupBTG3S+QIDAQAB";
const OF_A_WORD: &str = "k2/GdTpPHZ4WQAns+C9h3MTn5CeiDiowDp3is8onq255++OskST/jszAQx4GpQ33iSeKbP38KK1Hc/Hjv7RQiYB5lTGhaxlXPjPIHHrbNuC3uF5WWzu/KblS3hyaocBjmOAR/p36lp1/7Rr3rmum/ZBi8M1r1rFhF7DiMElfASxPxPHsnEVho7S6t8tI5WhT7CIgyMoL6xhJ6n6OFzs97J8E/Sf/PEAe8xOj4f6v3LM81YhRxP8xKnImogW6rWi8Mlsy0hdlYjTzE5ujcD/q03RmOsflihBWezYahjnYM4zBvWMmYY8N/g1aJOrWa9AzecMD+nc5yJDuowbFFfF4yw==";

struct Sevens;
impl Entropy for Sevens {
    fn fill(&self, out: &mut [u8]) {
        out.fill(7);
    }
}

/// RFC 8463, A.1 to A.3.
const EXAMPLE: &str = "From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\nSubject: Is dinner \
ready?\r\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\nMessage-ID: \
<20030712040037.46341.5F8J@football.example.com>\r\n\r\nHi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
const EXAMPLE_SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
const EXAMPLE_HEADER: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; \
i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : \
subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";

fn example_key() -> Dkim {
    let seed = STANDARD.decode(EXAMPLE_SEED).unwrap();
    let der = STANDARD.encode([ED25519_PKCS8.as_slice(), &seed].concat());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
    Dkim::new("football.example.com", "brisbane", &pem).unwrap()
}

#[test]
fn the_example_of_rfc_8463() {
    let key = example_key();
    assert_eq!(key.record_value(), "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    let (headers, body) = canonical::halves(EXAMPLE.as_bytes());
    let hash = digest::digest(&digest::SHA256, &canonical::body(body));
    assert!(EXAMPLE_HEADER.contains(&format!("bh={};", STANDARD.encode(hash))));
    let signed = canonical::signed(headers, "from:to:subject:date:message-id:from:subject:date", EXAMPLE_HEADER);
    assert_eq!(
        key.sign(&signed).unwrap(),
        "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
    );
}

#[test]
fn keys_of_either_form_sign_as_openssl_does() {
    for pem in [PKCS1, PKCS8] {
        let key = Dkim::new("shop.example", "hjemmel", pem).unwrap();
        assert_eq!(key.record_name(), "hjemmel._domainkey.shop.example");
        assert_eq!(key.record_value(), format!("v=DKIM1; k=rsa; p={PUBLIC}"));
        assert_eq!(key.sign(b"hjemmel").unwrap(), OF_A_WORD);
    }
    for wrong in [
        "",
        "nonsense",
        &PKCS1.replace('A', "B"),
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
    ] {
        assert_eq!(Dkim::new("shop.example", "hjemmel", wrong).unwrap_err(), DkimError);
    }
}

#[test]
fn new_keys_are_read_again() {
    for (algorithm, word) in [(DkimAlgorithm::Rsa, "k=rsa; p=MIIB"), (DkimAlgorithm::Ed25519, "k=ed25519; p=")] {
        let pem = Dkim::make_key(algorithm, &Sevens).unwrap();
        let key = Dkim::new("shop.example", "two", &pem).unwrap();
        assert!(key.record_value().contains(word), "{}", key.record_value());
        assert!(!format!("{key:?}").contains("p="));
    }
}

#[test]
fn the_header_names_what_it_signs_and_changes_with_the_message() {
    let key = Dkim::new("shop.example", "hjemmel", PKCS1).unwrap();
    let header = |message: &str| key.header(message.as_bytes(), AtMs(1_795_000_000_000)).unwrap();
    let one = header(EXAMPLE);
    assert!(one.starts_with(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example;\r\n s=hjemmel; t=1795000000;"
    ));
    assert!(one.ends_with("\r\n") && one.lines().all(|line| line.len() < 200));
    assert_eq!(one, header(&EXAMPLE.replace("Subject: Is", "SUBJECT:  Is")), "what may change on the way");
    for (from, to) in
        [("Joe.", "Jim."), ("dinner", "supper"), ("From: Joe", "From: Jim"), ("Date:", "X: y\r\nReply-To: z\r\nDate:")]
    {
        assert_ne!(one, header(&EXAMPLE.replace(from, to)), "{from}");
    }
    // One more of what a reader sees is noticed.
    assert_ne!(one, header(&format!("From: Jim <jim@football.example.com>\r\n{EXAMPLE}")));
}
