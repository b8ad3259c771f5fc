//! Weekly runs: a plan computation for every active member of a gym who follows a template, and how far
//! they have come.

use chrono::{DateTime, Utc};
use domain::calendar::{Week, local_date};
use domain::ids::{Computation, GymId, Run, RunId};
use domain::vocab::{ComputationStatus, RunStatus, Trigger};
use entity::instant::micros;
use entity::store::computations::{BulkRows, Whom};
use entity::{db, gym, store, weekly_run};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::contention::undisturbed;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::Wakes;
use crate::ledger::{self, Priority};

/// How many weeks ahead a run may be started. House choice: signals say little beyond.
pub(crate) const WEEKS_AHEAD: i64 = 4;

/// What starting a run did.
#[derive(Debug, Clone)]
pub struct Started {
    /// The run.
    pub run: RunId,
    /// Whether it was under way already.
    pub joined: bool,
    /// How many computations it has; 0 if joined.
    pub computations: u64,
    /// Whether the dispatcher has something to do.
    pub wakes: Wakes,
}

/// Where a run stands, counted from its computations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The run.
    pub model: weekly_run::Model,
    /// All its computations.
    pub total: i64,
    /// Waiting.
    pub queued: i64,
    /// Under way.
    pub running: i64,
    /// Ended well.
    pub succeeded: i64,
    /// Given up.
    pub failed: i64,
    /// Cancelled.
    pub cancelled: i64,
}

impl Progress {
    /// How many have ended, however.
    pub fn done(&self) -> i64 {
        self.succeeded + self.failed + self.cancelled
    }

    /// Whether it is under way.
    pub fn is_open(&self) -> bool {
        self.model.status == RunStatus::Running.as_str()
    }
}

/// Starts the run of a week (default: the coming one), or joins the one under way.
pub async fn start(env: &Env, gym: GymId, week: Option<Week>) -> Result<Started> {
    let now = env.now();
    let txn = env.db.write().await?;
    let row = store::gyms::lock(&txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let today = local_date(now, zone(&row)?);
    let week = week.unwrap_or_else(|| coming_week(today));
    let ahead = week.weeks_since(Week::containing(today));
    if !(0..=WEEKS_AHEAD).contains(&ahead) {
        let (first, last) = (Week::containing(today), Week::containing(today).plus(WEEKS_AHEAD));
        let message = format!("weekOf must be {first} to {last}, got {week}");
        return Err(Error::field(&["weekOf"], UserErrorCode::OutOfRange, message));
    }
    let started = start_in(&txn, env, gym, week, now).await?;
    txn.commit().await?;
    if started.computations == 0 && !started.joined {
        close_finished(env, Some(gym)).await?; // a gym without members
    }
    Ok(started)
}

/// Starts or joins a run in a transaction that has locked the gym.
pub(crate) async fn start_in(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    week: Week,
    now: DateTime<Utc>,
) -> Result<Started> {
    if let Some(run) = store::runs::running(txn, gym, week.monday()).await? {
        let run = RunId::from_uuid(run.id);
        return Ok(Started { run, joined: true, computations: 0, wakes: Wakes::default() });
    }
    let run = env.id::<Run>();
    let row = weekly_run::Model {
        id: run.uuid(),
        gym_id: gym.uuid(),
        week_of: week.monday(),
        status: RunStatus::Running.to_string(),
        started_at: micros(now),
        finished_at: None,
    };
    store::runs::insert(txn, row).await?;
    let rows = BulkRows {
        whom: Whom::Everyone,
        run: Some(run),
        week_of: week.monday(),
        trigger: Trigger::Weekly,
        priority: Priority::Bulk.value(),
        at: now,
        due: now,
        first_id: env.id::<Computation>(),
        kept_triggers: ledger::wider_than(Trigger::Weekly),
    };
    db::unhurried(txn).await?;
    let monday = week.monday();
    store::computations::lock_bulk(txn, gym, &rows.whom, monday, monday).await?;
    let computations = store::computations::insert_bulk(txn, gym, &rows).await?;
    let wakes = Wakes { work: computations > 0, ..Wakes::default() };
    Ok(Started { run, joined: false, computations, wakes })
}

/// The week that a run on this day is for: the one that begins today or next (decision 0010).
pub fn coming_week(today: chrono::NaiveDate) -> Week {
    let week = Week::containing(today);
    if week.monday() == today { week } else { week.plus(1) }
}

/// The gym's time zone.
pub(crate) fn zone(row: &gym::Model) -> Result<chrono_tz::Tz> {
    let unknown = || anyhow::anyhow!("the gym's time zone {:?} is unknown", row.time_zone);
    Ok(row.time_zone.parse().map_err(|_| unknown())?)
}

/// Where a run stands.
pub async fn progress(db: &impl ConnectionTrait, gym: GymId, run: RunId) -> Result<Progress> {
    let model = store::runs::find(db, gym, run).await?.ok_or(Error::NotFound("weekly run"))?;
    let mut progress =
        Progress { model, total: 0, queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
    for (status, count) in store::computations::of_run(db, gym, run).await? {
        let status: ComputationStatus = status.parse().map_err(anyhow::Error::from)?;
        progress.total += count;
        match status {
            ComputationStatus::Queued => progress.queued += count,
            ComputationStatus::Running => progress.running += count,
            ComputationStatus::Succeeded => progress.succeeded += count,
            ComputationStatus::Failed => progress.failed += count,
            ComputationStatus::Cancelled => progress.cancelled += count,
        }
    }
    Ok(progress)
}

/// Ends the runs in which nothing is open any more, of one gym or of all; answers which.
///
/// Asked after each message's commit: before it, the last two cannot see each other.
pub async fn close_finished(env: &Env, gym: Option<GymId>) -> Result<Vec<RunId>> {
    let mut closed = Vec::new();
    for run in store::runs::finished(env.db.read(), gym).await? {
        let (gym, id) = (GymId::from_uuid(run.gym_id), RunId::from_uuid(run.id));
        if close(env, gym, id).await? {
            tracing::info!(run.id = %id, gym.id = %gym, "a weekly run has ended");
            closed.push(id);
        }
    }
    Ok(closed)
}

async fn close(env: &Env, gym: GymId, run: RunId) -> Result<bool> {
    let txn = env.db.write().await?;
    if store::runs::lock_running(&txn, gym, run).await?.is_none() {
        return Ok(false);
    }
    let end = progress(&txn, gym, run).await?;
    let status =
        if end.failed > 0 { RunStatus::CompletedWithFailures } else { RunStatus::Completed };
    let closed = store::runs::close(&txn, gym, run, status, env.now()).await?;
    txn.commit().await?;
    Ok(closed)
}

/// Cancels a run for good. Work in flight fails at the fence; what something else had asked for as
/// well goes on without the run. A run that has ended stays as it is.
pub async fn cancel(env: &Env, gym: GymId, run: RunId) -> Result<weekly_run::Model> {
    undisturbed(async || cancel_once(env, gym, run).await).await
}

async fn cancel_once(env: &Env, gym: GymId, run: RunId) -> Result<weekly_run::Model> {
    let txn = env.db.write().await?;
    let locked = store::runs::lock(&txn, gym, &[run]).await?;
    let row = locked.into_iter().next().ok_or(Error::NotFound("weekly run"))?;
    if row.status == RunStatus::Running.as_str() {
        store::computations::cancel_run(&txn, gym, run, env.now()).await?;
        store::computations::leave_run(&txn, gym, run).await?;
        store::runs::close(&txn, gym, run, RunStatus::Cancelled, env.now()).await?;
    }
    let row = store::runs::find(&txn, gym, run).await?.ok_or(Error::NotFound("weekly run"))?;
    txn.commit().await?;
    Ok(row)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::coming_week;

    #[test]
    fn the_coming_week_begins_today_or_next() {
        for (today, monday) in [
            ("2026-03-01", "2026-03-02"),
            ("2026-03-02", "2026-03-02"),
            ("2026-03-03", "2026-03-09"),
            ("2026-03-07", "2026-03-09"),
        ] {
            assert_eq!(coming_week(today.parse().unwrap()).to_string(), monday, "on {today}");
        }
    }
}
