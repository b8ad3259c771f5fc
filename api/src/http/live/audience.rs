//! All who subscribe alike to the same gym and see the same: one text for each event is theirs.

use std::collections::HashMap;
use std::sync::Arc;

use domain::access::{Actor, Sight};

use super::board::Board;
use super::inbox::{Inbox, Item, Told};
use super::script::Script;
use crate::graphql::Listening;

/// What its people ask for, and as whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Audience {
    pub(super) script: Script,
    pub(super) sight: Sight,
}

/// One subscription: what is asked for, and by whom.
#[derive(Debug, Clone)]
pub(in crate::http) struct Subscription {
    pub(super) audience: Audience,
    pub(super) actor: Arc<Actor>,
    /// For the meters.
    pub(super) listening: Arc<Listening>,
}

/// A place on a gym's board. Dropped, it is free.
#[derive(Debug)]
pub(in crate::http) struct Seat {
    board: Arc<Board>,
    subscription: Subscription,
    number: u64,
}

impl Seat {
    pub(super) fn new(board: Arc<Board>, subscription: Subscription, number: u64) -> Self {
        Self { board, subscription, number }
    }

    /// Whose it is.
    pub(in crate::http) fn subscription(&self) -> &Subscription {
        &self.subscription
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.board.leave(&self.subscription.audience, self.number);
    }
}

/// Someone in a seat.
#[derive(Debug)]
pub(super) struct Sitter {
    pub(super) operation: u64,
    pub(super) inbox: Arc<Inbox>,
    pub(super) listening: Arc<Listening>,
    /// The last event that is not to be told again.
    pub(super) last: i64,
}

impl Sitter {
    /// False where they have to go on from the log.
    fn tell(&mut self, told: &Arc<Told>) -> bool {
        if told.seq <= self.last {
            return true;
        }
        let fits = self.inbox.tell(self.operation, told, self.last);
        if fits {
            self.listening.told();
        }
        self.last = told.seq;
        fits
    }
}

/// The seats of one audience, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Seats(HashMap<u64, Sitter>);

impl Seats {
    pub(super) fn take(&mut self, number: u64, sitter: Sitter) {
        self.0.insert(number, sitter);
    }

    pub(super) fn leave(&mut self, number: u64) {
        self.0.remove(&number);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Tells all of them; who has no room left loses their seat.
    pub(super) fn tell(&mut self, told: &Arc<Told>) {
        self.0.retain(|_, sitter| sitter.tell(told));
    }

    /// Has all of them asked for.
    pub(super) fn rights_changed(&self) {
        for sitter in self.0.values() {
            sitter.inbox.add(Item::RightsChanged(sitter.operation));
        }
    }
}
