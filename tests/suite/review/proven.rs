//! What coaches do to a week is done again by replay, from what is kept of it.

use domain::plan::PlanDocument;
use domain::vocab::ReviewPolicy;
use entity::{gym, pack, plan_revision};
use sea_orm::{ConnectionTrait as _, Set};
use serde_json::{Value, json};
use service::replay::Outcome::{self, Different, Edited, Erased, Identical, PutBack};
use tests::backend::Backend;
use tests::history::{outcomes, revisions, rewrite};
use tests::on_both;
use tests::season::{LINES, Season, lines};

mod both {
    use super::on_both;
    on_both! {
        every_edit_replays_to_the_byte_whatever_the_gym_becomes
        a_reduction_taken_back_replays_to_the_byte
        an_edit_that_was_altered_is_found
    }
}

const EDIT: &str = "mutation($input: EditPlanInput!) { editPlan(input: $input) { \
                    plan { revision } userErrors { field message } } }";
const REJECT: &str =
    "mutation($input: RejectPlanInput!) { rejectPlan(input: $input) { userErrors { message } } }";

async fn edit(season: &Season, input: Value) {
    let answer = season.coach().data(EDIT, json!({ "input": input })).await;
    assert_eq!(answer["editPlan"]["userErrors"], json!([]), "{answer:#}");
}

/// A season in which a coach has changed values, a movement, a block's lines and a session of revision 1.
async fn edited(backend: Backend) -> Season {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let plan = season.plan(&format!("id {LINES}")).await;
    let all = lines(&plan);
    let loaded: Vec<&Value> = all.iter().filter(|line| line["load"].is_number()).collect();
    let sessions = plan["sessions"].as_array().unwrap();
    let input = json!({ "planId": plan["id"], "revision": 1, "note": "Her knees.",
        "edits": [
            { "prescriptionId": loaded[0]["id"], "loadKg": 41.3, "sets": 2, "targetRpe": null },
            { "prescriptionId": loaded[1]["id"], "movementKey": "front-squat" },
        ],
        "additions": [{ "blockId": sessions[0]["blocks"][0]["id"], "movementKey": "plank",
                        "sets": 3, "durationSeconds": 40 }],
        "blocks": [{ "blockId": sessions[0]["blocks"][0]["id"], "notes": "Slowly." }],
        "removeSessionIds": [sessions.last().unwrap()["id"]] });
    edit(&season, input).await;
    season
}

async fn every_edit_replays_to_the_byte_whatever_the_gym_becomes(backend: Backend) {
    let season = edited(backend).await;
    let db = &season.app.env.db;
    let config = Set(r#"{"chain":{"load_min":0.9}}"#.to_owned());
    season.settings(gym::ActiveModel { engine_config: config, ..Default::default() }).await;
    let plan = season.plan(&format!("id {LINES}")).await;
    let input = json!({ "planId": plan["id"], "revision": 2,
        "edits": [{ "prescriptionId": lines(&plan)[0]["id"], "restSeconds": 200 }] });
    edit(&season, input).await;
    season.monday_morning();
    season.falls_ill().await;
    for sql in [
        "UPDATE movement SET implement = 'MACHINE', reference_lift_key = NULL",
        "UPDATE restriction SET load_cap = 0.5",
    ] {
        db.writer().execute_unprepared(sql).await.unwrap();
    }

    let found = outcomes(&season.app.env, season.gym).await;

    assert_eq!(found, [Identical, Edited, Edited, Identical]);
    let rows = revisions(db, season.gym).await;
    assert_eq!(rows[2].author, "COACH");
    assert_ne!(rows[1].facts_digest, rows[2].facts_digest, "the gym had changed between them");
    season.app.stop().await;
}

async fn a_reduction_taken_back_replays_to_the_byte(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let policy = Set(ReviewPolicy::All.to_string());
    season.settings(gym::ActiveModel { review_policy: policy, ..Default::default() }).await;
    season.monday_morning();
    season.falls_ill().await;
    let plan = season.my_plan("id revision").await;
    let input = json!({ "input": { "planId": plan["id"], "revision": 2, "note": "She is fine." } });
    season.coach().data(REJECT, input).await;
    season.app.settle().await;

    let found = outcomes(&season.app.env, season.gym).await;

    assert_eq!(found[..3], [Identical, Identical, PutBack]);
    assert!(found[3..].iter().all(|outcome| *outcome == Identical), "{found:?}");
    season.app.stop().await;
}

/// Where replay finds that the coach's revision is not what it cites.
async fn differs(season: &Season, change: plan_revision::ActiveModel) -> String {
    let rows = revisions(&season.app.env.db, season.gym).await;
    rewrite(&season.app.env.db, &rows[1], change).await;
    match outcomes(&season.app.env, season.gym).await.remove(1) {
        Different(difference) => difference.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn an_edit_that_was_altered_is_found(backend: Backend) {
    let season = edited(backend).await;
    let rows = revisions(&season.app.env.db, season.gym).await;
    let row = rows[1].clone();
    let mut document: PlanDocument = pack::unpack(&row.document).unwrap();
    document.sessions[1].blocks[0].lines[0].sets += 1;
    let packed = pack::pack(&document);

    let altered =
        plan_revision::ActiveModel { document: Set(packed.clone()), ..Default::default() };
    let found = differs(&season, altered).await;
    assert_eq!(found, "inputs: not those of the digest that was kept");

    let cited = [rows[0].input_digest.as_slice(), packed.as_slice()].concat();
    let with_digest = plan_revision::ActiveModel {
        input_digest: Set(pack::digest(&cited).to_vec()),
        ..Default::default()
    };
    let found = differs(&season, with_digest).await;
    assert!(found.starts_with("s[1].b[0].p[0].s is "), "{found}");

    let honest = plan_revision::ActiveModel {
        document: Set(row.document.clone()),
        input_digest: Set(row.input_digest.clone()),
        reason: Set(row.reason.replace("41.3", "51.3")),
        ..Default::default()
    };
    let found = differs(&season, honest).await;
    assert!(found.ends_with("is 41.3, its inputs lead to 51.3"), "{found}");

    let silent = plan_revision::ActiveModel { reason: Set("{}".into()), ..Default::default() };
    assert_eq!(differs(&season, silent).await, "reason: does not say what the coach did");

    let erased = plan_revision::ActiveModel {
        document: Set(Vec::new()),
        signals: Set(Vec::new()),
        erased_at: Set(Some(1)),
        ..Default::default()
    };
    rewrite(&season.app.env.db, &rows[0], erased).await;
    let found: Vec<Outcome> = outcomes(&season.app.env, season.gym).await;
    assert_eq!(found, [Erased, Erased]);
    season.app.stop().await;
}
