//! A coach's evening: the inbox, a plan edited and approved, others approved or sent back, members' signals.

use domain::vocab::ReviewPolicy;
use entity::gym;
use sea_orm::Set;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::documents::Document;
use tests::on_both;
use tests::season::{COACH, Season, WEEK, lines};

use super::list;

mod both {
    use super::on_both;
    on_both! {
        the_coach_dashboard_sends_what_it_sends_in_an_evening
    }
}

async fn the_coach_dashboard_sends_what_it_sends_in_an_evening(backend: Backend) {
    let season = Season::eve(backend, 4, ReviewPolicy::All).await;
    let app = Document::of("coach-dashboard");
    let before = season.cursor().await;
    season.run().await;

    let plans = opens(&app, &season, &before).await;
    decides(&app, &season.coach(), &plans).await;
    season.app.settle().await;
    looks_at_members(&app, &season).await;
    judges(&app, &season).await;
    spares(&app, &season).await;
    app.all_were_sent();
    season.app.stop().await;
}

/// The inbox, and what is told of it; answers what waits.
async fn opens(app: &Document, season: &Season, before: &Value) -> Vec<Value> {
    let inbox = app.send(&season.coach(), "Inbox", json!({ "first": 20 })).await;
    assert_eq!(inbox["viewer"]["coach"]["displayName"], "Maya Lindqvist");
    assert_eq!(inbox["reviewQueue"]["totalCount"], 4);
    let rows = list(&inbox["reviewQueue"]["nodes"]);
    assert!(
        rows.iter()
            .all(|row| row["status"] == "PENDING_REVIEW" && row["review"]["state"] == "WAITING")
    );
    assert!(rows.iter().all(|row| row["pendingRevision"]["trigger"] == "WEEKLY"));
    let coach = json!({ "first": 20, "coachId": inbox["viewer"]["coach"]["id"] });
    let own = app.send(&season.coach(), "Inbox", coach).await;
    // Four members, three coaches in turn.
    assert_eq!(own["reviewQueue"]["totalCount"], 2);

    let mut socket = season.app.subscriber(COACH).await;
    app.listen(&mut socket, "Ready", json!({ "after": before })).await;
    let told = socket.next().await;
    assert!(rows.contains(&told["planReadyForReview"]["plan"]), "{told:#}");
    let mut socket = season.app.subscriber(COACH).await;
    app.listen(&mut socket, "InboxChanged", json!({ "after": before })).await;
    assert_eq!(socket.next().await["planUpdated"]["kind"], "READY_FOR_REVIEW");
    rows.to_vec()
}

async fn decides(app: &Document, coach: &Client, plans: &[Value]) {
    let shown = json!({ "id": plans[0]["id"], "unit": "KILOGRAM" });
    let diff = app.send(coach, "Diff", shown.clone()).await;
    let waiting = &diff["plan"]["pendingRevision"];
    assert_eq!((&waiting["number"], &diff["plan"]["publishedRevision"]), (&json!(1), &Value::Null));
    let line = lines(waiting).into_iter().find(|line| line["load"].is_number()).unwrap();

    let edit = json!({ "unit": "KILOGRAM", "input": { "planId": plans[0]["id"], "revision": 1,
        "edits": [{ "prescriptionId": line["id"], "loadKg": 42.5 }] } });
    let edited = app.send(coach, "EditPlan", edit).await;
    let waiting = &edited["editPlan"]["plan"]["pendingRevision"];
    let now = lines(waiting).into_iter().find(|now| now["key"] == line["key"]).unwrap();
    assert_eq!((&now["load"], &now["provenance"]), (&json!(42.5), &json!("COACH_EDITED")));
    let one = json!({ "id": waiting["id"], "unit": "KILOGRAM" });
    let revision = app.send(coach, "OneRevision", one).await;
    assert_eq!(
        (&revision["node"]["author"], &revision["node"]["number"]),
        (&json!("COACH"), &json!(2))
    );
    assert!(!list(&revision["node"]["changes"]).is_empty(), "{revision:#}");

    let approve =
        json!({ "input": { "planId": plans[0]["id"], "revision": 2, "note": "Lighter." } });
    let approved = app.send(coach, "Approve", approve).await;
    let plan = &approved["approvePlan"]["plan"];
    assert_eq!((&plan["status"], &plan["revision"]), (&json!("PUBLISHED"), &json!(2)));
    assert_eq!(
        (&plan["review"]["state"], &plan["review"]["note"]),
        (&json!("APPROVED"), &json!("Lighter."))
    );
    let both = json!({ "input": { "plans": [
        { "planId": plans[1]["id"], "revision": 1 }, { "planId": plans[2]["id"], "revision": 1 },
    ] } });
    let many = app.send(coach, "ApproveMany", both).await;
    let ids: Vec<&Value> =
        list(&many["approvePlans"]["approved"]).iter().map(|plan| &plan["id"]).collect();
    assert_eq!(ids, [&plans[1]["id"], &plans[2]["id"]]);
    let reject =
        json!({ "input": { "planId": plans[3]["id"], "revision": 1, "note": "Away on Friday." } });
    let rejected = app.send(coach, "Reject", reject).await;
    let plan = &rejected["rejectPlan"]["plan"];
    assert_eq!(
        (&plan["status"], &plan["review"]["state"]),
        (&json!("REJECTED"), &json!("REJECTED"))
    );
    let again = json!({ "input": { "memberId": plans[1]["member"]["id"], "weekOf": WEEK, "note": "Back early." } });
    let asked = app.send(coach, "Recompute", again).await;
    assert_eq!(asked["requestRecompute"]["computation"]["status"], "QUEUED", "{asked:#}");
}

async fn looks_at_members(app: &Document, season: &Season) {
    let page = json!({ "first": 3, "filter": { "active": true }, "weekOf": WEEK });
    let members = app.send(&season.coach(), "Members", page).await;
    assert_eq!(
        (&members["members"]["totalCount"], list(&members["members"]["nodes"]).len()),
        (&json!(4), 3)
    );
    for member in list(&members["members"]["nodes"]) {
        assert!(member["latestReadiness"]["band"].is_string(), "{member:#}");
        assert!(member["plan"]["adjustment"]["loadMultiplier"].is_number(), "{member:#}");
        assert_eq!(list(&member["trainingLoad"]).len(), 4);
    }
    let charts =
        json!({ "id": season.member_id().await, "from": "2026-01-05", "to": "2026-02-28" });
    let charts = app.send(&season.coach(), "MemberCharts", charts).await;
    assert_eq!(charts["member"]["hasLogin"], true);
    assert_eq!(list(&charts["member"]["trainingLoad"]).len(), 26);
    assert!(
        list(&charts["member"]["readiness"]).iter().all(|day| !list(&day["entries"]).is_empty())
    );
    assert!(!list(&charts["member"]["liftTrends"]).is_empty());
}

/// What waits for a coach's word: two records beyond belief, two goals.
async fn judges(app: &Document, season: &Season) {
    let record = "mutation($input: RecordPersonalRecordInput!) { recordPersonalRecord(input: $input) { personalRecord { id confirmed } } }";
    let mut ids = Vec::new();
    for lift in ["back-squat", "deadlift"] {
        let input = json!({ "input": { "movementKey": lift, "reps": 1, "loadKg": 480 } });
        let entered = season.member().data(record, input).await;
        let entered = &entered["recordPersonalRecord"]["personalRecord"];
        assert_eq!(entered["confirmed"], false, "{entered:#}");
        ids.push(entered["id"].clone());
    }
    let confirmed =
        app.send(&season.coach(), "ConfirmRecord", json!({ "input": { "id": ids[0] } })).await;
    assert_eq!(confirmed["confirmPersonalRecord"]["personalRecord"]["confirmed"], true);
    let dismissed =
        app.send(&season.coach(), "DismissRecord", json!({ "input": { "id": ids[1] } })).await;
    assert_eq!(dismissed["dismissPersonalRecord"]["dismissedPersonalRecordId"], ids[1]);
    assert!(dismissed["dismissPersonalRecord"]["member"]["flags"].is_array());
    no_record_waits_once_each_is_judged(season).await;

    season
        .settings(gym::ActiveModel { goals_need_approval: Set(true), ..Default::default() })
        .await;
    let goals = "mutation { setGoals(input: { goals: [{ kind: COMPETE, weight: 1 }, { kind: MOBILITY, weight: 1 }] }) { member { goals { id status } } } }";
    let set = season.member().data(goals, json!({})).await;
    let waiting = list(&set["setGoals"]["member"]["goals"]);
    assert!(waiting.iter().all(|goal| goal["status"] == "PENDING_APPROVAL"), "{waiting:?}");
    let first = json!({ "input": { "id": waiting[0]["id"] } });
    let approved = app.send(&season.coach(), "ApproveGoal", first).await;
    assert_eq!(approved["approveGoal"]["goal"]["status"], "ACTIVE");
    let second = json!({ "input": { "id": waiting[1]["id"], "note": "Later." } });
    let declined = app.send(&season.coach(), "DeclineGoal", second).await;
    assert_eq!(declined["declineGoal"]["goal"]["status"], "DECLINED");
}

/// As long as a record waits for a coach's word, the member is flagged; and no longer.
async fn no_record_waits_once_each_is_judged(season: &Season) {
    let (coach, member) = (season.coach(), season.member_id().await);
    let query = "query($id: ID!) { member(id: $id) { flags personalRecords(first: 100, confirmed: false) { nodes { id } } } }";
    let standing = async || {
        let found = coach.data(query, json!({ "id": member })).await["member"].take();
        let waiting = list(&found["personalRecords"]["nodes"]).to_vec();
        let flagged = list(&found["flags"]).contains(&json!("RECORD_WAITING"));
        (waiting, flagged)
    };
    let unlikely = json!({ "movementKey": "deadlift", "reps": 1, "loadKg": 470 });
    season.member().done("recordPersonalRecord", "personalRecord { id }", unlikely).await;
    let (mut waiting, mut flagged) = standing().await;
    assert!(!waiting.is_empty(), "a record beyond belief waits");
    while let Some(record) = waiting.pop() {
        assert!(flagged, "a record waits, and nobody is told");
        let dismiss = json!({ "id": record["id"] });
        coach.done("dismissPersonalRecord", "dismissedPersonalRecordId", dismiss).await;
        (waiting, flagged) = standing().await;
    }
    assert!(!flagged, "no record waits any more");
}

async fn spares(app: &Document, season: &Season) {
    let coach = season.coach();
    let member = season.member_id().await;
    let note = json!({ "input": { "memberId": member, "text": "Travels until Thursday." } });
    let noted = app.send(&coach, "AddNote", note).await;
    assert_eq!(noted["addCoachNote"]["coachNote"]["author"]["displayName"], "Maya Lindqvist");

    let cap = json!({ "input": { "memberId": member, "bodyRegion": "KNEE", "patterns": ["SQUAT"],
        "rule": "CAP_LOAD", "loadCap": 0.8 } });
    let added = app.send(&coach, "AddRestriction", cap).await;
    let restriction = &added["addRestriction"]["restriction"];
    assert_eq!(
        (&restriction["loadCap"], &restriction["since"]),
        (&json!(0.8), &json!("2026-02-28"))
    );
    assert_eq!(added["addRestriction"]["recompute"]["triggered"], true, "{added:#}");
    let clear = json!({ "input": { "id": restriction["id"] } });
    let cleared = app.send(&coach, "ClearRestriction", clear).await;
    assert_eq!(cleared["clearRestriction"]["restriction"]["clearedOn"], "2026-02-28");
    assert_eq!(cleared["clearRestriction"]["member"]["restrictions"], json!([]));
}
