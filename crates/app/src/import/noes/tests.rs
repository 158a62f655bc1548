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

/// What somebody who had not read these words wrote as people write it: what says no, and what comes close and does not. A line
/// of each file is what is expected and the text.
fn cases(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter_map(|line| line.split_once('\t'))
}

fn wrong<T: std::fmt::Debug>(file: &'static str, says: impl Fn(&str, &str) -> (bool, T)) -> Vec<String> {
    let all: Vec<_> = cases(file).collect();
    assert!(all.len() > 300, "{}", all.len());
    let wrong = |(want, text): &(&str, &str)| {
        let (right, got) = says(want, text);
        (!right).then(|| format!("{want}\t{text}\t{got:?}"))
    };
    all.iter().filter_map(wrong).collect()
}

#[test]
fn what_people_write_of_others_is_heard_as_it_is_meant() {
    let note = |text: &str| note_says_no(text) || tag_says_over(text) || few_words_say_no(text);
    let none: Vec<String> = Vec::new();
    let no = |said: bool, want: &str| (said == (want == "no"), said);
    let got = wrong(include_str!("cases/notes.tsv"), |want, text| no(note(text) || alone_says_no(text), want));
    assert_eq!(got, none, "in a remark");
    let got = wrong(include_str!("cases/tags.tsv"), |want, text| no(note(&without_countries(text)), want));
    assert_eq!(got, none, "in a tag");
    let got = wrong(include_str!("cases/names.tsv"), |want, text| no(name_cell_says_no(text), want));
    assert_eq!(got, none, "in a name");
    let got = wrong(include_str!("cases/files.tsv"), |want, text| no(named(text, true) != Named::Nothing, want));
    assert_eq!(got, none, "in the name of a file");
    // A no that is not known is none that is overlooked: its row waits for somebody.
    let got = wrong(include_str!("cases/statuses.tsv"), |want, text| {
        let said = match status(text) {
            Says::Yes => "yes",
            Says::No | Says::Bounced | Says::Complained | Says::NotYes => "no",
            Says::Nothing | Says::Unknown => "other",
        };
        (said == want || (want, said) == ("no", "other"), said)
    });
    assert_eq!(got, none, "in a status");
    let got = wrong(include_str!("cases/wordings.tsv"), |want, text| {
        let yes = !wording_says_no(text) && !wording_is_of_else(text, Channel::Email);
        (yes == (want == "yes"), yes)
    });
    assert_eq!(got, none, "in the words of a form");
}
