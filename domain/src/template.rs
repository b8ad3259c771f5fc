//! A base programme: the tracks a gym blends and the sessions it draws from.

use serde::{Deserialize, Serialize};

use crate::vocab::{BlockType, GoalKind, LoadBasis, ScoreType, WorkoutFormat};

/// The content of one immutable version of a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Name as members read it.
    pub name: String,
    /// Length of the cycle in weeks, 1 to 52.
    pub weeks: u32,
    /// How far goals pull the blend away from the template: 0 not at all, 1 wholly.
    pub goal_influence: f64,
    /// How much each track serves a goal; a goal that is missing reads the engine's own table.
    #[serde(default)]
    pub goal_affinity: Vec<GoalAffinity>,
    /// The tracks and their bounds.
    pub tracks: Vec<TemplateTrack>,
    /// The sessions of every track and week.
    pub sessions: Vec<TemplateSession>,
}

/// How much a track serves a goal; the shares of a goal sum to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoalAffinity {
    /// The goal.
    pub goal: GoalKind,
    /// Key of the track.
    pub track: String,
    /// Share, 0 to 1.
    pub share: f64,
}

/// One track's part of the programme, in shares of the week's sessions (0 to 1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateTrack {
    /// Key of the track.
    pub track: String,
    /// Share where nothing pulls.
    pub target_share: f64,
    /// Never less.
    pub min_share: f64,
    /// Never more.
    pub max_share: f64,
    /// Sessions seated before any share is read.
    #[serde(default)]
    pub min_sessions: u32,
    /// Never more sessions a week.
    #[serde(default)]
    pub max_sessions: Option<u32>,
}

/// One session of a track in one week of the cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateSession {
    /// Key of the track.
    pub track: String,
    /// Week of the cycle, from 1.
    pub week: u32,
    /// Order in which the track's sessions of that week are drawn, from 1.
    pub order: u32,
    /// Title as members read it.
    pub title: String,
    /// Planned length in minutes.
    pub minutes: u32,
    /// Whether the day counts as a hard one.
    #[serde(default)]
    pub hard: bool,
    /// Its parts, in order.
    pub blocks: Vec<TemplateBlock>,
}

/// A part of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateBlock {
    /// What the block is for.
    #[serde(rename = "type")]
    pub kind: BlockType,
    /// How it is worked.
    pub format: WorkoutFormat,
    /// Title as members read it.
    pub title: String,
    /// In the author's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Rounds, where the format has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u32>,
    /// Repetitions of each round, e.g. 21, 15, 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rep_scheme: Option<Vec<u32>>,
    /// The cap of `FOR_TIME`, the length of `AMRAP`, `EMOM` and `STEADY`, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_cap_minutes: Option<u32>,
    /// One interval of `EMOM`, `EVERY_X` and `INTERVALS`, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_seconds: Option<u32>,
    /// What is scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score_type: Option<ScoreType>,
    /// Its lines, in order.
    pub prescriptions: Vec<TemplatePrescription>,
}

/// One programmed line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplatePrescription {
    /// Key of the movement.
    pub movement: String,
    /// Sets, 1 or more.
    pub sets: u32,
    /// The repetitions that must be reached to complete a set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reps_min: Option<u32>,
    /// The repetition count that a load is read for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reps_max: Option<u32>,
    /// What `load` is a share of.
    pub load_basis: LoadBasis,
    /// A share (0 to 1.1) of the basis, kilograms for `ABSOLUTE`, a share of bodyweight for `BODYWEIGHT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<f64>,
    /// Target rating of perceived exertion, 5 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_rpe: Option<f64>,
    /// Rest between sets, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_seconds: Option<u32>,
    /// Metres, for movements that cover a distance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_metres: Option<f64>,
    /// Seconds, for movements that last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Calories, for machines that count them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calories: Option<u32>,
}
