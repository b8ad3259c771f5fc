//! What the history says, in a few kilobytes: the only thing, besides the versions it cites, that a
//! week is computed from. Stored with each revision, so that `replay` can prove it.
//!
//! `observe` makes it from a snapshot; `personalise` makes the week from it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{Week, WeekdaySet};
use crate::load::Form;
use crate::reason::Finding;
use crate::snapshot::{GoalFacts, RestrictionFacts};
use crate::vocab::{
    Confidence, Experience, MovementPattern, ReadinessBand, ReadinessSignalKind, TrendClass,
    Trigger, VolumeLevel,
};

/// Everything a week is computed from, but for template, configuration, catalogue and engine version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signals {
    /// The instant the inputs were read as of.
    pub as_of: DateTime<Utc>,
    /// Local date of `as_of`.
    pub today: NaiveDate,
    /// The week to compute.
    pub week: Week,
    /// Why.
    pub trigger: Trigger,
    /// The member as they stand.
    pub member: MemberSignals,
    /// Week of the template's cycle, from 1 (B0 step 7).
    pub cycle_week: u32,
    /// The week's readiness (B5).
    pub readiness: WeekReadiness,
    /// The newest week's volume (B4).
    pub volume: VolumeSignal,
    /// Why this is a conservative week, where it is one (B4, B10).
    pub conservative: Option<ConservativeCause>,
    /// What is known of each lift, by its key.
    pub lifts: BTreeMap<String, LiftSignal>,
    /// Exposures and gaps of each pattern (B10).
    pub layoffs: BTreeMap<MovementPattern, LayoffSignal>,
    /// Adherence by key of track (B8.3).
    pub adherence: BTreeMap<String, AdherenceSignal>,
    /// Sessions carried over from the newest published plan, by key of track (B8.6); zero where missing.
    pub carry_over: BTreeMap<String, f64>,
    /// The last order drawn, by key of track, from this template version (B0, drawing).
    pub cursors: BTreeMap<String, u32>,
    /// Sessions of the plans before and after that lie within three days of the week (B9).
    pub neighbours: Vec<NeighbourSession>,
    /// Mean programmed load of the last four plans that were not conservative; `None` before four (B6).
    pub usual_programmed_au: Option<f64>,
    /// Days since anything at all was logged before `today`; `None` where nothing ever was.
    pub days_since_any_log: Option<u32>,
    /// The revision that is recomputed, where there is one.
    pub base: Option<BaseSignal>,
    /// Input that was left out, and what a coach should know.
    pub findings: Vec<Finding>,
}

/// The member as the engine reads them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberSignals {
    /// How well trained.
    pub experience: Experience,
    /// A novice in the first 12 weeks: logged ratings are not read, and `ONE_RM` percentages are read from 0.90.
    pub early_novice: bool,
    /// Wanted sessions a week.
    pub sessions_per_week: u32,
    /// Days on which the member can train.
    pub available_days: WeekdaySet,
    /// Kilograms, where known.
    pub bodyweight_kg: Option<f64>,
    /// Active goals, weights summing to 1.
    pub goals: Vec<GoalFacts>,
    /// Restrictions open at some day of the week.
    pub restrictions: Vec<RestrictionFacts>,
}

/// Readiness of the week and of the newest day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeekReadiness {
    /// The week's score, 0 to 100; `None` where fewer than three days are known.
    pub score: Option<f64>,
    /// Its band.
    pub band: ReadinessBand,
    /// Median confidence of the days used.
    pub confidence: Confidence,
    /// The newest daily score, dated today or yesterday.
    pub latest: Option<DailyReadiness>,
    /// The score of the day before `latest`, where that day has one (B7 rule 2).
    pub previous: Option<DailyReadiness>,
    /// The last day flagged ill, within 90 days.
    pub ill_on: Option<NaiveDate>,
    /// The last day flagged painful, within 90 days.
    pub pain_on: Option<NaiveDate>,
    /// z of the 7-day HRV mean against its baseline, where both are known.
    pub hrv_z: Option<f64>,
    /// Signals of the newest day, for the coach and the narrative.
    pub newest: Vec<DailySignal>,
}

/// One day's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DailyReadiness {
    /// The day.
    pub date: NaiveDate,
    /// 0 to 100; `None` where too little is known.
    pub score: Option<f64>,
    /// Its band.
    pub band: ReadinessBand,
    /// How much of the evidence is there.
    pub confidence: Confidence,
}

/// One signal of one day's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DailySignal {
    /// Which.
    pub kind: ReadinessSignalKind,
    /// Who reported it.
    pub source: String,
    /// Its value in `unit`.
    pub value: f64,
    /// `ms`, `bpm`, `h`, `share` or `points`.
    pub unit: String,
    /// The member's own baseline for that source.
    pub baseline: Option<f64>,
    /// Positive is better.
    pub z: Option<f64>,
    /// 0 to 100.
    pub score: Option<f64>,
    /// Weight in the composite, as used.
    pub weight: f64,
    /// Why it was left out, where it was: a stable code such as `RMSSD_MISSING_SDNN_AVAILABLE`.
    pub ignored_because: Option<String>,
}

/// How unusual the newest seven days were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VolumeSignal {
    /// The level.
    pub level: VolumeLevel,
    /// `AU` or `kg`: what the windows were counted in.
    pub unit: String,
    /// The newest window.
    pub newest: f64,
    /// Median of the typical windows.
    pub median: Option<f64>,
    /// Robust z (rule A).
    pub z: Option<f64>,
    /// Acute over chronic EWMA, uncoupled (rule B).
    pub ewma_ratio: Option<f64>,
    /// Newest over the mean of the newest four typical windows (rule C).
    pub spike: Option<f64>,
    /// Biggest session over the biggest of the 30 days before (rule D).
    pub session_spike: Option<f64>,
    /// Fitness and fatigue, for display only (B3); `None` where kilograms are counted or too few days are known, and
    /// in signals of before engine 1.3.
    #[serde(default)]
    pub form: Option<Form>,
}

/// Why a week is conservative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConservativeCause {
    /// Volume was unusually high.
    HighVolume,
    /// Lifts stand still while readiness or effort says tired.
    StalledAndTired,
}

/// What is known of one lift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LiftSignal {
    /// Evidence that working estimates are read from: at most the last 12 sessions, newest last.
    pub evidence: Vec<Evidence>,
    /// Capacity in kilograms; `None`: calibrate.
    pub capacity_kg: Option<f64>,
    /// Pieces of evidence that capacity rests on.
    pub pieces: u32,
    /// Sessions in the 42 days before the last exposure: working says nothing under five.
    pub recent_sessions: u32,
    /// A tested value at most 28 days old, in kilograms: working does not hold it down.
    pub fresh_tested_kg: Option<f64>,
    /// Floor: 0.80 of the highest basis prescribed in 365 days, where no rating or miss stands in 90 days.
    pub floor_kg: Option<f64>,
    /// Ceiling: 1.05 of the basis of the last prescription within 28 days.
    pub ceiling_kg: Option<f64>,
    /// Last exposure.
    pub last_on: Option<NaiveDate>,
    /// Where the lift is heading (B2).
    pub trend: TrendSignal,
    /// Gaps and ramps (B10).
    pub layoff: LayoffSignal,
    /// More than 168 days without an exposure: retest.
    pub retest: bool,
    /// Lighter than prescribed in three of the last four sessions.
    pub lighter_than_prescribed: bool,
}

/// One session's piece of evidence for a lift (B1b).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The day.
    pub date: NaiveDate,
    /// Which kind.
    pub kind: EvidenceKind,
    /// Estimated one-repetition maximum in kilograms.
    pub value_kg: f64,
    /// Repetitions of the set it came from.
    pub reps: u32,
    /// Whether a conservative week was under way.
    pub conservative: bool,
}

/// Kinds of evidence, strongest first (B1b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EvidenceKind {
    /// A record of one repetition, a max-load result, or a coach's value.
    Tested,
    /// Read from the chart by the logged rating.
    Rpe,
    /// Planned repetitions missed.
    Missed,
    /// Planned sets completed without a readable rating.
    Held,
    /// Anything else: at least this strong.
    Lower,
}

/// Where a lift is heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendSignal {
    /// The class.
    pub class: TrendClass,
    /// Fitted percent per week.
    pub percent_per_week: Option<f64>,
    /// Sessions it rests on.
    pub sessions: u32,
    /// Fitted gain over the window, as a fraction.
    pub gain: Option<f64>,
    /// First and last day it rests on.
    pub span: Option<(NaiveDate, NaiveDate)>,
}

/// Gaps between exposures, of a lift or a pattern (B10).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LayoffSignal {
    /// Last exposure; an open gap runs from here to the session's date.
    pub last_on: Option<NaiveDate>,
    /// Closed gaps over 14 days that ended in the 84 days before the last exposure.
    pub ramps: Vec<Ramp>,
}

/// The way back from one closed gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ramp {
    /// Length of the gap in days.
    pub gap_days: u32,
    /// Monday weeks with an exposure since the return, before the plan's week.
    pub weeks_trained: u32,
}

/// Planned and completed sessions of a track.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdherenceSignal {
    /// Planned sessions counted.
    pub planned: u32,
    /// Completed ones.
    pub completed: u32,
    /// Sum of the age weights of planned ones.
    pub weighted_planned: f64,
    /// Sum of the age weights of completed ones.
    pub weighted_completed: f64,
    /// The estimate with its prior, 0 to 1.
    pub rate: f64,
}

/// A session of a neighbouring week that spacing looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeighbourSession {
    /// Its day.
    pub date: NaiveDate,
    /// Whether it counts as a hard day.
    pub hard: bool,
    /// Patterns with a heavy exposure.
    pub heavy: Vec<MovementPattern>,
    /// A hard session with running in it.
    pub hard_running: bool,
    /// Key of its track.
    pub track: String,
    /// Title, to see repeats.
    pub title: String,
}

/// The revision a recomputation starts from; its document is read from the revision itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaseSignal {
    /// Number of that revision.
    pub revision: u32,
    /// Keys of sessions that are started or completed.
    pub untouchable: Vec<String>,
    /// Only reduce.
    pub reduce_only: bool,
    /// Draw again what has not begun.
    pub redraw: bool,
}

#[cfg(test)]
pub(crate) mod tests {
    //! Signals for tests of what reads them.

    use super::*;
    use crate::config::EngineConfig;

    /// A member of whom nothing is known that would change anything, on `today`, for the week it lies in.
    pub(crate) fn quiet(today: NaiveDate) -> Signals {
        Signals {
            as_of: DateTime::UNIX_EPOCH,
            today,
            week: Week::containing(today),
            trigger: Trigger::Weekly,
            member: MemberSignals {
                experience: Experience::Intermediate,
                early_novice: false,
                sessions_per_week: 4,
                available_days: WeekdaySet::ALL,
                bodyweight_kg: Some(80.0),
                goals: Vec::new(),
                restrictions: Vec::new(),
            },
            cycle_week: 1,
            readiness: crate::readiness::week::<crate::snapshot::ReadinessFacts>(
                &[],
                today,
                &EngineConfig::default().readiness,
            ),
            volume: VolumeSignal {
                level: VolumeLevel::Normal,
                unit: "AU".to_owned(),
                newest: 2000.0,
                median: Some(2000.0),
                z: Some(0.0),
                ewma_ratio: None,
                spike: Some(1.0),
                session_spike: None,
                form: None,
            },
            conservative: None,
            lifts: BTreeMap::new(),
            layoffs: BTreeMap::new(),
            adherence: BTreeMap::new(),
            carry_over: BTreeMap::new(),
            cursors: BTreeMap::new(),
            neighbours: Vec::new(),
            usual_programmed_au: None,
            days_since_any_log: Some(1),
            base: None,
            findings: Vec::new(),
        }
    }
}
