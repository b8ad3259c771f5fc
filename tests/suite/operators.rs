//! What owners see and do of background work: runs, what gave up, stopping and trying again.

use chrono::Duration;
use domain::ids::ComputationId;
use serde_json::{Value, json};
use service::events::Wakes;
use service::ledger::{self, Failure, Lane};
use tests::backend::Backend;
use tests::client::Client;
use tests::crowd::{Founding, crowd};
use tests::demo::{COACH, Demo, MEMBER, MONDAY, OWNER};
use tests::hand::{claim_one, start, work_off};
use tests::invariants::settled;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        owners_alone_see_and_retry_what_gave_up
        who_follows_a_run_is_told_what_gave_up_meanwhile
        a_retry_that_comes_twice_is_one
        each_id_that_can_not_be_retried_is_named
        what_has_no_sense_any_more_is_not_retried
        a_run_is_stopped_for_good
        a_run_that_has_ended_can_not_be_stopped
    }
}

const STRANGER: &str = "another-owner";
const START: &str = "mutation { startWeeklyRun(input: { weekOf: \"2026-03-02\" }) { weeklyRun { id } userErrors { message } } }";
const CANCEL: &str = "mutation($id: ID!) { cancelWeeklyRun(input: { id: $id }) { weeklyRun { status total cancelled finishedAt } userErrors { field code message } } }";
const RETRY: &str = "mutation($ids: [ID!]!) { retryComputations(input: { ids: $ids }) { computations { id status attempts error } userErrors { field code message } } }";
const FAILED: &str = "{ failedComputations { totalCount nodes { id kind weekOf trigger status attempts error finishedAt member { id } } } }";
const RUNS: &str = "{ weeklyRuns { totalCount nodes { id status total succeeded failed cancelled failures { totalCount } } } }";

async fn idle(backend: Backend, members: u32) -> Demo {
    let demo = Demo::idle(backend, members).await;
    let other = Founding { members: 1, owner: Some(STRANGER), ..Founding::default() };
    crowd(&demo.app.env, other).await;
    demo
}

/// Starts the gym's run; answers its id.
async fn started(demo: &Demo) -> String {
    let answer = demo.app.client(Some(OWNER)).data(START, json!({})).await;
    answer["startWeeklyRun"]["weeklyRun"]["id"].as_str().unwrap().to_owned()
}

/// Everything of the run gives up; answers the ids.
async fn all_gave_up(demo: &Demo) -> Vec<String> {
    let env = &demo.app.env;
    let lease = claim_one(env, Lane::Bulk).await;
    let work = start(env, lease).await.unwrap();
    ledger::settle(env, lease, Some(Failure::hopeless("a defect"))).await.unwrap();
    service::runs::close_finished(env, None).await.unwrap();
    work.items.iter().map(|item| item.computation.to_string()).collect()
}

async fn retry(client: &Client, ids: &[String]) -> Value {
    client.data(RETRY, json!({ "ids": ids })).await["retryComputations"].take()
}

async fn cancel(client: &Client, id: &str) -> Value {
    client.data(CANCEL, json!({ "id": id })).await["cancelWeeklyRun"].take()
}

async fn owners_alone_see_and_retry_what_gave_up(backend: Backend) {
    let demo = idle(backend, 3).await;
    let run = started(&demo).await;
    let failed = all_gave_up(&demo).await;
    let owner = demo.app.client(Some(OWNER));

    for (who, code) in
        [(None, "UNAUTHENTICATED"), (Some(MEMBER), "FORBIDDEN"), (Some(COACH), "FORBIDDEN")]
    {
        let client = demo.app.client(who);
        for question in [FAILED, RUNS] {
            assert_eq!(client.error_code(question).await.as_deref(), Some(code), "{who:?}");
        }
        for (order, input) in [(RETRY, json!({ "ids": failed })), (CANCEL, json!({ "id": run }))] {
            let answer = client.answer(order, input).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{who:?}: {answer}");
        }
    }
    let stranger = demo.app.client(Some(STRANGER));
    assert_eq!(stranger.data(FAILED, json!({})).await["failedComputations"]["totalCount"], 0);
    assert_eq!(retry(&stranger, &failed).await["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(cancel(&stranger, &run).await["userErrors"][0]["code"], "NOT_FOUND");

    let list = owner.data(FAILED, json!({})).await["failedComputations"].take();
    assert_eq!(list["totalCount"], 3);
    for node in list["nodes"].as_array().unwrap() {
        assert_eq!((&node["status"], &node["error"]), (&json!("FAILED"), &json!("a defect")));
        assert_eq!((&node["weekOf"], &node["trigger"]), (&json!(MONDAY), &json!("WEEKLY")));
        assert_eq!(node["attempts"], 1);
    }
    let runs = owner.data(RUNS, json!({})).await;
    assert_eq!(runs["weeklyRuns"]["nodes"][0]["status"], "COMPLETED_WITH_FAILURES");
    assert_eq!(runs["weeklyRuns"]["nodes"][0]["failures"]["totalCount"], 3);

    let answer = retry(&owner, &failed).await;
    assert_eq!(answer["userErrors"], json!([]));
    assert_eq!(answer["computations"].as_array().unwrap().len(), 3);
    work_off(&demo.app.env).await;
    assert_eq!(owner.data(FAILED, json!({})).await["failedComputations"]["totalCount"], 0);
    let runs = owner.data(RUNS, json!({})).await;
    assert_eq!(runs["weeklyRuns"]["nodes"][0]["status"], "COMPLETED");
    demo.app.stop().await;
}

async fn who_follows_a_run_is_told_what_gave_up_meanwhile(backend: Backend) {
    let demo = idle(backend, 2).await;
    let run = started(&demo).await;
    let mut socket = demo.app.subscriber(OWNER).await;
    let query = "subscription($id: ID!) { weeklyRunProgress(runId: $id) { failed failures { totalCount } } }";
    socket.subscribe("1", query, json!({ "id": run })).await;
    let first = socket.next().await["weeklyRunProgress"].take();
    assert_eq!(first, json!({ "failed": 0, "failures": { "totalCount": 0 } }));

    all_gave_up(&demo).await;
    demo.app.relay().wake(&Wakes::default()).await;

    let last = socket.rest().await.pop().unwrap();
    assert_eq!(last["weeklyRunProgress"], json!({ "failed": 2, "failures": { "totalCount": 2 } }));
    demo.app.stop().await;
}

async fn a_retry_that_comes_twice_is_one(backend: Backend) {
    let demo = idle(backend, 2).await;
    started(&demo).await;
    let failed = all_gave_up(&demo).await;
    let owner = demo.app.client(Some(OWNER));

    let first = retry(&owner, &failed).await;
    let second = retry(&owner, &failed).await;
    work_off(&demo.app.env).await;
    let third = retry(&owner, &[failed[0].clone(), failed[0].clone()]).await;

    assert_eq!(first, second);
    assert_eq!(first["computations"][0]["id"], failed[0]);
    assert_eq!(first["computations"][0]["status"], "QUEUED");
    assert_eq!(first["computations"][0]["error"], json!(null));
    assert_eq!(third["computations"].as_array().unwrap().len(), 1);
    assert_eq!(third["computations"][0]["status"], "SUCCEEDED", "it is not computed once more");
    demo.app.stop().await;
}

async fn each_id_that_can_not_be_retried_is_named(backend: Backend) {
    let demo = idle(backend, 1).await;
    started(&demo).await;
    let failed = all_gave_up(&demo).await;
    let owner = demo.app.client(Some(OWNER));
    let unknown = ComputationId::from_uuid(uuid::Uuid::from_u128(7)).to_string();

    let ids = [failed[0].clone(), unknown, "nonsense".to_owned()];
    let mixed = retry(&owner, &ids).await;
    let many = vec![failed[0].clone(); 501];
    let many = retry(&owner, &many).await;
    let none = retry(&owner, &[]).await;

    let paths: Vec<&Value> =
        mixed["userErrors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(paths, [&json!(["ids", "1"]), &json!(["ids", "2"])]);
    assert_eq!(mixed["computations"], json!([]));
    assert_eq!(many["userErrors"][0]["code"], "LIMIT_EXCEEDED");
    assert_eq!(many["userErrors"][0]["message"], "ids must be at most 500, got 501");
    assert_eq!(none, json!({ "computations": [], "userErrors": [] }));
    let list = owner.data(FAILED, json!({})).await;
    assert_eq!(list["failedComputations"]["totalCount"], 1, "nothing was retried");
    demo.app.stop().await;
}

async fn what_has_no_sense_any_more_is_not_retried(backend: Backend) {
    let demo = idle(backend, 1).await;
    started(&demo).await;
    let failed = all_gave_up(&demo).await;
    let owner = demo.app.client(Some(OWNER));
    let member = demo.members[0].to_string();
    let set = "mutation($id: ID!, $active: Boolean!) { updateMember(input: { id: $id, active: $active }) { userErrors { message } } }";

    owner.data(set, json!({ "id": member, "active": false })).await;
    let inactive = retry(&owner, &failed).await;
    owner.data(set, json!({ "id": member, "active": true })).await;
    demo.clock().advance(Duration::days(9));
    // The token of before has run out.
    let over = retry(&demo.app.client(Some(OWNER)), &failed).await;

    for (answer, message) in [(inactive, "its member is not active"), (over, "its week is over")] {
        let expected =
            json!({ "field": ["ids", "0"], "code": "NOT_ALLOWED_IN_STATE", "message": message });
        assert_eq!(answer["userErrors"], json!([expected]));
    }
    demo.app.stop().await;
}

async fn a_run_is_stopped_for_good(backend: Backend) {
    let demo = idle(backend, 3).await;
    let run = started(&demo).await;
    let lease = claim_one(&demo.app.env, Lane::Bulk).await;
    let work = start(&demo.app.env, lease).await.unwrap();
    let owner = demo.app.client(Some(OWNER));

    let stopped = cancel(&owner, &run).await;
    let again = cancel(&owner, &run).await;
    tests::hand::finish(&demo.app.env, &work).await;

    assert_eq!(stopped["userErrors"], json!([]));
    assert_eq!(stopped["weeklyRun"]["status"], "CANCELLED");
    assert_eq!(
        (&stopped["weeklyRun"]["total"], &stopped["weeklyRun"]["cancelled"]),
        (&json!(3), &json!(3))
    );
    assert_eq!(stopped, again);
    let plans = owner.data("{ plans { totalCount } }", json!({})).await;
    assert_eq!(plans["plans"]["totalCount"], 0, "work in flight fails at the fence");
    settled(demo.app.env.db.read(), demo.gym, &[], demo.week.monday()).await;
    demo.app.stop().await;
}

async fn a_run_that_has_ended_can_not_be_stopped(backend: Backend) {
    let demo = idle(backend, 1).await;
    let run = started(&demo).await;
    work_off(&demo.app.env).await;
    let owner = demo.app.client(Some(OWNER));

    let ended = cancel(&owner, &run).await;
    let unknown = cancel(&owner, "nonsense").await;

    assert_eq!(ended["weeklyRun"], json!(null));
    assert_eq!(ended["userErrors"][0]["code"], "NOT_ALLOWED_IN_STATE");
    assert_eq!(unknown["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(unknown["userErrors"][0]["field"], json!(["id"]));
    let runs = owner.data(RUNS, json!({})).await;
    assert_eq!(runs["weeklyRuns"]["nodes"][0]["status"], "COMPLETED");
    demo.app.stop().await;
}
