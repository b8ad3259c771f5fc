//! Which values of a line a coach chose.

use serde::{Deserialize, Serialize};

/// A value of a line that a coach chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EditedValue {
    /// The movement; with it the line, where the programme has none like it.
    #[serde(rename = "m")]
    Movement,
    /// Sets.
    #[serde(rename = "s")]
    Sets,
    /// Repetitions to reach.
    #[serde(rename = "rl")]
    RepsMin,
    /// Repetitions the load is read for.
    #[serde(rename = "rh")]
    RepsMax,
    /// The load.
    #[serde(rename = "l")]
    Load,
    /// The rating aimed for.
    #[serde(rename = "rp")]
    TargetRpe,
    /// Rest.
    #[serde(rename = "rt")]
    Rest,
    /// Metres.
    #[serde(rename = "dm")]
    Distance,
    /// Seconds.
    #[serde(rename = "ds")]
    Duration,
    /// Calories.
    #[serde(rename = "ca")]
    Calories,
}
