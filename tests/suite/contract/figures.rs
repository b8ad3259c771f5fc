//! The activity of a gym adds up: each figure beside the rows it is of, counted another way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use domain::vocab::ReviewPolicy;
use entity::{computation, member, narrative, narrative_call, plan, plan_revision, store};
use sea_orm::{ConnectionTrait as _, EntityTrait as _};
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::demo::document;
use tests::on_both;
use tests::season::{Season, WEEK};
use uuid::Uuid;

mod both {
    use super::on_both;
    on_both! {
        the_activity_is_what_the_rows_say_before_and_after_an_erasure
    }
}

const ACTIVITY: &str = "query($from: Date!, $to: Date!) { personalisationActivity(from: $from, to: $to) { plans byStatus { status count } \
    recomputations { trigger count } membersWithoutPlan conservativeWeeks meanLoadMultiplier medianReviewMinutes coachEditRate \
    narratives { claude rules rejectedByVerification inputTokens outputTokens cachedTokens estimatedCostUsd } failures } }";
/// Another week, of which no figure may speak.
const NEXT_WEEK: &str = "2026-03-09";

async fn activity(season: &Season, from: &str, to: &str) -> Value {
    let period = json!({ "from": from, "to": to });
    season.owner().data(ACTIVITY, period).await["personalisationActivity"].take()
}

/// The plan of the week of the member whom the gym calls so: `id`, and which revision waits.
async fn plan_of(season: &Season, name: &str) -> Value {
    let query = "query($week: Date!) { plans(filter: { weekOf: $week }) { nodes { id member { id externalId } pendingRevision { number } } } }";
    let plans = season.coach().data(query, json!({ "week": WEEK })).await;
    let nodes = plans["plans"]["nodes"].as_array().unwrap();
    nodes.iter().find(|plan| plan["member"]["externalId"] == name).unwrap().clone()
}

/// A week of reviews: one edited and approved, two approved, one sent back; one whose member falls ill, and whose
/// reduction is sent back; one that can't be computed again; one member comes too late for a plan.
async fn reviewed(backend: Backend) -> Season {
    let season = Season::planned(backend, 6, ReviewPolicy::All).await;
    let coach = season.coach();
    let mut ids = BTreeMap::new();
    for name in ["M-00001", "M-00002", "M-00003", "M-00004"] {
        ids.insert(name, plan_of(&season, name).await["id"].clone());
    }
    let advance = |minutes| season.app.clock.advance(Duration::minutes(minutes));
    advance(10);
    let words = json!({ "planId": ids["M-00002"], "revision": 1, "narrative": { "focus": "Easy does it." } });
    coach.done("editPlan", "plan { id }", words).await;
    for (name, revision, minutes) in [("M-00001", 1, 5), ("M-00002", 2, 20), ("M-00003", 1, 40)] {
        advance(minutes);
        let approval = json!({ "planId": ids[name], "revision": revision });
        coach.done("approvePlan", "plan { id }", approval).await;
    }
    let back = json!({ "planId": ids["M-00004"], "revision": 1, "note": "Too much." });
    coach.done("rejectPlan", "plan { id }", back).await;
    season.app.settle().await;
    season.monday_morning();
    season.falls_ill().await;
    advance(25);
    // The login's token has run out: whoever comes on Monday logs in anew.
    let coach = season.coach();
    let reduced = plan_of(&season, "M-00001").await;
    let number = &reduced["pendingRevision"]["number"];
    assert!(number.is_number(), "the reduction waits beside its release: {reduced:#}");
    let fine = json!({ "planId": reduced["id"], "revision": number, "note": "She is fine." });
    coach.done("rejectPlan", "plan { publishedRevision { author } }", fine).await;
    season.app.settle().await;
    coach.done("addMember", "member { id }", json!({ "displayName": "Late" })).await;
    fails_once(&season).await;
    paid_for(&season).await;
    season
}

/// A week that can't be computed again; and a computed one of another week.
async fn fails_once(season: &Season) {
    let spoil = "UPDATE member SET experience = 'NONSENSE' WHERE external_id = 'M-00005'";
    season.app.env.db.writer().execute_unprepared(spoil).await.unwrap();
    for (name, week) in [("M-00005", WEEK), ("M-00006", NEXT_WEEK)] {
        let member = plan_of(season, name).await["member"]["id"].clone();
        let again = json!({ "memberId": member, "weekOf": week });
        season.coach().done("requestRecompute", "computation { id }", again).await;
    }
    season.app.settle().await;
}

/// What a model was paid for: two answers to each plan, one of them rejected; and the words that one plan shows.
async fn paid_for(season: &Season) {
    let txn = season.app.env.db.write().await.unwrap();
    let plans: Vec<plan::Model> = plan::Entity::find().all(&txn).await.unwrap();
    let mut calls = Vec::new();
    for (plan, at) in plans.iter().zip(1_i64..) {
        for accepted in [false, true] {
            calls.push(narrative_call::Model {
                id: Uuid::from_u128(u128::from(at.unsigned_abs()) * 2 + u128::from(accepted)),
                gym_id: plan.gym_id,
                plan_id: plan.id,
                number: 1,
                model: "claude".to_owned(),
                accepted,
                input_tokens: 1_000 + at,
                output_tokens: 100 + 3 * at,
                cached_tokens: 10 + 7 * at,
                cost_usd: 0.01 * at as f64,
                called_at: at,
            });
        }
    }
    store::narrative_calls::insert(&txn, season.gym, calls).await.unwrap();
    let third = plan_named(&txn, "M-00003", &plans).await;
    let words = narrative::Model {
        plan_id: third.id,
        number: third.published.unwrap(),
        gym_id: third.gym_id,
        state: "READY".to_owned(),
        source: "CLAUDE".to_owned(),
        focus: "A calm week.".to_owned(),
        reasoning: "As the coach wrote it.".to_owned(),
        cues: "[]".to_owned(),
        model: Some("claude".to_owned()),
        verified: true,
        generated_at: 1,
    };
    store::narratives::save(&txn, season.gym, vec![words]).await.unwrap();
    txn.commit().await.unwrap();
}

async fn plan_named<'p>(
    db: &impl sea_orm::ConnectionTrait,
    name: &str,
    plans: &'p [plan::Model],
) -> &'p plan::Model {
    let members = member::Entity::find().all(db).await.unwrap();
    let member = members.iter().find(|row| row.external_id.as_deref() == Some(name)).unwrap();
    let week = Season::monday();
    plans.iter().find(|plan| (plan.member_id, plan.week_of) == (member.id, week)).unwrap()
}

async fn the_activity_is_what_the_rows_say_before_and_after_an_erasure(backend: Backend) {
    let season = reviewed(backend).await;

    let told = adds_up(&season, 6).await;
    // 15, 35, 75 and 75 minutes after the run, and the reduction 25 minutes after it was released.
    assert_eq!(told["medianReviewMinutes"], 35.0);
    assert_eq!((&told["failures"], &told["membersWithoutPlan"]), (&json!(1), &json!(1)));
    assert_eq!(told["narratives"]["claude"], 1);

    let gone = plan_of(&season, "M-00003").await["member"]["id"].clone();
    let erase = json!({ "member": { "id": gone } });
    season.owner().done("eraseMember", "erasedMemberId", erase).await;

    let after = adds_up(&season, 5).await;
    // 75 minutes fewer: of 15, 25, 35 and 75 the middle.
    assert_eq!(after["medianReviewMinutes"], 30.0);
    assert_eq!((&after["failures"], &after["membersWithoutPlan"]), (&json!(1), &json!(1)));
    assert_eq!(after["narratives"]["claude"], 0);
    let statuses = after["byStatus"].as_array().unwrap();
    assert!(
        statuses.iter().all(|of| of["status"] != "EXPIRED"),
        "what is erased is no plan that expired: {after:#}"
    );
    season.app.stop().await;
}

/// The rows of the week: whoever is erased has none.
struct Rows {
    plans: Vec<plan::Model>,
    revisions: Vec<plan_revision::Model>,
    members: Vec<member::Model>,
}

impl Rows {
    async fn of(season: &Season) -> Self {
        let db = season.app.env.db.read();
        let members: Vec<_> = member::Entity::find().all(db).await.unwrap();
        let members: Vec<_> = members.into_iter().filter(|row| row.erased_at.is_none()).collect();
        let there: BTreeSet<Uuid> = members.iter().map(|row| row.id).collect();
        let week = Season::monday();
        let plans: Vec<_> = plan::Entity::find().all(db).await.unwrap();
        let ours = |plan: &plan::Model| plan.week_of == week && there.contains(&plan.member_id);
        let plans: Vec<_> = plans.into_iter().filter(ours).collect();
        let ids: BTreeSet<Uuid> = plans.iter().map(|plan| plan.id).collect();
        let revisions = plan_revision::Entity::find().all(db).await.unwrap();
        let revisions = revisions.into_iter().filter(|row| ids.contains(&row.plan_id)).collect();
        Self { plans, revisions, members }
    }

    fn shown(&self, plan: &plan::Model) -> &plan_revision::Model {
        let number = plan.published.unwrap_or(plan.newest);
        self.revisions.iter().find(|row| (row.plan_id, row.number) == (plan.id, number)).unwrap()
    }
}

/// Holds every figure of the week against the rows; answers what was told.
async fn adds_up(season: &Season, plans: usize) -> Value {
    let rows = Rows::of(season).await;
    let told = activity(season, WEEK, WEEK).await;

    assert_eq!((&told["plans"], rows.plans.len()), (&json!(plans), plans));
    assert_eq!(
        pairs(&told["byStatus"], "status"),
        tally(rows.plans.iter().map(|plan| plan.status.clone()))
    );
    let again = rows.revisions.iter().filter(|row| row.author == "ENGINE" && row.number > 1);
    let again = tally(again.map(|row| row.trigger.clone()));
    assert!(again.len() > 1, "more than one cause: {again:?}");
    assert_eq!(pairs(&told["recomputations"], "trigger"), again);
    let planned: BTreeSet<Uuid> = rows.plans.iter().map(|plan| plan.member_id).collect();
    let active = rows.members.iter().filter(|row| row.active);
    let without = active.filter(|row| !planned.contains(&row.id)).count();
    assert_eq!(told["membersWithoutPlan"], json!(without));

    weeks(&told, &rows);
    reviews(&told, &rows);
    texts(season, &told["narratives"], &rows).await;
    let db = season.app.env.db.read();
    let ledger = computation::Entity::find().all(db).await.unwrap();
    let failed = ledger.iter().filter(|row| row.status == "FAILED");
    let failed = failed.filter(|row| row.week_of == Season::monday()).count();
    assert_eq!(told["failures"], json!(failed));
    empty(season, rows.members.len()).await;
    told
}

fn weeks(told: &Value, rows: &Rows) {
    let shown = rows.plans.iter().map(|plan| document(rows.shown(plan)).adjustment);
    let adjustments: Vec<_> = shown.collect();
    let conservative = adjustments.iter().filter(|of| of.conservative).count();
    assert_eq!(told["conservativeWeeks"], json!(conservative));
    let mean =
        adjustments.iter().map(|of| of.load_multiplier).sum::<f64>() / adjustments.len() as f64;
    assert!((told["meanLoadMultiplier"].as_f64().unwrap() - mean).abs() < 1e-12);
}

fn reviews(told: &Value, rows: &Rows) {
    let decided = |row: &&plan_revision::Model| {
        matches!(row.review_state.as_deref(), Some("APPROVED" | "REJECTED"))
    };
    let waited = |row: &plan_revision::Model| {
        (row.decided_at.unwrap() - row.waiting_since_at.unwrap()) as f64 / 60e6
    };
    let mut minutes: Vec<f64> = rows.revisions.iter().filter(decided).map(waited).collect();
    minutes.sort_by(f64::total_cmp);
    let middle = minutes.len() / 2;
    let median = match minutes.len() % 2 {
        1 => minutes[middle],
        _ => f64::midpoint(minutes[middle - 1], minutes[middle]),
    };
    assert_eq!(told["medianReviewMinutes"], median, "{minutes:?}");
    let by_coach = rows.revisions.iter().filter(|row| row.author == "COACH");
    let by_coach: BTreeSet<Uuid> = by_coach.map(|row| row.plan_id).collect();
    assert_eq!(by_coach.len(), 2, "one is an edit, the other a reduction taken back");
    let rate = 1.0 / rows.plans.len() as f64;
    assert_eq!(told["coachEditRate"].as_f64(), Some(rate));
}

async fn texts(season: &Season, told: &Value, rows: &Rows) {
    let db = season.app.env.db.read();
    let written = narrative::Entity::find().all(db).await.unwrap();
    let source = |plan: &plan::Model| {
        let number = rows.shown(plan).number;
        let row = written.iter().find(|row| (row.plan_id, row.number) == (plan.id, number));
        row.map_or("RULES", |row| row.source.as_str()).to_owned()
    };
    let sources = tally(rows.plans.iter().map(source));
    let of = |word: &str| sources.get(word).copied().unwrap_or(0);
    assert_eq!(of("COACH"), 1, "one plan shows a coach's own words");
    assert_eq!((&told["claude"], &told["rules"]), (&json!(of("CLAUDE")), &json!(of("RULES"))));

    let ids: BTreeSet<Uuid> = rows.plans.iter().map(|plan| plan.id).collect();
    let calls = narrative_call::Entity::find().all(db).await.unwrap();
    let others = calls.iter().filter(|call| !ids.contains(&call.plan_id)).count();
    assert!(others > 0, "another week was paid for too");
    let calls: Vec<_> = calls.into_iter().filter(|call| ids.contains(&call.plan_id)).collect();
    let rejected = calls.iter().filter(|call| !call.accepted).count();
    assert_eq!((&told["rejectedByVerification"], rejected), (&json!(rejected), rows.plans.len()));
    let sum = |of: fn(&narrative_call::Model) -> i64| calls.iter().map(of).sum::<i64>();
    assert_eq!(told["inputTokens"], json!(sum(|call| call.input_tokens)));
    assert_eq!(told["outputTokens"], json!(sum(|call| call.output_tokens)));
    assert_eq!(told["cachedTokens"], json!(sum(|call| call.cached_tokens)));
    let cost = calls.iter().map(|call| call.cost_usd).sum::<f64>();
    assert!((told["estimatedCostUsd"].as_f64().unwrap() - cost).abs() < 1e-9);
}

/// A period without plans has no means, and everyone is without one.
async fn empty(season: &Season, members: usize) {
    let none = activity(season, "2026-04-06", "2026-04-12").await;
    assert_eq!(
        (&none["plans"], &none["byStatus"], &none["meanLoadMultiplier"]),
        (&json!(0), &json!([]), &Value::Null)
    );
    assert_eq!(
        (&none["medianReviewMinutes"], &none["coachEditRate"], &none["failures"]),
        (&Value::Null, &Value::Null, &json!(0))
    );
    assert_eq!(none["membersWithoutPlan"], json!(members));
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
