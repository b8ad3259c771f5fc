//! A gym, a template and members to compute weeks for.
#![expect(clippy::unwrap_used, reason = "tests")]
#![allow(dead_code, clippy::allow_attributes, reason = "each test binary uses a part of it")]

pub mod gyms;
pub mod people;
pub mod property;
pub mod random;
pub mod season;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{Week, WeekdaySet};
use domain::catalogue::{Catalogue, starter};
use domain::config::EngineConfig;
use domain::equipment::Equipment;
use domain::signals::{
    Evidence, EvidenceKind, LayoffSignal, LiftSignal, MemberSignals, Signals, TrendSignal,
    VolumeSignal, WeekReadiness,
};
use domain::snapshot::{GymFacts, TemplateFacts, TrackFacts};
use domain::template::{
    Template, TemplateBlock, TemplatePrescription, TemplateSession, TemplateTrack,
};
use domain::vocab::{
    BlockType, Confidence, Experience, LoadBasis, ReadinessBand, TrackKind, TrendClass, Trigger,
    VolumeLevel, WeightUnit, WorkoutFormat,
};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn monday() -> Week {
    Week::new(day("2026-03-02")).unwrap()
}

pub fn noon(date: NaiveDate) -> DateTime<Utc> {
    date.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub fn gym() -> GymFacts {
    let track = |key: &str, kind| (key.to_owned(), TrackFacts { name: key.to_owned(), kind });
    GymFacts {
        time_zone: chrono_tz::Europe::London,
        unit: WeightUnit::Kilogram,
        equipment: Equipment::standard(WeightUnit::Kilogram),
        catalogue: Catalogue::new(starter().into_iter().map(|entry| entry.movement)),
        tracks: BTreeMap::from([
            track("strength", TrackKind::Strength),
            track("conditioning", TrackKind::Conditioning),
            track("gymnastics", TrackKind::Gymnastics),
            track("mobility", TrackKind::Mobility),
        ]),
        config: Box::default(),
    }
}

/// One line of a lift at a share of its basis.
pub fn percent(movement: &str, sets: u32, reps: u32, share: f64) -> TemplatePrescription {
    TemplatePrescription {
        movement: movement.to_owned(),
        sets,
        reps_min: Some(reps),
        reps_max: Some(reps),
        load_basis: LoadBasis::OneRm,
        load: Some(share),
        target_rpe: None,
        rest_seconds: Some(180),
        distance_metres: None,
        duration_seconds: None,
        calories: None,
    }
}

pub fn block(
    kind: BlockType,
    format: WorkoutFormat,
    lines: Vec<TemplatePrescription>,
) -> TemplateBlock {
    TemplateBlock {
        kind,
        format,
        title: format!("{kind}"),
        notes: None,
        rounds: None,
        rep_scheme: None,
        time_cap_minutes: None,
        interval_seconds: None,
        score_type: None,
        prescriptions: lines,
    }
}

pub fn session(track: &str, week: u32, order: u32, blocks: Vec<TemplateBlock>) -> TemplateSession {
    TemplateSession {
        track: track.to_owned(),
        week,
        order,
        title: format!("{track} {order}"),
        minutes: 60,
        hard: order % 2 == 1,
        blocks,
    }
}

pub fn track(key: &str, target: f64, min: f64, max: f64) -> TemplateTrack {
    TemplateTrack {
        track: key.to_owned(),
        target_share: target,
        min_share: min,
        max_share: max,
        min_sessions: 0,
        max_sessions: None,
    }
}

pub fn template(
    tracks: Vec<TemplateTrack>,
    sessions: Vec<TemplateSession>,
    weeks: u32,
) -> TemplateFacts {
    TemplateFacts {
        id: "template_01".to_owned(),
        version: 1,
        template: Template {
            name: "Base".to_owned(),
            weeks,
            goal_influence: 0.5,
            goal_affinity: Vec::new(),
            tracks,
            sessions,
        },
    }
}

/// A member of whom nothing is known that would change anything, in the week of 2 March 2026.
pub fn quiet() -> Signals {
    let week = monday();
    Signals {
        as_of: noon(week.monday() - chrono::Days::new(1)),
        today: week.monday() - chrono::Days::new(1),
        week,
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
        readiness: readiness(Some(75.0)),
        volume: VolumeSignal {
            level: VolumeLevel::Normal,
            unit: "AU".to_owned(),
            newest: 2000.0,
            median: Some(2000.0),
            z: Some(0.0),
            ewma_ratio: None,
            spike: Some(1.0),
            session_spike: Some(1.0),
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

/// The week's readiness at a score, with high confidence.
pub fn readiness(score: Option<f64>) -> WeekReadiness {
    let band = domain::readiness::band_of(score, &EngineConfig::default().readiness.scale);
    WeekReadiness {
        score,
        band,
        confidence: if band == ReadinessBand::Unknown {
            Confidence::None
        } else {
            Confidence::High
        },
        latest: None,
        previous: None,
        ill_on: None,
        pain_on: None,
        hrv_z: None,
        newest: Vec::new(),
    }
}

/// A lift with one estimate for all repetitions, last done two days before the week.
pub fn lift(basis_kg: f64) -> LiftSignal {
    let last_on = monday().monday() - chrono::Days::new(2);
    LiftSignal {
        evidence: vec![Evidence {
            date: last_on,
            kind: EvidenceKind::Rpe,
            value_kg: basis_kg,
            reps: 5,
            conservative: false,
        }],
        capacity_kg: Some(basis_kg),
        pieces: 6,
        recent_sessions: 0,
        fresh_tested_kg: None,
        floor_kg: None,
        ceiling_kg: None,
        last_on: Some(last_on),
        trend: TrendSignal {
            class: TrendClass::Flat,
            percent_per_week: Some(0.0),
            sessions: 6,
            gain: Some(0.0),
            span: None,
        },
        layoff: LayoffSignal { last_on: Some(last_on), ramps: Vec::new() },
        retest: false,
        lighter_than_prescribed: false,
    }
}
