//! A member's data is theirs: a copy of all of it, and its end, wherever it has gone.

use domain::ids::MemberId;
use domain::vocab::ReviewPolicy;
use entity::{event, plan, plan_revision};
use futures_util::future::join_all;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::on_both;
use tests::season::{COACH, MEMBER, Season};

mod both {
    use super::on_both;
    on_both! {
        what_is_erased_is_gone_wherever_it_had_reached
        a_members_copy_leaves_out_what_coaches_keep_among_themselves
        what_is_written_at_the_moment_of_an_erasure_does_not_survive_it
    }
}

/// Words that only the member's own data holds.
const MARKS: [&str; 7] = [
    "zebra-source",
    "zebra-note",
    "zebra-goal",
    "zebra-log",
    "zebra-session",
    "zebra-record",
    "zebra-link",
];
const EXPORT: &str = "query($id: ID!) { exportMemberData(memberId: $id) { json member { id } } }";

/// Tables whose rows name a member.
const KINDS: [&str; 14] = [
    "coach_note",
    "computation",
    "event",
    "goal",
    "integration_member",
    "member",
    "personal_record",
    "plan",
    "plan_revision",
    "readiness_entry",
    "restriction",
    "session_log",
    "session_state",
    "template_assignment",
];

/// A member about whom every kind of row says something.
async fn lives(season: &Season) -> Value {
    let member = season.member();
    let morning = json!({ "source": "zebra-source", "externalId": "zebra-1", "hrvMs": 77.125, "hrvMetric": "RMSSD" });
    member.done("recordReadiness", "outcome", morning).await;
    let goals = json!({ "goals": [{ "kind": "COMPETE", "weight": 1, "note": "zebra-goal" }] });
    member.done("setGoals", "member { id }", goals).await;
    let log = json!({ "trackKey": "strength", "externalId": "zebra-session", "durationMinutes": 50, "sessionRpe": 8, "notes": "zebra-log",
        "sets": [{ "movementKey": "back-squat", "reps": 5, "loadKg": 40 }] });
    member.done("logSession", "outcome", log).await;
    let record = json!({ "movementKey": "run", "externalId": "zebra-record", "distanceMetres": 5000, "timeSeconds": 1500 });
    member.done("recordPersonalRecord", "personalRecord { id }", record).await;
    let id = season.member_id().await;
    let coach = season.coach();
    let note = json!({ "memberId": id, "text": "zebra-note", "idempotencyKey": "zebra-key" });
    coach.done("addCoachNote", "coachNote { id }", note).await;
    let knee = json!({ "memberId": id, "bodyRegion": "KNEE", "patterns": ["SQUAT"], "rule": "CAP_LOAD", "loadCap": 0.9 });
    coach.done("addRestriction", "restriction { id }", knee).await;
    follows_and_is_linked(season, &id).await;
    season.run().await;
    let plan = season.my_plan("sessions { id }").await;
    let away = json!({ "plannedSessionId": plan["sessions"][0]["id"], "reason": "HOLIDAY" });
    coach.done("excuseSession", "plannedSession { status }", away).await;
    season.monday_morning();
    season.falls_ill().await;
    id
}

/// Another template from two Mondays on, and a watch that knows them by a name of its own.
async fn follows_and_is_linked(season: &Season, id: &Value) {
    let (coach, owner) = (season.coach(), season.owner());
    let all = coach.data("{ programmeTemplates { id name } }", json!({})).await;
    let all = all["programmeTemplates"].as_array().unwrap();
    let other = all.iter().find(|template| template["name"] == "Barbell club").unwrap();
    for monday in ["2026-03-09", "2026-03-16"] {
        let follow = json!({ "templateId": other["id"], "memberIds": [id], "startsOn": monday });
        coach.done("assignTemplate", "assigned { id }", follow).await;
    }
    let watch = json!({ "name": "Watch", "scopes": ["READINESS_WRITE"] });
    let watch = owner.done("createIntegration", "integration { id }", watch).await;
    let link = json!({ "memberId": id, "integrationId": watch["integration"]["id"], "externalId": "zebra-link" });
    owner.done("linkMember", "__typename", link).await;
}

/// A member's copy, read as whoever this is.
async fn copy_of(client: &Client, id: &Value) -> Value {
    let exported = client.data(EXPORT, json!({ "id": id })).await;
    assert_eq!(exported["exportMemberData"]["member"]["id"], *id);
    serde_json::from_str(exported["exportMemberData"]["json"].as_str().unwrap()).unwrap()
}

async fn what_is_erased_is_gone_wherever_it_had_reached(backend: Backend) {
    let season = Season::eve(backend, 2, ReviewPolicy::None).await;
    let id = lives(&season).await;
    let uuid = id.as_str().unwrap().parse::<MemberId>().unwrap().uuid();
    let plan = season.plan("id publishedRevision { id } sessions { id }").await;
    is_all_in_the_copy(&copy_of(&season.owner(), &id).await);
    let naming = naming(&season, uuid).await;
    for table in KINDS {
        assert!(naming.iter().any(|name| name == table), "{table} is about them: {naming:?}");
    }
    let mut socket = season.app.subscriber(MEMBER).await;
    socket.subscribe("1", "subscription { planUpdated { kind } }", json!({})).await;
    assert!(socket.is_quiet().await);

    let erased = season.member().done("eraseMember", "erasedMemberId", json!({})).await;

    assert_eq!(erased["erasedMemberId"], id);
    assert_eq!(socket.close_code().await, 4403, "a login that has nothing here any more");
    assert_eq!(
        season.member().error_code("{ viewer { id } }").await.as_deref(),
        Some("UNAUTHENTICATED")
    );
    is_missing(&season, &id, &plan).await;
    let left = season.app.contents().await;
    for word in MARKS.into_iter().chain(["77.125", "Alex Okafor", "demo-member-1"]) {
        assert_eq!(left.holding(word), [] as [&str; 0], "{word} is still in the database");
    }
    what_stays_is_blank(&season, uuid).await;
    // Events keep their numbers: who listens misses nothing of the others.
    let mut socket = season.app.subscriber(COACH).await;
    let listen =
        "subscription($after: Cursor) { planUpdated(after: $after) { plan { member { id } } } }";
    socket.subscribe("1", listen, json!({ "after": null })).await;
    assert!(socket.is_quiet().await);
    season.app.stop().await;
}

fn is_all_in_the_copy(copy: &Value) {
    let text = copy.to_string();
    for mark in MARKS {
        assert!(text.contains(mark), "the copy lacks {mark}");
    }
    let mondays: Vec<&Value> =
        copy["templateAssignments"].as_array().unwrap().iter().map(|of| &of["startsOn"]).collect();
    assert_eq!(mondays[1..], [&json!("2026-03-09"), &json!("2026-03-16")], "{mondays:?}");
    assert_eq!(copy["restrictions"][0]["loadCap"], 0.9);
    let states = &copy["plans"][0]["sessionStates"];
    assert_eq!(states[0]["excuseReason"], "HOLIDAY", "{states:#}");
    let revisions = copy["plans"][0]["revisions"].as_array().unwrap();
    assert_eq!(revisions.len(), 2, "the week's, and what the illness made of it");
    for revision in revisions {
        let from = &revision["computedFrom"];
        assert!(
            from["readiness"].is_object()
                && from["lifts"].is_object()
                && from["member"].is_object(),
            "what a week was computed from: {from:#}"
        );
        // Sessions, in the names of a stored document.
        assert!(revision["week"]["s"].is_array(), "{revision:#}");
    }
}

/// Names of the tables whose rows name the member. Those that stay must stand in decision 0040.
async fn naming(season: &Season, member: uuid::Uuid) -> Vec<String> {
    let contents = season.app.contents().await;
    let mut naming = contents.holding(&member.to_string());
    naming.extend(contents.holding(&member.simple().to_string().to_uppercase()));
    naming.into_iter().map(str::to_owned).collect()
}

async fn is_missing(season: &Season, id: &Value, plan: &Value) {
    let ids = json!({ "ids": [id, plan["id"], plan["publishedRevision"]["id"], plan["sessions"][0]["id"]] });
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } members(filter: { active: null }) { totalCount } plans { totalCount } }";
    let nodes = season.coach().data(query, ids).await;
    assert_eq!(nodes["nodes"], json!([null, null, null, null]));
    assert_eq!(
        (&nodes["members"]["totalCount"], &nodes["plans"]["totalCount"]),
        (&json!(1), &json!(1))
    );
    let again = season
        .owner()
        .mutate("eraseMember", "erasedMemberId", json!({ "member": { "id": id } }))
        .await;
    assert_eq!(again["userErrors"][0]["code"], "NOT_FOUND", "{again:#}");
}

/// The rows that decision 0040 keeps say nothing of whom they were about.
async fn what_stays_is_blank(season: &Season, member: uuid::Uuid) {
    let mut naming = naming(season, member).await;
    naming.sort_unstable();
    assert_eq!(naming, ["member", "plan", "plan_revision"], "tables that still name the member");
    let db = season.app.env.db.read();
    let revisions = plan_revision::Entity::find().all(db).await.unwrap();
    let theirs: Vec<_> = revisions.iter().filter(|row| row.member_id == member).collect();
    assert_eq!(theirs.len(), 2);
    for row in theirs {
        assert!(row.document.is_empty() && row.signals.is_empty() && row.erased_at.is_some());
        assert_eq!((row.reason.as_str(), row.review_note.as_ref()), ("{}", None));
    }
    let plans = plan::Entity::find().all(db).await.unwrap();
    let theirs = plans.iter().filter(|row| row.member_id == member);
    assert!(theirs.clone().count() == 1 && theirs.clone().all(|row| row.newest == 0));
    let events = event::Entity::find().all(db).await.unwrap();
    let blank: Vec<_> = events.iter().filter(|row| row.erased_at.is_some()).collect();
    assert!(!blank.is_empty(), "their week was told of");
    assert!(blank.iter().all(|row| row.member_id.is_none() && row.plan_id.is_none()));
}

async fn a_members_copy_leaves_out_what_coaches_keep_among_themselves(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::All).await;
    let id = season.member_id().await;
    let coach = season.coach();
    let note = json!({ "memberId": id, "text": "zebra-note" });
    coach.done("addCoachNote", "coachNote { id }", note).await;
    season.run().await;

    let own = copy_of(&season.member(), &id).await;
    let all = copy_of(&season.owner(), &id).await;

    assert_eq!(
        (&own["coachNotes"], all["coachNotes"][0]["text"].as_str()),
        (&Value::Null, Some("zebra-note"))
    );
    assert_eq!(own["plans"], json!([]), "nothing is published");
    assert_eq!(all["plans"][0]["revisions"][0]["reviewState"], "WAITING");
    assert!(all["plans"][0]["revisions"][0]["computedFrom"].is_object());
    assert!(own["readiness"].as_array().is_some_and(|entries| !entries.is_empty()));

    let plan = season.plan("id").await;
    let approval = json!({ "planId": plan["id"], "revision": 1, "note": "zebra-review" });
    coach.done("approvePlan", "plan { id }", approval).await;
    let own = copy_of(&season.member(), &id).await;
    let all = copy_of(&season.owner(), &id).await;

    let (mine, theirs) = (&own["plans"][0]["revisions"][0], &all["plans"][0]["revisions"][0]);
    assert_eq!((&mine["computedFrom"], &mine["week"]), (&theirs["computedFrom"], &theirs["week"]));
    assert!(mine["computedFrom"]["readiness"].is_object(), "{mine:#}");
    assert_eq!(
        (&mine["reviewState"], &mine["reviewNote"], &theirs["reviewState"]),
        (&Value::Null, &Value::Null, &json!("APPROVED"))
    );
    season.app.stop().await;
}

/// The input of a write about a member, the nth of its kind.
type Input = fn(&Value, u32) -> Value;

/// Eight of each write, and the erasure in their midst.
async fn what_is_written_at_the_moment_of_an_erasure_does_not_survive_it(backend: Backend) {
    let season = Season::eve(backend, 2, ReviewPolicy::None).await;
    let id = season.member_id().await;
    let uuid = id.as_str().unwrap().parse::<MemberId>().unwrap().uuid();
    let (coach, owner) = (season.coach(), season.owner());
    let member = json!({ "id": id });
    let writes: [(&str, Input); 6] = [
        (
            "recordReadiness",
            |member, number| json!({ "member": member, "source": "watch", "externalId": format!("r-{number}"), "hrvMs": 60, "hrvMetric": "RMSSD" }),
        ),
        (
            "recordReadinessBatch",
            |member, number| json!({ "entries": [{ "member": member, "source": "ring", "externalId": format!("b-{number}"), "restingHeartRateBpm": 50 }] }),
        ),
        (
            "addCoachNote",
            |member, number| json!({ "memberId": member["id"], "text": format!("Note {number}.") }),
        ),
        (
            "setGoals",
            |member, number| json!({ "member": member, "goals": [{ "kind": "COMPETE", "weight": 1, "note": format!("Goal {number}.") }] }),
        ),
        (
            "logSession",
            |member, number| json!({ "member": member, "trackKey": "strength", "externalId": format!("s-{number}"), "durationMinutes": 50 }),
        ),
        (
            "recordPersonalRecord",
            |member, number| json!({ "member": member, "movementKey": "run", "externalId": format!("p-{number}"), "distanceMetres": 5000, "timeSeconds": 1500 }),
        ),
    ];
    let writes = &writes;
    let all = (0..8)
        .flat_map(|number| writes.iter().map(move |(mutation, input)| (*mutation, *input, number)));
    let written = join_all(all.map(|(mutation, input, number)| {
        let (coach, member) = (&coach, &member);
        async move {
            let payload = coach.mutate(mutation, "__typename", input(member, number)).await;
            let errors = payload["userErrors"].as_array().unwrap();
            let gone = errors.iter().all(|error| error["code"] == "NOT_FOUND");
            assert!(gone, "{mutation}: {payload:#}");
        }
    }));
    let erasure = owner.done("eraseMember", "erasedMemberId", json!({ "member": member }));

    let (_, erased) = tokio::join!(written, erasure);
    season.app.settle().await;

    assert_eq!(erased["erasedMemberId"], id);
    assert_eq!(naming(&season, uuid).await, ["member"], "tables that name who was erased");
    season.app.stop().await;
}
