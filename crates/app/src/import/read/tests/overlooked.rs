//! Noes that were overlooked once, each kind with what comes close to it and is none: beside a complete yes, or under what
//! somebody vouches for, whoever said no is never written to, and whoever did not still is.

use super::*;

fn vouched() -> Way {
    let vouched = Vouched {
        words: "Ja tak, jeg vil gerne have nyhedsbrevet på e-mail".into(),
        place: "https://shop.example/tilmeld".into(),
        from_on: "2019-01-01".into(),
        to_on: "2026-06-30".into(),
        by: "usr_1".into(),
    };
    Way { vouched: Some(vouched), ..Way::default() }
}

/// Whether a file gives that address a yes.
fn used(files: &[(&str, &str)], way: &Way, address: &str) -> bool {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (rows, doubts) = heard_named(&files, way);
    let barred = doubts.iter().any(|(_, d)| d.addresses.iter().any(|(_, a)| a == address));
    let said_no = rows.iter().any(|r| r.address == address && r.says.is_no());
    !barred && !said_no && rows.iter().any(|r| r.address == address && matches!(r.says, RowSays::Yes { .. }))
}

/// Of a row with complete evidence and one more column, in a file of that name.
fn beside(name: &str, value: &str) -> bool {
    let file = format!("email,date,source,words,{name}\na@x.example,{YES},\"{value}\"\n");
    used(&[("people.csv", &file)], &Way::default(), "a@x.example")
}

#[rustfmt::skip]
#[test]
fn a_column_of_consents_that_are_none_gives_no_yes() {
    for name in [
        "Consent denied", "Consent refused", "Consent recalled", "Consent rescinded", "Consent retracted", "Consent lacking",
        "Consent missing", "Consent removed on request", "Marketing consent denied", "Permission denied", "Opt-in refused",
        "Opt-in lost", "Opt-in pending", "Opt-in removed by user", "Previously opted in", "Was opted in", "Opted in before",
        "Samtykke mangler", "Samtykke nægtet", "Samtykke afvist", "Samtykke bortfaldet", "Samtykke ugyldigt", "Samtycke nekat",
        "Suostumus evätty", "Suostumus puuttuu", "Einwilligung entzogen", "Einwilligung zurückgezogen",
        "Einwilligung erloschen", "Consent pending", "Consent requested", "Consent required", "Consent needed",
        "Opt-in requested", "Opt-in mail sent", "Double opt-in sent", "Double opt-in requested", "Cookie consent",
        "Photo consent", "Parental consent", "Tracking consent", "Profiling consent", "Analytics consent", "Partner consent",
        "Third-party consent", "Data processing consent", "Consent to terms", "Accepts terms", "Accepts terms and conditions",
        "Samtykke til handelsbetingelser", "Samtykke til billeder", "Samtykke til opkald", "Samtykke til brev",
        "Samtykke til cookies", "Consent to post", "Opt-in brev", "Consent for order mails", "Subscribed to competitor",
        "Cookies ja/nej",
    ] {
        assert!(!beside(name, "yes"), "{name}");
    }
    for name in [
        "Consent retracted", "Consent lost", "Consent end", "Consent ended", "Permission until", "Samtykke slut",
        "Samtykke ophører", "Samtykke indtil", "Suostumus päättynyt", "Marketing emails allowed until",
        "Newsletter accepted until",
    ] {
        assert!(!beside(name, "2024-01-01"), "{name}");
    }
    for (name, value) in [
        ("Consent to email marketing", "yes"), ("Samtykke til nyhedsbrev", "ja"), ("Har givet samtykke", "ja"),
        ("Samtycke till nyhetsbrev via e-post", "ja"), ("Suostumus sähköpostimarkkinointiin", "kyllä"),
        ("Double Opt-In", "true"), ("Consent given at", "2024-01-01"), ("Consent denied", "no"), ("Samtykke afvist", "nej"),
        ("May we email you?", "Yes please"),
    ] {
        assert!(beside(name, value), "{name}: {value}");
    }
}

#[test]
fn what_stands_in_a_second_column_of_addresses_and_is_none_leaves_the_row_in_doubt() {
    for value in ["N", "0", "false", "F", "nein", "off", "-", "n/a", "nej", "no", "x", "afmeldt", "2024-01-01"] {
        let file = format!("email,E-mail,date,source,words\na@x.example,{value},{YES}\n");
        assert!(!used(&[("people.csv", &file)], &Way::default(), "a@x.example"), "{value}");
        let file = format!("mobil,sms,date,source,words\n20101406,{value},{YES}\n");
        let way = Way { channel: Channel::Sms, ..Way::default() };
        assert!(!used(&[("people.csv", &file)], &way, "+4520101406"), "{value}");
    }
    for value in ["", "b@x.example", "A@x.example"] {
        let file = format!("email,E-mail,date,source,words\na@x.example,{value},{YES}\n");
        assert!(used(&[("people.csv", &file)], &Way::default(), "a@x.example"), "{value}");
    }
    // A number that nobody could call is none of the address.
    let file = format!("email,mobil,date,source,words\na@x.example,-,{YES}\n");
    assert!(used(&[("people.csv", &file)], &Way::default(), "a@x.example"));
}

#[rustfmt::skip]
#[test]
fn a_tag_that_says_no_in_few_words_is_heard() {
    for tag in [
        "marketing=false", "uden samtykke", "GDPR objection", "nej", "no thanks", "newsletter:0", "consent=false",
        "indsigelse mod markedsføring", "opt-ud", "ingen info", "ej info", "vill ej ha info", "undlad mail", "unngå e-post",
        "ei postia", "ei yhteydenottoja", "skal ikke have noget", "do not promote", "hands off", "without consent",
        "utan samtycke", "samtykke mangler", "right to erasure", "Art 17 request", "art. 21", "skal slettes", "til sletning",
        "sagt op", "sagt upp", "meldt ut", "sluttet", "slutat", "peruutus", "eronnut", "irtisanottu", "paused", "on hold",
        "svartlistad", "svartelistet", "musta lista", "sortlistet", "undelivered", "bad email", "wrong email",
        "ugyldig e-mail", "returmail", "VIP, nej", "Kurser; uden samtykke",
    ] {
        assert!(!beside("Tags", tag), "{tag}");
    }
    for (name, value) in [
        ("Groups", "Churn"), ("Segment", "Lost"), ("List", "Exit list"), ("Kundetype", "tidligere"), ("Type", "Former"),
    ] {
        assert!(!beside(name, value), "{name}: {value}");
    }
    for tag in [
        "VIP", "kunde", "nyhedsbrev", "stoppested", "no-sugar", "Messe 2024", "newsletter:1", "consent=true", "Exeter",
        "Peru", "Stamkunde", "ny kunde", "Rosenhaven", "Nr. 5", "Blocked drain", "uden sukker", "utan gluten", "Erasmus",
    ] {
        assert!(beside("Tags", tag), "{tag}");
    }
    for (name, value) in [
        ("City", "Peru"), ("City", "Sletten"), ("Country", "NO"), ("VIP", "nej"), ("Tax Exempt", "no"), ("By", "Nej"),
        ("Company", "Stop & Shop"), ("Address", "Slettestrandvej 4"), ("Lead Status", "Lost"), ("Title", "Marketing Manager"),
    ] {
        assert!(beside(name, value), "{name}: {value}");
    }
}

#[rustfmt::skip]
#[test]
fn a_note_that_says_no_in_other_words_is_heard() {
    for note in [
        "Trækker sit samtykke", "withdraws consent", "asked us to stop", "Please stop", "Bad os om at stoppe",
        "har bedt os stoppe", "Vil gerne af med vores mails", "Vil slippe for flere mails", "hun gider ikke mere",
        "lad være med at skrive", "lad være med at maile", "leave alone", "tog tillbaka sitt samtycke", "perui suostumuksensa",
        "trak samtykke 2023", "revocation", "withdrawal 2023-04-02", "takkede nej", "afvist", "avbøjede", "ber om å bli fjernet",
        "skal fjernes", "bedes fjernet", "tas bort", "ta bort", "poista", "klagade på mejl", "reported as spam", "marked spam",
        "uønsket mail", "oönskat", "unwanted", "anonymiseret",
        // The same kinds in other words.
        "återkallat sitt samtycke", "trekker samtykket", "pyysi lopettamaan", "bad oss sluta", "ønsker at blive slettet",
        "ska raderas", "poistettava", "sade nej", "kieltäytyi", "avslo", "ei tarjouksia", "vil ikke kontaktes", "pois listalta",
        "vill vara ifred", "markeret som spam", "træt af mails", "anonymiserad", "GDPR art. 17",
    ] {
        assert!(!beside("Noter", note), "{note}");
    }
    for note in [
        "Har købt 3 gange", "Ring efter kl. 16", "samtykke modtaget 2023", "GDPR consent form signed", "bad om kvittering",
        "asked about delivery", "Please call back", "Skal leveres fredag", "Skal have kvittering", "Kan ikke lide gul",
        "Ordre afhentet", "consent on paper", "Afskrift sendt", "Flyttet til Odense", "asked to stop by on Friday",
        "vil gerne have tilbud", "Betaler altid til tiden",
    ] {
        assert!(beside("Noter", note), "{note}");
    }
}

#[rustfmt::skip]
#[test]
fn what_stands_beside_a_name_is_heard() {
    for name in [
        "Eva Holm (nej tak til mail)", "Eva Holm - STOP", "Eva Holm DNC", "XXX NO MAIL Eva", "Eva Holm, vil ikke have mails",
        "SLETTES", "zz_slettet", "(slettet)", "DO NOT USE",
    ] {
        assert!(!beside("Navn", name), "{name}");
    }
    for name in ["Eva Holm", "Nej Christensen", "Robinson", "Holm, Eva", "Stop Hansen", "Eva Holm (direktør)", "NIX"] {
        assert!(beside("Navn", name), "{name}");
    }
}

#[rustfmt::skip]
#[test]
fn words_that_ask_for_a_no_or_for_something_else_prove_no_yes() {
    let with = |words: &str, way: &Way| {
        let file = format!("email,date,source,words\na@x.example,2026-03-01,https://shop.example/,\"{words}\"\n");
        used(&[("people.csv", &file)], way, "a@x.example")
    };
    for words in [
        "Unsubscribe", "Afmeld mig", "Fravælg nyhedsbrev", "Jeg frabeder mig nyhedsbrev", "Nyhedsbrev: nej",
        "Afkryds for at framelde dig", "Sæt hak for at undgå nyhedsbrev", "Untick to unsubscribe", "Emme saa lähettää",
        "Jeg accepterer handelsbetingelserne", "Ja, jeg har læst privatlivspolitikken",
    ] {
        assert!(!with(words, &Way::default()) && !with(words, &vouched()), "{words}");
        let given = Vouched { words: words.into(), ..vouched().vouched.unwrap() };
        assert!(given.checked(Channel::Email, "usr_1", NOW, &jiff::tz::TimeZone::UTC).is_err(), "{words}");
    }
    for words in [
        "Ja tak, jeg vil gerne have nyhedsbrevet", "Ja tak til nyhedsbrev og jeg kan altid afmelde mig",
        "I accept the terms and want the newsletter by email", "Jag vill ha nyhetsbrevet, avregistrera när som helst",
    ] {
        assert!(with(words, &Way::default()) && with(words, &vouched()), "{words}");
        let given = Vouched { words: words.into(), ..vouched().vouched.unwrap() };
        assert!(given.checked(Channel::Email, "usr_1", NOW, &jiff::tz::TimeZone::UTC).is_ok(), "{words}");
    }
}

#[rustfmt::skip]
#[test]
fn a_file_whose_name_may_be_of_those_who_left_asks_whoever_vouches_for_it() {
    for name in [
        "slettede.csv", "døde.csv", "afdøde.csv", "stopliste.csv", "stoplist.csv", "sortliste.csv", "nixliste.csv",
        "indsigelser.csv", "klager.csv", "Nej.csv", "erasure requests.csv", "forget-me.csv", "removals.csv", "blocks.csv",
        "churned.csv", "lost customers.csv", "tidligere kunder.csv", "inactive.csv", "audience_archived_members.csv",
        "nonsubscribed_members_export.csv", "avhopp.csv", "peruneet.csv", "poistuneet.csv", "Estolista.csv",
        "reservasjon.csv", "kontakt ikke.csv", "ophørte.csv",
    ] {
        assert!(!used(&[(name, "email\na@x.example\n")], &vouched(), "a@x.example"), "{name}");
    }
    for name in ["kunder.csv", "medlemmer.csv", "subscribed_members_export.csv", "stoppesteder.csv", "kunder_no.csv"] {
        assert!(used(&[(name, "email\na@x.example\n")], &vouched(), "a@x.example"), "{name}");
    }
}

#[rustfmt::skip]
#[test]
fn a_no_finds_its_number_through_what_a_spreadsheet_made_of_it() {
    let way = Way { channel: Channel::Sms, ..Way::default() };
    for number in [
        "+4520101406.0", "+4520101406,0", "+4520101406,00", "+4520101406.00", "20,101,406", "20.101.406,00", "20,101,406.00",
        "004520101406.0", "+45201014060", "+452010140600", "+45 20 10 14 06 0",
    ] {
        let file = format!("phone;status;date;source;words\n{number};unsubscribed;;;\n+4520101406;subscribed;{}\n", YES.replace(',', ";"));
        assert!(!used(&[("people.csv", &file)], &way, "+4520101406"), "{number}");
        let alone = format!("phone;date;source;words\n{number};{}\n", YES.replace(',', ";"));
        let doubtful = number.ends_with("60") || number.ends_with("600") || number.ends_with("6 0");
        assert_eq!(used(&[("people.csv", &alone)], &way, "+4520101406"), !doubtful, "{number}");
        assert!(!used(&[("people.csv", &alone)], &way, "+45201014060"), "{number}");
    }
    // Another number is nobody's with a figure too many.
    let file = format!("phone,status,date,source,words\n+4520101407,unsubscribed,,,\n+4520101406,subscribed,{YES}\n");
    assert!(used(&[("people.csv", &file)], &way, "+4520101406"));
}

#[test]
fn what_is_of_norway_or_a_fact_about_somebody_is_no_no() {
    for tag in ["Newsletter NO", "Nyhedsbrev-NO", "Nyhetsbrev NO, VIP"] {
        assert!(beside("Tags", tag), "{tag}");
    }
    for tag in ["newsletter: no", "newsletter=NO", "MAIL NO", "newsletter no"] {
        assert!(!beside("Tags", tag), "{tag}");
    }
    for place in ["butik.no/nyhetsbrev", "www.shop.no/kontakt", "shop.no newsletter popup"] {
        let file =
            format!("email,date,source,words\na@x.example,2024-05-01,{place},Ja tak til nyhedsbrevet på e-mail\n");
        assert!(used(&[("people.csv", &file)], &Way::default(), "a@x.example"), "{place}");
    }
    let mapped = |name: &str| Way { said: Mapping::from([(name.to_owned(), Taken::Attribute)]), ..Way::default() };
    let said = |name: &str, value: &str| {
        let file = format!("email,date,source,words,{name}\na@x.example,{YES},{value}\n");
        used(&[("people.csv", &file)], &mapped(name), "a@x.example")
    };
    assert!(said("Billing Country", "NO") && said("Har hund", "Nej"));
    assert!(!said("Nyhedsbrev", "Nej") && !said("Har hund", "Nej, ingen mails"), "what asks whether is an answer");
}

/// Columns as people and programs call them, with what stands there: a yes, a no, something else that staff then call an attribute,
/// or what somebody has to be asked about. Whoever said no, or is to be asked about, is not used.
#[test]
fn columns_are_read_as_they_are_meant() {
    let (mut wrong, mut all) = (Vec::new(), 0);
    for line in include_str!("../../noes/cases/columns.tsv").lines() {
        let [want, name, value] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        all += 1;
        let mut way = Way::default();
        // What nobody knows staff say to be something else.
        if want == "ok" && crate::import::column::by_name(name, Channel::Email).0 == Taken::Unknown {
            way.said.insert(name.to_owned(), Taken::Attribute);
        }
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let file = format!("email,date,source,words,{}\na@x.example,{YES},{}\n", quoted(name), quoted(value));
        if used(&[("people.csv", &file)], &way, "a@x.example") != matches!(want, "yes" | "ok") {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty() && all > 350, "{wrong:#?}");
}
