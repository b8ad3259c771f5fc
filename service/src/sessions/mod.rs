//! Logged sessions: stored with their sets and digested at once, whoever sends them.

mod digests;
mod log;
mod rows;

pub use digests::{digest_again, packed_digest, rebuild_outdated};
pub use log::{LogSession, LogSet, Logged, log};
pub use rows::{Answered, NewLog, NewSet, replace, rows};
