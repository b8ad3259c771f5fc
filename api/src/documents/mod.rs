//! Documents that clients name by their digest: sent once and kept (automatic persisted queries), or registered
//! by the operator, who then may refuse all others.

mod kept;
mod trusted;

use sha2::{Digest as _, Sha256};

pub use trusted::Trusted;

use self::kept::Kept;
use crate::error::ApiError;

/// SHA-256 in hexadecimal: how clients name a document.
fn digest(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

/// A document that may be kept once it has proved sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    hash: String,
    text: String,
}

/// What a client sent in place of a document, or beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The document.
    pub text: Option<String>,
    /// Its name.
    pub hash: Option<String>,
}

/// Where documents are found.
pub enum Documents {
    /// Any document runs; those that were named are kept.
    Open(Kept),
    /// Only these run.
    Trusted(Trusted),
}

impl Documents {
    /// The registered ones where there are any; else whatever is sent, kept in Redis where there is one.
    pub fn new(trusted: Option<Trusted>, redis_url: Option<&str>) -> anyhow::Result<Self> {
        Ok(match trusted {
            Some(trusted) => Self::Trusted(trusted),
            None => Self::Open(Kept::new(redis_url)?),
        })
    }

    /// The document to run, and what may be kept of it.
    pub async fn find(&self, sent: &Sent) -> Result<(String, Option<Offer>), ApiError> {
        match self {
            Self::Trusted(trusted) => Ok((trusted.find(sent)?, None)),
            Self::Open(kept) => match sent {
                Sent { text: None, hash: None } => Err(bad("query is missing")),
                Sent { text: Some(text), hash: None } => Ok((text.clone(), None)),
                Sent { text: None, hash: Some(hash) } => {
                    let found = kept.find(hash).await.ok_or(ApiError::PersistedQueryNotFound)?;
                    Ok((found, None))
                }
                Sent { text: Some(text), hash: Some(hash) } => {
                    if digest(text) != *hash {
                        return Err(bad("sha256Hash is not the SHA-256 of query"));
                    }
                    let offer = Offer { hash: hash.clone(), text: text.clone() };
                    Ok((text.clone(), Some(offer)))
                }
            },
        }
    }

    /// Keeps a document under its name.
    pub async fn keep(&self, offer: Offer) {
        if let Self::Open(kept) = self {
            kept.keep(offer).await;
        }
    }
}

fn bad(text: &str) -> ApiError {
    ApiError::BadRequest(text.to_owned())
}
