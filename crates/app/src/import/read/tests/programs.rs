//! Files of programs whose columns mean something of their own, and numbers as nobody should write them.

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

fn is(program: &str, file: &str, want: &[(&str, &str)]) {
    let sheet = open(&[file.as_bytes()], &vouched()).unwrap();
    let seen = &sheet.report.sheets[0];
    let unknown: Vec<_> = seen.columns.iter().filter(|c| c.taken == Taken::Unknown).map(|c| &c.name).collect();
    assert_eq!((seen.program.as_str(), unknown), (program, Vec::new()));
    let (rows, doubts) = heard(&[file.as_bytes()], &vouched());
    let barred = |a: &str| doubts.iter().any(|(_, d)| d.addresses.iter().any(|(_, b)| a == b));
    let got: Vec<_> = rows
        .iter()
        .map(|row| (row.address.as_str(), if barred(&row.address) { "doubt" } else { word(&row.says) }))
        .collect();
    let mut got = got;
    got.sort_unstable();
    assert_eq!(got, want, "{program}");
}

#[test]
fn honest_exports_give_whom_their_facts_allow() {
    is(
        "surveymonkey",
        "Respondent ID,Collector ID,Date Created,Date Modified,IP Address,Email Address,First Name,Last Name,Custom Data 1,\
         Would you like to receive our newsletter?,,How did you like the shop?\n\
         ,,,,,,,,,Yes please,No thanks,Open-Ended Response\n\
         1,2,2024-03-01,2024-03-01,10.0.0.1,a@v.example,Anna,Holm,,Yes please,,Fine\n\
         2,2,2024-03-02,2024-03-02,10.0.0.2,b@v.example,Bo,Lind,,,No thanks,Good\n"
            .replace("How did you like the shop?", "Comments")
            .as_str(),
        &[("a@v.example", "vouched"), ("b@v.example", "no")],
    );
    is(
        "sendy",
        "Name,Email,Joined,Last activity,Status,Country,Added via,Opt-in method\n\
         Anna,a@v.example,2024-03-01 10:00:00,2024-05-01,Subscribed,DK,App,Double opt-in\n\
         Bo,b@v.example,2024-03-01 10:00:00,2024-05-01,Unsubscribed,DK,App,Double opt-in\n\
         Carl,c@v.example,2024-03-01 10:00:00,2024-05-01,Marked as spam,DK,API,Double opt-in\n",
        &[("a@v.example", "vouched"), ("b@v.example", "no"), ("c@v.example", "complained")],
    );
    is(
        "mautic",
        "id,is_published,date_added,created_by_user,date_modified,owner_id,points,title,firstname,lastname,email,company,\
         position,phone,city,state,country,preferred_locale,last_active\n\
         1,1,2024-03-01,Admin,2024-04-01,1,10,,Anna,Holm,a@v.example,,,,Aarhus,,Denmark,da,2024-05-01\n\
         2,0,2024-03-01,Admin,2024-04-01,1,10,,Bo,Lind,b@v.example,,,,Aarhus,,Denmark,da,2024-05-01\n",
        &[("a@v.example", "vouched"), ("b@v.example", "nothing")],
    );
    is(
        "substack",
        "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n\
         a@v.example,false,,other,false,2024-03-01T10:00:00.000Z,\n\
         b@v.example,true,2026-01-01T00:00:00.000Z,yearly,true,2024-03-01T10:00:00.000Z,2025-01-01T00:00:00.000Z\n",
        &[("a@v.example", "vouched"), ("b@v.example", "no")],
    );
    is(
        "dynamics",
        "(Do Not Modify) Contact Point Consent,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Contact point value,\
         Contact point type,Purpose,Topic,Value,Reason,Created On\n\
         x,y,45234,a@v.example,Email,Commercial,Nyheder,Opted in,,45234\n\
         x,y,45234,b@v.example,Email,Transactional,,Opted in,,45234\n\
         x,y,45234,c@v.example,Email,Commercial,,Opted out,,45234\n\
         x,y,45234,d@v.example,Email,Tracking,,Opted in,,45234\n",
        &[("a@v.example", "vouched"), ("b@v.example", "nothing"), ("c@v.example", "no"), ("d@v.example", "nothing")],
    );
}

#[test]
fn days_that_a_spreadsheet_counts_are_days() {
    let file = "email,date,source,words\na@x.example,45234,https://shop.example/,Ja tak til nyheder hver uge\n\
        b@x.example,45234.5,https://shop.example/,Ja tak til nyheder hver uge\nc@x.example,12,https://shop.example/,Ja tak til nyheder hver uge\n";
    let (rows, doubts) = heard(&[file.as_bytes()], &Way::default());
    let at = |row: &Understood| match &row.says {
        RowSays::Yes { at, .. } => at.rfc3339(),
        says => panic!("{says:?}"),
    };
    assert_eq!(rows.iter().map(at).collect::<Vec<_>>(), ["2023-11-04T12:00:00Z", "2023-11-04T11:00:00Z"]);
    assert_eq!((doubts.len(), doubts[0].1.code), (1, "date"));
    // A number that answers a question is no day of an answer.
    let file = "email,Nyhedsbrev,source,words\na@x.example,45234,https://shop.example/,Ja tak til nyheder hver uge\n";
    assert!(heard(&[file.as_bytes()], &Way::default()).0.is_empty());
}

#[test]
fn what_somebody_is_is_neither_yes_nor_no() {
    for says in ["Member", "Live", "Verified", "Customer", "Medlem"] {
        let file = format!("email,status,date,source,words\na@x.example,{says},{YES}\n");
        let (rows, doubts) = heard(&[file.as_bytes()], &Way::default());
        assert_eq!(
            (word(&rows[0].says), &rows[0].missing[..], doubts.len()),
            ("nothing", &["no_yes"][..], 0),
            "{says}"
        );
    }
}

#[test]
fn a_no_reaches_a_number_however_it_is_written_and_a_yes_does_not() {
    let way = Way { channel: Channel::Sms, ..Way::default() };
    for number in ["011 45 20 12 34 56", "2O123456", "+45 2O l2 34 56", "4.520123456E+9"] {
        let file = format!("phone;status\n{number};unsubscribed\n");
        let (rows, _) = heard(&[file.as_bytes()], &way);
        let got: Vec<_> = rows.iter().map(|r| (r.address.as_str(), word(&r.says))).collect();
        assert_eq!(got, [("+4520123456", "no")], "{number}");
        if number.contains('E') {
            continue;
        }
        let yes = YES.replace(',', ";");
        let file = format!("phone;date;source;words\n{number};{yes}\n");
        let (rows, doubts) = heard(&[file.as_bytes()], &way);
        assert!(rows.is_empty() && doubts[0].1.code == "phone", "{number}: {rows:?}");
    }
    let (rows, _) = heard(&[b"phone,status\n20123456.0,unsubscribed\n4.52E+9,unsubscribed\n"], &way);
    assert_eq!(
        rows.iter().map(|r| r.address.as_str()).collect::<Vec<_>>(),
        ["+4520123456"],
        "what was lost is not made up"
    );
}

/// What was overlooked once: each beside a complete yes.
#[test]
fn a_no_in_words_that_people_use_is_heard() {
    for (head, says) in [
        ("Consent valid to", "2020-01-01"),
        ("Navn", "Hans Hansen - DØD"),
        ("Comments", "R.I.P."),
        ("Bemærkning", "afgået ved døden"),
        ("Status", "-1"),
        ("Note", "afm. 3/4"),
        ("Note", "ikke mere post"),
        ("Tag", "do not disturb"),
        ("Type", "Non-marketing"),
        ("Marketing", "Nej – kun ordrebekræftelser"),
        ("Preferences", "{\"\"email\"\": false}"),
        ("Newsletter", "❌"),
    ] {
        let file = format!("email,date,source,words,{head}\na@x.example,{YES},\"{says}\"\n");
        let (rows, doubts) = heard(&[file.as_bytes()], &Way::default());
        let used = rows.iter().any(|r| matches!(r.says, RowSays::Yes { .. })) && doubts.is_empty();
        assert!(!used, "{head}: {says}");
    }
    // And what sounds like one is none.
    for (head, says) in [
        ("Navn", "Kirsten Dodd"),
        ("Note", "ripley"),
        ("Note", "mere post om roser"),
        ("Unsubscribed", "never"),
        ("Bemærkning", "Bor ved Dødemosen, en bager"),
    ] {
        let file = format!("email,date,source,words,{head}\na@x.example,{YES},\"{says}\"\n");
        let (rows, doubts) = heard(&[file.as_bytes()], &Way::default());
        assert!(word(&rows[0].says) == "yes" && doubts.is_empty(), "{head}: {says} {doubts:?}");
    }
}
