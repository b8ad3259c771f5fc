//! Which plans wait for a coach, as a gym sets it.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{Season, WEEK};

mod both {
    use super::on_both;
    on_both! {
        plans_of_new_members_wait_and_no_others
        plans_that_change_much_wait_and_no_others
    }
}

/// How many plans of a week stand where.
async fn standing(season: &Season, week: &str) -> Value {
    let query = "query($week: Date!) { waiting: plans(filter: { weekOf: $week, status: [PENDING_REVIEW] }) { totalCount } \
                 published: plans(filter: { weekOf: $week, status: [PUBLISHED] }) { totalCount } }";
    let counts = season.owner().data(query, json!({ "week": week })).await;
    json!([counts["waiting"]["totalCount"], counts["published"]["totalCount"]])
}

async fn run(season: &Season, week: &str) {
    let start = json!({ "weekOf": week });
    season.owner().done("startWeeklyRun", "weeklyRun { id }", start).await;
    season.app.settle().await;
}

async fn plans_of_new_members_wait_and_no_others(backend: Backend) {
    let season = Season::eve(backend, 3, ReviewPolicy::NewMembers).await;
    let coach = season.coach();
    let new = json!({ "displayName": "Nia", "externalId": "N-1" });
    let new = coach.done("addMember", "member { id }", new).await["member"]["id"].clone();
    let all = coach.data("{ programmeTemplates { id name } }", json!({})).await;
    let all = all["programmeTemplates"].as_array().unwrap();
    let base = all.iter().find(|template| template["name"] == "Base").unwrap();
    let follow = json!({ "templateId": base["id"], "memberIds": [new], "startsOn": WEEK });
    coach.done("assignTemplate", "assigned { id }", follow).await;

    run(&season, WEEK).await;

    assert_eq!(standing(&season, WEEK).await, json!([1, 3]));
    let queue = "{ reviewQueue { nodes { member { id } } } }";
    let queue = coach.data(queue, json!({})).await;
    assert_eq!(queue["reviewQueue"]["nodes"], json!([{ "member": { "id": new } }]));
    season.app.stop().await;
}

async fn plans_that_change_much_wait_and_no_others(backend: Backend) {
    let season = Season::eve(backend, 2, ReviewPolicy::LargeChanges).await;
    let (owner, coach) = (season.owner(), season.coach());
    let threshold = async |percent: f64| {
        let change = json!({ "largeChangePercent": percent });
        owner.done("updateGymSettings", "gym { id }", change).await;
    };
    threshold(100.0).await;

    run(&season, WEEK).await;
    assert_eq!(standing(&season, WEEK).await, json!([2, 0]), "with nothing to compare them with");
    let queue = coach.data("{ reviewQueue { nodes { id } } }", json!({})).await;
    for plan in queue["reviewQueue"]["nodes"].as_array().unwrap() {
        let approval = json!({ "planId": plan["id"], "revision": 1 });
        coach.done("approvePlan", "plan { id }", approval).await;
    }
    run(&season, "2026-03-09").await;
    assert_eq!(standing(&season, "2026-03-09").await, json!([0, 2]), "nothing doubled");
    threshold(0.0).await;
    run(&season, "2026-03-16").await;
    assert_eq!(standing(&season, "2026-03-16").await, json!([2, 0]), "whatever changes is much");
    season.app.stop().await;
}
