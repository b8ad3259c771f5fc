//! What a coach is told of the newest seven days' load (`engine.md` B3): that they were much alike, or strenuous.
//!
//! It changes no prescription, and it says nothing of injury.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{WEEK, evenness, of_session};
use crate::config::LoadConfig;
use crate::reason::Finding;
use crate::snapshot::SessionFacts;

/// How far a number is beyond what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoadFlag {
    /// Worth watching.
    #[serde(rename = "w")]
    Watch,
    /// High.
    #[serde(rename = "h")]
    High,
}

/// What a strain lies over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StrainLimit {
    /// The member's own 90th percentile.
    #[serde(rename = "o")]
    Own,
    /// A strain worth watching in anyone.
    #[serde(rename = "w")]
    Watch,
    /// A strain that is high in anyone.
    #[serde(rename = "h")]
    High,
}

/// Seven days of training.
#[derive(Clone, Copy, Default)]
struct Window {
    days: [f64; WEEK],
    sessions: u32,
    rated: u32,
}

impl Window {
    /// AU of the window; `None` where no session is rated.
    fn load(&self) -> Option<f64> {
        (self.rated > 0).then(|| self.days.iter().sum())
    }

    /// Whether every session is rated; else neither monotony nor strain can be told.
    const fn is_whole(&self) -> bool {
        self.rated > 0 && self.rated == self.sessions
    }

    fn strain(&self, config: &LoadConfig) -> Option<f64> {
        evenness(&self.days, config).strain.filter(|_| self.is_whole())
    }
}

/// What is worth a word of the seven days up to `end`. `sessions`: oldest first, a year is enough.
///
/// A quiet week is worth none: monotony rises artificially in a deload, and strain with it.
pub fn told(sessions: &[&SessionFacts], end: NaiveDate, config: &LoadConfig) -> Vec<Finding> {
    let windows = windows(sessions, end, config);
    let newest = &windows[0];
    let week = evenness(&newest.days, config);
    let Some((monotony, strain)) = week.monotony.zip(week.strain).filter(|_| newest.is_whole())
    else {
        return Vec::new();
    };
    if is_quiet(&windows, config) {
        return Vec::new();
    }
    let flag = flag_of(monotony, config.monotony_watch, config.monotony_high);
    let even = flag.map(|flag| Finding::EvenDays { monotony, flag });
    even.into_iter().chain(strenuous(strain, &windows[1..], config)).collect()
}

/// The windows of seven days up to `end`, the newest first.
fn windows(sessions: &[&SessionFacts], end: NaiveDate, config: &LoadConfig) -> Vec<Window> {
    let count = 1 + config.strain_lookback_weeks.max(usual_weeks(config)) as usize;
    let mut windows = vec![Window::default(); count];
    let first = end - Days::new((WEEK * count) as u64 - 1);
    for session in sessions.iter().filter(|session| (first..=end).contains(&session.date)) {
        let back = (end - session.date).num_days() as usize;
        let window = &mut windows[back / WEEK];
        window.sessions += 1;
        if let Some(load) = of_session(session) {
            window.days[back % WEEK] += load;
            window.rated += 1;
        }
    }
    windows
}

const fn usual_weeks(config: &LoadConfig) -> u32 {
    config.chronic_days / WEEK as u32
}

/// Whether the newest window has little of the weekly mean of the 28 days that hold it; not where one of their
/// weeks has no rated session.
fn is_quiet(windows: &[Window], config: &LoadConfig) -> bool {
    let weeks = windows.iter().take(usual_weeks(config) as usize);
    let loads: Option<Vec<f64>> = weeks.map(Window::load).collect();
    let usual = loads.as_deref().and_then(super::mean);
    usual
        .zip(windows[0].load())
        .is_some_and(|(usual, load)| load <= config.monotony_quiet_share * usual)
}

fn flag_of(value: f64, watch: f64, high: f64) -> Option<LoadFlag> {
    if value > high { Some(LoadFlag::High) } else { (value > watch).then_some(LoadFlag::Watch) }
}

/// Whether a strain lies over what is usual for the member or, where too few of their weeks are known, for anyone:
/// the absolute limits come from small samples of endurance athletes.
fn strenuous(strain: f64, before: &[Window], config: &LoadConfig) -> Option<Finding> {
    let lookback = before.iter().take(config.strain_lookback_weeks as usize);
    let known: Vec<f64> = lookback.filter_map(|window| window.strain(config)).collect();
    let finding = |limit, over| Finding::Strenuous { strain, limit, over };
    if known.len() >= config.strain_needs_weeks as usize {
        let own = percentile(known, config.strain_percentile)?;
        return (strain > own).then(|| finding(StrainLimit::Own, own));
    }
    match flag_of(strain, config.strain_watch, config.strain_high)? {
        LoadFlag::High => Some(finding(StrainLimit::High, config.strain_high)),
        LoadFlag::Watch => Some(finding(StrainLimit::Watch, config.strain_watch)),
    }
}

/// The value that a `share` of all lie at or under (nearest rank).
fn percentile(mut values: Vec<f64>, share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let rank = (share * values.len() as f64).ceil() as usize;
    values.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests;
