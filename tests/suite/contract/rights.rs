//! Roles are read with each request, and again before anything is told.

use domain::vocab::ReviewPolicy;
use serde_json::json;
use tests::backend::Backend;
use tests::on_both;
use tests::season::{COACH, MEMBER, OTHER_COACH, Season};

mod both {
    use super::on_both;
    on_both! {
        a_coach_who_is_one_no_more_hears_nothing_from_that_moment
        a_member_whose_login_is_taken_hears_nothing_from_that_moment
        an_owner_who_coaches_holds_both_roles_and_a_member_who_owns_sees_all
        a_session_that_waits_for_a_coach_can_not_be_logged_by_its_member
    }
}

const UPDATES: &str = "subscription { planUpdated { kind } }";
const READY: &str = "subscription { planReadyForReview { kind } }";

/// Closed for good: a client that connects again is told who it is now.
const ROLES_CHANGED: u16 = 4403;

async fn a_coach_who_is_one_no_more_hears_nothing_from_that_moment(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::All).await;
    let mut updates = season.app.subscriber(COACH).await;
    updates.subscribe("1", UPDATES, json!({})).await;
    let mut ready = season.app.subscriber(COACH).await;
    ready.subscribe("1", READY, json!({})).await;
    let mut other = season.app.subscriber(OTHER_COACH).await;
    other.subscribe("1", READY, json!({})).await;
    assert!(updates.is_quiet().await && ready.is_quiet().await && other.is_quiet().await);

    let withdrawn = json!({ "subject": COACH, "displayName": "Maya Lindqvist", "roles": [] });
    season.owner().done("setStaff", "staffMember { id }", withdrawn).await;

    assert_eq!(updates.close_code().await, ROLES_CHANGED);
    assert_eq!(ready.close_code().await, ROLES_CHANGED);
    assert_eq!(
        season.coach().error_code("{ viewer { id } }").await.as_deref(),
        Some("UNAUTHENTICATED")
    );
    season.run().await;
    assert_eq!(other.told().await["data"]["planReadyForReview"]["kind"], "READY_FOR_REVIEW");
    season.app.stop().await;
}

async fn a_member_whose_login_is_taken_hears_nothing_from_that_moment(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let member = season.member_id().await;
    let mut socket = season.app.subscriber(MEMBER).await;
    socket.subscribe("1", UPDATES, json!({})).await;
    assert!(socket.is_quiet().await);

    let change = json!({ "id": member, "subject": null });
    season.coach().done("updateMember", "member { hasLogin }", change).await;

    assert_eq!(socket.close_code().await, ROLES_CHANGED);
    assert_eq!(
        season.member().error_code("{ viewer { id } }").await.as_deref(),
        Some("UNAUTHENTICATED")
    );
    season.app.stop().await;
}

async fn an_owner_who_coaches_holds_both_roles_and_a_member_who_owns_sees_all(backend: Backend) {
    let season = Season::planned(backend, 2, ReviewPolicy::All).await;
    let both = json!({ "subject": "kim", "displayName": "Kim", "roles": ["OWNER", "COACH"] });
    season.owner().done("setStaff", "staffMember { id }", both).await;
    let kim = season.app.client(Some("kim"));

    let viewer = kim
        .data("{ viewer { roles coach { displayName } } weeklyRuns { totalCount } }", json!({}))
        .await;
    assert_eq!(viewer["viewer"]["roles"], json!(["OWNER", "COACH"]));
    assert_eq!(viewer["viewer"]["coach"]["displayName"], "Kim");
    let plan = season.plan("id").await;
    let approval = json!({ "planId": plan["id"], "revision": 1 });
    let approved =
        kim.done("approvePlan", "plan { review { reviewer { displayName } } }", approval).await;
    assert_eq!(approved["plan"]["review"]["reviewer"]["displayName"], "Kim");

    let owns = json!({ "subject": MEMBER, "displayName": "Alex", "roles": ["OWNER"] });
    season.owner().done("setStaff", "staffMember { id }", owns).await;
    let own = season
        .member()
        .data("{ viewer { roles member { id } } members { totalCount } }", json!({}))
        .await;
    assert_eq!(own["viewer"]["roles"], json!(["OWNER", "MEMBER"]));
    assert_eq!(own["members"]["totalCount"], 2);
    let left = json!({ "subject": "kim", "displayName": "Kim", "roles": ["COACH"] });
    season.owner().done("setStaff", "staffMember { roles }", left).await;
    assert_eq!(kim.error_code("{ weeklyRuns { totalCount } }").await.as_deref(), Some("FORBIDDEN"));
    season.app.stop().await;
}

async fn a_session_that_waits_for_a_coach_can_not_be_logged_by_its_member(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::All).await;
    let session = season.plan("sessions { id }").await["sessions"][0]["id"].clone();
    let log = json!({ "plannedSessionId": session, "durationMinutes": 50 });

    let refused = season.member().mutate("logSession", "sessionLog { id }", log).await;

    assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND", "{refused:#}");
    assert_eq!(refused["userErrors"][0]["field"], json!(["plannedSessionId"]));
    let by_coach = json!({ "member": { "id": season.member_id().await }, "plannedSessionId": session, "durationMinutes": 50 });
    season.coach().done("logSession", "sessionLog { id }", by_coach).await;
    season.app.stop().await;
}
