//! Each limit from both sides: as much as is allowed, and one more.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::on_both;
use tests::season::Season;
use tests::templates;

mod both {
    use super::on_both;
    on_both! {
        a_query_asks_for_as_much_as_is_allowed_and_no_more
        a_mutation_takes_as_much_as_is_allowed_and_no_more
    }
}

/// A query with a number in it, the largest or smallest that is good, and the next one that is not.
const QUERIES: [(&str, i32, i32); 12] = [
    ("{ members(first: $n) { totalCount } }", 100, 101),
    ("{ members(last: $n) { totalCount } }", 100, 101),
    ("{ members(first: $n) { totalCount } }", 0, -1),
    ("{ plans(first: $n) { totalCount } }", 100, 101),
    ("{ reviewQueue(first: $n) { totalCount } }", 100, 101),
    ("{ movements(first: $n) { totalCount } }", 100, 101),
    ("{ member(id: $member) { trainingLoad(weeks: $n) { sessions } } }", 104, 105),
    ("{ member(id: $member) { trainingLoad(weeks: $n) { sessions } } }", 1, 0),
    ("{ member(id: $member) { sessionLogs(first: $n) { totalCount } } }", 100, 101),
    ("{ member(id: $member) { coachNotes(first: $n) { totalCount } } }", 100, 101),
    (
        "{ previewTemplate(input: { templateId: $template, draft: $draft }) { examples(first: $n) { problem } } }",
        100,
        101,
    ),
    (
        "{ previewTemplate(input: { templateId: $template, draft: $draft }) { examples(first: $n) { problem } } }",
        0,
        -1,
    ),
];

/// Dates: a query that is good, and the next that is not.
const DATES: [(&str, &str, &str); 3] = [
    (
        "{ member(id: $member) { readiness(from: \"2025-02-27\", to: \"$n\") { id } } }",
        "2026-02-28",
        "2026-03-01",
    ),
    (
        "{ member(id: $member) { readiness(from: \"2026-02-02\", to: \"$n\") { id } } }",
        "2026-02-02",
        "2026-02-01",
    ),
    ("{ member(id: $member) { plan(weekOf: \"$n\") { id } } }", "2026-03-02", "2026-03-03"),
];

async fn a_query_asks_for_as_much_as_is_allowed_and_no_more(backend: Backend) {
    let season = Season::eve(backend, 2, ReviewPolicy::All).await;
    let coach = season.coach();
    let templates_of = coach.data("{ programmeTemplates { id } }", json!({})).await;
    let known = [
        ("$member", season.member_id().await.to_string()),
        ("$template", templates_of["programmeTemplates"][0]["id"].to_string()),
        ("$draft", templates::literal(&templates::small("Short"))),
    ];
    let filled = |query: &str, n: &str| {
        known.iter().fold(query.replace("$n", n), |text, (name, value)| text.replace(name, value))
    };
    let numbers =
        QUERIES.iter().map(|(query, good, bad)| (*query, good.to_string(), bad.to_string()));
    let dates =
        DATES.iter().map(|(query, good, bad)| (*query, (*good).to_owned(), (*bad).to_owned()));

    for (query, good, bad) in numbers.chain(dates) {
        coach.data(&filled(query, &good), json!({})).await;
        let refused = coach.answer(&filled(query, &bad), json!({})).await;
        assert_eq!(
            refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
            "{query} {bad}: {refused:#}"
        );
        let message = refused["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(&bad) || message.contains("days"), "{query} {bad}: {message}");
    }
    let ids = |count: usize| json!({ "ids": vec!["member_x"; count] });
    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    assert_eq!(coach.data(nodes, ids(100)).await["nodes"].as_array().map(Vec::len), Some(100));
    let refused = coach.answer(nodes, ids(101)).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    season.app.stop().await;
}

/// A mutation whose input holds so many of something.
struct Counted {
    mutation: &'static str,
    path: &'static [&'static str],
    most: usize,
    input: fn(usize, &Value) -> Value,
}

const COUNTED: [Counted; 9] = [
    Counted {
        mutation: "recordReadinessBatch",
        path: &["entries"],
        most: 500,
        input: |count, _| json!({ "entries": vec![json!({ "source": "" }); count] }),
    },
    Counted {
        mutation: "approvePlans",
        path: &["plans"],
        most: 100,
        input: |count, _| json!({ "plans": vec![json!({ "planId": "plan_x", "revision": 1 }); count] }),
    },
    Counted {
        mutation: "assignTemplate",
        path: &["memberIds"],
        most: 500,
        input: |count, of| json!({ "templateId": of["template"], "memberIds": vec!["member_x"; count] }),
    },
    Counted {
        mutation: "setGoals",
        path: &["goals"],
        most: 3,
        input: |count, of| {
            json!({ "member": { "id": of["member"] }, "goals": ["COMPETE", "MOBILITY", "LOSE_WEIGHT", "ENDURANCE_EVENT"][..count]
            .iter().map(|kind| json!({ "kind": kind, "weight": 1 })).collect::<Vec<_>>() })
        },
    },
    Counted {
        mutation: "logSession",
        path: &["sets"],
        most: 500,
        input: |count, of| {
            json!({ "member": { "id": of["member"] }, "trackKey": "strength", "externalId": "s", "durationMinutes": 60,
            "sets": vec![json!({ "movementKey": "back-squat", "reps": 5, "loadKg": 60 }); count] })
        },
    },
    Counted {
        mutation: "logSession",
        path: &["scores"],
        most: 50,
        input: |count, of| {
            json!({ "member": { "id": of["member"] }, "trackKey": "strength", "externalId": "c", "durationMinutes": 60,
            "scores": vec![json!({ "type": "REPS", "reps": 5 }); count] })
        },
    },
    Counted {
        mutation: "addRestriction",
        path: &["movementKeys"],
        most: 50,
        input: |count, of| json!({ "memberId": of["member"], "bodyRegion": "KNEE", "rule": "FORBID", "movementKeys": vec!["back-squat"; count] }),
    },
    Counted {
        mutation: "addCoachNote",
        path: &["text"],
        most: 4_000,
        input: |count, of| json!({ "memberId": of["member"], "text": "x".repeat(count) }),
    },
    Counted {
        mutation: "addMember",
        path: &["displayName"],
        most: 200,
        input: |count, _| json!({ "displayName": "x".repeat(count) }),
    },
];

async fn a_mutation_takes_as_much_as_is_allowed_and_no_more(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let coach = season.coach();
    let templates = coach.data("{ programmeTemplates { id } }", json!({})).await;
    let template = &templates["programmeTemplates"][0]["id"];
    let known = json!({ "member": season.member_id().await, "template": template });

    for of in COUNTED {
        let good = sent(&coach, of.mutation, (of.input)(of.most, &known)).await;
        assert_eq!(
            errors_at(&good, of.path),
            [] as [&str; 0],
            "{} {:?}: {good:#}",
            of.mutation,
            of.path
        );
        let bad = sent(&coach, of.mutation, (of.input)(of.most + 1, &known)).await;
        let codes = errors_at(&bad, of.path);
        assert!(
            codes == ["LIMIT_EXCEEDED"] || codes == ["INVALID"],
            "{} {:?}: {bad:#}",
            of.mutation,
            of.path
        );
        let message = bad["userErrors"][0]["message"].as_str().unwrap();
        assert!(message.contains(&of.most.to_string()), "{message}");
    }
    let owner = season.owner();
    let retry = |count: usize| json!({ "ids": vec!["computation_x"; count] });
    let good = sent(&owner, "retryComputations", retry(500)).await;
    assert_eq!(errors_at(&good, &["ids"]), [] as [&str; 0]);
    let bad = sent(&owner, "retryComputations", retry(501)).await;
    assert_eq!(errors_at(&bad, &["ids"]), ["LIMIT_EXCEEDED"]);
    season.app.stop().await;
}

async fn sent(client: &Client, mutation: &str, input: Value) -> Value {
    client.mutate(mutation, "__typename", input).await
}

/// Codes of what is wrong at exactly this place.
fn errors_at<'p>(payload: &'p Value, path: &[&str]) -> Vec<&'p str> {
    let errors = payload["userErrors"].as_array().unwrap().iter();
    errors
        .filter(|error| error["field"] == json!(path))
        .filter_map(|error| error["code"].as_str())
        .collect()
}
