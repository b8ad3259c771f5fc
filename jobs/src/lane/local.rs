//! Without Redis: bounded channels to workers of this process.

use domain::ids::LeaseId;
use service::ledger::Lane as Sort;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::JoinSet;

use super::{AT_ONCE, WAITING};
use crate::worker::Worker;

/// Both channels.
#[derive(Clone)]
pub(crate) struct Local {
    triggered: mpsc::Sender<LeaseId>,
    bulk: mpsc::Sender<LeaseId>,
}

impl Local {
    /// False where the channel is full or its workers are gone.
    pub(crate) fn offer(&self, sort: Sort, lease: LeaseId) -> bool {
        let channel = match sort {
            Sort::Triggered => &self.triggered,
            Sort::Bulk => &self.bulk,
        };
        channel.try_send(lease).is_ok()
    }
}

/// Starts the workers of both channels.
pub(crate) fn start(
    worker: &Worker,
    stopping: &watch::Receiver<bool>,
    parts: &mut JoinSet<()>,
) -> Local {
    let mut workers = || {
        // As many as the dispatcher ever offers: a lease that is claimed finds room.
        let (offer, taken) = mpsc::channel(AT_ONCE + WAITING);
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..AT_ONCE {
            parts.spawn(work(worker.clone(), taken.clone(), stopping.clone()));
        }
        offer
    };
    Local { triggered: workers(), bulk: workers() }
}

/// Takes one lease after the other until the node stops.
async fn work(
    worker: Worker,
    taken: Arc<Mutex<mpsc::Receiver<LeaseId>>>,
    mut stopping: watch::Receiver<bool>,
) {
    loop {
        let next = async { taken.lock().await.recv().await };
        let lease = tokio::select! {
            biased;
            _ = stopping.wait_for(|stopping| *stopping) => return,
            lease = next => lease,
        };
        let Some(lease) = lease else { return };
        worker.work(lease).await;
    }
}
