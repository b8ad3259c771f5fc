//! Much work at once: nobody is starved, urgent work goes ahead, and the lane stays short.

use std::time::{Duration, Instant};

use domain::calendar::Week;
use domain::ids::{ComputationId, MemberId};
use domain::vocab::{ComputationKind, Trigger};
use entity::{computation, plan};
use redis::AsyncCommands as _;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use service::env::Env;
use service::ledger::{Ask, Priority, request};
use service::runs;
use tests::cluster::{Cluster, PATIENCE};
use tests::crowd::Crowd;
use tests::hand::computation;

use super::{Gyms, done, on_cluster, sized};

/// Most members of a message.
const MESSAGE: u64 = 256;

/// A change is computed within seconds; on a machine that is busy with much else too, well within this.
const SOON: Duration = Duration::from_secs(30);

/// How long a test waits for all of it.
fn patience() -> Duration {
    PATIENCE * sized(1, 10)
}

/// How many members of a gym have a plan for the week.
async fn planned(env: &Env, gym: &Crowd, week: Week) -> u64 {
    plan::Entity::find()
        .filter(plan::Column::GymId.eq(gym.gym.uuid()))
        .filter(plan::Column::WeekOf.eq(week.monday()))
        .count(env.db.read())
        .await
        .unwrap()
}

/// Ends what is left of every run: a test has seen what it came for.
async fn call_off(cluster: &mut Cluster) {
    let open = entity::weekly_run::Entity::find().all(cluster.env.db.read()).await.unwrap();
    for run in open.into_iter().filter(|run| run.status == "RUNNING") {
        let gym = domain::ids::GymId::from_uuid(run.gym_id);
        let id = domain::ids::RunId::from_uuid(run.id);
        runs::cancel(&cluster.env, gym, id).await.unwrap();
    }
}

#[test]
fn small_gyms_beside_a_large_one_are_finished_before_a_tenth_of_it() {
    on_cluster(async |mut cluster| {
        let (members, count) = sized((5_200, 10), (20_000, 50));
        let large = Gyms::found(&cluster.env, 1, members).await;
        let small = Gyms::found(&cluster.env, count, 40).await;
        large.run(&cluster.env).await;
        small.run(&cluster.env).await;
        cluster.add("scheduler");
        cluster.add("worker");
        cluster.add("worker");

        let began = Instant::now();
        let mut of_large = 0;
        cluster
            .within(patience(), "the small gyms are finished", async |env| {
                of_large = planned(env, &large.gyms[0], large.week).await;
                let mut finished = true;
                for gym in &small.gyms {
                    finished &= planned(env, gym, small.week).await == 40;
                }
                finished
            })
            .await;
        eprintln!(
            "{count} small gyms in {:?}; {of_large} of the large one before",
            began.elapsed()
        );
        assert!(of_large < members as u64 / 10, "{of_large} of the large gym's came before");

        call_off(&mut cluster).await;
        small.settle(&mut cluster).await;
        large.hold(&cluster.env, &large.gyms[0], &[]).await;
    });
}

#[test]
fn a_change_goes_ahead_of_all_that_waits_in_bulk() {
    on_cluster(async |mut cluster| {
        let gyms = Gyms::found(&cluster.env, 1, sized(5_000, 20_000)).await;
        let gym = &gyms.gyms[0];
        gyms.run(&cluster.env).await;
        cluster.add("scheduler");
        cluster.add("worker");
        cluster
            .until("a first message is done", async |env| done(env).await.is_some_and(|n| n > 0))
            .await;

        let before = done(&cluster.env).await.unwrap();
        let member = last_waiting(&cluster.env, gym).await;
        let asked = Instant::now();
        let change = tired(&cluster.env, gym, member, gyms.week).await;
        cluster
            .until("the change is computed", async |env| {
                computation(env, gym.gym, change).await.status == "SUCCEEDED"
            })
            .await;

        let took = asked.elapsed();
        let bulk = done(&cluster.env).await.unwrap() - before - 1;
        eprintln!("computed {took:?} after the change; {bulk} in bulk meanwhile");
        assert!(took < SOON, "computed {took:?} after the change");
        assert!(bulk <= 6 * MESSAGE, "{bulk} of the bulk went before");
        call_off(&mut cluster).await;
        cluster.until("nothing is open", super::at_rest).await;
        gyms.hold(&cluster.env, gym, &[]).await;
    });
}

/// Whoever would be computed last.
async fn last_waiting(env: &Env, gym: &Crowd) -> MemberId {
    let waiting = computation::Entity::find()
        .filter(computation::Column::GymId.eq(gym.gym.uuid()))
        .filter(computation::Column::Status.eq("QUEUED"))
        .all(env.db.read())
        .await
        .unwrap();
    let last = waiting.iter().max_by_key(|row| row.id).expect("bulk work waits");
    MemberId::from_uuid(last.member_id)
}

/// A change of readiness that waits for no more of its kind.
async fn tired(env: &Env, gym: &Crowd, member: MemberId, week: Week) -> ComputationId {
    let ask = Ask {
        gym: gym.gym,
        member,
        week,
        kind: ComputationKind::Plan,
        trigger: Trigger::Readiness,
        reduce_only: true,
        priority: Priority::Triggered,
        run: None,
        debounce_seconds: 0,
        note: None,
        plan_number: None,
    };
    let txn = env.db.write().await.unwrap();
    entity::store::members::lock(&txn, gym.gym, &[member]).await.unwrap();
    let asked = request(&txn, env, ask).await.unwrap();
    txn.commit().await.unwrap();
    asked.computation
}

#[test]
fn a_large_backlog_leaves_the_lane_short_and_alive() {
    on_cluster(async |mut cluster| {
        let (members, workers) = sized((3_000, 2), (50_000, 3));
        let gyms = Gyms::found(&cluster.env, 1, members).await;
        let more = Gyms::found(&cluster.env, 20, 40).await;
        gyms.run(&cluster.env).await;
        more.run(&cluster.env).await;
        cluster.add("scheduler");
        for _ in 0..workers {
            cluster.add("worker");
        }

        let (began, mut longest) = (Instant::now(), 0);
        let mut redis = cluster.backend.redis.as_ref().unwrap().connect().await;
        cluster
            .within(patience(), "the backlog is worked off", async |env| {
                longest = longest.max(lane(&mut redis).await);
                super::at_rest(env).await
            })
            .await;

        eprintln!("{members} in {:?}; at most {longest} messages on the lane", began.elapsed());
        // Two at work and two waiting, of each worker's and each sort.
        assert!(longest <= 8 * workers, "{longest} messages on the lane");
        gyms.settle(&mut cluster).await;
        more.settle(&mut cluster).await;
    });
}

/// Messages on Redis that no worker has taken.
async fn lane(redis: &mut redis::aio::MultiplexedConnection) -> usize {
    let mut all = 0;
    for sort in ["triggered", "bulk"] {
        let scheduled: usize =
            redis.zcard(format!("{{microcycle:{sort}}}:scheduled")).await.unwrap();
        let active: usize = redis.llen(format!("{{microcycle:{sort}}}:active")).await.unwrap();
        all += scheduled + active;
    }
    all
}
