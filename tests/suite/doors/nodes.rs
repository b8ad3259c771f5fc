//! The object behind an id: every kind of it, with every field that it has, tried as everyone. Another gym's is
//! missing, whatever it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::every::Every;
use super::table::Row;
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

/// Tries `node` with one id of every kind, and every field of it, as everyone. A field that the table closes to someone
/// is tried alone: the code is the table's.
pub async fn tried(world: &World, every: &Every, rows: &[Row], faults: &mut Vec<String>) {
    let id = |name: &str| serde_json::from_str::<Value>(world.id(name)).unwrap();
    let variables = json!({ "member": id("member"), "failed": id("failed") });
    let mut ids = BTreeMap::new();
    gather(&world.client(Who::Owner).data(ALL, variables).await, &mut ids);
    let mut known: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    known.sort_unstable();
    assert_eq!(every.nodes(), known, "every kind of node is tried");

    for (kind, sees) in KINDS {
        let id = ids.get(kind).unwrap_or_else(|| panic!("the world has no {kind}"));
        for (who, sees) in Who::ALL.into_iter().zip(sees.chars()) {
            let closed = closed_to(rows, who);
            let fields = every.fields_of(kind, if sees == 'y' { &closed } else { &NONE });
            let answer = asked(world, who, kind, id, &fields).await;
            let node = &answer["data"]["node"];
            let right = match sees {
                'y' => node["id"] == json!(id) && answer.get("errors").is_none(),
                _ => node.is_null(),
            };
            if !right {
                faults.push(format!("node({kind}) as {who:?}: {fields}: {answer}"));
            }
            let own = |name: &&String| name.split_once('.').is_some_and(|(of, _)| of == kind);
            for name in closed.iter().filter(own).filter(|_| sees == 'y') {
                let answer = asked(world, who, kind, id, &every.field_of(name)).await;
                let code = &answer["errors"][0]["extensions"]["code"];
                if rows.iter().any(|row| row.field == name && row.cell(who) != *code) {
                    faults.push(format!("{name} of node as {who:?}: {answer}"));
                }
            }
        }
    }
}

/// Nothing is left out.
static NONE: BTreeSet<String> = BTreeSet::new();

/// Fields of objects that the table closes to someone, with a code.
fn closed_to(rows: &[Row], who: Who) -> BTreeSet<String> {
    let of_objects = rows.iter().filter(|row| {
        let kind = row.field.split_once('.').expect("Type.field").0;
        KINDS.iter().any(|(known, _)| *known == kind)
    });
    let closed =
        of_objects.filter(|row| !["yes", "own", "none", "hidden"].contains(&row.cell(who)));
    closed.map(|row| row.field.to_owned()).collect()
}

async fn asked(world: &World, who: Who, kind: &str, id: &str, fields: &str) -> Value {
    let query = format!(
        "query($id: ID!) {{ node(id: $id) {{ __typename id ... on {kind} {{ {fields} }} }} }}"
    );
    world.client(who).answer(&query, json!({ "id": id })).await
}
