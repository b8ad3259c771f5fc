//! Ranges of what a template may ask for; they hold for a coach's values too. House choices (decision 0051): wide enough
//! for any training, narrow enough to catch a slip. No gym has a reason to change them.

/// Least and most, both allowed.
pub type Range = (f64, f64);

/// Sets of a line.
pub const SETS: Range = (1.0, 50.0);
/// Repetitions of a set.
pub const REPS: Range = (1.0, 1000.0);
/// Kilograms.
pub const LOAD_KG: Range = (0.0, 1000.0);
/// Kilograms of a stored week, what loads were read from among them: twice the heaviest load.
pub const STORED_KG: Range = (0.0, 2000.0);
/// Share of a one-repetition or training maximum, a fraction of 1: a test may ask for more than the estimate.
pub const SHARE_OF_MAX: Range = (0.0, 1.1);
/// Share of bodyweight, a fraction of 1.
pub const SHARE_OF_BODYWEIGHT: Range = (0.0, 3.0);
/// Rating aimed for (RPE): under 5 none is ever asked for (B6).
pub const RPE: Range = (5.0, 10.0);
/// Rest in seconds.
pub const REST_SECONDS: Range = (0.0, 3600.0);
/// Metres.
pub const METRES: Range = (1.0, 200_000.0);
/// Seconds of work.
pub const SECONDS: Range = (1.0, 28_800.0);
/// Calories.
pub const CALORIES: Range = (1.0, 5000.0);
/// Rounds of a block.
pub const ROUNDS: Range = (1.0, 100.0);
/// Minutes of a block or a session.
pub const MINUTES: Range = (1.0, 480.0);
/// Seconds of one interval.
pub const INTERVAL_SECONDS: Range = (1.0, 3600.0);
/// Weeks of a cycle: up to a year.
pub const WEEKS: Range = (1.0, 52.0);
/// Place of a session in its track's week.
pub const ORDER: Range = (1.0, 100.0);
/// Sessions of a track in a week.
pub const SESSIONS: Range = (0.0, 7.0);
