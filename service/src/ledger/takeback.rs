//! Taking computations back from a lease: to wait again, to give up, or to make way for a newer one.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::ids::{ComputationId, GymId, LeaseId, MemberId};
use domain::vocab::{ComputationKind, ComputationStatus};
use entity::{computation, store};
use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use super::ask::wider;
use super::{Failure, FailureKind, MOST_ATTEMPTS, id, kind};
use crate::env::Env;
use crate::error::Result;
use crate::meters::{Meters, Outcome};

/// Said of a computation that made way for a newer one of the same week.
const SUPERSEDED: &str = "a newer computation of the same week took its place";

/// Why a computation goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// Nothing went wrong: its basis moved, or it was never started. No attempt is charged.
    Moved,
    /// Nothing went wrong, and it has to wait for something. No attempt is charged.
    Later(Duration),
    /// It was started and failed.
    Failed(Failure),
}

/// What became of what was taken back: told to the meters once it is committed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Taken {
    kind: Option<ComputationKind>,
    returned: usize,
    retrying: usize,
    failed: usize,
    superseded: usize,
}

impl Taken {
    /// How many computations that are.
    pub(super) fn count(self) -> usize {
        self.returned + self.retrying + self.failed + self.superseded
    }

    /// To be called after the commit.
    pub(super) fn tell(self, meters: &Meters) {
        let Some(kind) = self.kind else { return };
        for (outcome, count) in [
            (Outcome::Returned, self.returned),
            (Outcome::Retrying, self.retrying),
            (Outcome::Failed, self.failed),
            (Outcome::Superseded, self.superseded),
        ] {
            meters.count(kind.as_str(), outcome, count);
        }
    }
}

/// Takes back those of the computations that the lease still holds.
///
/// `open`: what waits and runs for their members, locked. A request that comes between the lock and
/// the write collides with it: then the whole transaction is to be tried again, for a lock taken now
/// would be out of order.
pub(super) async fn take_back(
    txn: &DatabaseTransaction,
    env: &Env,
    lease: LeaseId,
    open: &[computation::Model],
    ended: &BTreeMap<ComputationId, Why>,
) -> Result<Taken> {
    let waiting: BTreeMap<Uuid, &computation::Model> = open
        .iter()
        .filter(|row| row.status == ComputationStatus::Queued.as_str())
        .map(|row| (row.member_id, row))
        .collect();
    let mut outcomes = Outcomes::default();
    for row in open.iter().filter(|row| row.lease_id == Some(lease.uuid())) {
        if let Some(why) = ended.get(&id(row)) {
            outcomes.add(row, why, waiting.get(&row.member_id).copied());
        }
    }
    let Some(first) = open.first() else { return Ok(Taken::default()) };
    let taken = Taken { kind: Some(kind(first)?), ..outcomes.taken };
    outcomes.write(txn, env, GymId::from_uuid(first.gym_id)).await?;
    Ok(taken)
}

/// What a lease holds, with what waits for the same members: locked in one order. A lease holds
/// computations of one gym, week and kind.
pub(super) async fn lock_held(
    txn: &DatabaseTransaction,
    lease: LeaseId,
) -> Result<Vec<computation::Model>> {
    let held = store::computations::of_lease(txn, lease).await?;
    let Some(first) = held.first() else { return Ok(Vec::new()) };
    let members: Vec<MemberId> =
        held.iter().map(|row| MemberId::from_uuid(row.member_id)).collect();
    let gym = GymId::from_uuid(first.gym_id);
    Ok(store::computations::lock_open(txn, gym, &members, first.week_of, kind(first)?).await?)
}

/// What is to be written, by what is the same: few statements for many rows.
#[derive(Default)]
struct Outcomes<'a> {
    taken: Taken,
    /// By attempts and error, whether this is what failed just now, and the least wait.
    waiting_again: BTreeMap<(i32, Option<&'a str>, bool, Duration), Vec<ComputationId>>,
    given_up: BTreeMap<(i32, &'a str), Vec<ComputationId>>,
    superseded: Vec<(&'a computation::Model, &'a computation::Model)>,
}

impl<'a> Outcomes<'a> {
    fn add(
        &mut self,
        row: &'a computation::Model,
        why: &'a Why,
        newer: Option<&'a computation::Model>,
    ) {
        let (attempts, error) = match why {
            Why::Moved | Why::Later(_) => (row.attempts, row.error.as_deref()),
            Why::Failed(failure) => (row.attempts + 1, Some(failure.message.as_str())),
        };
        if let Why::Failed(failure) = why
            && (failure.kind == FailureKind::Hopeless || attempts >= MOST_ATTEMPTS)
        {
            self.taken.failed += 1;
            self.given_up.entry((attempts, &failure.message)).or_default().push(id(row));
        } else if let Some(newer) = newer {
            self.taken.superseded += 1;
            self.superseded.push((row, newer));
        } else {
            let (failed, least) = match why {
                Why::Moved => (false, Duration::zero()),
                Why::Later(wait) => (false, *wait),
                Why::Failed(failure) => (true, failure.not_before),
            };
            self.taken.retrying += usize::from(failed);
            self.taken.returned += usize::from(!failed);
            let alike = (attempts, error, failed, least);
            self.waiting_again.entry(alike).or_default().push(id(row));
        }
    }

    async fn write(
        self,
        txn: &DatabaseTransaction,
        env: &Env,
        gym: GymId,
    ) -> std::result::Result<(), sea_orm::DbErr> {
        let (now, jitter) = (env.now(), env.random_u64());
        for ((attempts, error), ids) in self.given_up {
            let computations: Vec<String> = ids.iter().map(ToString::to_string).collect();
            tracing::warn!(gym.id = %gym, ?computations, attempts, error, "gave up");
            store::computations::fail(txn, gym, &ids, attempts, error, now).await?;
        }
        for (older, newer) in self.superseded {
            supersede(txn, gym, older, newer, now).await?;
        }
        for ((attempts, error, failed, least), ids) in self.waiting_again {
            // The same jitter for all that failed together: they share the next message too.
            let wait = if failed { env.pace.backoff(attempts, jitter) } else { Duration::zero() };
            let due = now + wait.max(least);
            store::computations::queue_again(txn, gym, &ids, attempts, error, due).await?;
        }
        Ok(())
    }
}

/// Cancels the older of two; the newer takes its run and whatever it was asked to do beyond.
async fn supersede(
    txn: &DatabaseTransaction,
    gym: GymId,
    older: &computation::Model,
    newer: &computation::Model,
    now: DateTime<Utc>,
) -> std::result::Result<(), sea_orm::DbErr> {
    store::computations::cancel(txn, gym, &[id(older)], Some(SUPERSEDED), now).await?;
    if older.run_id.is_some() && newer.run_id.is_none_or(|run| Some(run) == older.run_id) {
        store::computations::forget_run(txn, gym, &[id(older)]).await?; // a run counts a member once
    }
    store::computations::update(txn, gym, id(newer), absorbed(older, newer)).await?;
    Ok(())
}

/// What a waiting computation takes over from the one that makes way for it.
pub(super) fn absorbed(
    older: &computation::Model,
    newer: &computation::Model,
) -> computation::ActiveModel {
    let trigger = newer.trigger.parse().map(|asked| wider(&older.trigger, asked).to_string());
    computation::ActiveModel {
        run_id: Set(newer.run_id.or(older.run_id)),
        trigger: Set(trigger.unwrap_or_else(|_| newer.trigger.clone())),
        priority: Set(newer.priority.max(older.priority)),
        reduce_only: Set(newer.reduce_only && older.reduce_only),
        // Both are asked for: what ends the cause of one leaves the other's.
        requests: Set(newer.requests.saturating_add(older.requests)),
        note: Set(newer.note.clone().or_else(|| older.note.clone())),
        ..Default::default()
    }
}
