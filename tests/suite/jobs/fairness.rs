//! Nobody waits for a large gym, and no one who needs their week now waits for bulk work.

use std::collections::BTreeMap;

use chrono::Duration;
use entity::store;
use service::ledger::Lane;
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::{Crowd, Founding, crowd};
use tests::hand::{claim, finish, start};
use tests::on_both;

use super::{NOW, ask, idle, run, tired};

mod both {
    use super::on_both;
    on_both! {
        small_gyms_are_done_before_a_tenth_of_a_large_one
        a_gym_has_two_messages_in_flight_at_most
        a_change_goes_ahead_of_bulk_work
    }
}

async fn founded(app: &App, name: &str, members: usize) -> Crowd {
    crowd(&app.env, Founding { name, members, ..Founding::default() }).await
}

async fn small_gyms_are_done_before_a_tenth_of_a_large_one(backend: Backend) {
    let app = App::idle(backend, NOW).await;
    let week = domain::calendar::Week::new("2026-03-02".parse().unwrap()).unwrap();
    let large = founded(&app, "Large", 5_200).await;
    let mut small = Vec::new();
    for number in 0..10 {
        small.push(founded(&app, &format!("Small {number}"), 40).await);
    }
    for gym in [&large].into_iter().chain(&small) {
        run(&app.env, gym, week).await;
    }

    // What is claimed is only counted: the order is what this is about.
    let mut claimed: BTreeMap<_, usize> = BTreeMap::new();
    while small.iter().any(|gym| claimed.get(&gym.gym) != Some(&40)) {
        app.clock.advance(Duration::milliseconds(250));
        for lease in claim(&app.env, Lane::Bulk, 4).await {
            let held = store::computations::of_lease(app.env.db.read(), lease).await.unwrap();
            let gym = domain::ids::GymId::from_uuid(held[0].gym_id);
            *claimed.entry(gym).or_default() += held.len();
            let txn = app.env.db.write().await.unwrap();
            let ids: Vec<_> =
                held.iter().map(|row| domain::ids::ComputationId::from_uuid(row.id)).collect();
            store::computations::succeed(&txn, gym, &ids, app.env.now()).await.unwrap();
            store::leases::delete(&txn, lease).await.unwrap();
            txn.commit().await.unwrap();
        }
    }

    let of_large = claimed.get(&large.gym).copied().unwrap_or(0);
    assert!(of_large <= 520, "{of_large} of the large gym's were taken before");
    app.stop().await;
}

async fn a_gym_has_two_messages_in_flight_at_most(backend: Backend) {
    let (app, gym, week) = idle(backend, 800).await;
    run(&app.env, &gym, week).await;

    let first = claim(&app.env, Lane::Bulk, 8).await;
    let none = claim(&app.env, Lane::Bulk, 8).await;
    let work = start(&app.env, first[0]).await.unwrap();
    finish(&app.env, &work).await;
    let next = claim(&app.env, Lane::Bulk, 8).await;

    assert_eq!((first.len(), none.len(), next.len()), (2, 0, 1));
    app.stop().await;
}

async fn a_change_goes_ahead_of_bulk_work(backend: Backend) {
    let (app, gym, week) = idle(backend, 600).await;
    run(&app.env, &gym, week).await;
    let member = gym.members[599];

    let change = ask(&app.env, tired(&gym, member, week, Duration::zero())).await;
    let urgent = claim(&app.env, Lane::Triggered, 4).await;

    assert!(change.joined, "the run had asked for it already");
    let held = store::computations::of_lease(app.env.db.read(), urgent[0]).await.unwrap();
    assert_eq!((urgent.len(), held.len()), (1, 1));
    assert_eq!(held[0].member_id, member.uuid(), "it does not wait behind the other 599");
    app.stop().await;
}
