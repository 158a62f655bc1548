//! Mail that strangers send to the return address, bent in every way: it is read or it is not, and nothing falls over.

use hjemmel_mail::{Report, report_read, status_in};
use hjemmel_testkit::fuzz::{bent, corpus};
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "\r\n",
    "\r\n\r\n",
    "\n.\n",
    "--x",
    "--x--\r\n",
    "Action: failed\r\n",
    "Action:",
    "Status: 5.1.1\r\n",
    "Status: 4.",
    "(",
    ")",
    "\\",
    ";",
    "<",
    ">:",
    "@",
    "Content-Type: message/rfc822\r\n\r\n",
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "=?utf-8?q?=",
    "Auto-Submitted: auto-replied\r\n",
    "unsubscribe",
    "afmeld",
    "550 5.7.1",
    "\u{feff}",
    "å",
    "\0",
];

proptest! {
    #[test]
    fn a_report_is_read_or_it_is_not(raw in bent(corpus(env!("CARGO_MANIFEST_DIR"), "report"), WORDS)) {
        let said = report_read(&raw);
        prop_assert_eq!(&said, &report_read(&raw), "the same each time");
        if let Some((Report::Failed(status), _)) = &said {
            prop_assert_eq!(status_in(status), Some(status.clone()));
            prop_assert!(!status.starts_with('2'));
        }
        if let Some((_, Some(token))) = &said {
            prop_assert!(!token.is_empty() && !token.contains('@'));
        }
    }

    #[test]
    fn what_a_machine_says_it_sent_by_itself_is_never_a_no(raw in bent(corpus(env!("CARGO_MANIFEST_DIR"), "report"), WORDS)) {
        let marked = [b"Auto-Submitted: auto-replied\r\n".as_slice(), &raw].concat();
        let said = report_read(&marked).map(|(said, _)| said);
        // But for a provider that hands on what its reader chose.
        let handed_on = String::from_utf8_lossy(&raw).to_lowercase().contains("feedback-report");
        prop_assert!(said != Some(Report::Stopped) || handed_on);
    }
}

#[test]
fn every_seed_but_the_broken_one_says_something() {
    let silent = corpus(env!("CARGO_MANIFEST_DIR"), "report").iter().filter(|seed| report_read(seed).is_none()).count();
    assert!(silent <= 1, "{silent} of them say nothing");
}
