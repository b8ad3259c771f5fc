//! What the provider takes as a batch, and what our client offers it.

use std::time::Duration;

use jobs::narrator::claude::FaultKind;
use tests::backend::run;
use tests::claude::{ClaudeServer, KEY};

use super::client::{batch, fault};
use super::{client, provider};

/// What the server says to a batch of so many messages without parameters.
async fn offered(provider: &ClaudeServer, count: usize) -> (u16, String) {
    let entry = |number| format!(r#"{{"custom_id":"n{number}","params":{{}}}}"#);
    let entries: Vec<String> = (0..count).map(entry).collect();
    let client = reqwest::Client::builder().timeout(Duration::from_mins(2)).build().unwrap();
    let answer = client
        .post(format!("{}/v1/messages/batches", provider.url()))
        .header("x-api-key", KEY)
        .header("anthropic-version", "2023-06-01")
        .header("content-type", "application/json")
        .body(format!(r#"{{"requests":[{}]}}"#, entries.join(",")))
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[test]
fn a_batch_of_a_hundred_thousand_is_taken_and_no_larger_one() {
    run(async {
        let provider = provider();
        provider.hold();

        let (most, batch) = offered(&provider, 100_000).await;
        let (more, refusal) = offered(&provider, 100_001).await;

        assert_eq!((most, more), (200, 400), "{refusal}");
        assert!(batch.contains("\"processing\":100000"), "{batch}");
        assert!(refusal.contains("must have 1 to 100000 items"), "{refusal}");
    });
}

#[test]
fn a_batch_of_too_many_bytes_is_refused_for_good() {
    run(async {
        let provider = provider();
        let names = || batch(["a".to_owned(), "b".to_owned()].into_iter());
        let bytes = serde_json::to_vec(&names()).unwrap().len();

        provider.takes_at_most(bytes);
        let taken = client(&provider).create_batch(&names()).await;
        provider.takes_at_most(bytes - 1);
        let fault = fault(client(&provider).create_batch(&names()).await);

        assert!(taken.is_ok());
        assert_eq!((fault.kind, fault.status), (FaultKind::Hopeless, Some(413)));
        assert_eq!(provider.captured().len(), 2);
    });
}

#[test]
fn a_batch_with_a_bad_name_or_too_many_messages_is_not_taken() {
    run(async {
        let provider = provider();
        let claude = client(&provider);
        let named = |names: &[&str]| batch(names.iter().map(|name| (*name).to_owned()));

        for names in [vec!["a b"], vec![""], vec!["a", "a"], vec![]] {
            let fault = fault(claude.create_batch(&named(&names)).await);
            assert_eq!(fault.kind, FaultKind::Hopeless, "{names:?}");
        }
        let long = "x".repeat(65);
        assert!(claude.create_batch(&named(&[&long])).await.is_err());
        assert!(claude.create_batch(&named(&[&long[..64]])).await.is_ok());
        assert!(claude.batch("../messages").await.is_err());
    });
}
