//! Documents sent to hurt are refused on every transport before anything of them runs.

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::{Backend, run};
use tests::client::http;
use tests::hostile::{Hostile, corpus};

const SATURDAY: &str = "2026-02-28T18:00:00Z";
const OWNER: &str = "demo-owner";

/// What an answer refuses a document with; panics where anything of it ran.
fn refusal(answer: &Value, of: &Hostile) -> (String, String) {
    let name = of.name;
    assert!(answer.get("data").is_none_or(Value::is_null), "{name}: {answer:#}");
    let error = &answer["errors"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&error["extensions"]["code"]), text(&error["message"]))
}

fn check(answer: &Value, of: &Hostile, transport: &str) {
    let (code, message) = refusal(answer, of);
    assert_eq!(code, of.code, "{} over {transport}: {message}", of.name);
    assert!(message.len() > 10 && message.len() < 300, "{}: {message}", of.name);
}

async fn app() -> App {
    let app = App::idle(Backend::sqlite(), SATURDAY).await;
    service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
    app
}

#[test]
fn hostile_queries_and_mutations_are_refused_over_http() {
    run(async {
        let app = app().await;
        let client = app.client(Some(OWNER));

        for of in corpus("query", "gym").iter().chain(&corpus("mutation", "startWeeklyRun")) {
            check(&client.answer(&of.document, json!({})).await, of, "HTTP");
        }

        client.data("{ gym { id } }", json!({})).await;
        app.stop().await;
    });
}

#[test]
fn brackets_that_would_overflow_the_parsers_stack_never_reach_it() {
    run(async {
        let app = app().await;
        let client = app.client(Some(OWNER));

        for (open, close) in [("[", "]"), ("{a:", "}")] {
            let deep = format!("{{ gym {{ id(a: {}1{}) }} }}", open.repeat(101), close.repeat(101));
            let answer = client.answer(&deep, json!({})).await;
            let error = &answer["errors"][0];
            assert_eq!(error["message"], "the document's brackets go more than 100 deep");
            assert_eq!(error["extensions"]["code"], "GRAPHQL_PARSE_FAILED");
        }
        let shallow = format!("{{ gym {{ id(a: {}1{}) }} }}", "[".repeat(97), "]".repeat(97));
        let answer = client.answer(&shallow, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
        app.stop().await;
    });
}

#[test]
fn hostile_subscriptions_are_refused_over_server_sent_events() {
    run(async {
        let app = app().await;
        let http = http();
        let url = format!("http://{}/graphql", app.address());

        for of in corpus("subscription", "planUpdated") {
            let body = json!({ "query": of.document });
            let request = http.post(&url).json(&body).bearer_auth(app.token(OWNER));
            let answer = request.header("accept", "text/event-stream").send().await.unwrap();
            let text = answer.text().await.unwrap();
            let data = text.lines().find_map(|line| line.strip_prefix("data: "));
            let answer = serde_json::from_str(data.unwrap_or(&text)).unwrap();
            check(&answer, &of, "server-sent events");
        }
        app.stop().await;
    });
}

#[test]
fn hostile_subscriptions_are_refused_on_a_socket_that_lives_on() {
    run(async {
        let app = app().await;
        let mut socket = app.subscriber(OWNER).await;

        for of in corpus("subscription", "planUpdated") {
            socket.subscribe("1", &of.document, json!({})).await;
            let errors = socket.refused("1").await;
            check(&json!({ "errors": errors }), &of, "WebSocket");
        }

        socket.subscribe("2", "{ gym { name } }", json!({})).await;
        assert_eq!(socket.next().await["gym"]["name"], "Ironworks");
        app.stop().await;
    });
}

#[test]
fn many_hostile_documents_at_once_keep_nobody_waiting_long() {
    run(async {
        let app = app().await;
        let client = app.client(Some(OWNER));
        let all = corpus("query", "gym");

        let sent = (0..4).flat_map(|_| &all).map(|of| client.answer(&of.document, json!({})));
        let (answers, honest) =
            tokio::join!(join_all(sent), client.data("{ gym { name } }", json!({})));

        assert_eq!(honest["gym"]["name"], "Ironworks");
        assert!(answers.iter().all(|answer| answer["errors"].is_array()));
        app.stop().await;
    });
}
