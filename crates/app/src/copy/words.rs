//! What is held about a person, in words: a section a kind of thing, a line each.

use hjemmel_model::{AtMs, Identifier, Language, PermissionRecord, TopicId, VisitEvent, Zone, legal_day};
use hjemmel_pages::{Held, HeldLine, HeldSection};
use hjemmel_policy::Suppression;
use hjemmel_words::{Key, key, message, word};

use super::{PersonData, RequestCopy};

/// A day as people write it.
pub fn day(at: AtMs, language: Language) -> String {
    day_of(&legal_day(at).to_string(), language)
}

/// `2026-11-22` as people write it.
pub(crate) fn day_of(iso: &str, language: Language) -> String {
    let mut parts = iso.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let month = word(language, &format!("month_{}", month.trim_start_matches('0'))).unwrap_or_else(|| month.to_owned());
    message!("day", day = day.trim_start_matches('0'), month = month, year = year).say(language)
}

pub(crate) fn moment(at: AtMs, language: Language) -> String {
    let local = at.timestamp().to_zoned(Zone::of("Europe/Copenhagen").tz().clone());
    format!("{} {:02}:{:02}", day(at, language), local.hour(), local.minute())
}

/// An event as a line.
pub(crate) fn visit_line(e: &VisitEvent, language: Language) -> HeldLine {
    let what = if e.name == "page_view" { e.title.clone() } else { e.name.clone() };
    let text = [what, e.path.clone()].into_iter().filter(|x| !x.is_empty()).collect::<Vec<_>>().join(" ");
    HeldLine { text, more: moment(AtMs(e.at_ms), language) }
}

/// The same in words.
pub(super) fn held_in_words(data: &PersonData, language: Language) -> Held {
    let words = Words { data, language };
    Held {
        sections: vec![
            words.section("who", words.who()),
            words.section("about", words.about()),
            words.section("orders", words.orders()),
            words.section("visits", words.visits()),
            words.section("permissions", words.permissions()),
            words.section("messages", words.messages()),
            words.section("requests", words.requests()),
            words.section("recipients", words.recipients()),
        ],
        restricted: data.detail.person.restricted_at.0 > 0,
        linked: !data.detail.links.is_empty(),
    }
}

struct Words<'a> {
    data: &'a PersonData,
    language: Language,
}

impl Words<'_> {
    fn word(&self, key: Key) -> String {
        key.say(self.language)
    }

    /// The word for a name of ours, or the name itself.
    fn of(&self, prefix: &str, name: &str) -> String {
        word(self.language, &format!("{prefix}{name}")).unwrap_or_else(|| name.to_owned())
    }

    fn section(&self, name: &str, lines: Vec<HeldLine>) -> HeldSection {
        HeldSection {
            title: self.of("held_", name),
            why: self.of("held_", &format!("{name}_why")),
            lines,
            empty: self.of("held_", &format!("{name}_none")),
        }
    }

    fn since(&self, at: AtMs) -> String {
        format!("{} {}", self.word(key!("held_since")), day(at, self.language))
    }

    fn who(&self) -> Vec<HeldLine> {
        let detail = &self.data.detail;
        let mut who: Vec<_> = detail.person.identifiers.iter().map(|i| self.identifier(i)).collect();
        who.push(HeldLine {
            text: format!("{}: {}", self.word(key!("held_language")), detail.person.language.tag()),
            more: String::new(),
        });
        who.extend(self.data.marks.iter().map(|(value, why)| HeldLine {
            text: format!("{}: {value}", self.word(key!("held_mark"))),
            more: self.of("held_mark_", mark(*why)),
        }));
        who
    }

    fn identifier(&self, i: &Identifier) -> HeldLine {
        let mut more = vec![self.of("held_from_", &i.source), self.since(i.created_at)];
        if i.verified_at.0 > 0 {
            more.push(format!("{} {}", self.word(key!("held_confirmed")), day(i.verified_at, self.language)));
        }
        HeldLine { text: format!("{}: {}", self.of("held_kind_", i.kind.name()), i.value), more: more.join(", ") }
    }

    fn about(&self) -> Vec<HeldLine> {
        let lines = self.data.detail.attributes.iter().map(|a| HeldLine {
            text: format!("{}: {}", self.of("held_attr_", &a.name), a.value),
            more: format!("{}, {}", self.of("held_from_", &a.source), self.since(a.at)),
        });
        lines.collect()
    }

    fn orders(&self) -> Vec<HeldLine> {
        let lines = self.data.detail.orders.iter().map(|o| {
            let mut more = vec![day(o.at, self.language)];
            if o.held_until.0 > 0 {
                more.push(format!("{} {}", self.word(key!("held_until")), day(o.held_until, self.language)));
            }
            let sum = format!("{}.{:02} {}", o.total_minor / 100, o.total_minor.abs() % 100, o.currency);
            HeldLine { text: format!("{}: {} ({sum})", o.number, o.lines.join("; ")), more: more.join(", ") }
        });
        lines.collect()
    }

    fn visits(&self) -> Vec<HeldLine> {
        let browsers = self.data.detail.links.iter().map(|l| {
            let mut more = vec![self.of("held_link_", l.source.name()), day(l.at, self.language)];
            if !l.allowed {
                more.push(self.word(key!("held_link_closed")));
            }
            HeldLine { text: format!("{} {}", self.word(key!("held_browser")), l.site_name), more: more.join(", ") }
        });
        browsers.chain(self.data.visits.events.iter().map(|e| visit_line(e, self.language))).collect()
    }

    fn permissions(&self) -> Vec<HeldLine> {
        self.data.detail.permissions.iter().map(|p| self.permission(p)).collect()
    }

    fn permission(&self, p: &PermissionRecord) -> HeldLine {
        let mut more = vec![moment(p.at, self.language), self.of("held_from_", p.source.name())];
        if !p.page.is_empty() {
            more.push(p.page.clone());
        }
        if let (Some((_, version)), Some(hash)) = (&p.form, &p.form_hash) {
            let short: String = hash.0.chars().take(19).collect();
            more.push(format!("{}: v{version} {short}", self.word(key!("held_words"))));
        }
        let topic = self.topic(p.topic.as_ref().map(TopicId::as_str));
        let way = p.channel.map(|by| format!(" ({})", self.of("channel_", by.name())));
        let said = self.of("held_", p.event.name());
        HeldLine { text: format!("{said} {topic}{}", way.unwrap_or_default()), more: more.join(", ") }
    }

    fn topic(&self, id: Option<&str>) -> String {
        let Some(id) = id else { return self.word(key!("held_everything")) };
        let known = self.data.detail.reach.iter().find(|r| r.topic == id);
        known.map_or(id.to_owned(), |r| r.topic_name.clone())
    }

    fn messages(&self) -> Vec<HeldLine> {
        let lines = self.data.detail.messages.iter().map(|m| {
            let what = self.of("held_mail_", &m.kind);
            let text = if m.subject.is_empty() { what } else { format!("{what}: {}", m.subject) };
            let state = self.of("held_state_", &m.state);
            HeldLine { text, more: format!("{}, {state}", moment(AtMs(m.state_at_ms), self.language)) }
        });
        lines.collect()
    }

    fn requests(&self) -> Vec<HeldLine> {
        let lines = self.data.requests.iter().map(|RequestCopy { request: r, .. }| {
            let mut more = vec![day(r.received_at, self.language), self.of("request_state_", r.state.name())];
            if r.closed_at.0 == 0 {
                more.push(format!("{} {}", self.word(key!("held_due")), day_of(&r.due_on, self.language)));
            }
            let text = [self.of("request_", r.kind.name()), r.text.clone()];
            let text: Vec<_> = text.into_iter().filter(|x| !x.is_empty()).collect();
            HeldLine { text: text.join(": "), more: more.join(", ") }
        });
        lines.collect()
    }

    fn recipients(&self) -> Vec<HeldLine> {
        let sent = |state: &str| matches!(state, "accepted" | "sending" | "bounced");
        let mailed = self.data.detail.messages.iter().any(|m| sent(&m.state));
        let mail = mailed.then(|| HeldLine { text: self.word(key!("held_recipients_mail")), more: String::new() });
        let named = self
            .data
            .recipients
            .iter()
            .map(|r| HeldLine { text: format!("{}: {}", r.name, r.gets), more: r.contact.clone() });
        mail.into_iter().chain(named).collect()
    }
}

fn mark(why: Suppression) -> &'static str {
    match why {
        Suppression::Bounced => "bounced",
        Suppression::Complained => "complained",
        Suppression::Stopped => "stopped",
        Suppression::NoMail => "no_mail",
    }
}
