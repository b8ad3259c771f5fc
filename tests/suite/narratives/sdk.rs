//! The official SDK against the provider of these tests: so it is not merely our own idea of the API.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use actix_web::rt::task::spawn_blocking;
use serde_json::{Value, json};
use tests::backend::run;
use tests::claude::{Fate, KEY};
use tests::node;

use super::provider;

#[test]
fn the_official_sdk_finds_the_api_that_it_knows() {
    run(async {
        let provider = provider();
        provider.hold();
        let mut child = node::script("anthropic/sdk.mjs")
            .env("ANTHROPIC_BASE_URL", provider.url())
            .env("ANTHROPIC_API_KEY", KEY)
            .env_remove("ANTHROPIC_AUTH_TOKEN")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("node is installed");
        let mut out = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        let said = spawn_blocking(move || {
            let mut line = String::new();
            out.read_line(&mut line).map(|_| (line, out))
        });
        let (line, mut out) = said.await.unwrap().unwrap();
        provider.finish(|index| if index == 1 { Fate::Expired } else { Fate::Written });
        let ended = spawn_blocking(move || {
            let mut rest = String::new();
            out.read_to_string(&mut rest).and_then(|_| Ok((rest, child.wait_with_output()?)))
        });
        let (rest, output) = ended.await.unwrap().unwrap();

        let failed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && line == "created\n", "{line}{failed}");
        let seen: Value = serde_json::from_str(&rest).unwrap();
        assert_eq!(seen, expected(), "{seen:#}");
    });
}

fn expected() -> Value {
    let invalid = "BadRequestError 400 invalid_request_error";
    json!({
        "text": r#"{"focus":"A steady week.","reasoning":"The plan stands.","cues":[]}"#,
        "stop_reason": "end_turn",
        "cached": [true, true],
        "request_id": true,
        "refused": {
            "no max_tokens": invalid,
            "unknown field": invalid,
            "unknown model": "NotFoundError 404 not_found_error",
            "prefill": invalid,
            "open schema": invalid,
            "unknown key": "AuthenticationError 401 authentication_error",
            "no version": invalid,
            "bad name": invalid,
            "name twice": invalid,
        },
        "created": ["in_progress", 5, null],
        "counts": { "processing": 0, "succeeded": 3, "errored": 1, "canceled": 0, "expired": 1 },
        "results": { "a": "end_turn", "b": "expired", "c": "end_turn", "d": "invalid_request_error",
            "e": "end_turn" },
        "order": "dbeca",
        "cancelling": "canceling",
        "listed": true,
        "deleted": "message_batch_deleted",
    })
}
