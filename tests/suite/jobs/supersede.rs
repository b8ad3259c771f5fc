//! Two computations of one week: the newer decides, and no change is lost between them.

use std::sync::Arc;

use chrono::Duration;
use domain::ids::PlanId;
use entity::store;
use service::ledger::{self, Failure, Lane};
use tests::backend::Backend;
use tests::hand::{claim, claim_one, computation, finish, ledger_of, start, work_off};
use tests::invariants::settled;
use tests::on_both;

use super::{ask, idle, run, tired};

mod both {
    use super::on_both;
    on_both! {
        an_older_computation_never_finishes_after_a_newer_one
        what_would_go_back_makes_way_for_what_waits
        a_change_during_the_first_computation_is_not_lost
        a_week_that_was_edited_meanwhile_is_computed_again
        a_week_that_comes_out_the_same_is_no_news
    }
}

async fn an_older_computation_never_finishes_after_a_newer_one(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    run(&app.env, &gym, week).await;
    let older = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();

    ask(&app.env, tired(&gym, gym.members[0], week, Duration::zero())).await;
    let early = claim(&app.env, Lane::Triggered, 4).await;
    finish(&app.env, &older).await;
    let newer = claim(&app.env, Lane::Triggered, 4).await;

    assert!(early.is_empty(), "while the older one is under way, the newer one waits");
    assert_eq!(newer.len(), 1);
    app.clock.advance(Duration::minutes(1));
    let work = start(&app.env, newer[0]).await.unwrap();
    let asked = work.items[0].computation.uuid();
    finish(&app.env, &work).await;
    // A second delivery of the older one comes to nothing.
    finish(&app.env, &older).await;

    let mut rows = ledger_of(&app.env, gym.gym).await;
    rows.sort_by_key(|row| row.finished_at);
    let ended: Vec<_> = rows.iter().map(|row| (row.id, row.status.as_str())).collect();
    let first = older.items[0].computation.uuid();
    assert_eq!(ended, [(first, "SUCCEEDED"), (asked, "SUCCEEDED")], "the newer one wrote last");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn what_would_go_back_makes_way_for_what_waits(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    let run = run(&app.env, &gym, week).await;
    let lease = claim_one(&app.env, Lane::Bulk).await;
    start(&app.env, lease).await.unwrap();
    let newer = ask(&app.env, tired(&gym, gym.members[0], week, Duration::minutes(5))).await;

    ledger::settle(&app.env, lease, Some(Failure::transient("a fault"))).await.unwrap();

    let rows = ledger_of(&app.env, gym.gym).await;
    let older = rows.iter().find(|row| row.id != newer.computation.uuid()).unwrap();
    assert_eq!(older.status, "CANCELLED");
    assert!(older.error.as_deref().unwrap().contains("newer"), "{older:?}");
    let newer = computation(&app.env, gym.gym, newer.computation).await;
    assert_eq!(newer.run_id, Some(run.uuid()), "it takes its run");
    assert_eq!((newer.trigger.as_str(), newer.reduce_only), ("WEEKLY", false), "and its reach");
    let progress = service::runs::progress(app.env.db.read(), gym.gym, run).await.unwrap();
    assert_eq!((progress.total, progress.queued), (1, 1), "a run counts a member once");
    app.clock.advance(Duration::minutes(5));
    work_off(&app.env).await;
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_change_during_the_first_computation_is_not_lost(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    run(&app.env, &gym, week).await;
    let first = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();

    let txn = app.env.db.write().await.unwrap();
    let member = gym.members[0];
    store::members::lock(&txn, gym.gym, &[member]).await.unwrap();
    let row = store::gyms::find(&txn, gym.gym).await.unwrap().unwrap();
    let cause = domain::vocab::Trigger::Readiness;
    let decision =
        service::material::ask_if_material(&txn, &app.env, &row, member, cause).await.unwrap();
    txn.commit().await.unwrap();
    finish(&app.env, &first).await;
    app.clock.advance(Duration::minutes(15));
    work_off(&app.env).await;

    assert!(decision.triggered, "{decision:?}");
    let rows = ledger_of(&app.env, gym.gym).await;
    let done: Vec<_> = rows.iter().map(|row| row.status.as_str()).collect();
    assert_eq!(done, ["SUCCEEDED", "SUCCEEDED"], "the change was computed after it");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_week_that_was_edited_meanwhile_is_computed_again(backend: Backend) {
    let (app, gym, week) = idle(backend, 2).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    run(&app.env, &gym, week).await;
    let member = gym.members[0];
    let plan = store::plans::of_week(app.env.db.read(), gym.gym, member, week.monday());
    let plan = plan.await.unwrap().unwrap();
    let work = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();

    // The inputs are read and the week computed, then an edit is committed before it is written.
    let edit = app.env.db.write().await.unwrap();
    store::plans::bump(&edit, gym.gym, &[PlanId::from_uuid(plan.id)]).await.unwrap();
    let asked = app.clock.times_asked();
    let (env, work) = (app.env.clone(), Arc::new(work));
    let busy = tokio::spawn({
        let work = work.clone();
        async move { finish(&env, &work).await }
    });
    app.clock.asked_again(asked + 2).await; // for the inputs, and when they are to be written
    edit.commit().await.unwrap();
    let wakes = busy.await.unwrap();

    let rows = ledger_of(&app.env, gym.gym).await;
    let again: Vec<_> = rows.iter().filter(|row| row.status == "QUEUED").collect();
    assert!(wakes.work, "the dispatcher has something to do");
    assert_eq!(again.len(), 1);
    assert_eq!((again[0].member_id, again[0].attempts), (member.uuid(), 0), "no fault of its own");
    work_off(&app.env).await;
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_week_that_comes_out_the_same_is_no_news(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    let before = store::events::newest(app.env.db.read(), gym.gym).await.unwrap();

    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    let after = store::events::newest(app.env.db.read(), gym.gym).await.unwrap();
    assert_eq!((before, after), (3, 3));
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}
