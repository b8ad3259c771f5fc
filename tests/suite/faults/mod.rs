//! What goes wrong in an installation, done to real processes on real servers. After each fault every
//! member has one current revision, each revision its events, the log no gap, and the ledger nothing open.
//!
//! Small by default; `MICROCYCLE_FAULTS=full` makes them as large as the product is promised for.

mod killed;

use std::collections::BTreeSet;

use domain::calendar::Week;
use domain::ids::MemberId;
use entity::{computation, lease};
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use service::env::Env;
use tests::backend::Backend;
use tests::cluster::Cluster;
use tests::crowd::{Crowd, Founding, crowd};
use tests::invariants::settled;
use uuid::Uuid;

/// Whether the large versions are asked for.
fn full() -> bool {
    std::env::var("MICROCYCLE_FAULTS").is_ok_and(|size| size == "full")
}

/// The small size, or the one that the product is promised for.
fn sized<T>(small: T, full_size: T) -> T {
    if full() { full_size } else { small }
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
    /// So many gyms of so many members each.
    async fn found(env: &Env, gyms: usize, members: usize) -> Self {
        let mut all = Vec::new();
        for number in 0..gyms {
            let name = format!("Gym {number}");
            all.push(crowd(env, Founding { name: &name, members, ..Founding::default() }).await);
        }
        Self { gyms: all, week: Week::containing(env.now().date_naive()).plus(1) }
    }

    /// Starts the week's run of each of them.
    async fn run(&self, env: &Env) {
        for gym in &self.gyms {
            service::runs::start(env, gym.gym, Some(self.week)).await.unwrap();
        }
    }

    /// Waits until nothing is open, and holds the guarantees against what is there then.
    async fn settle(&self, cluster: &mut Cluster) {
        cluster
            .until("nothing is open", async |env| {
                open(env).await == 0 && leases(env).await.is_empty()
            })
            .await;
        for gym in &self.gyms {
            self.hold(cluster, gym, &gym.members).await;
        }
    }

    /// Holds the guarantees for one gym's members.
    async fn hold(&self, cluster: &mut Cluster, gym: &Crowd, members: &[MemberId]) {
        let db = cluster.env.db.clone();
        cluster
            .until("the run is closed", async |env| {
                service::runs::close_finished(env, Some(gym.gym)).await.is_ok()
            })
            .await;
        settled(db.read(), gym.gym, members, self.week.monday()).await;
    }
}

/// Computations that wait or are under way.
async fn open(env: &Env) -> u64 {
    let rows = computation::Entity::find()
        .filter(computation::Column::Status.is_in(["QUEUED", "RUNNING"]));
    rows.count(env.db.read()).await.unwrap()
}

/// Computations that ended well.
async fn done(env: &Env) -> u64 {
    let rows = computation::Entity::find().filter(computation::Column::Status.eq("SUCCEEDED"));
    rows.count(env.db.read()).await.unwrap()
}

/// Most starts of a computation, and how many have more than one.
async fn attempts(env: &Env) -> (i32, usize) {
    let rows = computation::Entity::find().all(env.db.read()).await.unwrap();
    let again = rows.iter().filter(|row| row.attempts > 1).count();
    (rows.iter().map(|row| row.attempts).max().unwrap_or(0), again)
}

/// Every lease there is.
async fn leases(env: &Env) -> Vec<lease::Model> {
    lease::Entity::find().all(env.db.read()).await.unwrap()
}

/// Leases that a worker is busy with.
async fn under_way(env: &Env) -> BTreeSet<Uuid> {
    let rows = leases(env).await;
    rows.into_iter().filter(|row| row.started_at.is_some()).map(|row| row.id).collect()
}
