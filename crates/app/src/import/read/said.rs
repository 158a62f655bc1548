//! What a row says of its holder: a no, a yes, or neither, before anybody asks whether that proves anything.
//!
//! Invariant: a no is heard over everything else that a row says, and a word that is not known is no yes.

use hjemmel_store::RowSays;
use jiff::tz::TimeZone;

use super::{FORMULA, Fields};
use crate::import::{
    column::{Taken, Why},
    moment::moment,
    noes::{self, Says, nothing},
};

/// What a row says, before it is asked whether that proves anything.
pub(super) struct Said {
    pub(super) says: Option<RowSays>,
    /// Whether all of it is understood.
    pub(super) known: bool,
}

/// What a row says. What says no is heard before anything about the row is doubted.
pub(super) fn said(fields: Fields<'_>, zone: &TimeZone) -> Said {
    let mut said = Said { says: None, known: true };
    let noes = fields.pairs().filter(|(column, text)| {
        column.taken == Taken::No && !noes::no_is_denied(text) && !noes::no_is_answered(&column.name, text)
    });
    for (column, text) in noes {
        if text == FORMULA {
            said.known = false;
            continue;
        }
        let at = moment(text, zone).map(|m| m.to);
        // A name that may deny anything is a no where it is answered; other words in it are not understood.
        let denies = column.why == Why::SoundsNo && !noes::name_is_no(&column.name);
        let answered = at.is_some() || noes::answer_is_yes(text) || noes::sounds_no(text);
        if (denies && !answered) || noes::no_is_contradicted(text) {
            said.known = false;
            continue;
        }
        said.says = match said.says {
            // Of two noes the later one, and one whose moment is not known is later than all.
            Some(RowSays::No { at: Some(before) }) => Some(RowSays::No { at: at.map(|at| at.max(before)) }),
            Some(RowSays::No { at: None }) => Some(RowSays::No { at: None }),
            _ => Some(RowSays::No { at }),
        };
    }
    for text in fields.all(Taken::Status) {
        let says = match noes::status(text) {
            Says::Yes => None,
            Says::Nothing => Some(RowSays::Nothing),
            Says::NotYes => Some(RowSays::NotYes),
            Says::No => Some(RowSays::No { at: None }),
            Says::Bounced => Some(RowSays::Bounced),
            Says::Complained => Some(RowSays::Complained),
            // A status in other letters or words is no yes.
            Says::Unknown => {
                said.known &= nothing(text);
                None
            }
        };
        said.hear(says);
    }
    for (column, text) in fields.pairs().filter(|(column, _)| column.taken == Taken::State) {
        if noes::plain(&column.name).contains("purpose") && !for_marketing(text) {
            said.hear(Some(RowSays::Nothing));
        }
        let account = matches!(
            noes::plain(text).as_str(),
            "disabled" | "enabled" | "invited" | "declined" | "inactive" | "active"
        );
        said.hear(match noes::status(text) {
            _ if account => None,
            _ if noes::answer_is_no(text) => Some(RowSays::Nothing),
            Says::No | Says::Bounced | Says::Complained => Some(RowSays::No { at: None }),
            Says::Nothing | Says::NotYes => Some(RowSays::Nothing),
            Says::Yes | Says::Unknown => None,
        });
    }
    for text in fields.all(Taken::OptIn).filter(|text| !nothing(text)) {
        said.answer(text, zone);
    }
    said
}

impl Said {
    /// In a list of those who said no, whoever says nothing else said it too.
    pub(super) fn named(&mut self, fields: Fields<'_>) {
        let silent = [Taken::Status, Taken::OptIn].iter().all(|taken| fields.all(*taken).all(nothing));
        if silent {
            self.hear(Some(RowSays::No { at: None }));
        }
    }

    /// A no is heard over everything, and the first of two; a `Nothing` over a yes.
    fn hear(&mut self, says: Option<RowSays>) {
        if !self.says.as_ref().is_some_and(RowSays::is_no) {
            self.says = match (says, self.says.take()) {
                (Some(says), before) if says.is_no() || before.is_none() => Some(says),
                (_, before) => before,
            };
        }
    }

    fn answer(&mut self, text: &str, zone: &TimeZone) {
        if noes::answer_is_no(text) {
            return self.hear(Some(RowSays::NotYes));
        }
        match noes::status(text) {
            Says::Yes => {}
            Says::Nothing => self.hear(Some(RowSays::Nothing)),
            Says::NotYes => self.hear(Some(RowSays::NotYes)),
            Says::No | Says::Bounced | Says::Complained => self.hear(Some(RowSays::No { at: None })),
            // Which ways they allowed, as a list; or a moment: when they said it.
            Says::Unknown if lists_mail(text) || moment(text, zone).is_some() || matches!(text, "✓" | "✔" | "☑") =>
                {}
            Says::Unknown => self.known = false,
        }
    }
}

/// Whether a consent was asked for what people are sent, and not for an order or for being followed.
fn for_marketing(text: &str) -> bool {
    let word = noes::plain(text);
    ["commercial", "marketing", "newsletter", "nyhed", "nyhet", "markedsf", "marknadsf", "kommerci", "kommersi"]
        .iter()
        .any(|stem| word.contains(stem))
}

/// Whether mail is among what was ticked.
fn lists_mail(text: &str) -> bool {
    text.split([',', ';', '|'])
        .any(|part| matches!(noes::plain(part).as_str(), "email" | "emails" | "epost" | "mejl" | "emailmarketing"))
}
