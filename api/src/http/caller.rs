//! Who is asking: from a header, or a socket's first message, to an actor.

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use domain::access::Actor;
use service::env::Env;

use super::ApiSettings;
use crate::auth::actor::GYM_HEADER;
use crate::auth::{Claims, actor, token};
use crate::error::ApiError;

/// Who is asking, for resolvers: in the data of every request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// What they are in their gym. `None`: no credential, or no role.
    pub actor: Option<Actor>,
    /// The `sub` of a token that is good.
    pub subject: Option<String>,
}

impl Caller {
    /// The actor, or UNAUTHENTICATED.
    pub fn actor(&self) -> Result<&Actor, ApiError> {
        self.actor.as_ref().ok_or(ApiError::unauthenticated())
    }
}

/// A credential that is good, and the gym that was named beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) claims: Option<Claims>,
    gym: Option<String>,
}

impl Credentials {
    /// As the headers of a request have them. A token that is no good is an error; none is not.
    pub(super) fn from_headers(
        headers: &HeaderMap,
        settings: &ApiSettings,
        env: &Env,
    ) -> Result<Self, ApiError> {
        let authorization = headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or(""));
        let gym = headers.get(GYM_HEADER).map(|value| value.to_str().unwrap_or("").to_owned());
        Self::new(authorization, gym, settings, env)
    }

    /// As the payload of `connection_init` has them; what it leaves out stays as the headers had it.
    pub(super) fn with_payload(
        self,
        payload: &serde_json::Value,
        settings: &ApiSettings,
        env: &Env,
    ) -> Result<Self, ApiError> {
        let text = |name: &str| payload.get(name).and_then(serde_json::Value::as_str);
        let named = Self::new(
            text("authorization").or_else(|| text("Authorization")),
            text("gym").map(str::to_owned),
            settings,
            env,
        )?;
        Ok(Self { claims: named.claims.or(self.claims), gym: named.gym.or(self.gym) })
    }

    fn new(
        authorization: Option<&str>,
        gym: Option<String>,
        settings: &ApiSettings,
        env: &Env,
    ) -> Result<Self, ApiError> {
        let claims = authorization
            .map(|text| {
                token::verify(&settings.token_secret, bearer(text)?, env.now()).map_err(rejected)
            })
            .transpose()?;
        Ok(Self { claims, gym })
    }

    /// Reads what they may do: with each operation, so that what is revoked is gone at once.
    pub(super) async fn caller(&self, env: &Env) -> Result<Caller, ApiError> {
        let Some(claims) = &self.claims else {
            return Ok(Caller::default());
        };
        let actor = actor::actor(env.db.read(), claims, self.gym.as_deref()).await?;
        Ok(Caller { actor, subject: Some(claims.sub.clone()) })
    }

    /// How long the token is still good; none without a token.
    pub(super) fn left(&self, env: &Env) -> Option<std::time::Duration> {
        let end = self.claims.as_ref()?.expires()?;
        Some((end - env.now()).to_std().unwrap_or_default())
    }
}

/// `Bearer <token>`, or the token alone.
fn bearer(text: &str) -> Result<&str, ApiError> {
    match text.trim().split_once(' ') {
        None => Ok(text.trim()),
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        Some(_) => Err(ApiError::Unauthenticated("the credential must be a bearer token")),
    }
}

fn rejected(why: token::Rejected) -> ApiError {
    ApiError::Unauthenticated(match why {
        token::Rejected::Expired => "the token has expired",
        token::Rejected::Invalid => "the token is not valid",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_with_its_scheme_or_alone() {
        assert_eq!(bearer("Bearer a.b.c").ok(), Some("a.b.c"));
        assert_eq!(bearer("bearer  a.b.c ").ok(), Some("a.b.c"));
        assert_eq!(bearer("a.b.c").ok(), Some("a.b.c"));
        assert!(bearer("Basic abc").is_err());
    }
}
