//! The same sent twice, or twenty times at once, has one effect.

use domain::vocab::ReviewPolicy;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::on_both;
use tests::season::{Season, WEEK};
use tests::templates;

mod both {
    use super::on_both;
    on_both! {
        twenty_of_one_report_are_one_entry
        twenty_versions_of_one_report_leave_the_newest
        twenty_of_one_session_are_one_log
        twenty_starts_are_one_run
        twenty_of_one_key_are_one_thing
    }
}

/// Twenty of the same at once.
async fn twenty(
    client: &Client,
    mutation: &str,
    fields: &str,
    input: impl Fn(u32) -> Value,
) -> Vec<Value> {
    join_all((0..20).map(|number| client.done(mutation, fields, input(number)))).await
}

fn count(payloads: &[Value], field: &str, value: &str) -> usize {
    payloads.iter().filter(|payload| payload[field] == value).count()
}

/// The one thing that all of them answered.
fn one(payloads: &[Value], pointer: &str) -> Value {
    let first = payloads[0].pointer(pointer).unwrap().clone();
    assert!(first.is_string(), "{:#}", payloads[0]);
    assert!(
        payloads.iter().all(|payload| payload.pointer(pointer) == Some(&first)),
        "{payloads:#?}"
    );
    first
}

async fn twenty_of_one_report_are_one_entry(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let report =
        |_| json!({ "source": "watch", "externalId": "a", "hrvMs": 55, "hrvMetric": "RMSSD" });

    let answers =
        twenty(&season.member(), "recordReadiness", "outcome entry { id revision }", report).await;

    one(&answers, "/entry/id");
    assert_eq!(
        (count(&answers, "outcome", "CREATED"), count(&answers, "outcome", "UNCHANGED")),
        (1, 19)
    );
    assert!(answers.iter().all(|answer| answer["entry"]["revision"] == 1));
    season.app.stop().await;
}

async fn twenty_versions_of_one_report_leave_the_newest(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let version = |number: u32| {
        json!({ "source": "watch", "externalId": "a", "vendorScore": 40 + number,
            "sourceUpdatedAt": format!("2026-02-28T06:{number:02}:00Z") })
    };

    let answers =
        twenty(&season.member(), "recordReadiness", "outcome entry { id revision }", version).await;

    one(&answers, "/entry/id");
    let kept = count(&answers, "outcome", "CREATED") + count(&answers, "outcome", "REPLACED");
    assert_eq!(kept + count(&answers, "outcome", "OUTDATED"), 20);
    let query =
        "{ viewer { member { latestReadiness { entries { source vendorScore revision } } } } }";
    let day = season.member().data(query, json!({})).await;
    let entries = day["viewer"]["member"]["latestReadiness"]["entries"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["source"] == "watch").unwrap();
    assert_eq!((&entry["vendorScore"], &entry["revision"]), (&json!(59.0), &json!(kept)));
    season.app.stop().await;
}

async fn twenty_of_one_session_are_one_log(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    season.monday_morning();
    let plan = season.my_plan("sessions { id }").await;
    let session = plan["sessions"][0]["id"].clone();
    let start = |_| json!({ "plannedSessionId": session });
    let started =
        twenty(&season.member(), "startSession", "plannedSession { status }", start).await;
    assert!(started.iter().all(|answer| answer["plannedSession"]["status"] == "STARTED"));
    let log =
        |_| json!({ "plannedSessionId": session, "externalId": "phone-1", "durationMinutes": 50 });

    let answers = twenty(&season.member(), "logSession", "outcome sessionLog { id }", log).await;

    one(&answers, "/sessionLog/id");
    assert_eq!(
        (count(&answers, "outcome", "CREATED"), count(&answers, "outcome", "UNCHANGED")),
        (1, 19)
    );
    let query =
        "query($day: Date) { viewer { member { sessionLogs(from: $day) { totalCount } } } }";
    let logs = season.member().data(query, json!({ "day": WEEK })).await;
    assert_eq!(logs["viewer"]["member"]["sessionLogs"]["totalCount"], 1);
    season.app.stop().await;
}

async fn twenty_starts_are_one_run(backend: Backend) {
    let season = Season::by_hand(backend, 3, ReviewPolicy::None).await;

    let answers = twenty(
        &season.owner(),
        "startWeeklyRun",
        "weeklyRun { id total }",
        |_| json!({ "weekOf": WEEK }),
    )
    .await;

    one(&answers, "/weeklyRun/id");
    assert!(answers.iter().all(|answer| answer["weeklyRun"]["total"] == 3), "{answers:#?}");
    let runs = season.owner().data("{ weeklyRuns { totalCount } }", json!({})).await;
    assert_eq!(runs["weeklyRuns"]["totalCount"], 1);
    season.app.stop().await;
}

async fn twenty_of_one_key_are_one_thing(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let (coach, member) = (season.coach(), season.member_id().await);

    let new = |_| json!({ "displayName": "Nia", "idempotencyKey": "k-1" });
    one(&twenty(&coach, "addMember", "member { id }", new).await, "/member/id");
    let note = |_| json!({ "memberId": member, "text": "Away.", "idempotencyKey": "k-2" });
    one(&twenty(&coach, "addCoachNote", "coachNote { id }", note).await, "/coachNote/id");
    let knee = |_| json!({ "memberId": member, "bodyRegion": "KNEE", "rule": "FORBID", "idempotencyKey": "k-3" });
    one(&twenty(&coach, "addRestriction", "restriction { id }", knee).await, "/restriction/id");
    let draft = |_| json!({ "template": templates::small("Short"), "idempotencyKey": "k-4" });
    one(&twenty(&coach, "createTemplate", "template { id }", draft).await, "/template/id");

    let query = "query($id: ID!) { members { totalCount } member(id: $id) { coachNotes { totalCount } restrictions { id } } programmeTemplates { id } }";
    let there = coach.data(query, json!({ "id": member })).await;
    assert_eq!(there["members"]["totalCount"], 2);
    assert_eq!(there["member"]["coachNotes"]["totalCount"], 1);
    assert_eq!(there["member"]["restrictions"].as_array().map(Vec::len), Some(1));
    assert_eq!(there["programmeTemplates"].as_array().map(Vec::len), Some(3));
    // The key of one thing is no key of another.
    let other = json!({ "displayName": "Olu", "idempotencyKey": "k-1" });
    let reused = coach.mutate("addMember", "member { id }", other).await;
    assert_eq!(reused["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED", "{reused:#}");
    assert_eq!(reused["userErrors"][0]["field"], json!(["idempotencyKey"]));
    season.app.stop().await;
}
