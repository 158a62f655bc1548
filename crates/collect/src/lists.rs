//! The lists that tell machines, devices and places that link here apart, with the day each was made.
//!
//! They stand in `data/` and are made again by `scripts/lists.mjs`; devices are our own.

const BOTS: &str = include_str!("../data/bots.txt");
const DEVICES: &str = include_str!("../data/devices.txt");
const REFERRERS: &str = include_str!("../data/referrers.txt");

/// A list and the day it was made, as `2026-11-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListDate {
    /// `bots`, `devices` or `referrers`.
    pub list: &'static str,
    /// The day.
    pub date: &'static str,
}

/// The day of each list, for whoever wants to know how old they are.
pub fn list_dates() -> [ListDate; 3] {
    [("bots", BOTS), ("devices", DEVICES), ("referrers", REFERRERS)].map(|(list, text)| ListDate {
        list,
        date: text.lines().find_map(|l| l.strip_prefix("# date ")).unwrap_or_default(),
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// Words and, after `~`, patterns of machines.
pub(crate) fn bots() -> impl Iterator<Item = &'static str> {
    lines(BOTS)
}

/// The patterns under one heading of the list of devices.
pub(crate) fn devices(heading: &str) -> Vec<&'static str> {
    let heading = format!("[{heading}]");
    let name = |line: &str| {
        line.starts_with('[')
            && line.ends_with(']')
            && line.bytes().all(|b| b.is_ascii_lowercase() || b"[]_".contains(&b))
    };
    lines(DEVICES).skip_while(|line| *line != heading).skip(1).take_while(|line| !name(line)).collect()
}

/// Kind, name and host of each place that links.
pub(crate) fn referrers() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    lines(REFERRERS).filter_map(|line| {
        let mut parts = line.split('\t');
        Some((parts.next()?, parts.next()?, parts.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_says_its_day_and_holds_something() {
        for ListDate { list, date } in list_dates() {
            assert!(date.len() == 10 && date.starts_with("20"), "{list}: {date}");
        }
        assert!(bots().count() > 1_000 && referrers().count() > 1_000);
        assert!(devices("tv").len() > 50 && devices("says_desktop").len() > 5 && devices("nothing").is_empty());
    }
}
