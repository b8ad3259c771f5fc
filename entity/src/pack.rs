//! Documents as they are stored: compressed JSON. The bytes are the program's own, so that the
//! database neither alters them nor spends time on them.

use std::cell::RefCell;
use std::io::Read as _;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use zstd::bulk::{Compressor, Decompressor};

/// Level of zstd: beyond 3 a plan shrinks by less than a twentieth for several times the work.
/// House choice.
const LEVEL: i32 = 3;

/// Most bytes that a document may unpack to. A plan has some 12 kB; this stops a broken or hostile
/// row from filling the memory.
const UNPACKED_LIMIT: u64 = 8 * 1024 * 1024;

/// Why stored bytes are no document.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// The row was erased, or never written.
    #[error("the stored document is empty")]
    Empty,
    /// Not what zstd wrote.
    #[error("the stored document can't be decompressed")]
    Compression(#[from] std::io::Error),
    /// Beyond what any document of ours has.
    #[error("the stored document must unpack to {UNPACKED_LIMIT} bytes at most")]
    TooLarge,
    /// Decompressed, but not of this shape.
    #[error("the stored document is not of the expected shape")]
    Shape(#[from] serde_json::Error),
}

/// The document's bytes: the same document always gives the same ones.
///
/// # Panics
///
/// If the document has a map whose keys are not strings, which none of ours has.
pub fn pack<T: Serialize>(document: &T) -> Vec<u8> {
    let json = serde_json::to_vec(document).expect("documents have string keys only");
    compress(&json)
}

thread_local! {
    /// Making its tables takes longer than compressing a plan: a thread keeps them.
    static COMPRESSOR: RefCell<Compressor<'static>> =
        RefCell::new(Compressor::new(LEVEL).expect("the level is one of zstd's"));
    static DECOMPRESSOR: RefCell<Decompressor<'static>> =
        RefCell::new(Decompressor::new().expect("no dictionary is asked for"));
}

/// Text or bytes, compressed as documents are.
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    let compressed = COMPRESSOR.with_borrow_mut(|compressor| compressor.compress(bytes));
    compressed.expect("a buffer in memory takes all that is written")
}

/// The document behind stored bytes.
pub fn unpack<T: DeserializeOwned>(stored: &[u8]) -> Result<T, UnpackError> {
    Ok(serde_json::from_slice(&decompress(stored)?)?)
}

/// What [`compress`] was given.
pub fn decompress(stored: &[u8]) -> Result<Vec<u8>, UnpackError> {
    if stored.is_empty() {
        return Err(UnpackError::Empty);
    }
    // What was compressed in one go says how long it was.
    let known = zstd::zstd_safe::get_frame_content_size(stored).ok().flatten();
    match known {
        Some(length) if length > UNPACKED_LIMIT => Err(UnpackError::TooLarge),
        Some(length) => DECOMPRESSOR.with_borrow_mut(|decompressor| {
            Ok(decompressor.decompress(stored, usize::try_from(length).unwrap_or(usize::MAX))?)
        }),
        None => streamed(stored),
    }
}

fn streamed(stored: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let mut bytes = Vec::with_capacity(stored.len() * 4);
    zstd::Decoder::with_buffer(stored)?.take(UNPACKED_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > UNPACKED_LIMIT {
        return Err(UnpackError::TooLarge);
    }
    Ok(bytes)
}

/// SHA-256.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_document_comes_back_to_the_bit() {
        let document = vec![0.1 + 0.2, 1.0 / 3.0, 5e-324, 142.5];

        let back: Vec<f64> = unpack(&pack(&document)).unwrap();

        assert_eq!(back, document);
    }

    #[test]
    fn an_erased_document_says_so() {
        assert!(matches!(unpack::<Vec<f64>>(&[]), Err(UnpackError::Empty)));
    }

    #[test]
    fn a_row_that_unpacks_to_gigabytes_is_refused() {
        let bomb = compress(&vec![0; UNPACKED_LIMIT as usize + 1]);

        assert!(bomb.len() < 100_000);
        assert!(matches!(decompress(&bomb), Err(UnpackError::TooLarge)));
    }

    #[test]
    fn what_was_packed_before_does_not_show() {
        let texts: Vec<Vec<u8>> = (1..40_u8)
            .map(|n| (0..200 * u32::from(n)).map(|at| (at * u32::from(n)) as u8).collect())
            .collect();
        let alone: Vec<Vec<u8>> =
            texts.iter().map(|text| zstd::bulk::compress(text, LEVEL).unwrap()).collect();

        let one_after_the_other: Vec<Vec<u8>> = texts.iter().map(|text| compress(text)).collect();

        assert_eq!(one_after_the_other, alone);
    }

    #[test]
    fn what_was_compressed_as_a_stream_is_read_too() {
        let text = b"weeks and weeks and weeks";
        let stream = zstd::stream::encode_all(text.as_slice(), LEVEL).unwrap();

        assert_eq!(decompress(&stream).unwrap(), text);
    }

    #[test]
    fn what_is_no_document_is_refused() {
        assert!(matches!(unpack::<Vec<f64>>(b"no"), Err(UnpackError::Compression(_))));
        assert!(matches!(unpack::<Vec<f64>>(&pack(&"text")), Err(UnpackError::Shape(_))));
    }
}
