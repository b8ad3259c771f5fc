//! A request's body, read up to a limit.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::{Decompress, Payload};
use actix_web::error::PayloadError;
use actix_web::web::{self, Bytes, BytesMut};
use futures_util::StreamExt as _;

/// Longest body, in bytes, once it is decompressed.
const MAX_BYTES: usize = 1024 * 1024;

/// Most that is read of a body that is too long, and longest that is waited for it: a client that still
/// sends when its connection ends never reads the answer that says why.
const MAX_DRAINED_BYTES: usize = 16 * MAX_BYTES;
const MAX_DRAINING: Duration = Duration::from_secs(5);

/// Why there is no body.
pub(super) enum Fault {
    /// It is longer than bodies may be.
    TooLong,
    /// It did not come whole, or is not compressed as it says.
    Unreadable,
}

impl Fault {
    /// For the caller.
    pub(super) fn text(&self) -> String {
        match self {
            Self::TooLong => format!("a body has at most {MAX_BYTES} bytes"),
            Self::Unreadable => "the body could not be read".to_owned(),
        }
    }
}

/// The whole body.
pub(super) async fn read(request: &HttpRequest, payload: web::Payload) -> Result<Bytes, Fault> {
    let payload: Payload = payload.into_inner();
    let mut chunks = Decompress::from_headers(payload, request.headers());
    let mut body = BytesMut::new();
    while let Some(chunk) = chunks.next().await {
        body.extend_from_slice(&chunk.map_err(|_: PayloadError| Fault::Unreadable)?);
        if body.len() > MAX_BYTES {
            let drained = drain(&mut chunks, body.len());
            let _ended_or_not = tokio::time::timeout(MAX_DRAINING, drained).await;
            return Err(Fault::TooLong);
        }
    }
    Ok(body.freeze())
}

async fn drain(chunks: &mut Decompress<Payload>, mut length: usize) {
    while length <= MAX_DRAINED_BYTES {
        match chunks.next().await {
            Some(Ok(chunk)) => length += chunk.len(),
            _ => return,
        }
    }
}
