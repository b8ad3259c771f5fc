//! Does what a lease holds: starts it, keeps it alive, computes, settles, and tells whom it concerns.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::LeaseId;
use domain::vocab::ComputationKind;
use service::env::Env;
use service::error::Error;
use service::events::Wakes;
use service::ledger::{self, Failure, Work};
use service::meters::{Step, Stopwatch};
use service::{personalise, runs};
use tokio::sync::{Notify, RwLock};
use tracing::{Instrument as _, Span, field};

use crate::relay::Relay;
use crate::renewal::renew;

/// Pauses between tries to start or to end a lease. House choice: a restart of PostgreSQL takes seconds.
const PAUSES: [Duration; 4] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// Works on leases. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Worker {
    env: Env,
    holder: String,
    relay: Arc<Relay>,
    /// Wakes the dispatcher: there is room on the lane.
    room: Arc<Notify>,
    /// Read while a message is worked on, whoever waits for its task: a node that stops takes it for writing.
    busy: Arc<RwLock<()>>,
}

impl Worker {
    pub(crate) fn new(
        env: Env,
        holder: String,
        relay: Arc<Relay>,
        room: Arc<Notify>,
        busy: Arc<RwLock<()>>,
    ) -> Self {
        Self { env, holder, relay, room, busy }
    }

    /// Works on a lease to its end. A message that comes twice works once.
    pub(crate) async fn work(&self, lease: LeaseId) {
        let _busy = self.busy.read().await;
        // At the level of errors, so that whatever is logged within names the job.
        let span = tracing::error_span!("job", id = %lease, gym.id = field::Empty);
        self.work_on(lease).instrument(span).await;
        self.room.notify_one();
    }

    async fn work_on(&self, lease: LeaseId) {
        if let Some(work) = self.start(lease).await {
            self.started(work).await;
        }
    }

    /// Starts a lease; `None` if it is not to be worked on. Where the database is away, it is asked a few times: the
    /// lease would run out by itself, but until then the lane has one place less.
    async fn start(&self, lease: LeaseId) -> Option<Work> {
        let mut pauses = PAUSES.iter();
        loop {
            let error = match ledger::start(&self.env, &self.holder, lease).await {
                Ok(None) => {
                    tracing::debug!(%lease, "a lease was started before, or is gone");
                    return None;
                }
                Ok(work) => return work,
                Err(error) => error,
            };
            tracing::warn!(%lease, error = %error.report(), "a lease could not be started");
            let pause = pauses.next().filter(|_| error.passes())?;
            tokio::time::sleep(*pause).await;
        }
    }

    async fn started(&self, work: Work) {
        let watch = Stopwatch::start();
        Span::current().record("gym.id", field::display(work.gym));
        let renewal = renew(self.env.clone(), work.lease);
        let (env, task) = (self.env.clone(), work.clone());
        let doing = async move { compute(&env, &task).await };
        let done = tokio::spawn(doing.in_current_span()).await;
        let (wakes, failure) = match done {
            Ok(Ok(wakes)) => (wakes, None),
            Ok(Err(error)) => (Wakes::default(), Some(failed(&work, &error))),
            Err(error) => {
                tracing::error!(lease = %work.lease, %error, "a message panicked");
                (Wakes::default(), Some(Failure::transient("the computation stopped unexpectedly")))
            }
        };
        self.settle(work.lease, failure).await;
        drop(renewal);
        // Asked after the commit: two last messages of a run can't see each other before.
        if let Err(error) = runs::close_finished(&self.env, Some(work.gym)).await {
            tracing::warn!(gym.id = %work.gym, error = %error.report(), "a run could not be closed");
        }
        self.relay.wake(&wakes).await;
        let took = watch.elapsed();
        self.env.meters.stage(Step::Whole, took);
        let (kind, week) = (work.kind.as_str(), work.week);
        tracing::debug!(kind, %week, computations = work.items.len(), duration_ms = took.as_millis(), "a message is done");
    }

    /// Ends a lease. Where the database is away, it is asked a few times: the lease would run out by
    /// itself, but only after a minute.
    async fn settle(&self, lease: LeaseId, failure: Option<Failure>) {
        let mut pauses = PAUSES.iter();
        while let Err(error) = ledger::settle(&self.env, lease, failure.clone()).await {
            tracing::warn!(%lease, error = %error.report(), "a lease could not be settled");
            match pauses.next().filter(|_| error.passes()) {
                Some(pause) => tokio::time::sleep(*pause).await,
                None => return,
            }
        }
    }
}

async fn compute(env: &Env, work: &Work) -> Result<Wakes, Error> {
    match work.kind {
        ComputationKind::Plan => personalise::run(env, work).await,
        // The narrator claims them itself.
        ComputationKind::Narrative => Ok(Wakes::default()),
    }
}

/// What the gym's owner reads of an error; the cause is for the log.
fn failed(work: &Work, error: &Error) -> Failure {
    let cause = error.report();
    tracing::warn!(lease = %work.lease, gym.id = %work.gym, week = %work.week, error = %cause, "a message failed");
    match error {
        Error::Internal(_) => Failure::transient("the inputs could not be read"),
        _ => Failure::hopeless(cause),
    }
}
