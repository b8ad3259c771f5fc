//! A gym's log as this node tells it: event by event, in order, each text made once for each audience.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use domain::ids::GymId;
use entity::event;
use futures_util::StreamExt as _;
use jobs::relay::Relay;
use service::events;
use service::read::visible;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::task::AbortHandle;
use uuid::Uuid;

use super::audience::{Audience, Seat, Seats, Sitter, Subscription};
use super::inbox::{Inbox, Item, Told};
use super::present::Stage;
use crate::graphql::rights::concerns_rights;

/// Events read from the log at once.
const PAGE: u64 = 500;

/// Documents that are run at once for an event.
const AT_ONCE: usize = 4;

/// Pause after the log could not be read.
const PAUSE: Duration = Duration::from_millis(500);

type Listening = broadcast::Receiver<Arc<event::Model>>;

/// The followers of a gym.
pub(super) struct Board {
    state: Mutex<State>,
    begun: watch::Receiver<bool>,
    following: Mutex<Option<AbortHandle>>,
}

#[derive(Default)]
struct State {
    /// The last event that was told.
    place: i64,
    /// By the only member whose plans concern them; `None`: those of several do.
    audiences: HashMap<Option<Uuid>, HashMap<Audience, Seats>>,
    /// Seats that were ever taken.
    seats: u64,
}

impl std::fmt::Debug for Board {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Board").finish_non_exhaustive()
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        let following = self.following.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = following.take() {
            task.abort();
        }
    }
}

impl Board {
    /// Follows a gym until the board is dropped.
    pub(super) fn start(gym: GymId, stage: Stage, relay: &Relay) -> Arc<Self> {
        let (begin, begun) = watch::channel(false);
        let board = Arc::new(Self { state: Mutex::default(), begun, following: Mutex::default() });
        let follower = Follower {
            board: Arc::downgrade(&board),
            gym,
            stage,
            live: relay.listen(gym),
            behind: false,
        };
        let task = tokio::spawn(follower.follow(begin));
        *board.following.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.abort_handle());
        board
    }

    /// Waits until the board knows its place in the log.
    pub(super) async fn begun(&self) {
        // An error says that the follower is gone, which then tells nothing.
        let _ = self.begun.clone().wait_for(|begun| *begun).await;
    }

    /// Seats a subscription that has told everything up to `last`. False where the board has told more,
    /// which the log has.
    pub(super) fn join(
        self: &Arc<Self>,
        subscription: &Subscription,
        operation: u64,
        inbox: &Arc<Inbox>,
        last: i64,
    ) -> bool {
        let mut state = self.state();
        if state.place > last {
            return false;
        }
        state.seats += 1;
        let number = state.seats;
        let audience = &subscription.audience;
        let of_reach = state.audiences.entry(reach(audience)).or_default();
        let listening = subscription.listening.clone();
        let sitter = Sitter { operation, inbox: inbox.clone(), listening, last };
        of_reach.entry(audience.clone()).or_default().take(number, sitter);
        // Before any event, which needs the lock.
        let seat = Seat::new(self.clone(), subscription.clone(), number);
        let refused = inbox.add(Item::Seated(operation, Box::new(seat)));
        drop(state); // a seat that is dropped needs the lock itself
        drop(refused);
        true
    }

    pub(super) fn leave(&self, audience: &Audience, number: u64) {
        let mut state = self.state();
        let reach = reach(audience);
        let Some(of_reach) = state.audiences.get_mut(&reach) else { return };
        let Some(seats) = of_reach.get_mut(audience) else { return };
        seats.leave(number);
        if seats.is_empty() {
            of_reach.remove(audience);
        }
        if of_reach.is_empty() {
            state.audiences.remove(&reach);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells an event to all whom it concerns, each audience as soon as its text is made. Who sits down
    /// meanwhile is told at the end, before anything later.
    async fn tell(&self, stage: &Stage, event: &Arc<event::Model>) {
        let mut made: HashMap<Audience, Option<Arc<Told>>> = HashMap::new();
        loop {
            let missing = {
                let mut state = self.state();
                let missing = state.hearing(event).filter(|audience| !made.contains_key(*audience));
                let missing: Vec<Audience> = missing.cloned().collect();
                if missing.is_empty() {
                    state.told(event.seq, &made);
                    return;
                }
                missing
            };
            let mut making =
                futures_util::stream::iter(missing.into_iter().map(|audience| async move {
                    let told = stage.told(&audience, event).await;
                    (audience, told)
                }))
                .buffer_unordered(AT_ONCE);
            while let Some((audience, told)) = making.next().await {
                self.state().tell(&audience, told.as_ref());
                made.insert(audience, told);
            }
        }
    }

    /// Whoever sits here has to be asked for before anything later is told.
    fn rights_changed(&self, seq: i64) {
        let mut state = self.state();
        state.place = seq;
        state.audiences.values().flat_map(HashMap::values).for_each(Seats::rights_changed);
    }
}

impl State {
    fn hearing<'s>(&'s self, event: &'s event::Model) -> impl Iterator<Item = &'s Audience> {
        let own = event.member_id.and_then(|member| self.audiences.get(&Some(member)));
        let candidates = self.audiences.get(&None).into_iter().chain(own).flat_map(HashMap::keys);
        candidates.filter(|audience| visible::hears(&audience.sight.someone(), event).is_some())
    }

    /// Everyone is told who has not been; only now may nobody sit down who has not seen the event.
    fn told(&mut self, seq: i64, made: &HashMap<Audience, Option<Arc<Told>>>) {
        self.place = seq;
        for (audience, told) in made {
            self.tell(audience, told.as_ref());
        }
    }

    /// Who was told already is not told again.
    fn tell(&mut self, audience: &Audience, told: Option<&Arc<Told>>) {
        let of_reach = self.audiences.get_mut(&reach(audience));
        let seats = of_reach.and_then(|of_reach| of_reach.get_mut(audience));
        if let (Some(told), Some(seats)) = (told, seats) {
            seats.tell(told);
        }
    }
}

fn reach(audience: &Audience) -> Option<Uuid> {
    audience.sight.only().map(|member| member.uuid())
}

/// Reads the log for a board.
struct Follower {
    board: Weak<Board>,
    gym: GymId,
    stage: Stage,
    live: Listening,
    /// Whether the log may hold more than was read.
    behind: bool,
}

impl Follower {
    /// The live events are listened to before the log is looked at, so that nothing falls between them.
    async fn follow(mut self, begin: watch::Sender<bool>) {
        let mut last = self.head().await;
        if let Some(board) = self.board.upgrade() {
            board.state().place = last;
        }
        begin.send_replace(true);
        loop {
            for event in self.following(last).await {
                last = event.seq;
                let Some(board) = self.board.upgrade() else { return };
                if concerns_rights(&event) {
                    board.rights_changed(event.seq);
                } else {
                    board.tell(&self.stage, &event).await;
                }
            }
        }
    }

    /// What follows in the log, once there is something.
    async fn following(&mut self, last: i64) -> Vec<Arc<event::Model>> {
        loop {
            if self.behind {
                let events = self.log(last).await;
                self.behind = events.len() as u64 == PAGE;
                return events;
            }
            match self.live.recv().await {
                Ok(event) if event.seq <= last => {}
                Ok(event) if event.seq == last + 1 => return vec![event],
                // A gap, or too many live events: the log has them all.
                Ok(_) | Err(RecvError::Lagged(_)) => self.behind = true,
                // The node stops; its subscribers are told so by the server.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    async fn log(&self, last: i64) -> Vec<Arc<event::Model>> {
        loop {
            match events::after(self.stage.env.db.read(), self.gym, last, PAGE).await {
                Ok(events) => return events.into_iter().map(Arc::new).collect(),
                Err(error) => self.wait(&error).await,
            }
        }
    }

    async fn head(&self) -> i64 {
        loop {
            match events::head(self.stage.env.db.read(), self.gym).await {
                Ok(head) => return head,
                Err(error) => self.wait(&error).await,
            }
        }
    }

    async fn wait(&self, error: &service::error::Error) {
        tracing::warn!(gym.id = %self.gym, error = %error.report(), "the log can't be read; trying again");
        tokio::time::sleep(PAUSE).await;
    }
}
