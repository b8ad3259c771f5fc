//! The explorer in a real browser.

use std::process::Stdio;

use serde_json::{Value, json};
use tests::app::App;
use tests::backend::{Backend, run};
use tests::client::http;
use tests::node;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

const START: &str =
    "mutation { startWeeklyRun(input: { weekOf: \"2026-03-09\" }) { userErrors { message } } }";

#[test]
fn a_query_runs_and_an_event_arrives_in_chromium_without_a_complaint() {
    run(async {
        let app = App::start(Backend::sqlite(), "2026-03-02T09:00:00Z").await;
        service::demo::fill::fill(&app.env, 2, 1, &|_| {}).await.unwrap();
        let url = format!("http://{}/graphql", app.address());
        let mut browser = Command::from(node::script("explorer/browse.mjs"))
            .args([url, app.token("demo-owner")])
            .args(std::env::var("MICROCYCLE_SCREENSHOT"))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node is installed");
        let mut lines = BufReader::new(browser.stdout.take().unwrap()).lines();

        let first = lines.next_line().await.unwrap();
        assert_eq!(first.as_deref(), Some("listening"));
        app.client(Some("demo-owner")).data(START, json!({})).await;
        let seen = lines.next_line().await.unwrap().expect("what was seen");

        let seen: Value = serde_json::from_str(&seen).unwrap();
        assert_eq!(seen["complaints"], json!([]), "{seen:#}");
        assert!(seen["viewer"].as_str().unwrap().contains("OWNER"), "{seen:#}");
        assert!(seen["event"].as_str().unwrap().contains("planUpdated"), "{seen:#}");
        let examples = seen["examples"].as_array().unwrap();
        assert!(examples.contains(&json!("Today")) && examples.len() > 50, "{examples:?}");
        assert_eq!(seen["tabs"], 2, "the example has a tab of its own");
        assert!(browser.wait().await.unwrap().success());
        app.stop().await;
    });
}

#[test]
fn the_explorer_may_load_nothing_from_elsewhere_and_be_framed_by_nobody() {
    run(async {
        let app = App::start(Backend::sqlite(), "2026-03-02T09:00:00Z").await;
        let request = tests::client::http().get(format!("http://{}/graphql", app.address()));

        let page = request.header("accept", "text/html").send().await.unwrap();

        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        let rules: Vec<&str> = policy.split(';').map(str::trim).collect();
        for rule in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"] {
            assert!(rules.contains(&rule), "{rule} is not in {policy}");
        }
        assert!(!policy.contains("http:") && !policy.contains("https:"), "{policy}");
        assert!(!policy.contains("unsafe-eval") && !policy.contains('*'), "{policy}");
        app.stop().await;
    });
}

#[test]
fn no_explorer_is_served_where_it_is_off() {
    run(async {
        let off = |settings: &mut api::http::ApiSettings| settings.introspection = false;
        let app = App::configured(Backend::sqlite(), "2026-03-02T09:00:00Z", off).await;
        let ask = async |path: &str| {
            let request = http().get(format!("http://{}{path}", app.address()));
            request.header("accept", "text/html").send().await.unwrap().status().as_u16()
        };

        assert_eq!(ask("/graphql").await, 406);
        assert_eq!(ask("/explorer/explorer.js").await, 404);
        app.stop().await;
    });
}
