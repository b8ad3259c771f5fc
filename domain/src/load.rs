//! Training load: session-RPE, monotony and strain, moving averages (`engine.md` B3).
//!
//! Loads are in arbitrary units (AU): CR-10 rating × minutes. An unlogged day is unknown, never zero,
//! unless its week has a log. None of these ratios predicts injury, and nothing here says so.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Week;
use crate::config::LoadConfig;
use crate::snapshot::SessionFacts;

/// Longest session that is believed, in minutes. House choice.
pub const MINUTES_MAX: u32 = 1_440;

/// Session-RPE load in AU (Foster); `None` without a rating from 0 to 10.
pub fn session_load(session_rpe: Option<f64>, minutes: u32) -> Option<f64> {
    let rpe = session_rpe.filter(|rpe| (0.0..=10.0).contains(rpe))?;
    (minutes <= MINUTES_MAX).then(|| rpe * f64::from(minutes))
}

/// Load of a logged session in AU.
pub fn of_session(session: &SessionFacts) -> Option<f64> {
    session_load(session.session_rpe, session.minutes)
}

/// Programmed load of a session in AU (B6, weekly guard).
pub fn programmed(minutes: u32, hard: bool, config: &LoadConfig) -> f64 {
    let per_minute = if hard { config.hard_au_per_minute } else { config.easy_au_per_minute };
    f64::from(minutes) * per_minute
}

/// How even a week was, and what follows from it (Foster).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evenness {
    /// Sum of the seven days in AU.
    pub weekly_load: f64,
    /// Mean daily load in AU.
    pub daily_mean: f64,
    /// Population standard deviation (n = 7) in AU.
    pub daily_sd: f64,
    /// Mean over deviation; `None` on a flat week or with fewer than three training days.
    pub monotony: Option<f64>,
    /// Weekly load × monotony in AU.
    pub strain: Option<f64>,
}

/// Evenness of seven days. The population deviation is pinned: the sample one reads 8 % lower.
pub fn evenness(days: &[f64; 7], config: &LoadConfig) -> Evenness {
    let weekly_load: f64 = days.iter().sum();
    let daily_mean = weekly_load / 7.0;
    let squares: f64 = days.iter().map(|day| (day - daily_mean) * (day - daily_mean)).sum();
    let daily_sd = (squares / 7.0).sqrt();
    let training_days = days.iter().filter(|day| **day > 0.0).count();
    let enough = training_days >= config.monotony_min_days as usize;
    let monotony = (daily_sd > 0.0 && enough).then(|| daily_mean / daily_sd);
    let strain = monotony.map(|monotony| weekly_load * monotony);
    Evenness { weekly_load, daily_mean, daily_sd, monotony, strain }
}

/// How a monotony reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonotonyFlag {
    /// Over 1.5.
    Watch,
    /// Over 2.0.
    High,
}

/// The flag of a week's monotony; a quiet week raises none, for monotony rises artificially in a deload.
///
/// `usual_weekly`: the weekly mean of the 28 days in AU, where known.
pub fn monotony_flag(
    week: &Evenness,
    usual_weekly: Option<f64>,
    config: &LoadConfig,
) -> Option<MonotonyFlag> {
    let quiet =
        usual_weekly.is_some_and(|usual| week.weekly_load <= config.monotony_quiet_share * usual);
    let monotony = week.monotony.filter(|_| !quiet)?;
    if monotony > config.monotony_high {
        Some(MonotonyFlag::High)
    } else {
        (monotony > config.monotony_watch).then_some(MonotonyFlag::Watch)
    }
}

/// An exponentially weighted moving average over `days` days (Williams 2017): λ = 2 / (days + 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ewma {
    lambda: f64,
    value: f64,
}

impl Ewma {
    /// An average that starts at `seed`.
    pub fn new(days: u32, seed: f64) -> Self {
        Self { lambda: 2.0 / (f64::from(days) + 1.0), value: seed }
    }

    /// Takes in one day's load.
    pub fn add(&mut self, load: f64) {
        self.value = self.lambda * load + (1.0 - self.lambda) * self.value;
    }

    /// What it stands at.
    pub const fn value(&self) -> f64 {
        self.value
    }

    /// The average after all of `loads`, seeded with the mean of their first seven days.
    pub fn over(days: u32, loads: &[f64]) -> Option<f64> {
        let first = &loads[..loads.len().min(7)];
        let seed = mean(first)?;
        let mut average = Self::new(days, seed);
        for load in loads {
            average.add(*load);
        }
        Some(average.value)
    }
}

/// Acute over chronic load, three ways; the method is part of the name, for they disagree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratios {
    /// Mean of 7 days over the mean of 28 that hold them.
    pub coupled: Option<f64>,
    /// Mean of 7 days over the mean of the 21 before them (Windt & Gabbett 2019).
    pub uncoupled: Option<f64>,
    /// Moving average of 7 days over that of 28 days.
    pub ewma: Option<f64>,
}

/// Ratios at the start of the day after `loads`, oldest first; `None` until 28 days.
pub fn ratios(loads: &[f64], config: &LoadConfig) -> Ratios {
    let (acute, chronic) = (config.acute_days as usize, config.chronic_days as usize);
    if loads.len() < chronic {
        return Ratios { coupled: None, uncoupled: None, ewma: None };
    }
    let newest = &loads[loads.len() - acute..];
    let window = &loads[loads.len() - chronic..];
    let over = |acute: Option<f64>, chronic: Option<f64>| {
        chronic.filter(|chronic| *chronic > 0.0).and_then(|chronic| Some(acute? / chronic))
    };
    Ratios {
        coupled: over(mean(newest), mean(window)),
        uncoupled: over(mean(newest), mean(&window[..chronic - acute])),
        ewma: over(Ewma::over(config.acute_days, loads), Ewma::over(config.chronic_days, loads)),
    }
}

/// Fitness, fatigue and form: for display only, individual constants cannot be told from gym data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Form {
    /// 42-day average of daily load (CTL).
    pub fitness: f64,
    /// 7-day average of daily load (ATL).
    pub fatigue: f64,
}

impl Form {
    /// Fitness less fatigue (TSB).
    pub fn balance(&self) -> f64 {
        self.fitness - self.fatigue
    }
}

/// Form after `loads`, oldest first, starting from nothing (`TrainingPeaks`: each day moves 1/N of the way).
pub fn form(loads: &[f64], config: &LoadConfig) -> Form {
    let after = |days: u32| {
        loads.iter().fold(0.0, |value: f64, load| value + (load - value) / f64::from(days))
    };
    Form { fitness: after(config.fitness_days), fatigue: after(config.acute_days) }
}

/// One Monday week of training as the API shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekLoad {
    /// The week.
    pub week: Week,
    /// AU of its rated sessions; `None` where none is rated.
    pub training_load: Option<f64>,
    /// Kilograms moved.
    pub tonnage_kg: f64,
    /// Logged sessions.
    pub sessions: u32,
    /// `None` unless every session is rated.
    pub monotony: Option<f64>,
    /// `None` unless every session is rated.
    pub strain: Option<f64>,
    /// Whether the monotony is worth a word.
    pub flag: Option<MonotonyFlag>,
}

/// The `weeks` Monday weeks that end with the one `today` lies in, oldest first; sessions up to `today`.
pub fn weekly(
    sessions: &[&SessionFacts],
    weeks: u32,
    today: NaiveDate,
    config: &LoadConfig,
) -> Vec<WeekLoad> {
    let last = Week::containing(today);
    let first = last.plus(1 - i64::from(weeks));
    let mut by_week: BTreeMap<Week, Vec<&SessionFacts>> = BTreeMap::new();
    // Three more weeks, for the 28-day mean of the first.
    let from = first.plus(-3).monday();
    for session in sessions.iter().filter(|session| (from..=today).contains(&session.date)) {
        by_week.entry(Week::containing(session.date)).or_default().push(*session);
    }
    (0..i64::from(weeks))
        .map(|index| {
            let week = first.plus(index);
            let usual = usual_weekly(&by_week, week);
            week_load(week, by_week.get(&week).map_or(&[], Vec::as_slice), usual, config)
        })
        .collect()
}

fn week_load(
    week: Week,
    sessions: &[&SessionFacts],
    usual: Option<f64>,
    config: &LoadConfig,
) -> WeekLoad {
    let mut days = [0.0; 7];
    let mut rated = 0;
    for session in sessions {
        if let Some(load) = of_session(session) {
            days[(session.date - week.monday()).num_days() as usize] += load;
            rated += 1;
        }
    }
    let even = evenness(&days, config);
    let whole = rated == sessions.len();
    WeekLoad {
        week,
        training_load: (rated > 0).then_some(even.weekly_load),
        tonnage_kg: sessions.iter().map(|session| tonnage(session)).sum(),
        sessions: sessions.len() as u32,
        monotony: even.monotony.filter(|_| whole),
        strain: even.strain.filter(|_| whole),
        flag: monotony_flag(&even, usual, config).filter(|_| whole),
    }
}

/// Weekly mean over the four weeks that end with `week`, where all four have a rated session.
fn usual_weekly(by_week: &BTreeMap<Week, Vec<&SessionFacts>>, week: Week) -> Option<f64> {
    let mut sum = 0.0;
    for back in 0..4 {
        let loads: Vec<f64> = by_week
            .get(&week.plus(-back))?
            .iter()
            .filter_map(|session| of_session(session))
            .collect();
        if loads.is_empty() {
            return None;
        }
        sum += loads.iter().sum::<f64>();
    }
    Some(sum / 4.0)
}

/// Kilograms a session moved; what is no number counts as nothing.
pub fn tonnage(session: &SessionFacts) -> f64 {
    let kg = session.digest.tonnage_kg;
    if kg.is_finite() { kg.max(0.0) } else { 0.0 }
}

pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests;
