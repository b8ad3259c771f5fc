//! Batches: created once, then looked at until they end.

use std::time::Duration;

use reqwest::Method;

use super::send::{Call, Repeat};
use super::wire::{Batch, BatchList, BatchRequest};
use super::{Claude, Fault, encode};

/// Most messages of a batch, and most bytes: the provider's limits.
pub const MOST_ENTRIES: usize = 100_000;
/// See [`MOST_ENTRIES`].
pub const MOST_BYTES: usize = 256 * 1024 * 1024;
/// Batches of a page: the most that the provider gives.
const PAGE: u32 = 1000;
/// How long a look may take.
const LOOK: Duration = Duration::from_secs(30);

impl Claude {
    /// Buys a batch. Where the fault says `maybe_done`, it may have been bought all the same: look through
    /// the list before another is.
    pub async fn create_batch(&self, request: &BatchRequest) -> Result<Batch, Fault> {
        let body = encode(request)?;
        fits(request.requests.len(), body.len())?;
        let call = Call {
            method: Method::POST,
            path: "/v1/messages/batches".to_owned(),
            query: Vec::new(),
            body: Some(body),
            timeout: self.settings.patience.batch,
            repeat: Repeat::WhereRefused,
        };
        let sent = tokio::time::timeout(self.settings.patience.submit, self.json(&call)).await;
        sent.unwrap_or_else(|_| Err(Fault::unanswered("Claude did not take a batch in time")))
    }

    /// Where a batch stands.
    pub async fn batch(&self, id: &str) -> Result<Batch, Fault> {
        self.json(&look(Method::GET, batch_path(id)?)).await
    }

    /// Batches, newest first, from after the one named.
    pub async fn batches(&self, after: Option<&str>) -> Result<BatchList, Fault> {
        let mut call = look(Method::GET, "/v1/messages/batches".to_owned());
        call.query.push(("limit", PAGE.to_string()));
        call.query.extend(after.map(|id| ("after_id", id.to_owned())));
        self.json(&call).await
    }

    /// Calls a batch off. What was under way may still be answered, and paid for.
    pub async fn cancel_batch(&self, id: &str) -> Result<Batch, Fault> {
        self.json(&look(Method::POST, format!("{}/cancel", batch_path(id)?))).await
    }
}

/// Whether the provider takes so many messages of so many bytes together.
fn fits(count: usize, bytes: usize) -> Result<(), Fault> {
    if !(1..=MOST_ENTRIES).contains(&count) {
        return Err(Fault::hopeless(format!("a batch holds 1 to {MOST_ENTRIES}, not {count}")));
    }
    if bytes > MOST_BYTES {
        return Err(Fault::hopeless("a batch is larger than the provider takes"));
    }
    Ok(())
}

/// A call that may be made again at no cost.
pub(super) fn look(method: Method, path: String) -> Call {
    Call { method, path, query: Vec::new(), body: None, timeout: LOOK, repeat: Repeat::Always }
}

/// The id comes from the provider and becomes part of an address.
pub(super) fn batch_path(id: &str) -> Result<String, Fault> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if id.is_empty() || id.len() > 200 || !id.bytes().all(plain) {
        return Err(Fault::hopeless("the provider's name of a batch is none"));
    }
    Ok(format!("/v1/messages/batches/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_as_large_as_the_provider_takes_and_no_larger() {
        assert!(fits(1, 2).is_ok() && fits(100_000, 256 * 1024 * 1024).is_ok());
        for (count, bytes) in [(0, 2), (100_001, 2), (1, 256 * 1024 * 1024 + 1)] {
            assert!(fits(count, bytes).is_err(), "{count} of {bytes} bytes");
        }
    }
}
