//! The log under kills and damage: what can be read comes back, what is cut lies aside, and numbers are never given twice.

use hjemmel_model::AtMs;
use proptest::prelude::*;

use super::{scan::HEADER, *};

mod fuzz;

type Records = Vec<(u64, Vec<u8>)>;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn wal(&self) -> PathBuf {
        self.0.path().join("wal")
    }

    fn open(&self) -> (Wal, Records, Vec<Damage>) {
        let mut records = Vec::new();
        let aside = Aside::of(self.0.path(), AtMs(1_795_000_000_000));
        let (wal, damage) =
            Wal::open(&self.wal(), &aside, 1, &mut |lsn, payload| records.push((lsn, payload.to_owned()))).unwrap();
        (wal, records, damage)
    }

    fn kept(&self) -> Vec<Vec<u8>> {
        let Ok(entries) = fs::read_dir(self.0.path().join("damaged")) else { return Vec::new() };
        entries.map(|e| fs::read(e.unwrap().path()).unwrap()).collect()
    }
}

fn payloads(records: &Records) -> Vec<&[u8]> {
    records.iter().map(|(_, payload)| payload.as_slice()).collect()
}

#[test]
fn what_was_written_is_read_back_in_order() {
    let folder = Folder::new();
    let (mut wal, none, _) = folder.open();
    assert_eq!(none, []);
    assert_eq!(wal.write(&[b"a".to_vec(), b"b".to_vec()]).unwrap(), 1);
    assert_eq!(wal.rotate().unwrap(), 2);
    assert_eq!(wal.write(&[b"c".to_vec()]).unwrap(), 3);
    drop(wal);
    let (mut wal, found, _) = folder.open();
    assert_eq!(payloads(&found), [b"a", b"b", b"c"]);
    assert_eq!(wal.write(&[b"d".to_vec()]).unwrap(), 4);
    wal.delete_through(2).unwrap();
    drop(wal);
    let (_, found, damage) = folder.open();
    assert_eq!(payloads(&found), [b"c", b"d"]);
    assert_eq!(damage, []);
    assert_eq!(folder.kept(), Vec::<Vec<u8>>::new());
}

#[test]
fn an_empty_segment_behind_a_torn_one_does_not_stop_the_start() {
    let folder = Folder::new();
    let (mut wal, ..) = folder.open();
    wal.write(&[b"first".to_vec(), b"second".to_vec()]).unwrap();
    drop(wal);
    let path = segment_path(&folder.wal(), 1);
    let length = fs::metadata(&path).unwrap().len();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 2).unwrap();
    fs::write(segment_path(&folder.wal(), 2), b"").unwrap();
    let (mut wal, found, damage) = folder.open();
    assert_eq!(payloads(&found), [b"first"]);
    assert_eq!(damage, [], "it was never acknowledged");
    assert_eq!(folder.kept().len(), 1, "what was cut lies aside");
    assert!(wal.write(&[b"again".to_vec()]).unwrap() >= 2);
}

#[test]
fn a_segment_that_could_not_be_made_leaves_nothing_behind_and_the_old_one_goes_on() {
    let folder = Folder::new();
    let (mut wal, ..) = folder.open();
    wal.write(&[b"first".to_vec()]).unwrap();
    fs::write(segment_path(&folder.wal(), 2), b"in the way").unwrap();
    assert!(wal.rotate().is_err());
    fs::remove_file(segment_path(&folder.wal(), 2)).unwrap();
    assert_eq!(wal.write(&[b"second".to_vec()]).unwrap(), 2);
    assert_eq!(wal.rotate().unwrap(), 2);
    drop(wal);
    assert_eq!(payloads(&folder.open().1), [b"first".as_slice(), b"second"]);
}

#[test]
fn where_a_disk_wrote_zeros_and_ones_there_is_no_record() {
    let folder = Folder::new();
    let (mut wal, ..) = folder.open();
    wal.write(&[b"first".to_vec(), vec![7; 64], b"third".to_vec()]).unwrap();
    drop(wal);
    let path = segment_path(&folder.wal(), 1);
    let mut bytes = fs::read(&path).unwrap();
    // Headers whose sums fit the numbers beside them, in the second record: of nothing, and of zeros.
    let fits = [&[0; 4][..], &[0xff; 8], &[0; 4], &[1, 0, 0, 0], &[0xff; 8], &[0; 5]].concat();
    bytes[45..].iter_mut().zip(fits).for_each(|(at, byte)| *at = byte);
    fs::write(&path, &bytes).unwrap();
    let (mut wal, found, damage) = folder.open();
    assert_eq!(payloads(&found), [b"first", b"third"]);
    assert_eq!(damage.len(), 1);
    assert!(wal.write(&[Vec::new()]).is_err() && wal.write(&[vec![0, 1]]).is_err(), "nor is one written");
    assert_eq!(wal.write(&[b"next".to_vec()]).unwrap(), 4);
}

proptest! {
    /// Cut anywhere: what is whole before the cut comes back, what is cut lies aside, and the log goes on.
    #[test]
    fn a_torn_tail_is_cut(sizes in prop::collection::vec(1usize..40, 1..8), cut in 0usize..400) {
        let folder = Folder::new();
        let (mut wal, ..) = folder.open();
        let written: Vec<Vec<u8>> = sizes.iter().enumerate().map(|(i, n)| vec![i as u8 + 1; *n]).collect();
        wal.write(&written).unwrap();
        drop(wal);
        let path = segment_path(&folder.wal(), 1);
        let before = fs::read(&path).unwrap();
        let cut = cut.min(before.len());
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(cut as u64).unwrap();
        let (mut end, mut whole) = (0, 0);
        for payload in &written {
            if end + HEADER + payload.len() > cut { break; }
            end += HEADER + payload.len();
            whole += 1;
        }
        let (mut wal, found, damage) = folder.open();
        prop_assert_eq!(found.len(), whole);
        prop_assert_eq!(damage, []);
        let expected: Vec<Vec<u8>> = (end < cut).then(|| before[end..cut].to_vec()).into_iter().collect();
        prop_assert_eq!(folder.kept(), expected);
        wal.write(&[b"next".to_vec()]).unwrap();
        drop(wal);
        let (_, found, damage) = folder.open();
        prop_assert_eq!(found.len(), whole + 1);
        prop_assert_eq!(damage, []);
    }

    /// A flipped bit anywhere, in the newest segment or an older one, costs at most the one record it lies in. It is said,
    /// a copy lies aside, and the next start finds nothing wrong.
    #[test]
    fn a_flipped_bit_costs_one_record_and_is_said(
        sizes in prop::collection::vec(1usize..40, 1..8), newest: bool, at in any::<prop::sample::Index>(), bit in 0u8..8
    ) {
        let folder = Folder::new();
        let (mut wal, ..) = folder.open();
        let written: Vec<Vec<u8>> = sizes.iter().enumerate().map(|(i, n)| vec![i as u8 + 1; *n]).collect();
        wal.write(&written).unwrap();
        if !newest {
            wal.rotate().unwrap();
            wal.write(&[b"behind".to_vec()]).unwrap();
        }
        drop(wal);
        let path = segment_path(&folder.wal(), 1);
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();

        let (mut wal, found, damage) = folder.open();
        let total = written.len() + usize::from(!newest);
        prop_assert!(found.len() + 1 >= total, "{} of {total}", found.len());
        let as_written = |lsn: u64| written.get(lsn as usize - 1).cloned().unwrap_or_else(|| b"behind".to_vec());
        let unchanged = found.iter().all(|(lsn, payload)| *payload == as_written(*lsn));
        prop_assert!(unchanged);
        prop_assert_eq!(damage.len(), 1);
        prop_assert_eq!(damage[0].bytes_lost == 0, found.len() == total);
        prop_assert_eq!(folder.kept(), vec![bytes]);
        prop_assert!(wal.write(&[b"next".to_vec()]).unwrap() >= total as u64);
        drop(wal);
        let (_, again, damage) = folder.open();
        prop_assert_eq!(again.len(), found.len() + 1);
        prop_assert_eq!(damage, []);
    }
}
