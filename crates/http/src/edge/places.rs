//! Who holds a connection, by place, and who gives one up when there are too many.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use parking_lot::Mutex;
use tokio::sync::Notify;

/// No request is under way.
const WAITING: u32 = 0;
/// A request has begun, and its body is not here yet.
const RECEIVING: u32 = 1;
/// A request is here and is being answered.
const WORKING: u32 = 2;
/// The seat was given up.
const GIVEN_UP: u32 = 3;

#[derive(Debug, Default)]
struct State {
    now: AtomicU32,
    gone: Notify,
}

impl State {
    fn step(&self, from: u32, to: u32) -> bool {
        self.now.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Give it up if it is in that state.
    fn give_up(&self, from: u32) -> bool {
        let given = self.step(from, GIVEN_UP);
        if given {
            self.gone.notify_one();
        }
        given
    }
}

/// A request that is under way.
#[derive(Debug)]
pub struct Busy(Arc<State>);

impl Busy {
    /// Its body, until it is here.
    pub fn receiving(&self) -> Receiving {
        Receiving(Arc::clone(&self.0))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let waiting = |now| (now != GIVEN_UP).then_some(WAITING);
        let _ = self.0.now.fetch_update(Ordering::AcqRel, Ordering::Acquire, waiting);
    }
}

/// The body of a request, which is here when this is dropped.
#[derive(Debug)]
pub struct Receiving(Arc<State>);

impl Drop for Receiving {
    fn drop(&mut self) {
        self.0.step(RECEIVING, WORKING);
    }
}

/// The place of one connection; free again when dropped.
#[derive(Debug)]
pub struct Seat {
    places: Arc<Places>,
    place: Option<IpAddr>,
    number: u64,
    state: Arc<State>,
}

impl Seat {
    /// A request begins; `None` when the seat was given up.
    pub fn begin(&self) -> Option<Busy> {
        self.state.step(WAITING, RECEIVING).then(|| Busy(Arc::clone(&self.state)))
    }

    /// Returns once the seat was given up.
    pub async fn given_up(&self) {
        self.state.gone.notified().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.places.held.lock().remove(self.place, self.number);
    }
}

#[derive(Debug, Default)]
struct Held {
    /// Seats by place, the oldest first. Trusted proxies share `None`.
    by_place: HashMap<Option<IpAddr>, BTreeMap<u64, Arc<State>>>,
    count: usize,
    next: u64,
}

impl Held {
    fn remove(&mut self, place: Option<IpAddr>, number: u64) {
        let Some(seats) = self.by_place.get_mut(&place) else { return };
        if seats.remove(&number).is_some() {
            self.count -= 1;
        }
        if seats.is_empty() {
            self.by_place.remove(&place);
        }
    }

    /// The oldest seat of that place that waits is free now, or else the oldest that is still receiving.
    fn give_up(&mut self, place: Option<IpAddr>) -> bool {
        let Some(seats) = self.by_place.get(&place) else { return false };
        let oldest = |from| seats.iter().find(|(_, state)| state.give_up(from)).map(|(number, _)| *number);
        let number = oldest(WAITING).or_else(|| oldest(RECEIVING));
        if let Some(number) = number {
            self.remove(place, number);
        }
        number.is_some()
    }

    fn biggest(&self) -> Option<Option<IpAddr>> {
        self.by_place.iter().max_by_key(|(_, seats)| seats.len()).map(|(place, _)| *place)
    }
}

/// All seats.
#[derive(Debug)]
pub struct Places {
    held: Mutex<Held>,
    all_max: usize,
    place_max: usize,
}

impl Places {
    pub fn new(all_max: usize, place_max: usize) -> Places {
        Places { held: Mutex::default(), all_max, place_max }
    }

    /// A seat for a connection from there; from `None` only the limit on all counts. No seat when everybody who would
    /// have to give one up is busy.
    pub fn take(self: &Arc<Self>, place: Option<IpAddr>) -> Option<Seat> {
        let mut held = self.held.lock();
        let here = held.by_place.get(&place).map_or(0, BTreeMap::len);
        if place.is_some() && here >= self.place_max && !held.give_up(place) {
            return None;
        }
        if held.count >= self.all_max {
            let biggest = held.biggest()?;
            if !held.give_up(biggest) {
                return None;
            }
        }
        let (number, state) = (held.next, Arc::<State>::default());
        held.next += 1;
        held.count += 1;
        held.by_place.entry(place).or_default().insert(number, Arc::clone(&state));
        drop(held);
        Some(Seat { places: Arc::clone(self), place, number, state })
    }

    /// Let go of everybody who waits.
    pub fn empty(&self) {
        let held = self.held.lock();
        held.by_place.values().flat_map(BTreeMap::values).for_each(|state| {
            state.give_up(WAITING);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(n: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, n]))
    }

    fn gone(seat: &Seat) -> bool {
        seat.state.now.load(Ordering::Acquire) == GIVEN_UP
    }

    #[test]
    fn whoever_holds_most_and_waits_longest_gives_way() {
        let places = Arc::new(Places::new(4, 3));
        let one = places.take(ip(1)).unwrap();
        let busy = places.take(ip(1)).unwrap();
        let under_way = busy.begin().unwrap();
        drop(under_way.receiving());
        let three = places.take(ip(1)).unwrap();
        let other = places.take(ip(2)).unwrap();
        // The place is full: its oldest that waits goes, whatever others hold.
        let four = places.take(ip(1)).unwrap();
        assert!(gone(&one) && !gone(&other));
        assert!(one.begin().is_none(), "nothing begins there any more");
        // All are full: the biggest place gives way, not the one that comes.
        let _fifth = places.take(ip(3)).unwrap();
        assert!(gone(&three) && !gone(&four));
        assert!(!gone(&busy), "whoever is answered stays");
    }

    #[test]
    fn slow_bodies_give_way_and_nobody_whose_request_is_here() {
        let places = Arc::new(Places::new(10, 2));
        let seats = [places.take(ip(1)).unwrap(), places.take(ip(1)).unwrap()];
        let busy: Vec<_> = seats.iter().map(|s| s.begin().unwrap()).collect();
        let slow = busy[0].receiving();
        drop(busy[1].receiving());
        let _new = places.take(ip(1)).unwrap();
        assert!(gone(&seats[0]) && !gone(&seats[1]));
        drop(slow);
        drop(busy);
        assert!(gone(&seats[0]), "for good");
        let again = seats[1].begin().unwrap();
        drop(again.receiving());
        drop(_new);
        let third = places.take(ip(1)).unwrap();
        drop(third.begin().unwrap().receiving());
        assert_eq!(third.state.now.load(Ordering::Acquire), WAITING, "answered, it waits for the next");
    }

    #[test]
    fn a_seat_is_free_again_and_full_places_turn_away() {
        let places = Arc::new(Places::new(10, 2));
        let seats = [places.take(ip(1)).unwrap(), places.take(ip(1)).unwrap()];
        let busy: Vec<_> = seats.iter().map(|s| s.begin().unwrap()).collect();
        busy.iter().for_each(|busy| drop(busy.receiving()));
        assert!(places.take(ip(1)).is_none());
        assert!(places.take(ip(2)).is_some(), "others do not suffer");
        drop(busy);
        drop(seats);
        assert_eq!(places.held.lock().count, 0);
        assert!(places.held.lock().by_place.is_empty(), "a place that nobody holds costs nothing");
        let proxy: Vec<_> = (0..10).map(|_| places.take(None).unwrap()).collect();
        assert!(!proxy.iter().any(gone), "a trusted proxy has no limit of its own");
        places.empty();
        assert!(proxy.iter().all(gone));
    }
}
