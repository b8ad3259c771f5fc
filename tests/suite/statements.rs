//! A page of many costs the database as many statements as a page of few.

use std::collections::BTreeMap;

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::documents::Document;
use tests::hand::work_off;
use tests::on_both;
use tests::season::{Season, WEEK};

mod both {
    use super::on_both;
    on_both! {
        a_page_of_fifty_members_costs_as_many_statements_as_a_page_of_five
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
        let many = sent(&season, &coach, query, 50).await;
        let (few_in_all, in_all) = (few.values().sum::<u32>(), many.values().sum::<u32>());
        for (statement, times) in many {
            let before = few.get(&statement).copied().unwrap_or(0);
            if times > before {
                faults.push(format!("{what}: {before} times for 5, {times} for 50: {statement}"));
            }
        }
        eprintln!("{what}: {few_in_all} statements for 5, {in_all} for 50");
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
    season.app.stop().await;
}

/// Asked so often: what is gathered within a moment is split on a machine that is busy with other things.
const TRIES: usize = 3;

/// What the node itself asks from time to time, whoever asks what.
const NODES_OWN: &str = "FROM \"event_counter\"";

/// The statements that a page costs at least, each with how often it is sent.
async fn sent(season: &Season, client: &Client, query: &str, first: u32) -> BTreeMap<String, u32> {
    let mut least = sent_once(season, client, query, first).await;
    for _ in 1..TRIES {
        let again = sent_once(season, client, query, first).await;
        least.retain(|statement, times| {
            *times = again.get(statement).copied().unwrap_or(0).min(*times);
            *times > 0
        });
    }
    least
}

/// The statements of one try; how many values they bind does not matter.
async fn sent_once(
    season: &Season,
    client: &Client,
    query: &str,
    first: u32,
) -> BTreeMap<String, u32> {
    season.app.statements();
    let data = client.data(query, variables(query, first)).await;
    let page = data.as_object().and_then(|fields| fields.values().next()).expect("one field");
    let length = page["nodes"].as_array().map(Vec::len);
    assert_eq!(length, Some(first as usize), "{query}");
    let mut times = BTreeMap::new();
    for statement in season.app.statements() {
        if statement.contains(NODES_OWN) {
            continue;
        }
        *times.entry(without_values(&statement)).or_default() += 1;
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
