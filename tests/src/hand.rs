//! Background work done by hand, a step at a time: what workers do, where a test looks in between.

use domain::ids::{ComputationId, GymId, LeaseId};
use domain::vocab::ComputationKind;
use entity::{computation, db, event_counter, store};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _,
    QueryFilter as _, Statement,
};
use service::env::Env;
use service::error::Error;
use service::events::Wakes;
use service::ledger::{self, Lane, Limits, Work};
use service::{personalise, runs};

use crate::cluster::PATIENCE;

/// Who holds the leases that a test claims and starts.
pub const HOLDER: &str = "test";

fn told<T>(outcome: Result<T, Error>) -> T {
    outcome.unwrap_or_else(|error| panic!("{}", error.report()))
}

/// Claims what is due of a lane, so many messages at most.
pub async fn claim(env: &Env, lane: Lane, leases: usize) -> Vec<LeaseId> {
    let limits = Limits { kind: ComputationKind::Plan, leases, bulk_per_gym: 2 };
    told(ledger::claim(env, HOLDER, lane, limits).await)
}

/// Claims one message, which must be there.
pub async fn claim_one(env: &Env, lane: Lane) -> LeaseId {
    let leases = claim(env, lane, 1).await;
    *leases.first().expect("something is due")
}

/// Starts a message; `None` if it is gone.
pub async fn start(env: &Env, lease: LeaseId) -> Option<Work> {
    told(ledger::start(env, HOLDER, lease).await)
}

/// Computes and writes a started message, and ends its lease, as a worker does.
pub async fn finish(env: &Env, work: &Work) -> Wakes {
    let (wakes, failure) = match personalise::run(env, work).await {
        Ok(wakes) => (wakes, None),
        Err(Error::Internal(_)) => {
            (Wakes::default(), Some(ledger::Failure::transient("the inputs could not be read")))
        }
        Err(error) => (Wakes::default(), Some(ledger::Failure::hopeless(error.report()))),
    };
    told(ledger::settle(env, work.lease, failure).await);
    told(runs::close_finished(env, Some(work.gym)).await);
    wakes
}

/// Does all that is due of both lanes.
pub async fn work_off(env: &Env) {
    loop {
        let mut leases = claim(env, Lane::Triggered, 4).await;
        leases.extend(claim(env, Lane::Bulk, 4).await);
        if leases.is_empty() {
            return;
        }
        for lease in leases {
            if let Some(work) = start(env, lease).await {
                finish(env, &work).await;
            }
        }
    }
}

/// Holds the counter of a gym's events, the last lock that a write takes, until the transaction is ended. On SQLite
/// nobody else writes at all meanwhile.
pub async fn hold_events(env: &Env, gym: GymId) -> DatabaseTransaction {
    let held = env.db.write().await.expect("a transaction");
    let counter = event_counter::Entity::find().filter(event_counter::Column::GymId.eq(gym.uuid()));
    db::lock(counter).all(&held).await.expect("the counter is locked");
    held
}

/// Waits until so many transactions wait for another one's locks. SQLite has none to look at.
pub async fn blocked(env: &Env, count: i64) {
    if env.db.backend() == DbBackend::Sqlite {
        return;
    }
    let sql = "SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let began = std::time::Instant::now();
    loop {
        let statement = Statement::from_string(env.db.backend(), sql);
        let row = env.db.read().query_one_raw(statement).await.expect("the activity is read");
        let row = row.expect("a count has a row");
        if row.try_get_by_index::<i64>(0).expect("a number") >= count {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{count} never waited");
        tokio::task::yield_now().await;
    }
}

/// The whole ledger of a gym, by id.
pub async fn ledger_of(env: &Env, gym: GymId) -> Vec<computation::Model> {
    let rows = computation::Entity::find().all(env.db.read()).await.expect("the ledger is read");
    let mut rows: Vec<_> = rows.into_iter().filter(|row| row.gym_id == gym.uuid()).collect();
    rows.sort_by_key(|row| row.id);
    rows
}

/// One computation.
pub async fn computation(env: &Env, gym: GymId, id: ComputationId) -> computation::Model {
    let found = store::computations::find(env.db.read(), gym, id).await;
    found.expect("the ledger is read").expect("the computation is there")
}
