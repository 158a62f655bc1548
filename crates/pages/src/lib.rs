//! Languages and templates: everything a data subject reads, on a page or in a mail.
//!
//! Invariant: every text exists in every language; what comes from outside is escaped in HTML.

mod campaign;
mod mine;
mod problem;
mod receipt;
mod record;
mod reply;
mod words;

use std::{collections::BTreeMap, sync::LazyLock};

use hjemmel_model::{Controller, Language};
use hjemmel_words::{template, word_with};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context, value::Serde};
use serde::Serialize;

pub use campaign::CampaignMail;
pub use mine::{
    BrowserPage, Held, HeldLine, HeldSection, MinePage, browser, copy, mine, mine_code, mine_erase, mine_start,
};
pub use problem::{ProblemText, problem, problems};
pub use receipt::{mine_receipt, receipt};
pub use record::{DraftShown, EntryShown, RecordRow, RecordShown, StateShown, draft, record, state};
pub use reply::{REPLIES, ReplyFill, reply_draft};

use words::Words;

/// The words of the banner in a language, as a JSON object. What stands in their places the banner fills in itself.
pub fn banner_text(language: Language) -> String {
    let words = hjemmel_words::names("banner_");
    let words = words.filter_map(|name| Some((name.strip_prefix("banner_")?, template(language, name)?)));
    serde_json::to_string(&words.collect::<BTreeMap<_, _>>()).unwrap_or_default()
}

/// The style sheet of the pages.
pub const CSS: &str = include_str!("../templates/pages.css");

const TEMPLATES: &[(&str, &str)] = &[
    ("layout.html", include_str!("../templates/layout.html")),
    ("form.html", include_str!("../templates/form.html")),
    ("said.html", include_str!("../templates/said.html")),
    ("confirm.html", include_str!("../templates/confirm.html")),
    ("preferences.html", include_str!("../templates/preferences.html")),
    ("mail_confirm.txt", include_str!("../templates/mail_confirm.txt")),
    ("mail_confirm.html", include_str!("../templates/mail_confirm.html")),
    ("mail_already.txt", include_str!("../templates/mail_already.txt")),
    ("mail_already.html", include_str!("../templates/mail_already.html")),
    ("mail_code.txt", include_str!("../templates/mail_code.txt")),
    ("mail_code.html", include_str!("../templates/mail_code.html")),
    ("mail_reply.txt", include_str!("../templates/mail_reply.txt")),
    ("mail_reply.html", include_str!("../templates/mail_reply.html")),
    ("held.html", include_str!("../templates/held.html")),
    ("browser.html", include_str!("../templates/browser.html")),
    ("browser_proof.html", include_str!("../templates/browser_proof.html")),
    ("mine_start.html", include_str!("../templates/mine_start.html")),
    ("mine_code.html", include_str!("../templates/mine_code.html")),
    ("mine.html", include_str!("../templates/mine.html")),
    ("mine_erase.html", include_str!("../templates/mine_erase.html")),
    ("receipt.html", include_str!("../templates/receipt.html")),
    ("receipt_body.html", include_str!("../templates/receipt_body.html")),
    ("mine_receipt.html", include_str!("../templates/mine_receipt.html")),
    ("draft.html", include_str!("../templates/draft.html")),
    ("state.html", include_str!("../templates/state.html")),
    ("record.html", include_str!("../templates/record.html")),
    ("copy.html", include_str!("../templates/copy.html")),
    ("problem.html", include_str!("../templates/problem.html")),
    ("problems.html", include_str!("../templates/problems.html")),
    ("mail_campaign.txt", include_str!("../templates/mail_campaign.txt")),
    ("mail_campaign.html", include_str!("../templates/mail_campaign.html")),
];

static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    // An address in an attribute, escaped as HTML wants it and no further, so that it stays one to read.
    environment.add_filter("link", |url: String| Value::from_safe_string(campaign::escape(&url)));
    environment.add_filter("names", |text: String| Value::from_safe_string(problem::names(&text)));
    for (name, text) in TEMPLATES {
        // A template that does not parse is missing, and the test that renders all of them is red.
        let _ = environment.add_template(name, text);
    }
    environment
});

/// The words that the form as an element of a site's own page shows.
const FORM_WORDS: &[&str] = &[
    "form_email",
    "form_topics",
    "form_submit",
    "form_sender",
    "form_withdraw",
    "policy",
    "error_email",
    "error_topic",
    "error_many",
    "error_old",
    "error_network",
    "failed_text",
    "sent_title",
    "sent_text",
    "later_title",
    "later_text",
];

/// The words of the form as an element, as a JSON object: those of the form as a page, so that both say the same.
pub fn form_text(language: Language) -> String {
    let words: BTreeMap<_, _> = FORM_WORDS.iter().filter_map(|name| Some((*name, template(language, name)?))).collect();
    serde_json::to_string(&words).unwrap_or_default()
}

/// A template could not be rendered. What it was given is not repeated: it may name somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page could not be made")]
pub struct PageError;

fn render(name: &str, language: Language, brand: &Controller, more: Value) -> Result<String, PageError> {
    let context =
        context! { lang => language.tag(), t => Value::from_object(Words(language)), brand => Serde(brand), ..more };
    let template = ENGINE.get_template(name).map_err(|_| PageError)?;
    template.render(context).map_err(|_| PageError)
}

/// A topic as pages and mails show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopicLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// By which channel it comes, in words, where that is said.
    pub channel: String,
    /// What one gets.
    pub text: String,
    /// Whether it is ticked.
    pub chosen: bool,
}

/// The sign-up form.
#[derive(Clone, Debug)]
pub struct FormPage<'a> {
    /// Heading.
    pub title: &'a str,
    /// Where it is sent to.
    pub action: &'a str,
    /// The version shown.
    pub version: u32,
    /// The page it stands on.
    pub page: &'a str,
    /// What was entered before.
    pub email: &'a str,
    /// What can be asked for.
    pub topics: &'a [TopicLine],
    /// Name of the error's text; empty when there is none.
    pub error: &'a str,
}

/// Render the sign-up form.
pub fn form(language: Language, brand: &Controller, p: &FormPage<'_>) -> Result<String, PageError> {
    let more = context! {
        title => p.title, action => p.action, version => p.version, page => p.page, email => p.email,
        topics => Serde(p.topics), error => p.error,
    };
    render("form.html", language, brand, more)
}

/// Render a page that says one thing: `sent`, `later`, `code_later`, `confirmed`, `gone`, `missing`, `failed`. `preferences` is a link, or empty.
pub fn said(language: Language, brand: &Controller, what: &str, preferences: &str) -> Result<String, PageError> {
    render("said.html", language, brand, context! { what => what, preferences => preferences })
}

/// Render the page with the button that confirms.
pub fn confirm(language: Language, brand: &Controller, topics: &[TopicLine], join: bool) -> Result<String, PageError> {
    render("confirm.html", language, brand, context! { topics => Serde(topics), join => join })
}

/// What stands on the page with what somebody gets.
#[derive(Clone, Copy, Debug)]
pub struct Preferences<'a> {
    /// What they get.
    pub topics: &'a [TopicLine],
    /// What was just done, or empty.
    pub saved: &'a str,
    /// Where a code is asked for.
    pub code_action: &'a str,
    /// Where to complain.
    pub authorities: &'a str,
}

/// Render what somebody gets, with a way to stop it.
pub fn preferences(language: Language, brand: &Controller, page: &Preferences<'_>) -> Result<String, PageError> {
    let Preferences { topics, saved, code_action, authorities } = *page;
    let more = context! {
        topics => Serde(topics), saved => saved, code_action => code_action, authorities => authorities,
    };
    render("preferences.html", language, brand, more)
}

/// A mail as rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText {
    /// The subject.
    pub subject: String,
    /// For readers without HTML.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Render an answer that somebody wrote.
pub fn reply(language: Language, brand: &Controller, subject: &str, text: &str) -> Result<MailText, PageError> {
    let lines: Vec<&str> = text.lines().collect();
    let more = || context! { text => text, lines => Serde(&lines) };
    Ok(MailText {
        subject: subject.to_owned(),
        text: render("mail_reply.txt", language, brand, more())?,
        html: render("mail_reply.html", language, brand, more())?,
    })
}

/// What stands in a service mail; what a kind does not say is empty.
#[derive(Clone, Copy, Debug)]
pub struct ServiceMail<'a> {
    /// `confirm`, `already` or `code`.
    pub kind: &'a str,
    /// What was asked for.
    pub topics: &'a [TopicLine],
    /// The link that confirms.
    pub confirm: &'a str,
    /// The link to what they get.
    pub preferences: &'a str,
    /// The code.
    pub code: &'a str,
}

/// Render a service mail.
pub fn mail(language: Language, brand: &Controller, mail: &ServiceMail<'_>) -> Result<MailText, PageError> {
    let ServiceMail { kind, topics, confirm, preferences, code } = *mail;
    let more = || context! { topics => Serde(topics), confirm => confirm, preferences => preferences, code => code };
    let subject = word_with(language, &format!("mail_{kind}_subject"), &[("name", (&brand.name).into())]);
    let subject = subject.ok_or(PageError)?;
    Ok(MailText {
        subject,
        text: render(&format!("mail_{kind}.txt"), language, brand, more())?,
        html: render(&format!("mail_{kind}.html"), language, brand, more())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brand() -> Controller {
        Controller {
            name: "Blomster & <b>Hus</b>".into(),
            address: "Torvet 1".into(),
            contact: "post@blomsterhuset.example".into(),
            policy_url: "/privatliv".into(),
        }
    }

    #[test]
    fn the_banner_has_its_words_in_every_language_with_places_it_fills_in() {
        for l in Language::ALL {
            let text: BTreeMap<String, String> = serde_json::from_str(&banner_text(l)).unwrap();
            assert!(text.len() > 10 && text.values().all(|said| !said.is_empty()), "{text:?}");
            assert!(text["days"].contains("{n}") && text["intro"].contains("{name}"), "{text:?}");
        }
    }

    #[test]
    fn the_form_as_an_element_has_the_words_of_the_page() {
        for l in Language::ALL {
            let text: BTreeMap<String, String> = serde_json::from_str(&form_text(l)).unwrap();
            assert_eq!(text.len(), FORM_WORDS.len());
            assert!(
                text.iter().all(|(name, said)| !said.is_empty() && *said == template(l, name).unwrap()),
                "{text:?}"
            );
        }
    }

    /// What is written of the register, with signs of HTML wherever there is room.
    fn of_the_register() -> (RecordShown, DraftShown, StateShown) {
        let row = RecordRow { label: "Formål".into(), text: "<script>alert(1)</script>".into() };
        let entries = vec![EntryShown { name: "<script>".into(), rows: vec![row] }];
        let (organisation, day) = (brand().name, String::from("2026-11-27"));
        let written = RecordShown {
            title: "<b>".into(),
            none: String::new(),
            organisation: organisation.clone(),
            contact: String::new(),
            day: day.clone(),
            entries: entries.clone(),
        };
        let (lead, missing) = (vec!["<i>".into()], vec!["<u>".into()]);
        let drafted = DraftShown { title: "<b>".into(), lead, missing, parts: entries, organisation, day };
        let records = vec![written.clone()];
        (written, drafted, StateShown { title: "<s>".into(), records, key: "k".into(), signature: "s".into() })
    }

    #[test]
    fn every_page_and_mail_is_made_in_every_language_and_escapes_what_it_is_given() {
        let topics = [TopicLine {
            id: "top_1".into(),
            channel: String::new(),
            name: "<script>alert(1)</script>".into(),
            text: "Én gang om ugen".into(),
            chosen: false,
        }];
        for l in Language::ALL {
            let page = FormPage {
                title: "Nyt",
                action: "/f/form_1",
                version: 1,
                page: "",
                email: "\"><script>",
                topics: &topics,
                error: "error_email",
            };
            fn shown<'a>(topics: &'a [TopicLine], saved: &'a str) -> Preferences<'a> {
                Preferences { topics, saved, code_action: "/p/x/code", authorities: "Datatilsynet" }
            }
            let mail_of = |kind: &str| {
                let (confirm, preferences) = ("https://h.example/c", "https://h.example/p");
                mail(l, &brand(), &ServiceMail { kind, topics: &topics, confirm, preferences, code: "1234 5678" })
            };
            let (written, drafted, stated) = of_the_register();
            let mut pages = vec![
                form(l, &brand(), &page).unwrap(),
                record(l, &written).unwrap(),
                draft(l, &drafted).unwrap(),
                state(l, &stated).unwrap(),
                confirm(l, &brand(), &topics, false).unwrap(),
                confirm(l, &brand(), &topics, true).unwrap(),
                preferences(l, &brand(), &shown(&topics, "saved")).unwrap(),
                preferences(l, &brand(), &shown(&[], "")).unwrap(),
                mail_of("confirm").unwrap().html,
                mail_of("already").unwrap().html,
                mail_of("code").unwrap().html,
                reply(l, &brand(), "Svar", "Hej\n<script>alert(1)</script>").unwrap().html,
            ];
            for what in ["sent", "later", "code_later", "confirmed", "gone", "missing", "failed"] {
                pages.push(said(l, &brand(), what, "/p/x").unwrap());
            }
            for page in pages {
                assert!(page.contains(&format!("lang=\"{}\"", l.tag())), "{page}");
                assert!(page.contains("Blomster &amp; &lt;b&gt;Hus"), "{page}");
                assert!(!page.contains("<script") && !page.contains("<b>Hus") && !page.contains("{name}"), "{page}");
                assert!(
                    !page.contains("<img") && !page.contains("http://"),
                    "nothing is loaded from elsewhere: {page}"
                );
            }
            let confirm = mail_of("confirm").unwrap();
            assert!(confirm.text.contains("https://h.example/c") && confirm.text.contains("Blomster & <b>"));
            assert!(confirm.subject.contains("Blomster & <b>Hus</b>") && !confirm.subject.contains("{name}"));
        }
        let unknown = ServiceMail { kind: "unknown", topics: &topics, confirm: "", preferences: "", code: "" };
        assert_eq!(mail(Language::Da, &brand(), &unknown), Err(PageError));
        assert_eq!(TEMPLATES.len(), ENGINE.templates().count(), "every template parses");
    }
}
