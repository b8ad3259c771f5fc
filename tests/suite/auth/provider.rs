//! Which tokens of an identity provider are believed.

use api::auth::Verifier;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::Duration;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use service::env::Clock as _;
use tests::app::App;
use tests::backend::{Backend, run};
use tests::provider::{Provider, SigningKey};

const NOW: &str = "2026-03-02T09:00:00Z";
const VIEWER: &str = "{ viewer { roles } }";

async fn app(provider: &Provider) -> App {
    let verifier = Verifier::issuer(provider.source()).unwrap();
    let app =
        App::configured(Backend::sqlite(), NOW, |settings| settings.verifier = verifier).await;
    service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
    app
}

fn in_an_hour(app: &App, provider: &Provider) -> Value {
    provider.claims("demo-owner", app.clock.now().timestamp() + 3_600)
}

async fn believed(app: &App, token: &str) -> bool {
    let answer = app.client_with(token).answer(VIEWER, json!({})).await;
    match answer["errors"][0]["extensions"]["code"].as_str() {
        None => answer["data"]["viewer"]["roles"] == json!(["OWNER"]),
        Some("UNAUTHENTICATED") => false,
        Some(other) => panic!("{other}: {answer:#}"),
    }
}

#[test]
fn tokens_of_three_algorithms_are_believed() {
    run(async {
        let keys = [
            SigningKey::generate("r", Algorithm::RS256),
            SigningKey::generate("e", Algorithm::ES256),
            SigningKey::generate("d", Algorithm::EdDSA),
        ];
        let provider = Provider::start(&keys.iter().collect::<Vec<_>>());
        let app = app(&provider).await;

        for key in &keys {
            assert!(believed(&app, &key.sign(&in_an_hour(&app, &provider))).await);
        }

        assert_eq!(provider.asked(), 1, "the keys are kept");
        app.stop().await;
    });
}

#[test]
fn forged_tokens_are_not() {
    run(async {
        let key = SigningKey::generate("r", Algorithm::RS256);
        let provider = Provider::start(&[&key]);
        let app = app(&provider).await;
        let claims = in_an_hour(&app, &provider);
        assert!(believed(&app, &key.sign(&claims)).await);

        for (attack, token) in forgeries(&key, &claims) {
            assert!(!believed(&app, &token).await, "{attack}");
        }

        assert_eq!(provider.asked(), 1, "none of them made the program ask for keys");
        app.stop().await;
    });
}

/// Each is wrong in one way.
fn forgeries(key: &SigningKey, claims: &Value) -> Vec<(&'static str, String)> {
    let named = |algorithm| Header { kid: Some("r".into()), ..Header::new(algorithm) };
    let public = key.public();
    let modulus = public["n"].as_str().unwrap();
    let hmac = |secret: &[u8]| {
        let key = EncodingKey::from_secret(secret);
        jsonwebtoken::encode(&named(Algorithm::HS256), claims, &key).unwrap()
    };
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let unsigned = |name: &str| {
        let head = json!({ "alg": name, "typ": "JWT", "kid": "r" });
        format!("{}.{}.", part(&head), part(claims))
    };
    let signed = key.sign(claims);
    let (head, rest) = signed.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    let mut other = claims.clone();
    other["sub"] = json!("demo-coach-1");
    let mut own_key = named(Algorithm::RS256);
    own_key.jwk = serde_json::from_value(SigningKey::generate("x", Algorithm::ES256).public()).ok();
    let stranger = SigningKey::generate("r", Algorithm::RS256);
    vec![
        ("not signed", unsigned("none")),
        ("not signed, in capitals", unsigned("NONE")),
        ("signed with the public key as a secret", hmac(public.to_string().as_bytes())),
        ("likewise, its modulus", hmac(&BASE64_URL_SAFE_NO_PAD.decode(modulus).unwrap())),
        ("another key under the same name", stranger.sign(claims)),
        ("a key that it brings itself", stranger.sign_as(&own_key, claims)),
        ("another algorithm of the same key", key.sign_as(&named(Algorithm::PS256), claims)),
        ("no name of a key", key.sign_as(&Header::new(Algorithm::RS256), claims)),
        ("other claims under its signature", format!("{head}.{}.{signature}", part(&other))),
        ("half of it", signed[..signed.len() / 2].to_owned()),
        ("far too long", format!("{signed}{}", "A".repeat(9_000))),
    ]
}

#[test]
fn a_token_is_for_us_from_the_provider_and_for_now() {
    run(async {
        let key = SigningKey::generate("e", Algorithm::ES256);
        let provider = Provider::start(&[&key]);
        let app = app(&provider).await;
        let claims = in_an_hour(&app, &provider);
        let now = app.clock.now().timestamp();
        let with = |name: &str, value: Value| {
            let mut changed = claims.clone();
            if value.is_null() {
                changed.as_object_mut().unwrap().remove(name);
            } else {
                changed[name] = value;
            }
            key.sign(&changed)
        };

        let cases = [
            (with("aud", json!("microcycle-tests")), true),
            (with("aud", json!(["other"])), false),
            (with("aud", Value::Null), false),
            (with("iss", json!("https://evil.example")), false),
            (with("iss", Value::Null), false),
            (with("sub", Value::Null), false),
            (with("sub", json!("")), false),
            (with("exp", Value::Null), false),
            // Clocks may be half a minute apart.
            (with("exp", json!(now - 29)), true),
            (with("exp", json!(now - 30)), false),
            (with("nbf", json!(now + 30)), true),
            (with("nbf", json!(now + 31)), false),
        ];
        for (number, (token, good)) in cases.into_iter().enumerate() {
            assert_eq!(believed(&app, &token).await, good, "case {number}");
        }
        app.stop().await;
    });
}

#[test]
fn only_tokens_of_access_pass() {
    run(async {
        let key = SigningKey::generate("e", Algorithm::ES256);
        let provider = Provider::start(&[&key]);
        let app = app(&provider).await;
        let claims = in_an_hour(&app, &provider);
        let of_kind = |kind: Option<&str>, crit: Option<Vec<String>>| {
            let mut header = Header::new(Algorithm::ES256);
            (header.kid, header.typ, header.crit) =
                (Some("e".into()), kind.map(str::to_owned), crit);
            key.sign_as(&header, &claims)
        };

        for kind in [None, Some("JWT"), Some("at+jwt"), Some("application/at+JWT")] {
            assert!(believed(&app, &of_kind(kind, None)).await, "{kind:?}");
        }
        for kind in [Some("logout+jwt"), Some("dpop+jwt"), Some("")] {
            assert!(!believed(&app, &of_kind(kind, None)).await, "{kind:?}");
        }
        assert!(!believed(&app, &of_kind(Some("JWT"), Some(vec!["b64".into()]))).await);
        app.stop().await;
    });
}

#[test]
fn a_renewed_key_is_learnt_and_a_withdrawn_one_forgotten() {
    run(async {
        let [old, new] = ["old", "new"].map(|id| SigningKey::generate(id, Algorithm::ES256));
        let provider = Provider::start(&[&old]);
        let app = app(&provider).await;
        let claims = in_an_hour(&app, &provider);
        assert!(believed(&app, &old.sign(&claims)).await);

        provider.publish(&[&old, &new]);
        app.clock.advance(Duration::minutes(1));
        assert!(believed(&app, &new.sign(&claims)).await, "its name was not known");

        // The old one is asked for again beside a request, once it is ten minutes old.
        provider.publish(&[&new]);
        app.clock.advance(Duration::minutes(10));
        assert!(believed(&app, &old.sign(&claims)).await);
        while believed(&app, &old.sign(&claims)).await {}
        assert!(believed(&app, &new.sign(&claims)).await);
        assert_eq!(provider.asked(), 3);
        app.stop().await;
    });
}

#[test]
fn invented_key_names_ask_the_provider_once_a_minute() {
    run(async {
        let key = SigningKey::generate("known", Algorithm::ES256);
        let provider = Provider::start(&[&key]);
        let app = app(&provider).await;
        let claims = in_an_hour(&app, &provider);
        assert!(believed(&app, &key.sign(&claims)).await);

        for minute in 0..3 {
            for name in 0..20 {
                let mut header = Header::new(Algorithm::ES256);
                header.kid = Some(format!("invented-{minute}-{name}"));
                assert!(!believed(&app, &key.sign_as(&header, &claims)).await);
            }
            app.clock.advance(Duration::seconds(60));
        }

        assert_eq!(provider.asked(), 3, "once for the first token, and in two of three minutes");
        app.stop().await;
    });
}

#[test]
fn the_last_good_keys_hold_while_the_provider_is_down() {
    run(async {
        let key = SigningKey::generate("known", Algorithm::ES256);
        let provider = Provider::start(&[&key]);
        let app = app(&provider).await;
        assert!(believed(&app, &key.sign(&in_an_hour(&app, &provider))).await);

        provider.down(true);
        app.clock.advance(Duration::days(1));
        let claims = in_an_hour(&app, &provider);
        let asked = provider.asked();
        assert!(believed(&app, &key.sign(&claims)).await);
        while provider.asked() == asked {
            tokio::task::yield_now().await; // it is asked beside the request
        }
        assert!(believed(&app, &key.sign(&claims)).await);

        // A key set without a usable key is no better than none.
        provider.down(false);
        provider.publish(&[]);
        app.clock.advance(Duration::minutes(2));
        assert!(believed(&app, &key.sign(&claims)).await);
        app.stop().await;
    });
}

#[test]
fn who_cannot_be_checked_is_not_told_to_sign_in_again() {
    run(async {
        let key = SigningKey::generate("known", Algorithm::ES256);
        let provider = Provider::start(&[&key]);
        provider.down(true);
        let app = app(&provider).await;
        let token = key.sign(&in_an_hour(&app, &provider));

        let code = app.client_with(&token).error_code(VIEWER).await;
        assert_eq!(code.as_deref(), Some("INTERNAL"));

        provider.down(false);
        app.clock.advance(Duration::seconds(2));
        assert!(believed(&app, &token).await);
        app.stop().await;
    });
}
