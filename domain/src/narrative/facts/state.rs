//! The week as a whole: readiness, load, adjustment and tracks, in bands and differences.

use chrono::NaiveDate;
use serde::Serialize;

use crate::explain::{Reader, number, points};
use crate::plan::PlanDocument;
use crate::signals::{ConservativeCause, DailySignal, Signals};
use crate::vocab::{
    Confidence, ReadinessBand, ReadinessSignalKind, TrendClass, Trigger, VolumeLevel,
};

/// How far from usual a signal is said to be beside its baseline, in standard deviations; house choice.
const BESIDE_USUAL: f64 = 0.5;
/// How far from usual a signal is said to be well beside its baseline, in standard deviations; house choice.
const WELL_BESIDE_USUAL: f64 = 1.5;
/// From how many days without a log the gap is spoken of; house choice.
const SILENT_DAYS: u32 = 7;

/// The week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeekFacts {
    /// Its Monday.
    pub of: NaiveDate,
    /// Name of the programme.
    pub programme: String,
    /// Week of the programme's cycle, from 1.
    pub cycle_week: u32,
    /// Sessions planned.
    pub sessions: u32,
    /// Sessions that count as hard.
    pub hard_sessions: u32,
    /// Why the week was computed.
    pub computed_because: &'static str,
}

/// Readiness, no measurement among it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadinessFacts {
    /// The week's score, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// Its band.
    pub band: &'static str,
    /// How much stands behind it.
    pub confidence: &'static str,
    /// Points that the newest day lies over the day before; negative: under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest_day_against_day_before: Option<i32>,
    /// Signals of the newest day against the member's own usual.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<String>,
    /// Days since illness was reported, as long as it is told to the coach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ill_days_ago: Option<u32>,
    /// Days since pain was reported, as long as it is told to the coach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain_days_ago: Option<u32>,
    #[serde(skip)]
    pub(crate) word: ReadinessBand,
    #[serde(skip)]
    pub(crate) trust: Confidence,
}

/// Recent training load.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoadFacts {
    /// The newest week against usual.
    pub level: &'static str,
    /// Percent that the newest week lies over the usual one; negative: under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest_week_against_usual_percent: Option<i32>,
    /// Percent that this week, as planned, lies over the usual planned one; negative: under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub this_week_against_usual_percent: Option<i32>,
    /// Signs of fatigue, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signs_of_fatigue: Vec<String>,
    /// Days since anything was logged, from a week on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_without_training: Option<u32>,
    #[serde(skip)]
    pub(crate) word: VolumeLevel,
}

/// What moved the week as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdjustmentFacts {
    /// Whether the week is a lighter one.
    pub lighter_week: bool,
    /// Percent that loads are reduced by at most; 0: not reduced for the week as a whole.
    pub loads_down_percent: f64,
    /// Percent that sets are reduced by at most; 0: not reduced for the week as a whole.
    pub sets_down_percent: f64,
    /// Repetitions in reserve added to every set.
    pub extra_reps_in_reserve: u32,
    /// Why, weightiest first.
    pub because: Vec<String>,
}

/// One track's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrackFacts {
    /// Its name.
    pub track: String,
    /// Sessions this week.
    pub sessions: u32,
    /// Percent of the training it has.
    pub share_percent: u32,
    /// Percent that the programme alone would give it.
    pub programme_share_percent: u32,
    /// Sessions completed of those planned lately, where any were planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_lately: Option<String>,
    /// Why.
    pub because: String,
    /// The share against the programme's.
    #[serde(skip)]
    pub(crate) moved: f64,
}

pub(super) fn week(reader: &Reader<'_>, document: &PlanDocument) -> WeekFacts {
    WeekFacts {
        of: document.week.monday(),
        programme: document.template.name.clone(),
        cycle_week: document.template.cycle_week,
        sessions: document.sessions.len() as u32,
        hard_sessions: document.sessions.iter().filter(|session| session.hard).count() as u32,
        computed_because: cause(reader.signals.trigger),
    }
}

const fn cause(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Weekly => "the new week",
        Trigger::Readiness => "readiness changed",
        Trigger::Volume => "recent volume changed",
        Trigger::PersonalRecord => "a new result",
        Trigger::Goals => "the goals changed",
        Trigger::Restriction => "a restriction changed",
        Trigger::Template => "the programme changed",
        Trigger::CoachRequest | Trigger::CoachEdit => "a coach asked for it",
        Trigger::Manual => "it was asked for",
    }
}

pub(super) fn readiness(reader: &Reader<'_>) -> ReadinessFacts {
    let signals = reader.signals;
    let (readiness, scale) = (&signals.readiness, &reader.facts.config.readiness.scale);
    let score = |daily: &Option<crate::signals::DailyReadiness>| {
        daily.as_ref().and_then(|daily| daily.score)
    };
    let change = score(&readiness.latest)
        .zip(score(&readiness.previous))
        .map(|(now, before)| (now.round() - before.round()) as i32);
    let since = |on: Option<NaiveDate>| {
        let days = on.map(|on| (signals.today - on).num_days());
        days.filter(|days| (0..i64::from(scale.flag_days)).contains(days)).map(|days| days as u32)
    };
    ReadinessFacts {
        score: readiness.score.and_then(|score| points(score, scale).parse().ok()),
        band: crate::explain::band(readiness.band),
        confidence: match readiness.confidence {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
            Confidence::None => "none",
        },
        newest_day_against_day_before: change,
        signals: readiness.newest.iter().filter_map(against_usual).collect(),
        ill_days_ago: since(readiness.ill_on),
        pain_days_ago: since(readiness.pain_on),
        word: readiness.band,
        trust: readiness.confidence,
    }
}

/// A signal against the member's own usual, in words; nothing where it was left out.
fn against_usual(signal: &DailySignal) -> Option<String> {
    let z = signal.z.filter(|z| signal.ignored_because.is_none() && z.is_finite())?;
    let what = match signal.kind {
        ReadinessSignalKind::Hrv => "heart rate variability",
        ReadinessSignalKind::RestingHeartRate => "resting heart rate",
        ReadinessSignalKind::Sleep => "sleep",
        ReadinessSignalKind::Subjective => "how the member feels",
        ReadinessSignalKind::VendorScore => "the wearable's own score",
    };
    let how = if z <= -WELL_BESIDE_USUAL {
        "much worse than usual"
    } else if z <= -BESIDE_USUAL {
        "worse than usual"
    } else if z < BESIDE_USUAL {
        "as usual"
    } else if z < WELL_BESIDE_USUAL {
        "better than usual"
    } else {
        "much better than usual"
    };
    Some(format!("{what}: {how}"))
}

pub(super) fn load(signals: &Signals, document: &PlanDocument) -> LoadFacts {
    let volume = &signals.volume;
    LoadFacts {
        level: crate::explain::level(volume.level),
        newest_week_against_usual_percent: over(volume.newest, volume.median),
        this_week_against_usual_percent: over(document.programmed_au, signals.usual_programmed_au),
        signs_of_fatigue: fatigue(signals),
        days_without_training: signals.days_since_any_log.filter(|days| *days >= SILENT_DAYS),
        word: volume.level,
    }
}

/// Whole percent that a value lies over what is usual.
fn over(value: f64, usual: Option<f64>) -> Option<i32> {
    let usual = usual.filter(|usual| *usual > 0.0)?;
    let percent = ((value / usual - 1.0) * 100.0).round();
    (percent.abs() < 1000.0).then_some(percent as i32)
}

fn fatigue(signals: &Signals) -> Vec<String> {
    let mut out = Vec::new();
    match signals.conservative {
        Some(ConservativeCause::HighVolume) => {
            out.push("recent volume was much higher than usual".to_owned());
        }
        Some(ConservativeCause::StalledAndTired) => {
            out.push("lifts stand still while readiness or effort says tired".to_owned());
        }
        None => {}
    }
    let stalled =
        signals.lifts.values().filter(|lift| lift.trend.class == TrendClass::Stalled).count();
    if stalled > 0 {
        out.push("a lift has stood still for weeks".to_owned());
    }
    if signals.lifts.values().any(|lift| lift.lighter_than_prescribed) {
        out.push("a lift was done lighter than prescribed lately".to_owned());
    }
    out
}

pub(super) fn adjustment(reader: &Reader<'_>, document: &PlanDocument) -> AdjustmentFacts {
    let adjustment = &document.adjustment;
    let down = |by: f64| number((1.0 - by).max(0.0) * 100.0, 1).parse().unwrap_or(0.0);
    AdjustmentFacts {
        lighter_week: adjustment.conservative,
        loads_down_percent: down(adjustment.load_multiplier),
        sets_down_percent: down(adjustment.set_multiplier),
        extra_reps_in_reserve: adjustment.rir_delta,
        because: reader.reasons(adjustment),
    }
}

/// A share in whole percent, as the sentences print it.
fn percent(share: f64) -> u32 {
    number(share * 100.0, 0).parse().unwrap_or(0)
}

pub(super) fn tracks(reader: &Reader<'_>, document: &PlanDocument) -> Vec<TrackFacts> {
    let of = |share: &crate::plan::TrackShare| {
        let adherence = reader.signals.adherence.get(&share.track);
        let planned = adherence.filter(|adherence| adherence.planned > 0);
        TrackFacts {
            track: reader.track(&share.track),
            sessions: share.sessions,
            share_percent: percent(share.share),
            programme_share_percent: percent(share.template_share),
            completed_lately: planned.map(|of| format!("{} of {}", of.completed, of.planned)),
            because: reader.share(share),
            moved: share.share - share.template_share,
        }
    };
    document.blend.iter().map(of).collect()
}
