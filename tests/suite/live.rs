//! What happens is told live, and again to whoever was away.

use chrono::Duration;
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::Backend;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        a_fall_of_readiness_lowers_the_week_and_is_told
        a_run_tells_its_progress_to_the_end
        who_comes_back_gets_what_they_missed_once
    }
}

const SATURDAY: &str = "2026-02-28T18:00:00Z";
const OWNER: &str = "demo-owner";
const COACH: &str = "demo-coach-1";
const MEMBER: &str = "demo-member-1";
const START: &str = "mutation { startWeeklyRun(input: { weekOf: \"2026-03-02\" }) { weeklyRun { id total } userErrors { message } } }";
const UPDATES: &str = "subscription($after: Cursor) { planUpdated(after: $after) { cursor kind revision trigger summary plan { id revision } } }";

async fn started(backend: Backend, members: u32) -> App {
    let app = App::start(backend, SATURDAY).await;
    service::demo::fill::fill(&app.env, members, 1, &|_| {}).await.unwrap();
    app
}

async fn a_fall_of_readiness_lowers_the_week_and_is_told(backend: Backend) {
    let app = started(backend, 1).await;
    app.client(Some(OWNER)).data(START, json!({})).await;
    app.settle().await;
    // Monday morning of the week, ill.
    app.clock.advance(Duration::hours(38));
    let member = app.client(Some(MEMBER));
    let mut socket = app.subscriber(MEMBER).await;
    let head = member.data("{ eventCursor }", json!({})).await;
    socket.subscribe("1", UPDATES, json!({ "after": head["eventCursor"] })).await;

    let recorded = member
        .data(
            "mutation { recordReadiness(input: { source: \"check-in\", soreness: 5, stress: 5, energy: 1, mood: 1, \
             sleepQuality: 1, illness: true }) { outcome day { band } recompute { triggered reason computation { status } } \
             userErrors { field code message } } }",
            json!({}),
        )
        .await;

    let payload = &recorded["recordReadiness"];
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    assert_eq!(payload["recompute"]["triggered"], true, "{payload:#}");
    // It waits for more of the same.
    app.clock.advance(Duration::minutes(16));
    let event = socket.next().await;
    assert_eq!(event["planUpdated"]["kind"], "REVISED", "{event:#}");
    assert_eq!(event["planUpdated"]["trigger"], "READINESS");
    let week = "{ myPlan(weekOf: \"2026-03-02\") { revision changes { summary path before after } \
                sessions { blocks { prescriptions { sets programmedSets load programmedLoadKg } } } } }";
    let plan = member.data(week, json!({})).await;
    assert_eq!(plan["myPlan"]["revision"], 2);
    assert!(!plan["myPlan"]["changes"].as_array().unwrap().is_empty(), "{plan:#}");
    app.stop().await;
}

async fn a_run_tells_its_progress_to_the_end(backend: Backend) {
    let app = started(backend, 12).await;
    let run = app.client(Some(OWNER)).data(START, json!({})).await;
    let id = run["startWeeklyRun"]["weeklyRun"]["id"].clone();
    let mut socket = app.subscriber(OWNER).await;

    let query = "subscription($id: ID!) { weeklyRunProgress(runId: $id) { status total succeeded failed } }";
    socket.subscribe("1", query, json!({ "id": id })).await;
    let told = socket.rest().await;

    let last = told.last().unwrap();
    assert_eq!(
        last["weeklyRunProgress"],
        json!({ "status": "COMPLETED", "total": 12, "succeeded": 12, "failed": 0 })
    );
    app.stop().await;
}

async fn who_comes_back_gets_what_they_missed_once(backend: Backend) {
    let app = started(backend, 4).await;
    let coach = app.client(Some(COACH));
    let before = coach.data("{ eventCursor }", json!({})).await["eventCursor"].clone();
    app.client(Some(OWNER)).data(START, json!({})).await;
    app.settle().await;

    let mut socket = app.subscriber(COACH).await;
    socket.subscribe("1", UPDATES, json!({ "after": before })).await;
    let mut cursors: Vec<Value> = Vec::new();
    for _ in 0..4 {
        cursors.push(socket.next().await["planUpdated"]["cursor"].clone());
    }
    let mut again = app.subscriber(COACH).await;
    again.subscribe("1", UPDATES, json!({ "after": cursors[1] })).await;
    let rest = [again.next().await, again.next().await];

    let rest: Vec<Value> =
        rest.iter().map(|event| event["planUpdated"]["cursor"].clone()).collect();
    assert_eq!(rest, cursors[2..]);
    let foreign = coach
        .answer("subscription { planUpdated(after: \"nonsense\") { cursor } }", json!({}))
        .await;
    assert!(foreign.get("data").is_none_or(Value::is_null), "{foreign:#}");
    app.stop().await;
}
