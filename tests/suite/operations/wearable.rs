//! A wearable with its key: a batch of mornings sent twice, one withdrawn, a session.

use domain::vocab::ReviewPolicy;
use serde_json::{Value, json};
use tests::backend::Backend;
use tests::client::Client;
use tests::documents::Document;
use tests::on_both;
use tests::season::Season;

mod both {
    use super::on_both;
    on_both! {
        a_wearable_sends_what_it_sends_with_its_key
    }
}

async fn a_wearable_sends_what_it_sends_with_its_key(backend: Backend) {
    let season = Season::planned(backend, 1, ReviewPolicy::None).await;
    let app = Document::of("wearable");
    let make = "mutation { createIntegration(input: { name: \"Watch\", scopes: [READINESS_WRITE, SESSIONS_WRITE] }) { key } }";
    let made = season.owner().data(make, json!({})).await;
    let key = made["createIntegration"]["key"].as_str().unwrap().to_owned();
    let device = Client::new(season.app.address(), Some(key));

    let who = app.send(&device, "WhoAmI", json!({})).await;
    assert_eq!(who["viewer"]["roles"], json!(["INTEGRATION"]));
    assert_eq!(who["viewer"]["displayName"], "Watch");
    let batch = json!({ "input": { "entries": [morning("2026-02-27", 52.0), morning("2026-02-28", 48.0)] } });
    for outcome in ["CREATED", "UNCHANGED"] {
        let sent = app.send(&device, "IngestReadiness", batch.clone()).await;
        let payload = &sent["recordReadinessBatch"];
        assert_eq!((&payload["accepted"], &payload["rejected"]), (&json!(2), &json!(0)));
        assert_eq!(payload["results"][1]["outcome"], outcome);
        assert_eq!(payload["results"][1]["entry"]["externalId"], "2026-02-28");
    }
    let one = json!({ "input": morning("2026-02-28", 47.0) });
    let corrected = app.send(&device, "IngestOne", one).await;
    let payload = &corrected["recordReadiness"];
    assert_eq!(
        (&payload["outcome"], &payload["entry"]["revision"]),
        (&json!("REPLACED"), &json!(2))
    );
    let named =
        json!({ "input": { "member": member(), "source": "watch", "externalId": "2026-02-27" } });
    let withdrawn = app.send(&device, "WithdrawReadiness", named).await;
    assert!(withdrawn["deleteReadiness"]["deletedEntryId"].is_string(), "{withdrawn:#}");
    let session = json!({ "input": { "member": member(), "date": "2026-02-28", "trackKey": "conditioning",
        "externalId": "run-1", "durationMinutes": 40, "sessionRpe": 5 } });
    let logged = app.send(&device, "IngestSession", session).await;
    assert_eq!(logged["logSession"]["sessionLog"]["externalId"], "run-1");
    app.all_were_sent();
    season.app.stop().await;
}

/// As the gym's own system knows the member.
fn member() -> Value {
    json!({ "externalId": "M-00001" })
}

fn morning(date: &str, hrv_ms: f64) -> Value {
    json!({ "member": member(), "date": date, "source": "watch", "externalId": date,
        "hrvMs": hrv_ms, "hrvMetric": "RMSSD", "restingHeartRateBpm": 51, "asleepMinutes": 430 })
}
