//! Batches of words: recorded before they are bought, held until they are done, and read whatever became of
//! their computations meanwhile.

mod read;
mod record;

pub use read::{Heard, Open, give_up, keep, left_to_live, open};
pub use record::{Entry, claim, end, looks, lose, marker, record, sending, submitted, take};

use chrono::Duration;

/// Most computations of a batch. House choice: its facts fit in memory, and five make the largest gym.
pub const MOST: usize = 2_000;

/// How long a batch keeps its computations: the provider ends every batch within a day.
pub const HELD: Duration = Duration::hours(26);

/// How often a batch that is out is looked at. House choice: most are done within the hour.
pub const LOOK: Duration = Duration::seconds(60);

/// After so long a batch that nobody knows to be submitted is searched for: longer than submitting may take.
pub const UNCERTAIN: Duration = Duration::minutes(10);

/// Perhaps submitted.
pub const RECORDED: &str = "RECORDED";
/// At the provider's.
pub const OUT: &str = "OUT";
/// Ended, its results read.
pub const DONE: &str = "DONE";
/// It was never at the provider's.
pub const LOST: &str = "LOST";
