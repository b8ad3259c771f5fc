//! Logged sessions: stored with their sets and digested at once, whoever sends them.

mod answers;
mod check;
mod delete;
mod digests;
mod log;
mod planned;
mod rebuild;
mod rows;

pub use answers::answers;
pub use delete::{DeleteLog, Deleted, delete};
pub use digests::rebuild_outdated;
pub(crate) use digests::{Outdated, Rule, make_anew};
pub use log::{LogSession, LogSet, Logged, log};
pub use planned::{Excuse, excuse, start};
pub use rebuild::rebuild;
pub use rows::{Answered, NewLog, NewSet, packed_digest, replace, rows};

/// The source of what is logged through the API, whoever the caller is.
const SOURCE: &str = "api";
