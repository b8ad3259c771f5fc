//! What the log must never hold.

use std::fs::File;

use serde_json::json;
use tests::backend::{Backend, run};
use tests::client::Client;
use tests::program::Program;
use tests::serving::Serving;

const CREATE: &str =
    "mutation { createIntegration(input: { name: \"Ring\", scopes: [READINESS_WRITE] }) { key } }";

/// At the most talkative that logging can be.
#[test]
fn no_credential_is_ever_logged() {
    let backend = Backend::sqlite();
    let program = Program::new(&backend).with("LISTEN", "127.0.0.1:0").with("RUST_LOG", "trace");
    program.succeed(&["demo", "--members", "1", "--no-serve"]);
    let path = backend.folder.path().join("log");
    let log = File::create(&path).unwrap();
    let mut serving = Serving::logging_to(&program, &["serve", "--roles", "api"], log);
    let line = serving.line("GraphQL");
    let address = line.split("http://").nth(1).unwrap().trim_end_matches("/graphql").to_owned();
    let token = program.succeed(&["token", "--as", "owner"]).trim().to_owned();

    let key = run(async {
        let owner = Client::new(&address, Some(token.clone()));
        let made = owner.data(CREATE, json!({})).await;
        let key = made["createIntegration"]["key"].as_str().unwrap().to_owned();
        for shown in [key.clone(), format!("{key}A"), format!("{token}A")] {
            let client = Client::new(&address, Some(shown));
            client.answer("{ viewer { id } }", json!({})).await;
        }
        key
    });
    assert!(serving.stop().success());

    let log = std::fs::read_to_string(&path).unwrap();
    let signature = token.rsplit('.').next().unwrap();
    let secret = &key[key.len() - 43..];
    assert!(log.contains("TRACE"), "it was talkative");
    for hidden in [signature, secret] {
        assert!(!log.contains(hidden), "a credential is in the log");
    }
}
