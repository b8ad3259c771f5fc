//! Weekly runs: started once, followed to their end, cancelled for good.

use chrono::Duration;
use service::error::Error;
use service::ledger::Lane;
use service::runs::{self, Progress};
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::{Crowd, Founding, crowd};
use tests::hand::{blocked, claim, claim_one, finish, hold_events, ledger_of, start, work_off};
use tests::invariants::settled;
use tests::on_both;

use super::{NOW, ask, idle, run, tired};

mod both {
    use super::on_both;
    on_both! {
        a_second_start_joins_the_run
        twenty_starts_at_once_are_one_run
        a_cancelled_run_frees_everything
        a_cancelled_run_leaves_what_a_change_asked_for
        what_a_change_asked_for_while_the_run_had_it_outlives_the_run
        what_is_under_way_when_a_run_is_cancelled_writes_nothing
        the_last_two_messages_of_a_run_end_it_together
        a_gym_without_members_has_a_run_that_ends_at_once
        a_week_that_is_over_can_not_be_run
    }
}

async fn progress(app: &App, gym: &Crowd, run: domain::ids::RunId) -> Progress {
    runs::progress(app.env.db.read(), gym.gym, run).await.unwrap()
}

async fn a_second_start_joins_the_run(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;

    let first = runs::start(&app.env, gym.gym, Some(week)).await.unwrap();
    let second = runs::start(&app.env, gym.gym, Some(week)).await.unwrap();
    let default = runs::start(&app.env, gym.gym, None).await.unwrap();

    assert_eq!((first.joined, first.computations), (false, 3));
    assert_eq!((second.joined, second.run), (true, first.run));
    assert_eq!(default.run, first.run, "by default it is the coming week's");
    assert_eq!(progress(&app, &gym, first.run).await.total, 3);
    app.stop().await;
}

async fn twenty_starts_at_once_are_one_run(backend: Backend) {
    let (app, gym, week) = idle(backend, 5).await;

    let starts = (0..20).map(|_| runs::start(&app.env, gym.gym, Some(week)));
    let started: Vec<_> = futures_util::future::join_all(starts).await;

    let runs: Vec<_> = started.into_iter().map(|started| started.unwrap()).collect();
    assert!(runs.iter().all(|started| started.run == runs[0].run));
    assert_eq!(runs.iter().filter(|started| !started.joined).count(), 1);
    assert_eq!(ledger_of(&app.env, gym.gym).await.len(), 5);
    app.stop().await;
}

async fn a_cancelled_run_frees_everything(backend: Backend) {
    let (app, gym, week) = idle(backend, 300).await;
    let first = run(&app.env, &gym, week).await;
    let leases = claim(&app.env, Lane::Bulk, 2).await;

    let cancelled = runs::cancel(&app.env, gym.gym, first).await.unwrap();
    let again = runs::cancel(&app.env, gym.gym, first).await.unwrap();

    assert_eq!((cancelled.status.as_str(), again.status.as_str()), ("CANCELLED", "CANCELLED"));
    let counts = progress(&app, &gym, first).await;
    assert_eq!((counts.total, counts.cancelled, counts.done()), (300, 300, 300));
    assert!(claim(&app.env, Lane::Bulk, 4).await.is_empty());
    for lease in leases {
        assert!(start(&app.env, lease).await.is_none(), "a message on its way finds nothing");
    }
    // The week can be run anew.
    let second = run(&app.env, &gym, week).await;
    assert_ne!(second, first);
    work_off(&app.env).await;
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_cancelled_run_leaves_what_a_change_asked_for(backend: Backend) {
    let (app, gym, week) = idle(backend, 2).await;
    let change = ask(&app.env, tired(&gym, gym.members[0], week, Duration::minutes(5))).await;
    let run = run(&app.env, &gym, week).await;

    runs::cancel(&app.env, gym.gym, run).await.unwrap();

    let rows = ledger_of(&app.env, gym.gym).await;
    let open: Vec<_> = rows.iter().filter(|row| row.status == "QUEUED").collect();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].id, open[0].run_id), (change.computation.uuid(), None));
    app.stop().await;
}

async fn what_a_change_asked_for_while_the_run_had_it_outlives_the_run(backend: Backend) {
    let (app, gym, week) = idle(backend, 1).await;
    let run = run(&app.env, &gym, week).await;
    let lease = claim_one(&app.env, Lane::Bulk).await;
    start(&app.env, lease).await.unwrap();
    let change = ask(&app.env, tired(&gym, gym.members[0], week, Duration::minutes(5))).await;
    // The run's own fails and makes way for the change's, which computes for both.
    service::ledger::settle(&app.env, lease, None).await.unwrap();

    runs::cancel(&app.env, gym.gym, run).await.unwrap();

    let left = tests::hand::computation(&app.env, gym.gym, change.computation).await;
    assert_eq!((left.status.as_str(), left.run_id, left.requests), ("QUEUED", None, 2));
    app.stop().await;
}

async fn what_is_under_way_when_a_run_is_cancelled_writes_nothing(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    let run = run(&app.env, &gym, week).await;
    let work = start(&app.env, claim_one(&app.env, Lane::Bulk).await).await.unwrap();

    runs::cancel(&app.env, gym.gym, run).await.unwrap();
    let wakes = finish(&app.env, &work).await;

    assert!(wakes.events.is_empty());
    let plans = entity::store::plans::between(
        app.env.db.read(),
        gym.gym,
        &gym.members,
        week.monday(),
        week.monday(),
    );
    assert!(plans.await.unwrap().is_empty());
    settled(app.env.db.read(), gym.gym, &[], week.monday()).await;
    app.stop().await;
}

async fn the_last_two_messages_of_a_run_end_it_together(backend: Backend) {
    let (app, gym, week) = idle(backend, 300).await;
    let run = run(&app.env, &gym, week).await;
    let leases = claim(&app.env, Lane::Bulk, 2).await;
    assert_eq!(leases.len(), 2);
    let mut works = Vec::new();
    for lease in leases {
        works.push(start(&app.env, lease).await.unwrap());
    }

    // Both stand in the midst of their transactions, so neither sees that the other is the last.
    let held = hold_events(&app.env, gym.gym).await;
    let writes = works.into_iter().map(|work| {
        let env = app.env.clone();
        tokio::spawn(async move { finish(&env, &work).await })
    });
    let writes: Vec<_> = writes.collect();
    blocked(&app.env, 2).await;
    held.commit().await.unwrap();
    for write in writes {
        write.await.unwrap();
    }

    let end = progress(&app, &gym, run).await;
    assert_eq!((end.model.status.as_str(), end.succeeded), ("COMPLETED", 300));
    settled(app.env.db.read(), gym.gym, &gym.members, week.monday()).await;
    app.stop().await;
}

async fn a_gym_without_members_has_a_run_that_ends_at_once(backend: Backend) {
    let (app, gym, week) = idle(backend, 0).await;

    let started = runs::start(&app.env, gym.gym, Some(week)).await.unwrap();

    assert_eq!(progress(&app, &gym, started.run).await.model.status, "COMPLETED");
    app.stop().await;
}

async fn a_week_that_is_over_can_not_be_run(backend: Backend) {
    let app = App::idle(backend, NOW).await;
    let gym = crowd(&app.env, Founding { members: 1, ..Founding::default() }).await;
    let this = domain::calendar::Week::containing(app.env.now().date_naive());

    let past = runs::start(&app.env, gym.gym, Some(this.plus(-1))).await;
    let far = runs::start(&app.env, gym.gym, Some(this.plus(5))).await;

    for refused in [past, far] {
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    assert!(runs::start(&app.env, gym.gym, Some(this)).await.is_ok());
    app.stop().await;
}
