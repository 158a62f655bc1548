//! Records of the log bent in every way: rows, or none.

use hjemmel_testkit::fuzz::bent;
use proptest::prelude::*;

use super::*;
use crate::{
    record::{decode, encode},
    row::row,
};

fn rows(n: u128) -> Vec<Row> {
    let label = |visitor| {
        let permit = hjemmel_testkit::permit(&rules(&SiteId::parse("site_shop").unwrap()), AtMs(START), visitor, 1, 1);
        let restrictions = Restrictions::new();
        restrictions.refreshed(AtMs(i64::MAX));
        permit.spend(&restrictions, AtMs(START)).unwrap()
    };
    (0..n).map(|id| row(event(id, START), label(10 + id as i64), 7)).collect()
}

fn seeds() -> Vec<Vec<u8>> {
    [0, 1, 4].into_iter().map(|n| encode(&rows(n))).collect()
}

proptest! {
    #[test]
    fn a_record_is_rows_or_none(bytes in bent(seeds(), &["\u{1}", "\0", "\u{7f}", "å", "site_shop"])) {
        if let Some(read) = decode(&bytes) {
            // Each takes bytes: a length that is made up makes no rows.
            prop_assert!(read.len() <= bytes.len());
            prop_assert_eq!(decode(&encode(&read)), Some(read));
        }
    }
}

#[test]
fn every_seed_is_read() {
    for (n, seed) in [0, 1, 4].into_iter().zip(seeds()) {
        assert_eq!(decode(&seed), Some(rows(n)));
    }
}
