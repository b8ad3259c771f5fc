//! What is read out of a logged session beside its columns: its digest and its scores.

use domain::digest::SessionDigest;
use domain::load;
use domain::vocab::{Scaling, ScoreType};
use entity::session_log;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// The result of a scored workout, as a session log keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptScore {
    /// Key of the block of the planned session that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// What was scored.
    #[serde(rename = "type")]
    pub kind: ScoreType,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_seconds: Option<f64>,
    /// Whole rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<i32>,
    /// Repetitions, beyond the rounds where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reps: Option<i32>,
    /// Kilograms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_kg: Option<f64>,
    /// Metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_metres: Option<f64>,
    /// Calories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calories: Option<i32>,
    /// Whether it was passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// At which tier it was done.
    pub scaling: Scaling,
}

/// Scores as the column keeps them.
pub fn keep_scores(scores: &[KeptScore]) -> Result<String> {
    Ok(serde_json::to_string(scores).map_err(anyhow::Error::from)?)
}

/// The scores of a session.
pub fn scores(log: &session_log::Model) -> Result<Vec<KeptScore>> {
    if log.scores.is_empty() {
        return Ok(Vec::new());
    }
    Ok(serde_json::from_str(&log.scores).map_err(anyhow::Error::from)?)
}

/// A packed digest.
pub fn digest(packed: &[u8]) -> Result<SessionDigest> {
    Ok(postcard::from_bytes(packed).map_err(anyhow::Error::from)?)
}

/// Kilograms the session moved.
pub fn tonnage_kg(log: &session_log::Model) -> Result<f64> {
    let kg = digest(&log.digest)?.tonnage_kg;
    Ok(if kg.is_finite() { kg.max(0.0) } else { 0.0 })
}

/// Session-RPE load in arbitrary units; `None` without a rating.
pub fn training_load(log: &session_log::Model) -> Option<f64> {
    load::session_load(log.session_rpe, u32::try_from(log.duration_minutes).ok()?)
}
