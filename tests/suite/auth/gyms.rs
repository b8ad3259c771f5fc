//! A login with roles in several gyms names one.

use api::auth::token;
use chrono::Duration;
use domain::ids::{GymId, Staff};
use domain::vocab::{ReviewPolicy, WeightUnit};
use entity::{staff, store};
use serde_json::{Value, json};
use service::env::Clock as _;
use service::gyms::{NewGym, found};
use tests::app::{App, SECRET};
use tests::backend::Backend;
use tests::on_both;
use tests::subscriber::Subscriber;

mod both {
    use super::on_both;
    on_both! {
        a_login_of_two_gyms_says_which_is_meant
    }
}

const GYM: &str = "{ viewer { gym { id } } }";

async fn second_gym(app: &App) -> GymId {
    let txn = app.env.db.write().await.unwrap();
    let new = NewGym {
        name: "Harbour".into(),
        time_zone: chrono_tz::Europe::Vienna,
        unit: WeightUnit::Kilogram,
        review_policy: ReviewPolicy::None,
        tracks: vec![],
    };
    let gym = GymId::from_uuid(found(&txn, &app.env, &new).await.unwrap().id);
    let row = staff::Model {
        id: app.env.id::<Staff>().uuid(),
        gym_id: gym.uuid(),
        subject: "demo-owner".into(),
        display_name: "Ruth Calder".into(),
        owner: true,
        coach_id: None,
    };
    store::staff::insert(&txn, gym, row).await.unwrap();
    txn.commit().await.unwrap();
    gym
}

async fn a_login_of_two_gyms_says_which_is_meant(backend: Backend) {
    let app = App::start(backend, "2026-03-02T09:00:00Z").await;
    let first = service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap().gym.id;
    let (first, second) = (GymId::from_uuid(first).to_string(), second_gym(&app).await.to_string());
    let plain = app.token("demo-owner");
    let until = app.clock.now() + Duration::hours(1);
    let bound = token::issue(SECRET, "demo-owner", Some(&second), until).unwrap();
    let gym_of = |answer: &Value| answer["data"]["viewer"]["gym"]["id"].clone();
    let ask = async |token: &str, gym: Option<&str>| {
        let client = app.client_with(token);
        let client = gym.into_iter().fold(client, |client, gym| client.header("X-Gym", gym));
        client.answer(GYM, json!({})).await
    };

    let unnamed = ask(&plain, None).await;
    assert_eq!(unnamed["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{unnamed:#}");
    for gym in [&first, &second] {
        assert_eq!(gym_of(&ask(&plain, Some(gym)).await), json!(gym));
    }
    assert_eq!(gym_of(&ask(&bound, None).await), json!(second));
    let torn = ask(&bound, Some(&first)).await;
    assert_eq!(torn["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{torn:#}");
    let coach = ask(&app.token("demo-coach-1"), Some(&second)).await;
    assert_eq!(coach["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "no role there");

    for gym in [&first, &second] {
        let payload = json!({ "authorization": format!("Bearer {plain}"), "gym": gym });
        let mut socket = Subscriber::introduced(app.address(), &payload).await;
        socket.subscribe("1", GYM, json!({})).await;
        assert_eq!(socket.next().await["viewer"]["gym"]["id"], json!(gym));
    }
    app.stop().await;
}
