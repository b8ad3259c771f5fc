//! Each gym's run by its own wall clock: one winner, no week left out, none run twice.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::ids::GymId;
use entity::{gym, store};
use sea_orm::Set;
use service::schedule::{self, next_run, start_due};
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::{Crowd, Founding, crowd};
use tests::hand::work_off;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        gyms_at_both_ends_of_the_world_run_by_their_own_clocks
        five_schedulers_at_one_tick_start_one_run
        after_three_weeks_down_the_week_that_matters_is_run
        a_run_that_is_due_while_one_is_under_way_joins_it
        a_changed_schedule_holds_from_then_on
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn founded(app: &App, name: &str, zone: Tz) -> Crowd {
    crowd(&app.env, Founding { name, zone, members: 2, ..Founding::default() }).await
}

/// Lets the gym run on a weekday at a time, from now on.
async fn scheduled(app: &App, gym: GymId, day: &str, time: &str) {
    let txn = app.env.db.write().await.unwrap();
    let mut row = store::gyms::find(&txn, gym).await.unwrap().unwrap();
    row.weekly_run_day = day.to_owned();
    row.weekly_run_time = time.to_owned();
    let next = next_run(&row, app.env.now()).unwrap();
    let changes = gym::ActiveModel {
        weekly_run_day: Set(row.weekly_run_day),
        weekly_run_time: Set(row.weekly_run_time),
        next_run_at: Set(next.map(entity::instant::micros)),
        ..Default::default()
    };
    store::gyms::update(&txn, gym, changes).await.unwrap();
    txn.commit().await.unwrap();
}

async fn due_at(app: &App, gym: GymId) -> DateTime<Utc> {
    let row = store::gyms::find(app.env.db.read(), gym).await.unwrap().unwrap();
    entity::instant::instant(row.next_run_at.unwrap())
}

async fn weeks_run(app: &App, gym: GymId) -> Vec<String> {
    use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
    let rows = entity::weekly_run::Entity::find()
        .filter(entity::weekly_run::Column::GymId.eq(gym.uuid()))
        .order_by_asc(entity::weekly_run::Column::StartedAt)
        .all(app.env.db.read())
        .await
        .unwrap();
    rows.iter().map(|run| run.week_of.to_string()).collect()
}

async fn gyms_at_both_ends_of_the_world_run_by_their_own_clocks(backend: Backend) {
    let app = App::idle(backend, "2026-02-25T00:00:00Z").await;
    let east = founded(&app, "Kiritimati", chrono_tz::Pacific::Kiritimati).await;
    let west = founded(&app, "Baker Island", chrono_tz::Etc::GMTPlus12).await;
    scheduled(&app, east.gym, "SATURDAY", "18:00").await;
    scheduled(&app, west.gym, "SATURDAY", "18:00").await;

    assert_eq!(due_at(&app, east.gym).await, at("2026-02-28T04:00:00Z"));
    assert_eq!(due_at(&app, west.gym).await, at("2026-03-01T06:00:00Z"));
    app.clock.set(at("2026-02-28T04:00:00Z"));
    let first = start_due(&app.env).await.unwrap();
    app.clock.set(at("2026-03-01T06:00:00Z"));
    let second = start_due(&app.env).await.unwrap();

    assert_eq!((first.len(), first[0].gym), (1, east.gym));
    assert_eq!((second.len(), second[0].gym), (1, west.gym));
    for gym in [east.gym, west.gym] {
        assert_eq!(weeks_run(&app, gym).await, ["2026-03-02"], "the same week of the calendar");
    }
    app.stop().await;
}

async fn five_schedulers_at_one_tick_start_one_run(backend: Backend) {
    let app = App::idle(backend, "2026-02-25T00:00:00Z").await;
    let gym = founded(&app, "Crowd", chrono_tz::Europe::Vienna).await;
    app.clock.set(due_at(&app, gym.gym).await);

    let ticks = futures_util::future::join_all((0..5).map(|_| start_due(&app.env))).await;

    let won: usize = ticks.into_iter().map(|started| started.unwrap().len()).sum();
    assert_eq!(won, 1);
    assert_eq!(weeks_run(&app, gym.gym).await, ["2026-03-02"]);
    assert!(start_due(&app.env).await.unwrap().is_empty(), "nor at the next tick");
    app.stop().await;
}

async fn after_three_weeks_down_the_week_that_matters_is_run(backend: Backend) {
    let app = App::idle(backend, "2026-02-04T00:00:00Z").await;
    let gym = founded(&app, "Crowd", chrono_tz::Europe::London).await;
    scheduled(&app, gym.gym, "SATURDAY", "18:00").await;

    // Wednesday of the week that the third missed Saturday was for.
    app.clock.set(at("2026-02-25T12:00:00Z"));
    let started = start_due(&app.env).await.unwrap();
    let again = start_due(&app.env).await.unwrap();
    work_off(&app.env).await;

    assert_eq!((started.len(), again.len()), (1, 0));
    assert_eq!(weeks_run(&app, gym.gym).await, ["2026-02-23"]);
    assert_eq!(due_at(&app, gym.gym).await, at("2026-02-28T18:00:00Z"), "and then as usual");
    app.stop().await;
}

async fn a_run_that_is_due_while_one_is_under_way_joins_it(backend: Backend) {
    let app = App::idle(backend, "2026-02-25T00:00:00Z").await;
    let gym = founded(&app, "Crowd", chrono_tz::Europe::London).await;
    let week = domain::calendar::Week::new("2026-03-02".parse().unwrap()).unwrap();
    let by_hand = service::runs::start(&app.env, gym.gym, Some(week)).await.unwrap();

    app.clock.set(due_at(&app, gym.gym).await);
    let due = start_due(&app.env).await.unwrap();

    assert_eq!((due[0].started.joined, due[0].started.run), (true, by_hand.run));
    app.stop().await;
}

async fn a_changed_schedule_holds_from_then_on(backend: Backend) {
    let app = App::idle(backend, "2026-02-25T00:00:00Z").await;
    let gym = founded(&app, "Crowd", chrono_tz::America::New_York).await;
    scheduled(&app, gym.gym, "SUNDAY", "02:30").await;

    // On 8 March clocks skip from 2:00 to 3:00 in New York; on 1 November 1:30 comes twice.
    app.clock.set(at("2026-03-02T00:00:00Z"));
    start_due(&app.env).await.unwrap();
    assert_eq!(due_at(&app, gym.gym).await, at("2026-03-08T07:00:00Z"), "the first that exists");
    app.clock.set(at("2026-10-26T00:00:00Z"));
    scheduled(&app, gym.gym, "SUNDAY", "01:30").await;
    assert_eq!(due_at(&app, gym.gym).await, at("2026-11-01T05:30:00Z"), "the earlier of the two");
    app.clock.set(at("2026-11-01T05:30:00Z"));
    let once = start_due(&app.env).await.unwrap().len();
    app.clock.advance(Duration::hours(1));
    let twice = start_due(&app.env).await.unwrap().len();

    assert_eq!((once, twice), (1, 0), "a doubled hour runs once");
    assert_eq!(due_at(&app, gym.gym).await, at("2026-11-08T06:30:00Z"));
    app.stop().await;
}

#[test]
fn a_day_that_a_zone_leaves_out_is_passed_over() {
    // Samoa had no 30 December 2011.
    let local = "2011-12-30T18:00:00".parse().unwrap();

    let found = schedule::resolve(chrono_tz::Pacific::Apia, local);

    assert_eq!(found, at("2011-12-30T10:00:00Z"), "the first instant of the 31st");
}
