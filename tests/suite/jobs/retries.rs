//! What gave up is tried again by hand: with all its attempts before it, and in its run.

use chrono::Duration;
use domain::ids::ComputationId;
use service::ledger::{self, Failure, Lane, retry};
use service::runs;
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::Crowd;
use tests::hand::{claim_one, computation, ledger_of, start, work_off};
use tests::invariants::settled;
use tests::on_both;

use super::{ask, idle, run, tired};

mod both {
    use super::on_both;
    on_both! {
        what_gave_up_is_computed_and_its_run_opens_again
        a_newer_request_that_waits_takes_what_is_retried
        a_cancelled_run_stays_cancelled
        only_what_failed_is_retried
        two_retries_at_once_are_one
    }
}

/// Everything of the run gives up.
async fn fail_all(app: &App) -> Vec<ComputationId> {
    let lease = claim_one(&app.env, Lane::Bulk).await;
    let work = start(&app.env, lease).await.unwrap();
    ledger::settle(&app.env, lease, Some(Failure::hopeless("a defect"))).await.unwrap();
    runs::close_finished(&app.env, None).await.unwrap();
    work.items.iter().map(|item| item.computation).collect()
}

async fn status(app: &App, gym: &Crowd, run: domain::ids::RunId) -> String {
    runs::progress(app.env.db.read(), gym.gym, run).await.unwrap().model.status
}

async fn what_gave_up_is_computed_and_its_run_opens_again(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    let run = run(&app.env, &gym, week).await;
    let failed = fail_all(&app).await;
    assert_eq!(status(&app, &gym, run).await, "COMPLETED_WITH_FAILURES");

    let retried = retry(&app.env, gym.gym, &failed).await.unwrap();

    assert_eq!((retried.computations.len(), retried.reopened.len()), (3, 1));
    assert!(retried.wakes.work);
    assert!(retried.computations.iter().all(|row| row.attempts == 0 && row.error.is_none()));
    assert_eq!(status(&app, &gym, run).await, "RUNNING");
    work_off(&app.env).await;
    assert_eq!(status(&app, &gym, run).await, "COMPLETED");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_newer_request_that_waits_takes_what_is_retried(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    let run = run(&app.env, &gym, week).await;
    let failed = fail_all(&app).await;
    let newer = ask(&app.env, tired(&gym, gym.members[0], week, Duration::minutes(5))).await;

    let retried = retry(&app.env, gym.gym, &failed).await.unwrap();

    assert_eq!(retried.computations.len(), 1);
    assert_eq!(retried.computations[0].id, newer.computation.uuid());
    let newer = computation(&app.env, gym.gym, newer.computation).await;
    assert_eq!((newer.run_id, newer.reduce_only), (Some(run.uuid()), false));
    let older = computation(&app.env, gym.gym, failed[0]).await;
    assert_eq!((older.status.as_str(), older.run_id), ("CANCELLED", None));
    app.clock.advance(Duration::minutes(5));
    work_off(&app.env).await;
    assert_eq!(status(&app, &gym, run).await, "COMPLETED");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_cancelled_run_stays_cancelled(backend: Backend) {
    let (app, gym, week) = idle(backend, 2).await;
    let run = run(&app.env, &gym, week).await;
    // One gives up, the other still waits when the run is cancelled.
    let rows = ledger_of(&app.env, gym.gym).await;
    let lease = claim_one(&app.env, Lane::Bulk).await;
    start(&app.env, lease).await.unwrap();
    let failed = ComputationId::from_uuid(rows[0].id);
    let failure = vec![(failed, Failure::hopeless("a defect"))];
    ledger::set_aside(&app.env, lease, failure).await.unwrap();
    runs::cancel(&app.env, gym.gym, run).await.unwrap();

    let retried = retry(&app.env, gym.gym, &[failed]).await.unwrap();

    assert!(retried.reopened.is_empty());
    assert_eq!(retried.computations[0].run_id, None);
    assert_eq!(status(&app, &gym, run).await, "CANCELLED");
    app.stop().await;
}

async fn only_what_failed_is_retried(backend: Backend) {
    let (app, gym, week) = idle(backend, 2).await;
    let run = run(&app.env, &gym, week).await;
    work_off(&app.env).await;
    let rows = ledger_of(&app.env, gym.gym).await;
    let ids: Vec<_> = rows.iter().map(|row| ComputationId::from_uuid(row.id)).collect();

    let retried = retry(&app.env, gym.gym, &ids).await.unwrap();
    let elsewhere = domain::ids::GymId::from_uuid(uuid::Uuid::from_u128(7));
    let other = retry(&app.env, elsewhere, &ids).await;

    assert!(retried.computations.is_empty() && !retried.wakes.work);
    assert!(other.is_err(), "another gym's computations do not exist");
    assert_eq!(status(&app, &gym, run).await, "COMPLETED");
    app.stop().await;
}

async fn two_retries_at_once_are_one(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    run(&app.env, &gym, week).await;
    let failed = fail_all(&app).await;

    let (one, two) =
        tokio::join!(retry(&app.env, gym.gym, &failed), retry(&app.env, gym.gym, &failed));

    let retried = one.unwrap().computations.len() + two.unwrap().computations.len();
    assert_eq!(retried, 3, "what the first has queued has not failed");
    work_off(&app.env).await;
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}
