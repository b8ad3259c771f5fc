//! A computation that takes its process with it, each time it is tried.

use domain::ids::{ComputationId, MemberId};
use entity::computation;
use entity::db::{Db, Pools};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, Statement,
};
use service::env::Env;
use service::ledger::MOST_ATTEMPTS;
use tests::cluster::Cluster;
use tests::crowd::Crowd;

use super::{Gyms, on_cluster, open};

/// Whoever writes the plan of one member stands still there, until the test ends its process: from
/// outside that is a computation that aborts, at the same place every time.
struct Deadly {
    member: MemberId,
    /// Holds the lock that is waited for.
    _holder: Db,
    deaths: usize,
}

impl Deadly {
    async fn make(cluster: &Cluster, member: MemberId) -> Self {
        let id = member.uuid();
        for statement in [
            "CREATE FUNCTION break_off() RETURNS trigger AS $$
             BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NEW; END $$ LANGUAGE plpgsql"
                .to_owned(),
            format!(
                "CREATE TRIGGER break_off BEFORE INSERT ON plan FOR EACH ROW
                 WHEN (NEW.member_id = CAST('{id}' AS uuid)) EXECUTE FUNCTION break_off()"
            ),
        ] {
            cluster.env.db.writer().execute_unprepared(&statement).await.unwrap();
        }
        let one = Pools { connections: 1, ..Pools::default() };
        let holder = Db::connect(&cluster.backend.database_url, one).await.unwrap();
        holder.writer().execute_unprepared("SELECT pg_advisory_lock(7)").await.unwrap();
        Self { member, _holder: holder, deaths: 0 }
    }

    /// Lets it kill its process until it is not tried any more.
    async fn until_it_has_given_up(&mut self, cluster: &mut Cluster) -> computation::Model {
        loop {
            let member = self.member;
            cluster
                .until("it is tried again, or gives up", async |env| {
                    !standing(env).await.is_empty() || row(env, member).await.status == "FAILED"
                })
                .await;
            for (connection, node) in standing(&cluster.env).await {
                // A connection outlives its process for a moment.
                if cluster.with("worker").contains(&node) {
                    cluster.abort(node);
                    self.deaths += 1;
                    cluster.add("worker");
                }
                // The server does not notice by itself while it waits for a lock.
                let end = format!("SELECT pg_terminate_backend({connection})");
                cluster.env.db.writer().execute_unprepared(&end).await.unwrap();
            }
            let row = row(&cluster.env, member).await;
            if row.status == "FAILED" {
                return row;
            }
        }
    }
}

/// Connections that stand at the deadly place, with the number of their process.
async fn standing(env: &Env) -> Vec<(i32, usize)> {
    let sql = "SELECT activity.pid, application_name FROM pg_stat_activity AS activity
        JOIN pg_locks AS locks ON locks.pid = activity.pid
        WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()";
    let statement = Statement::from_string(env.db.backend(), sql);
    let rows = env.db.read().query_all_raw(statement).await.unwrap();
    let read = |row: &sea_orm::QueryResult| {
        let (pid, name): (i32, String) =
            (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
        (pid, name.trim_start_matches("node-").parse().unwrap())
    };
    rows.iter().map(read).collect()
}

async fn row(env: &Env, member: MemberId) -> computation::Model {
    let of = computation::Column::MemberId.eq(member.uuid());
    computation::Entity::find().filter(of).one(env.db.read()).await.unwrap().unwrap()
}

/// Everyone but one.
fn others(gym: &Crowd, but: MemberId) -> Vec<MemberId> {
    gym.members.iter().copied().filter(|member| *member != but).collect()
}

#[test]
fn a_computation_that_kills_its_process_gives_up_and_the_workers_live_on() {
    on_cluster(async |mut cluster| {
        let alone = Gyms::found(&cluster.env, 1, 1).await;
        let well = Gyms::found(&cluster.env, 3, 40).await;
        let member = alone.gyms[0].members[0];
        let mut deadly = Deadly::make(&cluster, member).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");
        alone.run(&cluster.env).await;
        well.run(&cluster.env).await;

        let row = deadly.until_it_has_given_up(&mut cluster).await;

        assert_eq!((row.attempts, deadly.deaths), (MOST_ATTEMPTS, MOST_ATTEMPTS as usize));
        assert_eq!(row.error.as_deref(), Some("its worker stopped before it was done"));
        let told = cluster.logged("gave up");
        let (why, id) = (row.error.as_deref().unwrap(), ComputationId::from_uuid(row.id));
        let says = |line: &String| line.contains(why) && line.contains(&id.to_string());
        assert!(told.iter().any(says), "{told:#?}");
        // The workers that are left do what comes next.
        well.settle(&mut cluster).await;
        well.run(&cluster.env).await;
        well.settle(&mut cluster).await;
        alone.hold(&cluster.env, &alone.gyms[0], &[]).await;
    });
}

#[test]
fn a_member_who_kills_the_process_inside_a_full_message_fails_alone() {
    on_cluster(async |mut cluster| {
        let gyms = Gyms::found(&cluster.env, 1, 256).await;
        let gym = &gyms.gyms[0];
        let member = gym.members[100];
        let mut deadly = Deadly::make(&cluster, member).await;
        gyms.run(&cluster.env).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");

        let row = deadly.until_it_has_given_up(&mut cluster).await;
        cluster.until("the others are computed", async |env| open(env).await == Some(0)).await;
        cluster.until("all is at rest", super::at_rest).await;

        assert_eq!((row.attempts, deadly.deaths), (MOST_ATTEMPTS, MOST_ATTEMPTS as usize));
        gyms.hold(&cluster.env, gym, &others(gym, member)).await;
        let (failed, _) = failures(&cluster.env).await;
        assert_eq!(failed, [member.uuid()], "the other 255 are computed");
    });
}

/// Who failed, and how many did not.
async fn failures(env: &Env) -> (Vec<uuid::Uuid>, usize) {
    let rows = computation::Entity::find().all(env.db.read()).await.unwrap();
    let failed: Vec<_> =
        rows.iter().filter(|row| row.status == "FAILED").map(|row| row.member_id).collect();
    let well = rows.len() - failed.len();
    (failed, well)
}
