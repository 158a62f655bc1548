//! A no is heard under whatever name, in whatever place and however its address is written.

use super::*;

/// What each address of rows comes to.
fn ends_of(rows: Vec<Understood>) -> Vec<(String, &'static str)> {
    let mut all: std::collections::BTreeMap<String, &'static str> = Default::default();
    for row in rows {
        let says = if row.says.is_no() { "no" } else { word(&row.says) };
        if all.get(&row.address) != Some(&"no") {
            all.insert(row.address, says);
        }
    }
    all.into_iter().collect()
}

/// Names of columns and values that say no, as they stand in no list of ours: neither may end in a yes.
#[test]
fn a_no_under_any_name_is_no_yes() {
    for (name, value) in [
        ("Global status", "unsubscribed"),
        ("Profile", "USER_SUPPRESSED"),
        ("Avmeldt", "ja"),
        ("Avregistrerad", "2024-01-01"),
        ("Kundens ønske", "Ingen mails"),
        ("Remark", "has withdrawn consent"),
        ("Reservasjon", "ja"),
        ("Spärr", "J"),
        ("Markkinointikielto", "kyllä"),
        ("Tila", "peruutettu"),
        ("Tilaus", "päättynyt"),
        ("Kontakttilladelse", "nej"),
        ("Email OK", "N"),
        ("Mailbar", "nein"),
        ("Can be emailed", "false"),
        ("Opt", "out"),
        ("Kind", "former"),
        ("Active", "0"),
        ("Stoppet", "1"),
        ("Level", "Opted-out"),
        ("x", "complained"),
        ("Bounce count", "2"),
        ("Consent withdrawn on", "2024-01-01"),
        ("Objection", "yes"),
        ("Right to be forgotten", "requested"),
        ("Unsub reason", "too many mails"),
        ("Tags", "VIP, Unsubscribed"),
        ("Notes", "Ønsker ikke mails"),
        ("Samtykke trukket", "ja"),
        ("isOptedOut", "True"),
        ("NO_MAIL", "1"),
        ("Frameldingsdato", "01.02.2024"),
        ("Newsletter", "nej tak"),
        ("", "afmeldt"),
    ] {
        let file = format!("email,consent_date,source,wording,{name}\na@x.example,{YES},\"{value}\"\n");
        let got = of(file.as_bytes());
        assert!(got.iter().all(|(_, says)| !matches!(*says, "yes" | "vouched")), "{name}: {value}: {got:?}");
    }
}

#[test]
fn several_files_are_one_import_and_every_no_in_them_is_heard() {
    let yes = format!("email,status,date,source,words\na@x.example,subscribed,{YES}\nb@x.example,subscribed,{YES}\n");
    let no = "Emailadresse;Afmeldt\nb@x.example;2026-04-01\n";
    let want = [("a@x.example".to_owned(), "yes"), ("b@x.example".to_owned(), "no")];
    for files in [[yes.as_bytes(), no.as_bytes()], [no.as_bytes(), yes.as_bytes()], [no.as_bytes(), no.as_bytes()]] {
        let got = ends(&files, &Way::default());
        assert!(got == want || files[0] == files[1], "{got:?}");
        assert!(got.contains(&want[1]));
    }
}

#[test]
fn what_stands_under_no_column_and_the_name_of_a_file_are_heard() {
    let more = format!("email,status,date,source,words\na@x.example,subscribed,{YES},unsubscribed\n");
    let (rows, doubts) = heard(&[more.as_bytes()], &Way::default());
    assert!(rows.is_empty() && doubts[0].1.lasting && doubts[0].1.code == "sounds_no");
}

/// A list of those who said no, as its name, its folder, its sheet or a line above it says, reaches the same people elsewhere.
#[test]
fn whoever_stands_in_a_list_of_noes_said_no() {
    let yes = format!("email,date,source,words\na@x.example,{YES}\nb@x.example,{YES}\n");
    let want = [("a@x.example".to_owned(), "no"), ("b@x.example".to_owned(), "yes")];
    for (name, list) in [
        ("afmeldte.csv", "email\na@x.example\n"),
        ("spärrlista.csv", "E-post;Datum\na@x.example;2024-01-01\n"),
        ("export/unsubscribed/list.csv", "email\na@x.example\n"),
        ("liste.csv", "Afmeldte fra nyhedsbrevet\n\nemail\na@x.example\n"),
        ("optouts.csv", "a@x.example\n"),
        ("liste.csv", "email\n\nAfmeldte:\na@x.example\n"),
    ] {
        let list = list.replace("Afmeldte:", "Afmeldte");
        let (rows, _) = heard_named(&[("kunder.csv", yes.as_bytes()), (name, list.as_bytes())], &Way::default());
        assert_eq!(ends_of(rows), want, "{name}");
    }
    // Whoever says something else there is in doubt, and those who are left out of it are not meant.
    let says = format!("email,status,date,source,words\na@x.example,subscribed,{YES}\n");
    let (rows, doubts) = heard_named(&[("afmeldte.csv", says.as_bytes())], &Way::default());
    assert_eq!((word(&rows[0].says), rows[0].missing.as_slice()), ("nothing", ["name"].as_slice()));
    assert!(doubts[0].1.lasting && !doubts[0].1.told);
    let (rows, _) = heard_named(&[("kunder uden afmeldte.csv", yes.as_bytes())], &Way::default());
    assert!(rows.iter().all(|row| word(&row.says) == "yes"));
}

#[test]
fn what_stands_below_in_the_same_file_is_read_under_its_own_names() {
    let file =
        format!("email,date,source,words\na@x.example,{YES}\nb@x.example,{YES}\n\nAfmeldte,,,\na@x.example,,,\n");
    assert_eq!(of(file.as_bytes()), [("a@x.example".into(), "no"), ("b@x.example".into(), "yes")]);
    let file = format!(
        "email,date,source,words\na@x.example,{YES}\nb@x.example,{YES}\nemail,Afmeldt den,,\na@x.example,2024-02-01,,\n"
    );
    assert_eq!(of(file.as_bytes()), [("a@x.example".into(), "no"), ("b@x.example".into(), "yes")]);
}

#[test]
fn the_name_of_a_group_of_columns_is_a_part_of_theirs() {
    let file = format!(
        "Kontakt,,,,Må ikke,\nemail,date,source,words,mailes,ringes\na@x.example,{YES},x,\nb@x.example,{YES},,x\n"
    );
    assert_eq!(of(file.as_bytes()), [("a@x.example".into(), "no"), ("b@x.example".into(), "yes")]);
    let file = format!(
        ";;;;Afmeldt fra\nemail;date;source;words;e-mail\na@x.example;{0};x\nb@x.example;{0};\n",
        YES.replace(',', ";")
    );
    assert_eq!(of(file.as_bytes()), [("a@x.example".into(), "no"), ("b@x.example".into(), "yes")]);
    // An answer where an address should stand is not passed over.
    let file = format!("email,date,source,words,mail\na@x.example,{YES},x\n");
    assert_eq!(of(file.as_bytes()), [("a@x.example".into(), "doubt")]);
}

#[test]
fn a_no_to_an_address_that_only_people_can_read_is_heard() {
    for written in [
        "a at x dot example",
        "a[at]x.example",
        "a(snabel-a)x.example",
        "a @x.example",
        "a@ x.example",
        "a\u{a0}@x.example",
        "\"\"\"a\"\"@x.example\"",
        "\"a@x,example\"",
        "a＠x.example",
    ] {
        let file = format!("email,status,date,source,words\n{written},unsubscribed,,,\na@x.example,subscribed,{YES}\n");
        assert_eq!(of(file.as_bytes()), [("a@x.example".into(), "no")], "{written}");
        // Nobody is written to at what was guessed.
        let file = format!("email,status,date,source,words\n{written},subscribed,{YES}\n");
        let guessed = !written.contains('＠');
        assert!(of(file.as_bytes()).iter().all(|(_, says)| !guessed || *says != "yes"), "{written}");
    }
}

#[test]
fn numbers_are_found_among_words() {
    let way = Way { channel: Channel::Sms, ..Way::default() };
    for written in [
        "tlf. 20 12 34 56",
        "20123456 lok. 12",
        "+45 20123456 x12",
        "20123456 (Anna)",
        "20123457 og 20123456",
        "20123457 20123456",
        "Mobil: +45 20123456",
        "=\"20123456\"",
        "20123456.0",
        "whatsapp:+4520123456",
        "*20123456",
        "arb 20123457 priv 20123456",
    ] {
        let cell = format!("\"{}\"", written.replace('"', "\"\""));
        let file = format!("phone,status,date,source,words\n{cell},unsubscribed,,,\n+4520123456,subscribed,{YES}\n");
        let got = ends(&[file.as_bytes()], &way);
        assert!(got.contains(&("+4520123456".into(), "no")), "{written}: {got:?}");
    }
}

#[test]
fn a_no_in_a_column_of_something_else_is_no_yes() {
    for (name, value) in [
        ("Nyhedsbrev ja/nej", "nej"),
        ("Samtykke til markedsføring", "0"),
        ("Markedsføring fravalgt", "x"),
        ("Suostumus peruttu", "3.2.2024"),
        ("Consent expired", "yes"),
        ("Noter", "ring ikke og skriv ikke"),
        ("Notes", "please remove from list"),
        ("Tags", "vip, DND"),
        ("Customer group", "Left"),
        ("Rating", "unsubscribed"),
        ("Language", "unsubscribed"),
        ("Last changed", "unsubscribed 2024-01-02"),
        ("Type", "Opted out"),
    ] {
        let file = format!("email,date,source,words,{name}\na@x.example,{YES},\"{value}\"\n");
        let got = of(file.as_bytes());
        assert!(got.iter().all(|(_, says)| !matches!(*says, "yes" | "vouched")), "{name}: {value}: {got:?}");
    }
    let wording = "email,date,source,words\na@x.example,2026-03-01,https://shop.example/,\"Nej tak, jeg ønsker ikke nyhedsbrevet\"\n";
    assert_eq!(of(wording.as_bytes()), [("a@x.example".into(), "doubt")]);
    // What is none, in columns and words that come close to one.
    for (name, value) in [
        ("Nyhedsbrev ja/nej", "ja"),
        ("Samtykke til markedsføring", "SAND"),
        ("Opted out", "not opted out"),
        ("Sperret", "USANN"),
        ("Do not allow Bulk Emails", "Allow"),
        ("Status", "Newsletter subscriber"),
        ("Får kontaktas", "Ja"),
        ("May we email you?", "Yes please"),
        ("Consent: Newsletter (SMS)", "opt-out"),
        ("City", "Klagenfurt"),
        ("Notes", "Reserveret bord til fire"),
        ("Created At (UTC+0)", "2024-01-02 10:00"),
        ("Order no.", "1234"),
        ("Email delivery status,Consent", ",yes"),
        ("HasOptedOutOfEmail,Status", "false,Open - Not Contacted"),
        ("Unsubscribe link", "https://shop.example/unsubscribe?u=1"),
    ] {
        let value = if name.contains(',') { value.to_owned() } else { format!("\"{value}\"") };
        let file = format!("email,date,source,words,{name}\na@x.example,{YES},{value}\n");
        assert_eq!(of(file.as_bytes()), [("a@x.example".into(), "yes")], "{name}: {value}");
    }
}
