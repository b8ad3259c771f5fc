//! Which tokens are believed: an identity provider's, or, in development, this program's own.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::token::{self, Claims, Rejected};
use super::{Issuer, issuer};
use crate::config::Auth;

/// Tells good tokens from bad ones. Cheap to clone.
#[derive(Clone)]
pub enum Verifier {
    /// HS256 with a secret of our own: development only.
    Secret(Arc<str>),
    /// An identity provider's keys.
    Issuer(Arc<Issuer>),
}

impl Verifier {
    /// As the operator chose.
    pub fn new(auth: &Auth) -> anyhow::Result<Self> {
        Ok(match auth {
            Auth::Secret { secret, .. } => Self::secret(secret),
            Auth::Issuer(source) => Self::issuer(source.clone())?,
        })
    }

    /// For tokens signed with this secret.
    pub fn secret(secret: &str) -> Self {
        Self::Secret(secret.into())
    }

    /// For tokens of an identity provider.
    pub fn issuer(source: issuer::Source) -> anyhow::Result<Self> {
        Ok(Self::Issuer(Arc::new(Issuer::new(source)?)))
    }

    /// What a token says, if it is good at `now`.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, Rejected> {
        match self {
            Self::Secret(secret) => token::verify(secret, token, now),
            Self::Issuer(issuer) => issuer.verify(token, now).await,
        }
    }
}
