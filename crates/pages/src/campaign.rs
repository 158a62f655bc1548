//! A newsletter as HTML and as plain text.
//!
//! Invariant: made once for everybody. What differs between two readers is the language of what stands around the newsletter,
//! and the address of their own preferences, which [`MailText::for_reader`] puts in (E-15, E-16).

use std::collections::BTreeMap;

use hjemmel_model::{Block, CampaignBody, Controller, Language};
use minijinja::{context, value::Serde};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde::Serialize;

use crate::{MailText, PageError, render};

/// Stands where a reader's own address comes. Nobody can write it: control characters are refused in every text.
const PREFERENCES: &str = "\u{1}preferences\u{1}";

/// A block as the templates want it: every field there, empty where the block has none.
#[derive(Default, Serialize)]
struct Part {
    kind: &'static str,
    text: String,
    html: String,
    title: String,
    price: String,
    url: String,
    image_url: String,
}

impl Part {
    fn of(block: &Block, accent: &str) -> Part {
        let part = |kind| Part { kind, ..Part::default() };
        match block.clone() {
            Block::Heading { text } => Part { text, ..part("heading") },
            Block::Text { text } => Part { html: markdown(&text, accent), text, ..part("text") },
            Block::Product { title, text, price, url, image_url } => {
                Part { title, text, price, url, image_url, ..part("product") }
            }
            Block::Button { text, url } => Part { text, url, ..part("button") },
            Block::Divider => part("divider"),
        }
    }
}

/// A newsletter as everybody gets it: what was written is the same, and what stands around it, why it comes and how to stop
/// it, is in the language of whoever reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignMail {
    /// For whoever reads the language it is written in.
    written: MailText,
    others: BTreeMap<Language, MailText>,
}

impl CampaignMail {
    /// Render it; `topic` gives the name of what its readers asked for in a language.
    pub fn new(
        body: &CampaignBody,
        sender: &Controller,
        topic: impl Fn(Language) -> String,
    ) -> Result<CampaignMail, PageError> {
        let made = |l| campaign(body, sender, l, &topic(l));
        let others = Language::ALL.into_iter().filter(|l| *l != body.language).map(|l| Ok((l, made(l)?)));
        Ok(CampaignMail { written: made(body.language)?, others: others.collect::<Result<_, PageError>>()? })
    }

    /// As somebody gets it who reads that language.
    pub fn of(&self, language: Language) -> &MailText {
        self.others.get(&language).unwrap_or(&self.written)
    }
}

fn campaign(body: &CampaignBody, sender: &Controller, reader: Language, topic: &str) -> Result<MailText, PageError> {
    let parts: Vec<Part> = body.blocks.iter().map(|b| Part::of(b, &body.accent)).collect();
    let more = || {
        context! {
            subject => &body.subject, preheader => &body.preheader, accent => &body.accent, topic => topic,
            parts => Serde(&parts), preferences => PREFERENCES, written => body.language.tag(),
        }
    };
    Ok(MailText {
        subject: body.subject.trim().to_owned(),
        text: render("mail_campaign.txt", reader, sender, more())?,
        html: render("mail_campaign.html", reader, sender, more())?,
    })
}

impl MailText {
    /// The same with one reader's own address in it.
    pub fn for_reader(&self, preferences: &str) -> MailText {
        MailText {
            subject: self.subject.clone(),
            text: self.text.replace(PREFERENCES, preferences),
            html: self.html.replace(PREFERENCES, preferences),
        }
    }
}

/// Markdown as HTML that mail programs show: paragraphs, lists, bold, italic, links to the web. Everything else is shown
/// as text or left out: no HTML of the writer's own, no picture that would tell who opened the mail.
fn markdown(text: &str, accent: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Paragraph) => out.push_str("<p style=\"margin:0 0 16px\">"),
            Event::End(TagEnd::Paragraph) => out.push_str("</p>"),
            Event::Start(Tag::Heading { .. }) => out.push_str("<p style=\"margin:0 0 16px;font-weight:600\">"),
            Event::End(TagEnd::Heading(_)) => out.push_str("</p>"),
            Event::Start(Tag::List(first)) => {
                out.push_str(if first.is_some() {
                    "<ol style=\"margin:0 0 16px\">"
                } else {
                    "<ul style=\"margin:0 0 16px\">"
                });
            }
            Event::End(TagEnd::List(ordered)) => out.push_str(if ordered { "</ol>" } else { "</ul>" }),
            Event::Start(Tag::Item) => out.push_str("<li>"),
            Event::End(TagEnd::Item) => out.push_str("</li>"),
            Event::Start(Tag::Strong) => out.push_str("<b>"),
            Event::End(TagEnd::Strong) => out.push_str("</b>"),
            Event::Start(Tag::Emphasis) => out.push_str("<i>"),
            Event::End(TagEnd::Emphasis) => out.push_str("</i>"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let web = ["https://", "http://", "mailto:"].iter().any(|start| dest_url.starts_with(start));
                let to = if web { escape(&dest_url) } else { String::from("#") };
                out.push_str(&format!("<a href=\"{to}\" style=\"color:{accent}\">"));
            }
            Event::End(TagEnd::Link) => out.push_str("</a>"),
            Event::Text(said) | Event::Code(said) | Event::Html(said) | Event::InlineHtml(said) => {
                out.push_str(&escape(&said));
            }
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push_str("<br>"),
            _ => {}
        }
    }
    out
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use hjemmel_model::{FormId, Language, TopicId};

    use super::*;

    fn sender() -> Controller {
        Controller {
            name: "Blomster & Hus".into(),
            address: "Torvet 1, 8000 Aarhus".into(),
            contact: "post@blomsterhuset.example".into(),
            policy_url: "https://blomsterhuset.example/privatliv".into(),
        }
    }

    fn body(language: Language, blocks: Vec<Block>) -> CampaignBody {
        CampaignBody {
            name: "November".into(),
            topic: TopicId::parse("top_1").unwrap(),
            form: FormId::parse("form_1").unwrap(),
            language,
            only_language: false,
            segment: None,
            subject: "Løg & <b>forår</b>".into(),
            preheader: "Kort sagt".into(),
            accent: "#0b6e75".into(),
            blocks,
        }
    }

    fn everything() -> Vec<Block> {
        vec![
            Block::Heading { text: "Nu <er> de her".into() },
            Block::Text { text: "Hej **du**\n\n- et\n- to\n\n[se](https://shop.example/?a=1&b=2) <script>x</script> ![p](https://p.example/1.gif)".into() },
            Block::Product {
                title: "Tulipaner".into(),
                text: "Ti \"løg\"".into(),
                price: "49 kr.".into(),
                url: "https://shop.example/tulipan".into(),
                image_url: "https://shop.example/tulipan.jpg".into(),
            },
            Block::Divider,
            Block::Button { text: "Se alt".into(), url: "https://shop.example/".into() },
        ]
    }

    #[test]
    fn two_readers_get_the_same_but_for_their_own_address() {
        for l in Language::ALL {
            let mail = campaign(&body(l, everything()), &sender(), l, "Nyhedsbrev").unwrap();
            let (one, two) = (mail.for_reader("https://h.example/p/aaa"), mail.for_reader("https://h.example/p/bbb"));
            for (one, two) in [(&one.text, &two.text), (&one.html, &two.html)] {
                assert!(one != two && one.replace("/p/aaa", "/p/bbb") == *two);
                assert!(one.contains("/p/aaa") && !one.contains('\u{1}'));
                for said in
                    ["Torvet 1", "post@blomsterhuset.example", "Tulipaner", "49 kr.", "https://shop.example/tulipan"]
                {
                    assert!(one.contains(said), "{said}: {one}");
                }
                assert!(!one.contains("{{") && !one.contains("{topic}") && !one.contains("{name}"), "{one}");
            }
        }
    }

    #[test]
    fn what_stands_around_it_is_in_the_readers_language() {
        let mail = CampaignMail::new(&body(Language::Sv, everything()), &sender(), |l| l.tag().to_owned()).unwrap();
        for l in Language::ALL {
            let said = hjemmel_words::word(l, "mail_campaign_stop").unwrap();
            let html = &mail.of(l).html;
            assert!(mail.of(l).text.contains(&said) && html.contains(&said), "{said}");
            assert!(
                html.starts_with("<!doctype html>\n<html lang=\"sv\">"),
                "the newsletter itself is Swedish: {html}"
            );
            assert!(html.contains(&format!("<div lang=\"{}\"", l.tag())), "{html}");
            assert_eq!(mail.of(l).subject, mail.of(Language::Sv).subject);
        }
    }

    #[test]
    fn what_is_written_stays_text_and_no_picture_tells_who_reads() {
        let html = campaign(&body(Language::Da, everything()), &sender(), Language::Da, "Nyhedsbrev").unwrap().html;
        assert!(!html.contains("<script") && html.contains("&lt;script"), "{html}");
        assert!(
            html.contains("Løg &amp; &lt;b&gt;forår") && html.contains("<b>du</b>") && html.contains("<li>et</li>")
        );
        assert_eq!(html.matches("<img").count(), 1, "the product's, the same for everybody");
        assert!(!html.contains("1.gif"), "a picture in running text is left out");
        assert!(html.contains("href=\"https://shop.example/?a=1&amp;b=2\""));
        assert!(markdown("[x](javascript:alert(1))", "#000000").contains("href=\"#\""));
    }
}
