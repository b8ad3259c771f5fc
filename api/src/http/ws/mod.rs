//! `graphql-transport-ws` over WebSocket: one task for each socket, and one for each operation that runs. A
//! subscription to plans that has come to the present has none.
//!
//! What a close code means to clients: after 4400, 4401, 4409 and 4429 they give up, since they would do the
//! same again; after 4403 they come back with a fresh token, after 1012, 1013 and 4408 as they were.

mod handshake;
mod message;
mod operations;
mod socket;

use std::time::Duration;

pub(super) use handshake::upgrade;

/// The subprotocol that is spoken. Its predecessor, `graphql-ws`, is no longer maintained.
const PROTOCOL: &str = "graphql-transport-ws";

/// Largest message, in bytes.
const MAX_MESSAGE_BYTES: usize = 128 * 1024;

/// Bytes that are read at once. A socket holds that much, or as much as the longest message that it was sent.
const READ_BYTES: usize = 256;

/// How long a client may take to introduce itself.
const INIT_TIMEOUT: Duration = Duration::from_secs(3);

/// How long the other side may take to answer a close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// How long a reader that was too slow may take to come to the close.
const LAST_WORDS: Duration = Duration::from_secs(30);

/// Sockets that the server closes when it stops do not all come back in the same moment.
const DRAIN_JITTER_MILLIS: u64 = 1_000;
