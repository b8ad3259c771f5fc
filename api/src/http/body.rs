//! A request's body, read up to a limit.

use std::time::Duration;

use actix_web::dev::{Decompress, Payload};
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _, stream};

/// Longest body, in bytes, once it is decompressed.
const MAX_BYTES: usize = 1024 * 1024;

/// Bytes that are decompressed at once: a thousandfold of them fits into memory, whatever they hold.
const PIECE_BYTES: usize = 1024;

/// Most that is read, as it was sent, of a body that is too long, and longest that is waited for it: a client
/// that still sends when its connection ends never reads the answer that says why.
const MAX_DRAINED_BYTES: usize = 16 * MAX_BYTES;
const MAX_DRAINING: Duration = Duration::from_secs(5);

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is longer than bodies may be.
    TooLong,
    /// It did not come in time.
    TooSlow,
    /// It did not come whole, or is not compressed as it says.
    Unreadable,
}

impl Fault {
    /// For the caller.
    pub(super) fn text(self) -> String {
        match self {
            Self::TooLong => format!("a body has at most {MAX_BYTES} bytes"),
            Self::TooSlow => "the body did not come in time".to_owned(),
            Self::Unreadable => "the body could not be read".to_owned(),
        }
    }
}

/// The whole body, if it comes within `patience`.
pub(super) async fn read(
    headers: &HeaderMap,
    mut payload: Payload,
    patience: Duration,
) -> Result<Bytes, Fault> {
    let whole = tokio::time::timeout(patience, whole(headers, &mut payload)).await;
    let read = whole.unwrap_or(Err(Fault::TooSlow));
    if read == Err(Fault::TooLong) {
        let _ended_or_not = tokio::time::timeout(MAX_DRAINING, drain(&mut payload)).await;
    }
    read
}

async fn whole(headers: &HeaderMap, payload: &mut Payload) -> Result<Bytes, Fault> {
    let mut unpacked = unpacked(headers, payload);
    let mut body = BytesMut::new();
    while let Some(piece) = unpacked.next().await {
        body.extend_from_slice(&piece.map_err(|_| Fault::Unreadable)?);
        if body.len() > MAX_BYTES {
            return Err(Fault::TooLong);
        }
    }
    Ok(body.freeze())
}

/// The body as it was before it was compressed, piece by piece: what follows a piece is not looked at before the
/// piece is taken.
fn unpacked<'p>(
    headers: &HeaderMap,
    payload: &'p mut Payload,
) -> impl Stream<Item = Result<Bytes, PayloadError>> + Unpin + use<'p> {
    Decompress::from_headers(payload.flat_map(|chunk| stream::iter(pieces(chunk))), headers)
}

fn pieces(chunk: Result<Bytes, PayloadError>) -> Vec<Result<Bytes, PayloadError>> {
    match chunk {
        Ok(mut rest) => {
            let mut pieces = Vec::with_capacity(rest.len().div_ceil(PIECE_BYTES));
            while !rest.is_empty() {
                pieces.push(Ok(rest.split_to(rest.len().min(PIECE_BYTES))));
            }
            pieces
        }
        Err(fault) => vec![Err(fault)],
    }
}

async fn drain(payload: &mut Payload) {
    let mut length = 0;
    while length <= MAX_DRAINED_BYTES {
        match payload.next().await {
            Some(Ok(chunk)) => length += chunk.len(),
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    use actix_web::http::header::CONTENT_ENCODING;
    use actix_web::test::TestRequest;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    const PATIENCE: Duration = Duration::from_mins(1);

    fn zipped(length: usize) -> (HeaderMap, Payload) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..length.div_ceil(MAX_BYTES) {
            encoder.write_all(&vec![b' '; length.min(MAX_BYTES)]).expect("memory");
        }
        let bytes = encoder.finish().expect("memory");
        let request = TestRequest::post().insert_header((CONTENT_ENCODING, "gzip"));
        let (request, payload) = request.set_payload(bytes).to_http_parts();
        (request.headers().clone(), payload)
    }

    #[actix_web::test]
    async fn a_compressed_body_is_read_to_its_end() {
        let (headers, payload) = zipped(MAX_BYTES);

        let body = read(&headers, payload, PATIENCE).await;

        assert_eq!(body.map(|body| body.len()), Ok(MAX_BYTES));
    }

    #[actix_web::test]
    async fn a_body_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
        let (headers, mut payload) = zipped(130 * MAX_BYTES);
        let mut unpacked = unpacked(&headers, &mut payload);
        let (mut most, mut all) = (0, 0);
        while let Some(piece) = unpacked.next().await {
            let length = piece.expect("it is sound").len();
            (most, all) = (most.max(length), all + length);
        }
        assert_eq!(all, 130 * MAX_BYTES);
        assert!(most < 2 * MAX_BYTES, "{most} bytes at once");

        let (headers, payload) = zipped(130 * MAX_BYTES);
        assert_eq!(read(&headers, payload, PATIENCE).await, Err(Fault::TooLong));
    }

    #[actix_web::test]
    async fn a_body_that_is_not_compressed_as_it_says_is_unreadable() {
        let request = TestRequest::post().insert_header((CONTENT_ENCODING, "gzip"));
        let (request, payload) = request.set_payload("{}").to_http_parts();

        let body = read(request.headers(), payload, PATIENCE).await;

        assert_eq!(body, Err(Fault::Unreadable));
    }
}
