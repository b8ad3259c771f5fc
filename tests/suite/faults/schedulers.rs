//! Several schedulers at one tick, and none for weeks.

use chrono::{DateTime, Duration, Utc};
use entity::instant::{instant, micros};
use entity::{gym, store, weekly_run};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, Set};
use service::env::Env;
use tests::cluster::Cluster;
use tests::crowd::Crowd;
use tests::hand::ledger_of;

use super::{Gyms, on_cluster, settings, sized};

/// Lets the run of a gym be due.
async fn due(env: &Env, gym: &Crowd, at: DateTime<Utc>) {
    let at = gym::ActiveModel { next_run_at: Set(Some(micros(at))), ..Default::default() };
    settings(env, gym, at).await;
}

async fn runs(env: &Env, gym: &Crowd) -> Vec<weekly_run::Model> {
    let of = weekly_run::Column::GymId.eq(gym.gym.uuid());
    weekly_run::Entity::find().filter(of).all(env.db.read()).await.unwrap()
}

/// The gyms are due at one instant; each is run once, for everyone.
async fn one_run_each(cluster: &mut Cluster, gyms: &Gyms) {
    let tick = cluster.env.now() + Duration::seconds(2);
    for gym in &gyms.gyms {
        due(&cluster.env, gym, tick).await;
    }
    cluster
        .until("each gym's next run is moved", async |env| {
            let mut moved = true;
            for gym in &gyms.gyms {
                let row = store::gyms::find(env.db.read(), gym.gym).await.unwrap().unwrap();
                moved &= row.next_run_at.is_some_and(|next| instant(next) > tick);
            }
            moved
        })
        .await;
    gyms.settle(cluster).await;
    for gym in &gyms.gyms {
        let runs = runs(&cluster.env, gym).await;
        assert_eq!(runs.len(), 1, "{runs:?}");
        assert_eq!(ledger_of(&cluster.env, gym.gym).await.len(), gym.members.len());
    }
}

#[test]
fn two_and_then_five_schedulers_at_one_tick_start_one_run() {
    on_cluster(async |mut cluster| {
        let (count, members) = sized((6, 10), (20, 40));
        let first = Gyms::found(&cluster.env, count, members).await;
        cluster.add("worker");
        cluster.add("scheduler");
        cluster.add("scheduler");
        one_run_each(&mut cluster, &first).await;

        let second = Gyms::found(&cluster.env, count, members).await;
        for _ in 0..3 {
            cluster.add("scheduler");
        }
        one_run_each(&mut cluster, &second).await;

        assert_eq!(cluster.with("scheduler").len(), 5);
        assert_eq!(cluster.fallen, 0);
    });
}

#[test]
fn after_three_weeks_without_a_scheduler_the_week_that_matters_is_run_once() {
    on_cluster(async |mut cluster| {
        let gyms = Gyms::found(&cluster.env, 1, 20).await;
        let gym = &gyms.gyms[0];
        let now = cluster.env.now();
        // Each Wednesday at noon by the gym's clock, and the last three were missed.
        let slot = gym::ActiveModel {
            weekly_run_day: Set("WEDNESDAY".to_owned()),
            weekly_run_time: Set("12:00".to_owned()),
            ..Default::default()
        };
        settings(&cluster.env, gym, slot).await;
        let row = store::gyms::find(cluster.env.db.read(), gym.gym).await.unwrap().unwrap();
        let next = service::schedule::next_run(&row, now).unwrap().unwrap();
        let missed = next - Duration::weeks(3);
        due(&cluster.env, gym, missed).await;

        cluster.add("worker");
        cluster.add("scheduler");
        cluster.until("a run is started", async |env| !runs(env, gym).await.is_empty()).await;
        cluster.until("all is done", super::at_rest).await;

        let runs = runs(&cluster.env, gym).await;
        // The week that the newest missed slot was for: the Monday after it, or this one.
        let newest = (next - Duration::weeks(1)).date_naive();
        let week = service::runs::coming_week(newest)
            .max(domain::calendar::Week::containing(now.date_naive()));
        let weeks: Vec<_> = runs.iter().map(|run| run.week_of).collect();
        assert_eq!(weeks, [week.monday()]);
        let at = Gyms { week, ..gyms };
        at.settle(&mut cluster).await;
        let gym = &at.gyms[0];
        let row = store::gyms::find(cluster.env.db.read(), gym.gym).await.unwrap().unwrap();
        assert_eq!(row.next_run_at.map(instant), Some(next), "and then as usual");
    });
}
