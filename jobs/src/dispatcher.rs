//! Claims what is due and puts it on the lanes, which stay short: urgent work never waits behind much.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::LeaseId;
use domain::vocab::ComputationKind;
use entity::store;
use service::env::Env;
use service::error::Error;
use service::ledger::{self, Lane as Sort, Limits};
use tokio::sync::{Notify, watch};

use crate::lane::{AT_ONCE, Lane, WAITING};
use crate::relay::Relay;

/// How often it looks, where nothing wakes it: for what falls due by itself.
const LOOK: Duration = Duration::from_millis(250);
/// Pause after a fault, lest a database or a Redis that is away be hammered.
const PAUSE: Duration = Duration::from_secs(1);
/// Bulk messages of one gym in flight, over all nodes: the rest of the workers are the others'.
const BULK_PER_GYM: u64 = 2;

/// One node's dispatcher.
pub(crate) struct Dispatcher {
    env: Env,
    holder: String,
    lane: Lane,
    relay: Arc<Relay>,
    work: Arc<Notify>,
    /// Leases on the lane that no worker had started when last seen.
    offered: HashMap<Sort, Vec<LeaseId>>,
    /// Whether the lane took the last lease it was offered.
    open: bool,
}

impl Dispatcher {
    pub(crate) fn new(
        env: Env,
        holder: String,
        lane: Lane,
        relay: Arc<Relay>,
        work: Arc<Notify>,
    ) -> Self {
        Self { env, holder, lane, relay, work, offered: HashMap::new(), open: true }
    }

    /// Until the node stops.
    pub(crate) async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        loop {
            let work = self.work.clone();
            let pause = match self.turn().await {
                Ok(()) if self.open => LOOK,
                Ok(()) => PAUSE,
                Err(error) => {
                    tracing::warn!(error = %error.report(), "nothing could be claimed");
                    PAUSE
                }
            };
            tokio::select! {
                biased;
                _ = stopping.wait_for(|stopping| *stopping) => return,
                // What wakes it does not bring back a lane that is away.
                () = work.notified(), if pause == LOOK => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Fills both lanes, the urgent one first.
    async fn turn(&mut self) -> Result<(), Error> {
        // A lane that is away is asked before anything is claimed for it in vain.
        if !self.open && !self.lane.answers().await {
            return Ok(());
        }
        self.open = true;
        self.forget_started().await?;
        let mut told = false;
        for sort in Sort::ALL {
            let offered = self.offered.entry(sort).or_default();
            let room = (AT_ONCE + WAITING).saturating_sub(offered.len());
            let limits =
                Limits { kind: ComputationKind::Plan, leases: room, bulk_per_gym: BULK_PER_GYM };
            for lease in ledger::claim(&self.env, &self.holder, sort, limits).await? {
                if self.open && self.lane.offer(sort, lease).await {
                    offered.push(lease);
                    told = true;
                } else {
                    self.open = false;
                    ledger::give_back(&self.env, lease).await?;
                }
            }
        }
        if told {
            self.relay.offered().await;
        }
        Ok(())
    }

    /// Leases that a worker has started, or that ran out, make room.
    async fn forget_started(&mut self) -> Result<(), Error> {
        if self.offered.values().all(Vec::is_empty) {
            return Ok(());
        }
        let waiting = store::leases::of_holder(self.env.db.read(), &self.holder, true).await?;
        for offered in self.offered.values_mut() {
            offered.retain(|lease| waiting.contains(lease));
        }
        Ok(())
    }
}
