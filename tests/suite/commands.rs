//! The commands on both databases.

use serde_json::Value;
use tests::backend::Backend;
use tests::on_both;
use tests::program::Program;

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
