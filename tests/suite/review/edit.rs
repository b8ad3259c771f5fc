//! Coaches edit what waits and what is in force.

use domain::vocab::ReviewPolicy;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::on_both;
use tests::season::{COACH, LINES, Season, lines};

mod both {
    use super::on_both;
    on_both! {
        an_edit_of_what_waits_goes_on_waiting
        an_edit_of_what_is_in_force_is_out_at_once
        what_a_coach_says_of_an_edit_or_an_excuse_is_for_other_coaches
        a_review_that_lapses_has_no_hour_of_release
        a_faulty_edit_names_every_fault_and_does_nothing
        twenty_times_the_same_edit_is_one_revision
    }
}

const EDIT: &str = "mutation($input: EditPlanInput!) { editPlan(input: $input) { plan { id status revision \
    publishedRevision { number author coach { displayName } reason changes { path before after summary } \
      narrative { source focus verified } } \
    pendingRevision { number author trigger review { state note waitingSince autoReleaseAt } } } \
    userErrors { field code message } } }";

async fn edit(client: &Client, input: Value) -> Value {
    client.data(EDIT, json!({ "input": input })).await["editPlan"].clone()
}

/// A line with a load.
fn loaded(plan: &Value) -> Value {
    lines(plan).into_iter().find(|line| line["load"].as_f64().is_some()).unwrap()
}

async fn an_edit_of_what_waits_goes_on_waiting(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::All).await;
    let before = season.plan(&format!("id review {{ waitingSince autoReleaseAt }} {LINES}")).await;
    let line = loaded(&before);
    let input = json!({ "planId": before["id"], "revision": 1, "note": "Knees.",
        "edits": [{ "prescriptionId": line["id"], "loadKg": 41.3, "sets": 2 }] });

    let edited = edit(&season.coach(), input).await;

    assert_eq!(edited["userErrors"], json!([]), "{edited:#}");
    let waiting = &edited["plan"]["pendingRevision"];
    assert_eq!((&waiting["number"], &waiting["author"]), (&json!(2), &json!("COACH")));
    assert_eq!(
        (&waiting["review"]["state"], &waiting["review"]["note"]),
        (&json!("WAITING"), &json!("Knees."))
    );
    assert_eq!(waiting["review"]["waitingSince"], before["review"]["waitingSince"]);
    assert_eq!(waiting["review"]["autoReleaseAt"], before["review"]["autoReleaseAt"]);
    assert_eq!(edited["plan"]["status"], "PENDING_REVIEW");
    let after = season.plan(&format!("revisions {{ number review {{ state }} }} {LINES}")).await;
    assert_eq!(after["revisions"][1]["review"]["state"], "LAPSED");
    let now = lines(&after).into_iter().find(|now| now["key"] == line["key"]).unwrap();
    assert_eq!(
        (&now["load"], &now["sets"], &now["provenance"]),
        (&json!(41.3), &json!(2), &json!("COACH_EDITED"))
    );
    assert_ne!(now["id"], line["id"], "an id never names two contents");
    let of_load =
        now["trace"].as_array().unwrap().iter().rfind(|step| step["axis"] == "LOAD").unwrap();
    assert_eq!((&of_load["factor"], &of_load["after"]), (&json!("COACH_EDIT"), &json!(41.3)));
    assert_eq!(of_load["before"], line["load"]);
    assert_eq!(season.my_plan("id").await, Value::Null);
    season.app.stop().await;
}

async fn an_edit_of_what_is_in_force_is_out_at_once(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let before = season.plan(&format!("id {LINES}")).await;
    let line = loaded(&before);
    let mut socket = season.app.subscriber(tests::season::MEMBER).await;
    let updates =
        "subscription($after: Cursor) { planUpdated(after: $after) { kind revision trigger } }";
    socket.subscribe("1", updates, json!({ "after": season.cursor().await })).await;
    let sessions = before["sessions"].as_array().unwrap();
    let input = json!({ "planId": before["id"], "revision": 1,
        "edits": [{ "prescriptionId": line["id"], "movementKey": "front-squat", "loadKg": 50.0 }],
        "additions": [{ "blockId": sessions[0]["blocks"][0]["id"], "movementKey": "plank", "sets": 3, "durationSeconds": 40 }],
        "removeSessionIds": [sessions.last().unwrap()["id"]],
        "narrative": { "focus": "Slow and deep." } });

    let edited = edit(&season.coach(), input).await;

    assert_eq!(edited["userErrors"], json!([]), "{edited:#}");
    let now = &edited["plan"]["publishedRevision"];
    assert_eq!((&now["number"], &now["author"]), (&json!(2), &json!("COACH")));
    assert_eq!(now["coach"]["displayName"], "Maya Lindqvist");
    assert_eq!(
        (&now["narrative"]["source"], &now["narrative"]["focus"]),
        (&json!("COACH"), &json!("Slow and deep."))
    );
    assert_eq!(edited["plan"]["pendingRevision"], Value::Null);
    let told = socket.next().await;
    assert_eq!(
        (&told["planUpdated"]["kind"], &told["planUpdated"]["revision"]),
        (&json!("REVISED"), &json!(2))
    );
    let mine = season.my_plan(&format!("revision narrative {{ focus }} {LINES}")).await;
    assert_eq!(mine["sessions"].as_array().unwrap().len(), sessions.len() - 1);
    let keys: Vec<Value> =
        lines(&mine).into_iter().map(|line| line["movement"]["key"].clone()).collect();
    assert!(keys.contains(&json!("front-squat")) && keys.contains(&json!("plank")), "{keys:?}");
    // The words go along with the next edit.
    let input = json!({ "planId": before["id"], "revision": 2,
        "edits": [{ "prescriptionId": lines(&mine)[0]["id"], "restSeconds": 200 }] });
    let again = edit(&season.coach(), input).await;
    assert_eq!(
        again["plan"]["publishedRevision"]["narrative"]["focus"], "Slow and deep.",
        "{again:#}"
    );
    season.app.stop().await;
}

async fn a_faulty_edit_names_every_fault_and_does_nothing(backend: Backend) {
    let season = Season::planned(backend, 2, ReviewPolicy::None).await;
    let plan = season.plan(&format!("id {LINES}")).await;
    let line = loaded(&plan);
    let codes = |answer: &Value| -> Vec<(Value, Value)> {
        let errors = answer["userErrors"].as_array().unwrap().iter();
        errors.map(|error| (error["field"].clone(), error["code"].clone())).collect()
    };
    let edits = json!([
        { "prescriptionId": line["id"], "sets": 0, "loadKg": -5.0 },
        { "prescriptionId": "line_nonsense", "remove": true },
        { "prescriptionId": line["id"], "movementKey": "unheard-of" },
    ]);

    let unknown =
        edit(&season.coach(), json!({ "planId": plan["id"], "revision": 1, "edits": edits })).await;
    assert_eq!(codes(&unknown), [(json!(["edits", "1", "prescriptionId"]), json!("NOT_FOUND"))]);
    let edits = json!([edits[0], { "prescriptionId": line["id"], "movementKey": "unheard-of" }]);
    let wrong =
        edit(&season.coach(), json!({ "planId": plan["id"], "revision": 1, "edits": edits })).await;
    assert_eq!(
        codes(&wrong),
        [
            (json!(["edits", "0", "sets"]), json!("OUT_OF_RANGE")),
            (json!(["edits", "0", "loadKg"]), json!("OUT_OF_RANGE")),
            (json!(["edits", "1", "movementKey"]), json!("NOT_FOUND")),
            (json!(["edits", "1", "prescriptionId"]), json!("INVALID")),
        ]
    );
    let null = json!({ "planId": plan["id"], "revision": 1, "edits": [{ "prescriptionId": line["id"], "sets": null }] });
    assert_eq!(
        codes(&edit(&season.coach(), null).await),
        [(json!(["edits", "0", "sets"]), json!("INVALID"))]
    );
    let nothing = edit(&season.coach(), json!({ "planId": plan["id"], "revision": 1 })).await;
    assert_eq!(codes(&nothing), [(Value::Null, json!("INVALID"))]);
    let stale = edit(&season.coach(), json!({ "planId": plan["id"], "revision": 2 })).await;
    assert_eq!(codes(&stale), [(json!(["revision"]), json!("STALE_REVISION"))]);
    assert_eq!(season.plan("revision").await["revision"], 1);
    season.app.stop().await;
}

async fn twenty_times_the_same_edit_is_one_revision(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let plan = season.plan(&format!("id {LINES}")).await;
    let line = loaded(&plan);
    let input = |load: f64| {
        json!({ "planId": plan["id"], "revision": 1, "idempotencyKey": "edit-1",
        "edits": [{ "prescriptionId": line["id"], "loadKg": load }] })
    };
    let coach = season.coach();

    let answers = join_all((0..20).map(|_| edit(&coach, input(40.0)))).await;

    for answer in answers {
        assert_eq!(answer["userErrors"], json!([]), "{answer:#}");
        assert_eq!(answer["plan"]["revision"], 2);
    }
    let other = edit(&coach, input(45.0)).await;
    assert_eq!(other["userErrors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");
    // Without a key the second of two who looked at the same revision is told so.
    let race = |load: f64| {
        json!({ "planId": plan["id"], "revision": 2,
        "edits": [{ "prescriptionId": line["id"].as_str().unwrap().replacen("_1_", "_2_", 1), "loadKg": load }] })
    };
    let other_coach = season.app.client(Some(tests::season::OTHER_COACH));
    let both = join_all([edit(&coach, race(50.0)), edit(&other_coach, race(60.0))]).await;
    let stale =
        both.iter().filter(|answer| answer["userErrors"][0]["code"] == "STALE_REVISION").count();
    assert_eq!(
        (stale, season.plan("revision").await["revision"].clone()),
        (1, json!(3)),
        "{both:#?}"
    );
    assert_eq!(
        season.app.client(Some(COACH)).data("{ viewer { roles } }", json!({})).await["viewer"]["roles"],
        json!(["COACH"])
    );
    season.app.stop().await;
}

async fn what_a_coach_says_of_an_edit_or_an_excuse_is_for_other_coaches(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let plan = season.plan("id sessions { id }").await;
    let input = json!({ "planId": plan["id"], "revision": 1, "narrative": { "focus": "Easy." }, "note": "Asked by phone." });
    let edited = edit(&season.coach(), input).await;
    assert_eq!(edited["userErrors"], json!([]), "{edited:#}");
    let excuse = json!({ "plannedSessionId": plan["sessions"][0]["id"], "reason": "HOLIDAY", "note": "At the sea." });
    season.coach().done("excuseSession", "plannedSession { id }", excuse).await;

    let fields = "publishedRevision { number note } sessions { excuseReason excuseNote }";
    let (theirs, mine) = (season.plan(fields).await, season.my_plan(fields).await);

    assert_eq!(theirs["publishedRevision"], json!({ "number": 2, "note": "Asked by phone." }));
    assert_eq!(
        (&theirs["sessions"][0], &theirs["sessions"][1]),
        (
            &json!({ "excuseReason": "HOLIDAY", "excuseNote": "At the sea." }),
            &json!({ "excuseReason": null, "excuseNote": null })
        )
    );
    assert_eq!(mine["publishedRevision"], json!({ "number": 2, "note": null }));
    assert_eq!(mine["sessions"][0], json!({ "excuseReason": "HOLIDAY", "excuseNote": null }));
    let first = season.plan("revisions { number note }").await["revisions"][1].take();
    assert_eq!(first, json!({ "number": 1, "note": null }), "the engine says nothing");
    season.app.stop().await;
}

async fn a_review_that_lapses_has_no_hour_of_release(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::All).await;
    let reviews = "id revisions { number review { state autoReleaseAt } }";
    let before = season.plan(reviews).await;
    assert!(before["revisions"][0]["review"]["autoReleaseAt"].is_string(), "{before:#}");
    let input = json!({ "planId": before["id"], "revision": 1, "narrative": { "focus": "Easy." } });

    let edited = edit(&season.coach(), input).await;

    assert_eq!(edited["userErrors"], json!([]), "{edited:#}");
    let after = season.plan(reviews).await;
    assert_eq!(
        after["revisions"][1]["review"],
        json!({ "state": "LAPSED", "autoReleaseAt": null })
    );
    assert_eq!(
        after["revisions"][0]["review"]["autoReleaseAt"],
        before["revisions"][0]["review"]["autoReleaseAt"],
        "the edit waits in its stead"
    );
    season.app.stop().await;
}
