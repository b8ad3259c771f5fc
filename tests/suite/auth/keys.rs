//! Keys of integrations: what they open, and until when.

use chrono::Duration;
use serde_json::{Value, json};
use tests::app::App;
use tests::backend::Backend;
use tests::on_both;

mod both {
    use super::on_both;
    on_both! {
        a_key_does_what_its_scopes_say_and_no_more
        a_revoked_key_opens_nothing_at_once
        a_renewed_key_may_overlap_with_the_old_one
        what_is_no_key_opens_nothing
    }
}

const READINESS: &str = "mutation { recordReadiness(input: { member: { externalId: \"M-00001\" }, \
    date: \"2026-03-02\", source: \"new-ring\", restingHeartRateBpm: 52 }) { outcome member { id } userErrors { message } } }";
const SESSION: &str = "mutation { logSession(input: { member: { externalId: \"M-00001\" }, \
    date: \"2026-03-01\", trackKey: \"strength\", durationMinutes: 40 }) { outcome userErrors { message } } }";

async fn started(backend: Backend) -> App {
    let app = App::start(backend, "2026-03-02T09:00:00Z").await;
    service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
    app
}

async fn created(app: &App, scopes: &str) -> (Value, String) {
    let create = format!(
        "mutation {{ createIntegration(input: {{ name: \"Ring\", scopes: [{scopes}] }}) \
         {{ key integration {{ id }} userErrors {{ message }} }} }}"
    );
    let made = app.client(Some("demo-owner")).data(&create, json!({})).await;
    let made = &made["createIntegration"];
    (made["integration"]["id"].clone(), made["key"].as_str().unwrap().to_owned())
}

async fn code(app: &App, key: &str, query: &str) -> Option<String> {
    app.client_with(key).error_code(query).await
}

async fn a_key_does_what_its_scopes_say_and_no_more(backend: Backend) {
    let app = started(backend).await;
    let (_, key) = created(&app, "READINESS_WRITE").await;

    let recorded = app.client_with(&key).data(READINESS, json!({})).await;

    assert_eq!(recorded["recordReadiness"]["outcome"], "CREATED", "{recorded:#}");
    assert_eq!(recorded["recordReadiness"]["member"], Value::Null);
    assert_eq!(code(&app, &key, SESSION).await.as_deref(), Some("FORBIDDEN"));
    for field in ["members { totalCount }", "integrations { id }", "plans { totalCount }"] {
        let code = code(&app, &key, &format!("{{ {field} }}")).await;
        assert_eq!(code.as_deref(), Some("FORBIDDEN"), "{field}");
    }
    let viewer = app.client_with(&key).data("{ viewer { roles member { id } } }", json!({})).await;
    assert_eq!(viewer["viewer"], json!({ "roles": ["INTEGRATION"], "member": null }));
    let elsewhere = app.client_with(&key).header("X-Gym", "gym_01h455vb4pex5vsknk084sn02q");
    assert_eq!(elsewhere.error_code(READINESS).await.as_deref(), Some("BAD_REQUEST"));
    let (_, both) = created(&app, "READINESS_WRITE, SESSIONS_WRITE").await;
    let logged = app.client_with(&both).data(SESSION, json!({})).await;
    assert_eq!(logged["logSession"]["userErrors"], json!([]), "{logged:#}");
    app.stop().await;
}

async fn a_revoked_key_opens_nothing_at_once(backend: Backend) {
    let app = started(backend).await;
    let (id, key) = created(&app, "READINESS_WRITE").await;
    assert_eq!(code(&app, &key, READINESS).await, None);

    let revoke =
        "mutation($id: ID!) { revokeIntegration(input: { id: $id }) { userErrors { message } } }";
    app.client(Some("demo-owner")).data(revoke, json!({ "id": id })).await;

    assert_eq!(code(&app, &key, READINESS).await.as_deref(), Some("UNAUTHENTICATED"));
    app.stop().await;
}

async fn a_renewed_key_may_overlap_with_the_old_one(backend: Backend) {
    let app = started(backend).await;
    let (id, old) = created(&app, "READINESS_WRITE").await;
    let renew = "mutation($id: ID!) { rotateIntegrationKey(input: { id: $id, overlapMinutes: 30 }) { key } }";

    let renewed = app.client(Some("demo-owner")).data(renew, json!({ "id": id })).await;

    let new = renewed["rotateIntegrationKey"]["key"].as_str().unwrap();
    assert_eq!(code(&app, new, READINESS).await, None);
    app.clock.advance(Duration::minutes(29));
    assert_eq!(code(&app, &old, READINESS).await, None);
    app.clock.advance(Duration::minutes(1));
    assert_eq!(code(&app, &old, READINESS).await.as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(code(&app, new, READINESS).await, None);
    app.stop().await;
}

async fn what_is_no_key_opens_nothing(backend: Backend) {
    let app = started(backend).await;
    let (_, key) = created(&app, "READINESS_WRITE").await;
    let end = key[3..].find('_').expect("an id, then a secret, which may hold more of them") + 3;
    let (prefix, secret) = (&key[..end], &key[end + 1..]);

    let cases = [
        prefix.to_owned(),
        format!("{prefix}_"),
        format!("{prefix}_{}", "A".repeat(secret.len())),
        format!("mc_01h455vb4pex5vsknk084sn02q_{secret}"),
        format!("{key}A"),
        secret.to_owned(),
        "mc_".to_owned(),
    ];
    for wrong in cases {
        assert_eq!(
            code(&app, &wrong, READINESS).await.as_deref(),
            Some("UNAUTHENTICATED"),
            "{wrong}"
        );
    }
    app.stop().await;
}
