//! Newsletters of the demo: three that went out on their day, one that is being written.

use super::may;
use anyhow::Context;
use hjemmel_app::{App, ReleaseDraft};
use hjemmel_mail::Accepts;
use hjemmel_model::{Block, CampaignBody, CampaignId, Form, Language, TenantId};
use hjemmel_policy::act;

/// The day and hour on which each goes out.
pub const HOURS: [i64; 3] = [24 * 54 + 9, 24 * 68 + 9, 24 * 82 + 9];

fn product(title: &str, text: &str, price: &str, path: &str) -> Block {
    Block::Product {
        title: title.into(),
        text: text.into(),
        price: price.into(),
        url: format!("https://www.blomsterhuset.example{path}"),
        image_url: String::new(),
    }
}

fn letter(number: usize, form: &Form) -> anyhow::Result<CampaignBody> {
    let topic = form.topics.first().context("the demo's form has topics")?.id.clone();
    let (name, subject, preheader, text, goods) = match number {
        0 => (
            "Oktober: efterårets buketter",
            "Efterårets buketter er her",
            "Dahlia, asters og et godt råd om vand",
            "Kære blomsterven\n\nEfteråret er **dahliaernes** tid. Vi har bundet tre buketter, der holder længe:\n\n- Skær stilkene skråt\n- Skift vandet hver anden dag\n- Lad dem stå køligt om natten",
            vec![
                product("Efterårsbuket", "Dahlia, asters og hyben.", "349 kr.", "/buketter/efteraar"),
                product("Den lille", "Til køkkenbordet.", "149 kr.", "/buketter/lille"),
            ],
        ),
        1 => (
            "November: løg til foråret",
            "Sæt løgene nu, og få tulipaner i april",
            "Sidste chance før frosten",
            "Det er *nu*, løgene skal i jorden. Grav tre gange så dybt, som løget er højt, og glem dem til april.",
            vec![
                product("Tulipanløg, 50 stk.", "Blandede farver.", "129 kr.", "/loeg/tulipan"),
                product("Krokus, 100 stk.", "De første i februar.", "99 kr.", "/loeg/krokus"),
            ],
        ),
        2 => (
            "November: inden advent",
            "Kranse, du selv kan binde",
            "Gran, bånd og fire lys",
            "Første søndag i advent er tæt på. Kom forbi, eller få det hele sendt hjem i én kasse.",
            vec![product("Kransekassen", "Gran, kogler, bånd og fire lys.", "279 kr.", "/jul/krans")],
        ),
        _ => (
            "December: julens hilsner",
            "Send en hilsen, der dufter",
            "",
            "Bestil inden den 18., så når den frem til jul.",
            vec![product("Amaryllis i gave", "Med kort i håndskrift.", "189 kr.", "/jul/amaryllis")],
        ),
    };
    let mut blocks = vec![Block::Heading { text: subject.into() }, Block::Text { text: text.into() }];
    blocks.extend(goods);
    blocks.push(Block::Button { text: "Se hele butikken".into(), url: "https://www.blomsterhuset.example/".into() });
    Ok(CampaignBody {
        name: name.into(),
        topic,
        form: form.id.clone(),
        language: Language::Da,
        only_language: false,
        segment: None,
        subject: subject.into(),
        preheader: preheader.into(),
        accent: "#0b6e75".into(),
        blocks,
    })
}

/// Write a newsletter; the last stays a draft, the others go out and some come back.
pub async fn one(app: &App, tenant: &TenantId, form: &Form, number: usize) -> anyhow::Result<()> {
    let auth = may::<act::CampaignWrite>(tenant);
    let made = app.campaigns().create(&auth, &letter(number, form)?).await?;
    if number >= HOURS.len() {
        return Ok(());
    }
    let id: CampaignId = made.campaign.id;
    let release = ReleaseDraft { changed_at_ms: made.campaign.changed_at.0, ..ReleaseDraft::default() };
    app.campaigns().release(&auth, &id, &release).await?;
    while app.job_step().await? {}
    // One address in twenty-five is dead by now.
    let read = may::<act::CampaignRead>(tenant);
    for row in app.campaigns().recipients(&read, &id, "accepted", "").await?.iter().skip(3).step_by(25) {
        let report =
            hjemmel_mail::Received { tokens: vec![app.campaigns().return_token_of(&row.message)], raw: DEAD.into() };
        anyhow::ensure!(app.take(report).await, "a report is taken");
    }
    Ok(())
}

const DEAD: &str = "From: MAILER-DAEMON@mx.example\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\
    Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
    Final-Recipient: rfc822; nobody@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n";
