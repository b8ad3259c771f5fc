//! A member's data is theirs: a copy of all of it, and its end, wherever it has gone.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{COACH, MEMBER, Season};

mod both {
    use super::on_both;
    on_both! {
        what_is_erased_is_gone_wherever_it_had_reached
        a_members_copy_leaves_out_what_coaches_keep_among_themselves
    }
}

/// Words that only the member's own data holds.
const MARKS: [&str; 5] = ["zebra-source", "zebra-note", "zebra-goal", "zebra-log", "zebra-session"];

async fn lives(season: &Season) -> Value {
    let member = season.member();
    let morning = json!({ "source": "zebra-source", "externalId": "zebra-1", "hrvMs": 77.125, "hrvMetric": "RMSSD" });
    member.done("recordReadiness", "outcome", morning).await;
    let goals = json!({ "goals": [{ "kind": "COMPETE", "weight": 1, "note": "zebra-goal" }] });
    member.done("setGoals", "member { id }", goals).await;
    let log = json!({ "trackKey": "strength", "externalId": "zebra-session", "durationMinutes": 50, "sessionRpe": 8, "notes": "zebra-log" });
    member.done("logSession", "outcome", log).await;
    let id = season.member_id().await;
    let note = json!({ "memberId": id, "text": "zebra-note", "idempotencyKey": "zebra-key" });
    season.coach().done("addCoachNote", "coachNote { id }", note).await;
    season.run().await;
    season.monday_morning();
    season.falls_ill().await;
    id
}

async fn what_is_erased_is_gone_wherever_it_had_reached(backend: Backend) {
    let season = Season::eve(backend, 2, ReviewPolicy::None).await;
    let id = lives(&season).await;
    let plan = season.plan("id publishedRevision { id } sessions { id }").await;
    let copy = season
        .owner()
        .data("query($id: ID!) { exportMemberData(memberId: $id) { json } }", json!({ "id": id }))
        .await;
    let copy = copy["exportMemberData"]["json"].as_str().unwrap();
    for mark in MARKS {
        assert!(copy.contains(mark), "the copy lacks {mark}");
    }
    assert!(
        copy.contains("signals") || copy.contains("inputs"),
        "what plans were computed from is in the copy"
    );
    let mut socket = season.app.subscriber(MEMBER).await;
    socket.subscribe("1", "subscription { planUpdated { kind } }", json!({})).await;
    assert!(socket.is_quiet().await);

    let erased = season.member().done("eraseMember", "erasedMemberId", json!({})).await;

    assert_eq!(erased["erasedMemberId"], id);
    assert_eq!(socket.told().await["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(
        season.member().error_code("{ viewer { id } }").await.as_deref(),
        Some("UNAUTHENTICATED")
    );
    let coach = season.coach();
    let ids = json!({ "ids": [id, plan["id"], plan["publishedRevision"]["id"], plan["sessions"][0]["id"]] });
    let nodes = coach.data("query($ids: [ID!]!) { nodes(ids: $ids) { id } members(filter: { active: null }) { totalCount } plans { totalCount } }", ids).await;
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

    let left = season.app.contents().await;
    for word in MARKS.into_iter().chain(["77.125", "Alex Okafor", "demo-member-1"]) {
        assert_eq!(left.holding(word), [] as [&str; 0], "{word} is still in the database");
    }
    // Whatever table comes to name members must be reached too, or stand here with a reason (decision 0040).
    let uuid = id.as_str().unwrap().parse::<domain::ids::MemberId>().unwrap().uuid();
    let mut naming = left.holding(&uuid.to_string());
    naming.extend(left.holding(&uuid.simple().to_string().to_uppercase()));
    naming.retain(|table| {
        !["event", "member", "narrative_call", "plan", "plan_revision"].contains(table)
    });
    assert_eq!(naming, [] as [&str; 0], "tables that still name the member");
    // Events keep their numbers: who listens misses nothing of the others.
    let mut socket = season.app.subscriber(COACH).await;
    let listen =
        "subscription($after: Cursor) { planUpdated(after: $after) { plan { member { id } } } }";
    socket.subscribe("1", listen, json!({ "after": null })).await;
    assert!(socket.is_quiet().await);
    season.app.stop().await;
}

async fn a_members_copy_leaves_out_what_coaches_keep_among_themselves(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::All).await;
    let id = season.member_id().await;
    let note = json!({ "memberId": id, "text": "zebra-note" });
    season.coach().done("addCoachNote", "coachNote { id }", note).await;
    season.run().await;

    let own = season.member().data("{ exportMemberData { json member { id } } }", json!({})).await;
    let query = "query($id: ID!) { exportMemberData(memberId: $id) { json } }";
    let all = season.owner().data(query, json!({ "id": id })).await;

    assert_eq!(own["exportMemberData"]["member"]["id"], id);
    let own: Value =
        serde_json::from_str(own["exportMemberData"]["json"].as_str().unwrap()).unwrap();
    let all: Value =
        serde_json::from_str(all["exportMemberData"]["json"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&own["coachNotes"], all["coachNotes"][0]["text"].as_str()),
        (&Value::Null, Some("zebra-note"))
    );
    assert_eq!(own["plans"].as_array().map(Vec::len), Some(0), "nothing is published");
    assert_eq!(all["plans"].as_array().map(Vec::len), Some(1));
    assert!(own["readiness"].as_array().is_some_and(|entries| !entries.is_empty()));
    season.app.stop().await;
}
