//! Campaigns: one newsletter to everybody who asked for its topic.

use serde::{Deserialize, Serialize};

use crate::{AtMs, CampaignId, FormId, Language, SegmentVersion, TopicId, merge_signs, merge_signs_of_url};

/// Blocks a newsletter may have.
pub const CAMPAIGN_BLOCKS_MAX: usize = 60;
/// Characters of one text in it.
const TEXT_MAX: usize = 5_000;

/// One part of a newsletter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// A heading.
    Heading {
        /// What it says.
        text: String,
    },
    /// Running text in Markdown: bold, italic, lists, links.
    Text {
        /// What it says.
        text: String,
    },
    /// Something on offer.
    Product {
        /// What it is.
        title: String,
        /// A few words about it.
        text: String,
        /// The price as shown.
        price: String,
        /// Its page.
        url: String,
        /// A picture, the same for everybody; empty for none.
        #[serde(default)]
        image_url: String,
    },
    /// A button.
    Button {
        /// What it says.
        text: String,
        /// Where it leads.
        url: String,
    },
    /// A line.
    Divider,
}

/// What staff write: everything but who gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignBody {
    /// What staff call it.
    pub name: String,
    /// What its readers asked for.
    pub topic: TopicId,
    /// The form whose sender stands behind it: readers said yes to that sender (E-04).
    pub form: FormId,
    /// The language it is written in.
    pub language: Language,
    /// Whether it goes only to people who use that language.
    #[serde(default)]
    pub only_language: bool,
    /// The people it goes to, of those who asked for its topic: a version of a segment. Nothing for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<SegmentVersion>,
    /// The subject.
    pub subject: String,
    /// What mail programs show after the subject; empty for none.
    #[serde(default)]
    pub preheader: String,
    /// Colour of buttons and links, as `#rrggbb`.
    #[serde(default = "accent")]
    pub accent: String,
    /// Its parts, from top to bottom.
    pub blocks: Vec<Block>,
}

fn accent() -> String {
    "#0b6e75".into()
}

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Being written.
    Draft,
    /// On its way, or waiting for its time.
    Sending,
    /// Stopped by staff for now, or by itself because too much came back.
    Paused,
    /// Every recipient has an outcome.
    Sent,
    /// Stopped for good.
    Cancelled,
}

impl CampaignState {
    /// All of them.
    pub const ALL: [CampaignState; 5] = [
        CampaignState::Draft,
        CampaignState::Sending,
        CampaignState::Paused,
        CampaignState::Sent,
        CampaignState::Cancelled,
    ];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            CampaignState::Draft => "draft",
            CampaignState::Sending => "sending",
            CampaignState::Paused => "paused",
            CampaignState::Sent => "sent",
            CampaignState::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<CampaignState> {
        CampaignState::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// A campaign as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// What it says.
    pub body: CampaignBody,
    /// Where it stands.
    pub state: CampaignState,
    /// Why it stopped by itself; empty when it did not.
    pub reason: String,
    /// Most messages a minute; 0 for no limit.
    pub per_minute: u32,
    /// Not before.
    pub send_at: AtMs,
    /// When everybody it goes to was written down; 0 until then.
    pub planned_at: AtMs,
    /// When it was begun.
    pub created_at: AtMs,
    /// When it was last changed; a change names the one it builds on.
    pub changed_at: AtMs,
    /// When it was released; 0 for a draft.
    pub started_at: AtMs,
    /// When it ended; 0 until then.
    pub ended_at: AtMs,
}

/// Why a campaign cannot go out. Each names the rule it would break.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CampaignError {
    /// A text is missing, too long, or not one line where it must be.
    #[error("`{what}` is missing, too long or holds characters that cannot be sent (E-09)")]
    Text {
        /// Which.
        what: String,
    },
    /// A link is not one.
    #[error("`{what}` must begin with https:// or http:// and name nobody")]
    Link {
        /// Which.
        what: String,
    },
    /// Nothing in it.
    #[error("it needs 1 to {CAMPAIGN_BLOCKS_MAX} blocks")]
    Blocks,
    /// The colour is not one.
    #[error("`accent` must be a colour such as #0b6e75 that white text can be read on (4.5:1)")]
    Accent,
    /// What another program would fill in.
    #[error("`{what}` holds `{sign}`, which nothing fills in here: readers would get it as it is typed")]
    MergeSign {
        /// Where.
        what: String,
        /// As it stands there.
        sign: String,
    },
    /// The topic is not one that the form asks about.
    #[error("the form does not ask about this topic, so nobody said yes to it under this sender (E-04)")]
    TopicOfForm,
}

impl CampaignBody {
    /// All that is wrong with it; it is released only when this is empty.
    pub fn check(&self) -> Vec<CampaignError> {
        let mut wrong = Vec::new();
        let mut line = |what: &str, text: &str, least: usize, most: usize| {
            let length = text.trim().chars().count();
            if !(least..=most).contains(&length) || text.chars().any(char::is_control) {
                wrong.push(CampaignError::Text { what: what.to_owned() });
            }
        };
        line("name", &self.name, 1, 100);
        line("subject", &self.subject, 1, 200);
        line("preheader", &self.preheader, 0, 200);
        for (block, at) in self.blocks.iter().zip(1..) {
            match block {
                Block::Heading { text } | Block::Button { text, .. } => {
                    line(&format!("blocks.{at}.text"), text, 1, 200)
                }
                Block::Product { title, price, text, .. } => {
                    line(&format!("blocks.{at}.title"), title, 1, 200);
                    line(&format!("blocks.{at}.price"), price, 0, 60);
                    line(&format!("blocks.{at}.text"), text, 0, 500);
                }
                Block::Text { .. } | Block::Divider => {}
            }
        }
        for (block, at) in self.blocks.iter().zip(1..) {
            let mut link = |field: &str, url: &str| {
                if !is_link(url) {
                    wrong.push(CampaignError::Link { what: format!("blocks.{at}.{field}") });
                }
            };
            match block {
                Block::Button { url, .. } => link("url", url),
                Block::Product { url, image_url, .. } => {
                    link("url", url);
                    if !image_url.is_empty() {
                        link("image_url", image_url);
                    }
                }
                Block::Text { text } => {
                    let fits = (1..=TEXT_MAX).contains(&text.trim().chars().count());
                    if !fits || text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
                        wrong.push(CampaignError::Text { what: format!("blocks.{at}.text") });
                    }
                }
                Block::Heading { .. } | Block::Divider => {}
            }
        }
        wrong.extend(self.merge_signs());
        if self.blocks.is_empty() || self.blocks.len() > CAMPAIGN_BLOCKS_MAX {
            wrong.push(CampaignError::Blocks);
        }
        if !readable_on(&self.accent) {
            wrong.push(CampaignError::Accent);
        }
        wrong
    }
}

/// A part of a block by its name.
type Named<'a> = (&'a str, &'a str);

impl CampaignBody {
    /// What another program would fill in, with its place.
    fn merge_signs(&self) -> Vec<CampaignError> {
        let mut wrong = Vec::new();
        let mut say = |what: String, signs: Vec<String>| {
            let error = |sign: String| CampaignError::MergeSign { what: what.clone(), sign: sign.replace('`', "'") };
            wrong.extend(signs.into_iter().map(error));
        };
        say("subject".into(), merge_signs(&self.subject));
        say("preheader".into(), merge_signs(&self.preheader));
        for (block, at) in self.blocks.iter().zip(1..) {
            let (texts, urls): (Vec<Named<'_>>, Vec<Named<'_>>) = match block {
                Block::Heading { text } | Block::Text { text } => (vec![("text", text.as_str())], Vec::new()),
                Block::Product { title, text, price, url, image_url } => (
                    vec![("title", title.as_str()), ("text", text.as_str()), ("price", price.as_str())],
                    vec![("url", url.as_str()), ("image_url", image_url.as_str())],
                ),
                Block::Button { text, url } => (vec![("text", text.as_str())], vec![("url", url.as_str())]),
                Block::Divider => (Vec::new(), Vec::new()),
            };
            texts.iter().for_each(|(field, text)| say(format!("blocks.{at}.{field}"), merge_signs(text)));
            urls.iter().for_each(|(field, url)| say(format!("blocks.{at}.{field}"), merge_signs_of_url(url)));
        }
        wrong
    }
}

/// An address on the web, the same for every reader: no fields of a person in it.
fn is_link(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    web && url.len() <= 2_000 && !url.chars().any(|c| c.is_control() || c.is_whitespace() || "<>\"'`{}".contains(c))
}

/// Whether white text can be read on a colour (WCAG 2.2, 1.4.3).
fn readable_on(colour: &str) -> bool {
    let Some(hex) = colour.strip_prefix('#').filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))
    else {
        return false;
    };
    let Ok(rgb) = u32::from_str_radix(hex, 16) else { return false };
    let linear = |shift: u32| {
        let part = f64::from((rgb >> shift) & 0xff) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let light = 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
    1.05 / (light + 0.05) >= 4.5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> CampaignBody {
        CampaignBody {
            name: "November".into(),
            topic: TopicId::parse("top_1").unwrap(),
            form: FormId::parse("form_1").unwrap(),
            language: Language::Da,
            only_language: false,
            segment: None,
            subject: "Løg til foråret".into(),
            preheader: String::new(),
            accent: accent(),
            blocks: vec![Block::Text { text: "Hej\n\nNu er **løgene** her.".into() }],
        }
    }

    #[test]
    fn what_cannot_go_out_is_named() {
        assert_eq!(body().check(), vec![]);
        let with = |change: &dyn Fn(&mut CampaignBody)| {
            let mut body = body();
            change(&mut body);
            body.check().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        };
        assert!(with(&|b| b.subject = "Hej\r\nBcc: alle@x.example".into()).contains("`subject`"));
        assert!(with(&|b| b.subject = "  ".into()).contains("`subject`"));
        assert!(with(&|b| b.blocks.clear()).contains("blocks"));
        assert!(with(&|b| b.accent = "#ffff00".into()).contains("4.5:1"));
        assert!(with(&|b| b.accent = "red".into()).contains("`accent`"));
        for url in ["javascript:alert(1)", "https://x.example/?u={email}", "https://x.example/a b", ""] {
            let said = with(&|b| b.blocks = vec![Block::Button { text: "Se".into(), url: url.into() }]);
            assert!(said.contains("`blocks.1.url`"), "{url}: {said}");
        }
        assert!(with(&|b| b.blocks = vec![Block::Text { text: "x".repeat(5_001) }]).contains("`blocks.1.text`"));
    }

    #[test]
    fn what_another_program_would_fill_in_is_named_with_its_place() {
        let mut body = body();
        body.subject = "Hej *|FNAME|*".into();
        body.preheader = "Kun 100 % i dag".into();
        body.blocks = vec![
            Block::Text { text: "Kære {{ name }}, [se](https://shop.example/?e=%EMAIL%)".into() },
            Block::Button { text: "Se".into(), url: "https://shop.example/?e=*|EMAIL|*".into() },
        ];
        let places: Vec<_> = body
            .check()
            .into_iter()
            .map(|e| match e {
                CampaignError::MergeSign { what, sign } => format!("{what} {sign}"),
                other => other.to_string(),
            })
            .collect();
        let wanted =
            ["subject *|FNAME|*", "blocks.1.text {{ name }}", "blocks.1.text %EMAIL%", "blocks.2.url *|EMAIL|*"];
        assert_eq!(places, wanted);
    }
}
