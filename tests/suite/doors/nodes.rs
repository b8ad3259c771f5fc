//! The object behind an id: every kind of it tried as everyone. Another gym's is missing, whatever it is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::world::{Who, World};

/// Each kind with who sees it, in the order of [`Who::ALL`]: nobody, the member, another, a coach, the owner, a key,
/// a coach of another gym. What belongs to a member is the member's.
const KINDS: [(&str, &str); 25] = [
    ("Viewer", "----y--"),
    ("Gym", "-yyyyy-"),
    ("Track", "-yyyyy-"),
    ("Coach", "-yyyy--"),
    ("Movement", "-yyyy--"),
    ("StaffMember", "----y--"),
    ("WeeklyRun", "----y--"),
    ("ProgrammeTemplate", "---yy--"),
    ("TemplateVersion", "---yy--"),
    ("Integration", "---yy--"),
    ("CoachNote", "---yy--"),
    // Another member's, who sees it, and nobody else of the members.
    ("Computation", "---yy--"),
    ("Member", "-y-yy--"),
    ("Goal", "-y-yy--"),
    ("Restriction", "-y-yy--"),
    ("ReadinessDay", "-y-yy--"),
    ("ReadinessEntry", "-y-yy--"),
    ("SessionLog", "-y-yy--"),
    ("PersonalRecord", "-y-yy--"),
    ("Plan", "-y-yy--"),
    ("PlanRevision", "-y-yy--"),
    ("Day", "-y-yy--"),
    ("PlannedSession", "-y-yy--"),
    ("PlannedBlock", "-y-yy--"),
    ("Prescription", "-y-yy--"),
];

/// One thing of every kind, as the owner reads it.
const ALL: &str = "query($member: ID!, $failed: ID!) { viewer { id __typename } \
    gym { id __typename staff { id __typename } coaches { id __typename } tracks { id __typename } } \
    member(id: $member) { id __typename goals { id __typename } restrictions { id __typename } \
      coachNotes { nodes { id __typename } } latestReadiness { id __typename entries { id __typename } } \
      sessionLogs(first: 1) { nodes { id __typename } } personalRecords(first: 1) { nodes { id __typename } } \
      plan(weekOf: \"2026-03-02\") { id __typename publishedRevision { id __typename } day(date: \"2026-03-02\") { id __typename } \
        sessions { id __typename blocks { id __typename prescriptions { id __typename } } } } } \
    movements(first: 1) { nodes { id __typename } } integrations { id __typename } weeklyRuns { nodes { id __typename } } \
    programmeTemplates { id __typename published { id __typename } } node(id: $failed) { id __typename } }";

fn gather(answer: &Value, into: &mut BTreeMap<String, String>) {
    match answer {
        Value::Array(parts) => parts.iter().for_each(|part| gather(part, into)),
        Value::Object(parts) => {
            let text = |name: &str| parts.get(name).and_then(Value::as_str).map(str::to_owned);
            if let (Some(kind), Some(id)) = (text("__typename"), text("id")) {
                into.entry(kind).or_insert(id);
            }
            parts.values().for_each(|part| gather(part, into));
        }
        _ => {}
    }
}

/// Tries `node` with one id of every kind as everyone.
pub async fn tried(world: &World) {
    let id = |name: &str| serde_json::from_str::<Value>(world.id(name)).unwrap();
    let variables = json!({ "member": id("member"), "failed": id("failed") });
    let mut ids = BTreeMap::new();
    gather(&world.client(Who::Owner).data(ALL, variables).await, &mut ids);
    let sdl = api::sdl::sdl();
    let mut kinds: Vec<&str> = sdl
        .lines()
        .filter_map(|line| line.strip_prefix("type ")?.strip_suffix(" implements Node {"))
        .collect();
    let mut known: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    known.sort_unstable();
    assert_eq!(kinds, known, "every kind of node is tried");

    let mut faults = Vec::new();
    for (kind, sees) in KINDS {
        let id = ids.get(kind).unwrap_or_else(|| panic!("the world has no {kind}"));
        for (who, sees) in Who::ALL.into_iter().zip(sees.chars()) {
            let query = "query($id: ID!) { node(id: $id) { __typename id } }";
            let answer = world.client(who).answer(query, json!({ "id": id })).await;
            let seen = answer["data"]["node"]["id"] == json!(id);
            if seen != (sees == 'y') {
                faults.push(format!("{kind} as {who:?}: {answer}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
