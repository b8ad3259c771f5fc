//! Coaches send back what waits.

use chrono::Duration;
use domain::vocab::ReviewPolicy;
use entity::store;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;
use tests::season::{LINES, Season, lines};

mod both {
    use super::on_both;
    on_both! {
        what_is_sent_back_is_computed_again_with_the_note
        a_reduction_released_at_once_that_is_sent_back_puts_the_one_before_it_in_force
        a_coach_asks_for_a_week_to_be_computed_again
    }
}

const REJECT: &str = "mutation($input: RejectPlanInput!) { rejectPlan(input: $input) { plan { id status revision \
    publishedRevision { number author coach { displayName } trigger } pendingRevision { number } } \
    userErrors { field code message } } }";

async fn what_is_sent_back_is_computed_again_with_the_note(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::All).await;
    let plan = season.plan("id").await;
    let empty = json!({ "input": { "planId": plan["id"], "revision": 1, "note": " " } });
    let refused = season.coach().data(REJECT, empty).await;
    assert_eq!(refused["rejectPlan"]["userErrors"][0]["field"], json!(["note"]));
    let input =
        json!({ "input": { "planId": plan["id"], "revision": 1, "note": "Too much squatting." } });

    let rejected = season.coach().data(REJECT, input.clone()).await;
    let again = season.coach().data(REJECT, input).await;
    let asked = computations(&season).await;
    season.app.settle().await;

    let now = &rejected["rejectPlan"];
    assert_eq!(now["userErrors"], json!([]), "{rejected:#}");
    assert_eq!(
        (&now["plan"]["status"], &now["plan"]["pendingRevision"]),
        (&json!("REJECTED"), &Value::Null)
    );
    assert_eq!(again["rejectPlan"]["userErrors"], json!([]));
    assert_eq!(asked, 2, "the run's and one for the rejection");
    let after = season
        .plan(
            "status pendingRevision { number trigger } revisions { number review { state note } }",
        )
        .await;
    assert_eq!(after["status"], "PENDING_REVIEW");
    assert_eq!(after["pendingRevision"], json!({ "number": 2, "trigger": "COACH_REQUEST" }));
    assert_eq!(
        after["revisions"][1]["review"],
        json!({ "state": "REJECTED", "note": "Too much squatting." })
    );
    season.app.stop().await;
}

/// Plan computations of the gym, whatever became of them.
async fn computations(season: &Season) -> usize {
    let totals = store::computations::totals(season.app.env.db.read()).await.unwrap();
    totals.iter().filter(|(kind, _, _)| kind == "PLAN").map(|(_, _, count)| *count as usize).sum()
}

async fn a_reduction_released_at_once_that_is_sent_back_puts_the_one_before_it_in_force(
    backend: Backend,
) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    season.run().await;
    let policy = sea_orm::Set(ReviewPolicy::All.to_string());
    season.settings(entity::gym::ActiveModel { review_policy: policy, ..Default::default() }).await;
    let before = lines(&season.my_plan(LINES).await);
    season.monday_morning();
    season.falls_ill().await;
    let reduced = season.my_plan(&format!("id revision review {{ state }} {LINES}")).await;
    assert_eq!((&reduced["revision"], &reduced["review"]["state"]), (&json!(2), &json!("WAITING")));
    assert_ne!(loads(&lines(&reduced)), loads(&before));
    let queue = season
        .coach()
        .data("{ reviewQueue { nodes { id revision pendingRevision { number } } } }", json!({}))
        .await;
    assert_eq!(queue["reviewQueue"]["nodes"][0]["pendingRevision"]["number"], 2);
    let input =
        json!({ "input": { "planId": reduced["id"], "revision": 2, "note": "She is fine." } });

    let rejected = season.coach().data(REJECT, input).await;

    let now = &rejected["rejectPlan"];
    assert_eq!(now["userErrors"], json!([]), "{rejected:#}");
    assert_eq!(now["plan"]["publishedRevision"]["number"], 3);
    assert_eq!(now["plan"]["publishedRevision"]["author"], "COACH");
    assert_eq!(now["plan"]["publishedRevision"]["coach"]["displayName"], "Maya Lindqvist");
    let back = season.my_plan(&format!("revision {LINES}")).await;
    assert_eq!(back["revision"], 3);
    assert_eq!(loads(&lines(&back)), loads(&before), "as it was");
    season.app.settle().await;
    let after = season.plan("publishedRevision { number } pendingRevision { trigger }").await;
    assert_eq!(after["publishedRevision"]["number"], 3, "what is computed again waits");
    assert_eq!(after["pendingRevision"]["trigger"], "COACH_REQUEST");
    season.app.stop().await;
}

fn loads(lines: &[Value]) -> Vec<Value> {
    lines.iter().map(|line| json!([line["key"], line["load"], line["sets"]])).collect()
}

async fn a_coach_asks_for_a_week_to_be_computed_again(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let request = "mutation($input: RequestRecomputeInput!) { requestRecompute(input: $input) { \
                   computation { id status trigger weekOf } userErrors { field code } } }";
    let member = season.member_id().await;
    let ask = async |input: Value| {
        season.coach().data(request, json!({ "input": input })).await["requestRecompute"].clone()
    };

    let asked =
        ask(json!({ "memberId": member, "weekOf": "2026-03-02", "note": "New shoes." })).await;
    assert_eq!(asked["userErrors"], json!([]), "{asked:#}");
    assert_eq!(
        (&asked["computation"]["trigger"], &asked["computation"]["weekOf"]),
        (&json!("COACH_REQUEST"), &json!("2026-03-02"))
    );
    season.app.settle().await;

    let code = |answer: &Value| {
        (answer["userErrors"][0]["field"].clone(), answer["userErrors"][0]["code"].clone())
    };
    let tuesday = ask(json!({ "memberId": member, "weekOf": "2026-03-03" })).await;
    assert_eq!(code(&tuesday), (json!(["weekOf"]), json!("INVALID")));
    let past = ask(json!({ "memberId": member, "weekOf": "2026-02-16" })).await;
    assert_eq!(code(&past), (json!(["weekOf"]), json!("OUT_OF_RANGE")));
    let nobody = ask(json!({ "memberId": "member_nonsense" })).await;
    assert_eq!(code(&nobody), (json!(["memberId"]), json!("NOT_FOUND")));
    season.app.clock.advance(Duration::seconds(1));
    season.app.stop().await;
}
