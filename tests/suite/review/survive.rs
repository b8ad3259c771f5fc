//! Coaches' edits and what comes after them.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{LINES, Season, lines};

mod both {
    use super::on_both;
    on_both! {
        an_edit_survives_an_automatic_reduction
        an_edit_that_a_restriction_rules_out_is_dropped_and_announced
        what_has_begun_is_edited_no_more
    }
}

const EDIT: &str = "mutation($input: EditPlanInput!) { editPlan(input: $input) { plan { revision } userErrors { field code message } } }";

/// A line of a lift in a session of the second half of the week.
fn late(plan: &Value) -> Value {
    let sessions = plan["sessions"].as_array().unwrap();
    let last = json!({ "sessions": [sessions.last().unwrap()] });
    lines(&last).into_iter().find(|line| line["load"].as_f64().is_some()).unwrap()
}

async fn edited(season: &Season, load: f64) -> Value {
    let plan = season.plan(&format!("id revision {LINES}")).await;
    let line = late(&plan);
    let input = json!({ "planId": plan["id"], "revision": plan["revision"],
        "edits": [{ "prescriptionId": line["id"], "loadKg": load }] });
    let done = season.coach().data(EDIT, json!({ "input": input })).await;
    assert_eq!(done["editPlan"]["userErrors"], json!([]), "{done:#}");
    line
}

async fn an_edit_survives_an_automatic_reduction(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let line = edited(&season, 37.5).await;
    season.monday_morning();

    season.falls_ill().await;

    let plan = season.my_plan(&format!("revision {LINES}")).await;
    assert_eq!(plan["revision"], 3);
    let now = lines(&plan).into_iter().find(|now| now["key"] == line["key"]).unwrap();
    assert_eq!((&now["load"], &now["provenance"]), (&json!(37.5), &json!("COACH_EDITED")));
    season.app.stop().await;
}

async fn an_edit_that_a_restriction_rules_out_is_dropped_and_announced(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let line = edited(&season, 37.5).await;
    let movement = line["movement"]["key"].clone();
    let add = "mutation($input: AddRestrictionInput!) { addRestriction(input: $input) { restriction { id since } \
               recompute { triggered reason } userErrors { message } } }";
    let input = json!({ "memberId": season.member_id().await, "bodyRegion": "OTHER", "rule": "FORBID",
        "movementKeys": [movement] });

    let added = season.coach().data(add, json!({ "input": input })).await;
    assert_eq!(added["addRestriction"]["recompute"]["triggered"], true, "{added:#}");
    season.app.clock.advance(chrono::Duration::minutes(16));
    season.app.settle().await;

    let plan = season.my_plan(&format!("revision changes {{ kind path summary }} {LINES}")).await;
    assert!(lines(&plan).iter().all(|line| line["movement"]["key"] != movement), "{plan:#}");
    let said = plan["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["path"] == "coachEdit")
        .unwrap();
    assert!(said["summary"].as_str().unwrap().contains("was dropped"), "{said}");
    season.app.stop().await;
}

async fn what_has_begun_is_edited_no_more(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    season.monday_morning();
    let plan = season.my_plan(&format!("id {LINES}")).await;
    let session = &plan["sessions"][0];
    let start = "mutation($id: ID!) { startSession(input: { plannedSessionId: $id }) { plannedSession { id status } \
                 userErrors { code } } }";
    let started = season.member().data(start, json!({ "id": session["id"] })).await;
    assert_eq!(
        started["startSession"]["plannedSession"],
        json!({ "id": session["id"], "status": "STARTED" })
    );
    let first = lines(&json!({ "sessions": [session] }))[0].clone();
    let input = json!({ "planId": plan["id"], "revision": 1, "edits": [{ "prescriptionId": first["id"], "sets": 1 }] });

    let refused = season.coach().data(EDIT, json!({ "input": input })).await;

    assert_eq!(refused["editPlan"]["userErrors"][0]["code"], "NOT_ALLOWED_IN_STATE", "{refused:#}");
    season.app.stop().await;
}
