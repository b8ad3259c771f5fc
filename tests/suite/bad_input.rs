//! Bad input on the command line: one clear line that names the thing and what to do.

use std::net::TcpListener;

use tests::backend::{Backend, free_port};
use tests::program::Program;

fn demo() -> (Backend, Program) {
    let backend = Backend::sqlite();
    let program = Program::new(&backend);
    program.succeed(&["demo", "--members", "2", "--no-serve"]);
    (backend, program)
}

fn import(program: &Program, file: &str, more: &[&str]) -> String {
    let mut arguments = vec!["import", "training-log", file, "--member", "M-00001"];
    arguments.extend(more);
    program.fail(&arguments)
}

fn says(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "{error:?} does not say {part:?}");
    }
}

#[test]
fn a_file_that_is_missing_empty_or_binary_is_named() {
    let (backend, program) = demo();
    let empty = backend.folder.path().join("empty.csv");
    std::fs::write(&empty, "").unwrap();
    let binary = backend.folder.path().join("picture.csv");
    std::fs::write(&binary, [0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]).unwrap();

    says(&import(&program, "nowhere.csv", &[]), &["nowhere.csv", "could not be read"]);
    says(&import(&program, &empty.display().to_string(), &[]), &["empty.csv", "empty"]);
    says(&import(&program, &binary.display().to_string(), &[]), &["picture.csv"]);
}

#[test]
fn a_row_of_the_wrong_shape_refuses_the_file_unless_it_is_skipped() {
    let (backend, program) = demo();
    let file = backend.folder.path().join("log.csv");
    let text = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
                2026-01-05 10:00:00,A,Bench Press (Barbell),1,80,5,0,0,,,\n\
                2026-01-05 10:00:00,A,Bench Press (Barbell),2,eighty,5,0,0,,,\n";
    std::fs::write(&file, text).unwrap();
    let path = file.display().to_string();

    says(&import(&program, &path, &["--unit", "kg"]), &["log.csv", "line 3", "eighty"]);
    let summary = program.succeed(&[
        "import",
        "training-log",
        &path,
        "--member",
        "M-00001",
        "--unit",
        "kg",
        "--skip-bad-rows",
    ]);
    says(&summary, &["2 rows", "skipped line 3"]);
}

#[test]
fn a_unit_a_member_or_a_week_that_does_not_exist_is_named() {
    let (backend, program) = demo();
    let file = backend.folder.path().join("log.csv");
    let text = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
                2026-01-05 10:00:00,A,Bench Press (Barbell),1,80,5,0,0,,,\n";
    std::fs::write(&file, text).unwrap();
    let path = file.display().to_string();

    let unit =
        program.run(&["import", "training-log", &path, "--member", "M-00001", "--unit", "stone"]);
    assert!(!unit.success);
    says(&unit.err, &["unit must be kg or lb", "stone"]);
    says(&import(&program, &path, &[]), &["unit", "--unit kg"]);
    says(&program.fail(&["plan", "--member", "M-99999"]), &["M-99999"]);
    says(&program.fail(&["run-week", "--week", "2026-03-03"]), &["Monday", "2026-03-03"]);
}

#[test]
fn a_port_in_use_and_a_redis_that_is_not_there_are_named() {
    let (backend, program) = demo();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let nobody = format!("redis://127.0.0.1:{}", free_port());

    says(
        &Program::new(&backend).with("LISTEN", &listen).fail(&["serve"]),
        &[&listen, "in use", "LISTEN"],
    );
    let listen = format!("127.0.0.1:{}", free_port());
    let program = program.with("REDIS_URL", &nobody).with("LISTEN", &listen);
    says(&program.fail(&["serve"]), &["Redis", "REDIS_URL"]);
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

#[test]
fn a_database_that_is_newer_than_the_program_is_left_alone() {
    let (backend, program) = demo();
    tests::backend::run(async {
        use sea_orm::ConnectionTrait as _;
        let db = sea_orm::Database::connect(&backend.database_url).await.unwrap();
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)";
        db.execute_unprepared(newer).await.unwrap();
    });

    says(&program.fail(&["run-week"]), &["newer", "m29990101_000001_later"]);
}
