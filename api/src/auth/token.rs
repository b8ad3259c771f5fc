//! Tokens: who is asking, signed. What makes one believable, and the tokens that this program signs itself.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// Issuer and audience of the tokens that this program signs.
const NAME: &str = "microcycle";

/// Longest token that is looked at, in bytes.
const MAX_BYTES: usize = 8 * 1024;

/// Longest name of a login, in bytes: `OpenID` Connect allows no more.
const MAX_SUBJECT_BYTES: usize = 255;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The login.
    pub sub: String,
    /// The gym the token is for; none: the login's only one, or the one the request names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gym: Option<String>,
    /// When it ends, in seconds since 1970; once believed, the leeway is counted in.
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
    /// Nobody can tell now: the issuer's keys were never fetched. No fault of the caller's.
    #[error("the issuer's keys could not be fetched")]
    Unknowable,
}

/// What a token must be to be believed.
pub(super) struct Terms<'a> {
    /// The only key.
    pub key: &'a DecodingKey,
    /// The only algorithm: the key's own, whatever the token's header asks for.
    pub algorithm: Algorithm,
    /// Who must have signed it.
    pub issuer: &'a str,
    /// For whom it must be.
    pub audience: &'a str,
    /// Claims that may not be missing.
    pub required: &'static [&'static str],
    /// How far the issuer's clock and ours may be apart, in seconds.
    pub leeway: i64,
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

/// A development token for a login, good until it expires.
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

/// What a development token says, if it is ours and still good at `now`.
///
/// Issuer and audience may be left out, since the secret is this program's own, but not be another's.
pub fn verify(secret: &str, token: &str, now: DateTime<Utc>) -> Result<Claims, Rejected> {
    let terms = Terms {
        key: &DecodingKey::from_secret(secret.as_bytes()),
        algorithm: Algorithm::HS256,
        issuer: NAME,
        audience: NAME,
        required: &["exp", "sub"],
        leeway: 0,
    };
    believe(token, &terms, now)
}

/// Reads the header of a token, which nothing vouches for yet.
pub(super) fn header(token: &str) -> Result<Header, Rejected> {
    if token.len() > MAX_BYTES {
        return Err(Rejected::Invalid);
    }
    jsonwebtoken::decode_header(token).map_err(|_| Rejected::Invalid)
}

/// What a token says, if it meets the terms and is good at `now`.
pub(super) fn believe(
    token: &str,
    terms: &Terms<'_>,
    now: DateTime<Utc>,
) -> Result<Claims, Rejected> {
    let head = header(token)?;
    // An extension that is critical must be understood, and none is here.
    if !is_access_token(head.typ.as_deref()) || head.crit.is_some() {
        return Err(Rejected::Invalid);
    }
    let read = jsonwebtoken::decode::<Read>(token, terms.key, &rules(terms))
        .map_err(|_| Rejected::Invalid)?
        .claims;
    let now = now.timestamp();
    let Read { nbf, mut claims } = read;
    let named = (1..=MAX_SUBJECT_BYTES).contains(&claims.sub.len());
    if !named || nbf.is_some_and(|start| start.saturating_sub(terms.leeway) > now) {
        return Err(Rejected::Invalid);
    }
    claims.exp = claims.exp.saturating_add(terms.leeway);
    if claims.exp <= now {
        return Err(Rejected::Expired);
    }
    Ok(claims)
}

/// Other kinds of signed tokens (of logout, of proof of possession) must not pass for one of access.
fn is_access_token(kind: Option<&str>) -> bool {
    let Some(kind) = kind else { return true };
    let kind = kind.to_ascii_lowercase();
    matches!(kind.strip_prefix("application/").unwrap_or(&kind), "jwt" | "at+jwt")
}

/// Time is not among them: the library would ask the system's clock.
fn rules(terms: &Terms<'_>) -> Validation {
    let mut rules = Validation::new(terms.algorithm);
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.set_audience(&[terms.audience]);
    rules.set_issuer(&[terms.issuer]);
    rules.set_required_spec_claims(terms.required);
    rules
}

#[cfg(test)]
mod tests;
