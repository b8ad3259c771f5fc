//! The fence: what a lease still holds when its work is written. Whatever was cancelled or taken back
//! meanwhile is left out.

use chrono::{DateTime, Utc};
use domain::ids::{ComputationId, GymId, LeaseId, MemberId};
use entity::{computation, store};
use sea_orm::DatabaseTransaction;

use super::takeback::{Why, take_back};
use super::{Work, id};
use crate::env::Env;
use crate::error::Result;

/// The open computations of a message's members, locked.
pub struct Fence {
    lease: LeaseId,
    gym: GymId,
    open: Vec<computation::Model>,
}

impl Fence {
    /// Locks them in one order: those of the lease, and those that wait behind them.
    pub async fn lock(
        txn: &DatabaseTransaction,
        work: &Work,
        members: &[MemberId],
    ) -> Result<Self> {
        let week = work.week.monday();
        let open = store::computations::lock_open(txn, work.gym, members, week, work.kind).await?;
        Ok(Self { lease: work.lease, gym: work.gym, open })
    }

    /// Whether the lease still holds a computation: only then may its work be written.
    pub fn holds(&self, computation: ComputationId) -> bool {
        let lease = Some(self.lease.uuid());
        self.open.iter().any(|row| row.lease_id == lease && id(row) == computation)
    }

    /// Ends computations well.
    pub async fn finish(
        &self,
        txn: &DatabaseTransaction,
        done: &[ComputationId],
        now: DateTime<Utc>,
    ) -> Result<()> {
        if !done.is_empty() {
            store::computations::succeed(txn, self.gym, done, now).await?;
        }
        Ok(())
    }

    /// Lets computations wait to be computed anew from what stands now. That is no fault of theirs
    /// and counts as no attempt.
    pub async fn again(
        &self,
        txn: &DatabaseTransaction,
        env: &Env,
        moved: &[ComputationId],
    ) -> Result<()> {
        let ended = moved.iter().map(|moved| (*moved, Why::Moved)).collect();
        take_back(txn, env, self.lease, &self.open, &ended).await?;
        Ok(())
    }
}
