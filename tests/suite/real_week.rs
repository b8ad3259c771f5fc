//! A member's week from a real training log: imported, computed, pushed to a subscriber, and read.

use domain::calendar::Week;
use domain::ids::{GymId, Member, MemberId, TemplateId};
use domain::vocab::{Experience, ReviewPolicy, TrackKind, WeightUnit};
use entity::{member, store};
use serde_json::json;
use service::gyms::{NewGym, found};
use service::imports::{self, Options};
use service::templates::publish_new;
use tests::app::App;
use tests::backend::Backend;
use tests::on_both;
use tests::program::data;

mod both {
    use super::on_both;
    on_both! {
        a_week_from_a_strong_log
        a_week_from_a_hevy_log
    }
}

const OWNER: &str = "owner";
const ATHLETE: &str = "athlete";

/// A log and the week that follows it.
struct Story {
    file: &'static str,
    zone: chrono_tz::Tz,
    /// The day before the week.
    now: &'static str,
    week: &'static str,
    rows: usize,
    name: &'static str,
}

async fn a_week_from_a_strong_log(backend: Backend) {
    let story = Story {
        file: "strong_comma_kg_a.csv",
        zone: chrono_tz::Europe::Vienna,
        now: "2021-12-26T12:00:00Z",
        week: "2021-12-27",
        rows: 2078,
        name: "strong",
    };
    told(backend, story).await;
}

async fn a_week_from_a_hevy_log(backend: Backend) {
    let story = Story {
        file: "hevy_kg_d.csv",
        zone: chrono_tz::Europe::Vienna,
        now: "2025-07-06T12:00:00Z",
        week: "2025-07-07",
        rows: 330,
        name: "hevy",
    };
    told(backend, story).await;
}

async fn told(backend: Backend, story: Story) {
    let Some(folder) = data() else { return };
    let app = App::start(backend, story.now).await;
    let (gym, athlete, template) = people(&app, story.zone).await;
    import(&app, &athlete, &folder.join("logs").join(story.file), &story).await;
    let member = MemberId::from_uuid(athlete.id);
    let follow = json!({ "templateId": template.to_string(), "memberIds": [member.to_string()],
        "startsOn": story.week });
    app.client(Some(OWNER)).done("assignTemplate", "assigned { id }", follow).await;

    let mut socket = app.subscriber(ATHLETE).await;
    let query =
        "subscription { planUpdated { kind revision plan { weekOf status sessions { title } } } }";
    socket.subscribe("1", query, json!({})).await;
    let start = "mutation($week: Date) { startWeeklyRun(input: { weekOf: $week }) { weeklyRun { id } userErrors { message } } }";
    app.client(Some(OWNER)).data(start, json!({ "week": story.week })).await;
    let event = socket.next().await;

    assert_eq!(event["planUpdated"]["kind"], "PUBLISHED", "{event:#}");
    assert_eq!(event["planUpdated"]["plan"]["weekOf"], story.week);
    app.settle().await;
    let week = Week::new(story.week.parse().unwrap()).unwrap();
    let row = store::members::find(app.env.db.read(), gym, member).await.unwrap();
    let found = service::weeks::newest(&app.env, &row.unwrap(), Some(week)).await.unwrap().unwrap();
    let pushed = event["planUpdated"]["plan"]["sessions"].as_array().unwrap().iter();
    let pushed: Vec<_> = pushed.map(|session| session["title"].as_str().unwrap()).collect();
    let titles = found.document.sessions.iter().map(|session| session.title.as_str());
    assert_eq!(pushed, titles.collect::<Vec<_>>(), "what was pushed is the week that is stored");
    assert!(!pushed.is_empty());
    insta::assert_snapshot!(format!("week_{}", story.name), found.text(false));
    insta::assert_snapshot!(format!("trace_{}", story.name), found.text(true));
    app.stop().await;
}

/// A gym, its owner, one member who follows nothing yet, and a programme.
async fn people(app: &App, zone: chrono_tz::Tz) -> (GymId, member::Model, TemplateId) {
    let txn = app.env.db.write().await.unwrap();
    let new = NewGym {
        name: "Barbell House".into(),
        time_zone: zone,
        unit: WeightUnit::Kilogram,
        review_policy: ReviewPolicy::None,
        tracks: vec![
            ("strength", "Strength", TrackKind::Strength),
            ("weightlifting", "Weightlifting", TrackKind::Weightlifting),
            ("gymnastics", "Gymnastics", TrackKind::Gymnastics),
            ("conditioning", "Conditioning", TrackKind::Conditioning),
        ],
    };
    let gym = found(&txn, &app.env, &new).await.unwrap();
    let id = GymId::from_uuid(gym.id);
    let owner = entity::staff::Model {
        id: app.env.id::<domain::ids::Staff>().uuid(),
        gym_id: gym.id,
        subject: OWNER.into(),
        display_name: "Owner".into(),
        owner: true,
        coach_id: None,
    };
    store::staff::insert(&txn, id, owner).await.unwrap();
    let programme = service::demo::templates::all().remove(0);
    let template = publish_new(&txn, &app.env, id, &programme).await.unwrap();
    let athlete = member::Model {
        id: app.env.id::<Member>().uuid(),
        gym_id: gym.id,
        external_id: Some("A-1".into()),
        subject: Some(ATHLETE.into()),
        display_name: "The Athlete".into(),
        joined_on: "2020-01-01".parse().unwrap(),
        active: true,
        bodyweight_kg: Some(80.0),
        coach_id: None,
        experience: Experience::Intermediate.to_string(),
        sessions_per_week: 4,
        available_days: 0b111_1111,
        template_id: None,
        template_starts_on: None,
        created_at: 0,
        erased_at: None,
    };
    store::members::insert(&txn, id, vec![athlete.clone()]).await.unwrap();
    txn.commit().await.unwrap();
    (id, athlete, template)
}

async fn import(app: &App, athlete: &member::Model, file: &std::path::Path, story: &Story) {
    let bytes = std::fs::read(file).unwrap();
    let options = Options { unit: Some(WeightUnit::Kilogram), skip_bad_rows: false };
    let parsed = imports::parse(&bytes, &options).unwrap();
    let summary =
        imports::import(&app.env, athlete, parsed, Some(story.zone), &|_| {}).await.unwrap();
    assert_eq!(summary.rows, story.rows);
    assert_eq!(summary.sets + summary.rest_rows + summary.skipped.len(), summary.rows);
}
