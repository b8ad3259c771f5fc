//! The way from the ledger to a worker: short, and of lease ids only. Whatever is lost on it costs time.

pub(crate) mod local;
pub(crate) mod redis;

use domain::ids::LeaseId;
use service::ledger::Lane as Sort;

/// Messages of one sort that are worked on at once by a node. House choice: one computes on all cores
/// while another loads or writes.
pub(crate) const AT_ONCE: usize = 2;
/// Messages of one sort that may wait on a lane for each of a node, beside those being worked on.
pub(crate) const WAITING: usize = 2;

/// Where leases go.
#[derive(Clone)]
pub(crate) enum Lane {
    /// A bounded channel to workers of this process.
    Local(local::Local),
    /// apalis on Redis, to workers anywhere.
    Redis(Box<redis::Redis>),
}

impl Lane {
    /// Hands a lease over; false where the lane does not take it.
    pub(crate) async fn offer(&self, sort: Sort, lease: LeaseId) -> bool {
        match self {
            Self::Local(lane) => lane.offer(sort, lease),
            Self::Redis(lane) => lane.offer(sort, lease).await,
        }
    }

    /// Whether a lease could be handed over now.
    pub(crate) async fn answers(&self) -> bool {
        match self {
            Self::Local(_) => true,
            Self::Redis(lane) => lane.answers().await,
        }
    }
}
