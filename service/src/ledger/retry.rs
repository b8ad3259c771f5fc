//! Trying again what gave up, by hand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ComputationId, GymId, MemberId, RunId};
use domain::vocab::{ComputationStatus, RunStatus};
use entity::instant::micros;
use entity::{computation, store, weekly_run};
use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use super::id;
use super::takeback::absorbed;
use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::events::Wakes;

/// What a retry did.
#[derive(Debug, Clone)]
pub struct Retried {
    /// For each that had failed the one that waits now: itself, or a newer one in its place.
    pub placed: BTreeMap<ComputationId, ComputationId>,
    /// The computations that wait now; by id.
    pub computations: Vec<computation::Model>,
    /// The runs that are under way again.
    pub reopened: Vec<RunId>,
    /// Whether the dispatcher has something to do.
    pub wakes: Wakes,
}

/// Queues failed computations anew, with all attempts before them. What did not fail is left alone.
/// Their weekly run is opened again, unless it was cancelled.
pub async fn retry(env: &Env, gym: GymId, ids: &[ComputationId]) -> Result<Retried> {
    undisturbed(async || once(env, gym, ids).await).await
}

async fn once(env: &Env, gym: GymId, ids: &[ComputationId]) -> Result<Retried> {
    let now = env.now();
    let txn = env.db.write().await?;
    store::gyms::lock(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let asked = store::computations::by_ids(&txn, gym, ids).await?;
    let mut runs = Runs::lock(&txn, gym, &asked).await?;
    let members: Vec<MemberId> =
        asked.iter().map(|row| MemberId::from_uuid(row.member_id)).collect();
    store::members::lock(&txn, gym, &members).await?;
    let rows = store::computations::lock_with_waiting(&txn, gym, ids, &members).await?;
    let key = |row: &computation::Model| (row.member_id, row.week_of, row.kind.clone());
    let mut waiting: BTreeMap<_, computation::Model> = rows
        .iter()
        .filter(|row| row.status == ComputationStatus::Queued.as_str())
        .map(|row| (key(row), row.clone()))
        .collect();
    let failed = rows.iter().filter(|row| row.status == ComputationStatus::Failed.as_str());
    let mut placed = BTreeMap::new();
    for row in failed {
        let run = runs.place(&txn, gym, row).await?;
        if let Some(newer) = waiting.get(&key(row)) {
            make_way(&txn, gym, row, newer, run, now).await?;
            placed.insert(id(row), id(newer));
        } else {
            let row = computation::Model { run_id: run, ..row.clone() };
            queue_anew(&txn, gym, &row, now).await?;
            placed.insert(id(&row), id(&row));
            waiting.insert(key(&row), row);
        }
    }
    let waiting: BTreeSet<ComputationId> = placed.values().copied().collect();
    let waiting: Vec<ComputationId> = waiting.into_iter().collect();
    let computations = store::computations::by_ids(&txn, gym, &waiting).await?;
    txn.commit().await?;
    let wakes = Wakes { work: !computations.is_empty(), ..Wakes::default() };
    Ok(Retried { placed, computations, reopened: runs.reopened, wakes })
}

/// The runs of what failed, locked, and the one under way of each week: there is only one.
struct Runs {
    known: BTreeMap<Uuid, weekly_run::Model>,
    under_way: BTreeMap<NaiveDate, Uuid>,
    reopened: Vec<RunId>,
}

impl Runs {
    async fn lock(
        txn: &DatabaseTransaction,
        gym: GymId,
        rows: &[computation::Model],
    ) -> Result<Self> {
        let ids: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.run_id).collect();
        let ids: Vec<RunId> = ids.into_iter().map(RunId::from_uuid).collect();
        let locked = store::runs::lock(txn, gym, &ids).await?;
        let weeks: BTreeSet<NaiveDate> = locked.iter().map(|run| run.week_of).collect();
        let mut under_way = BTreeMap::new();
        for week in weeks {
            if let Some(run) = store::runs::running(txn, gym, week).await? {
                under_way.insert(week, run.id);
            }
        }
        let known = locked.into_iter().map(|run| (run.id, run)).collect();
        Ok(Self { known, under_way, reopened: Vec::new() })
    }

    /// The run that the computation belongs to from now on.
    async fn place(
        &mut self,
        txn: &DatabaseTransaction,
        gym: GymId,
        row: &computation::Model,
    ) -> Result<Option<Uuid>> {
        let Some(run) = row.run_id.and_then(|run| self.known.get(&run)) else {
            return Ok(None);
        };
        if run.status == RunStatus::Cancelled.as_str() {
            return Ok(None);
        }
        if let Some(under_way) = self.under_way.get(&run.week_of) {
            return Ok(Some(*under_way));
        }
        let reopened = RunId::from_uuid(run.id);
        store::runs::reopen(txn, gym, reopened).await?;
        self.under_way.insert(run.week_of, run.id);
        self.reopened.push(reopened);
        Ok(Some(run.id))
    }
}

async fn queue_anew(
    txn: &DatabaseTransaction,
    gym: GymId,
    row: &computation::Model,
    now: DateTime<Utc>,
) -> Result<()> {
    let changes = computation::ActiveModel {
        status: Set(ComputationStatus::Queued.to_string()),
        run_id: Set(row.run_id),
        due_at: Set(micros(now)),
        first_requested_at: Set(micros(now)),
        attempts: Set(0),
        error: Set(None),
        finished_at: Set(None),
        ..Default::default()
    };
    store::computations::update(txn, gym, id(row), changes).await?;
    Ok(())
}

/// A newer computation waits already: it does what the failed one should have done.
async fn make_way(
    txn: &DatabaseTransaction,
    gym: GymId,
    failed: &computation::Model,
    newer: &computation::Model,
    run: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    let failed = computation::Model { run_id: run, ..failed.clone() };
    let changes = computation::ActiveModel {
        status: Set(ComputationStatus::Cancelled.to_string()),
        run_id: Set(None),
        finished_at: Set(Some(micros(now))),
        ..Default::default()
    };
    store::computations::update(txn, gym, id(&failed), changes).await?;
    store::computations::update(txn, gym, id(newer), absorbed(&failed, newer)).await?;
    Ok(())
}
