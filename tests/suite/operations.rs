//! The operations that apps send.

use std::path::Path;

use serde_json::json;
use tests::app::App;
use tests::backend::{Backend, run};

/// Sent as they are to a server without data: what they may fail with is not how they are written.
#[test]
fn operations_of_served_fields_are_valid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/operations");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is absent", folder.display());
        return;
    };
    let mut texts: Vec<(String, String)> = files
        .filter_map(Result::ok)
        .filter(|file| file.path().extension().is_some_and(|end| end == "graphql"))
        .map(|file| {
            (
                file.file_name().to_string_lossy().into_owned(),
                std::fs::read_to_string(file.path()).unwrap(),
            )
        })
        .collect();
    texts.sort();
    run(async {
        let app = App::start(Backend::sqlite(), "2026-03-02T09:00:00Z").await;
        for (file, text) in texts {
            let document = async_graphql::parser::parse_query(&text).unwrap();
            for (name, _) in document.operations.iter() {
                let Some(name) = name else { continue };
                let answer = app.client(None).answer_to(&text, name.as_str(), json!({})).await;
                let code =
                    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("none").to_owned();
                let message = answer["errors"][0]["message"].as_str().unwrap_or("").to_owned();
                let unknown = message.contains("Unknown") || message.contains("unknown");
                if code == "GRAPHQL_VALIDATION_FAILED" && !unknown {
                    // Values of variables are not given here; anything else is a fault of ours.
                    assert!(
                        message.to_lowercase().contains("variable"),
                        "{file} {name}: {message}"
                    );
                }
                eprintln!(
                    "{file} {name}: {}",
                    if unknown { "asks for what is not served yet" } else { "valid" }
                );
            }
        }
        app.stop().await;
    });
}
