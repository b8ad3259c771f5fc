//! An owner's console: the gym set up, a template edited with a what-if, a weekly run, the activity.

use domain::vocab::ReviewPolicy;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::documents::Document;
use tests::hand::work_off;
use tests::on_both;
use tests::season::{OWNER, Season, WEEK};
use tests::templates;

use super::list;

mod both {
    use super::on_both;
    on_both! {
        the_owner_console_sends_what_it_sends_to_set_up_and_run_a_gym
    }
}

async fn the_owner_console_sends_what_it_sends_to_set_up_and_run_a_gym(backend: Backend) {
    let season = Season::by_hand(backend, 3, ReviewPolicy::None).await;
    let app = Document::of("owner-console");
    let owner = season.owner();

    sets_up(&app, &owner).await;
    let newcomer = takes_in(&app, &owner).await;
    edits_a_template(&app, &owner, &newcomer).await;
    runs_the_week(&app, &season).await;
    mends(&app, &season).await;
    app.all_were_sent();
    season.app.stop().await;
}

async fn sets_up(app: &Document, owner: &Client) {
    let setup = app.send(owner, "Setup", json!({})).await;
    assert_eq!(setup["viewer"]["roles"], json!(["OWNER"]));
    assert_eq!(
        (&setup["gym"]["name"], list(&setup["gym"]["staff"]).len()),
        (&json!("Ironworks"), 4)
    );
    assert_eq!(setup["gym"]["settings"]["weeklyRunDay"], "SATURDAY");

    let settings =
        json!({ "input": { "autoReleaseMinutesBefore": null, "narrativeMonthlyBudgetUsd": 12.5 } });
    let saved = app.send(owner, "SaveSettings", settings).await;
    let settings = &saved["updateGymSettings"]["gym"]["settings"];
    assert_eq!(settings["autoReleaseMinutesBefore"], Value::Null);
    assert_eq!(settings["narrativeMonthlyBudgetUsd"], 12.5);
    let staff = json!({ "input": { "subject": "kim", "displayName": "Kim", "roles": ["COACH"] } });
    let granted = app.send(owner, "SetStaff", staff).await;
    assert!(granted["setStaff"]["staffMember"]["coach"]["id"].is_string(), "{granted:#}");
    let track = json!({ "input": { "key": "mobility", "name": "Mobilty", "kind": "MOBILITY" } });
    let created = app.send(owner, "CreateTrack", track).await;
    let id = &created["createTrack"]["track"]["id"];
    let renamed =
        app.send(owner, "RenameTrack", json!({ "input": { "id": id, "name": "Mobility" } })).await;
    assert_eq!(renamed["updateTrack"]["track"]["name"], "Mobility");

    let watch = json!({ "input": { "name": "Watch", "scopes": ["READINESS_WRITE"] } });
    let made = app.send(owner, "CreateIntegration", watch).await;
    let integration = &made["createIntegration"]["integration"];
    let key = made["createIntegration"]["key"].as_str().unwrap();
    assert!(key.starts_with(integration["keyPrefix"].as_str().unwrap()));
    let revoke = json!({ "input": { "id": integration["id"] } });
    let revoked = app.send(owner, "RevokeIntegration", revoke).await;
    assert_eq!(revoked["revokeIntegration"]["integration"]["revokedAt"], "2026-02-28T18:00:00Z");
}

/// A new member, changed; answers their id.
async fn takes_in(app: &Document, owner: &Client) -> Value {
    let new =
        json!({ "input": { "displayName": "Nia Abara", "externalId": "N-1", "subject": "nia" } });
    let added = app.send(owner, "AddMember", new).await;
    let member = &added["addMember"]["member"];
    assert_eq!((&member["hasLogin"], &member["active"]), (&json!(true), &json!(true)));
    let change = json!({ "input": { "id": member["id"], "subject": null } });
    let changed = app.send(owner, "UpdateMember", change).await;
    assert_eq!(changed["updateMember"]["member"]["hasLogin"], false);
    assert_eq!(changed["updateMember"]["member"]["displayName"], "Nia Abara");
    member["id"].clone()
}

async fn edits_a_template(app: &Document, owner: &Client, newcomer: &Value) {
    let templates = app.send(owner, "Templates", json!({})).await;
    let base = &list(&templates["programmeTemplates"])[1];
    assert_eq!((&base["name"], &base["assignedMembers"]), (&json!("Base"), &json!(3)));
    let editor = app.send(owner, "TemplateEditor", json!({ "id": base["id"] })).await;
    assert_eq!(list(&editor["programmeTemplate"]["published"]["sessions"]).len(), 40);
    let found = app.send(owner, "FindMovement", json!({ "search": "back squat" })).await;
    let found = list(&found["movements"]["nodes"]);
    assert!(found.iter().any(|movement| movement["key"] == "back-squat"), "{found:?}");

    let draft = json!({ "input": { "template": templates::small("Short") } });
    let created = app.send(owner, "CreateTemplate", draft).await;
    let template = &created["createTemplate"]["template"];
    let id = &template["id"];
    assert_eq!((&template["status"], &template["draft"]["number"]), (&json!("DRAFT"), &json!(1)));
    let mut content = templates::small("Short");
    content["goalInfluence"] = json!(0.2);
    let save = json!({ "input": { "id": id, "version": 1, "template": content } });
    let saved = app.send(owner, "SaveDraft", save).await;
    assert_eq!(saved["updateTemplate"]["template"]["draft"]["goalInfluence"], 0.2);

    let what_if = json!({ "input": { "templateId": base["id"], "draft": templates::small("Base"), "weekOf": WEEK } });
    let would = app.send(owner, "WhatIf", what_if).await;
    let would = &would["previewTemplate"];
    assert_eq!((&would["members"], &would["changed"]), (&json!(3), &json!(3)));
    assert!(list(&would["examples"]).iter().all(|one| !list(&one["changes"]).is_empty()));

    let publish = json!({ "input": { "id": id, "version": 2 } });
    let published = app.send(owner, "PublishTemplate", publish).await;
    assert_eq!(published["publishTemplate"]["template"]["published"]["number"], 2);
    let assign = json!({ "input": { "templateId": id, "memberIds": [newcomer] } });
    let assigned = app.send(owner, "AssignTemplate", assign).await;
    assert_eq!(assigned["assignTemplate"]["assigned"][0]["template"]["assignedMembers"], 1);
    let archived = app.send(owner, "ArchiveTemplate", json!({ "input": { "id": id } })).await;
    assert_eq!(archived["archiveTemplate"]["template"]["status"], "ARCHIVED");
}

async fn runs_the_week(app: &Document, season: &Season) {
    let owner = season.owner();
    let last = ran(app, season, WEEK).await;
    assert_eq!((&last["status"], &last["succeeded"]), (&json!("COMPLETED"), &json!(4)));

    let runs = app.send(&owner, "Runs", json!({})).await;
    assert_eq!(list(&runs["weeklyRuns"]["nodes"]), std::slice::from_ref(&last));
    let failures = app.send(&owner, "RunFailures", json!({ "id": last["id"] })).await;
    assert_eq!(failures["weeklyRun"]["failures"]["totalCount"], 0);
    let period = json!({ "from": WEEK, "to": WEEK });
    let activity = app.send(&owner, "Activity", period).await;
    let activity = &activity["personalisationActivity"];
    assert_eq!((&activity["plans"], &activity["membersWithoutPlan"]), (&json!(4), &json!(0)));
    assert_eq!(activity["byStatus"], json!([{ "status": "PUBLISHED", "count": 4 }]));
}

/// Starts a run and follows it to its end; answers its last state.
async fn ran(app: &Document, season: &Season, week: &str) -> Value {
    let input = json!({ "input": { "weekOf": week } });
    let begun = app.send(&season.owner(), "StartRun", input).await;
    let run = &begun["startWeeklyRun"]["weeklyRun"];
    assert_eq!(run["status"], "RUNNING");
    let mut socket = season.app.subscriber(OWNER).await;
    app.listen(&mut socket, "RunProgress", json!({ "runId": run["id"] })).await;
    work_off(&season.app.env).await;
    let told = socket.rest().await;
    told.last().unwrap()["weeklyRunProgress"].clone()
}

/// One week that can't be computed is found, mended and computed; a run is cancelled.
async fn mends(app: &Document, season: &Season) {
    let owner = season.owner();
    experience(season, "NONSENSE").await;
    let last = ran(app, season, "2026-03-09").await;
    assert_eq!((&last["status"], &last["failed"]), (&json!("COMPLETED_WITH_FAILURES"), &json!(1)));
    let failures = app.send(&owner, "Failures", json!({})).await;
    let failed = &failures["failedComputations"]["nodes"][0];
    assert_eq!((&failed["weekOf"], &failed["trigger"]), (&json!("2026-03-09"), &json!("WEEKLY")));
    let of_run = app.send(&owner, "RunFailures", json!({ "id": last["id"] })).await;
    assert_eq!(of_run["weeklyRun"]["failures"]["nodes"][0]["id"], failed["id"]);

    experience(season, "NOVICE").await;
    let retry = json!({ "input": { "ids": [failed["id"]] } });
    let again = app.send(&owner, "Retry", retry).await;
    assert_eq!(again["retryComputations"]["computations"][0]["status"], "QUEUED");
    work_off(&season.app.env).await;
    let none = app.send(&owner, "Failures", json!({})).await;
    assert_eq!(none["failedComputations"]["totalCount"], 0);

    let input = json!({ "input": { "weekOf": "2026-03-16" } });
    let begun = app.send(&owner, "StartRun", input).await;
    let id = &begun["startWeeklyRun"]["weeklyRun"]["id"];
    let ended = app.send(&owner, "CancelRun", json!({ "input": { "id": id } })).await;
    let run = &ended["cancelWeeklyRun"]["weeklyRun"];
    assert_eq!((&run["status"], &run["cancelled"]), (&json!("CANCELLED"), &json!(4)));
}

/// Writes how well trained the second member is: what is no experience can't be read.
async fn experience(season: &Season, word: &str) {
    let written = format!("UPDATE member SET experience = '{word}' WHERE external_id = 'M-00002'");
    season.app.env.db.writer().execute_unprepared(&written).await.unwrap();
}
