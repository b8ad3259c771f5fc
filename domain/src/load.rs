//! Training load: session-RPE, monotony and strain, moving averages (`engine.md` B3).
//!
//! Loads are in arbitrary units (AU): CR-10 rating × minutes. An unlogged day is unknown, never zero,
//! unless its week has a log. None of these ratios predicts injury, and nothing here says so.

mod told;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Week;
use crate::config::LoadConfig;
use crate::snapshot::SessionFacts;

pub use told::{LoadFlag, StrainLimit, told};

/// Longest session that is believed, in minutes: a day. House choice (decision 0051).
pub const MINUTES_MAX: u32 = 1_440;
/// End of the CR-10 scale that sessions are rated on (Foster).
pub const RATING_MOST: f64 = 10.0;
/// Highest load of a week that is believed, in AU: seven of the longest sessions, each rated the hardest.
pub const WEEK_AU_MAX: f64 = 7.0 * MINUTES_MAX as f64 * RATING_MOST;
/// Days of a week.
const WEEK: usize = 7;

/// Session-RPE load in AU (Foster); `None` without a rating from 0 to 10.
pub fn session_load(session_rpe: Option<f64>, minutes: u32) -> Option<f64> {
    let rpe = session_rpe.filter(|rpe| (0.0..=RATING_MOST).contains(rpe))?;
    (minutes <= MINUTES_MAX).then(|| rpe * f64::from(minutes))
}

/// Load of a logged session in AU.
pub fn of_session(session: &SessionFacts) -> Option<f64> {
    session_load(session.session_rpe, session.minutes)
}

/// Programmed load of a session in AU (B6, weekly guard); no session is longer than is believed.
pub fn programmed(minutes: u32, hard: bool, config: &LoadConfig) -> f64 {
    let per_minute = if hard { config.hard_au_per_minute } else { config.easy_au_per_minute };
    f64::from(minutes.min(MINUTES_MAX)) * per_minute
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
pub fn evenness(days: &[f64; WEEK], config: &LoadConfig) -> Evenness {
    let weekly_load: f64 = days.iter().sum();
    let daily_mean = weekly_load / WEEK as f64;
    let squares: f64 = days.iter().map(|day| (day - daily_mean) * (day - daily_mean)).sum();
    let daily_sd = (squares / WEEK as f64).sqrt();
    let training_days = days.iter().filter(|day| **day > 0.0).count();
    let enough = training_days >= config.monotony_min_days as usize;
    let monotony = (daily_sd > 0.0 && enough).then(|| daily_mean / daily_sd);
    let strain = monotony.map(|monotony| weekly_load * monotony);
    Evenness { weekly_load, daily_mean, daily_sd, monotony, strain }
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
        let first = &loads[..loads.len().min(WEEK)];
        let seed = mean(first)?;
        let mut average = Self::new(days, seed);
        for load in loads {
            average.add(*load);
        }
        Some(average.value)
    }
}

/// Acute over chronic load, four ways; the method is part of the name, for they disagree.
///
/// A ratio is a rescaled acute load, no predictor of injury (Impellizzeri 2020). The detector of unusual volume
/// reads the last one; the others are there to compare it with.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ratios {
    /// Mean of 7 days over the mean of 28 that hold them.
    pub coupled: Option<f64>,
    /// Mean of 7 days over the mean of the 21 before them (Windt & Gabbett 2019).
    pub uncoupled: Option<f64>,
    /// Moving average of 7 days over that of 28 days.
    pub ewma: Option<f64>,
    /// Moving average of 7 days over that of 28 days as it stood seven days earlier.
    pub ewma_uncoupled: Option<f64>,
}

/// Ratios at the start of the day after `days`, oldest first, in AU; of a day that is `None` nothing is known, and
/// the averages hold through it.
///
/// Nothing until 28 days have passed since the first known one, of which 21 must be known; of the last method these
/// are the days before the newest seven.
pub fn ratios(days: &[Option<f64>], config: &LoadConfig) -> Ratios {
    let days = &days[days.iter().position(Option::is_some).unwrap_or(days.len())..];
    let (acute, chronic) = (config.acute_days as usize, config.chronic_days as usize);
    let earlier = &days[..days.len().saturating_sub(WEEK)];
    let ewma = |span: u32, days: &[Option<f64>]| Ewma::over(span, &known(days));
    let mut out = Ratios::default();
    if is_known(days, config) {
        let newest = mean(&known(&days[days.len() - acute..]));
        let before = &days[days.len() - chronic..days.len() - acute];
        out.coupled = ratio(newest, mean(&known(&days[days.len() - chronic..])));
        out.uncoupled = ratio(newest, mean(&known(before)));
        out.ewma = ratio(ewma(config.acute_days, days), ewma(config.chronic_days, days));
    }
    if is_known(earlier, config) {
        let chronic = ewma(config.chronic_days, earlier);
        out.ewma_uncoupled = ratio(ewma(config.acute_days, days), chronic);
    }
    out
}

/// Whether the newest chronic days are there, and enough of them known (B3).
fn is_known(days: &[Option<f64>], config: &LoadConfig) -> bool {
    let first = days.len().checked_sub(config.chronic_days as usize);
    let known = first.map_or(0, |first| days[first..].iter().flatten().count());
    known > 0 && known >= config.ratio_known_days as usize
}

fn known(days: &[Option<f64>]) -> Vec<f64> {
    days.iter().copied().flatten().collect()
}

fn ratio(acute: Option<f64>, chronic: Option<f64>) -> Option<f64> {
    chronic.filter(|chronic| *chronic > 0.0).and_then(|chronic| Some(acute? / chronic))
}

/// Fitness and fatigue (Banister, as the training apps show them), in AU a day: for display only, individual
/// constants cannot be told from gym data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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

/// Form after `days`, oldest first, starting from nothing (`TrainingPeaks`: each day moves 1/N of the way); the
/// averages hold through unknown days. `None` until the fitness days have passed since the first known one.
pub fn form(days: &[Option<f64>], config: &LoadConfig) -> Option<Form> {
    let days = &days[days.iter().position(Option::is_some)?..];
    let loads = known(days);
    let after = |days: u32| {
        loads.iter().fold(0.0, |value: f64, load| value + (load - value) / f64::from(days))
    };
    let form = Form { fitness: after(config.fitness_days), fatigue: after(config.acute_days) };
    (days.len() >= config.fitness_days as usize).then_some(form)
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
    let days = first.monday()..=today;
    for session in sessions.iter().filter(|session| days.contains(&session.date)) {
        by_week.entry(Week::containing(session.date)).or_default().push(*session);
    }
    (0..i64::from(weeks))
        .map(|index| {
            let week = first.plus(index);
            week_load(week, by_week.get(&week).map_or(&[], Vec::as_slice), config)
        })
        .collect()
}

fn week_load(week: Week, sessions: &[&SessionFacts], config: &LoadConfig) -> WeekLoad {
    let mut days = [0.0; WEEK];
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
    }
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
