//! A person's own pages: what is held about them, and what they can do about it; and the same as a copy to take home.

use hjemmel_model::{Controller, Language};
use minijinja::{context, value::Serde};
use serde::Serialize;

use crate::{CSS, PageError, TopicLine, render};

/// One thing that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldLine {
    /// What.
    pub text: String,
    /// From where, since when.
    pub more: String,
}

/// Things that are held for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldSection {
    /// What they are.
    pub title: String,
    /// Why they are held, and for how long.
    pub why: String,
    /// The things.
    pub lines: Vec<HeldLine>,
    /// What is said when there are none.
    pub empty: String,
}

/// Everything that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// By reason.
    pub sections: Vec<HeldSection>,
    /// Whether it is only stored (GDPR 18).
    pub restricted: bool,
    /// Whether browsers are joined with them.
    pub linked: bool,
}

/// What the page of a holder shows.
#[derive(Clone, Debug)]
pub struct MinePage<'a> {
    /// What is held.
    pub held: &'a Held,
    /// What they get.
    pub topics: &'a [TopicLine],
    /// Name of the text that says what was just done; empty when nothing was.
    pub said: &'a str,
    /// Whom to complain to.
    pub authorities: &'a str,
}

/// What the page of a browser shows, and what it hands in again with each step.
#[derive(Clone, Copy, Debug)]
pub struct BrowserPage<'a> {
    /// Key of the site.
    pub site: &'a str,
    /// The token that was shown.
    pub token: &'a str,
    /// What is held; nothing while it is asked whether to erase it.
    pub held: Option<&'a Held>,
    /// Whom to complain to.
    pub authorities: &'a str,
}

/// Render what a browser left behind; without a page, how to come here.
pub fn browser(language: Language, brand: &Controller, p: Option<&BrowserPage<'_>>) -> Result<String, PageError> {
    let Some(p) = p else { return render("browser.html", language, brand, context! { token => "" }) };
    let sections = p.held.map(|held| held.sections.as_slice()).unwrap_or_default();
    let more = context! {
        site => p.site, token => p.token, sure => p.held.is_none(), sections => Serde(sections),
        authorities => p.authorities,
    };
    render("browser.html", language, brand, more)
}

/// Render the page that asks for an address.
pub fn mine_start(language: Language, brand: &Controller, email: &str, error: &str) -> Result<String, PageError> {
    render("mine_start.html", language, brand, context! { email => email, error => error })
}

/// Render the page that asks for the code.
pub fn mine_code(
    language: Language,
    brand: &Controller,
    form: &str,
    request: &str,
    error: &str,
) -> Result<String, PageError> {
    render("mine_code.html", language, brand, context! { form => form, request => request, error => error })
}

/// Render a person's own page.
pub fn mine(language: Language, brand: &Controller, p: &MinePage<'_>) -> Result<String, PageError> {
    let more = context! {
        sections => Serde(&p.held.sections), restricted => p.held.restricted, linked => p.held.linked, topics => Serde(p.topics), said => p.said,
        authorities => p.authorities,
    };
    render("mine.html", language, brand, more)
}

/// Render what comes before an erasure.
pub fn mine_erase(language: Language, brand: &Controller) -> Result<String, PageError> {
    render("mine_erase.html", language, brand, context! {})
}

/// Render the copy as one page that needs nothing from anywhere.
pub fn copy(
    language: Language,
    brand: &Controller,
    held: &Held,
    made_on: &str,
    authorities: &str,
) -> Result<String, PageError> {
    let more = context! {
        sections => Serde(&held.sections), css => CSS, made_on => made_on, authorities => authorities,
    };
    render("copy.html", language, brand, more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_made_in_every_language_and_escapes_what_it_is_given() {
        let brand = Controller {
            name: "Hus".into(),
            address: "Torvet 1".into(),
            contact: "post@x.example".into(),
            policy_url: String::new(),
        };
        let line = HeldLine { text: "<script>x</script>".into(), more: "\"><img src=x>".into() };
        let section = |lines| HeldSection { title: "Hvem".into(), why: "Fordi".into(), lines, empty: "Intet".into() };
        let topic = TopicLine {
            id: "top_1".into(),
            name: "Nyt".into(),
            channel: "SMS".into(),
            text: "<b>".into(),
            chosen: true,
        };
        for l in Language::ALL {
            for restricted in [true, false] {
                let held = Held {
                    sections: vec![section(vec![line.clone()]), section(vec![])],
                    restricted,
                    linked: restricted,
                };
                let topics = [topic.clone()];
                let page = MinePage { held: &held, topics: &topics, said: "saved", authorities: "Datatilsynet" };
                for html in [
                    mine(l, &brand, &page).unwrap(),
                    mine_start(l, &brand, "\"><script>", "error_email").unwrap(),
                    mine_code(l, &brand, "form_1", "abc", "mine_code_wrong").unwrap(),
                    mine_erase(l, &brand).unwrap(),
                    browser(l, &brand, None).unwrap(),
                    browser(
                        l,
                        &brand,
                        Some(&BrowserPage {
                            site: "\"><script>",
                            token: "v1.\"><img>",
                            held: Some(&held).filter(|_| restricted),
                            authorities: "Datatilsynet",
                        }),
                    )
                    .unwrap(),
                    copy(l, &brand, &held, "22. november", "Datatilsynet").unwrap(),
                ] {
                    assert!(html.contains(&format!("lang=\"{}\"", l.tag())), "{html}");
                    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("{name}"), "{html}");
                    assert!(!html.contains("http://") && !html.contains("https://"), "{html}");
                }
            }
        }
    }
}
