//! GraphQL over HTTP beside what the audits ask: bugs, time, browsers of other origins, ids and size.

use std::time::Duration;

use api::error::ApiError;
use entity::db::{Db, Pools};
use reqwest::header::HeaderMap;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::{self, Backend};
use tests::client::http;
use tests::demo::{Demo, MEMBER};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const NOW: &str = "2026-03-01T09:00:00Z";

#[test]
fn a_resolver_that_panics_answers_500_and_its_connection_goes_on() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 1).await;
        let token = demo.app.token(MEMBER);
        let mut connection = TcpStream::connect(demo.app.address()).await.unwrap();

        // The clock is asked once for the token, then by the resolver.
        demo.clock().break_after(1);
        let (status, answer) = post(&mut connection, &token, "{ myDay { date } }").await;

        assert_eq!(status, 500, "{answer:#}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
        assert!(!answer.to_string().contains("clock"), "{answer:#}");
        let (status, answer) = post(&mut connection, &token, "{ myDay { date } }").await;
        assert_eq!(status, 200, "{answer:#}");
        assert!(answer.get("errors").is_none(), "{answer:#}");
        demo.app.stop().await;
    });
}

#[test]
fn a_statement_that_takes_too_long_is_ended_by_the_database_and_told_as_a_timeout() {
    backend::run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let pools = Pools { statement_timeout: Duration::from_millis(200), ..Pools::default() };
        let db = Db::connect(&backend.database_url, pools).await.unwrap();

        let sleep = Statement::from_string(db.backend(), "SELECT 1 FROM pg_sleep(60)");
        let fault = db.read().query_one_raw(sleep).await.unwrap_err();

        assert_eq!(ApiError::from(fault).code(), "TIMEOUT");
        let running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()";
        let row = db.read().query_one_raw(Statement::from_string(db.backend(), running)).await;
        assert_eq!(row.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap(), 0);
        assert!(Pools::default().statement_timeout < Duration::from_secs(10));
    });
}

#[test]
fn a_statement_of_sqlite_that_takes_too_long_is_ended_as_well_and_its_connection_goes_on() {
    backend::run(async {
        let backend = Backend::sqlite();
        let statement_timeout = Duration::from_millis(200);
        let pools = Pools { connections: 1, statement_timeout, ..Pools::default() };
        let db = Db::connect(&backend.database_url, pools).await.unwrap();
        let read = async |sql: &str| {
            db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await
        };

        let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
        let fault = read(endless).await.unwrap_err();

        assert!(!entity::db::passes(&fault), "it would take as long again: {fault}");
        assert_eq!(ApiError::from(fault).code(), "TIMEOUT");
        tokio::time::sleep(statement_timeout).await;
        let row = read("SELECT 7").await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 7);
    });
}

#[test]
fn a_request_that_waits_for_a_lock_is_told_that_it_took_too_long_and_waits_no_more() {
    backend::run(async {
        let Some(backend) = Backend::postgres().await else { return };
        let demo = Demo::idle(backend, 1).await;
        let db = &demo.app.env.db;
        let txn = db.write().await.unwrap();
        txn.execute_unprepared("LOCK TABLE gym IN ACCESS EXCLUSIVE MODE").await.unwrap();

        let code = demo.app.client(Some(MEMBER)).error_code("{ gym { name } }").await;

        assert_eq!(code.as_deref(), Some("TIMEOUT"));
        let waiting = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database() AND wait_event_type = 'Lock'";
        let row = txn.query_one_raw(Statement::from_string(db.backend(), waiting)).await;
        assert_eq!(row.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap(), 0);
        txn.rollback().await.unwrap();
        demo.app.stop().await;
    });
}

#[test]
fn a_body_that_does_not_come_in_time_is_refused() {
    backend::run(async {
        let app = App::configured(Backend::sqlite(), NOW, |settings| {
            settings.limits.slow_body = Duration::from_millis(200);
        })
        .await;
        let mut connection = TcpStream::connect(app.address()).await.unwrap();

        let begun = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
        connection.write_all(begun.as_bytes()).await.unwrap();
        let (status, answer) = answer(&mut connection).await;

        assert_eq!(status, 408, "{answer:#}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer:#}");
        app.stop().await;
    });
}

#[test]
fn only_pages_of_named_origins_may_read_answers() {
    backend::run(async {
        let app = App::configured(Backend::sqlite(), NOW, |settings| {
            settings.allowed_origins = vec!["https://app.example".to_owned()];
        })
        .await;

        let own = asked(&app, "https://app.example").await;
        let foreign = asked(&app, "https://evil.example").await;

        let allowed = |headers: &HeaderMap| {
            headers
                .get("access-control-allow-origin")
                .map(|origin| origin.to_str().unwrap().to_owned())
        };
        assert_eq!(allowed(&own).as_deref(), Some("https://app.example"));
        assert_eq!(allowed(&foreign), None);
        app.stop().await;
    });
}

#[test]
fn every_answer_has_an_id_and_long_ones_are_compressed_for_who_asks() {
    backend::run(async {
        let app = App::start(Backend::sqlite(), NOW).await;
        let url = format!("http://{}/graphql", app.address());
        let http = http();
        let types =
            json!({ "query": "{ __schema { types { name fields { name description } } } }" });

        let named = http.post(&url).header("x-request-id", "from-the-caller").json(&types);
        let named = named.send().await.unwrap();
        let zipped = http.post(&url).header("accept-encoding", "gzip").json(&types);
        let zipped = zipped.send().await.unwrap();

        assert_eq!(named.headers()["x-request-id"], "from-the-caller");
        assert!(named.headers().get("content-encoding").is_none());
        assert_eq!(zipped.headers()["content-encoding"], "gzip");
        assert!(!zipped.headers()["x-request-id"].is_empty());
        let (plain, zipped) = (named.bytes().await.unwrap(), zipped.bytes().await.unwrap());
        assert!(zipped.len() * 3 < plain.len(), "{} of {}", zipped.len(), plain.len());
        let other = http.post(&url).header("x-request-id", "two\twords").json(&types);
        assert_ne!(other.send().await.unwrap().headers()["x-request-id"], "two\twords");
        let refused = [
            (405, http.put(&url)),
            (406, http.get(&url).header("accept", "image/png")),
            (413, http.post(&url).json(&json!({ "query": " ".repeat(2 << 20) }))),
            (415, http.post(&url).body("{}")),
        ];
        for (status, request) in refused {
            let answer = request.header("x-request-id", "refused").send().await.unwrap();
            assert_eq!(answer.status(), status);
            assert_eq!(answer.headers()["x-request-id"], "refused", "{status}");
        }
        app.stop().await;
    });
}

/// The headers that answer a browser's question before a page's request.
async fn asked(app: &App, origin: &str) -> HeaderMap {
    let url = format!("http://{}/graphql", app.address());
    let preflight = http()
        .request(reqwest::Method::OPTIONS, url)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,authorization,x-gym");
    preflight.send().await.unwrap().headers().clone()
}

/// Sends a query on a connection that stays open; status and answer.
async fn post(connection: &mut TcpStream, token: &str, query: &str) -> (u16, Value) {
    let body = json!({ "query": query }).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer {token}\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    connection.write_all(request.as_bytes()).await.unwrap();
    answer(connection).await
}

/// Reads one answer; its status and what it says.
async fn answer(connection: &mut TcpStream) -> (u16, Value) {
    let mut text = Vec::new();
    loop {
        let mut part = [0; 4096];
        let read = connection.read(&mut part).await.unwrap();
        assert!(read > 0, "the connection has ended: {}", String::from_utf8_lossy(&text));
        text.extend_from_slice(&part[..read]);
        let answer = String::from_utf8_lossy(&text);
        if let Some((head, body)) = answer.split_once("\r\n\r\n")
            && let Ok(body) = serde_json::from_str(body)
        {
            return (head[9..12].parse().unwrap(), body);
        }
    }
}
