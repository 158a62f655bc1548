//! Records: what is written is read, what is not there is absent, what a newer version wrote is passed over.

use hjemmel_model::{AtMs, DeviceClass, EventId, GrantSeq, PurposeSet, Surrogate};
use proptest::prelude::*;

use super::*;

fn site() -> SiteId {
    SiteId::parse("site_shop").unwrap()
}

prop_compose! {
    fn row()(
        numbers in prop::array::uniform5(any::<i64>()),
        bits in any::<(u32, u32)>(),
        id in any::<u128>(),
        texts in prop::array::uniform5("\\PC{0,12}"),
        tv in any::<bool>(),
    ) -> Row {
        let mut row = Row::blank(site());
        let [visitor, session, grant, at, value] = numbers;
        (row.visitor, row.session, row.grant) = (Surrogate(visitor), session, GrantSeq(grant));
        (row.event.at, row.event.value_minor) = (AtMs(at), value);
        (row.purposes, row.notice_version, row.event.id) = (PurposeSet(bits.0), bits.1, EventId(id));
        [row.event.name, row.event.path, row.event.props, row.event.content, row.event.term] = texts;
        row.event.device = if tv { DeviceClass::Tv } else { DeviceClass::Unknown };
        row
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec(row(), 0..5)) {
        let written = encode(&rows);
        for row in &rows {
            let spelled = spelled(row.visitor.0);
            let found = written.windows(spelled.len()).any(|w| w == spelled);
            prop_assert!(found || row.visitor.0 == 0, "an erasure finds whoever stands in a copy of the log");
        }
        prop_assert_eq!(decode(&written), Some(rows));
    }
}

/// A record of one row with those fields, as a program with other columns would write it.
fn record(fields: &[(u64, Result<u64, &str>)]) -> Vec<u8> {
    let mut out = vec![EVENT_FORMAT, 1];
    bytes(&mut out, b"site_shop");
    number(&mut out, fields.len() as u64);
    for (place, value) in fields {
        match value {
            Ok(plain) => [place << 1, *plain].into_iter().for_each(|n| number(&mut out, n)),
            Err(text) => {
                number(&mut out, place << 1 | 1);
                bytes(&mut out, text.as_bytes());
            }
        }
    }
    out
}

#[test]
fn what_a_row_does_not_say_is_absent_and_what_a_newer_version_says_is_passed_over() {
    assert_eq!(decode(&record(&[])), Some(vec![Row::blank(site())]));
    let mut known = Row::blank(site());
    known.event.path = "/roser".into();
    let newer = record(&[(900, Ok(7)), (11, Err("/roser")), (901, Err("of tomorrow"))]);
    assert_eq!(decode(&newer), Some(vec![known]));
}

#[test]
fn what_is_no_record_is_none() {
    let right = record(&[(1, Ok(20)), (11, Err("/"))]);
    assert!(decode(&right).is_some());
    for cut in 0..right.len() {
        assert_eq!(decode(&right[..cut]), None, "cut at {cut}");
    }
    let behind = [&right[..], b"x"].concat();
    let format = [&[EVENT_FORMAT + 1], &right[1..]].concat();
    let kind = record(&[(11, Ok(1))]);
    let id = record(&[(7, Err("short"))]);
    let bits = record(&[(4, Ok(u64::MAX))]);
    let place = record(&[(0, Ok(1))]);
    for wrong in
        [&behind[..], &format, &kind, &id, &bits, &place, b"", b"\x02", b"\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"]
    {
        assert_eq!(decode(wrong), None, "{wrong:?}");
    }
}
