//! Tallies: sums that concern nobody in particular. Refusals by reason, choices by control, the aggregate lane.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TallyKind {
    /// Events refused; the item is the reason.
    Refusal,
    /// Banner shown and choices made; the item is `shown`, `accept_all`, `refuse_all`, `save` or `withdraw`.
    Choice,
    /// The aggregate lane; the item is page, source class, country and device class, divided by [`Tally::DIVIDER`].
    View,
    /// Personal data taken out of fields; the item is its kind.
    Scrubbed,
    /// Input that was not taken; the item is the code of the problem.
    Rejected,
    /// A page on a host that the site does not list; the item is the host, or `other` beyond the first ones of a day.
    UnlistedHost,
    /// A call of a tracker that is not spoken to; the item is its name and the listed host it came from, as the site lists it,
    /// divided by [`Tally::DIVIDER`].
    Tracker,
    /// That a site is alive; the item is `tag` for a request for its tag and `event` for an event that was stored.
    Seen,
}

impl TallyKind {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            TallyKind::Refusal => "refusal",
            TallyKind::Choice => "choice",
            TallyKind::View => "view",
            TallyKind::Scrubbed => "scrubbed",
            TallyKind::Rejected => "rejected",
            TallyKind::UnlistedHost => "unlisted_host",
            TallyKind::Tracker => "tracker",
            TallyKind::Seen => "seen",
        }
    }
}

/// One sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The day in the site's time zone, as `2026-11-22`.
    pub day: String,
    /// What exactly.
    pub item: String,
    /// How many.
    pub n: i64,
}

impl Tally {
    /// Divides the parts of an item: ASCII unit separator, which no part contains.
    pub const DIVIDER: char = '\u{1f}';
}
