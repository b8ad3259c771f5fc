//! Tokens: who is asking, signed. Development tokens are HS256; no other algorithm is read.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// Issuer and audience of the tokens that this program signs.
const NAME: &str = "microcycle";

/// Longest token that is looked at, in bytes.
const MAX_BYTES: usize = 8 * 1024;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The login.
    pub sub: String,
    /// The gym the token is for; none: the login's only one, or the one the request names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gym: Option<String>,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
}

impl Claims {
    /// When the token ends.
    pub fn expires(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.exp, 0)
    }
}

/// Why a token is not believed. Which part of it was wrong is not for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It ran out.
    #[error("the token has expired")]
    Expired,
    /// Malformed, of another key or algorithm, or for someone else.
    #[error("the token is not valid")]
    Invalid,
}

#[derive(Serialize)]
struct Issued<'a> {
    iss: &'static str,
    aud: &'static str,
    #[serde(flatten)]
    claims: &'a Claims,
}

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(flatten)]
    claims: Claims,
}

/// A token for a login, good until it expires.
pub fn issue(
    secret: &str,
    subject: &str,
    gym: Option<&str>,
    expires: DateTime<Utc>,
) -> anyhow::Result<String> {
    let claims =
        Claims { sub: subject.to_owned(), gym: gym.map(str::to_owned), exp: expires.timestamp() };
    let issued = Issued { iss: NAME, aud: NAME, claims: &claims };
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &issued, &key)
        .context("the token could not be signed")
}

/// What a token says, if it is ours and still good at `now`.
pub fn verify(secret: &str, token: &str, now: DateTime<Utc>) -> Result<Claims, Rejected> {
    if token.len() > MAX_BYTES {
        return Err(Rejected::Invalid);
    }
    let key = DecodingKey::from_secret(secret.as_bytes());
    let read =
        jsonwebtoken::decode::<Read>(token, &key, &rules()).map_err(|_| Rejected::Invalid)?.claims;
    if read.claims.sub.is_empty() || read.nbf.is_some_and(|start| start > now.timestamp()) {
        return Err(Rejected::Invalid);
    }
    if read.claims.exp <= now.timestamp() {
        return Err(Rejected::Expired);
    }
    Ok(read.claims)
}

/// Time is not among them: the library would ask the system's clock. Issuer and audience may be
/// left out, since the secret is this program's own, but not be another's.
fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.set_audience(&[NAME]);
    rules.set_issuer(&[NAME]);
    rules.set_required_spec_claims(&["exp", "sub"]);
    rules
}

#[cfg(test)]
mod tests {
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
        let other = verify(
            "another secret of thirty-two bytes",
            &signed(Algorithm::HS256, &claims()),
            now(),
        );
        assert_eq!(other, Err(Rejected::Invalid));
    }
}
