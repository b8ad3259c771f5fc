//! The digests of logged sessions are made anew where an older rule made them.

use domain::digest::DIGEST_VERSION;
use domain::ids::GymId;
use entity::store;
use sea_orm::ConnectionTrait as _;
use serde_json::json;
use tests::app::App;
use tests::backend::Backend;
use tests::on_both;
use tests::program::Program;

mod both {
    use super::on_both;
    on_both! {
        digests_of_an_older_rule_are_made_anew_to_the_byte
        migrate_makes_outdated_digests_anew
        a_worker_makes_outdated_digests_anew_before_it_works
        a_gym_with_constants_of_its_own_has_its_sessions_read_by_them
    }
}

const MONDAY: &str = "2026-03-02T09:00:00Z";
const SPOIL: &str = "UPDATE session_log SET digest_version = 0, digest = ";

/// Bytes that are no digest, as each database writes them.
fn nonsense(url: &str) -> &'static str {
    if url.starts_with("sqlite") { "x'ff'" } else { "'\\xff'::bytea" }
}

/// A gym of which one member has logged a planned session, line by line.
async fn logged(backend: Backend) -> (App, GymId) {
    let app = App::start(backend, MONDAY).await;
    let filled = service::demo::fill::fill(&app.env, 3, 1, &|_| {}).await.unwrap();
    let start = "mutation { startWeeklyRun(input: { weekOf: \"2026-03-02\" }) { weeklyRun { id } userErrors { message } } }";
    app.client(Some("demo-owner")).data(start, json!({})).await;
    app.settle().await;
    let member = app.client(Some("demo-member-1"));
    let week = "{ myPlan { sessions { id blocks { prescriptions { id movement { key } repsMax load } } } } }";
    let plan = member.data(week, json!({})).await;
    let session = &plan["myPlan"]["sessions"][0];
    let lines = session["blocks"].as_array().unwrap().iter();
    let lines = lines.flat_map(|block| block["prescriptions"].as_array().unwrap());
    let sets: Vec<_> = lines
        .map(|line| {
            json!({ "movementKey": line["movement"]["key"], "prescriptionId": line["id"], "reps": 5, "loadKg": 60.5, "rpe": 8 })
        })
        .collect();
    let input = json!({ "plannedSessionId": session["id"], "durationMinutes": 61, "sessionRpe": 7.5, "sets": sets });
    let log = "mutation($input: LogSessionInput!) { logSession(input: $input) { outcome userErrors { message } } }";
    let answer = member.data(log, json!({ "input": input })).await;
    assert_eq!(answer["logSession"]["outcome"], "CREATED", "{answer:#}");
    (app, GymId::from_uuid(filled.gym.id))
}

/// Id, digest and version of every session.
async fn digests(app: &App, gym: GymId) -> Vec<(String, Vec<u8>, i32)> {
    let read = app.env.db.read();
    let members = store::members::active_ids(read, gym).await.unwrap();
    let since = "2020-01-01".parse().unwrap();
    let rows = store::session_logs::digests(read, gym, &members, since).await.unwrap();
    rows.into_iter().map(|row| (row.id.to_string(), row.digest, row.digest_version)).collect()
}

async fn digests_of_an_older_rule_are_made_anew_to_the_byte(backend: Backend) {
    let nonsense = nonsense(&backend.database_url);
    let (app, gym) = logged(backend).await;
    let before = digests(&app, gym).await;
    assert!(before.len() > 20, "{}", before.len());

    assert_eq!(service::sessions::rebuild_outdated(&app.env).await.unwrap(), 0);
    app.env.db.writer().execute_unprepared(&format!("{SPOIL}{nonsense}")).await.unwrap();
    assert_ne!(digests(&app, gym).await, before);
    let rebuilt = service::sessions::rebuild_outdated(&app.env).await.unwrap();

    assert_eq!(rebuilt, before.len() as u64);
    assert_eq!(digests(&app, gym).await, before, "with what the plan asked of the sets");
    assert!(
        before.iter().all(|(_, _, version)| *version == i32::try_from(DIGEST_VERSION).unwrap())
    );
    app.stop().await;
}

async fn migrate_makes_outdated_digests_anew(backend: Backend) {
    let program = Program::new(&backend);
    program.succeed(&["demo", "--members", "2", "--no-serve"]);
    let spoilt = spoilt(&backend).await;

    let said = program.succeed(&["migrate"]);
    let again = program.succeed(&["migrate"]);

    assert!(said.contains(&format!("{spoilt} sessions were digested anew")), "{said}");
    assert!(!again.contains("digested"), "{again}");
}

async fn a_worker_makes_outdated_digests_anew_before_it_works(backend: Backend) {
    let program = Program::new(&backend);
    program.succeed(&["demo", "--members", "2", "--no-serve"]);
    spoilt(&backend).await;

    let said = program.succeed(&["run-week"]);

    assert!(said.contains("2 computed, 0 failed"), "a spoilt digest can't be read: {said}");
}

async fn spoilt(backend: &Backend) -> u64 {
    let db = sea_orm::Database::connect(&backend.database_url).await.unwrap();
    let sql = format!("{SPOIL}{}", nonsense(&backend.database_url));
    let spoilt = db.execute_unprepared(&sql).await.unwrap().rows_affected();
    db.close().await.unwrap();
    spoilt
}

async fn a_gym_with_constants_of_its_own_has_its_sessions_read_by_them(backend: Backend) {
    let (app, gym) = logged(backend).await;
    let before = digests(&app, gym).await;
    let constants = async |json: &str| {
        let sql = format!("UPDATE gym SET engine_config = '{json}'");
        app.env.db.writer().execute_unprepared(&sql).await.unwrap();
        let run =
            "mutation { startWeeklyRun(input: { weekOf: \"2026-03-09\" }) { weeklyRun { id } } }";
        app.client(Some("demo-owner")).data(run, json!({})).await;
        app.settle().await;
    };

    constants(r#"{"strength":{"rated_reps_max":3}}"#).await;
    let own = digests(&app, gym).await;
    assert_ne!(own, before, "sets of five are read by their ratings no more");
    constants("{}").await;

    assert_eq!(digests(&app, gym).await, before);
    app.stop().await;
}
