//! Things that happen at one moment, in the worst order: the ledger settles each of them. Others of
//! their kind are among the tests of `jobs`: retries, joins, leases, supersession, the end of a run.

use chrono::Duration;
use domain::access::Actor;
use domain::calendar::Week;
use domain::ids::PlanId;
use domain::plan::PlanDocument;
use domain::vocab::{ComputationKind, Role, Trigger};
use entity::{member, pack, plan_revision, store};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use service::env::Env;
use service::erase::erase;
use service::ledger::{Ask, Lane, Priority, request};
use service::members::MemberRef;
use service::runs;
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::{Crowd, Founding, crowd};
use tests::hand::{blocked, claim_one, finish, hold_events, ledger_of, start, work_off};
use tests::invariants::settled;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        a_run_that_is_cancelled_while_its_last_message_is_written_ends_one_way
        a_member_erased_while_their_first_week_is_written_leaves_nothing_to_read
        inputs_that_change_and_change_back_are_news_each_time
        inputs_that_change_and_change_back_during_a_computation_are_computed_as_they_are
    }
}

const NOW: &str = "2026-02-28T18:00:00Z";
const MONDAY: &str = "2026-03-02";

async fn idle(backend: Backend, members: usize) -> (App, Crowd, Week) {
    let app = App::idle(backend, NOW).await;
    let gym = crowd(&app.env, Founding { members, ..Founding::default() }).await;
    (app, gym, Week::new(MONDAY.parse().unwrap()).unwrap())
}

/// A run is cancelled while a message of it stands in the midst of its transaction.
async fn a_run_that_is_cancelled_while_its_last_message_is_written_ends_one_way(backend: Backend) {
    let (app, gym, week) = idle(backend, 20).await;
    let run = runs::start(&app.env, gym.gym, Some(week)).await.unwrap().run;
    let work = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();

    let held = hold_events(&app.env, gym.gym).await;
    let (writing, cancelling) = (app.env.clone(), app.env.clone());
    let write = tokio::spawn(async move { finish(&writing, &work).await });
    blocked(&app.env, 1).await;
    let id = gym.gym;
    let cancel = tokio::spawn(async move { runs::cancel(&cancelling, id, run).await.unwrap() });
    blocked(&app.env, 2).await;
    held.commit().await.unwrap();
    write.await.unwrap();
    let cancelled = cancel.await.unwrap();

    // On SQLite, where one transaction follows the other, either may have been first.
    assert!(["CANCELLED", "COMPLETED"].contains(&cancelled.status.as_str()), "{cancelled:?}");
    let rows = ledger_of(&app.env, gym.gym).await;
    let ended = rows[0].status.clone();
    assert!(rows.iter().all(|row| row.status == ended), "a message is written whole or not at all");
    let planned: &[_] = if ended == "SUCCEEDED" { &gym.members } else { &[] };
    settled(app.env.db.read(), gym.gym, planned, week.monday()).await;
    app.stop().await;
}

async fn a_member_erased_while_their_first_week_is_written_leaves_nothing_to_read(
    backend: Backend,
) {
    let (app, gym, week) = idle(backend, 2).await;
    runs::start(&app.env, gym.gym, Some(week)).await.unwrap();
    let work = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();
    let member = gym.members[0];

    let held = hold_events(&app.env, gym.gym).await;
    let (writing, erasing, owner) = (app.env.clone(), app.env.clone(), owner(&gym));
    let write = tokio::spawn(async move { finish(&writing, &work).await });
    blocked(&app.env, 1).await;
    let erase = tokio::spawn(async move {
        erase(&erasing, &owner, Some(&MemberRef::Id(member))).await.unwrap()
    });
    blocked(&app.env, 2).await;
    held.commit().await.unwrap();
    write.await.unwrap();
    erase.await.unwrap();
    work_off(&app.env).await;

    let rows = plan_revision::Entity::find().all(app.env.db.read()).await.unwrap();
    let (own, others): (Vec<_>, Vec<_>) =
        rows.iter().partition(|row| row.member_id == member.uuid());
    assert!(own.iter().all(|row| row.document.is_empty() && row.signals.is_empty()), "{own:?}");
    assert_eq!(others.len(), 1, "the other member's week is theirs");
    app.stop().await;
}

fn owner(gym: &Crowd) -> Actor {
    Actor {
        gym: gym.gym,
        subject: "owner".to_owned(),
        display_name: "Owner".to_owned(),
        roles: vec![Role::Owner],
        coach: None,
        member: None,
        integration: None,
    }
}

async fn sessions_a_week(env: &Env, gym: &Crowd, count: i32) {
    let txn = env.db.write().await.unwrap();
    let changed = member::ActiveModel {
        id: Set(gym.members[0].uuid()),
        sessions_per_week: Set(count),
        ..Default::default()
    };
    changed.update(&txn).await.unwrap();
    txn.commit().await.unwrap();
}

/// Asks for the first member's week, drawn anew.
async fn ask(env: &Env, gym: &Crowd, week: Week) {
    let ask = Ask {
        gym: gym.gym,
        member: gym.members[0],
        week,
        kind: ComputationKind::Plan,
        trigger: Trigger::Goals,
        reduce_only: false,
        priority: Priority::Triggered,
        run: None,
        debounce_seconds: 0,
        note: None,
        plan_number: None,
    };
    let txn = env.db.write().await.unwrap();
    store::members::lock(&txn, gym.gym, &gym.members[..1]).await.unwrap();
    request(&txn, env, ask).await.unwrap();
    txn.commit().await.unwrap();
}

async fn documents(env: &Env, gym: &Crowd, week: Week) -> Vec<PlanDocument> {
    let plan = store::plans::of_week(env.db.read(), gym.gym, gym.members[0], week.monday());
    let plan = PlanId::from_uuid(plan.await.unwrap().unwrap().id);
    let mut rows: Vec<plan_revision::Model> =
        store::plan_revisions::of_plan(env.db.read(), gym.gym, plan).await.unwrap();
    rows.sort_by_key(|row| row.number);
    rows.iter().map(|row| pack::unpack(&row.document).unwrap()).collect()
}

async fn inputs_that_change_and_change_back_are_news_each_time(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    for sessions in [4, 3, 4] {
        sessions_a_week(&app.env, &gym, sessions).await;
        ask(&app.env, &gym, week).await;
        work_off(&app.env).await;
        app.clock.advance(Duration::minutes(1));
    }

    let documents = documents(&app.env, &gym, week).await;
    let sessions: Vec<usize> = documents.iter().map(|document| document.sessions.len()).collect();
    assert_eq!(sessions, [4, 3, 4], "a return to what an older one saw is written again");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn inputs_that_change_and_change_back_during_a_computation_are_computed_as_they_are(
    backend: Backend,
) {
    let (app, gym, week) = idle(backend, 1).await;
    ask(&app.env, &gym, week).await;
    let work = start(&app.env, claim_one(&app.env, Lane::Triggered).await).await.unwrap();

    // Asked for again by each change, while the first is under way.
    sessions_a_week(&app.env, &gym, 3).await;
    ask(&app.env, &gym, week).await;
    finish(&app.env, &work).await;
    sessions_a_week(&app.env, &gym, 4).await;
    ask(&app.env, &gym, week).await;
    work_off(&app.env).await;

    let documents = documents(&app.env, &gym, week).await;
    let newest = documents.last().unwrap();
    assert_eq!(newest.sessions.len(), 4, "the newest says what holds now");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}
