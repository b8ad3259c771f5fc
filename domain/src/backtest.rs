//! What the engine would have prescribed on a training log, week by week from the past only, beside the
//! estimators that other programs read loads from (`engine.md` B1b).
//!
//! It runs the engine itself: `observe` reads the history cut at each Monday, and `estimate` gives the load.

mod score;
mod series;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::calendar::{Week, WeekdaySet};
use crate::catalogue::Catalogue;
use crate::config::EngineConfig;
use crate::digest::{LoggedSet, digest};
use crate::e1rm;
use crate::equipment::Equipment;
use crate::estimate;
use crate::observe::observe;
use crate::signals::Signals;
use crate::snapshot::{GymFacts, MemberFacts, Request, SessionFacts, Snapshot, TemplateFacts};
use crate::template::Template;
use crate::vocab::{Experience, Trigger, VolumeLevel, WeightUnit};

pub use score::{Errors, score};
use series::{Done, Series};

/// Sessions that a lift needs to be predicted. House choice of `engine.md` B1b.
pub const SESSIONS_NEEDED: usize = 15;

/// One workout of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedSession {
    /// Local date.
    pub date: NaiveDate,
    /// Minutes.
    pub minutes: u32,
    /// Its sets; their ratings are set aside, for no other estimator reads them.
    pub sets: Vec<LoggedSet>,
}

/// Where a load may come from. All but the first are what other programs do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Estimator {
    /// The engine's own.
    Engine,
    /// The last session's best set.
    LastSession,
    /// A Theil–Sen line through 90 days, read on the day.
    TheilSen,
    /// The best of 90 days.
    BestOf90Days,
    /// The best ever.
    Record,
}

impl Estimator {
    /// All of them, the engine's first.
    pub const ALL: [Self; 5] =
        [Self::Engine, Self::LastSession, Self::TheilSen, Self::BestOf90Days, Self::Record];

    /// Its name as tables print it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Engine => "Microcycle",
            Self::LastSession => "last session",
            Self::TheilSen => "Theil–Sen, 90 days",
            Self::BestOf90Days => "best of 90 days",
            Self::Record => "record",
        }
    }
}

/// The load of one session's best set, foretold.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Key of the lift.
    pub lift: String,
    /// Day of the session.
    pub date: NaiveDate,
    /// Repetitions that were done.
    pub reps: u32,
    /// Kilograms that were lifted.
    pub lifted_kg: f64,
    /// Kilograms that each of [`Estimator::ALL`] gives for those repetitions; `None`: it says nothing.
    pub predicted_kg: [Option<f64>; 5],
}

/// What came of a log.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Backtest {
    /// Lifts with enough sessions, and how many they have.
    pub lifts: BTreeMap<String, usize>,
    /// Every prediction of theirs, by week.
    pub predictions: Vec<Prediction>,
    /// The volume detector's level on every Monday from the first to the last session's week.
    pub volume: Vec<(Week, VolumeLevel)>,
}

/// Foretells every week of `log`, whatever its order.
pub fn backtest(log: &[LoggedSession], catalogue: &Catalogue, config: &EngineConfig) -> Backtest {
    let mut log: Vec<LoggedSession> = log.to_vec();
    log.sort_by_key(|session| session.date);
    for set in log.iter_mut().flat_map(|session| &mut session.sets) {
        set.rpe = None;
    }
    let (Some(first), Some(last)) = (log.first(), log.last()) else {
        return Backtest::default();
    };
    let (first, last) = (Week::containing(first.date), Week::containing(last.date));
    let series = Series::new(&log, catalogue, &config.strength);
    let facts = facts(catalogue, config);
    let template = template();
    let sessions = sessions(&facts, &log);
    let mut snapshot = snapshot(&facts, &template, &sessions, first);
    let mut out = Backtest { lifts: series.long_enough(), ..Backtest::default() };
    for week in (0..=last.weeks_since(first)).map(|weeks| first.plus(weeks)) {
        snapshot.week = week;
        snapshot.as_of = noon(week.monday());
        let signals = observe(&snapshot);
        out.volume.push((week, signals.volume.level));
        for (lift, done) in series.of_week(week).filter(|(lift, _)| out.lifts.contains_key(*lift)) {
            let past = series.before(lift, week.monday());
            out.predictions.extend(predict(lift, done, past, &signals, config));
        }
    }
    out
}

/// What each estimator gives; `None` where nothing was known of the lift.
fn predict(
    lift: &str,
    done: &Done,
    past: &[Done],
    signals: &Signals,
    config: &EngineConfig,
) -> Option<Prediction> {
    let share = e1rm::at_least(1.0, done.reps, &config.strength)?;
    past.last()?;
    let load = |maximum_kg: Option<f64>| maximum_kg.map(|kg| kg / share);
    let basis = signals.lifts.get(lift).and_then(|known| estimate::basis(known, done.reps, config));
    let maxima = [
        basis.map(|basis| basis.for_rpe()),
        series::last(past),
        series::line(past, done.date, &config.trend),
        series::best_of(past, done.date, series::WINDOW_DAYS),
        series::record(past),
    ];
    Some(Prediction {
        lift: lift.to_owned(),
        date: done.date,
        reps: done.reps,
        lifted_kg: done.maximum_kg / share,
        predicted_kg: maxima.map(load),
    })
}

fn noon(date: NaiveDate) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    date.and_time(time).and_utc()
}

/// A gym of which only catalogue and constants matter.
fn facts(catalogue: &Catalogue, config: &EngineConfig) -> GymFacts {
    GymFacts {
        time_zone: chrono_tz::UTC,
        unit: WeightUnit::Kilogram,
        equipment: Equipment::standard(WeightUnit::Kilogram),
        catalogue: catalogue.clone(),
        tracks: BTreeMap::new(),
        config: Box::new(config.clone()),
    }
}

/// A programme without sessions: a log has no plan.
fn template() -> TemplateFacts {
    let template = Template {
        name: String::new(),
        weeks: 1,
        goal_influence: 0.0,
        goal_affinity: Vec::new(),
        tracks: Vec::new(),
        sessions: Vec::new(),
    };
    TemplateFacts { id: String::new(), version: 1, template }
}

/// The log as the engine reads it.
fn sessions(facts: &GymFacts, log: &[LoggedSession]) -> Vec<SessionFacts> {
    let session = |session: &LoggedSession| SessionFacts {
        date: session.date,
        recorded_at: noon(session.date),
        track: String::new(),
        answers: None,
        minutes: session.minutes,
        session_rpe: None,
        completion: None,
        digest: digest(
            &session.sets,
            session.minutes,
            None,
            None,
            &facts.catalogue,
            &facts.config.strength,
        ),
    };
    log.iter().map(session).collect()
}

fn snapshot<'a>(
    facts: &'a GymFacts,
    template: &'a TemplateFacts,
    sessions: &'a [SessionFacts],
    first: Week,
) -> Snapshot<'a> {
    Snapshot {
        as_of: noon(first.monday()),
        week: first,
        gym: facts,
        template,
        starts_on: first,
        member: MemberFacts {
            experience: Experience::Intermediate,
            sessions_per_week: 0,
            available_days: WeekdaySet::ALL,
            bodyweight_kg: None,
            goals: Vec::new(),
            restrictions: Vec::new(),
            first_set_on: Some(first.monday()),
        },
        sessions,
        records: &[],
        readiness: &[],
        plans: &[],
        request: Request { trigger: Trigger::Weekly, base: None },
    }
}

#[cfg(test)]
mod tests;
