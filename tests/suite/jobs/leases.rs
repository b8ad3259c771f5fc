//! A lease: started, renewed, lost, and what its computations are charged with.

use chrono::Duration;
use entity::instant::instant;
use service::ledger::{self, LEASE, Lane, MOST_ATTEMPTS};
use tests::backend::Backend;
use tests::hand::{claim, claim_one, finish, ledger_of, start};
use tests::invariants::settled;
use tests::on_both;

use super::{idle, run};

mod both {
    use super::on_both;
    on_both! {
        a_claim_costs_nothing_and_a_start_is_an_attempt
        what_kills_its_process_gives_up_after_five_starts
        a_lease_that_is_renewed_does_not_run_out
        a_message_that_comes_twice_works_once
        work_whose_lease_was_taken_back_writes_nothing
        a_lease_whose_row_is_gone_is_taken_back
        what_a_node_held_comes_back_when_it_stops
        what_another_node_has_started_stays_when_its_claimer_stops
    }
}

async fn a_claim_costs_nothing_and_a_start_is_an_attempt(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    run(&app.env, &gym, week).await;

    claim_one(&app.env, Lane::Bulk).await;
    app.clock.advance(LEASE);
    let lost = ledger::sweep(&app.env).await.unwrap();
    let rows = ledger_of(&app.env, gym.gym).await;

    assert_eq!((lost.leases, lost.computations), (1, 3));
    assert!(rows.iter().all(|row| row.status == "QUEUED" && row.attempts == 0), "{rows:?}");
    assert!(rows.iter().all(|row| instant(row.due_at) <= app.env.now()), "at once");

    let lease = claim_one(&app.env, Lane::Bulk).await;
    start(&app.env, lease).await.unwrap();
    app.clock.advance(LEASE);
    ledger::sweep(&app.env).await.unwrap();
    let rows = ledger_of(&app.env, gym.gym).await;

    assert!(rows.iter().all(|row| row.status == "QUEUED" && row.attempts == 1), "{rows:?}");
    for row in &rows {
        let wait = instant(row.due_at) - app.env.now();
        assert!(wait >= Duration::seconds(5) && wait <= Duration::seconds(10), "{wait}");
        assert_eq!(row.error.as_deref(), Some("its worker stopped before it was done"));
    }
    app.stop().await;
}

async fn what_kills_its_process_gives_up_after_five_starts(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    let run = run(&app.env, &gym, week).await;

    for attempt in 1..=MOST_ATTEMPTS {
        let lease = claim_one(&app.env, Lane::Bulk).await;
        let work = start(&app.env, lease).await.unwrap();
        assert_eq!(work.items[0].attempt, attempt);
        app.clock.advance(LEASE);
        ledger::sweep(&app.env).await.unwrap();
        app.clock.advance(Duration::minutes(10));
    }

    let rows = ledger_of(&app.env, gym.gym).await;
    assert_eq!((rows[0].status.as_str(), rows[0].attempts), ("FAILED", MOST_ATTEMPTS));
    assert_eq!(rows[0].error.as_deref(), Some("its worker stopped before it was done"));
    assert!(rows[0].finished_at.is_some());
    assert!(claim(&app.env, Lane::Bulk, 4).await.is_empty());
    service::runs::close_finished(&app.env, None).await.unwrap();
    let end = service::runs::progress(app.env.db.read(), gym.gym, run).await.unwrap();
    assert_eq!((end.model.status.as_str(), end.failed), ("COMPLETED_WITH_FAILURES", 1));
    app.stop().await;
}

async fn a_lease_that_is_renewed_does_not_run_out(backend: Backend) {
    let (app, gym, week) = idle(backend, 2).await;
    run(&app.env, &gym, week).await;
    let lease = claim_one(&app.env, Lane::Bulk).await;
    let work = start(&app.env, lease).await.unwrap();

    for _ in 0..3 {
        app.clock.advance(LEASE - Duration::seconds(1));
        assert!(ledger::renew(&app.env, lease).await.unwrap());
        assert_eq!(ledger::sweep(&app.env).await.unwrap().leases, 0);
    }
    finish(&app.env, &work).await;

    assert!(!ledger::renew(&app.env, lease).await.unwrap(), "it has ended");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_message_that_comes_twice_works_once(backend: Backend) {
    let (app, gym, week) = idle(backend, 2).await;
    run(&app.env, &gym, week).await;
    let lease = claim_one(&app.env, Lane::Bulk).await;

    let first = start(&app.env, lease).await;
    let second = start(&app.env, lease).await;
    finish(&app.env, &first.unwrap()).await;
    let third = start(&app.env, lease).await;

    assert!(second.is_none() && third.is_none());
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn work_whose_lease_was_taken_back_writes_nothing(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    run(&app.env, &gym, week).await;
    let slow = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();
    app.clock.advance(LEASE);
    ledger::sweep(&app.env).await.unwrap();
    app.clock.advance(Duration::seconds(10));

    // The slow worker comes back while another has its computations.
    let quick = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();
    let late = finish(&app.env, &slow).await;
    finish(&app.env, &quick).await;

    assert!(late.events.is_empty(), "{late:?}");
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    assert!(ledger_of(&app.env, gym.gym).await.iter().all(|row| row.attempts == 2));
    app.stop().await;
}

async fn a_lease_whose_row_is_gone_is_taken_back(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    run(&app.env, &gym, week).await;
    let lease = claim_one(&app.env, Lane::Bulk).await;
    let txn = app.env.db.write().await.unwrap();
    entity::store::leases::delete(&txn, lease).await.unwrap();
    txn.commit().await.unwrap();

    let swept = ledger::sweep(&app.env).await.unwrap();

    assert_eq!(swept.computations, 3);
    let rows = ledger_of(&app.env, gym.gym).await;
    assert!(rows.iter().all(|row| row.status == "QUEUED" && row.attempts == 0), "{rows:?}");
    app.stop().await;
}

async fn what_a_node_held_comes_back_when_it_stops(backend: Backend) {
    let (app, gym, week) = idle(backend, 300).await;
    run(&app.env, &gym, week).await;
    let leases = claim(&app.env, Lane::Bulk, 2).await;
    start(&app.env, leases[0]).await.unwrap();

    let waiting = ledger::abandon(&app.env, tests::hand::HOLDER, true).await.unwrap();
    let started = ledger::abandon(&app.env, tests::hand::HOLDER, false).await.unwrap();

    assert_eq!((waiting, started), (44, 256));
    let rows = ledger_of(&app.env, gym.gym).await;
    let charged = rows.iter().filter(|row| row.attempts == 1).count();
    assert!(rows.iter().all(|row| row.status == "QUEUED"));
    assert_eq!(charged, 256, "only what was started is charged");
    app.stop().await;
}

async fn what_another_node_has_started_stays_when_its_claimer_stops(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    run(&app.env, &gym, week).await;
    let lease = claim_one(&app.env, Lane::Bulk).await;
    let work = ledger::start(&app.env, "another node", lease).await.unwrap().unwrap();

    let by_claimer = ledger::abandon(&app.env, tests::hand::HOLDER, false).await.unwrap();
    let rows = ledger_of(&app.env, gym.gym).await;
    let by_starter = ledger::abandon(&app.env, "another node", false).await.unwrap();

    assert_eq!((by_claimer, by_starter), (0, work.items.len()));
    assert!(rows.iter().all(|row| row.status == "RUNNING"), "{rows:?}");
    app.stop().await;
}
