//! How much one caller may hold open, and how long the server waits for them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use service::templates::MOST_EXACT;

use crate::limits::subscriber;

/// What an operator may set, and what a test may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Sockets and event streams of one login on this node.
    pub connections_per_user: usize,
    /// Sockets and event streams from one address on this node, whoever opens them.
    pub connections_per_address: usize,
    /// Operations that run at once on one socket.
    pub operations_per_socket: usize,
    /// Longest wait for a reader that is slow.
    pub slow_reader: Duration,
    /// How often a sign of life is sent on a socket or event stream.
    pub keep_alive: Duration,
    /// Members up to which a what-if is exact.
    pub exact_preview: usize,
    /// Longest wait for a request's body.
    pub slow_body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_per_user: 5,
            connections_per_address: 50,
            operations_per_socket: 50,
            slow_reader: Duration::from_secs(10),
            keep_alive: Duration::from_secs(20),
            exact_preview: MOST_EXACT,
            slow_body: Duration::from_secs(10),
        }
    }
}

impl Limits {
    /// What is out of range, each with its name, value and range.
    pub fn faults(&self) -> Vec<String> {
        let counts = [
            ("MAX_CONNECTIONS_PER_USER", self.connections_per_user, 1_000_000),
            ("MAX_CONNECTIONS_PER_ADDRESS", self.connections_per_address, 1_000_000),
            ("MAX_OPERATIONS_PER_SOCKET", self.operations_per_socket, 1_000),
            ("SLOW_READER_SECONDS", self.slow_reader.as_secs() as usize, 3_600),
            ("KEEP_ALIVE_SECONDS", self.keep_alive.as_secs() as usize, 3_600),
            ("SLOW_BODY_SECONDS", self.slow_body.as_secs() as usize, 3_600),
        ];
        let out = counts.iter().filter(|(_, value, most)| !(1..=*most).contains(value));
        out.map(|(name, value, most)| format!("{name} must be 1 to {most}, got {value}")).collect()
    }
}

/// Who holds connections. Of an address what one subscriber has: [`Holder::at`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    Address(IpAddr),
    User(String),
}

impl Holder {
    /// Whoever has an address.
    pub(super) fn at(address: IpAddr) -> Self {
        Self::Address(subscriber(address))
    }
}

/// Connections that are open, by who holds them.
#[derive(Debug, Default)]
pub(super) struct Doors(Mutex<HashMap<Holder, usize>>);

/// One connection's place. Dropped, it is free for another.
#[derive(Debug)]
pub(super) struct Pass {
    doors: Arc<Doors>,
    holder: Holder,
}

impl Doors {
    /// A place for one more, unless the holder has `most` already.
    pub(super) fn admit(self: &Arc<Self>, holder: Holder, most: usize) -> Option<Pass> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(holder.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Pass { doors: self.clone(), holder })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut held = self.doors.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_out_of_range_is_named() {
        let keep_alive = Duration::from_hours(2);
        let limits = Limits { connections_per_user: 0, keep_alive, ..Limits::default() };

        let faults = [
            "MAX_CONNECTIONS_PER_USER must be 1 to 1000000, got 0",
            "KEEP_ALIVE_SECONDS must be 1 to 3600, got 7200",
        ];
        assert_eq!(limits.faults(), faults);
        assert!(Limits::default().faults().is_empty());
    }

    #[test]
    fn an_address_has_no_more_places_for_being_one_of_many() {
        let doors = Arc::new(Doors::default());
        let at = |text: &str| Holder::at(text.parse().expect("an address"));
        let _first = doors.admit(at("2001:db8::1"), 1).expect("a place");

        assert!(doors.admit(at("2001:db8::ffff:2"), 1).is_none());
        assert!(doors.admit(at("2001:db8:0:1::1"), 1).is_some());
        assert!(doors.admit(at("192.0.2.1"), 1).is_some());
    }

    #[test]
    fn a_place_is_free_again_once_its_connection_has_ended() {
        let doors = Arc::new(Doors::default());
        let ann = || Holder::User("ann".into());
        let first = doors.admit(ann(), 1);

        assert!(first.is_some());
        assert!(doors.admit(ann(), 1).is_none());
        assert!(doors.admit(Holder::User("bob".into()), 1).is_some());
        drop(first);
        assert!(doors.admit(ann(), 1).is_some());
    }
}
