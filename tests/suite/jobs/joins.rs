//! Many requests for one week become one computation.

use chrono::Duration;
use domain::vocab::Trigger;
use entity::instant::instant;
use service::ledger::{Ask, Lane, Priority};
use tests::backend::Backend;
use tests::hand::{claim, computation, ledger_of};
use tests::on_both;

use super::{ask, idle, run, tired};

mod both {
    use super::on_both;
    on_both! {
        fifty_changes_are_one_computation
        changes_that_keep_coming_wait_ten_minutes_at_most
        a_run_joins_what_waits_and_a_change_joins_the_run
        a_coach_who_asks_does_not_wait_for_the_window
    }
}

async fn fifty_changes_are_one_computation(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    let began = app.env.now();

    for _ in 0..50 {
        ask(&app.env, tired(&gym, gym.members[0], week, Duration::seconds(90))).await;
        app.clock.advance(Duration::milliseconds(40));
    }

    let rows = ledger_of(&app.env, gym.gym).await;
    assert_eq!((rows.len(), rows[0].requests), (1, 50));
    let last = began + Duration::milliseconds(49 * 40);
    assert_eq!(instant(rows[0].due_at), last + Duration::seconds(90), "after the last of them");
    assert!(claim(&app.env, Lane::Triggered, 4).await.is_empty(), "it waits for more");
    app.clock.advance(Duration::seconds(90));
    assert_eq!(claim(&app.env, Lane::Triggered, 4).await.len(), 1);
    app.stop().await;
}

async fn changes_that_keep_coming_wait_ten_minutes_at_most(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    let began = app.env.now();

    for _ in 0..20 {
        ask(&app.env, tired(&gym, gym.members[0], week, Duration::seconds(90))).await;
        app.clock.advance(Duration::seconds(60));
    }

    let rows = ledger_of(&app.env, gym.gym).await;
    assert_eq!(instant(rows[0].due_at), began + Duration::minutes(10));
    app.stop().await;
}

async fn a_run_joins_what_waits_and_a_change_joins_the_run(backend: Backend) {
    let (app, gym, week) = idle(backend, 2).await;
    let window = Duration::minutes(5);
    let before = ask(&app.env, tired(&gym, gym.members[0], week, window)).await;

    let run = run(&app.env, &gym, week).await;
    let after = ask(&app.env, tired(&gym, gym.members[1], week, window)).await;

    let rows = ledger_of(&app.env, gym.gym).await;
    assert_eq!(rows.len(), 2);
    assert!(after.joined, "what the run waits for computes it too");
    for row in &rows {
        assert_eq!(row.run_id, Some(run.uuid()));
        assert_eq!(row.priority, Priority::Triggered.value(), "a join never lowers a priority");
        assert!(!row.reduce_only, "nor narrows a full computation");
        assert_eq!(row.trigger, "WEEKLY");
        assert!(instant(row.due_at) <= app.env.now(), "nor delays a row of a run");
    }
    let first = computation(&app.env, gym.gym, before.computation).await;
    assert_eq!(first.requests, 2);
    app.stop().await;
}

async fn a_coach_who_asks_does_not_wait_for_the_window(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    ask(&app.env, tired(&gym, gym.members[0], week, Duration::minutes(5))).await;

    let coach = Ask {
        trigger: Trigger::CoachRequest,
        priority: Priority::Asked,
        reduce_only: false,
        note: Some("she feels well".to_owned()),
        ..tired(&gym, gym.members[0], week, Duration::zero())
    };
    ask(&app.env, coach).await;
    // A change that comes later moves nothing of it.
    ask(&app.env, tired(&gym, gym.members[0], week, Duration::minutes(5))).await;

    let rows = ledger_of(&app.env, gym.gym).await;
    assert_eq!(rows.len(), 1);
    assert!(instant(rows[0].due_at) <= app.env.now());
    assert_eq!((rows[0].trigger.as_str(), rows[0].reduce_only), ("COACH_REQUEST", false));
    assert_eq!(rows[0].note.as_deref(), Some("she feels well"));
    app.stop().await;
}
