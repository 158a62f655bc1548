//! Files as other programs and people write them. Addresses are invented.

mod noes;

use super::*;

macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../files/", $name)).as_slice())
    };
}

/// What each address of a file comes to at the end: a no before a doubt before a yes, whatever the order of rows.
fn ends(files: &[&[u8]], way: &Way) -> Vec<(String, &'static str)> {
    let (rows, doubts) = heard(files, way);
    let barred = |address: &str| doubts.iter().any(|(_, d)| d.addresses.iter().any(|(_, a)| a == address));
    let mut all: std::collections::BTreeMap<String, &'static str> = Default::default();
    for row in rows.iter().filter(|row| row.channel == way.channel) {
        let says = if row.says.is_no() {
            "no"
        } else if barred(&row.address) {
            "doubt"
        } else {
            word(&row.says)
        };
        let known = all.entry(row.address.clone()).or_insert(says);
        if *known != "no" && (says == "no" || *known == "nothing") {
            *known = says;
        }
    }
    for (_, address) in doubts.iter().flat_map(|(_, d)| &d.addresses) {
        all.entry(address.clone()).or_insert("doubt");
    }
    all.into_iter().collect()
}

fn of(file: &[u8]) -> Vec<(String, &'static str)> {
    ends(&[file], &Way::default())
}

fn is(file: (&str, &[u8]), want: &[(&str, &str)]) {
    let got = of(file.1);
    let got: Vec<_> = got.iter().map(|(address, says)| (address.as_str(), *says)).collect();
    assert_eq!(got, want, "{}", file.0);
}

#[test]
fn no_no_is_overlooked_whatever_its_column_is_called() {
    for (name, file) in [
        file!("no_overlooked_000.csv"),
        file!("no_overlooked_002.csv"),
        file!("no_overlooked_004.csv"),
        file!("no_overlooked_006.csv"),
        file!("no_overlooked_008.csv"),
        file!("no_overlooked_012.csv"),
        file!("no_overlooked_014.csv"),
        file!("no_overlooked_016.csv"),
        file!("no_overlooked_018.csv"),
        file!("no_overlooked_022.csv"),
        file!("no_overlooked_026.csv"),
        file!("no_overlooked_030.csv"),
        file!("no_overlooked_032.csv"),
        file!("no_overlooked_034.csv"),
        file!("no_overlooked_036.csv"),
        file!("no_overlooked_038.csv"),
        file!("no_overlooked_040.csv"),
        file!("no_overlooked_042.csv"),
        file!("no_overlooked_044.csv"),
    ] {
        let got = of(file);
        assert!(got.len() == 1 && matches!(got[0].1, "no" | "doubt"), "{name}: {got:?}");
    }
    is(file!("no_overlooked_010.csv"), &[("no010@nos.example", "yes")]);
}

#[test]
fn an_address_inside_other_text_is_found_and_a_no_beside_it_heard() {
    is(file!("display_name.csv"), &[("disp@q.example", "no")]);
    is(file!("multi_cell_no.csv"), &[("multi1@q.example", "no"), ("multi2@q.example", "no")]);
    is(file!("zero_width.csv"), &[("zw@q.example", "no")]);
    is(file!("upper_space_nbsp.csv"), &[("upper@q.example", "yes")]);
    is(file!("dup_email_header.csv"), &[("dup1@q.example", "yes"), ("dup2@q.example", "yes")]);
    // Whatever can be found in a row with a no is barred.
    let note = format!(
        "email,status,date,source,words,notes\na@x.example,unsubscribed,,,,also <b@x.example>\nb@x.example,subscribed,{YES},\n"
    );
    assert_eq!(of(note.as_bytes()), [("a@x.example".into(), "no"), ("b@x.example".into(), "doubt")]);
    let (_, doubts) = heard(&[note.as_bytes()], &Way::default());
    assert!(
        doubts.iter().all(|(_, d)| d.lasting && !d.told),
        "beyond this file too, and it is no row that cannot be read"
    );
    let entity =
        format!("email,status,date,source,words\na&#64;x.example,unsubscribed,,,\na@x.example,subscribed,{YES}\n");
    assert_eq!(of(entity.as_bytes()), [("a@x.example".into(), "no")]);
}

#[test]
fn every_way_to_write_a_file_is_read() {
    for (file, address) in [
        (file!("utf16le_bom.csv"), "u16@q.example"),
        (file!("sep_line.csv"), "sep@q.example"),
        (file!("blank_first_lines.csv"), "blank@q.example"),
        (file!("bom_utf8.csv"), "bom@q.example"),
        (file!("cp1252.csv"), "cp@q.example"),
        (file!("cr_only.csv"), "cr@q.example"),
        (file!("ctrl_z.csv"), "cz@q.example"),
        (file!("nul_trailing.csv"), "nul@q.example"),
        (file!("pipe.csv"), "pipe@q.example"),
        (file!("quote_inside.csv"), "qi@q.example"),
        (file!("quoted_header.csv"), "qh@q.example"),
        (file!("semicolon_crlf.csv"), "semi@q.example"),
        (file!("trailing_commas.csv"), "tc@q.example"),
    ] {
        is(file, &[(address, "yes")]);
    }
    let title = format!(
        "Udtræk fra kassen;;\n\nemail;status;date;source;words\na@x.example;subscribed;{}\nemail;status;date;source;words\nb@x.example;unsubscribed;;;\n",
        YES.replace(',', ";")
    );
    assert_eq!(of(title.as_bytes()), [("a@x.example".into(), "yes"), ("b@x.example".into(), "no")]);
    assert!(open(&[file!("quote_not_closed.csv").1], &Way::default()).is_err());
    let Err(crate::AppError::Unread(why)) = open(&[b"navn;alder\nEva;30\n"], &Way::default()).map(|_| ()) else {
        panic!("a file without addresses is not read")
    };
    let why = why.say(hjemmel_model::Language::En);
    assert!(why.contains("`navn`, `alder`") && why.contains("ine 1"), "{why}");
    // Where no column is called so, what stands in it says what it is.
    let unnamed = format!("Kontakt,date,source,words\na@x.example,{YES}\n");
    assert_eq!(of(unnamed.as_bytes()), [("a@x.example".into(), "yes")]);
}

#[test]
fn broken_letters_prove_nothing_and_entities_are_letters() {
    is(file!("macroman.csv"), &[("mac@q.example", "nothing")]);
    is(file!("html_entities.csv"), &[("he@q.example", "yes")]);
    let (rows, _) = heard(&[file!("html_entities.csv").1], &Way::default());
    let RowSays::Yes { wording, .. } = &rows[0].says else { panic!() };
    assert_eq!(wording, "Ja tak til nyheder & tilbud på mail");
    let lost = String::from(
        "email,date,source,words\na@x.example,2026-03-01,https://shop.example/,Ja tak til nyheder pÃ¥ mail\n",
    );
    assert_eq!(heard(&[lost.as_bytes()], &Way::default()).0[0].missing, ["letters"]);
    // A no is heard all the same.
    assert_eq!(of(b"email,status,words\nmac@q.example,unsubscribed,p\x8c mail\n"), [("mac@q.example".into(), "no")]);
}

#[test]
fn moments_without_an_offset_are_of_the_organisation() {
    let (rows, _) = heard(&[file!("no_same_day_with_clock.csv").1], &Way::default());
    let RowSays::No { at: Some(at) } = &rows[0].says else { panic!("{:?}", rows[0].says) };
    assert!(*at > AtMs::parse_rfc3339("2026-11-24T20:00:00Z").unwrap(), "after the yes of that evening");
    let now = AtMs::parse_rfc3339("2026-11-26T22:20:18Z").unwrap();
    let got = ends(&[file!("tz_future.csv").1], &Way { now, ..Way::default() });
    assert_eq!(got, [("tz@tz.example".into(), "yes")], "half an hour ago in Copenhagen");
}

#[test]
fn telephone_numbers_are_read_as_people_write_them() {
    let way = Way { channel: Channel::Sms, ..Way::default() };
    let (rows, doubts) = heard(&[file!("sms_numbers.csv").1], &way);
    let got: Vec<_> = rows.iter().map(|r| (r.address.as_str(), word(&r.says))).collect();
    let want = [
        "+4520123456",
        "+4520123456",
        "+4520123457",
        "+4520123458",
        "+46701234567",
        "+46701234568",
        "+46701234569",
        "+4520123459",
    ];
    assert_eq!(got, want.map(|number| (number, "yes")));
    assert!(doubts.is_empty());
}

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

#[test]
fn exports_of_other_programs_give_whom_their_facts_allow() {
    for (file, program, want) in [
        (file!("export_mailchimp_subscribed.csv"), "mailchimp", &[("mc1@v.example", "vouched")][..]),
        (file!("export_mailchimp_unsubscribed.csv"), "mailchimp", &[("mc2@v.example", "no")]),
        (file!("export_mailchimp_cleaned.csv"), "mailchimp", &[("mc3@v.example", "no")]),
        (file!("export_mailchimp_nonsubscribed.csv"), "mailchimp", &[("mc4@v.example", "nothing")]),
        (
            file!("export_hubspot.csv"),
            "hubspot",
            &[
                ("hs1@v.example", "vouched"),
                ("hs2@v.example", "no"),
                ("hs3@v.example", "no"),
                ("hs4@v.example", "no"),
                ("hs5@v.example", "vouched"),
            ],
        ),
        (
            file!("export_klaviyo.csv"),
            "klaviyo",
            &[
                ("kl1@v.example", "vouched"),
                ("kl2@v.example", "no"),
                ("kl3@v.example", "no"),
                ("kl4@v.example", "no"),
                ("kl5@v.example", "vouched"),
            ],
        ),
        (file!("export_shopify.csv"), "shopify", &[("sh1@v.example", "vouched"), ("sh2@v.example", "no")]),
        (
            file!("export_listmonk.csv"),
            "listmonk",
            &[("lm1@v.example", "vouched"), ("lm2@v.example", "no"), ("lm3@v.example", "no")],
        ),
    ] {
        let sheet = open(&[file.1], &vouched()).unwrap();
        assert_eq!(sheet.report.sheets[0].program, program, "{}", file.0);
        let unknown: Vec<_> = sheet.report.sheets[0].columns.iter().filter(|c| c.taken == Taken::Unknown).collect();
        assert!(unknown.is_empty() && !sheet.report.sheets[0].waits, "{}: {unknown:?}", file.0);
        let got = ends(&[file.1], &vouched());
        let got: Vec<_> = got.iter().map(|(address, says)| (address.as_str(), *says)).collect();
        assert_eq!(got, want, "{}", file.0);
    }
}

#[test]
fn names_and_tags_come_along() {
    let (rows, _) = heard(&[file!("export_mailchimp_subscribed.csv").1], &vouched());
    let known: Vec<_> = rows[0].attributes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(
        known,
        [("first_name", "Mette"), ("last_name", "Sørensen"), ("country", "DK"), ("tags", "\"VIP\",\"Kurser\"")]
    );
    assert_eq!(rows[0].numbers, [(IdentifierKind::Phone, "+4520123456".to_owned())]);
}

/// Columns of exports in the language of the account: all of them are known.
#[test]
fn columns_of_other_programs_are_known() {
    for heads in [
        "E-mailadresse,Fornavn,Efternavn,Adresse,Telefonnummer,Fødselsdag,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,TAGS",
        "E-Mail-Adresse,Vorname,Nachname,Adresse,Telefonnummer,Geburtstag,Erlaubnis zum Marketing",
        "E-postadress,Förnamn,Efternamn,Adress,Telefonnummer,Födelsedag",
        "Sähköpostiosoite,Etunimi,Sukunimi,Osoite,Puhelinnumero,Syntymäpäivä",
        "CONTACT ID,EMAIL,FIRSTNAME,LASTNAME,SMS,EXT_ID,OPT_IN,DOUBLE_OPT-IN,ADDED_TIME,MODIFIED_TIME,EMAIL_BLACKLISTED",
        "Email,First Name,Last Name,Phone,Account Name,Contact ID,Date Created,IP Address,Tags,Lists,Email Status,Score",
        "Subscriber,Location,Sent,Opens,Clicks,Subscribed,IP,Source,Name,Company,Country,Zip,Groups,Unsubscribed date,Opt-in IP",
        "Email Address,Name,Joined Date,State,Mobile Number,Date Subscribed,Consent to track",
        "contactId,email,mobilePhone,firstName,acceptsEmail,acceptsSms,acceptsPostal,memberNumber,memberStatus,zipCode,birthDay",
        "Kundenr.,Navn,Adresse,Postnr.,By,E-mail,Mobil,Nyhedsbrev,Oprettet",
    ] {
        let count = heads.split(',').count();
        let file = format!("{heads}\n{}\n", vec!["a@x.example"; count].join(","));
        let sheet = open(&[file.as_bytes()], &Way::default()).unwrap();
        let unknown: Vec<_> = sheet.report.sheets[0]
            .columns
            .iter()
            .filter(|c| c.taken == Taken::Unknown)
            .map(|c| c.name.clone())
            .collect();
        assert!(unknown.is_empty(), "{unknown:?} of {heads}");
    }
}
