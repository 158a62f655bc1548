//! The receipt of an erasure, for people to read.

use hjemmel_model::{AtMs, Controller, Language, Receipt};
use hjemmel_words::{Key, key, word};
use minijinja::{context, value::Serde};
use serde::Serialize;

use crate::{HeldLine, PageError, render};

/// A receipt in words.
#[derive(Serialize)]
struct Shown {
    id: String,
    at: String,
    finished: String,
    gone: Vec<String>,
    kept: Vec<HeldLine>,
    recipients: Vec<String>,
    backups: String,
    log: String,
}

/// `records.identifier` and the like in words; what is not known stays as it is.
fn store_name(language: Language, store: &str) -> String {
    let (place, table) = store.split_once('.').unwrap_or(("", store));
    let name = if place == "events" { place } else { table };
    // A row that stays and says nothing any more is called `request (emptied)`.
    let name = name.replace(" (emptied)", "_emptied");
    word(language, &format!("store_{name}")).unwrap_or_else(|| store.to_owned())
}

fn shown(language: Language, receipt: &Receipt, day: &dyn Fn(AtMs) -> String) -> Shown {
    let t = |key: Key| key.say(language);
    let gone = receipt.gone.iter().filter(|g| g.rows > 0);
    let kept = receipt.kept.iter().map(|k| {
        let what = word(language, &format!("kept_{}", k.key)).unwrap_or_else(|| k.what.clone());
        let text = if k.rows > 1 { format!("{} × {what}", k.rows) } else { what };
        HeldLine { text, more: format!("{}, {} {}", k.ground, t(key!("receipt_until")), day(k.review_at)) }
    });
    let recipients = receipt.recipients.iter().map(|r| match r.answered_at.0 {
        0 => format!("{}: {}", r.name, t(key!("receipt_open"))),
        _ => format!("{}: {}, {}", r.name, t(key!("receipt_answered")), day(r.answered_at)),
    });
    let some = |at: AtMs| if at.0 > 0 { day(at) } else { String::new() };
    Shown {
        id: receipt.id.to_string(),
        at: day(receipt.at),
        finished: some(receipt.finished_at),
        gone: gone.map(|g| format!("{} × {}", g.rows, store_name(language, &g.store))).collect(),
        kept: kept.collect(),
        recipients: recipients.collect(),
        backups: some(receipt.backups_gone_by),
        log: receipt.log.as_ref().map(|log| format!("{} / {}", log.leaf, log.size)).unwrap_or_default(),
    }
}

/// Render what an erasure did, right after it for whoever asked for it.
pub fn mine_receipt(
    language: Language,
    brand: &Controller,
    receipt: &Receipt,
    authorities: &str,
    day: &dyn Fn(AtMs) -> String,
) -> Result<String, PageError> {
    let more = context! { r => Serde(&shown(language, receipt, day)), authorities => authorities };
    render("mine_receipt.html", language, brand, more)
}

/// Render the receipt as it stands now.
pub fn receipt(
    language: Language,
    brand: &Controller,
    receipt: &Receipt,
    authorities: &str,
    day: &dyn Fn(AtMs) -> String,
) -> Result<String, PageError> {
    let more = context! { r => Serde(&shown(language, receipt, day)), authorities => authorities };
    render("receipt.html", language, brand, more)
}

#[cfg(test)]
mod tests {
    use hjemmel_model::{ErasureId, Kept, LogPosition, RecipientNotice, StoreCount, TenantId};

    use super::*;

    #[test]
    fn a_receipt_reads_in_every_language_whatever_is_in_it() {
        let text = String::new;
        let brand = Controller { name: "Hus".into(), address: text(), contact: text(), policy_url: text() };
        let count = |store: &str, rows| StoreCount { store: store.into(), rows };
        let full = Receipt {
            id: ErasureId::parse("era_1").unwrap(),
            tenant: TenantId::parse("ten_1").unwrap(),
            at: AtMs(1),
            gone: vec![count("records.identifier", 2), count("events.site_1", 40), count("records.unknown", 1)],
            kept: vec![Kept {
                key: "orders".into(),
                rows: 3,
                what: "3 orders".into(),
                ground: "§ 12".into(),
                review_at: AtMs(2),
            }],
            not_covered: vec![],
            under_way: vec![],
            finished_at: AtMs(3),
            recipients: vec![RecipientNotice {
                recipient: "rcp_1".into(),
                name: "<b>ERP</b>".into(),
                answered_at: AtMs(0),
            }],
            backups_gone_by: AtMs(4),
            log: Some(LogPosition { leaf: 5, size: 9, root: text() }),
        };
        let bare = Receipt { kept: vec![], recipients: vec![], log: None, finished_at: AtMs(0), ..full.clone() };
        let day = |at: AtMs| format!("day-{}", at.0);
        for l in Language::ALL {
            for r in [&full, &bare] {
                for html in [receipt(l, &brand, r, "", &day).unwrap(), mine_receipt(l, &brand, r, "", &day).unwrap()] {
                    assert!(html.contains("40 × ") && html.contains("records.unknown"), "{html}");
                    assert!(!html.contains("events.site_1") && !html.contains("<b>ERP"), "{html}");
                    assert_eq!(html.contains("day-3"), r.finished_at.0 > 0);
                }
            }
            let orders = word(l, "kept_orders").unwrap();
            assert!(receipt(l, &brand, &full, "", &day).unwrap().contains(&format!("3 × {orders}")));
        }
    }
}
