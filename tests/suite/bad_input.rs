//! Bad input on the command line: one clear line that names the thing and what to do, and a database that
//! holds what it held before.

use std::net::TcpListener;

use sea_orm::ConnectionTrait as _;
use serde_json::json;
use tests::app::App;
use tests::backend::{Backend, free_port};
use tests::contents::Contents;
use tests::on_both;
use tests::program::Program;

mod both {
    use super::on_both;
    on_both! {
        a_file_that_is_missing_a_folder_empty_or_binary_is_named
        a_row_of_the_wrong_shape_refuses_the_file_unless_it_is_skipped
        what_is_refused_is_one_line_beside_the_ordinary_log_too
        a_unit_a_member_or_a_gym_that_does_not_exist_is_named
        a_week_that_is_no_monday_is_refused
        a_database_that_is_newer_than_the_program_is_left_alone
        a_port_in_use_and_a_redis_that_is_not_there_cost_nothing
    }
}

const LOG: &str = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
                   2026-01-05 10:00:00,A,Bench Press (Barbell),1,80,5,0,0,,,\n";

/// A demo gym, and what it held when it was made.
struct Demo {
    backend: Backend,
    program: Program,
    before: Contents,
}

impl Demo {
    async fn new(backend: Backend) -> Self {
        let program = Program::new(&backend);
        program.succeed(&["demo", "--members", "2", "--no-serve"]);
        let before = Contents::of(&backend.database_url).await;
        Self { backend, program, before }
    }

    /// Writes a file beside the database; its path.
    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.backend.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    async fn unchanged(&self) {
        let now = Contents::of(&self.backend.database_url).await;
        assert_eq!(self.before.changed(&now), [] as [&str; 0]);
    }
}

fn training_log<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["import", "training-log", file, "--member", "M-00001"];
    arguments.extend(more);
    arguments
}

fn says(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "{error:?} does not say {part:?}");
    }
}

async fn a_file_that_is_missing_a_folder_empty_or_binary_is_named(backend: Backend) {
    let demo = Demo::new(backend).await;
    let folder = demo.backend.folder.path().display().to_string();
    let empty = demo.file("empty.csv", b"");
    let binary = demo.file("picture.csv", &[0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]);
    let import = |file: &str| demo.program.fail(&training_log(file, &[]));

    says(&import("nowhere.csv"), &["there is no file nowhere.csv", "check the path"]);
    says(&import(&folder), &[&folder, "is a folder", "name the exported file"]);
    says(&import(&empty), &["empty.csv", "is empty", "export the training log again"]);
    says(&import(&binary), &["picture.csv", "is binary", "export the log as CSV"]);
    demo.unchanged().await;
}

async fn a_row_of_the_wrong_shape_refuses_the_file_unless_it_is_skipped(backend: Backend) {
    let demo = Demo::new(backend).await;
    let bad = "2026-01-05 10:00:00,A,Bench Press (Barbell),2,eighty,5,0,0,,,\n";
    let file = demo.file("log.csv", format!("{LOG}{bad}").as_bytes());

    let refused = demo.program.fail(&training_log(&file, &["--unit", "kg"]));
    says(&refused, &["log.csv", "line 3", "eighty", "--skip-bad-rows"]);
    demo.unchanged().await;

    let skipping = training_log(&file, &["--unit", "kg", "--skip-bad-rows"]);
    says(&demo.program.succeed(&skipping), &["2 rows", "skipped line 3"]);
}

async fn what_is_refused_is_one_line_beside_the_ordinary_log_too(backend: Backend) {
    let demo = Demo::new(backend).await;
    let good = demo.file("good.csv", LOG.as_bytes());
    let bad = demo.file("bad.csv", format!("{LOG}2026-01-05,A\n").as_bytes());
    let stranger = ["import", "training-log", &good, "--member", "M-99999", "--unit", "kg"];

    let commands: [&[&str]; 5] = [
        &training_log("nowhere.csv", &[]),
        &training_log(&bad, &["--unit", "kg"]),
        &training_log(&good, &[]),
        &stranger,
        &["plan", "--member", "M-99999"],
    ];
    for arguments in commands {
        let mut command = demo.program.command(arguments);
        let output = command.env_remove("RUST_LOG").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
        assert!(said.starts_with("error: ") && output.stdout.is_empty(), "{said}");
    }
    demo.unchanged().await;
}

async fn a_unit_a_member_or_a_gym_that_does_not_exist_is_named(backend: Backend) {
    let demo = Demo::new(backend).await;
    let program = &demo.program;
    let file = demo.file("log.csv", LOG.as_bytes());

    let stone = program.misused(&training_log(&file, &["--unit", "stone"]));
    says(&stone, &["--unit", "unit must be kg or lb", "stone"]);
    let nowhere = program.misused(&training_log(&file, &["--time-zone", "Europe/Nowhere"]));
    says(&nowhere, &["--time-zone", "IANA", "Europe/Nowhere"]);
    says(&program.fail(&training_log(&file, &[])), &["line 2", "unit", "--unit kg"]);
    let stranger = ["import", "training-log", &file, "--member", "M-99999", "--unit", "kg"];
    says(&program.fail(&stranger), &["there is no member M-99999", "member_"]);
    says(&program.fail(&["plan", "--member", "M-99999"]), &["there is no member M-99999"]);
    says(&program.fail(&["run-week", "--gym", "Nowhere"]), &["there is no gym Nowhere", "gym_"]);
    says(&program.misused(&["token", "--as", "king"]), &["king", "owner, coach, member"]);
    says(&program.misused(&["plan"]), &["--member"]);
    says(&program.misused(&["dance"]), &["dance"]);
    demo.unchanged().await;
}

async fn a_week_that_is_no_monday_is_refused(backend: Backend) {
    let demo = Demo::new(backend).await;
    let program = &demo.program;
    let plan = |week| ["plan", "--member", "M-00001", "--week", week];

    for arguments in [plan("2026-03-03").as_slice(), &["run-week", "--week", "2026-03-03"]] {
        says(&program.misused(arguments), &["--week", "Monday", "2026-03-03 (Tuesday)"]);
    }
    for arguments in [plan("2026-02-30").as_slice(), &["run-week", "--week", "2026-02-30"]] {
        says(&program.misused(arguments), &["--week", "Monday, such as", "2026-02-30"]);
    }
    says(&program.fail(&plan("2020-01-06")), &["2020-01-06", "run-week"]);
    let past = program.fail(&["run-week", "--week", "2020-01-06"]);
    says(&past, &["--week must be", "2020-01-06"]);
    assert!(!past.contains("weekOf"), "a field of the API on the command line: {past}");
    demo.unchanged().await;

    let Demo { backend, before, .. } = demo;
    let url = backend.database_url.clone();
    let app = App::start(backend, "2026-03-01T09:00:00Z").await;
    let start = "mutation { startWeeklyRun(input: { weekOf: \"2026-03-03\" }) { weeklyRun { id } userErrors { field message } } }";
    let answer = app.client(Some("demo-owner")).answer(start, json!({})).await;
    assert!(answer.to_string().contains("Monday"), "{answer:#}");
    assert_eq!(before.changed(&Contents::of(&url).await), [] as [&str; 0]);
    app.stop().await;
}

async fn a_database_that_is_newer_than_the_program_is_left_alone(backend: Backend) {
    let mut demo = Demo::new(backend).await;
    let file = demo.file("log.csv", LOG.as_bytes());
    let db = sea_orm::Database::connect(&demo.backend.database_url).await.unwrap();
    let newer =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)";
    db.execute_unprepared(newer).await.unwrap();
    db.close().await.unwrap();
    demo.before = Contents::of(&demo.backend.database_url).await;
    let listen = format!("127.0.0.1:{}", free_port());
    let program = Program::new(&demo.backend).with("LISTEN", &listen);

    let commands: [&[&str]; 6] = [
        &["serve"],
        &["migrate"],
        &["demo"],
        &["run-week"],
        &["plan", "--member", "M-00001"],
        &training_log(&file, &["--unit", "kg"]),
    ];
    for arguments in commands {
        let refused = program.fail(arguments);
        says(&refused, &["newer version", "m29990101_000001_later", "use that version"]);
    }
    demo.unchanged().await;
}

async fn a_port_in_use_and_a_redis_that_is_not_there_cost_nothing(backend: Backend) {
    let demo = Demo::new(backend).await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        let refused = Program::new(&demo.backend).with("LISTEN", &listen).fail(&[command]);
        says(&refused, &[&listen, "in use", "LISTEN"]);
    }

    let nobody = format!("127.0.0.1:{}", free_port());
    let free = format!("127.0.0.1:{}", free_port());
    let alone = Program::new(&demo.backend)
        .with("REDIS_URL", &format!("redis://{nobody}"))
        .with("LISTEN", &free);
    for command in [&["serve"][..], &["demo", "--members", "4"], &["run-week"]] {
        says(&alone.fail(command), &["Redis", &nobody, "start it, or unset REDIS_URL"]);
    }
    demo.unchanged().await;
}

#[test]
fn what_fails_before_there_is_a_database_makes_none() {
    let backend = Backend::sqlite();
    let nobody = format!("redis://127.0.0.1:{}", free_port());
    let free = format!("127.0.0.1:{}", free_port());
    let program = Program::new(&backend);
    let file = backend.folder.path().join("log.csv");
    std::fs::write(&file, LOG).unwrap();
    let file = file.display().to_string();

    let commands: [&[&str]; 3] =
        [&["plan", "--member", "M-00001"], &["run-week"], &training_log(&file, &["--unit", "kg"])];
    for arguments in commands {
        let refused = program.fail(arguments);
        says(&refused, &["no database at", "microcycle.sqlite", "demo", "migrate"]);
    }
    program.succeed(&["token", "--as", "member"]);
    let alone = Program::new(&backend).with("REDIS_URL", &nobody).with("LISTEN", &free);
    for command in ["serve", "demo"] {
        says(&alone.fail(&[command]), &["Redis", "REDIS_URL"]);
    }
    let left: Vec<_> = std::fs::read_dir(backend.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["log.csv"], "nothing half written");
}

#[test]
fn a_database_that_cannot_be_opened_says_why_and_what_to_do() {
    let backend = Backend::sqlite();
    let at = |url: &str| Program::new(&backend).with("DATABASE_URL", url);
    let folder = backend.folder.path().display().to_string();
    let text = backend.folder.path().join("notes.txt");
    std::fs::write(&text, "no database, but a text that is long enough to be looked at".repeat(20))
        .unwrap();

    let nowhere = at(&format!("sqlite:{folder}/nowhere/gym.sqlite")).fail(&["migrate"]);
    says(&nowhere, &["nowhere/gym.sqlite", "folder must exist", "DATABASE_URL"]);
    let directory = at(&format!("sqlite:{folder}")).fail(&["migrate"]);
    says(&directory, &[&folder, "DATABASE_URL"]);
    let other = at(&format!("sqlite:{}", text.display())).fail(&["plan", "--member", "M-00001"]);
    says(&other, &["notes.txt", "not a database", "DATABASE_URL"]);
    let away = at("postgres://ann:secret@127.0.0.1:1/gym").fail(&["migrate"]);
    says(&away, &["postgres://127.0.0.1:1/gym", "PostgreSQL runs there", "DATABASE_URL"]);
    assert!(!away.contains("secret"), "{away}");
    for error in [nowhere, directory, other, away] {
        assert_eq!(error.matches("rror returned from database").count().max(1), 1, "{error}");
    }
}

#[test]
fn every_fault_of_the_configuration_is_reported_at_once() {
    let backend = Backend::sqlite();
    let program = Program::new(&backend)
        .with("DATABASE_URL", "mysql://nowhere")
        .with("LISTEN", "everywhere")
        .with("AUTH_HS256_SECRET", "short");

    let error = program.fail(&["migrate"]);

    says(&error, &["DATABASE_URL must", "LISTEN must", "AUTH_HS256_SECRET must"]);
}
