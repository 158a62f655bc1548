//! Words that say no, and words that do not.

use hjemmel_model::Channel;

use super::{
    super::column::{Taken, by_name},
    *,
};

#[test]
fn columns_of_noes_are_known_by_name() {
    for name in [
        "Unsubscribed from all email",
        "UNSUB_TIME",
        "CLEAN_TIME",
        "Opted out of email: One to One",
        "Email Suppressions",
        "Email hard bounce reason",
        "Invalid email address",
        "Avmeldt",
        "Udmeldt",
        "Withdrawn",
        "Deleted at",
        "Gælder ikke",
        "Ønsker ikke mail",
        "Reklamebeskyttet",
        "NIX",
        "DNC",
        "Erased",
        "GDPR delete",
        "Suppressed",
        "Email Address Is Invalid",
        "Markkinointikielto",
        "Får ej kontaktas",
        "doNotEmail",
        "no_mail",
        "Reservert",
        "Avregistrerad",
        "Blokeret",
        "Spam report",
        "Mail blocked",
        "Avslutad",
        "Stoppet abonnement",
        "Suostumus peruttu",
        "Consent expired",
        "Abmeldedatum",
        "Deaktiviert",
        "dnc_email",
    ] {
        assert_eq!(by_name(name, Channel::Email).0, Taken::No, "{name}");
    }
    for name in [
        "Email Address",
        "Notes",
        "Member Rating",
        "Nordisk medlem",
        "City",
        "Note",
        "Noter",
        "Notification level",
        "Klub",
        "GDPR",
        "Cancelled orders",
        "Newsletter",
    ] {
        assert!(!name_says_no(name), "{name}");
    }
}

#[test]
fn a_status_is_a_yes_only_where_it_is_known_as_one() {
    for (word, want) in [
        ("Subscribed", Says::Yes),
        ("Aktiv", Says::Yes),
        ("Kyllä", Says::Yes),
        ("Påmeldt", Says::Yes),
        ("pending", Says::Nothing),
        ("NEVER_SUBSCRIBED", Says::NotYes),
        ("Withdrawn", Says::No),
        ("Inactive", Says::No),
        ("Opted out", Says::No),
        ("blocklisted", Says::No),
        ("Slettet", Says::No),
        ("Avmeldt", Says::No),
        ("Peruutettu", Says::No),
        ("USER_SUPPRESSED", Says::No),
        ("[{'reason': 'HARD_BOUNCE'}]", Says::Bounced),
        ("Complained", Says::Complained),
        ("отписан", Says::Unknown),
        ("perhaps", Says::Unknown),
        ("", Says::Unknown),
    ] {
        assert_eq!(status(word), want, "{word}");
    }
    assert!(["[]", "{}", "-", " ", "null", "n/a", "0000-00-00 00:00:00"].iter().all(|text| no_is_denied(text)));
    assert!(!no_is_denied("✓") && !no_is_denied("x") && !no_is_denied("2024-01-01"));
    assert!(note_says_no("vil ikke have mail") && note_says_no("Ønsker ikke mail") && !note_says_no("VIP, Kurser"));
    for yes in ["SANN", "Sand", "TOSI", "WAHR", "Ja tak", "Aktiv abonnent", "Active subscriber", "Tilmeldt nyhedsbrev"]
    {
        assert_eq!(status(yes), Says::Yes, "{yes}");
    }
    for denied in ["not opted out", "Ikke frameldt", "FALSCH", "Usann", "väärin"] {
        assert!(no_is_denied(denied), "{denied}");
    }
    assert!(!no_is_denied("no longer") && !no_is_denied("not subscribed"));
    assert_eq!(status("not blocked"), Says::Unknown);
    assert!(!sounds_no("Newsletter") && !sounds_no("Exclusive offers"));
    assert_eq!(question("Nyhedsbrev ja/nej").as_deref(), Some("nyhedsbrev"));
    assert_eq!(question("Email opt-in (Y/N)").as_deref(), Some("email opt in"));
    assert!(!sounds_no("Interested") && !sounds_no("International") && sounds_no("vill inte") && sounds_no("nej"));
}
