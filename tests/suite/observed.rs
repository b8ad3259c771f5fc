//! What who runs the program sees of it: measures, readiness, the log and traces.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use actix_web::{App as Web, HttpRequest, HttpResponse, HttpServer, web};
use chrono::Duration;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use service::ledger::{self, Failure, Lane};
use tests::backend::{Backend, run};
use tests::client::http;
use tests::demo::{Demo, MEMBER, OWNER};
use tests::hand::{claim_one, start, work_off};
use tests::on_both;
use tests::program::Program;
use tests::subscriber::Subscriber;

mod both {
    use super::on_both;
    on_both! {
        measures_say_where_the_work_stands
        measures_tell_operations_apart_by_words_of_the_schema
        readiness_names_the_check_that_failed
    }
}

const START: &str = "mutation { startWeeklyRun(input: { weekOf: \"2026-03-02\" }) { weeklyRun { id } userErrors { message } } }";
/// How long what was read for `/metrics` is good.
const FRESH: Duration = Duration::seconds(5);

async fn page(address: &str, path: &str) -> (u16, String) {
    let answer = http().get(format!("http://{address}{path}")).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// The value of a measure, written as `name{labels}`; `None` where it is not there.
fn value(text: &str, measure: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(measure)?.strip_prefix(' '));
    line.map(|value| value.parse().unwrap())
}

async fn measured(demo: &Demo) -> String {
    demo.clock().advance(FRESH);
    let (status, text) = page(demo.app.address(), "/metrics").await;
    assert_eq!(status, 200);
    assert!(text.ends_with("# EOF\n"), "{text}");
    text
}

async fn measures_say_where_the_work_stands(backend: Backend) {
    let demo = Demo::idle(backend, 3).await;
    let env = &demo.app.env;
    demo.app.client(Some(OWNER)).data(START, json!({})).await;

    let waiting = measured(&demo).await;
    let lease = claim_one(env, Lane::Bulk).await;
    start(env, lease).await.unwrap();
    let running = measured(&demo).await;
    ledger::settle(env, lease, Some(Failure::hopeless("a defect"))).await.unwrap();
    service::runs::close_finished(env, None).await.unwrap();
    let failed = measured(&demo).await;
    let gym = demo.gym;
    let ids: Vec<_> = tests::hand::ledger_of(env, gym).await;
    let ids: Vec<_> = ids.iter().map(|row| domain::ids::ComputationId::from_uuid(row.id)).collect();
    ledger::retry(env, gym, &ids).await.unwrap();
    work_off(env).await;
    let done = measured(&demo).await;

    let plans = |text: &str, state: &str| {
        value(text, &format!("microcycle_ledger_computations{{kind=\"PLAN\",state=\"{state}\"}}"))
            .unwrap()
    };
    let ended = |text: &str, outcome: &str| {
        value(
            text,
            &format!("microcycle_computations_total{{kind=\"PLAN\",outcome=\"{outcome}\"}}"),
        )
    };
    let oldest = "microcycle_ledger_oldest_due_seconds{kind=\"PLAN\",lane=\"BULK\"}";
    assert_eq!((plans(&waiting, "queued"), plans(&waiting, "running")), (3.0, 0.0));
    assert_eq!(value(&waiting, oldest), Some(5.0));
    assert_eq!(value(&waiting, "microcycle_weekly_runs_open"), Some(1.0));
    assert_eq!(value(&waiting, "microcycle_weekly_run_computations{status=\"QUEUED\"}"), Some(3.0));
    assert_eq!((plans(&running, "queued"), plans(&running, "running")), (0.0, 3.0));
    assert_eq!(value(&running, "microcycle_leases{lane=\"BULK\",state=\"started\"}"), Some(1.0));
    assert_eq!((plans(&failed, "failed"), ended(&failed, "failed")), (3.0, Some(3.0)));
    assert_eq!(value(&failed, "microcycle_weekly_runs_open"), Some(0.0));
    assert_eq!((plans(&done, "failed"), ended(&done, "succeeded")), (0.0, Some(3.0)));
    assert_eq!(value(&done, oldest), Some(0.0));
    assert_eq!(value(&done, "microcycle_database_up"), Some(1.0));
    demo.app.stop().await;
}

async fn measures_tell_operations_apart_by_words_of_the_schema(backend: Backend) {
    let demo = Demo::start(backend, 1).await;
    let owner = demo.app.client(Some(OWNER));
    let mut socket = demo.app.subscriber(OWNER).await;
    socket.subscribe("1", "subscription { planUpdated { kind } }", json!({})).await;
    owner.data("{ eventCursor }", json!({})).await;

    demo.run_week().await;
    socket.next().await;
    owner.data("query Anything_at_all { gym { id } }", json!({})).await;
    owner.answer("query Anything_at_all { noSuchField { id } }", json!({})).await;
    demo.app.client(Some(MEMBER)).answer("{ weeklyRuns { totalCount } }", json!({})).await;
    let text = measured(&demo).await;

    let count = |operation: &str, outcome: &str| {
        let labels = format!("kind=\"query\",operation=\"{operation}\",outcome=\"{outcome}\"");
        value(&text, &format!("microcycle_graphql_operation_duration_seconds_count{{{labels}}}"))
    };
    assert_eq!(count("gym", "ok"), Some(1.0));
    assert_eq!(count("refused", "errors"), Some(1.0));
    assert_eq!(count("weeklyRuns", "errors"), Some(1.0));
    assert!(!text.contains("noSuchField") && !text.contains("Anything"), "{text}");
    let listening = "microcycle_subscribers{subscription=\"planUpdated\"}";
    assert_eq!(value(&text, listening), Some(1.0));
    assert_eq!(value(&text, "microcycle_event_lag_seconds_count"), Some(1.0));
    let posts = "microcycle_http_request_duration_seconds_count{method=\"POST\",route=\"/graphql\",status=\"2xx\"}";
    assert!(value(&text, posts) >= Some(5.0), "{text}");
    demo.app.stop().await;
}

async fn readiness_names_the_check_that_failed(backend: Backend) {
    let demo = Demo::idle(backend, 1).await;
    let address = demo.app.address().to_owned();

    // The clock of a test stands still in another year.
    let (status, text) = page(&address, "/readyz").await;
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(status, 503);
    assert_eq!(
        (&body["checks"]["clock"], &body["checks"]["database"]),
        (&json!("failed"), &json!("ok"))
    );
    assert_eq!(body["checks"]["migrations"], "ok");

    let newest =
        "DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM seaql_migrations)";
    demo.app.env.db.writer().execute_unprepared(newest).await.unwrap();
    let (_, text) = page(&address, "/readyz").await;
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(body["checks"]["migrations"], "failed");
    demo.app.stop().await;
}

#[test]
fn readiness_tells_whether_redis_answers() {
    run(async {
        let Some(mut backend) = Backend::postgres().await else { return };
        let mut redis = backend.redis.take().unwrap();
        let demo = Demo::idle(backend, 1).await;
        let address = demo.app.address().to_owned();
        let asked = async || {
            let (status, text) = page(&address, "/readyz").await;
            let body: Value = serde_json::from_str(&text).unwrap();
            (status, body["checks"].clone())
        };

        let (_, up) = asked().await;
        redis.kill();
        let (status, down) = asked().await;
        redis.restart();
        let (_, back) = asked().await;

        assert_eq!((&up["redis"], &up["database"]), (&json!("ok"), &json!("ok")));
        assert_eq!(status, 503);
        assert_eq!((&down["redis"], &down["database"]), (&json!("failed"), &json!("ok")));
        assert_eq!(back["redis"], "ok");
        demo.app.stop().await;
    });
}

/// A program that serves, its log in a file.
struct Logged {
    process: Child,
    address: String,
    log: std::path::PathBuf,
}

impl Logged {
    fn start(program: &Program, log: std::path::PathBuf) -> Self {
        let mut command = program.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines
            .find_map(|line| line.unwrap().split_once("http://").map(|(_, rest)| rest.to_owned()));
        let address = line.unwrap().trim_end_matches("/graphql").to_owned();
        Self { process, address, log }
    }

    /// Asks it to stop and reads what it has logged.
    fn stop(mut self) -> String {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}

#[test]
fn each_line_of_the_log_names_its_request_or_job() {
    let backend = Backend::sqlite();
    let program = Program::new(&backend)
        .with("LOG_FORMAT", "json")
        .with("RUST_LOG", "warn,api=debug,jobs=debug,service=info");
    program.succeed(&["demo", "--members", "2", "--no-serve"]);
    let token = program.succeed(&["token", "--as", "owner"]);
    let serving = Logged::start(&program, backend.folder.path().join("log"));

    run(async {
        let answer = http()
            .post(format!("http://{}/graphql", serving.address))
            .header("x-request-id", "mine-7")
            .bearer_auth(token.trim())
            .json(&json!({ "query": "mutation { startWeeklyRun(input: {}) { weeklyRun { id } userErrors { message } } }" }))
            .send();
        let answer: Value = answer.await.unwrap().json().await.unwrap();
        let id = &answer["data"]["startWeeklyRun"]["weeklyRun"]["id"];
        let mut socket = Subscriber::connect(&serving.address, token.trim()).await;
        let progress = "subscription($id: ID!) { weeklyRunProgress(runId: $id) { status } }";
        socket.subscribe("1", progress, json!({ "id": id })).await;
        socket.rest().await; // until the run has ended
    });
    let log = serving.stop();

    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let within = |line: &Value, span: &str| {
        line["spans"].as_array().into_iter().flatten().any(|own| own["name"] == span)
    };
    let ran = lines.iter().find(|line| line["operation"] == "startWeeklyRun").unwrap();
    assert_eq!(ran["spans"][0], json!({ "name": "request", "id": "mine-7" }));
    let jobs: Vec<&Value> = lines.iter().filter(|line| within(line, "job")).collect();
    assert!(!jobs.is_empty(), "{log}");
    for job in jobs {
        assert!(job["spans"][0]["id"].as_str().unwrap().starts_with("lease_"), "{job}");
    }
}

type Taken = web::Data<Mutex<Vec<(String, web::Bytes)>>>;

/// A collector of traces that keeps what it is sent.
async fn take(request: HttpRequest, body: web::Bytes, taken: Taken) -> HttpResponse {
    taken.lock().unwrap().push((request.path().to_owned(), body));
    HttpResponse::Ok().finish()
}

#[test]
fn traces_reach_the_collector_that_is_named() {
    run(async {
        let taken: Taken = web::Data::from(Arc::new(Mutex::new(Vec::new())));
        let kept = taken.clone();
        let collector = HttpServer::new(move || {
            Web::new().app_data(kept.clone()).default_service(web::to(take))
        })
        .workers(1)
        .bind("127.0.0.1:0")
        .unwrap();
        let endpoint = format!("http://{}", collector.addrs()[0]);
        actix_web::rt::spawn(collector.run());
        let backend = Backend::sqlite();
        let program = Program::new(&backend).with("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint);

        let serving = Logged::start(&program, backend.folder.path().join("log"));
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let answer = http()
            .post(format!("http://{}/graphql", serving.address))
            .header("x-request-id", "mine-9")
            .header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01"))
            .json(&json!({ "query": "{ viewer { id } }" }))
            .send();
        answer.await.unwrap();
        // What is left is sent before the program ends, by a thread that needs this one's collector.
        web::block(move || serving.stop()).await.unwrap();

        let taken = taken.lock().unwrap();
        assert!(taken.iter().all(|(path, _)| path == "/v1/traces"), "{taken:?}");
        let holds = |text: &[u8]| {
            taken.iter().any(|(_, body)| body.windows(text.len()).any(|part| part == text))
        };
        assert!(holds(b"request") && holds(b"mine-9") && holds(b"microcycle"), "{taken:?}");
        let trace = u128::from_str_radix(trace, 16).unwrap().to_be_bytes();
        assert!(holds(&trace), "the request belongs to its caller's trace");
    });
}

#[test]
fn a_collector_without_an_address_is_refused() {
    let backend = Backend::sqlite();
    let program = Program::new(&backend).with("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318");

    let error = program.fail(&["migrate"]);

    assert!(error.contains("OTEL_EXPORTER_OTLP_ENDPOINT must start with http://"), "{error}");
}
