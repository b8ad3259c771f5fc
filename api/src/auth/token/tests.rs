//! What a development token must be.

use super::*;
use chrono::{Duration, TimeZone as _};
use serde_json::json;

const SECRET: &str = "a secret of at least thirty-two bytes";

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).single().expect("a plain instant")
}

fn signed(algorithm: Algorithm, claims: &serde_json::Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::new(algorithm), claims, &key).expect("claims are JSON")
}

fn claims() -> serde_json::Value {
    json!({"sub": "ann", "iss": NAME, "aud": NAME, "exp": now().timestamp() + 60})
}

#[test]
fn a_token_says_who_and_which_gym() {
    let token = issue(SECRET, "ann", Some("gym_1"), now() + Duration::hours(1)).expect("signs");

    let claims = verify(SECRET, &token, now()).expect("ours");

    assert_eq!((claims.sub.as_str(), claims.gym.as_deref()), ("ann", Some("gym_1")));
}

#[test]
fn a_token_ends_by_the_clock_it_is_given() {
    let end = now() + Duration::hours(1);
    let token = issue(SECRET, "ann", None, end).expect("signs");

    assert!(verify(SECRET, &token, end - Duration::seconds(1)).is_ok());
    assert_eq!(verify(SECRET, &token, end), Err(Rejected::Expired));
}

#[test]
fn only_our_algorithm_key_issuer_and_audience_are_believed() {
    let with = |name: &str, value: serde_json::Value| {
        let mut changed = claims();
        changed[name] = value;
        signed(Algorithm::HS256, &changed)
    };
    let unsigned = {
        use base64::Engine as _;
        let encode = |text: String| base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(text);
        let head = json!({"alg": "none", "typ": "JWT"});
        format!("{}.{}.", encode(head.to_string()), encode(claims().to_string()))
    };
    assert!(verify(SECRET, &signed(Algorithm::HS256, &claims()), now()).is_ok());

    let cases = [
        ("no algorithm", unsigned),
        ("another algorithm", signed(Algorithm::HS512, &claims())),
        ("another audience", with("aud", json!("other"))),
        ("another issuer", with("iss", json!("other"))),
        ("nobody", with("sub", json!(""))),
        ("not yet", with("nbf", json!(now().timestamp() + 30))),
        ("no text at all", String::new()),
    ];
    for (what, token) in cases {
        assert_eq!(verify(SECRET, &token, now()), Err(Rejected::Invalid), "{what}");
    }
    let other =
        verify("another secret of thirty-two bytes", &signed(Algorithm::HS256, &claims()), now());
    assert_eq!(other, Err(Rejected::Invalid));
}
