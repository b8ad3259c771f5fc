//! Carries what was committed to whoever listens: on this node, and through Redis on the others.
//!
//! A wake-up is a hint that names a gym and a number, and may carry the newest events. What it does not carry
//! is read from the log, once per node, in order. A slow look at the counters covers hints that were lost, with Redis or with their node.

pub(crate) mod redis;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::anyhow;
use domain::ids::GymId;
use entity::instant::instant;
use entity::{event, store};
use service::env::Env;
use service::error::Error;
use service::events::{self, Wake, Wakes};
use tokio::sync::{Notify, broadcast, watch};

use self::redis::Wires;

/// Events a listener may lag behind before it has to re-enter the log.
const ROOM: usize = 1024;
/// Events read at once.
const PAGE: u64 = 500;
/// How often the counters are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// One node's relay.
pub struct Relay {
    env: Env,
    gyms: Mutex<HashMap<GymId, Gym>>,
    /// One reader of the logs at a time: what it delivers is in order.
    reading: tokio::sync::Mutex<()>,
    runs: watch::Sender<u64>,
    /// Changes whenever a node has put work on the lane that all share.
    offers: watch::Sender<u64>,
    work: Arc<Notify>,
    wires: Option<Wires>,
}

/// A gym's log as this node has delivered it.
struct Gym {
    delivered: i64,
    listeners: broadcast::Sender<Arc<event::Model>>,
}

impl Gym {
    fn at(delivered: i64) -> Self {
        Self { delivered, listeners: broadcast::Sender::new(ROOM) }
    }
}

impl Relay {
    /// Starts where the logs stand now. `work` wakes the dispatcher.
    pub(crate) async fn start(
        env: Env,
        work: Arc<Notify>,
        wires: Option<Wires>,
    ) -> anyhow::Result<Arc<Self>> {
        let heads =
            store::events::newest_of_all(env.db.read()).await.map_err(anyhow::Error::from)?;
        let gyms = heads.into_iter().map(|(gym, seq)| (gym, Gym::at(seq))).collect();
        Ok(Arc::new(Self {
            env,
            gyms: Mutex::new(gyms),
            reading: tokio::sync::Mutex::new(()),
            runs: watch::Sender::new(0),
            offers: watch::Sender::new(0),
            work,
            wires,
        }))
    }

    /// Every event of a gym from about now on, in order. Read the log up to its head *after* this call
    /// and leave out what comes twice: then none is missed.
    pub fn listen(&self, gym: GymId) -> broadcast::Receiver<Arc<event::Model>> {
        self.gyms().entry(gym).or_insert_with(|| Gym::at(0)).listeners.subscribe()
    }

    /// Changes whenever a run may have moved.
    pub fn runs_changed(&self) -> watch::Receiver<u64> {
        self.runs.subscribe()
    }

    /// Changes whenever a lease was put on the lane, by whatever node.
    pub(crate) fn offers(&self) -> watch::Receiver<u64> {
        self.offers.subscribe()
    }

    /// Tells every worker that the lane holds something.
    pub(crate) async fn offered(&self) {
        self.offer_seen();
        if let Some(wires) = &self.wires {
            wires.tell_offer().await;
        }
    }

    /// A node has put work on the lane.
    pub(crate) fn offer_seen(&self) {
        self.offers.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Tells this node and the others what a commit left.
    pub async fn wake(&self, wakes: &Wakes) {
        self.woken(wakes).await;
        if let Some(wires) = &self.wires {
            wires.tell(wakes).await;
        }
    }

    /// Tells what a commit left, where it left anything.
    pub(crate) async fn wake_if_any(&self, wakes: &Wakes) {
        if *wakes != Wakes::default() {
            self.wake(wakes).await;
        }
    }

    /// Delivers what a commit of some node left.
    pub(crate) async fn woken(&self, wakes: &Wakes) {
        if wakes.work {
            self.work.notify_one();
        }
        for wake in &wakes.events {
            self.deliver_or_log(wake).await;
        }
        self.runs.send_modify(|count| *count = count.wrapping_add(1));
    }

    async fn deliver_or_log(&self, wake: &Wake) {
        if let Err(error) = self.deliver(wake).await {
            // The next look at the counters delivers it.
            tracing::warn!(gym.id = %wake.gym, error = %error.report(), "events could not be read");
        }
    }

    /// Delivers the gym's log up to what the wake-up says at least, where it is not delivered yet.
    async fn deliver(&self, wake: &Wake) -> Result<(), Error> {
        let gym = wake.gym;
        let _one = self.reading.lock().await;
        loop {
            let (delivered, heard) = {
                let mut gyms = self.gyms();
                let gym = gyms.entry(gym).or_insert_with(|| Gym::at(0));
                (gym.delivered, gym.listeners.receiver_count() > 0)
            };
            if delivered >= wake.seq {
                return Ok(());
            }
            if !heard {
                self.advance(gym, wake.seq);
                return Ok(());
            }
            let following = match wake.following(delivered) {
                Some(carried) => carried.to_vec(),
                None => events::after(self.env.db.read(), gym, delivered, PAGE).await?,
            };
            let Some(last) = following.last().map(|event| event.seq) else { return Ok(()) };
            if let Some(gym) = self.gyms().get(&gym) {
                let now = self.env.now();
                for event in following {
                    let lag = now - instant(event.occurred_at);
                    self.env.meters.event_lag.observe(lag.as_seconds_f64().max(0.0));
                    let _ = gym.listeners.send(Arc::new(event)); // whoever listened is gone
                }
            }
            self.advance(gym, last);
        }
    }

    fn advance(&self, gym: GymId, seq: i64) {
        if let Some(gym) = self.gyms().get_mut(&gym) {
            gym.delivered = gym.delivered.max(seq);
        }
    }

    /// Looks at the counters until the node stops.
    pub(crate) async fn poll(self: Arc<Self>, mut stopping: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = stopping.wait_for(|stopping| *stopping) => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            if let Err(error) = self.look().await {
                tracing::warn!(error = format!("{error:#}"), "the logs could not be looked at");
            }
        }
    }

    /// Delivers whatever the hints missed.
    pub(crate) async fn look(&self) -> anyhow::Result<()> {
        let heads = store::events::newest_of_all(self.env.db.read()).await?;
        for (gym, seq) in heads {
            let wake = Wake { gym, seq, events: Vec::new() };
            self.deliver(&wake).await.map_err(|error| anyhow!(error.report()))?;
        }
        self.runs.send_modify(|count| *count = count.wrapping_add(1));
        Ok(())
    }

    fn gyms(&self) -> std::sync::MutexGuard<'_, HashMap<GymId, Gym>> {
        self.gyms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
