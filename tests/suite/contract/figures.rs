//! The activity of a gym adds up: each figure beside the rows it is of, counted another way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use domain::vocab::ReviewPolicy;
use entity::{computation, member, plan, plan_revision};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::demo::document;
use tests::on_both;
use tests::season::{Season, WEEK};
use uuid::Uuid;

mod both {
    use super::on_both;
    on_both! {
        the_activity_is_what_the_rows_say
    }
}

const ACTIVITY: &str = "query($from: Date!, $to: Date!) { personalisationActivity(from: $from, to: $to) { plans byStatus { status count } \
    recomputations { trigger count } membersWithoutPlan conservativeWeeks meanLoadMultiplier medianReviewMinutes coachEditRate \
    narratives { claude rules rejectedByVerification inputTokens outputTokens cachedTokens estimatedCostUsd } failures } }";

async fn activity(season: &Season, from: &str, to: &str) -> Value {
    let period = json!({ "from": from, "to": to });
    season.owner().data(ACTIVITY, period).await["personalisationActivity"].take()
}

/// A week of reviews: one edited and approved, two approved, one sent back, one whose member falls ill; one member
/// comes too late for a plan.
async fn reviewed(backend: Backend) -> Season {
    let season = Season::planned(backend, 6, ReviewPolicy::All).await;
    let coach = season.coach();
    let queue = coach
        .data("{ reviewQueue(first: 10) { nodes { id member { externalId } } } }", json!({}))
        .await;
    let of = |name: &str| {
        let nodes = queue["reviewQueue"]["nodes"].as_array().unwrap();
        nodes.iter().find(|plan| plan["member"]["externalId"] == name).unwrap()["id"].clone()
    };
    let advance = |minutes| season.app.clock.advance(Duration::minutes(minutes));
    advance(10);
    let words = json!({ "planId": of("M-00002"), "revision": 1, "narrative": { "focus": "Easy does it." } });
    coach.done("editPlan", "plan { id }", words).await;
    for (name, revision, minutes) in [("M-00001", 1, 5), ("M-00002", 2, 20), ("M-00003", 1, 40)] {
        advance(minutes);
        let approval = json!({ "planId": of(name), "revision": revision });
        coach.done("approvePlan", "plan { id }", approval).await;
    }
    let back = json!({ "planId": of("M-00004"), "revision": 1, "note": "Too much." });
    coach.done("rejectPlan", "plan { id }", back).await;
    season.app.settle().await;
    season.monday_morning();
    season.falls_ill().await;
    coach.done("addMember", "member { id }", json!({ "displayName": "Late" })).await;
    season
}

async fn the_activity_is_what_the_rows_say(backend: Backend) {
    let season = reviewed(backend).await;
    let db = season.app.env.db.read();
    let week = Season::monday();
    let plans: Vec<plan::Model> = plan::Entity::find().all(db).await.unwrap();
    let plans: Vec<_> = plans.into_iter().filter(|plan| plan.week_of == week).collect();
    let revisions = plan_revision::Entity::find().all(db).await.unwrap();
    let members = member::Entity::find().all(db).await.unwrap();

    let told = activity(&season, WEEK, WEEK).await;

    assert_eq!(told["plans"], json!(plans.len()));
    assert_eq!(
        pairs(&told["byStatus"], "status"),
        tally(plans.iter().map(|plan| plan.status.clone()))
    );
    let again = revisions.iter().filter(|row| row.author == "ENGINE" && row.number > 1);
    let again = tally(again.map(|row| row.trigger.clone()));
    assert!(again.len() > 1, "more than one cause: {again:?}");
    assert_eq!(pairs(&told["recomputations"], "trigger"), again);
    let planned: BTreeSet<Uuid> = plans.iter().map(|plan| plan.member_id).collect();
    let without = members.iter().filter(|row| row.active && !planned.contains(&row.id)).count();
    assert_eq!((&told["membersWithoutPlan"], without), (&json!(1), 1));

    let shown = |plan: &plan::Model| {
        let number = plan.published.unwrap_or(plan.newest);
        let row = revisions.iter().find(|row| (row.plan_id, row.number) == (plan.id, number));
        document(row.unwrap()).adjustment
    };
    let adjustments: Vec<_> = plans.iter().map(shown).collect();
    let conservative = adjustments.iter().filter(|of| of.conservative).count();
    assert_eq!(told["conservativeWeeks"], json!(conservative));
    let mean =
        adjustments.iter().map(|of| of.load_multiplier).sum::<f64>() / adjustments.len() as f64;
    assert!((told["meanLoadMultiplier"].as_f64().unwrap() - mean).abs() < 1e-12);
    reviews(&told, &plans, &revisions);
    let texts = &told["narratives"];
    let (claude, rules) = (texts["claude"].as_u64().unwrap(), texts["rules"].as_u64().unwrap());
    // One plan shows a coach's own words.
    assert_eq!(claude + rules + 1, plans.len() as u64);
    let ledger = computation::Entity::find().all(db).await.unwrap();
    let failed = ledger.iter().filter(|row| row.status == "FAILED" && row.week_of == week).count();
    assert_eq!(told["failures"], json!(failed));

    let none = activity(&season, "2026-04-06", "2026-04-12").await;
    assert_eq!(
        (&none["plans"], &none["byStatus"], &none["meanLoadMultiplier"]),
        (&json!(0), &json!([]), &Value::Null)
    );
    assert_eq!(
        (&none["medianReviewMinutes"], &none["coachEditRate"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(none["membersWithoutPlan"], json!(7));
    season.app.stop().await;
}

fn reviews(told: &Value, plans: &[plan::Model], revisions: &[plan_revision::Model]) {
    let decided = |row: &&plan_revision::Model| {
        matches!(row.review_state.as_deref(), Some("APPROVED" | "REJECTED"))
    };
    let waited = |row: &plan_revision::Model| {
        (row.decided_at.unwrap() - row.waiting_since_at.unwrap()) as f64 / 60e6
    };
    let mut minutes: Vec<f64> = revisions.iter().filter(decided).map(waited).collect();
    minutes.sort_by(f64::total_cmp);
    // 15, 35, 75 and 75 minutes after the run.
    assert_eq!(minutes, [15.0, 35.0, 75.0, 75.0]);
    assert_eq!(told["medianReviewMinutes"], 55.0);
    let edited: BTreeSet<Uuid> =
        revisions.iter().filter(|row| row.author == "COACH").map(|row| row.plan_id).collect();
    let rate = edited.len() as f64 / plans.len() as f64;
    assert_eq!((told["coachEditRate"].as_f64(), edited.len()), (Some(rate), 1));
}

fn tally(words: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}

fn pairs(list: &Value, word: &str) -> BTreeMap<String, u64> {
    let pairs = list.as_array().unwrap().iter();
    pairs
        .map(|one| (one[word].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap()))
        .collect()
}
