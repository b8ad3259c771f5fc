//! The commands on both databases.

use serde_json::Value;
use tests::backend::Backend;
use tests::on_both;
use tests::program::{Program, data};

mod both {
    use super::on_both;
    on_both! {
        the_demo_fills_computes_and_changes_nothing_twice
    }
}

async fn the_demo_fills_computes_and_changes_nothing_twice(backend: Backend) {
    let program = Program::new(&backend);
    program.succeed(&["migrate"]);

    let first = program.succeed(&["demo", "--members", "6", "--no-serve"]);
    let again = program.succeed(&["demo", "--members", "6", "--no-serve"]);

    assert!(first.contains("6 members with"), "{first}");
    assert!(first.contains("6 computed, 0 failed"), "{first}");
    assert!(again.contains("there already, 6 members"), "{again}");

    let token = program.succeed(&["token", "--as", "member"]);
    assert_eq!(token.trim().split('.').count(), 3, "{token}");

    let text = program.succeed(&["plan", "--member", "M-00001", "--trace"]);
    assert!(text.contains("Alex Okafor") && text.contains("BASE"), "{text}");
    let json: Value =
        serde_json::from_str(&program.succeed(&["plan", "--member", "M-00001", "--json"])).unwrap();
    assert!(json["document"]["s"].is_array(), "{json:#}");
}

#[test]
fn a_reader_that_hangs_up_is_no_fault() {
    let said = Program::new(&Backend::sqlite()).unread(&["sdl"]);

    assert!(said.success && said.err.is_empty(), "{}", said.err);
}

#[test]
fn a_backtest_needs_no_database_and_says_what_is_wrong_with_a_file() {
    let backend = Backend::sqlite();
    let program = Program::new(&backend);
    let file = |name: &str, text: &str| {
        let path = backend.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let short = file(
        "fitbod.csv",
        "Date,Exercise,Sets,Reps,Weight,isWarmup,Note\n2019-03-01,Barbell Squat,3,5,100,,\n",
    );
    let bad =
        file("bad.csv", "Date,Exercise,Sets,Reps,Weight,isWarmup,Note\n2019-03-01,Squat,3,5\n");

    let said = program.succeed(&["backtest", &short]);
    assert!(
        said.contains("Fitbod, 1 sessions, 0 lifts") && said.contains("nothing to foretell"),
        "{said}"
    );
    assert!(
        program.fail(&["backtest", &short, &bad]).contains("bad.csv: 1 of 1 rows cannot be read")
    );
    assert!(program.fail(&["backtest", "none.csv"]).contains("none.csv could not be read"));
    assert!(!program.run(&["backtest"]).success);
    assert!(!backend.folder.path().join("microcycle.sqlite").exists());

    let Some(folder) = data() else { return };
    let log = folder.join("logs").join("strong_comma_kg_a.csv").display().to_string();
    let said = program.succeed(&["backtest", &log, "--unit", "kg", "--json"]);
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["logs"][0]["lifts"].as_array().map(Vec::len), Some(12), "{said}");
}
