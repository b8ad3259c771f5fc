//! Logged sessions: stored with their sets and digested at once, whoever sends them.

mod answers;
mod check;
mod log;
mod rebuild;
mod rows;

pub use answers::answers;
pub use log::{LogSession, LogSet, Logged, log};
pub use rebuild::rebuild;
pub use rows::{Answered, NewLog, NewSet, packed_digest, rows};
