//! Each limit from both sides: as much as is allowed, and one more.

mod table;

use api::guard::MAX_DOCUMENT_BYTES;
use api::http::{ApiSettings, Limits};
use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::Backend;
use tests::client::Client;
use tests::on_both;
use tests::season::{EVE, OWNER, Season};
use tests::templates;

use table::{COUNTED, SETTINGS};

mod both {
    use super::on_both;
    on_both! {
        a_query_asks_for_as_much_as_is_allowed_and_no_more
        a_mutation_takes_as_much_as_is_allowed_and_no_more
        a_setting_takes_every_value_of_its_range_and_no_other
        a_gym_has_so_many_tracks_and_integrations_and_no_more
        a_request_is_as_long_as_is_allowed_and_no_longer
        a_socket_runs_so_many_operations_at_once_and_no_more
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
const DATES: [(&str, &str, &str); 5] = [
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
    (
        "{ member(id: $member) { sessionLogs(from: \"2025-02-27\", to: \"$n\") { totalCount } } }",
        "2026-02-28",
        "2026-03-01",
    ),
    (
        "{ member(id: $member) { sessionLogs(from: \"2026-02-02\", to: \"$n\") { totalCount } } }",
        "2026-02-02",
        "2026-02-01",
    ),
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

async fn a_mutation_takes_as_much_as_is_allowed_and_no_more(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let (coach, owner) = (season.coach(), season.owner());
    let templates = coach.data("{ programmeTemplates { id } }", json!({})).await;
    let template = &templates["programmeTemplates"][0]["id"];
    let plan = season.plan("id").await["id"].clone();
    let known = json!({ "member": season.member_id().await, "template": template, "plan": plan });

    for of in COUNTED {
        let client = if of.by_owner { &owner } else { &coach };
        let name = format!("{} {:?}", of.mutation, of.path);
        let good = sent(client, of.mutation, (of.input)(of.most, &known)).await;
        assert_eq!(errors_at(&good, of.path), [] as [&str; 0], "{name}: {good:#}");
        let bad = sent(client, of.mutation, (of.input)(of.most + 1, &known)).await;
        assert_eq!(errors_at(&bad, of.path), [of.code], "{name}: {bad:#}");
        let message = bad["userErrors"][0]["message"].as_str().unwrap();
        assert!(message.contains(&of.most.to_string()), "{name}: {message}");
    }
    season.app.stop().await;
}

async fn a_setting_takes_every_value_of_its_range_and_no_other(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let owner = season.owner();

    for (field, [below, least, most, above]) in SETTINGS {
        let at: Vec<&str> = field.split('.').collect();
        for good in [least, most] {
            let saved = sent(&owner, "updateGymSettings", setting(&at, good)).await;
            assert_eq!(saved["userErrors"], json!([]), "{field} {good}");
        }
        for bad in [below, above] {
            let refused = sent(&owner, "updateGymSettings", setting(&at, bad)).await;
            assert_eq!(errors_at(&refused, &at), ["OUT_OF_RANGE"], "{field} {bad}: {refused:#}");
        }
    }
    season.app.stop().await;
}

/// A change of one setting; of a gym's equipment the rest is what it must have.
fn setting(at: &[&str], value: f64) -> Value {
    let whole = |value: f64| if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    let mut equipment = json!({ "barKg": 20, "platesKg": [], "dumbbellsKg": [], "kettlebellsKg": [], "stackStepKg": 5 });
    match at {
        ["equipment", list, "0"] => equipment[*list] = json!([value]),
        ["equipment", part] => equipment[*part] = json!(value),
        [field] => return json!({ *field: whole(value) }),
        _ => panic!("no setting is at {at:?}"),
    }
    json!({ "equipment": equipment })
}

async fn a_gym_has_so_many_tracks_and_integrations_and_no_more(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let owner = season.owner();
    let data = owner.data("{ gym { tracks { id } } integrations { id } }", json!({})).await;
    let there = |list: &Value| list.as_array().unwrap().len();
    let track = |number: usize| json!({ "key": format!("track-{number}"), "name": format!("Track {number}"), "kind": "MOBILITY" });
    let key =
        |number: usize| json!({ "name": format!("Watch {number}"), "scopes": ["READINESS_WRITE"] });

    for number in there(&data["gym"]["tracks"])..50 {
        owner.done("createTrack", "track { id }", track(number)).await;
    }
    for number in there(&data["integrations"])..100 {
        owner.done("createIntegration", "integration { id }", key(number)).await;
    }

    for (mutation, input) in [("createTrack", track(50)), ("createIntegration", key(100))] {
        let refused = sent(&owner, mutation, input).await;
        assert_eq!(refused["userErrors"][0]["code"], "LIMIT_EXCEEDED", "{mutation}: {refused:#}");
        assert_eq!(refused["userErrors"][0]["field"], Value::Null);
    }
    // One that is revoked makes room.
    let first = owner.data("{ integrations { id } }", json!({})).await;
    let first = json!({ "id": first["integrations"][0]["id"] });
    owner.done("revokeIntegration", "integration { id }", first).await;
    owner.done("createIntegration", "integration { id }", key(100)).await;
    season.app.stop().await;
}

async fn a_request_is_as_long_as_is_allowed_and_no_longer(backend: Backend) {
    let season = Season::eve(backend, 1, ReviewPolicy::None).await;
    let owner = season.owner();
    let body = |bytes: usize| {
        let mut body = json!({ "query": "{ gym { id } }", "variables": { "pad": "" } });
        body["variables"]["pad"] = json!("x".repeat(bytes - body.to_string().len()));
        assert_eq!(body.to_string().len(), bytes);
        body
    };
    let mebibyte = 1024 * 1024;

    let whole = owner.send(&body(mebibyte)).await;
    assert_eq!(whole.status(), 200);
    assert!(whole.json::<Value>().await.unwrap()["data"]["gym"]["id"].is_string());
    let longer = owner.send(&body(mebibyte + 1)).await;
    assert_eq!(longer.status(), 413);
    let longer: Value = longer.json().await.unwrap();
    assert_eq!(longer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{longer:#}");

    let document = |bytes: usize| format!("{{ gym {{ id }} }}{}", " ".repeat(bytes - 14));
    assert_eq!(document(MAX_DOCUMENT_BYTES).len(), 64 * 1024);
    owner.data(&document(MAX_DOCUMENT_BYTES), json!({})).await;
    let code = owner.error_code(&document(MAX_DOCUMENT_BYTES + 1)).await;
    assert_eq!(code.as_deref(), Some("QUERY_TOO_COMPLEX"));
    season.app.stop().await;
}

/// The limit is 50; this one is two.
async fn a_socket_runs_so_many_operations_at_once_and_no_more(backend: Backend) {
    assert_eq!(Limits::default().operations_per_socket, 50);
    let two = |settings: &mut ApiSettings| settings.limits.operations_per_socket = 2;
    let app = App::configured(backend, EVE, two).await;
    service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
    let mut socket = app.subscriber(OWNER).await;
    let told = "subscription { planUpdated { kind } }";
    for id in ["1", "2"] {
        socket.subscribe(id, told, json!({})).await;
    }
    assert!(socket.is_quiet().await, "both run");

    socket.subscribe("3", told, json!({})).await;

    let errors = socket.refused("3").await;
    assert_eq!(errors[0]["extensions"]["code"], "RATE_LIMITED", "{errors:#}");
    assert!(socket.is_quiet().await, "the others go on");
    let mut other = app.subscriber(OWNER).await;
    other.subscribe("1", "{ gym { name } }", json!({})).await;
    assert_eq!(other.next().await["gym"]["name"], "Ironworks", "each socket for itself");
    app.stop().await;
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
