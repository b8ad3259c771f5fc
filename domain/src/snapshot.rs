//! All that a week is computed from, as one value: what the database knew of one member at one instant.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{Week, WeekdaySet};
use crate::catalogue::Catalogue;
use crate::config::EngineConfig;
use crate::digest::SessionDigest;
use crate::equipment::Equipment;
use crate::plan::PlanDocument;
use crate::template::Template;
use crate::vocab::{
    BodyRegion, E1rmBasis, EntryQuality, Experience, GoalKind, HrvMetric, HrvWindow,
    MovementPattern, RestrictionRule, TrackKind, Trigger, WeightUnit,
};

/// Everything the engine may look at. What is large or shared (gym, template, history) is borrowed.
#[derive(Debug, Clone)]
pub struct Snapshot<'a> {
    /// The instant the inputs were read as of.
    pub as_of: DateTime<Utc>,
    /// The week to compute.
    pub week: Week,
    /// The gym's part.
    pub gym: &'a GymFacts,
    /// The template version in force for the member.
    pub template: &'a TemplateFacts,
    /// The Monday on which week 1 of the template's cycle began for the member.
    pub starts_on: Week,
    /// The member's part.
    pub member: MemberFacts,
    /// Logged sessions, oldest first; 365 days are enough.
    pub sessions: &'a [SessionFacts],
    /// Records that bear on strength, oldest first.
    pub records: &'a [RecordFacts],
    /// Readiness entries, oldest first; 90 days are enough.
    pub readiness: &'a [ReadinessFacts],
    /// Published plans of the last 84 days before this week, and next week's where it exists, oldest first.
    pub plans: &'a [PastPlan],
    /// Why the week is computed, and what it must respect.
    pub request: Request,
}

/// What the engine reads of a gym. Kept, as it was, for every revision that was computed from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GymFacts {
    /// Its time zone.
    pub time_zone: chrono_tz::Tz,
    /// The unit it loads in.
    pub unit: WeightUnit,
    /// What can be loaded.
    pub equipment: Equipment,
    /// The movements it knows.
    pub catalogue: Catalogue,
    /// Kind and name of each track, by key.
    pub tracks: std::collections::BTreeMap<String, TrackFacts>,
    /// The engine's constants as the gym has them.
    pub config: Box<EngineConfig>,
}

/// A track as the engine sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrackFacts {
    /// Name as members read it.
    pub name: String,
    /// What it trains.
    pub kind: TrackKind,
}

/// A template version with what cites it.
#[derive(Debug, Clone)]
pub struct TemplateFacts {
    /// TypeID of the template.
    pub id: String,
    /// Number of the version.
    pub version: u32,
    /// Its content.
    pub template: Template,
}

/// What the engine reads of a member.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberFacts {
    /// How well trained.
    pub experience: Experience,
    /// Wanted sessions a week.
    pub sessions_per_week: u32,
    /// Days on which the member can train.
    pub available_days: WeekdaySet,
    /// Bodyweight in kilograms, where known.
    pub bodyweight_kg: Option<f64>,
    /// Active goals and their weights.
    pub goals: Vec<GoalFacts>,
    /// Restrictions, cleared ones included.
    pub restrictions: Vec<RestrictionFacts>,
    /// Date of the first logged set ever, where one exists.
    pub first_set_on: Option<NaiveDate>,
}

/// An active goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoalFacts {
    /// Its kind.
    pub kind: GoalKind,
    /// Relative importance, above 0.
    pub weight: f64,
}

/// A restriction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestrictionFacts {
    /// TypeID, for evidence.
    pub id: String,
    /// The region it protects.
    pub region: BodyRegion,
    /// Patterns it names.
    pub patterns: Vec<MovementPattern>,
    /// Keys of movements it names.
    pub movements: Vec<String>,
    /// What it does.
    pub rule: RestrictionRule,
    /// With `CAP_LOAD`: highest share of the programmed load, 0 to 1.
    pub load_cap: Option<f64>,
    /// First day.
    pub since: NaiveDate,
    /// The day a coach cleared it.
    pub cleared_on: Option<NaiveDate>,
}

/// One logged session, digested.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionFacts {
    /// Local date.
    pub date: NaiveDate,
    /// When it reached the database.
    pub recorded_at: DateTime<Utc>,
    /// Key of its track.
    pub track: String,
    /// The plan and session key it answers, where it does: the Monday of that plan and the key.
    pub answers: Option<(Week, String)>,
    /// Minutes.
    pub minutes: u32,
    /// CR-10 rating of the session.
    pub session_rpe: Option<f64>,
    /// Share of the planned work done, 0 to 1; `None` counts as 1.
    pub completion: Option<f64>,
    /// What its sets say.
    pub digest: SessionDigest,
}

/// A personal record as evidence of strength.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordFacts {
    /// Date achieved.
    pub date: NaiveDate,
    /// When it reached the database.
    pub recorded_at: DateTime<Utc>,
    /// Key of the movement.
    pub movement: String,
    /// Repetitions.
    pub reps: u32,
    /// Kilograms.
    pub load_kg: f64,
    /// Rating, where logged.
    pub rpe: Option<f64>,
    /// What it rests on.
    pub basis: E1rmBasis,
    /// Whether a coach (or the guard) let it count.
    pub confirmed: bool,
    /// Whether a person stated or judged it; else the engine read it out of logged sets.
    pub decided: bool,
}

/// What one source reported for one day.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadinessFacts {
    /// Wake date.
    pub date: NaiveDate,
    /// When it reached the database.
    pub recorded_at: DateTime<Utc>,
    /// Who reports.
    pub source: String,
    /// Whether the source stands by it.
    pub quality: EntryQuality,
    /// Milliseconds.
    pub hrv_ms: Option<f64>,
    /// How it was computed.
    pub hrv_metric: Option<HrvMetric>,
    /// When it was measured.
    pub hrv_window: HrvWindow,
    /// Beats per minute.
    pub resting_heart_rate_bpm: Option<f64>,
    /// Minutes asleep.
    pub asleep_minutes: Option<u32>,
    /// 1 (none) to 5 (severe).
    pub soreness: Option<u8>,
    /// 1 (none) to 5 (severe).
    pub stress: Option<u8>,
    /// 1 (exhausted) to 5 (full of energy).
    pub energy: Option<u8>,
    /// 1 (very poor) to 5 (very good).
    pub mood: Option<u8>,
    /// 1 (very poor) to 5 (very good).
    pub sleep_quality: Option<u8>,
    /// The vendor's own score, 0 to 100.
    pub vendor_score: Option<f64>,
    /// The member feels ill.
    pub illness: bool,
    /// The member reports pain.
    pub pain: bool,
}

/// A published plan of another week, by the last revision in force.
#[derive(Debug, Clone)]
pub struct PastPlan {
    /// Its week.
    pub week: Week,
    /// Its document, shared: whoever looks back on it keeps no copy.
    pub document: Arc<PlanDocument>,
    /// Keys of its sessions that were excused.
    pub excused: Vec<String>,
}

/// Why a week is computed and what stands already.
#[derive(Debug, Clone)]
pub struct Request {
    /// The cause.
    pub trigger: Trigger,
    /// The revision in force or waiting that is recomputed, where there is one.
    pub base: Option<Base>,
}

/// The revision a recomputation starts from.
#[derive(Debug, Clone)]
pub struct Base {
    /// Its number.
    pub revision: u32,
    /// Its document.
    pub document: Arc<PlanDocument>,
    /// Keys of sessions that are started or completed: they stand.
    pub untouchable: Vec<String>,
    /// Keys of its sessions that were excused.
    pub excused: Vec<String>,
    /// Automatic recomputations only reduce; a weekly run or a coach may raise.
    pub reduce_only: bool,
    /// Whether sessions not yet begun are drawn again: a changed template or goal.
    pub redraw: bool,
}
