//! The same facts are paid for once, whoever asks and however.

use chrono::Duration;
use domain::calendar::Week;
use domain::ids::{ComputationId, Member, MemberId, PlanId};
use domain::vocab::{ComputationKind, ComputationStatus};
use entity::{computation, member, store};
use tests::app::App;
use tests::backend::Backend;
use tests::claude::{ClaudeServer, Fate};
use tests::crowd::{Crowd, Founding, crowd};
use tests::hand::ledger_of;
use tests::on_both;
use tests::season::{EVE, WEEK};

use super::{TRUE, provider, settings, wait_until};

mod both {
    use super::on_both;
    on_both! {
        what_a_batch_asks_is_not_bought_again_by_the_next
        what_a_batch_asks_is_not_asked_for_alone
    }
}

/// A gym with one member whose week's words are asked for in a batch that is out, and another who is the same to
/// Claude and came later.
async fn two_alike(backend: Backend, provider: &ClaudeServer) -> (App, Crowd) {
    provider.writes(|_| TRUE.to_owned());
    provider.hold();
    let app = App::start(backend.narrated(settings(provider.url())), EVE).await;
    let gym = crowd(&app.env, Founding { members: 1, ..Founding::default() }).await;
    run(&app, &gym).await;
    wait_until(async || provider.batches() == 1).await;
    let txn = app.env.db.write().await.unwrap();
    let first = store::members::by_ids(&txn, gym.gym, &gym.members).await.unwrap().remove(0);
    let second = member::Model {
        id: app.env.id::<Member>().uuid(),
        external_id: None,
        display_name: "Member 1".to_owned(),
        ..first
    };
    store::members::insert(&txn, gym.gym, vec![second]).await.unwrap();
    txn.commit().await.unwrap();
    run(&app, &gym).await;
    (app, gym)
}

async fn run(app: &App, gym: &Crowd) {
    service::runs::start(&app.env, gym.gym, Some(week())).await.unwrap();
    app.settle().await;
}

fn week() -> Week {
    Week::new(WEEK.parse().unwrap()).unwrap()
}

/// The second one's narrative, once it waits for the first one's.
async fn waiting(app: &App, gym: &Crowd) -> Option<computation::Model> {
    let rows = ledger_of(&app.env, gym.gym).await;
    let now = entity::instant::micros(app.env.now());
    rows.into_iter().find(|row| {
        row.kind == ComputationKind::Narrative.as_str()
            && row.status == ComputationStatus::Queued.as_str()
            && MemberId::from_uuid(row.member_id) != gym.members[0]
            && row.due_at > now
    })
}

/// How many of the week's plans have Claude's words.
async fn told(app: &App, gym: &Crowd) -> usize {
    let (db, monday) = (app.env.db.read(), week().monday());
    let plans = store::plans::of_weeks(db, gym.gym, monday, monday).await.unwrap();
    let keys: Vec<_> = plans.iter().map(|plan| (PlanId::from_uuid(plan.id), plan.newest)).collect();
    store::narratives::by_keys(db, gym.gym, &keys).await.unwrap().len()
}

async fn finish(app: &App, gym: &Crowd, provider: &ClaudeServer) {
    provider.finish(|_| Fate::Written);
    wait_until(async || {
        app.clock.advance(Duration::seconds(61));
        told(app, gym).await == 2
    })
    .await;
    wait_until(async || {
        service::ledger::sweep(&app.env).await.unwrap();
        app.contents().await.rows("narrative_asking").is_empty()
    })
    .await;
}

async fn what_a_batch_asks_is_not_bought_again_by_the_next(backend: Backend) {
    let provider = provider();
    let (app, gym) = two_alike(backend, &provider).await;

    for _ in 0..3 {
        wait_until(async || waiting(&app, &gym).await.is_some()).await;
        app.clock.advance(Duration::seconds(61));
    }
    let out = provider.batches();
    finish(&app, &gym, &provider).await;

    assert_eq!((out, provider.batches(), provider.written()), (1, 1, (0, 1)));
}

async fn what_a_batch_asks_is_not_asked_for_alone(backend: Backend) {
    let provider = provider();
    let (app, gym) = two_alike(backend, &provider).await;
    wait_until(async || waiting(&app, &gym).await.is_some()).await;
    let second = ComputationId::from_uuid(waiting(&app, &gym).await.unwrap().id);
    let txn = app.env.db.write().await.unwrap();
    let urgent = service::ledger::Priority::Asked.value();
    store::computations::raise(&txn, gym.gym, &[second], urgent).await.unwrap();
    txn.commit().await.unwrap();

    for _ in 0..3 {
        app.clock.advance(Duration::seconds(61));
        wait_until(async || waiting(&app, &gym).await.is_some()).await;
    }
    let asked = provider.captured().iter().filter(|sent| sent.what == "POST /v1/messages").count();
    finish(&app, &gym, &provider).await;

    assert_eq!((asked, provider.batches(), provider.written()), (0, 1, (0, 1)));
}
