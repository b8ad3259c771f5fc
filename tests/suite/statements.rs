//! A page of many costs the database as many statements as a page of few, and so do many ids and a batch.

use std::collections::BTreeMap;

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::documents::Document;
use tests::hand::work_off;
use tests::on_both;
use tests::season::{OWNER, Season, WEEK};
use tests::templates;

mod both {
    use super::on_both;
    on_both! {
        a_page_of_fifty_members_costs_as_many_statements_as_a_page_of_five
        many_ids_cost_as_many_statements_as_few
        a_batch_is_answered_by_as_many_statements_however_long_it_is
        a_members_history_is_read_once_whatever_is_asked_of_it
    }
}

/// What a page is asked for: as the dashboard does, and every other list of the contract in another.
const LISTS: [(&str, &str); 6] = [
    (
        "members, what is theirs",
        "query($first: Int!) { members(first: $first) { nodes { id externalIds { id integration { id } } coach { id } \
      flags template { id name } goals { id } restrictions(includeCleared: true) { id movements { id } } \
      coachNotes(first: 2) { totalCount nodes { id author { id } } } \
      personalRecords(first: 3) { totalCount nodes { id movement { id } } } \
      liftTrends { movement { id } points { date } } adherence { track { id } } trainingLoad { weekOf } } } }",
    ),
    (
        "members, their mornings and sessions",
        "query($first: Int!) { members(first: $first) { nodes { id \
      latestReadiness { id signals { kind } entries { id } } \
      readiness(from: \"2026-02-01\", to: \"2026-02-28\") { id entries { id } } \
      sessionLogs(first: 2) { totalCount nodes { id track { id } sets { movement { id } prescription { id } } \
        scores { block { id } } plannedSession { id } } } } } }",
    ),
    (
        "members, their weeks",
        "query($first: Int!) { members(first: $first) { nodes { id plans(first: 2) { totalCount nodes { id member { id } \
      template { id } blend { track { id } } narrative { focus } review { state reviewer { id } } changes { summary } \
      revisions { id coach { id } changes { summary } } publishedRevision { id } pendingRevision { id } } } } } }",
    ),
    (
        "plans, their sessions",
        "query($first: Int!) { plans(first: $first) { nodes { id sessions { id track { id } status log { id } plan { id } \
      blocks { id prescriptions { id movement { id aliases referenceLift { id } } substitutedFor { id } } } } \
      day(date: \"2026-03-03\") { readiness { id } sessions { id } plan { id } } } } }",
    ),
    (
        "the queue",
        "query($first: Int!) { reviewQueue(first: $first) { nodes { id member { id displayName flags latestReadiness { score } } \
      pendingRevision { id number narrative { focus } changes { summary } sessions { id } } review { waitingSince } } } }",
    ),
    (
        "movements",
        "query($first: Int!) { movements(first: $first) { nodes { id aliases referenceLift { id name } } } }",
    ),
];

async fn a_page_of_fifty_members_costs_as_many_statements_as_a_page_of_five(backend: Backend) {
    // Nothing but the page asks the database for anything meanwhile.
    let season = Season::by_hand(backend, 50, ReviewPolicy::All).await;
    let start = json!({ "weekOf": WEEK });
    season.owner().done("startWeeklyRun", "weeklyRun { id }", start).await;
    work_off(&season.app.env).await;
    let coach = season.coach();
    let dashboard = Document::of("coach-dashboard").text("Members");

    let mut faults = Vec::new();
    for (what, query) in LISTS.into_iter().chain([("the dashboard", dashboard.as_str())]) {
        let few = sent(&season, &coach, query, 5).await;
        for (statement, times) in sent(&season, &coach, query, 50).await {
            let before = few.get(&statement).copied().unwrap_or(0);
            if times > before {
                faults.push(format!("{what}: {before} times for 5, {times} for 50: {statement}"));
            }
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
    season.app.stop().await;
}

/// What lists have under which ids; the owner, who coaches as well, may read all of it.
const NODES: &str = "{ gym { staff { id } coaches { id } tracks { id } } movements(first: 10) { nodes { id } } \
    programmeTemplates { id published { id } } weeklyRuns { nodes { id } } integrations { id } \
    members(first: 10) { nodes { id goals { id } restrictions(includeCleared: true) { id } coachNotes { nodes { id } } \
      latestReadiness { id entries { id } } sessionLogs(first: 5) { nodes { id } } personalRecords(first: 5) { nodes { id } } \
      plan(weekOf: \"2026-03-02\") { id publishedRevision { id } sessions { id blocks { id prescriptions { id } } } } } } }";

/// Ids of an answer by what they are of, three or more of each kind.
fn kinds(answer: &Value, into: &mut BTreeMap<String, Vec<Value>>) {
    match answer {
        Value::Array(parts) => parts.iter().for_each(|part| kinds(part, into)),
        Value::Object(parts) => {
            if let Some(id) = parts.get("id").and_then(Value::as_str) {
                let kind = id.split_once('_').map_or("", |(kind, _)| kind);
                into.entry(kind.to_owned()).or_default().push(json!(id));
            }
            parts.values().for_each(|part| kinds(part, into));
        }
        _ => {}
    }
}

async fn many_ids_cost_as_many_statements_as_few(backend: Backend) {
    let season = Season::by_hand(backend, 10, ReviewPolicy::None).await;
    let (owner, coach) = (season.owner(), season.coach());
    let coaches = json!({ "subject": OWNER, "displayName": "Owner", "roles": ["OWNER", "COACH"] });
    owner.done("setStaff", "staffMember { id }", coaches).await;
    for week in [WEEK, "2026-03-09", "2026-03-16"] {
        owner.done("startWeeklyRun", "weeklyRun { id }", json!({ "weekOf": week })).await;
        work_off(&season.app.env).await;
    }
    for name in ["Watch", "Ring", "Strap"] {
        let new = json!({ "name": name, "scopes": ["READINESS_WRITE"] });
        owner.done("createIntegration", "integration { id }", new).await;
    }
    let members = coach.data("{ members(first: 3) { nodes { id } } }", json!({})).await;
    for member in members["members"]["nodes"].as_array().unwrap() {
        let note = json!({ "memberId": member["id"], "text": "Travels." });
        coach.done("addCoachNote", "coachNote { id }", note).await;
        let knee = json!({ "memberId": member["id"], "bodyRegion": "KNEE", "rule": "CAP_LOAD", "loadCap": 0.9, "patterns": ["SQUAT"] });
        coach.done("addRestriction", "restriction { id }", knee).await;
    }
    for name in ["Short", "Long"] {
        let draft = json!({ "template": templates::small(name) });
        let id =
            owner.done("createTemplate", "template { id }", draft).await["template"]["id"].clone();
        owner.done("publishTemplate", "template { id }", json!({ "id": id, "version": 1 })).await;
    }
    let mut ids = BTreeMap::new();
    kinds(&owner.data(NODES, json!({})).await, &mut ids);

    let mut faults = Vec::new();
    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
    for (kind, ids) in &ids {
        if kind == "gym" {
            continue;
        }
        assert!(ids.len() >= 3, "{kind}: {ids:?}");
        let one = told(&season, &owner, nodes, &json!({ "ids": [ids[0]] })).await;
        let all: Vec<&Value> = ids.iter().take(30).collect();
        let many = told(&season, &owner, nodes, &json!({ "ids": all })).await;
        for (statement, times) in many {
            let before = one.get(&statement).copied().unwrap_or(0);
            if times > before {
                let count = all.len();
                faults.push(format!(
                    "{kind}: {before} times for 1, {times} for {count}: {statement}"
                ));
            }
        }
    }
    assert!(ids.len() >= 20, "{:?}", ids.keys());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    season.app.stop().await;
}

async fn a_batch_is_answered_by_as_many_statements_however_long_it_is(backend: Backend) {
    let season = Season::by_hand(backend, 1, ReviewPolicy::None).await;
    let member = season.member();
    let mutation = "mutation($input: RecordReadinessBatchInput!) { recordReadinessBatch(input: $input) { accepted \
        results { day { id entries { id } } member { id } recompute { triggered reason } } } }";
    let batch = |days: u32| {
        let entry =
            |day: u32| json!({ "source": "watch", "date": format!("2026-02-{day:02}"), "mood": 3 });
        json!({ "input": { "entries": (1..=days).map(entry).collect::<Vec<_>>() } })
    };
    // Once they are stored, nothing is written: what is left is what the answer reads.
    member.data(mutation, batch(20)).await;

    let few = told(&season, &member, mutation, &batch(2)).await;
    let many = told(&season, &member, mutation, &batch(20)).await;

    let reads = |statement: &str| statement.starts_with("SELECT") && !statement.contains("FOR ");
    let stores = "readiness_entry"; // each entry is looked for before it is written
    let mut faults = Vec::new();
    for (statement, times) in &many {
        let before = few.get(statement).copied().unwrap_or(0);
        let looked_for = statement.contains(stores) && *times == 20 && before == 2;
        if reads(statement) && *times > before && !looked_for {
            faults.push(format!("{before} times for 2, {times} for 20: {statement}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    season.app.stop().await;
}

async fn a_members_history_is_read_once_whatever_is_asked_of_it(backend: Backend) {
    let season = Season::by_hand(backend, 5, ReviewPolicy::None).await;
    let coach = season.coach();
    let page = |fields: &str| {
        format!("query($first: Int!) {{ members(first: $first) {{ nodes {{ id {fields} }} }} }}")
    };

    let flags = sent(&season, &coach, &page("flags"), 5).await;
    let more = page("flags adherence { rate } liftTrends { trend }");
    let more = sent(&season, &coach, &more, 5).await;

    assert!(flags.keys().any(|statement| statement.contains("digest_version")), "{flags:#?}");
    let theirs = flags.iter().filter(|(statement, _)| statement.contains("member_id"));
    let twice: Vec<_> = theirs.filter(|(statement, times)| more[*statement] > **times).collect();
    assert!(twice.is_empty(), "{twice:#?}");
    season.app.stop().await;
}

/// The statements of an answer, each with how often it is sent.
async fn told(
    season: &Season,
    client: &Client,
    query: &str,
    variables: &Value,
) -> BTreeMap<String, u32> {
    season.app.statements();
    client.data(query, variables.clone()).await;
    counted(season)
}

/// The statements that a page costs, each with how often it is sent; how many values it binds does not matter.
async fn sent(season: &Season, client: &Client, query: &str, first: u32) -> BTreeMap<String, u32> {
    season.app.statements();
    let data = client.data(query, variables(query, first)).await;
    let page = data.as_object().and_then(|fields| fields.values().next()).expect("one field");
    let length = page["nodes"].as_array().map(Vec::len);
    assert_eq!(length, Some(first as usize), "{query}");
    counted(season)
}

/// How often each statement was sent since this was last asked.
fn counted(season: &Season) -> BTreeMap<String, u32> {
    let mut times = BTreeMap::new();
    // The relay looks at the counters of events now and then, whoever asks for what.
    for statement in season.app.statements().iter().filter(|text| !text.contains("event_counter")) {
        *times.entry(without_values(statement)).or_default() += 1;
    }
    times
}

/// A statement with one place for a value where it has many.
fn without_values(statement: &str) -> String {
    let mut text = String::with_capacity(statement.len());
    let mut letters = statement.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '$' {
            while letters.next_if(char::is_ascii_digit).is_some() {}
            text.push('?');
        } else {
            text.push(letter);
        }
    }
    // A list of keys of several parts is a list of pairs.
    for (many, one) in [("?, ?", "?"), ("(?), (?)", "(?)")] {
        while text.contains(many) {
            text = text.replace(many, one);
        }
    }
    text
}

fn variables(query: &str, first: u32) -> Value {
    if query.contains("$weekOf") {
        return json!({ "first": first, "weekOf": WEEK });
    }
    json!({ "first": first })
}
