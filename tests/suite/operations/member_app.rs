//! A member's Monday: today, check-in, a session logged and taken back, progress, goals.

use chrono::Duration;
use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::documents::Document;
use tests::on_both;
use tests::season::{MEMBER, Season, WEEK, lines};

use super::list;

mod both {
    use super::on_both;
    on_both! {
        the_member_app_sends_what_it_sends_in_a_week
    }
}

async fn the_member_app_sends_what_it_sends_in_a_week(backend: Backend) {
    let season = Season::planned(backend, 2, ReviewPolicy::None).await;
    season.monday_morning();
    let app = Document::of("member-app");
    let member = season.member();

    let session = reads(&app, &member).await;
    falls_ill(&app, &season, &session).await;
    trains(&app, &member).await;
    looks_back(&app, &member).await;
    sets_out(&app, &member).await;
    app.all_were_sent();
    season.app.stop().await;
}

async fn week(app: &Document, member: &Client) -> Value {
    let data = app.send(member, "Week", json!({ "weekOf": WEEK, "unit": "KILOGRAM" })).await;
    data["myPlan"].clone()
}

/// A line with a load.
fn loaded(plan: &Value) -> Value {
    lines(plan).into_iter().find(|line| line["load"].is_number()).unwrap()
}

/// Reads the week, one of its days, a session and a line; answers the session.
async fn reads(app: &Document, member: &Client) -> Value {
    let plan = week(app, member).await;
    assert_eq!((&plan["weekOf"], &plan["status"]), (&json!(WEEK), &json!("PUBLISHED")));
    let shares = list(&plan["blend"]).iter().filter_map(|share| share["share"].as_f64());
    assert!((shares.sum::<f64>() - 1.0).abs() < 1e-6, "{:#}", plan["blend"]);
    assert_eq!(plan["narrative"]["verified"], true);
    let session = list(&plan["sessions"])[0].clone();

    let day = json!({ "date": session["date"], "unit": "KILOGRAM" });
    let today = app.send(member, "Today", day).await;
    assert_eq!(today["viewer"]["roles"], json!(["MEMBER"]));
    assert_eq!(today["myDay"]["sessions"][0], session);
    assert_eq!(today["myDay"]["plan"]["id"], plan["id"]);
    assert_eq!(today["myDay"]["narrative"]["focus"], plan["narrative"]["focus"]);

    let named = json!({ "id": session["id"], "unit": "POUND" });
    let opened = app.send(member, "OpenSession", named).await;
    assert_eq!(
        (&opened["node"]["__typename"], &opened["node"]["id"]),
        (&json!("PlannedSession"), &session["id"])
    );
    let line = loaded(&plan);
    let kilograms = line["load"].as_f64().unwrap();
    let drawer = app.send(member, "Why", json!({ "id": line["id"] })).await;
    let trace = list(&drawer["node"]["trace"]);
    let of_load: Vec<&Value> = trace.iter().filter(|step| step["axis"] == "LOAD").collect();
    assert_eq!(of_load.last().unwrap()["after"], json!(kilograms), "{drawer:#}");
    assert!(trace.iter().all(|step| !step["reason"].as_str().unwrap().is_empty()));
    session
}

/// Checks in ill: the rest of the week is lowered, and the open screen is told.
async fn falls_ill(app: &Document, season: &Season, session: &Value) {
    let mut socket = season.app.subscriber(MEMBER).await;
    let screen =
        json!({ "after": season.cursor().await, "date": session["date"], "unit": "KILOGRAM" });
    app.listen(&mut socket, "TodayChanged", screen).await;
    let ill = json!({ "input": { "source": "check-in", "soreness": 5, "stress": 5, "energy": 1, "mood": 1,
        "sleepQuality": 1, "illness": true } });
    let checked = app.send(&season.member(), "CheckIn", ill).await;
    let payload = &checked["recordReadiness"];
    assert_eq!(
        (&payload["outcome"], &payload["entry"]["revision"]),
        (&json!("CREATED"), &json!(1))
    );
    assert_eq!(payload["day"], payload["member"]["latestReadiness"]);
    assert_eq!(payload["recompute"]["triggered"], true, "{payload:#}");

    season.app.clock.advance(Duration::minutes(16));
    let told = socket.next().await;
    let event = &told["planUpdated"];
    assert_eq!((&event["kind"], &event["plan"]["revision"]), (&json!("REVISED"), &json!(2)));
    assert_eq!(event["plan"]["day"]["sessions"][0]["key"], session["key"], "{event:#}");
}

/// Starts the first session, logs it twice, and takes the log back.
async fn trains(app: &Document, member: &Client) {
    let session = list(&week(app, member).await["sessions"])[0].clone();
    let start = json!({ "input": { "plannedSessionId": session["id"] } });
    let started = app.send(member, "StartSession", start).await;
    assert_eq!(started["startSession"]["plannedSession"]["status"], "STARTED");

    let line = &lines(&json!({ "sessions": [session] }))[0];
    let log = json!({ "input": {
        "plannedSessionId": session["id"], "externalId": "phone-1", "durationMinutes": 55, "sessionRpe": 7, "completion": 1,
        "sets": [{ "movementKey": line["movement"]["key"], "prescriptionId": line["id"], "reps": 5, "rpe": 7 }],
    } });
    for outcome in ["CREATED", "UNCHANGED"] {
        let logged = app.send(member, "LogSession", log.clone()).await;
        let payload = &logged["logSession"];
        assert_eq!(payload["outcome"], outcome);
        assert_eq!(payload["sessionLog"]["plannedSession"]["status"], "COMPLETED", "{payload:#}");
        assert_eq!(payload["sessionLog"]["sets"][0]["prescription"]["key"], line["key"]);
    }
    let gone = app.send(member, "RemoveLog", json!({ "input": { "externalId": "phone-1" } })).await;
    let open = &gone["deleteSessionLog"]["plannedSession"];
    assert_eq!((&open["key"], &open["status"]), (&session["key"], &json!("PLANNED")));
}

async fn looks_back(app: &Document, member: &Client) {
    let period = json!({ "from": "2026-01-05", "to": "2026-03-02" });
    let progress = app.send(member, "Progress", period).await;
    let of = &progress["viewer"]["member"];
    assert_eq!(list(&of["trainingLoad"]).len(), 12);
    let lift = of["personalRecords"]["nodes"][0]["movement"]["id"].clone();
    assert!(lift.is_string(), "{of:#}");
    let trends = list(&of["liftTrends"]);
    assert!(trends.iter().any(|trend| trend["movement"]["id"] == lift), "{trends:#?}");
    assert!(
        list(&of["readiness"])
            .windows(2)
            .all(|two| two[0]["date"].as_str() < two[1]["date"].as_str())
    );

    let narrowed = json!({ "from": "2026-01-05", "to": "2026-03-02", "lift": lift });
    let narrowed = app.send(member, "Progress", narrowed).await;
    let of = &narrowed["viewer"]["member"];
    assert_eq!(list(&of["liftTrends"]).len(), 1);
    assert!(
        list(&of["personalRecords"]["nodes"]).iter().all(|record| record["movement"]["id"] == lift)
    );

    let first = app.send(member, "History", json!({ "first": 5 })).await;
    let page = &first["viewer"]["member"]["sessionLogs"];
    assert_eq!((list(&page["nodes"]).len(), &page["pageInfo"]["hasNextPage"]), (5, &json!(true)));
    let after = json!({ "first": 5, "after": page["pageInfo"]["endCursor"] });
    let second = app.send(member, "History", after).await;
    let next = &second["viewer"]["member"]["sessionLogs"]["nodes"];
    assert!(list(&page["nodes"])[4]["date"].as_str() >= next[0]["date"].as_str());
    assert!(!list(&page["nodes"]).contains(&next[0]));
}

async fn sets_out(app: &Document, member: &Client) {
    let goals = json!({ "input": { "goals": [
        { "kind": "BUILD_STRENGTH", "weight": 3, "targetDate": "2026-06-01" },
        { "kind": "GENERAL_FITNESS", "weight": 1, "note": "Keep up with the kids." },
    ] } });
    let set = app.send(member, "SetGoals", goals).await;
    let stands = list(&set["setGoals"]["member"]["goals"]);
    assert_eq!(
        (&stands[0]["kind"], &stands[0]["weight"]),
        (&json!("BUILD_STRENGTH"), &json!(0.75))
    );
    assert_eq!((&stands[1]["weight"], &stands[1]["status"]), (&json!(0.25), &json!("ACTIVE")));

    let record = json!({ "input": { "movementKey": "row-erg", "distanceMetres": 2000, "timeSeconds": 432.5 } });
    let kept = app.send(member, "RecordPersonalRecord", record).await;
    let record = &kept["recordPersonalRecord"]["personalRecord"];
    assert_eq!(
        (&record["movement"]["name"], &record["confirmed"]),
        (&json!("Row Erg"), &json!(true))
    );
}
