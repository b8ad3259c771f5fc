//! Who may see what.

use domain::ids::{GymId, MemberId};
use domain::vocab::{ReviewPolicy, TrackKind, WeightUnit};
use serde_json::json;
use service::gyms::{NewGym, found};
use tests::app::App;
use tests::backend::Backend;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        everyone_sees_their_own_and_no_more
    }
}

const NOW: &str = "2026-03-01T09:00:00Z";
const OWNER: &str = "demo-owner";
const COACH: &str = "demo-coach-1";
const MEMBER: &str = "demo-member-1";

async fn everyone_sees_their_own_and_no_more(backend: Backend) {
    let app = App::start(backend, NOW).await;
    let filled = service::demo::fill::fill(&app.env, 3, 1, &|_| {}).await.unwrap();
    app.client(Some(OWNER))
        .data(
            "mutation { startWeeklyRun(input: {}) { weeklyRun { id } userErrors { message } } }",
            json!({}),
        )
        .await;
    app.settle().await;
    let gym = GymId::from_uuid(filled.gym.id);

    nobody(&app).await;
    a_member(&app).await;
    staff(&app).await;
    another_gym(&app, gym).await;
    app.stop().await;
}

async fn nobody(app: &App) {
    let client = app.client(None);

    assert_eq!(client.error_code("{ viewer { id } }").await.as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(client.error_code("{ myPlan { id } }").await.as_deref(), Some("UNAUTHENTICATED"));
    let forged = tests::client::Client::new(app.address(), Some("a.b.c".to_owned()));
    assert_eq!(forged.error_code("{ viewer { id } }").await.as_deref(), Some("UNAUTHENTICATED"));
}

async fn a_member(app: &App) {
    let client = app.client(Some(MEMBER));
    let mine = client.data("{ viewer { roles member { id } } myPlan(weekOf: \"2026-03-02\") { id status sessions { id } } }", json!({})).await;

    assert_eq!(mine["viewer"]["roles"], json!(["MEMBER"]));
    assert_eq!(mine["myPlan"]["status"], "PUBLISHED");
    for field in ["members { totalCount }", "plans { totalCount }", "weeklyRuns { totalCount }"] {
        let code = client.error_code(&format!("{{ {field} }}")).await;
        assert_eq!(code.as_deref(), Some("FORBIDDEN"), "{field}");
    }
    let others = app
        .client(Some(COACH))
        .data(
            "{ members(first: 10) { nodes { id plan(weekOf: \"2026-03-02\") { id } } } }",
            json!({}),
        )
        .await;
    let own = &mine["viewer"]["member"]["id"];
    for other in others["members"]["nodes"].as_array().unwrap() {
        if other["id"] == *own {
            continue;
        }
        for id in [&other["id"], &other["plan"]["id"]] {
            let answer = client
                .answer("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id }))
                .await;
            assert_eq!(answer["data"]["node"], json!(null), "{id}");
        }
    }
}

async fn staff(app: &App) {
    let coach = app.client(Some(COACH));
    let owner = app.client(Some(OWNER));

    let seen = coach
        .data(
            "{ members { totalCount } plans { totalCount } gym { settings { reviewPolicy } } }",
            json!({}),
        )
        .await;
    assert_eq!(seen["members"]["totalCount"], 3);
    assert_eq!(
        coach.error_code("{ weeklyRuns { totalCount } }").await.as_deref(),
        Some("FORBIDDEN")
    );
    let start = "mutation { startWeeklyRun(input: {}) { weeklyRun { id } } }";
    assert_eq!(coach.error_code(start).await.as_deref(), Some("FORBIDDEN"));
    let runs = owner
        .data("{ weeklyRuns { totalCount nodes { status total succeeded } } }", json!({}))
        .await;
    assert_eq!(runs["weeklyRuns"]["nodes"][0]["status"], "COMPLETED");
}

async fn another_gym(app: &App, gym: GymId) {
    let txn = app.env.db.write().await.unwrap();
    let new = NewGym {
        name: "Elsewhere".into(),
        time_zone: chrono_tz::Europe::Vienna,
        unit: WeightUnit::Kilogram,
        review_policy: ReviewPolicy::None,
        tracks: vec![("strength", "Strength", TrackKind::Strength)],
    };
    let other = found(&txn, &app.env, &new).await.unwrap();
    txn.commit().await.unwrap();
    let tracks =
        entity::store::tracks::all(app.env.db.read(), GymId::from_uuid(other.id)).await.unwrap();
    let track = domain::ids::TrackId::from_uuid(tracks[0].id).to_string();
    let theirs = GymId::from_uuid(other.id).to_string();

    let owner = app.client(Some(OWNER));
    for id in [track, theirs, MemberId::from_uuid(other.id).to_string(), "nonsense".to_owned()] {
        let answer =
            owner.answer("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(answer["data"]["node"], json!(null), "{id}");
    }
    let own = owner
        .data("query($id: ID!) { node(id: $id) { id } }", json!({ "id": gym.to_string() }))
        .await;
    assert_eq!(own["node"]["id"], gym.to_string());
}
