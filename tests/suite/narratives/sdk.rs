//! The official SDK against the provider of these tests: so it is not merely our own idea of the API.

use std::net::TcpListener;
use std::process::Stdio;

use serde_json::json;
use tests::backend::run;
use tests::claude::{Fate, KEY};
use tests::node;

use super::provider;

#[test]
fn the_official_sdk_finds_the_api_that_it_knows() {
    run(async {
        let provider = provider();
        provider.hold();
        let tell = TcpListener::bind("127.0.0.1:0").unwrap();
        let child = node::script("anthropic/sdk.mjs")
            .env("ANTHROPIC_BASE_URL", provider.url())
            .env("ANTHROPIC_API_KEY", KEY)
            .env("TELL", format!("http://{}", tell.local_addr().unwrap()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("node is installed");
        let output = actix_web::rt::task::spawn_blocking(move || {
            answer(&tell);
            tell
        });
        let _tell = output.await.unwrap();
        provider.finish(|index| if index == 1 { Fate::Expired } else { Fate::Written });
        let output = actix_web::rt::task::spawn_blocking(move || child.wait_with_output());
        let output = output.await.unwrap().unwrap();

        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let seen = node::last_line(&output);
        assert_eq!(seen, expected(), "{seen:#}");
    });
}

/// Takes one request, whatever it is.
fn answer(listener: &TcpListener) {
    use std::io::{Read as _, Write as _};
    let (mut socket, _) = listener.accept().expect("the script calls");
    let _ = socket.read(&mut [0; 1024]); // what it says does not matter
    socket.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").expect("it listens");
}

fn expected() -> serde_json::Value {
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
