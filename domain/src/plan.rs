//! One member's week as it was computed: facts and codes. Sentences are made on reading (`explain`).
//!
//! Field names are short in JSON because every trace of a week is stored in a few kilobytes.

mod edited;
mod short;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Week;
use crate::e1rm::RPE_MOST;
use crate::limits;
use crate::reason::{Finding, Reason};
use crate::signals::ConservativeCause;
use crate::vocab::{
    Axis, BlockType, FactorKind, PrescriptionNotice, Provenance, ReadinessBand, ScoreType,
    VolumeLevel, WorkoutFormat,
};

pub use edited::EditedValue;

/// Version of the rules. A change of any number a plan may hold changes it.
pub const ENGINE_VERSION: &str = "1.3.0";

/// The whole week of one revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanDocument {
    /// Version of the rules that made it.
    #[serde(rename = "v")]
    pub engine: String,
    /// Version of the gym's configuration of them.
    #[serde(rename = "cf")]
    pub config: u32,
    /// The week.
    #[serde(rename = "w")]
    pub week: Week,
    /// Where it came from.
    #[serde(rename = "t")]
    pub template: TemplateRef,
    /// One share per track of the template, in the template's order.
    #[serde(rename = "b")]
    pub blend: Vec<TrackShare>,
    /// The last order drawn for each track, by key: where the next week goes on.
    #[serde(rename = "c")]
    pub cursors: Vec<(String, u32)>,
    /// Sessions by date and order.
    #[serde(rename = "s")]
    pub sessions: Vec<PlannedSession>,
    /// What moved the week as a whole.
    #[serde(rename = "a")]
    pub adjustment: WeekAdjustment,
    /// Programmed load of the week in arbitrary units (`engine.md` B6, weekly guard).
    #[serde(rename = "au")]
    pub programmed_au: f64,
    /// What could not be met, was left out, or a coach should know.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Keys of sessions that a coach took out: they are not drawn again.
    #[serde(rename = "rm", default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
}

/// The template version a plan cites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateRef {
    /// TypeID of the template.
    #[serde(rename = "i")]
    pub id: String,
    /// Its name then.
    #[serde(rename = "n")]
    pub name: String,
    /// The version's number.
    #[serde(rename = "v")]
    pub version: u32,
    /// Week of the cycle, from 1.
    #[serde(rename = "w")]
    pub cycle_week: u32,
}

/// One track's part of the week, with every intermediate number (`engine.md` B8).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrackShare {
    /// Key of the track.
    #[serde(rename = "t")]
    pub track: String,
    /// The template's target share.
    #[serde(rename = "ts")]
    pub template_share: f64,
    /// What the goals ask for.
    #[serde(rename = "gs")]
    pub goal_share: f64,
    /// Template and goals mixed.
    #[serde(rename = "m")]
    pub mix: f64,
    /// Completed share of planned sessions, as estimated.
    #[serde(rename = "ad")]
    pub adherence: f64,
    /// The mix within the template's bounds.
    #[serde(rename = "mf")]
    pub bounded_mix: f64,
    /// What adherence does to the mix.
    #[serde(rename = "am")]
    pub adherence_multiplier: f64,
    /// Mix and adherence together, before any bound.
    #[serde(rename = "p")]
    pub wanted: f64,
    /// Lower bound that held.
    #[serde(rename = "lo")]
    pub min_share: f64,
    /// Upper bound that held.
    #[serde(rename = "hi")]
    pub max_share: f64,
    /// Bounds of the template, before what adherence may move.
    #[serde(rename = "tb")]
    pub template_bounds: (f64, f64),
    /// The share of the week.
    #[serde(rename = "x")]
    pub share: f64,
    /// Sessions this week.
    #[serde(rename = "n")]
    pub sessions: u32,
    /// What was carried into this week, in sessions.
    #[serde(rename = "ci")]
    pub carried_in: f64,
    /// What is carried into the next week, in sessions.
    #[serde(rename = "co")]
    pub carry_over: f64,
    /// The main cause of the share, as a code.
    #[serde(rename = "r")]
    pub reason: Reason,
}

/// What moved the week before any single lift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeekAdjustment {
    /// Band of the week's score.
    #[serde(rename = "b")]
    pub band: ReadinessBand,
    /// The week's score, 0 to 100.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// How unusual the newest week was.
    #[serde(rename = "v")]
    pub volume: VolumeLevel,
    /// Whether the week is a conservative one.
    #[serde(rename = "c")]
    pub conservative: bool,
    /// Why it is one; weeks of before engine 1.1 do not say.
    #[serde(rename = "cc", default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<ConservativeCause>,
    /// Smallest week-wide load factor, a fraction of 1.
    #[serde(rename = "l")]
    pub load_multiplier: f64,
    /// Smallest week-wide set factor, a fraction of 1.
    #[serde(rename = "n")]
    pub set_multiplier: f64,
    /// Repetitions in reserve added.
    #[serde(rename = "r")]
    pub rir_delta: u32,
    /// Why, weightiest first.
    #[serde(rename = "y")]
    pub reasons: Vec<Reason>,
    /// The nearest single input that would change this adjustment.
    #[serde(rename = "q", default, skip_serializing_if = "Option::is_none")]
    pub would_change: Option<Reason>,
}

impl WeekAdjustment {
    /// Whether anything of the week is reduced.
    pub fn reduces(&self) -> bool {
        self.load_multiplier < 1.0 || self.set_multiplier < 1.0 || self.rir_delta > 0
    }
}

/// One session on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedSession {
    /// Stable across revisions.
    #[serde(rename = "k")]
    pub key: String,
    /// Its day.
    #[serde(rename = "d")]
    pub date: NaiveDate,
    /// Order within the day, from 1.
    #[serde(rename = "o")]
    pub order: u32,
    /// Key of its track.
    #[serde(rename = "t")]
    pub track: String,
    /// Week of the cycle it was drawn from.
    #[serde(rename = "tw")]
    pub template_week: u32,
    /// Order it was drawn by.
    #[serde(rename = "to")]
    pub template_order: u32,
    /// Title as members read it.
    #[serde(rename = "n")]
    pub title: String,
    /// Planned minutes.
    #[serde(rename = "m")]
    pub minutes: u32,
    /// Whether it counts as a hard day.
    #[serde(rename = "h", default, skip_serializing_if = "is_false")]
    pub hard: bool,
    /// Whether a coach moved or edited it: recomputations leave its day.
    #[serde(rename = "ce", default, skip_serializing_if = "is_false")]
    pub coach_edited: bool,
    /// Slots of lines that a coach took out: they are not prescribed again.
    #[serde(rename = "rm", default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// Its parts.
    #[serde(rename = "b")]
    pub blocks: Vec<PlannedBlock>,
}

/// One part of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedBlock {
    /// Stable across revisions.
    #[serde(rename = "k")]
    pub key: String,
    /// What it is for.
    #[serde(rename = "t")]
    pub kind: BlockType,
    /// How it is worked; `STEADY` where readiness took the edge off.
    #[serde(rename = "f")]
    pub format: WorkoutFormat,
    /// Title.
    #[serde(rename = "n")]
    pub title: String,
    /// In the author's words.
    #[serde(rename = "no", default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Rounds after personalisation.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u32>,
    /// Repetitions of each round.
    #[serde(rename = "rs", default, skip_serializing_if = "Option::is_none")]
    pub rep_scheme: Option<Vec<u32>>,
    /// Minutes after personalisation.
    #[serde(rename = "tc", default, skip_serializing_if = "Option::is_none")]
    pub time_cap_minutes: Option<u32>,
    /// Seconds of one interval.
    #[serde(rename = "is", default, skip_serializing_if = "Option::is_none")]
    pub interval_seconds: Option<u32>,
    /// What is scored.
    #[serde(rename = "sc", default, skip_serializing_if = "Option::is_none")]
    pub score_type: Option<ScoreType>,
    /// What the template asked for.
    #[serde(rename = "pf", default, skip_serializing_if = "Option::is_none")]
    pub programmed_format: Option<WorkoutFormat>,
    /// What the template asked for.
    #[serde(rename = "pr", default, skip_serializing_if = "Option::is_none")]
    pub programmed_rounds: Option<u32>,
    /// What the template asked for, in minutes.
    #[serde(rename = "pt", default, skip_serializing_if = "Option::is_none")]
    pub programmed_time_cap_minutes: Option<u32>,
    /// Steps of `ROUNDS` or `MINUTES`.
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<Step>,
    /// Whether a coach edited a value of the block itself.
    #[serde(rename = "ce", default, skip_serializing_if = "is_false")]
    pub coach_edited: bool,
    /// Its lines.
    #[serde(rename = "p")]
    pub lines: Vec<Line>,
}

/// One prescribed line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Stable across revisions; another movement is another line.
    #[serde(rename = "k")]
    pub key: String,
    /// Key of the movement.
    #[serde(rename = "m")]
    pub movement: String,
    /// Key of the movement that the template asked for, where a restriction replaced it.
    #[serde(rename = "sf", default, skip_serializing_if = "Option::is_none")]
    pub substituted_for: Option<String>,
    /// Sets after personalisation.
    #[serde(rename = "s")]
    pub sets: u32,
    /// Repetitions to reach.
    #[serde(rename = "rl", default, skip_serializing_if = "Option::is_none")]
    pub reps_min: Option<u32>,
    /// Repetitions the load is read for.
    #[serde(rename = "rh", default, skip_serializing_if = "Option::is_none")]
    pub reps_max: Option<u32>,
    /// Kilograms to put on the bar.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub load_kg: Option<f64>,
    /// Kilograms before rounding.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub exact_kg: Option<f64>,
    /// The estimate it was read from (`engine.md` B1b), in kilograms.
    #[serde(rename = "bs", default, skip_serializing_if = "Option::is_none")]
    pub basis_kg: Option<f64>,
    /// Programmed load before its rounding, in kilograms.
    #[serde(rename = "pl", default, skip_serializing_if = "Option::is_none")]
    pub programmed_kg: Option<f64>,
    /// Programmed sets.
    #[serde(rename = "ps")]
    pub programmed_sets: u32,
    /// Rating aimed for after personalisation.
    #[serde(rename = "rp", default, skip_serializing_if = "Option::is_none")]
    pub target_rpe: Option<f64>,
    /// Rating the template aimed for.
    #[serde(rename = "pp", default, skip_serializing_if = "Option::is_none")]
    pub programmed_rpe: Option<f64>,
    /// Repetitions in reserve asked for where no rating is (calibration).
    #[serde(rename = "ri", default, skip_serializing_if = "Option::is_none")]
    pub min_rir: Option<f64>,
    /// Rest in seconds.
    #[serde(rename = "rt", default, skip_serializing_if = "Option::is_none")]
    pub rest_seconds: Option<u32>,
    /// Metres after personalisation.
    #[serde(rename = "dm", default, skip_serializing_if = "Option::is_none")]
    pub distance_metres: Option<f64>,
    /// Seconds after personalisation.
    #[serde(rename = "ds", default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Calories after personalisation.
    #[serde(rename = "ca", default, skip_serializing_if = "Option::is_none")]
    pub calories: Option<u32>,
    /// What to know beyond the number.
    #[serde(rename = "no", default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<PrescriptionNotice>,
    /// Whether anything was reduced on load or sets.
    #[serde(rename = "rd", default, skip_serializing_if = "is_false")]
    pub reduced: bool,
    /// Who made it what it is.
    #[serde(rename = "pv")]
    pub provenance: Provenance,
    /// Which values a coach chose: recomputations leave them.
    #[serde(rename = "ce", default, skip_serializing_if = "Vec::is_empty")]
    pub edited: Vec<EditedValue>,
    /// Every step of every axis, in B6's order, those that changed nothing included.
    #[serde(rename = "x")]
    pub trace: Vec<Step>,
}

impl Line {
    /// Load before rounding as a percentage of the estimate beside it (`engine.md` B1b); `None` where one of
    /// them is not known.
    pub fn percent_of_basis(&self) -> Option<f64> {
        let basis = self.basis_kg.filter(|basis| *basis > 0.0)?;
        self.exact_kg.map(|kg| 100.0 * kg / basis)
    }

    /// Whether its numbers are ones that a computation or a coach may have led to: what was damaged in storage is
    /// never computed on.
    pub fn is_possible(&self) -> bool {
        let within =
            |value: Option<f64>, most: f64| value.is_none_or(|value| (0.0..=most).contains(&value));
        let kilograms = [self.load_kg, self.exact_kg, self.basis_kg, self.programmed_kg];
        kilograms.into_iter().all(|kg| within(kg, limits::STORED_KG.1))
            && within(self.target_rpe, RPE_MOST)
            && within(self.min_rir, RPE_MOST)
            && within(self.distance_metres, limits::METRES.1)
            && f64::from(self.sets) <= limits::SETS.1
    }

    /// Repetitions in reserve: what the rating leaves, else the least that is asked for.
    pub fn reps_in_reserve(&self) -> Option<f64> {
        self.target_rpe.map(|rpe| RPE_MOST - rpe).or(self.min_rir)
    }

    /// The estimate that the load is a share of; `None` where it is kilograms, a share of bodyweight, or
    /// nothing: then the estimate beside it was not what was prescribed.
    pub fn lift_basis_kg(&self) -> Option<f64> {
        let first = self.trace.iter().find(|step| step.axis == Axis::Load)?;
        self.basis_kg.filter(|_| matches!(first.reason, Reason::Estimated(_)))
    }
}

/// One step of a value.
///
/// Replay: start from the `BASE` step's `to`; every later step says what the value became (`to`), or
/// nothing where it changed nothing. `by` is the factor (or ceiling) it tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Which step.
    #[serde(rename = "f", with = "short::factor")]
    pub factor: FactorKind,
    /// Which value.
    #[serde(rename = "a", with = "short::axis")]
    pub axis: Axis,
    /// What the value became; `None` where this step changed nothing, or nothing is prescribed.
    #[serde(rename = "to", default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// The factor or ceiling it tried, where it tried one.
    #[serde(rename = "by", default, skip_serializing_if = "Option::is_none")]
    pub by: Option<f64>,
    /// Why, as a code.
    #[serde(rename = "r", default, skip_serializing_if = "Reason::is_same")]
    pub reason: Reason,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
