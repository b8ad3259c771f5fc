//! What makes two requests for a narrative one: the facts, the prompt and the model.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::NarrativeFacts;

/// The key under which an answer is kept: same facts, prompt and model, same key. SHA-256, hexadecimal.
pub fn content_key(facts: &NarrativeFacts, prompt_version: &str, model: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [prompt_version, model, &facts.json()] {
        // Lengths keep apart what only runs together differently.
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let mut out = String::with_capacity(64);
    for byte in hasher.finalize() {
        let _ = write!(out, "{byte:02x}"); // writing to a String never fails
    }
    out
}
