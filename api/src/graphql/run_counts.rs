//! The figures of weekly runs; live, they are counted at most twice a second, whoever listens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use domain::ids::{GymId, RunId};
use domain::vocab::ComputationStatus;
use service::env::Env;
use service::error::Result;
use service::runs::{Progress, progress};
use tokio::sync::Mutex;
use tokio::time::Instant;
use uuid::Uuid;

/// Shortest time between two counts of one run (`design.md` §4).
const APART: Duration = Duration::from_millis(500);

/// A count this old is made again even if no change was heard of: the change may have been lost.
pub const STALE: Duration = Duration::from_secs(5);

/// How many computations of a run stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub total: i32,
    /// Ended well.
    pub succeeded: i32,
    /// Given up.
    pub failed: i32,
    /// Cancelled.
    pub cancelled: i32,
}

impl From<&Progress> for Counts {
    fn from(progress: &Progress) -> Self {
        let int = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            total: int(progress.total),
            succeeded: int(progress.succeeded),
            failed: int(progress.failed),
            cancelled: int(progress.cancelled),
        }
    }
}

/// Counts by run, from rows of run, status and count.
pub fn by_run(rows: &[(Uuid, String, i64)]) -> HashMap<Uuid, Counts> {
    let mut counts: HashMap<Uuid, Counts> = HashMap::new();
    for (run, status, count) in rows {
        let count = i32::try_from(*count).unwrap_or(i32::MAX);
        let of = counts.entry(*run).or_default();
        of.total += count;
        match status.parse() {
            Ok(ComputationStatus::Succeeded) => of.succeeded += count,
            Ok(ComputationStatus::Failed) => of.failed += count,
            Ok(ComputationStatus::Cancelled) => of.cancelled += count,
            Ok(ComputationStatus::Queued | ComputationStatus::Running) | Err(_) => {}
        }
    }
    counts
}

/// What was counted last of one run, for all its listeners on this node.
pub type SharedCount = Arc<Mutex<Option<Counted>>>;

/// One count of a run.
pub struct Counted {
    /// The change of runs that it was counted after.
    change: u64,
    at: Instant,
    progress: Progress,
}

/// The runs that someone on this node listens to.
#[derive(Default)]
pub struct RunCounts(Lock<HashMap<(GymId, RunId), SharedCount>>);

impl RunCounts {
    /// What the listeners of a run share; each keeps it for as long as it listens.
    pub fn of(&self, gym: GymId, run: RunId) -> SharedCount {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        runs.retain(|_, counted| Arc::strong_count(counted) > 1);
        runs.entry((gym, run)).or_default().clone()
    }
}

/// Where a run stands, counted no earlier than `change` was seen and no longer ago than [`STALE`].
pub async fn since(
    shared: &SharedCount,
    env: &Env,
    gym: GymId,
    run: RunId,
    change: u64,
) -> Result<Progress> {
    let mut counted = shared.lock().await;
    if let Some(known) = counted.as_ref() {
        if known.change >= change && known.at.elapsed() < STALE {
            return Ok(known.progress.clone());
        }
        tokio::time::sleep_until(known.at + APART).await;
    }
    let fresh = progress(env.db.read(), gym, run).await?;
    *counted = Some(Counted { change, at: Instant::now(), progress: fresh.clone() });
    Ok(fresh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_counted_by_run_and_status() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let rows = [
            (one, "SUCCEEDED".to_owned(), 3),
            (one, "QUEUED".to_owned(), 2),
            (other, "FAILED".to_owned(), 1),
        ];

        let counts = by_run(&rows);

        let expected = Counts { total: 5, succeeded: 3, ..Counts::default() };
        assert_eq!(counts.get(&one), Some(&expected));
        assert_eq!(counts.get(&other), Some(&Counts { total: 1, failed: 1, ..Counts::default() }));
    }
}
