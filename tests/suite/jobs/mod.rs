//! Background work: the ledger, its leases, the weekly runs and what the clock does, with a clock that
//! stands still until it is moved.

mod claims;
mod fairness;
mod joins;
mod leases;
mod poison;
mod release;
mod retries;
mod runs;
mod schedule;
mod supersede;

use chrono::Duration;
use domain::calendar::Week;
use domain::ids::MemberId;
use domain::vocab::{ComputationKind, Trigger};
use service::env::Env;
use service::ledger::{Ask, Priority};
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::{Crowd, Founding, crowd};

/// The Saturday before the week of [`MONDAY`].
const NOW: &str = "2026-02-28T18:00:00Z";
const MONDAY: &str = "2026-03-02";

/// A gym of so many members, a program that does no work by itself, and the week it is about.
async fn idle(backend: Backend, members: usize) -> (App, Crowd, Week) {
    let app = App::idle(backend, NOW).await;
    let gym = crowd(&app.env, Founding { members, ..Founding::default() }).await;
    (app, gym, Week::new(MONDAY.parse().unwrap()).unwrap())
}

/// Starts the gym's run of the week.
async fn run(env: &Env, gym: &Crowd, week: Week) -> domain::ids::RunId {
    service::runs::start(env, gym.gym, Some(week)).await.unwrap().run
}

/// A change of readiness that waits for more of the same.
fn tired(gym: &Crowd, member: MemberId, week: Week, debounce: Duration) -> Ask {
    Ask {
        gym: gym.gym,
        member,
        week,
        kind: ComputationKind::Plan,
        trigger: Trigger::Readiness,
        reduce_only: true,
        priority: Priority::Triggered,
        run: None,
        debounce_seconds: i32::try_from(debounce.num_seconds()).unwrap(),
        note: None,
        plan_number: None,
    }
}

/// Asks in a transaction of its own.
async fn ask(env: &Env, ask: Ask) -> service::ledger::Asked {
    let txn = env.db.write().await.unwrap();
    entity::store::members::lock(&txn, ask.gym, &[ask.member]).await.unwrap();
    let asked = service::ledger::request(&txn, env, ask).await.unwrap();
    txn.commit().await.unwrap();
    asked
}
