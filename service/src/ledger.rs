//! The ledger of background work: the one place that knows what waits, what is under way, what runs
//! again and what gave up. The queue only carries lease ids.

mod ask;
mod claim;
mod fence;
mod lease;
mod pace;
mod retry;
mod sweep;
mod takeback;

use chrono::Duration;
use domain::calendar::Week;
use domain::ids::{ComputationId, GymId, LeaseId, MemberId, RunId};
use domain::vocab::{ComputationKind, ComputationStatus, Trigger};
use entity::{computation, store};
use sea_orm::ConnectionTrait;

use crate::error::Result;

pub use ask::{Ask, Asked, cancel, request};
pub(crate) use ask::{reach, row};
pub use claim::{Limits, claim, claim_ahead, next_due};
pub use fence::Fence;
pub use lease::{
    abandon, give_back, held, put_back, put_off, release, renew, set_aside, settle, start,
};
pub use pace::{LONGEST_LEASE_SECONDS, Pace, SHORTEST_LEASE_SECONDS};
pub use retry::{Retried, retry};
pub use sweep::{Swept, sweep};

/// How long a lease lasts unless it is renewed, where nothing else is set.
///
/// House choice: longer than a pause of the process or of the database, short enough that a killed
/// worker's members wait about a minute.
pub const LEASE: Duration = Duration::seconds(60);

/// Starts after which a computation gives up. House choice; with the backoff about two minutes.
pub const MOST_ATTEMPTS: i32 = 5;

/// Longest that joining requests may move a computation out (`design.md` §3).
pub const LONGEST_WAIT: Duration = Duration::minutes(10);

/// How urgent a computation is. A join never lowers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Many at once, ahead of time: the weekly run, a template that was published.
    Bulk,
    /// Something changed for one member.
    Triggered,
    /// A person asked for it and waits.
    Asked,
}

impl Priority {
    /// What the column keeps; the gaps leave room for more.
    pub const fn value(self) -> i32 {
        match self {
            Self::Bulk => 0,
            Self::Triggered => 10,
            Self::Asked => 20,
        }
    }
}

/// The two sorts of work. Each has its own short queue and its own workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// For a member whose week must change now.
    Triggered,
    /// Ahead of time, many at once.
    Bulk,
}

impl Lane {
    /// Both, the urgent one first.
    pub const ALL: [Self; 2] = [Self::Triggered, Self::Bulk];

    /// The word of the database and of the queues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Triggered => "TRIGGERED",
            Self::Bulk => "BULK",
        }
    }

    /// Lowest and highest priority of its computations.
    pub(crate) const fn priorities(self) -> (i32, i32) {
        match self {
            Self::Triggered => (Priority::Triggered.value(), i32::MAX),
            Self::Bulk => (i32::MIN, Priority::Triggered.value() - 1),
        }
    }
}

/// What a lease holds: computations of one gym, week and kind.
#[derive(Debug, Clone)]
pub struct Work {
    /// The lease, which fences every write.
    pub lease: LeaseId,
    /// The gym.
    pub gym: GymId,
    /// The week.
    pub week: Week,
    /// Plans or narratives.
    pub kind: ComputationKind,
    /// By id.
    pub items: Vec<WorkItem>,
}

/// One computation of a lease.
#[derive(Debug, Clone)]
pub struct WorkItem {
    /// The computation.
    pub computation: ComputationId,
    /// Whose week.
    pub member: MemberId,
    /// Why it is computed.
    pub trigger: Trigger,
    /// May lower loads, not raise them.
    pub reduce_only: bool,
    /// The weekly run it belongs to.
    pub run: Option<RunId>,
    /// A coach's note with the request.
    pub note: Option<String>,
    /// The revision a narrative belongs to.
    pub plan_number: Option<i32>,
    /// Which start this is, from 1.
    pub attempt: i32,
}

/// Why a computation did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Whether another attempt may help.
    pub kind: FailureKind,
    /// One sentence for the gym's owner, without internals.
    pub message: String,
    /// Another attempt comes no sooner than after this; zero: as the ledger thinks best.
    pub not_before: Duration,
}

/// Whether another attempt may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// It may: something was away, or busy.
    Transient,
    /// It will fail again.
    Hopeless,
}

impl Failure {
    /// Worth another attempt.
    pub fn transient(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Transient, message: message.into(), not_before: Duration::zero() }
    }

    /// Not worth another attempt.
    pub fn hopeless(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Hopeless, ..Self::transient(message) }
    }

    /// The same, with a wait that was asked for.
    #[must_use]
    pub fn not_before(self, wait: Duration) -> Self {
        Self { not_before: wait, ..self }
    }
}

/// How much of a kind is open, over all gyms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting, never started.
    pub queued: i64,
    /// Waiting for another attempt.
    pub retrying: i64,
    /// Under a lease.
    pub running: i64,
}

/// How much of a kind is open, over all gyms.
pub async fn counts(db: &impl ConnectionTrait, kind: ComputationKind) -> Result<Counts> {
    let mut counts = Counts::default();
    for (status, tried, count) in store::computations::open(db, kind).await? {
        match (status == ComputationStatus::Running.as_str(), tried) {
            (true, _) => counts.running += count,
            (false, true) => counts.retrying += count,
            (false, false) => counts.queued += count,
        }
    }
    Ok(counts)
}

/// Triggers that may change more than this one: a computation that has one keeps it when joined.
pub(crate) fn wider_than(trigger: Trigger) -> Vec<Trigger> {
    let wider = |other: &Trigger| reach(*other) > reach(trigger);
    Trigger::ALL.iter().copied().filter(wider).collect()
}

fn id(row: &computation::Model) -> ComputationId {
    ComputationId::from_uuid(row.id)
}

fn kind(row: &computation::Model) -> Result<ComputationKind> {
    Ok(row.kind.parse().map_err(anyhow::Error::from)?)
}
