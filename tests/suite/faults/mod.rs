//! What goes wrong in an installation, done to real processes on real servers. After each fault every
//! member has one current revision, each revision its events, the log no gap, and the ledger nothing open.
//!
//! Small by default; `MICROCYCLE_FAULTS=full` makes them as large as the product is promised for.

mod aborted;
mod burst;
mod database;
mod embedded;
mod killed;
mod load;
mod races;
mod redis;
mod schedulers;
mod storm;

use std::collections::BTreeSet;
use std::time::Instant;

use domain::calendar::{Week, local_date};
use domain::ids::MemberId;
use domain::vocab::ReviewPolicy;
use entity::{computation, gym, lease, store};
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, Set};
use service::env::Env;
use tests::backend::Backend;
use tests::cluster::Cluster;
use tests::crowd::{Crowd, Founding, crowd};
use tests::invariants::settled;
use uuid::Uuid;

/// The small size, or the one that the product is promised for.
fn sized<T>(small: T, full: T) -> T {
    let asked = std::env::var("MICROCYCLE_FAULTS").is_ok_and(|size| size == "full");
    if asked { full } else { small }
}

/// Runs a test on an installation with PostgreSQL and Redis, where they are there.
fn on_cluster(test: impl AsyncFnOnce(Cluster)) {
    tests::backend::run(async {
        if let Some(backend) = Backend::postgres().await {
            test(Cluster::on(backend).await).await;
        }
    });
}

/// Gyms and the week that is computed for their members.
struct Gyms {
    gyms: Vec<Crowd>,
    week: Week,
}

impl Gyms {
    /// So many gyms of so many members each, whose plans go to them as computed. No schedule starts a
    /// run of theirs.
    async fn found(env: &Env, gyms: usize, members: usize) -> Self {
        let mut all = Vec::new();
        for number in 0..gyms {
            let name = format!("Gym {number}");
            let gym = crowd(env, Founding { name: &name, members, ..Founding::default() }).await;
            let by_hand = gym::ActiveModel { next_run_at: Set(None), ..Default::default() };
            settings(env, &gym, by_hand).await;
            all.push(gym);
        }
        let today = local_date(env.now(), chrono_tz::Europe::London);
        Self { gyms: all, week: service::runs::coming_week(today) }
    }

    /// Starts the week's run of each of them.
    async fn run(&self, env: &Env) {
        for gym in &self.gyms {
            service::runs::start(env, gym.gym, Some(self.week)).await.unwrap();
        }
    }

    /// Waits until nothing is open, and holds the guarantees against what is there then.
    async fn settle(&self, cluster: &mut Cluster) {
        let began = Instant::now();
        cluster.until("nothing is open", at_rest).await;
        for gym in &self.gyms {
            self.hold(&cluster.env, gym, &gym.members).await;
        }
        let (most, again) = attempts(&cluster.env).await;
        eprintln!(
            "at rest {:?} later: {} computed, {again} of them started more than once ({most} times at most); {} processes fell",
            began.elapsed(),
            done(&cluster.env).await.unwrap(),
            cluster.fallen
        );
    }

    /// Holds the guarantees for these members of one gym.
    async fn hold(&self, env: &Env, gym: &Crowd, members: &[MemberId]) {
        settled(env.db.read(), gym.gym, members, self.week.monday()).await;
    }
}

/// Two workers and a scheduler, busy with the week of four gyms.
async fn at_work(cluster: &mut Cluster, members: usize) -> Gyms {
    let gyms = Gyms::found(&cluster.env, 4, members).await;
    cluster.add("worker");
    cluster.add("worker");
    cluster.add("scheduler");
    gyms.run(&cluster.env).await;
    gyms
}

/// Whether nothing waits, nothing is under way and no run is open.
async fn at_rest(env: &Env) -> bool {
    let nothing = open(env).await == Some(0) && leases(env).await.is_some_and(|all| all.is_empty());
    nothing && running(env).await == Some(0)
}

/// Waits until a worker is busy with something new. Where all is done, the week is run once more.
async fn busy(cluster: &mut Cluster, gyms: &Gyms, seen: &mut BTreeSet<Uuid>) {
    cluster
        .until("a worker is busy", async |env| {
            let Some(now) = under_way(env).await else { return false };
            let new = now.iter().any(|lease| !seen.contains(lease));
            if new {
                seen.extend(now);
            } else if open(env).await == Some(0) {
                gyms.run(env).await;
            }
            new
        })
        .await;
}

/// Computations that wait or are under way; `None` while the database does not answer.
async fn open(env: &Env) -> Option<u64> {
    let open = computation::Column::Status.is_in(["QUEUED", "RUNNING"]);
    computation::Entity::find().filter(open).count(env.db.read()).await.ok()
}

/// Computations that ended well.
async fn done(env: &Env) -> Option<u64> {
    let done = computation::Column::Status.eq("SUCCEEDED");
    computation::Entity::find().filter(done).count(env.db.read()).await.ok()
}

/// Runs that are not closed.
async fn running(env: &Env) -> Option<u64> {
    use entity::weekly_run::{Column, Entity};
    Entity::find().filter(Column::Status.eq("RUNNING")).count(env.db.read()).await.ok()
}

/// Most starts of a computation, and how many have more than one.
async fn attempts(env: &Env) -> (i32, usize) {
    let rows = computation::Entity::find().all(env.db.read()).await.unwrap();
    let again = rows.iter().filter(|row| row.attempts > 1).count();
    (rows.iter().map(|row| row.attempts).max().unwrap_or(0), again)
}

/// Every lease there is.
async fn leases(env: &Env) -> Option<Vec<lease::Model>> {
    lease::Entity::find().all(env.db.read()).await.ok()
}

/// Leases that a worker is busy with.
async fn under_way(env: &Env) -> Option<BTreeSet<Uuid>> {
    let rows = leases(env).await?;
    Some(rows.into_iter().filter(|row| row.started_at.is_some()).map(|row| row.id).collect())
}

/// Changes a gym's settings.
async fn settings(env: &Env, gym: &Crowd, changes: gym::ActiveModel) {
    let txn = env.db.write().await.unwrap();
    store::gyms::update(&txn, gym.gym, changes).await.unwrap();
    txn.commit().await.unwrap();
}

/// Lets every plan of a gym wait for a coach.
async fn reviewed(env: &Env, gym: &Crowd) {
    let policy = Set(ReviewPolicy::All.to_string());
    settings(env, gym, gym::ActiveModel { review_policy: policy, ..Default::default() }).await;
}
