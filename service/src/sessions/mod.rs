//! Logged sessions: stored with their sets and digested at once, whoever sends them.

mod log;
mod rows;

pub use log::{LogSession, LogSet, Logged, log};
pub use rows::{Answered, NewLog, NewSet, packed_digest, rows};
