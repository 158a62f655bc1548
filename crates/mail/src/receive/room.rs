//! Who is in conversation, and who must leave when somebody else comes.
//!
//! Invariant: whoever named nothing of ours keeps nobody out. When a place has all its clients, or the server has, the oldest of
//! those leaves; only conversations about a report of ours are never cut short for another.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use parking_lot::Mutex;
use tokio::sync::oneshot;

/// Clients of one place, and altogether.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoomLimits {
    pub(super) clients: usize,
    pub(super) of_place: usize,
}

#[derive(Debug)]
struct Client {
    place: u128,
    stranger: bool,
    leave: oneshot::Sender<()>,
}

#[derive(Debug)]
pub(super) struct Room {
    limits: RoomLimits,
    /// By number, so that the oldest come first.
    clients: Mutex<(u64, BTreeMap<u64, Client>)>,
}

/// A place in a conversation; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    room: Arc<Room>,
    number: u64,
}

impl Room {
    pub(super) fn new(limits: RoomLimits) -> Arc<Room> {
        Arc::new(Room { limits, clients: Mutex::default() })
    }

    /// Let somebody in, and tell them when to leave; `None` when everybody who is in has something of ours.
    pub(super) fn enter(self: &Arc<Room>, from: IpAddr) -> Option<(Seat, oneshot::Receiver<()>)> {
        let place = place_of(from);
        let mut locked = self.clients.lock();
        let (last, clients) = &mut *locked;
        let of_place = clients.values().filter(|c| c.place == place).count();
        let full = of_place >= self.limits.of_place;
        if full || clients.len() >= self.limits.clients {
            let leaves = clients.iter().find(|(_, c)| c.stranger && (c.place == place || !full)).map(|(n, _)| *n)?;
            if let Some(client) = clients.remove(&leaves) {
                // Whoever has gone already need not be told.
                let _ = client.leave.send(());
            }
        }
        *last += 1;
        let (leave, told) = oneshot::channel();
        clients.insert(*last, Client { place, stranger: true, leave });
        Some((Seat { room: self.clone(), number: *last }, told))
    }
}

impl Seat {
    /// They named something of ours.
    pub(super) fn known(&self) {
        if let Some(client) = self.room.clients.lock().1.get_mut(&self.number) {
            client.stranger = false;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.clients.lock().1.remove(&self.number);
    }
}

/// A place is an address; of IPv6 the network that one customer is given.
fn place_of(from: IpAddr) -> u128 {
    match from.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits() >> 64 << 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn strangers_make_room_and_whoever_has_something_of_ours_does_not() {
        let room = Room::new(RoomLimits { clients: 3, of_place: 2 });
        let (first, mut first_told) = room.enter(at("192.0.2.1")).unwrap();
        let (second, mut second_told) = room.enter(at("192.0.2.1")).unwrap();
        first.known();
        let (_third, _third_told) = room.enter(at("192.0.2.1")).unwrap();
        assert!(first_told.try_recv().is_err() && second_told.try_recv().is_ok(), "the oldest stranger of the place");
        drop(second);
        let (_other, mut other_told) = room.enter(at("2001:db8::1")).unwrap();
        let (newest, _newest_told) = room.enter(at("2001:db8::2")).unwrap();
        newest.known();
        assert!(other_told.try_recv().is_err(), "the oldest stranger of all, and that was the third");
        let (last, _last_told) = room.enter(at("198.51.100.7")).unwrap();
        assert!(other_told.try_recv().is_ok());
        last.known();
        assert!(room.enter(at("203.0.113.5")).is_none(), "nobody here is a stranger");
        drop(first);
        assert!(room.enter(at("203.0.113.5")).is_some());
    }

    #[test]
    fn one_customer_is_one_place() {
        assert_eq!(place_of(at("2001:db8:1:2::1")), place_of(at("2001:db8:1:2:ffff::9")));
        assert_ne!(place_of(at("2001:db8:1:2::1")), place_of(at("2001:db8:1:3::1")));
        assert_eq!(place_of(at("::ffff:192.0.2.1")), place_of(at("192.0.2.1")));
        assert_ne!(place_of(at("192.0.2.1")), place_of(at("192.0.2.2")));
    }
}
