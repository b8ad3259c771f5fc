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

/// How often a page is asked for.
const TRIES: u32 = 5;

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
        let few = least(&season, &coach, query, 5).await;
        for (statement, times) in least(&season, &coach, query, 50).await {
            let before = few.get(&statement).copied().unwrap_or(0);
            if times > before {
                faults.push(format!("{what}: {before} times for 5, {times} for 50: {statement}"));
            }
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
    season.app.stop().await;
}

/// How often each statement is needed for a page. What is asked for at one time is read at one time where the
/// machine keeps up: the least of several tries is what the page needs.
async fn least(season: &Season, client: &Client, query: &str, first: u32) -> BTreeMap<String, u32> {
    let mut least = sent(season, client, query, first).await;
    for _ in 1..TRIES {
        let again = sent(season, client, query, first).await;
        least.retain(|statement, _| again.contains_key(statement));
        for (statement, times) in &mut least {
            *times = (*times).min(again[statement]);
        }
    }
    least
}

/// The statements that a page costs, each with how often it is sent; how many values it binds does not matter.
async fn sent(season: &Season, client: &Client, query: &str, first: u32) -> BTreeMap<String, u32> {
    season.app.statements();
    let data = client.data(query, variables(query, first)).await;
    let page = data.as_object().and_then(|fields| fields.values().next()).expect("one field");
    let length = page["nodes"].as_array().map(Vec::len);
    assert_eq!(length, Some(first as usize), "{query}");
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
