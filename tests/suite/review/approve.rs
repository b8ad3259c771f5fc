//! What waits is seen by coaches, approved, and then by its member.

use chrono::Duration;
use domain::vocab::ReviewPolicy;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{COACH, MEMBER, OWNER, Season};

mod both {
    use super::on_both;
    on_both! {
        a_plan_waits_until_a_coach_approves_it
        many_are_approved_at_once_and_each_succeeds_alone
        twenty_approvals_at_once_have_one_effect
        a_plan_of_a_week_that_is_over_is_decided_no_more
    }
}

const APPROVE: &str = "mutation($input: ApprovePlanInput!) { approvePlan(input: $input) { plan { id status revision \
    publishedRevision { number } pendingRevision { number } review { state note decidedAt reviewer { displayName } } } \
    userErrors { field code message } } }";
const QUEUE: &str = "query($coach: ID) { reviewQueue(first: 10, coachId: $coach) { totalCount nodes { id status revision \
    pendingRevision { number trigger } review { state waitingSince autoReleaseAt } member { displayName } } } }";

async fn a_plan_waits_until_a_coach_approves_it(backend: Backend) {
    let season = Season::eve(backend, 3, ReviewPolicy::All).await;
    let mut socket = season.app.subscriber(COACH).await;
    let ready = "subscription($after: Cursor) { planReadyForReview(after: $after) { kind revision summary plan { id status } } }";
    socket.subscribe("1", ready, json!({ "after": season.cursor().await })).await;
    season.run().await;

    let told = socket.next().await;
    assert_eq!(told["planReadyForReview"]["kind"], "READY_FOR_REVIEW", "{told:#}");
    let queue = season.coach().data(QUEUE, json!({})).await;
    assert_eq!(queue["reviewQueue"]["totalCount"], 3);
    let first = &queue["reviewQueue"]["nodes"][0];
    assert_eq!(
        (&first["status"], &first["review"]["state"]),
        (&json!("PENDING_REVIEW"), &json!("WAITING"))
    );
    // Twelve hours before the week starts.
    assert_eq!(first["review"]["autoReleaseAt"], "2026-03-01T12:00:00Z");
    assert_eq!(season.my_plan("id").await, Value::Null);
    let plan = season.plan("id revision").await;

    let stale = json!({ "input": { "planId": plan["id"], "revision": 7 } });
    let refused = season.coach().data(APPROVE, stale).await;
    assert_eq!(refused["approvePlan"]["plan"], Value::Null);
    assert_eq!(refused["approvePlan"]["userErrors"][0]["code"], "STALE_REVISION");
    assert_eq!(refused["approvePlan"]["userErrors"][0]["field"], json!(["revision"]));
    let input = json!({ "input": { "planId": plan["id"], "revision": 1, "note": "Fine." } });
    let approved = season.coach().data(APPROVE, input.clone()).await;
    let again = season.coach().data(APPROVE, input).await;

    let now = &approved["approvePlan"]["plan"];
    assert_eq!(approved["approvePlan"]["userErrors"], json!([]), "{approved:#}");
    assert_eq!((&now["status"], &now["revision"]), (&json!("PUBLISHED"), &json!(1)));
    assert_eq!(
        (&now["publishedRevision"]["number"], &now["pendingRevision"]),
        (&json!(1), &Value::Null)
    );
    assert_eq!(
        (&now["review"]["state"], &now["review"]["note"]),
        (&json!("APPROVED"), &json!("Fine."))
    );
    assert_eq!(now["review"]["reviewer"]["displayName"], "Maya Lindqvist");
    assert_eq!(again["approvePlan"], approved["approvePlan"], "twice is the same as once");
    let mine = season.my_plan("status review { state note }").await;
    assert_eq!(
        mine,
        json!({ "status": "PUBLISHED", "review": { "state": "APPROVED", "note": null } })
    );
    assert_eq!(season.coach().data(QUEUE, json!({})).await["reviewQueue"]["totalCount"], 2);
    season.app.stop().await;
}

async fn many_are_approved_at_once_and_each_succeeds_alone(backend: Backend) {
    let season = Season::planned(backend, 5, ReviewPolicy::All).await;
    let coach = season.coach();
    let own =
        coach.data("{ viewer { coach { id } } }", json!({})).await["viewer"]["coach"]["id"].clone();
    let queue = coach.data(QUEUE, json!({ "coach": own })).await;
    assert_eq!(queue["reviewQueue"]["totalCount"], 2, "a third of five members: {queue:#}");
    let queue = coach.data(QUEUE, json!({})).await;
    let ids: Vec<&Value> =
        queue["reviewQueue"]["nodes"].as_array().unwrap().iter().map(|plan| &plan["id"]).collect();
    let query = "mutation($input: ApprovePlansInput!) { approvePlans(input: $input) { approved { id status } \
                 userErrors { field code } } }";
    let plans = json!([
        { "planId": ids[0], "revision": 1 },
        { "planId": "plan_nonsense", "revision": 1 },
        { "planId": ids[1], "revision": 2 },
        { "planId": ids[2], "revision": 1 },
    ]);

    let done = coach.data(query, json!({ "input": { "plans": plans } })).await;

    let approved: Vec<&Value> = done["approvePlans"]["approved"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plan| &plan["id"])
        .collect();
    assert_eq!(approved, [ids[0], ids[2]]);
    assert_eq!(
        done["approvePlans"]["userErrors"],
        json!([
            { "field": ["plans", "1", "planId"], "code": "NOT_FOUND" },
            { "field": ["plans", "2", "revision"], "code": "STALE_REVISION" },
        ])
    );
    let many: Vec<Value> = (0..101).map(|_| json!({ "planId": ids[0], "revision": 1 })).collect();
    let refused = coach.data(query, json!({ "input": { "plans": many } })).await;
    assert_eq!(refused["approvePlans"]["userErrors"][0]["code"], "LIMIT_EXCEEDED");
    season.app.stop().await;
}

async fn twenty_approvals_at_once_have_one_effect(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::All).await;
    let plan = season.plan("id").await;
    let cursor = season.cursor().await;
    let input = json!({ "input": { "planId": plan["id"], "revision": 1 } });
    let coach = season.coach();

    let answers = join_all((0..20).map(|_| coach.data(APPROVE, input.clone()))).await;

    for answer in answers {
        assert_eq!(answer["approvePlan"]["userErrors"], json!([]), "{answer:#}");
        assert_eq!(answer["approvePlan"]["plan"]["revision"], 1);
    }
    let mut socket = season.app.subscriber(OWNER).await;
    let updates = "subscription($after: Cursor) { planUpdated(after: $after) { kind } }";
    socket.subscribe("1", updates, json!({ "after": cursor })).await;
    assert_eq!(socket.next().await["planUpdated"]["kind"], "PUBLISHED");
    assert!(socket.is_quiet().await, "one approval is one event");
    season.app.stop().await;
}

async fn a_plan_of_a_week_that_is_over_is_decided_no_more(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::All).await;
    let plan = season.plan("id").await;
    season.app.clock.advance(Duration::days(10));
    let input = json!({ "input": { "planId": plan["id"], "revision": 1 } });

    let late = season.app.client(Some(COACH)).data(APPROVE, input.clone()).await;

    assert_eq!(late["approvePlan"]["userErrors"][0]["code"], "NOT_ALLOWED_IN_STATE");
    let other = season.app.client(Some(MEMBER)).answer(APPROVE, input).await;
    assert_eq!(other["errors"][0]["extensions"]["code"], "FORBIDDEN");
    season.app.stop().await;
}
