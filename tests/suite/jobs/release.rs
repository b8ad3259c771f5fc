//! Weeks that no coach has decided on: released at their hour, expired once they are over.

use chrono::{DateTime, Utc};
use domain::calendar::Week;
use domain::ids::{MemberId, Plan, PlanId};
use entity::{event, gym, plan, plan_revision, store};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, Set};
use serde_json::{Value, json};
use service::release::{expire_past, give_hours, release_due};
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::{Crowd, Founding, crowd};
use tests::hand::work_off;
use tests::on_both;

use super::{MONDAY, NOW, ask, run, tired};

mod both {
    use super::on_both;
    on_both! {
        an_unreviewed_week_is_released_at_its_hour
        a_week_computed_late_waits_an_hour
        what_is_released_is_what_waits_then
        a_gym_that_wants_every_week_seen_releases_none
        a_new_hour_holds_for_what_waits
        another_time_zone_moves_the_hour
        a_week_computed_while_the_setting_changed_is_given_its_hour
        more_weeks_than_a_transaction_takes_are_seen_to_in_one_tick
        a_week_that_is_over_expires
        a_reduction_in_force_outlives_its_review
    }
}

/// Who may change settings.
const OWNER: &str = "owner";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A gym with an owner, who may change its settings.
async fn owned(backend: Backend, members: usize) -> (App, Crowd, Week) {
    let app = App::idle(backend, NOW).await;
    let founding = Founding { members, owner: Some(OWNER), ..Founding::default() };
    let gym = crowd(&app.env, founding).await;
    (app, gym, Week::new(MONDAY.parse().unwrap()).unwrap())
}

/// Every plan waits for a coach, and for an hour before the week at the longest.
async fn reviewed(backend: Backend) -> (App, Crowd, Week) {
    let (app, gym, week) = owned(backend, 3).await;
    set(&app, Some(60)).await;
    (app, gym, week)
}

async fn set(app: &App, minutes_before: Option<i32>) {
    change(app, json!({ "reviewPolicy": "ALL", "autoReleaseMinutesBefore": minutes_before })).await;
}

async fn change(app: &App, settings: Value) {
    app.client(Some(OWNER)).done("updateGymSettings", "gym { id }", settings).await;
}

/// Writes the setting alone, as one who reads the gym just before or after sees it.
async fn write(app: &App, gym: &Crowd, minutes_before: Option<i32>) {
    let txn = app.env.db.write().await.unwrap();
    let changes =
        gym::ActiveModel { auto_release_minutes_before: Set(minutes_before), ..Default::default() };
    store::gyms::update(&txn, gym.gym, changes).await.unwrap();
    txn.commit().await.unwrap();
}

async fn plan(app: &App, gym: &Crowd, member: MemberId, week: Week) -> plan::Model {
    let found = store::plans::of_week(app.env.db.read(), gym.gym, member, week.monday()).await;
    found.unwrap().unwrap()
}

async fn newest(app: &App, gym: &Crowd, plan: &plan::Model) -> plan_revision::Model {
    let id = PlanId::from_uuid(plan.id);
    let found = store::plan_revisions::find(app.env.db.read(), gym.gym, id, plan.newest).await;
    found.unwrap().unwrap()
}

async fn told(app: &App, plan: &plan::Model) -> Vec<String> {
    let rows = event::Entity::find()
        .filter(event::Column::PlanId.eq(plan.id))
        .order_by_asc(event::Column::Seq)
        .all(app.env.db.read())
        .await
        .unwrap();
    rows.into_iter().map(|row| row.kind).collect()
}

async fn an_unreviewed_week_is_released_at_its_hour(backend: Backend) {
    let (app, gym, week) = reviewed(backend).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    app.clock.set(at("2026-03-01T22:59:59Z"));
    let early = release_due(&app.env).await.unwrap();
    app.clock.set(at("2026-03-01T23:00:00Z"));
    let ticks = [release_due(&app.env).await.unwrap(), release_due(&app.env).await.unwrap()];

    assert!(early.events.is_empty());
    assert_eq!((ticks[0].events[0].seq, ticks[1].events.len()), (6, 0));
    for member in &gym.members {
        let plan = plan(&app, &gym, *member, week).await;
        assert_eq!(plan.status, "PUBLISHED");
        assert_eq!((plan.published, plan.pending), (Some(1), None));
        let revision = newest(&app, &gym, &plan).await;
        assert_eq!(revision.review_state.as_deref(), Some("AUTO_RELEASED"));
        assert_eq!(revision.published_at, plan.published_at);
        assert_eq!(told(&app, &plan).await, ["READY_FOR_REVIEW", "PUBLISHED"]);
    }
    app.stop().await;
}

async fn a_week_computed_late_waits_an_hour(backend: Backend) {
    let (app, gym, week) = reviewed(backend).await;
    app.clock.set(at("2026-03-01T22:30:00Z"));
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    app.clock.set(at("2026-03-01T23:29:00Z"));
    let early = release_due(&app.env).await.unwrap();
    app.clock.set(at("2026-03-01T23:30:00Z"));
    let due = release_due(&app.env).await.unwrap();

    assert!(early.events.is_empty(), "a coach has had no hour to look at it");
    assert_eq!(due.events.len(), 1);
    app.stop().await;
}

async fn what_is_released_is_what_waits_then(backend: Backend) {
    let (app, gym, week) = reviewed(backend).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    // Two are decided on before the hour: one approved, one rejected.
    let txn = app.env.db.write().await.unwrap();
    let decisions = [(0, "PUBLISHED", Some(1), "APPROVED"), (1, "REJECTED", None, "REJECTED")];
    for (index, status, published, review) in decisions {
        let plan = plan(&app, &gym, gym.members[index], week).await;
        let id = PlanId::from_uuid(plan.id);
        let decided = plan::ActiveModel {
            status: Set(status.to_owned()),
            published: Set(published),
            pending: Set(None),
            ..Default::default()
        };
        store::plans::update(&txn, gym.gym, id, decided).await.unwrap();
        let reviewed = plan_revision::ActiveModel {
            review_state: Set(Some(review.to_owned())),
            ..Default::default()
        };
        store::plan_revisions::update(&txn, gym.gym, id, 1, reviewed).await.unwrap();
    }
    txn.commit().await.unwrap();

    app.clock.set(at("2026-03-01T23:00:00Z"));
    release_due(&app.env).await.unwrap();

    let mut states = Vec::new();
    for member in &gym.members {
        states.push(plan(&app, &gym, *member, week).await.status);
    }
    assert_eq!(states, ["PUBLISHED", "REJECTED", "PUBLISHED"]);
    let first = plan(&app, &gym, gym.members[0], week).await;
    assert_eq!(told(&app, &first).await, ["READY_FOR_REVIEW"], "not published a second time");
    app.stop().await;
}

async fn a_gym_that_wants_every_week_seen_releases_none(backend: Backend) {
    let (app, gym, week) = reviewed(backend).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    // The switch, without the hours being moved along: the tick asks the gym itself.
    write(&app, &gym, None).await;

    app.clock.set(at("2026-03-01T23:00:00Z"));
    let none = release_due(&app.env).await.unwrap();

    assert!(none.events.is_empty());
    let plan = plan(&app, &gym, gym.members[0], week).await;
    assert_eq!(plan.status, "PENDING_REVIEW");
    assert_eq!(newest(&app, &gym, &plan).await.auto_release_at, None, "nor found again");
    app.stop().await;
}

async fn a_new_hour_holds_for_what_waits(backend: Backend) {
    let (app, gym, week) = reviewed(backend).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    let plan = plan(&app, &gym, gym.members[0], week).await;
    let hour =
        async || newest(&app, &gym, &plan).await.auto_release_at.map(entity::instant::instant);
    let first = hour().await;

    set(&app, Some(120)).await;
    let earlier = hour().await;
    set(&app, Some(2 * 24 * 60)).await;
    let soonest = hour().await;
    set(&app, None).await;
    let never = hour().await;

    assert_eq!(first, Some(at("2026-03-01T23:00:00Z")));
    assert_eq!(earlier, Some(at("2026-03-01T22:00:00Z")));
    assert_eq!(soonest, Some(at("2026-02-28T19:00:00Z")), "an hour after it was computed");
    assert_eq!(never, None);
    app.stop().await;
}

async fn another_time_zone_moves_the_hour(backend: Backend) {
    let (app, gym, week) = reviewed(backend).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    change(&app, json!({ "timeZone": "America/New_York" })).await;

    let plan = plan(&app, &gym, gym.members[0], week).await;
    let hour = newest(&app, &gym, &plan).await.auto_release_at.map(entity::instant::instant);
    assert_eq!(hour, Some(at("2026-03-02T04:00:00Z")), "an hour before its Monday begins there");
    app.stop().await;
}

async fn a_week_computed_while_the_setting_changed_is_given_its_hour(backend: Backend) {
    let (app, gym, week) = owned(backend, 2).await;
    set(&app, None).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    let plan = plan(&app, &gym, gym.members[0], week).await;
    // What was computed with the gym as it was is committed after the owner's change has looked for it.
    write(&app, &gym, Some(60)).await;
    let without = newest(&app, &gym, &plan).await.auto_release_at;

    give_hours(&app.env).await.unwrap();
    let given = newest(&app, &gym, &plan).await.auto_release_at.map(entity::instant::instant);
    app.clock.set(at("2026-03-01T23:00:00Z"));
    let due = release_due(&app.env).await.unwrap();
    give_hours(&app.env).await.unwrap();

    assert_eq!((without, given), (None, Some(at("2026-03-01T23:00:00Z"))));
    assert_eq!(due.events.len(), 1);
    app.stop().await;
}

/// Weeks of others, as one transaction of the clock's takes at most.
const MANY: usize = 1_000;

async fn more_weeks_than_a_transaction_takes_are_seen_to_in_one_tick(backend: Backend) {
    let (app, gym, week) = owned(backend, MANY + 1).await;
    set(&app, Some(60)).await;
    ask(&app.env, tired(&gym, gym.members[0], week, chrono::Duration::zero())).await;
    work_off(&app.env).await;
    let first = plan(&app, &gym, gym.members[0], week).await;
    let revision = newest(&app, &gym, &first).await;
    for (monday, hour) in
        [(week.monday(), revision.auto_release_at), (week.plus(-2).monday(), None)]
    {
        let mut plans = Vec::new();
        let mut revisions = Vec::new();
        // The past week is everybody's; the coming one's of the first is there.
        let whose = if hour.is_some() { &gym.members[1..] } else { &gym.members[..] };
        for member in whose {
            let id = app.env.id::<Plan>().uuid();
            let member_id = member.uuid();
            plans.push(plan::Model { id, member_id, week_of: monday, ..first.clone() });
            revisions.push(plan_revision::Model {
                plan_id: id,
                member_id,
                computation_id: None,
                auto_release_at: hour,
                ..revision.clone()
            });
        }
        let txn = app.env.db.write().await.unwrap();
        store::plans::insert(&txn, gym.gym, plans).await.unwrap();
        store::plan_revisions::insert(&txn, gym.gym, revisions).await.unwrap();
        txn.commit().await.unwrap();
    }

    app.clock.set(at("2026-03-01T23:00:00Z"));
    release_due(&app.env).await.unwrap();
    expire_past(&app.env).await.unwrap();

    let mut states = std::collections::BTreeMap::new();
    for plan in plan::Entity::find().all(app.env.db.read()).await.unwrap() {
        *states.entry((plan.week_of, plan.status)).or_insert(0) += 1;
    }
    let expected = [
        ((week.plus(-2).monday(), "EXPIRED".to_owned()), MANY + 1),
        ((week.monday(), "PUBLISHED".to_owned()), MANY + 1),
    ];
    assert_eq!(states, expected.into());
    app.stop().await;
}

async fn a_week_that_is_over_expires(backend: Backend) {
    let (app, gym, week) = owned(backend, 2).await;
    set(&app, None).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    app.clock.set(at("2026-03-08T23:59:59Z"));
    let early = expire_past(&app.env).await.unwrap();
    app.clock.set(at("2026-03-09T00:00:00Z"));
    let over = expire_past(&app.env).await.unwrap();
    let again = expire_past(&app.env).await.unwrap();

    assert_eq!((early.events.len(), over.events.len(), again.events.len()), (0, 1, 0));
    let plan = plan(&app, &gym, gym.members[0], week).await;
    assert_eq!((plan.status.as_str(), plan.pending), ("EXPIRED", None));
    assert_eq!(newest(&app, &gym, &plan).await.review_state.as_deref(), Some("LAPSED"));
    assert_eq!(told(&app, &plan).await, ["READY_FOR_REVIEW", "EXPIRED"]);
    app.stop().await;
}

async fn a_reduction_in_force_outlives_its_review(backend: Backend) {
    let (app, gym, week) = owned(backend, 1).await;
    set(&app, None).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    let found = plan(&app, &gym, gym.members[0], week).await;
    let txn = app.env.db.write().await.unwrap();
    let at_once = plan::ActiveModel {
        status: Set("PUBLISHED".to_owned()),
        published: Set(Some(1)),
        ..Default::default()
    };
    store::plans::update(&txn, gym.gym, PlanId::from_uuid(found.id), at_once).await.unwrap();
    txn.commit().await.unwrap();

    app.clock.set(at("2026-03-09T00:00:00Z"));
    expire_past(&app.env).await.unwrap();

    let after = plan(&app, &gym, gym.members[0], week).await;
    assert_eq!(
        (after.status.as_str(), after.published, after.pending),
        ("PUBLISHED", Some(1), None)
    );
    app.stop().await;
}
