//! Documents that clients name by their digest, and servers that run registered ones only.

use api::documents::Trusted;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tests::app::App;
use tests::backend::{Backend, run};
use tests::client::Client;
use tests::on_both;
use tests::program::Program;

mod both {
    use super::on_both;
    on_both! {
        a_document_that_was_sent_once_is_known_by_its_name
        strangers_and_wrong_names_leave_nothing_behind
    }
}

const NOW: &str = "2026-03-02T09:00:00Z";
const VIEWER: &str = "query Viewer { viewer { roles } }";
const EVENTS: &str = "subscription Events { planUpdated { cursor } }";

async fn started(backend: Backend) -> App {
    let app = App::start(backend, NOW).await;
    service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
    app
}

fn named(document: &str) -> Value {
    let hash = format!("{:x}", Sha256::digest(document));
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn both(document: &str) -> Value {
    json!({ "query": document, "extensions": named(document) })
}

fn code(answer: &Value) -> Option<&str> {
    answer["errors"][0]["extensions"]["code"].as_str()
}

async fn a_document_that_was_sent_once_is_known_by_its_name(backend: Backend) {
    let shared = backend.redis_url.is_some();
    let app = started(backend).await;
    let owner = app.client(Some("demo-owner"));
    let by_name = json!({ "extensions": named(VIEWER) });
    let unknown = owner.post(&by_name).await;
    assert_eq!(code(&unknown), Some("PERSISTED_QUERY_NOT_FOUND"));
    assert_eq!(
        unknown["errors"][0]["message"], "PersistedQueryNotFound",
        "Apollo's clients look at it"
    );

    let sent = owner.post(&both(VIEWER)).await;

    let roles = json!({ "viewer": { "roles": ["OWNER"] } });
    assert_eq!(sent["data"], roles);
    assert_eq!(owner.post(&by_name).await["data"], roles);
    assert_eq!(owner.get(&[("extensions", &named(VIEWER).to_string())]).await["data"], roles);
    let mut socket = app.subscriber("demo-owner").await;
    socket.send_operation("1", by_name.clone()).await;
    assert_eq!(socket.next().await, roles);
    let listens = app.client(Some("demo-owner")).header("accept", "text/event-stream");
    let stream = listens.send(&both(EVENTS)).await;
    assert_eq!(stream.status(), 200);
    let again = listens.send(&json!({ "extensions": named(EVENTS) })).await;
    assert_eq!(again.headers()["content-type"], stream.headers()["content-type"]);
    if shared {
        let other = app.another_node();
        let known = Client::new(&other, Some(app.token("demo-owner"))).post(&by_name).await;
        assert_eq!(known["data"], roles, "nodes share what they know");
    }
    app.stop().await;
}

async fn strangers_and_wrong_names_leave_nothing_behind(backend: Backend) {
    let app = started(backend).await;
    let owner = app.client(Some("demo-owner"));
    let by_name = json!({ "extensions": named(VIEWER) });

    app.client(None).post(&both(VIEWER)).await;
    assert_eq!(code(&owner.post(&by_name).await), Some("PERSISTED_QUERY_NOT_FOUND"));

    let stolen = json!({ "query": "{ gym { id } }", "extensions": named(VIEWER) });
    assert_eq!(code(&owner.post(&stolen).await), Some("BAD_REQUEST"));
    assert_eq!(code(&owner.post(&by_name).await), Some("PERSISTED_QUERY_NOT_FOUND"));

    let broken = "query { viewer {";
    assert_eq!(code(&owner.post(&both(broken)).await), Some("GRAPHQL_PARSE_FAILED"));
    let kept = owner.post(&json!({ "extensions": named(broken) })).await;
    assert_eq!(code(&kept), Some("PERSISTED_QUERY_NOT_FOUND"));
    app.stop().await;
}

#[test]
fn a_server_may_run_registered_documents_only() {
    run(async {
        let backend = Backend::sqlite();
        let folder = backend.folder.path().join("documents");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("viewer.graphql"), VIEWER).unwrap();
        std::fs::write(folder.join("events.graphql"), EVENTS).unwrap();
        let trusted = Trusted::read(&folder).unwrap();
        let app = App::configured(backend, NOW, |settings| settings.trusted = Some(trusted)).await;
        service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
        let owner = app.client(Some("demo-owner"));
        let roles = json!({ "viewer": { "roles": ["OWNER"] } });

        assert_eq!(owner.post(&json!({ "query": VIEWER })).await["data"], roles);
        assert_eq!(owner.post(&json!({ "extensions": named(VIEWER) })).await["data"], roles);
        assert_eq!(owner.post(&both(VIEWER)).await["data"], roles);
        for foreign in [
            "{ viewer { roles } }",
            "{ __schema { types { name } } }",
            "query Viewer { viewer { roles  } }",
        ] {
            for body in [json!({ "query": foreign }), both(foreign)] {
                assert_eq!(code(&owner.post(&body).await), Some("BAD_REQUEST"), "{body}");
            }
            let unknown = owner.post(&json!({ "extensions": named(foreign) })).await;
            assert_eq!(code(&unknown), Some("PERSISTED_QUERY_NOT_FOUND"));
            assert_eq!(code(&owner.get(&[("query", foreign)]).await), Some("BAD_REQUEST"));
        }
        let mut socket = app.subscriber("demo-owner").await;
        socket.subscribe("1", VIEWER, json!({})).await;
        assert_eq!(socket.rest().await, [roles]);
        socket.subscribe("2", "{ viewer { id } }", json!({})).await;
        assert_eq!(socket.errors().await[0]["extensions"]["code"], "BAD_REQUEST");
        let listens = app.client(Some("demo-owner")).header("accept", "text/event-stream");
        assert_eq!(listens.send(&json!({ "query": EVENTS })).await.status(), 200);
        let other = "subscription { planUpdated { kind } }";
        assert_eq!(listens.send(&json!({ "query": other })).await.status(), 400);
        app.stop().await;
    });
}

#[test]
fn a_registry_is_what_build_tools_write() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        Trusted::read(&path).map_err(|error| format!("{error:#}"))
    };

    assert!(read("map.json", &json!({ "abc": VIEWER }).to_string()).is_ok());
    let manifest = json!({ "format": "apollo-persisted-query-manifest", "version": 1,
        "operations": [{ "id": "abc", "name": "Viewer", "type": "query", "body": VIEWER }] });
    assert!(read("manifest.json", &manifest.to_string()).is_ok());
    let fault = read("broken.json", &json!({ "abc": "query {" }).to_string()).unwrap_err();
    assert!(fault.contains("the document abc") && fault.contains("no GraphQL"), "{fault}");
    assert!(read("empty.json", "{}").unwrap_err().contains("holds no document"));
    assert!(read("list.json", "[]").unwrap_err().contains("neither a map"));
    assert!(Trusted::read(&folder.path().join("absent")).is_err());
}

#[test]
fn a_registry_that_cannot_be_read_stops_the_start() {
    let backend = Backend::sqlite();
    let program = Program::new(&backend).with("LISTEN", "127.0.0.1:0");

    let error = program.with("TRUSTED_DOCUMENTS", "/nowhere/documents").fail(&["serve"]);

    assert!(error.contains("TRUSTED_DOCUMENTS: /nowhere/documents"), "{error}");
}
