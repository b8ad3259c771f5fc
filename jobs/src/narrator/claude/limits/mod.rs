//! What all nodes together may ask of the provider: so many messages at once, so many tokens a minute, and
//! nothing while it asks for a pause.

mod bucket;
mod local;
mod redis;

use std::sync::Arc;
use std::time::Duration;

use ::redis::aio::ConnectionManager;

use super::{Ceilings, Dice};
use local::Local;
use redis::Shared;

/// Longest sleep between two looks, so that room that others made is soon seen.
const LONGEST_LOOK: Duration = Duration::from_secs(1);

/// The limits. Cheap to clone.
#[derive(Clone)]
pub struct Limits {
    /// This node's own; beside Redis, for when that is away.
    local: Arc<Local>,
    shared: Option<Shared>,
}

impl Limits {
    /// Of this node alone.
    pub fn local(ceilings: Ceilings) -> Self {
        Self { local: Arc::new(Local::new(ceilings)), shared: None }
    }

    /// Shared by all nodes of a Redis. While it is away, each node keeps the limits for itself.
    pub fn shared(ceilings: Ceilings, redis: ConnectionManager) -> Self {
        let shared = Some(Shared::new(ceilings, redis));
        Self { local: Arc::new(Local::new(ceilings)), shared }
    }

    /// Waits until a message of about so many tokens may be sent.
    pub(super) async fn enter(&self, tokens: u64, dice: &Dice) -> Permit {
        let id = dice();
        loop {
            let (wait, place) = self.ask(id, tokens).await;
            let Some(wait) = wait else {
                return Permit { place: Some(place), tokens };
            };
            // A little more for each, lest all who wait look at once.
            let more = Duration::from_millis(dice() % 50);
            tokio::time::sleep(wait.min(LONGEST_LOOK) + more).await;
        }
    }

    /// How long to wait, if at all, by whom the limits are kept now.
    async fn ask(&self, id: u64, tokens: u64) -> (Option<Duration>, Place) {
        if let Some(shared) = &self.shared {
            match shared.ask(id, tokens).await {
                Ok(wait) => return (wait, Place::Shared(shared.clone(), id)),
                Err(error) => tracing::debug!(%error, "limits are kept by this node alone"),
            }
        }
        (self.local.ask(tokens), Place::Local(self.local.clone()))
    }

    /// How long nothing is to be sent, as far as this node was told.
    pub(super) fn pauses(&self) -> Option<Duration> {
        self.local.pauses()
    }

    /// Nobody sends anything for so long.
    pub(super) async fn pause(&self, wait: Duration) {
        self.local.pause(wait);
        if let Some(shared) = &self.shared
            && let Err(error) = shared.pause(wait).await
        {
            tracing::debug!(%error, "the other nodes could not be told to pause");
        }
    }
}

/// Who gave a permit.
enum Place {
    Local(Arc<Local>),
    Shared(Shared, u64),
}

/// One message may be sent; given back when dropped.
pub(super) struct Permit {
    place: Option<Place>,
    tokens: u64,
}

impl Permit {
    /// Gives it back, with the tokens that the message took after all.
    pub(super) async fn used(mut self, tokens: u64) {
        let more = i64::try_from(tokens).unwrap_or(i64::MAX) - self.tokens as i64;
        match self.place.take() {
            Some(Place::Local(local)) => local.leave(more),
            Some(Place::Shared(shared, id)) => shared.leave(id, more).await,
            None => {}
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        match self.place.take() {
            Some(Place::Local(local)) => local.leave(0),
            Some(Place::Shared(shared, id)) => {
                // Where no runtime is left the place runs out by itself.
                if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                    runtime.spawn(async move { shared.leave(id, 0).await });
                }
            }
            None => {}
        }
    }
}
