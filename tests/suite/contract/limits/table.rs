//! What an input may hold, and within which range: the largest and smallest that are good.

use serde_json::{Value, json};
use tests::templates;

/// A mutation whose input holds so many of something.
pub struct Counted {
    pub mutation: &'static str,
    /// Where the fault of one more is told, and its code.
    pub path: &'static [&'static str],
    pub code: &'static str,
    pub most: usize,
    /// Whether the owner sends it; else a coach.
    pub by_owner: bool,
    /// Of so many of it, and of what is known of the gym.
    pub input: fn(usize, &Value) -> Value,
}

const fn by_a_coach(
    mutation: &'static str,
    path: &'static [&'static str],
    code: &'static str,
    most: usize,
    input: fn(usize, &Value) -> Value,
) -> Counted {
    Counted { mutation, path, code, most, by_owner: false, input }
}

const fn by_the_owner(
    mutation: &'static str,
    path: &'static [&'static str],
    code: &'static str,
    most: usize,
    input: fn(usize, &Value) -> Value,
) -> Counted {
    Counted { by_owner: true, ..by_a_coach(mutation, path, code, most, input) }
}

/// The mutation; where the fault of one more is told, and its code; how many are good; and the input of so many.
pub const COUNTED: &[Counted] = &[
    by_a_coach(
        "recordReadinessBatch",
        &["entries"],
        "LIMIT_EXCEEDED",
        500,
        |count, _| json!({ "entries": vec![json!({ "source": "" }); count] }),
    ),
    by_a_coach(
        "approvePlans",
        &["plans"],
        "LIMIT_EXCEEDED",
        100,
        |count, _| json!({ "plans": vec![json!({ "planId": "plan_x", "revision": 1 }); count] }),
    ),
    by_a_coach(
        "assignTemplate",
        &["memberIds"],
        "LIMIT_EXCEEDED",
        500,
        |count, of| json!({ "templateId": of["template"], "memberIds": vec!["member_x"; count] }),
    ),
    by_a_coach("setGoals", &["goals"], "LIMIT_EXCEEDED", 3, |count, of| {
        let kinds = ["COMPETE", "MOBILITY", "LOSE_WEIGHT", "ENDURANCE_EVENT"];
        let goal = |kind: &&str| json!({ "kind": kind, "weight": 1 });
        let goals: Vec<Value> = kinds[..count].iter().map(goal).collect();
        json!({ "member": { "id": of["member"] }, "goals": goals })
    }),
    by_a_coach("logSession", &["sets"], "LIMIT_EXCEEDED", 500, |count, of| {
        json!({ "member": { "id": of["member"] }, "trackKey": "strength", "externalId": "s", "durationMinutes": 60,
            "sets": vec![json!({ "movementKey": "back-squat", "reps": 5, "loadKg": 60 }); count] })
    }),
    by_a_coach("logSession", &["scores"], "LIMIT_EXCEEDED", 50, |count, of| {
        json!({ "member": { "id": of["member"] }, "trackKey": "strength", "externalId": "c", "durationMinutes": 60,
            "scores": vec![json!({ "type": "REPS", "reps": 5 }); count] })
    }),
    by_a_coach(
        "addRestriction",
        &["movementKeys"],
        "LIMIT_EXCEEDED",
        50,
        |count, of| json!({ "memberId": of["member"], "bodyRegion": "KNEE", "rule": "FORBID", "movementKeys": vec!["back-squat"; count] }),
    ),
    by_a_coach(
        "addCoachNote",
        &["text"],
        "INVALID",
        4_000,
        |count, of| json!({ "memberId": of["member"], "text": "x".repeat(count) }),
    ),
    by_a_coach(
        "addMember",
        &["displayName"],
        "INVALID",
        200,
        |count, _| json!({ "displayName": "x".repeat(count) }),
    ),
    by_the_owner(
        "retryComputations",
        &["ids"],
        "LIMIT_EXCEEDED",
        500,
        |count, _| json!({ "ids": vec!["computation_x"; count] }),
    ),
    by_a_coach(
        "addCoachNote",
        &["idempotencyKey"],
        "INVALID",
        200,
        |count, of| json!({ "memberId": of["member"], "text": "x", "idempotencyKey": "k".repeat(count) }),
    ),
    by_a_coach("saveMovement", &["aliases"], "LIMIT_EXCEEDED", 50, |count, _| {
        let aliases: Vec<String> = (0..count).map(|number| format!("Zercher {number}")).collect();
        json!({ "key": "zercher-squat-hold", "name": "Zercher hold", "pattern": "SQUAT", "implement": "BARBELL", "aliases": aliases })
    }),
    by_a_coach(
        "editPlan",
        &["narrative", "cues"],
        "LIMIT_EXCEEDED",
        10,
        |count, of| json!({ "planId": of["plan"], "revision": if count > 10 { 2 } else { 1 }, "narrative": { "cues": vec!["Breathe."; count] }, "idempotencyKey": format!("cues-{count}") }),
    ),
    by_a_coach("editPlan", &["edits"], "LIMIT_EXCEEDED", 200, |count, of| {
        edited(of, "edits", &vec![json!({ "prescriptionId": "line_x", "sets": 1 }); count])
    }),
    by_a_coach("editPlan", &["additions"], "LIMIT_EXCEEDED", 200, |count, of| {
        edited(
            of,
            "additions",
            &vec![json!({ "blockId": "block_x", "movementKey": "back-squat", "sets": 1 }); count],
        )
    }),
    by_a_coach("editPlan", &["blocks"], "LIMIT_EXCEEDED", 200, |count, of| {
        edited(of, "blocks", &vec![json!({ "blockId": "block_x", "rounds": 1 }); count])
    }),
    by_a_coach("editPlan", &["moves"], "LIMIT_EXCEEDED", 200, |count, of| {
        edited(
            of,
            "moves",
            &vec![json!({ "plannedSessionId": "session_x", "date": "2026-03-03" }); count],
        )
    }),
    by_a_coach("editPlan", &["removeSessionIds"], "LIMIT_EXCEEDED", 200, |count, of| {
        edited(of, "removeSessionIds", &vec![json!("session_x"); count])
    }),
    by_a_coach("createTemplate", &["template", "tracks"], "LIMIT_EXCEEDED", 20, |count, _| {
        template(|of| {
            let share = 1.0 / count as f64;
            of["tracks"] = vec![json!({ "trackKey": "strength", "targetShare": share, "minShare": 0, "maxShare": 1 }); count].into();
        })
    }),
    by_a_coach(
        "createTemplate",
        &["template", "goalAffinity"],
        "LIMIT_EXCEEDED",
        300,
        |count, _| {
            template(|of| {
                of["goalAffinity"] = vec![json!({ "goal": "BUILD_STRENGTH", "trackKey": "strength", "share": 1.0 / count as f64 }); count].into();
            })
        },
    ),
    by_a_coach("createTemplate", &["template", "sessions"], "LIMIT_EXCEEDED", 1_000, |count, _| {
        template(|of| {
            of["sessions"] = vec![json!({ "trackKey": "strength", "week": 1, "order": 1, "title": "Squat", "minutes": 60, "blocks": [] }); count].into();
        })
    }),
    by_a_coach(
        "createTemplate",
        &["template", "sessions", "0", "blocks"],
        "LIMIT_EXCEEDED",
        20,
        |count, _| {
            template(|of| {
                let block = of["sessions"][0]["blocks"][0].take();
                of["sessions"][0]["blocks"] = vec![block; count].into();
            })
        },
    ),
    by_a_coach(
        "createTemplate",
        &["template", "sessions", "0", "blocks", "0", "prescriptions"],
        "LIMIT_EXCEEDED",
        40,
        |count, _| {
            template(|of| {
                let lines = &mut of["sessions"][0]["blocks"][0]["prescriptions"];
                let line = lines[0].take();
                *lines = vec![line; count].into();
            })
        },
    ),
    by_the_owner(
        "updateGymSettings",
        &["equipment", "platesKg"],
        "LIMIT_EXCEEDED",
        60,
        |count, _| equipment("platesKg", count),
    ),
    by_the_owner(
        "updateGymSettings",
        &["equipment", "dumbbellsKg"],
        "LIMIT_EXCEEDED",
        60,
        |count, _| equipment("dumbbellsKg", count),
    ),
    by_the_owner(
        "updateGymSettings",
        &["equipment", "kettlebellsKg"],
        "LIMIT_EXCEEDED",
        60,
        |count, _| equipment("kettlebellsKg", count),
    ),
];

fn edited(of: &Value, part: &str, parts: &[Value]) -> Value {
    json!({ "planId": of["plan"], "revision": 2, part: parts })
}

/// A new template, with one thing of it changed.
fn template(change: impl Fn(&mut Value)) -> Value {
    let mut content = templates::small("Full");
    change(&mut content);
    json!({ "template": content })
}

fn equipment(list: &str, count: usize) -> Value {
    let mut equipment = json!({ "barKg": 20, "platesKg": [], "dumbbellsKg": [], "kettlebellsKg": [], "stackStepKg": 5 });
    equipment[list] = vec![json!(10); count].into();
    json!({ "equipment": equipment })
}

/// A setting, and four values of it: one below its range, its least, its most and one above.
pub const SETTINGS: [(&str, [f64; 4]); 12] = [
    ("largeChangePercent", [-0.5, 0.0, 100.0, 100.5]),
    ("autoReleaseMinutesBefore", [-1.0, 0.0, 10_080.0, 10_081.0]),
    ("narrativeMonthlyBudgetUsd", [-0.5, 0.0, 1_000_000.0, 1_000_000.5]),
    ("readinessDropPoints", [0.0, 1.0, 100.0, 101.0]),
    ("debounceSeconds", [-1.0, 0.0, 3_600.0, 3_601.0]),
    ("maxRecomputesPerDay", [-1.0, 0.0, 24.0, 25.0]),
    ("maxRecomputesPerPlan", [-1.0, 0.0, 100.0, 101.0]),
    ("equipment.barKg", [0.5, 1.0, 100.0, 100.5]),
    ("equipment.stackStepKg", [0.05, 0.1, 50.0, 50.5]),
    ("equipment.platesKg.0", [0.05, 0.1, 100.0, 100.5]),
    ("equipment.dumbbellsKg.0", [0.25, 0.5, 200.0, 200.5]),
    ("equipment.kettlebellsKg.0", [0.25, 0.5, 200.0, 200.5]),
];
