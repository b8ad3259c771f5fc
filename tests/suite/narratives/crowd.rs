//! The words of a whole gym's week.

use chrono::Duration;
use domain::calendar::Week;
use domain::ids::{Coach, Note};
use entity::{coach, coach_note, store};
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::{Crowd, Founding, crowd};
use tests::on_both;
use tests::season::{EVE, WEEK};

use super::{TRUE, provider, settings, wait_until};

mod both {
    use super::on_both;
    on_both! { a_whole_gym_has_words_from_as_few_batches_as_can_be }
}

/// A gym with many members; `MICROCYCLE_NARRATIVES=full`: 10,000.
fn members() -> usize {
    let full = std::env::var("MICROCYCLE_NARRATIVES").is_ok_and(|size| size == "full");
    if full { 10_000 } else { 300 }
}

/// A note about each, so that no two members are the same to Claude.
async fn with_notes(app: &App, gym: &Crowd) {
    let coach = coach::Model {
        id: app.env.id::<Coach>().uuid(),
        gym_id: gym.gym.uuid(),
        display_name: "Coach".to_owned(),
        active: true,
        subject: None,
    };
    let txn = app.env.db.write().await.unwrap();
    store::coaches::insert(&txn, gym.gym, coach.clone()).await.unwrap();
    for (number, member) in gym.members.iter().enumerate() {
        let note = coach_note::Model {
            id: app.env.id::<Note>().uuid(),
            gym_id: gym.gym.uuid(),
            member_id: member.uuid(),
            coach_id: coach.id,
            text: format!("Locker {number}."),
            created_at: entity::instant::micros(app.env.now()),
        };
        store::notes::insert(&txn, gym.gym, note).await.unwrap();
    }
    txn.commit().await.unwrap();
}

async fn a_whole_gym_has_words_from_as_few_batches_as_can_be(backend: Backend) {
    let provider = provider();
    provider.writes(|_| TRUE.to_owned());
    let app = App::start(backend.narrated(settings(provider.url())), EVE).await;
    let members = members();
    let gym = crowd(&app.env, Founding { members, ..Founding::default() }).await;
    with_notes(&app, &gym).await;
    let week = Week::new(WEEK.parse().unwrap()).unwrap();
    let batches = members.div_ceil(service::narrate::batch::MOST);

    service::runs::start(&app.env, gym.gym, Some(week)).await.unwrap();
    app.settle().await;
    wait_until(async || provider.written().1 == members).await;
    wait_until(async || {
        app.clock.advance(Duration::seconds(61));
        let open = store::narrative_batches::estimates(app.env.db.read(), gym.gym).await;
        open.unwrap().is_empty()
    })
    .await;
    app.narrated_all().await;

    assert_eq!((provider.batches(), provider.written()), (batches, (0, members)));
    let plans = store::plans::of_weeks(app.env.db.read(), gym.gym, week.monday(), week.monday());
    let keys: Vec<_> = plans
        .await
        .unwrap()
        .iter()
        .map(|plan| (domain::ids::PlanId::from_uuid(plan.id), plan.newest))
        .collect();
    let words = store::narratives::by_keys(app.env.db.read(), gym.gym, &keys).await.unwrap();
    let theirs = words.iter().filter(|row| row.source == "CLAUDE" && row.verified).count();
    assert_eq!((keys.len(), theirs), (members, members));
}
