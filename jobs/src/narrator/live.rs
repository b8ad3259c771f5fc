//! Words for weeks that changed just now: each asked for alone.

use std::sync::Mutex;
use std::time::Duration;

use domain::ids::{ComputationId, LeaseId};
use domain::vocab::ComputationKind;
use futures_util::StreamExt as _;
use futures_util::stream;
use service::error::Error;
use service::ledger::{self, Failure, Lane, Limits, Work};
use service::narrate::asking::ELSEWHERE;
use service::narrate::{self, Budget, Subject, Told};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Narrator;
use super::asking::Trouble;
use super::claude::FaultKind;
use crate::renewal::renew;

/// How often it looks. House choice: words may be a moment late.
const LOOK: Duration = Duration::from_millis(250);
/// Pause after a fault of the database.
const PAUSE: Duration = Duration::from_secs(1);
/// Messages that a node works on at once; what they send is held by the shared limits.
const MESSAGES: usize = 4;
/// Requests of one message under way.
const REQUESTS: usize = 8;

impl Narrator {
    /// Until the node stops.
    pub(super) async fn live(self, mut stopping: watch::Receiver<bool>) {
        let mut under_way = JoinSet::new();
        loop {
            let mut pause = LOOK;
            // While Claude is left alone nothing is claimed, so nothing counts as tried.
            if self.claude.rests().is_none() {
                let leases = MESSAGES - under_way.len().min(MESSAGES);
                let kind = ComputationKind::Narrative;
                let limits = Limits { kind, leases, bulk_per_gym: 0 };
                match ledger::claim(&self.env, &self.holder, Lane::Triggered, limits).await {
                    Ok(leases) => leases.into_iter().for_each(|lease| {
                        under_way.spawn(self.clone().message(lease));
                    }),
                    Err(error) => {
                        tracing::warn!(error = %error.report(), "no narrative could be claimed");
                        pause = PAUSE;
                    }
                }
            }
            tokio::select! {
                biased;
                _ = stopping.wait_for(|stopping| *stopping) => break,
                Some(_) = under_way.join_next(), if !under_way.is_empty() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Works on a lease to its end.
    async fn message(self, lease: LeaseId) {
        let work = match ledger::start(&self.env, &self.holder, lease).await {
            Ok(Some(work)) => work,
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%lease, error = %error.report(), "a lease could not be started");
                return;
            }
        };
        let renewal = renew(self.env.clone(), lease);
        let this = self.clone();
        let done = tokio::spawn(async move { this.narrate(&work).await }).await;
        let failure = match done {
            Ok(Ok(())) => None,
            Ok(Err(error)) => {
                tracing::warn!(%lease, error = %error.report(), "narratives failed");
                Some(Failure::transient("the database was away when the words were to be written"))
            }
            Err(error) => {
                tracing::error!(%lease, %error, "a message of narratives panicked");
                Some(Failure::transient("the narration stopped unexpectedly"))
            }
        };
        if let Err(error) = ledger::settle(&self.env, lease, failure).await {
            tracing::warn!(%lease, error = %error.report(), "a lease runs out by itself");
        }
        drop(renewal);
    }

    async fn narrate(&self, work: &Work) -> Result<(), Error> {
        let loaded = narrate::load(&self.env, work).await?;
        let budget = Mutex::new(narrate::budget(&self.env, &loaded.gym.row).await?);
        if !loaded.gone.is_empty() {
            narrate::settle(&self.env, work, &[], &loaded.gone).await?;
        }
        let budget = &budget;
        let each = |subject| async move { self.one(work, subject, budget).await };
        let each: Vec<_> = loaded.subjects.iter().map(each).collect();
        // Nothing else is awaited here: what holds a transaction must go on being polled.
        let mut ends = stream::iter(each).buffer_unordered(REQUESTS);
        let mut outcome = Ok(());
        while let Some(end) = ends.next().await {
            // The others go on: what they pay for is to be kept.
            outcome = outcome.and(end);
        }
        outcome
    }

    /// One week's words, from the request to the event.
    async fn one(
        &self,
        work: &Work,
        subject: &Subject,
        budget: &Mutex<Budget>,
    ) -> Result<(), Error> {
        match self.ask(work, subject, budget).await {
            Ok(words) => {
                let told = [Told { subject, words }];
                let wakes = narrate::settle(&self.env, work, &told, &[]).await?;
                self.relay.wake_if_any(&wakes).await;
                Ok(())
            }
            Err(trouble) => self.put_aside(work, subject, trouble).await,
        }
    }

    /// What could not be asked waits for another attempt, or gives up.
    async fn put_aside(
        &self,
        work: &Work,
        subject: &Subject,
        trouble: Trouble,
    ) -> Result<(), Error> {
        let id: ComputationId = subject.computation;
        let failure = match trouble {
            // Nothing was asked, so nothing counts.
            Trouble::Claude(fault) if fault.kind == FaultKind::Resting => {
                return ledger::put_back(&self.env, work.lease, &[id]).await;
            }
            Trouble::Claude(fault) => fault.failure(),
            Trouble::Elsewhere => {
                return ledger::put_off(&self.env, work.lease, &[id], ELSEWHERE).await;
            }
            Trouble::Database(error) => {
                tracing::warn!(plan.id = %subject.plan, error = %error.report(), "words could not be kept");
                Failure::transient("the database was away when the words were to be kept")
            }
        };
        ledger::set_aside(&self.env, work.lease, vec![(id, failure)]).await
    }
}
