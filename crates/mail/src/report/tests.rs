//! Reports of all kinds, written here; the words are those that servers use.

use super::*;

const TOKEN: &str = "b.msg_1.aa";

fn head(from: &str, subject: &str, kind: &str) -> String {
    format!("From: {from}\r\nTo: {TOKEN}@retur.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n{kind}\r\n")
}

fn parts(kind: &str, status_kind: &str, notice: &str, status: &str) -> String {
    head(
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        &format!("Content-Type: {kind}; boundary=x\r\n"),
    ) + &format!(
        "--x\r\nContent-Type: text/plain\r\n\r\n{notice}\r\n--x\r\nContent-Type: {status_kind}\r\n\r\n{status}\r\n\r\n--x\r\n\
             Content-Type: message/rfc822\r\n\r\nMessage-ID: <{TOKEN}@shop.example>\r\nSubject: Hej\r\n\r\nHej\r\n--x--\r\n"
    )
}

fn dsn(status: &str) -> String {
    let kind = "multipart/report; report-type=delivery-status";
    parts(kind, "message/delivery-status", "Sorry", &format!("Reporting-MTA: dns; mx.example\r\n\r\n{status}"))
}

fn of(action: &str, status: &str) -> String {
    format!("Final-Recipient: rfc822; eva@blomsterhuset.example\r\nAction: {action}\r\nStatus: {status}")
}

fn read(raw: &str) -> Option<Report> {
    report_read(raw.as_bytes()).map(|(said, _)| said)
}

fn failed(status: &str) -> Option<Report> {
    Some(Report::Failed(status.into()))
}

#[test]
fn a_report_says_what_became_of_which_message() {
    let about = Some(TOKEN.to_owned());
    let read = |raw: String| report_read(raw.as_bytes());
    assert_eq!(read(dsn(&of("failed", "5.1.1"))), Some((Report::Failed("5.1.1".into()), about.clone())));
    assert_eq!(read(dsn(&of("delayed", "4.4.1"))), Some((Report::Delayed, about.clone())));
    assert_eq!(read(dsn(&of("delivered", "2.0.0"))), None);
    let arf = |kind: &str| {
        format!(
            "From: fbl@isp.example\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=feedback-report; boundary=y\r\n\r\n--y\r\n\
             Content-Type: message/feedback-report\r\n\r\nFeedback-Type: {kind}\r\nVersion: 1\r\n\r\n--y\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-ID:\r\n <{TOKEN}@shop.example>\r\n\r\n--y--\r\n"
        )
    };
    assert_eq!(read(arf("abuse (button)")), Some((Report::Complained, about.clone())));
    assert_eq!(read(arf("opt-out")), Some((Report::Stopped, about)));
    assert_eq!(read(arf("not-spam")), None);
}

#[test]
fn given_up_after_trying_is_final_and_not_the_end_of_the_address() {
    assert_eq!(read(&dsn(&of("failed", "4.4.7"))), failed("4.4.7"));
    assert_eq!(read(&dsn(&of("failed", "4.2.2"))), failed("4.2.2"));
    assert!(!address_is_dead("4.2.2"));
}

#[test]
fn every_recipient_counts_and_the_gravest_most() {
    let several = [of("relayed", "2.0.0"), of("failed", "5.2.2"), of("failed", "5.1.1"), of("delayed", "4.2.2")];
    assert_eq!(read(&dsn(&several.join("\r\n\r\n"))), failed("5.1.1"));
    assert_eq!(read(&dsn(&several.join("\r\n"))), failed("5.1.1"), "without an empty line between them");
    assert_eq!(read(&dsn(&[of("delivered", "2.0.0"), of("delayed", "4.0.0")].join("\r\n\r\n"))), Some(Report::Delayed));
    assert_eq!(read(&dsn(&[of("delivered", "2.0.0"), of("expanded", "2.0.0")].join("\r\n\r\n"))), None);
}

#[test]
fn comments_and_folds_and_other_words_for_failed_are_read() {
    for status in [
        "Action: failed (bounced)\r\nStatus: 5.1.1 (user unknown)",
        "ACTION :\r\n Failed\r\nStatus: (see below) 5.1.1",
        "Action: failure\r\nStatus: 5.1.1",
        "Action: error\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp;\r\n\t550\r\n  5.1.1 gone",
        "Status: 5.1.1",
        "Action: failed\r\nDiagnostic-Code: smtp; 550 5.1.1 no",
        "Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550 No such user here",
    ] {
        assert_eq!(read(&dsn(status)), failed("5.1.1"), "{status}");
    }
    let notice = "eva@blomsterhuset.example: Domain does not exist";
    let told = parts("multipart/mixed", "message/delivery-status", notice, "Action: error\r\nStatus: 5.0.0");
    assert_eq!(read(&told), failed("5.1.2"), "the words to people, where the server says nothing");
}

#[test]
fn the_machine_readable_part_may_lie_anywhere_and_be_of_either_kind() {
    let status =
        "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: utf-8; søren@blåbær.example\r\nAction: failed\r\nStatus: 5.1.1";
    for kind in ["multipart/report; report-type=delivery-status", "multipart/mixed", "multipart/alternative"] {
        for part in
            ["message/delivery-status", "message/global-delivery-status", "Message/Delivery-Status; charset=utf-8"]
        {
            assert_eq!(read(&parts(kind, part, "Sorry", status)), failed("5.1.1"), "{kind} {part}");
        }
    }
    let global = parts("multipart/report", "message/global-delivery-status", "Sorry", status)
        .replace("message/rfc822", "message/global");
    assert_eq!(report_read(global.as_bytes()).unwrap().1.as_deref(), Some(TOKEN));
}

#[test]
fn a_report_that_a_gateway_hands_on_is_read_and_one_that_a_person_does_is_not() {
    let inner = dsn(&of("failed", "5.1.1"));
    let outer = |from: &str| {
        head(from, "Delivery", "Content-Type: multipart/mixed; boundary=outer\r\n")
            + &format!("--outer\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--outer--\r\n")
    };
    assert_eq!(read(&outer("postmaster@gateway.example")), failed("5.1.1"));
    assert_eq!(read(&outer("Eva <eva@x.example>")), None);
}

fn plain(from: &str, subject: &str, text: &str) -> String {
    head(from, subject, "Content-Type: text/plain; charset=utf-8\r\n") + text
}

#[test]
fn what_servers_say_in_plain_words_is_read() {
    let below = format!(
        "\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <{TOKEN}@shop.example>\r\n\r\nspam? over quota?\r\n"
    );
    let daemon = "MAILER-DAEMON@mx.example (Mail Delivery System)";
    for (from, subject, text, status) in [
        (
            daemon,
            "failure notice",
            "Sorry. I was not able to deliver your message.\r\n\r\n<eva@y.example>:\r\nNo mailbox here by that name. (#5.1.1)",
            "5.1.1",
        ),
        (daemon, "failure notice", "<eva@y.example>:\r\nThis account is over quota.", "5.2.2"),
        (
            daemon,
            "Undelivered Mail",
            "<eva@y.example>: host mx.y.example[192.0.2.1] said: 550 User\r\n    unknown",
            "5.1.1",
        ),
        (
            daemon,
            "Mail delivery failed",
            "The following address(es) failed:\r\n\r\n  eva@y.example\r\n    550 5.7.1 blocked",
            "5.7.1",
        ),
        (
            "System Administrator <postmaster@y.example>",
            "Undeliverable: Hej",
            "did not reach the following recipient(s):\r\n\r\neva@y.example on Tue\r\n    The recipient name is not recognized",
            "5.1.1",
        ),
        ("\"Postmaster\" <postmaster@y.example>", "Undeliverable Mail", "Unknown user: eva@y.example", "5.1.1"),
        ("imss@y.example", "Mail could not be delivered", "Unable to deliver message to <eva@y.example>.", "5.0.0"),
        (daemon, "Warning: eva@y.example - User unknown!", "eva@y.example - no such user here.", "5.1.1"),
        (
            daemon,
            "Delivery failure",
            "Delivery to eva@y.example failed permanently after it was delayed: connection refused",
            "5.4.7",
        ),
        (
            "Mailsystem <daemon@y.example>",
            "Kunne ikke leveres",
            "Mailen til eva@y.example kunne ikke leveres: bruger findes ikke.",
            "5.1.1",
        ),
        (
            "Mail Delivery System <a@y.example>",
            "Meddelandet kunde inte levereras",
            "eva@y.example: okänd mottagare",
            "5.1.1",
        ),
        (
            "Mail Delivery System <a@y.example>",
            "Viestiä ei voitu toimittaa",
            "eva@y.example: tuntematon vastaanottaja",
            "5.1.1",
        ),
    ] {
        let raw = plain(from, subject, &format!("{text}{below}"));
        assert_eq!(report_read(raw.as_bytes()), Some((Report::Failed(status.into()), Some(TOKEN.into()))), "{text}");
    }
    let html = head(daemon, "failure notice", "Content-Type: text/html\r\n")
        + "<p>I wasn't able to deliver to<br>eva@y.example<br>No such user</p>";
    assert_eq!(read(&html), failed("5.1.1"));
}

#[test]
fn what_our_own_subject_says_is_not_said_about_the_address() {
    let text = "Subject: Virus? Full mailbox? No user left behind\r\n\r\nwas not delivered to eva@y.example";
    assert_eq!(read(&plain("postmaster@y.example", "Undeliverable: delayed", text)), failed("5.0.0"));
}

#[test]
fn a_warning_is_no_failure() {
    let daemon = "Mail Delivery System <MAILER-DAEMON@mx.example>";
    for (subject, text) in [
        (
            "Warning: message delayed 24 hours",
            "Your message to eva@y.example has not yet been delivered. Eventually the software will give up.",
        ),
        (
            "Delivery failure notification",
            "Your message could not be delivered to eva@y.example. Delivery attempts will continue.",
        ),
        ("Delayed Mail", "eva@y.example: mailbox full. It will be retried until it is 5 days old."),
        ("Försenat meddelande", "Ditt meddelande till eva@y.example är försenat. Vi fortsätter att försöka."),
        ("Forsinket levering", "Din mail til eva@y.example er endnu ikke leveret. Vi prøver igen."),
    ] {
        assert_eq!(read(&plain(daemon, subject, text)), Some(Report::Delayed), "{subject}");
    }
}

#[test]
fn what_names_nobody_or_comes_from_a_person_or_a_filter_is_no_report() {
    for (from, subject, text) in [
        ("MAILER-DAEMON@mx.example", "failure notice", "Your message could not be delivered."),
        ("eva@x.example", "Re: Undeliverable: Hej", "In-Reply was lost. It says eva@y.example was not delivered?"),
        ("eva@x.example", "Fwd: Undelivered Mail Returned to Sender", "<eva@y.example>: user unknown"),
        ("eva@x.example", "Hej", "Min mail til bo@y.example kunne ikke leveres: user unknown"),
        (
            "eva@x.example",
            "Could not be delivered",
            "To be delivered, please confirm that you are a person: eva@x.example",
        ),
        ("postmaster@y.example", "Report domain: shop.example", "Aggregate for shop.example from dmarc@y.example"),
    ] {
        let raw = plain(from, subject, text).replacen("MIME-Version", "In-Reply-To: <a@b.example>\r\nMIME-Version", 1);
        assert_eq!(read(&raw), None, "{subject}");
    }
}

#[test]
fn a_mail_whose_parts_do_not_end_takes_nothing_else_with_it() {
    let part = "--x\r\nContent-Type: message/rfc822\r\n\r\n";
    let open = format!("{part}e>:\r\n User unknown\r\n\r\n{part}e>:\r\n User unknown\r\n\0\r\n{part}");
    let raw = head("a@mx.example", "x", "Content-Type: multipart/report; boundary=x\r\n")
        + &open
        + "Subject: Hej\r\n\r\nHej\r\n\r\n--x--\r\n";
    assert_eq!(read(&raw), None);
}

#[test]
fn an_answer_by_hand_or_by_a_machine_is_no_report() {
    for raw in [
        "From: eva@x.example\r\nSubject: Re: Hej\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        "From: eva@x.example\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/plain\r\n\r\nFerie\r\n",
        "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nnothing\r\n--x--\r\n",
        "",
        "\u{0}\u{1}",
    ] {
        assert_eq!(report_read(raw.as_bytes()), None, "{raw}");
    }
}

/// What somebody who wants no more mail answers: the subject, and the text.
const NOES: &[(&str, &str)] = &[
    ("unsubscribe", "unsubscribe"),
    ("Afmeld", ""),
    ("", "AFMELD!"),
    ("Re: Løg", "Please remove me from this list.\r\n\r\n/Eva"),
    ("Re: Løg", "Stop"),
    (
        "SV: Løg",
        "Vær venlig at framelde mig nyhedsbrevet.\r\n\r\nDen tirs. 3. nov. 2026 kl. 10.12 skrev Shop <\r\npost@shop.example>:\r\n> Nu er løgene her.",
    ),
    ("SV: Løg", "Jeg kan ikke finde ud af at afmelde mig"),
    ("Sv: Lökar", "Jag vill inte ha fler mejl, avregistrera mig."),
    ("Sv: Løk", "Vennligst meld meg av."),
    ("Vs: Sipulit", "Peru tilaus, kiitos."),
    ("Avmeld", "mvh Eva"),
    ("Nyhedsbrev", "Jeg ønsker ikke flere mails fra jer."),
    ("Sv: Lökar", "Hej! Jag vill avsluta min prenumeration. Mvh"),
    ("Vs: Sipulit", "Hei, poistakaa minut listalta."),
    ("Re: Løg", "I could not unsubscribe on your page, please do it."),
    ("", "STOP!!!"),
    ("SV: Løg", "Jeg gider ikke have jeres mails mere"),
    ("Re: Onions", "I wish to be removed from your mailing list"),
    ("Re: Onions", "No more emails please"),
    ("SV: Løg", "Jeg vil ikke have mails fra jer"),
    ("Sv: Lökar", "Jag vill inte ha era mejl"),
    ("Re: Onions", "I don't want to receive these emails"),
    ("SV: Løg", "Meld mig venligst fra"),
    ("SV: Løg", "Afmeld mig, ikke interesseret"),
    ("SV: Løg", "Jeg har afmeldt mig tre gange"),
    ("SV: Løg", "Jeg frabeder mig reklame"),
    ("Sv: Lökar", "Avsluta"),
    ("Re: Onions", "Please remove this email address"),
    ("Re: Onions", "I withdraw my consent"),
    ("Re: Onions", "I hereby withdraw my consent to receive marketing."),
    ("Re: Onions", "We revoke our permission to be written to."),
    ("SV: Løg", "Jeg trækker mit samtykke tilbage"),
    ("SV: Løg", "Jeg vil gerne tilbagekalde mit samtykke"),
    ("SV: Løg", "Hermed trækker jeg samtykket til nyhedsbrevet tilbage."),
    ("Sv: Lökar", "Jag återkallar mitt samtycke"),
    ("Sv: Lökar", "Jag tar tillbaka mitt samtycke"),
    ("Sv: Løk", "Jeg trekker tilbake samtykket mitt"),
    ("Vs: Sipulit", "Peruutan suostumukseni"),
    ("Re: Onions", "I object to direct marketing"),
    ("Re: Onions", "I object to the use of my data for direct marketing."),
    ("SV: Løg", "Jeg gør indsigelse mod markedsføring"),
    ("Sv: Lökar", "Jag motsätter mig direktmarknadsföring"),
    ("Sv: Lökar", "Jag invänder mot er direktreklam"),
    ("Sv: Løk", "Jeg protesterer mot direkte markedsføring"),
    ("Vs: Sipulit", "Vastustan suoramarkkinointia"),
    ("Vs: Sipulit", "Kiellän suoramarkkinoinnin"),
    ("Re: Onions", "Do not contact me"),
    ("Re: Onions", "Please don't contact me again"),
    ("Re: Onions", "Do not contact me by e-mail"),
    ("SV: Løg", "Kontakt mig ikke igen"),
    ("SV: Løg", "Skriv ikke til mig igen"),
    ("Sv: Lökar", "Kontakta mig inte igen"),
    ("Sv: Lökar", "Skriv inte till mig mer"),
    ("Sv: Løk", "Ikke kontakt meg igjen"),
    ("Vs: Sipulit", "Älkää ottako yhteyttä"),
    ("SV: Løg", "Tag mig af jeres mailliste"),
    ("Sv: Lökar", "Ta bort mig från er maillista"),
    ("Sv: Løk", "Ta meg av listen deres"),
    ("Vs: Sipulit", "Pois postituslistalta kiitos"),
    ("SV: Løg", "Ingen mail tak"),
    ("SV: Løg", "Ikke mere mail tak"),
    ("SV: Løg", "Send ikke flere mails"),
    ("SV: Løg", "Send mig ikke mere reklame"),
    ("Sv: Lökar", "Skicka inte mer"),
    ("Sv: Lökar", "Skicka inga fler mejl"),
    ("Sv: Lökar", "Inga fler mejl tack"),
    ("Sv: Lökar", "Lämna mig ifred"),
    ("SV: Løg", "Lad mig være i fred"),
    ("Sv: Løk", "La meg være i fred"),
    ("Vs: Sipulit", "Jättäkää minut rauhaan"),
    ("Vs: Sipulit", "Ei enää postia"),
    ("Vs: Sipulit", "Ei enää viestejä, kiitos"),
    ("Vs: Sipulit", "Älkää lähettäkö enää"),
    ("Re: Onions", "Don't send me anything anymore"),
    ("Re: Onions", "Forget me, erase my data"),
    ("Sv: Lökar", "Jag är trött på era mejl"),
    ("SV: Løg", "Jeg vil gerne være fri for jeres mails"),
];

#[test]
fn a_no_as_an_answer_is_heard_in_every_language() {
    for (subject, text) in NOES {
        assert_eq!(read(&plain("Eva <eva@x.example>", subject, text)), Some(Report::Stopped), "{subject}: {text}");
    }
}

/// What people answer that has the words of a no, and is none.
const OTHERWISE: &[(&str, &str)] = &[
    ("Re: Løg", "Tak! Hvornår kommer de?\r\n\r\nOn Tue, Nov 3, 2026, Shop wrote:\r\n> Afmeld her"),
    ("SV: Løg", "Fint.\r\n\r\nFra: Shop\r\nSendt: tirsdag\r\nEmne: Løg\r\n\r\nAfmeld nyhedsbrevet"),
    ("Re: Stop spild af mad", "Godt skrevet!"),
    ("Re: Løg", "Please do not unsubscribe me, I only asked a question."),
    ("Re: Løg", "Cancel my order"),
    ("SV: Løg", "Afmeld mig ikke endnu, men hvad koster det?"),
    ("Re: Onions", "Please stop by the shop at five"),
    ("Re: Onions", "Don't stop sending these!"),
    ("SV: Løg", "Jeg kan ikke afmelde min ordre, hjælp"),
    ("SV: Løg", "Slet mig ikke fra listen, jeg vil gerne blive."),
    ("Re: Onions", "I don't want to miss your emails!"),
    ("SV: Løg", "Jeg vil ikke have mails sendt til den gamle adresse"),
    ("Sv: Lökar", "Jag vill inte missa era mejl."),
    ("Sv: Lökar", "Jag vill inte ha den röda, utan den blå."),
    ("Re: Løg", "Where is your bus stop? I will come by on Friday."),
    ("Re: Løg", "Jeg vil gerne komme forbi i jeres butik på fredag."),
    ("Re: Onions", "I did not withdraw my consent, why do I get nothing?"),
    ("Re: Onions", "Thanks!\r\n\r\nOn Tue, Nov 3, 2026, Shop wrote:\r\n> I withdraw my consent"),
    ("Re: Onions", "It says that you can withdraw your consent. Nice."),
    ("SV: Løg", "Tak.\r\n\r\nFra: Shop\r\nEmne: Løg\r\n\r\nDu kan trække dit samtykke tilbage"),
    ("SV: Løg", "Jeg trækker i arbejdstøjet og kommer"),
    ("Re: Onions", "Please do not send me the blue one, I ordered red."),
    ("SV: Løg", "Send mig ikke den røde, men den gule"),
    ("SV: Løg", "Send ikke pakken før fredag"),
    ("Sv: Lökar", "Skicka inte paketet före fredag"),
    ("SV: Løg", "Kontakt mig ikke på telefon, skriv hellere"),
    ("Re: Onions", "Do not contact me by phone, mail is fine"),
    ("SV: Løg", "Jeg fik ingen mail"),
    ("SV: Løg", "Ingen mail modtaget endnu"),
    ("Re: Onions", "No newsletter this week?"),
    ("SV: Løg", "Lad mig være den første til at sige tak"),
    ("SV: Løg", "Jeg skal nok tage mig af det"),
    ("Re: Onions", "I object to the price of the red ones"),
    ("SV: Løg", "Jeg gør indsigelse mod fakturaen"),
    ("Sv: Lökar", "Ta med er lista när ni kommer"),
    ("Vs: Sipulit", "Ei kiirettä, kiitos viestistä"),
    ("SV: Løg", "Er der ikke flere tulipaner?"),
    ("Re: Onions", "I am tired of waiting for my parcel"),
    ("SV: Løg", "Hvordan kan jeg ændre min mailadresse?"),
];

#[test]
fn what_machines_answer_and_what_people_say_otherwise_is_no_no() {
    for (subject, text) in OTHERWISE {
        assert_eq!(read(&plain("Eva <eva@x.example>", subject, text)), None, "{subject}: {text}");
    }
    for mark in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "Precedence: auto_reply",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: All",
        "X-Autoreply: yes",
        "List-Id: <l.example>",
    ] {
        let raw = plain("Eva <eva@x.example>", "Automatisk svar", "Jeg er på ferie. Afmeld mig ikke.\r\nunsubscribe")
            .replacen("MIME-Version", &format!("{mark}\r\nMIME-Version"), 1);
        assert_eq!(read(&raw), None, "{mark}");
    }
    let away = plain("Eva <eva@x.example>", "Automatisk svar: Løg", "Jeg er væk.\r\nAfmeld nyhedsbrevet");
    assert_eq!(read(&away), None, "known by its title only");
    let daemon = plain("MAILER-DAEMON@x.example", "unsubscribe", "unsubscribe");
    assert_eq!(read(&daemon), None);
    let no = plain("Eva <eva@x.example>", "unsubscribe", "").replacen(
        "MIME-Version",
        "Auto-Submitted: no\r\nMIME-Version",
        1,
    );
    assert_eq!(read(&no), Some(Report::Stopped), "sent by hand, and says so");
}

/// What somebody who had not read the words here wrote as people answer a newsletter.
#[test]
fn what_people_answer_is_heard_as_it_is_meant() {
    let (mut wrong, mut all) = (Vec::new(), 0);
    for line in include_str!("answer/cases/answers.tsv").lines() {
        let (want, text) = line.split_once('\t').unwrap();
        let no = read(&plain("Eva <eva@x.example>", "Re: Nyt", &text.replace("\\n", "\r\n"))) == Some(Report::Stopped);
        all += 1;
        if no != matches!(want, "stop" | "erase") {
            wrong.push(format!("{line}: {no}"));
        }
    }
    assert!(wrong.is_empty() && all > 500, "{wrong:#?}");
}
