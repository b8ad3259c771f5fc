//! What waits to be sent on one connection.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::Seat;

/// Events that may wait for a slow reader; then it goes on from the log.
const ROOM: usize = 64;

/// Answers of a subscription's own task that may wait; then the task has to wait too.
const ROOM_FOR_TASKS: usize = 16;

/// Space that is kept for later once the queue is empty again.
const KEPT: usize = 4;

/// What waits, in order, from any number of operations. Each is known by a number of the connection's.
#[derive(Debug, Default)]
pub(in crate::http) struct Inbox {
    queue: Mutex<Queue>,
    filled: Notify,
    drained: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    items: VecDeque<Item>,
    closed: bool,
}

/// One thing to send, or to do before anything later is sent.
#[derive(Debug)]
pub(in crate::http) enum Item {
    /// An operation's own task says so.
    Said(u64, Said),
    /// A subscription has come to the present: events reach it from its seat.
    Seated(u64, Box<Seat>),
    /// An event.
    Told(u64, Arc<Told>),
    /// Someone's rights in the gym have changed: ask whether the subscriber's have.
    RightsChanged(u64),
    /// Too much waits: go on from the log, after this event. The seat is gone.
    Behind(u64, i64),
}

/// What an operation's task has to say.
#[derive(Debug)]
pub(in crate::http) enum Said {
    /// A result.
    Next(Arc<Told>),
    /// The errors, as JSON, of an operation that did not run. Nothing follows.
    Refused(String),
    /// The operation has ended.
    Complete,
    /// The connection must end.
    Cut(Cut),
}

/// Why a connection must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Cut {
    /// The caller is no longer who they were.
    Revoked,
    /// Something of the server's does not answer.
    TryAgain,
}

/// A result as text, which all who subscribe alike are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct Told {
    /// Number of its event in the gym's log; 0 where it is of none.
    pub(in crate::http) seq: i64,
    /// The event's cursor.
    pub(in crate::http) cursor: Option<String>,
    /// The result as JSON.
    pub(in crate::http) json: String,
}

impl Inbox {
    /// Adds an event. False where too much waits already: then the connection is told to go on from the log.
    pub(super) fn tell(&self, operation: u64, told: &Arc<Told>, last: i64) -> bool {
        let mut queue = self.queue();
        if queue.closed {
            return false;
        }
        let fits = queue.items.len() < ROOM;
        queue.items.push_back(if fits {
            Item::Told(operation, told.clone())
        } else {
            Item::Behind(operation, last)
        });
        drop(queue);
        self.filled.notify_one();
        fits
    }

    /// Adds what can't wait for room; answers it where the connection has ended.
    pub(super) fn add(&self, item: Item) -> Option<Item> {
        let mut queue = self.queue();
        if queue.closed {
            return Some(item);
        }
        queue.items.push_back(item);
        drop(queue);
        self.filled.notify_one();
        None
    }

    /// The connection has ended. A seat that waits here would hold the inbox, and be held by it.
    pub(in crate::http) fn close(&self) {
        let mut queue = self.queue();
        queue.closed = true;
        let waiting = std::mem::take(&mut queue.items);
        drop(queue);
        drop(waiting);
    }

    /// Adds what a task says, once there is room.
    pub(super) async fn say(&self, operation: u64, said: Said) {
        loop {
            let drained = self.drained.notified();
            tokio::pin!(drained);
            // Before looking, so that what is taken meanwhile is not missed.
            drained.as_mut().enable();
            if self.queue().items.len() < ROOM_FOR_TASKS {
                self.add(Item::Said(operation, said));
                return;
            }
            drained.await;
        }
    }

    /// The next item, once there is one.
    pub(in crate::http) async fn next(&self) -> Item {
        loop {
            if let Some(item) = self.take() {
                return item;
            }
            self.filled.notified().await;
        }
    }

    /// The next item, if there is one.
    pub(in crate::http) fn take(&self) -> Option<Item> {
        let mut queue = self.queue();
        let item = queue.items.pop_front()?;
        if queue.items.is_empty() && queue.items.capacity() > 2 * KEPT {
            queue.items.shrink_to(KEPT);
        }
        drop(queue);
        self.drained.notify_waiters();
        Some(item)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(seq: i64) -> Arc<Told> {
        Arc::new(Told { seq, cursor: None, json: "{}".into() })
    }

    #[test]
    fn a_reader_that_is_too_slow_goes_on_from_the_log_and_misses_nothing() {
        let inbox = Inbox::default();
        let mut last = 0;
        while inbox.tell(1, &told(last + 1), last) {
            last += 1;
        }

        let mut seen = Vec::new();
        while let Some(item) = inbox.take() {
            match item {
                Item::Told(1, told) => seen.push(told.seq),
                Item::Behind(1, after) => assert_eq!(Some(&after), seen.last()),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(seen, (1..=last).collect::<Vec<_>>());
    }
}
