//! Who is asking: from a header, or a socket's first message, to an actor.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use domain::access::Actor;
use service::env::Env;
use service::integrations::{self, Presented};

use super::{ApiSettings, ApiState, Shared, address};
use crate::auth::actor::GYM_HEADER;
use crate::auth::{Claims, Rejected, actor};
use crate::error::ApiError;
use crate::limits::Principal;

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

/// What was shown: a token that is good, or a key, which is held against the database with each operation.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Credential {
    Login(Claims),
    Key(Presented),
}

/// A credential, the gym that was named beside it, and where they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    address: IpAddr,
    credential: Option<Credential>,
    gym: Option<String>,
}

impl Credentials {
    /// As the headers of a request have them, which is counted whatever they hold. A token that is no
    /// good is an error; none is not.
    pub(super) async fn admit(
        headers: &HeaderMap,
        peer: Option<SocketAddr>,
        shared: &Shared,
    ) -> Result<Self, ApiError> {
        let ApiState { settings, env, .. } = &shared.state;
        let address = address::of(headers, peer, settings.trusted_proxies);
        let shown = Self::from_headers(address, headers, settings, env).await;
        let principal = shown.as_ref().ok().and_then(Self::principal);
        shared.limiter.admit(address, principal).await?;
        shown
    }

    /// Where they came from.
    pub(super) fn address(&self) -> IpAddr {
        self.address
    }

    /// Counts one more request.
    pub(super) async fn admit_again(&self, shared: &Shared) -> Result<(), ApiError> {
        shared.limiter.admit(self.address, self.principal()).await
    }

    async fn from_headers(
        address: IpAddr,
        headers: &HeaderMap,
        settings: &ApiSettings,
        env: &Env,
    ) -> Result<Self, ApiError> {
        let authorization = only(headers, AUTHORIZATION.as_str())?;
        let gym = only(headers, GYM_HEADER)?.map(str::to_owned);
        let credential = read(authorization, settings, env).await?;
        Ok(Self { address, credential, gym })
    }

    /// As the payload of `connection_init` has them; what it leaves out stays as the headers had it.
    pub(super) async fn with_payload(
        self,
        payload: &serde_json::Value,
        settings: &ApiSettings,
        env: &Env,
    ) -> Result<Self, ApiError> {
        let text = |name: &str| payload.get(name).and_then(serde_json::Value::as_str);
        let authorization = text("authorization").or_else(|| text("Authorization"));
        let named = read(authorization, settings, env).await?;
        Ok(Self {
            address: self.address,
            credential: named.or(self.credential),
            gym: text("gym").map(str::to_owned).or(self.gym),
        })
    }

    /// Reads what they may do: with each operation, so that what is revoked is gone at once.
    pub(super) async fn caller(&self, env: &Env) -> Result<Caller, ApiError> {
        let gym = self.gym.as_deref();
        match &self.credential {
            None => Ok(Caller::default()),
            Some(Credential::Login(claims)) => {
                let actor = actor::actor(env.db.read(), claims, gym).await?;
                Ok(Caller { actor, subject: Some(claims.sub.clone()) })
            }
            Some(Credential::Key(key)) => {
                let holder = integrations::owner(env, key).await?.ok_or(NO_KEY)?;
                actor::in_named_gym(&holder, gym)?;
                Ok(Caller { actor: Some(holder), subject: None })
            }
        }
    }

    /// Whose requests are counted together.
    fn principal(&self) -> Option<Principal<'_>> {
        self.credential.as_ref().map(|credential| match credential {
            Credential::Login(claims) => Principal::Login(&claims.sub),
            Credential::Key(key) => Principal::Key(key.digest()),
        })
    }

    /// How long the token is still good; none without a token.
    pub(super) fn left(&self, env: &Env) -> Option<std::time::Duration> {
        let Some(Credential::Login(claims)) = &self.credential else { return None };
        Some((claims.expires()? - env.now()).to_std().unwrap_or_default())
    }
}

/// The credential of an `Authorization`.
async fn read(
    authorization: Option<&str>,
    settings: &ApiSettings,
    env: &Env,
) -> Result<Option<Credential>, ApiError> {
    Ok(match authorization.map(bearer).transpose()? {
        None => None,
        Some(text) if Presented::is_meant(text) => {
            Some(Credential::Key(Presented::read(text).ok_or(NO_KEY)?))
        }
        Some(text) => {
            let claims = settings.verifier.verify(text, env.now()).await.map_err(rejected)?;
            Some(Credential::Login(claims))
        }
    })
}

/// Whatever is wrong with a key: malformed, of nobody, revoked, renewed.
const NO_KEY: ApiError = ApiError::Unauthenticated("the key is not valid");

/// A header's value. Of two, either could be the one that a proxy checked.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, ApiError> {
    let mut values = headers.get_all(name);
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => Ok(Some(value.to_str().unwrap_or(""))),
        _ => Err(ApiError::BadRequest(format!("{name} must be given once"))),
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

fn rejected(why: Rejected) -> ApiError {
    match why {
        Rejected::Expired => ApiError::Unauthenticated("the token has expired"),
        Rejected::Invalid => ApiError::Unauthenticated("the token is not valid"),
        Rejected::Unknowable => ApiError::Internal(why.into()),
    }
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
