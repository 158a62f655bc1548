//! Segments bent in every way: what is read is what was written, and what is not is said.

use std::collections::BTreeMap;

use hjemmel_testkit::fuzz::bent;

use super::*;

/// Segments as they are written: the number of the first record, and the payloads.
fn written() -> Vec<(u64, Vec<Vec<u8>>)> {
    let text = |seed: u8, n: u8| format!("record {n} of {seed}").repeat(usize::from(n) + 1).into_bytes();
    let many = (0..12).map(|n| text(1, n)).collect();
    let odd = vec![[&[1][..], &[0; 39]].concat(), vec![0xff; 17], text(2, 3), vec![1]];
    // A record that holds a record.
    let mut inner = Vec::new();
    frame(&mut inner, 7, b"within").unwrap();
    vec![(1, many), (4, odd), (9, vec![inner, b"after".to_vec()]), (12, vec![text(3, 1)])]
}

fn segment(first: u64, payloads: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for (lsn, payload) in (first..).zip(payloads) {
        frame(&mut out, lsn, payload).unwrap();
    }
    out
}

fn seeds() -> Vec<Vec<u8>> {
    written().iter().map(|(first, payloads)| segment(*first, payloads)).collect()
}

const WORDS: &[&str] = &["\0", "\0\0\0\0", "\u{1}\0\0\0", "\u{7f}", "\u{10}\0\0\0\0\0\0\0", "record 1 of 1"];

/// Every record that was ever written, by its number.
fn known() -> BTreeMap<u64, Vec<Vec<u8>>> {
    let mut known: BTreeMap<u64, Vec<Vec<u8>>> = BTreeMap::from([(7, vec![b"within".to_vec()])]);
    for (first, payloads) in written() {
        for (lsn, payload) in (first..).zip(payloads) {
            known.entry(lsn).or_default().push(payload);
        }
    }
    known
}

/// What is read was written, under that very number, and nothing twice.
fn as_written(records: &[(u64, Vec<u8>)]) -> Result<(), TestCaseError> {
    let known = known();
    prop_assert!(records.is_sorted_by(|a, b| a.0 < b.0), "in order, each once");
    for (lsn, payload) in records {
        prop_assert!(known.get(lsn).is_some_and(|all| all.contains(payload)), "record {} was never written", lsn);
    }
    Ok(())
}

fn opened(bytes: &[u8]) -> Result<(), TestCaseError> {
    let folder = Folder::new();
    fs::create_dir_all(folder.wal()).unwrap();
    fs::write(segment_path(&folder.wal(), 1), bytes).unwrap();
    let (mut wal, found, damage) = folder.open();
    as_written(&found)?;
    let mut whole = Vec::new();
    for (lsn, payload) in &found {
        frame(&mut whole, *lsn, payload).unwrap();
    }
    let rest = bytes.strip_prefix(whole.as_slice());
    match rest {
        Some([]) => prop_assert!(damage.is_empty() && folder.kept().is_empty()),
        // What a kill cut short is no damage, and anything else behind the last record is.
        Some(rest) => prop_assert!(!folder.kept().is_empty(), "{} bytes are gone without a copy", rest.len()),
        None => {
            prop_assert_eq!(damage.len(), 1, "a damaged record with good ones behind it");
            prop_assert!(damage[0].copied && damage[0].kept == found.len());
            prop_assert_eq!(folder.kept(), vec![bytes.to_vec()]);
        }
    }
    let last = found.last().map_or(0, |(lsn, _)| *lsn);
    let next = wal.write(&[b"next".to_vec()]).unwrap();
    prop_assert!(next > last);
    drop(wal);
    let (_, again, damage) = folder.open();
    prop_assert_eq!(damage, []);
    prop_assert_eq!(&again[..again.len() - 1], &found[..]);
    prop_assert_eq!(&again[again.len() - 1], &(next, b"next".to_vec()));
    Ok(())
}

proptest! {
    #[test]
    fn whatever_a_segment_holds_only_what_was_written_is_read(bytes in bent(seeds(), WORDS), first in 0u64..8) {
        let found = scan(&bytes, first);
        let read = |good: &super::scan::Good| (good.lsn, bytes[good.payload.clone()].to_vec());
        as_written(&found.good.iter().map(read).collect::<Vec<_>>())?;
        // Every byte is a record's, or is said to be none.
        let mut spans: Vec<_> = found.good.iter().map(|g| (g.payload.start - HEADER, g.payload.end)).collect();
        spans.extend(found.bad.iter().filter(|b| !b.mended).map(|b| (b.range.start, b.range.end)));
        spans.sort_unstable();
        let mut at = 0;
        for (start, end) in spans {
            prop_assert_eq!(start, at);
            at = end;
        }
        prop_assert_eq!(at, bytes.len());
    }
}

proptest! {
    // A folder, a sync and two starts each: a few for each hundred of the others.
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 20 + 30))]
    #[test]
    fn a_segment_is_put_in_order_with_a_copy_aside(bytes in bent(seeds(), WORDS)) {
        opened(&bytes)?;
    }
}

#[test]
fn every_seed_is_read() {
    for ((first, payloads), bytes) in written().iter().zip(seeds()) {
        assert_eq!(scan(&bytes, *first).good.len(), payloads.len());
        opened(&bytes).unwrap();
    }
}
