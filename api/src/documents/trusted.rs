//! Documents that the operator registered.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail, ensure};
use serde::Deserialize;

use super::{Sent, digest};
use crate::error::ApiError;
use crate::guard::MAX_DOCUMENT_BYTES;

/// What clients may run, by the names they may call it.
#[derive(Debug, Clone, Default)]
pub struct Trusted(HashMap<String, String>);

/// What build tools write: a map of names to documents (GraphQL Code Generator, Relay), or a manifest (Apollo).
#[derive(Deserialize)]
#[serde(untagged)]
enum Registry {
    Manifest { operations: Vec<Entry> },
    Map(HashMap<String, String>),
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    body: String,
}

impl Trusted {
    /// From a JSON file of a build tool, or a folder of `.graphql` files, which clients send as they are.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let documents = if path.is_dir() { folder(path) } else { file(path) };
        let documents =
            documents.with_context(|| format!("TRUSTED_DOCUMENTS: {}", path.display()))?;
        ensure!(!documents.is_empty(), "TRUSTED_DOCUMENTS: {} holds no document", path.display());
        let mut trusted = HashMap::new();
        for (id, text) in documents {
            check(&text).with_context(|| format!("TRUSTED_DOCUMENTS: the document {id}"))?;
            trusted.insert(digest(&text), text.clone());
            trusted.insert(id, text);
        }
        Ok(Self(trusted))
    }

    pub(super) fn find(&self, sent: &Sent) -> Result<String, ApiError> {
        let named = match (&sent.hash, &sent.text) {
            (Some(hash), None) => {
                return self.0.get(hash).cloned().ok_or(ApiError::PersistedQueryNotFound);
            }
            (_, Some(text)) => self.0.get(&digest(text)),
            (None, None) => None,
        };
        named.cloned().ok_or_else(|| {
            ApiError::BadRequest("this server runs registered documents only".to_owned())
        })
    }
}

fn file(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let text = std::fs::read(path).context("it can't be read")?;
    let registry: Registry = serde_json::from_slice(&text)
        .map_err(|_| anyhow!("it is neither a map of names to documents nor a manifest"))?;
    Ok(match registry {
        Registry::Map(map) => map.into_iter().collect(),
        Registry::Manifest { operations } => {
            operations.into_iter().map(|entry| (entry.id, entry.body)).collect()
        }
    })
}

fn folder(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(path).context("it can't be read")? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "graphql") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text =
                std::fs::read_to_string(&path).with_context(|| format!("{name} can't be read"))?;
            documents.push((name, text));
        }
    }
    Ok(documents)
}

/// What could never run is told when the program starts.
fn check(text: &str) -> anyhow::Result<()> {
    ensure!(
        text.len() <= MAX_DOCUMENT_BYTES,
        "it has {} bytes, at most {MAX_DOCUMENT_BYTES} may be sent",
        text.len()
    );
    if let Err(fault) = async_graphql::parser::parse_query(text) {
        bail!("it is no GraphQL: {fault}");
    }
    Ok(())
}
