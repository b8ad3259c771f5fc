//! The last thirteen weeks day by day, in one unit (`engine.md` B4).

use std::collections::BTreeMap;

use chrono::{Days as Span, NaiveDate};

use super::{VolumeHistory, Window};
use crate::calendar::Week;
use crate::config::{EngineConfig, VolumeConfig};
use crate::load::{self, Form};
use crate::snapshot::SessionFacts;
use crate::vocab::MovementPattern;

/// One day.
#[derive(Clone, Copy, Default)]
struct Day {
    value: f64,
    sessions: u32,
    biggest: f64,
    run_metres: f64,
}

/// Every day of the windows, oldest first, the newest last.
pub(super) struct Days {
    by_day: Vec<Day>,
    rated: bool,
    /// AU of the newest seven days; unrated sessions by their minutes.
    newest_au: f64,
    /// Tonnage of each pattern's biggest session: in the newest seven days, and in the month before.
    patterns: BTreeMap<MovementPattern, (f64, f64)>,
}

impl Days {
    /// The days up to `end`: kilograms throughout where too few sessions are rated.
    pub(super) fn new(history: &VolumeHistory<'_>, end: NaiveDate, config: &EngineConfig) -> Self {
        let count = 7 * (config.volume.lookback_windows as usize + 1);
        let first = end - Span::new(count as u64 - 1);
        let start = history.sessions.partition_point(|session| session.date < first);
        let stop = history.sessions.partition_point(|session| session.date <= end);
        let sessions = &history.sessions[start..stop.max(start)];
        let rated = sessions.iter().filter(|session| load::of_session(session).is_some()).count();
        let enough = config.volume.rated_share * sessions.len() as f64;
        let mut out = Self {
            by_day: vec![Day::default(); count],
            rated: rated as f64 >= enough,
            newest_au: 0.0,
            patterns: BTreeMap::new(),
        };
        for session in sessions {
            let index = (session.date - first).num_days() as usize;
            out.add(session, index, config);
        }
        out
    }

    fn add(&mut self, session: &SessionFacts, index: usize, config: &EngineConfig) {
        let au = load::of_session(session);
        let value = if self.rated { au.unwrap_or(0.0) } else { load::tonnage(session) };
        let back = self.by_day.len() - index;
        let day = &mut self.by_day[index];
        day.value += value;
        day.sessions += 1;
        day.biggest = day.biggest.max(value);
        let run = session.digest.run_metres;
        day.run_metres = day.run_metres.max(if run.is_finite() { run } else { 0.0 });
        let newest = back <= 7;
        if newest {
            let minutes = session.minutes.min(load::MINUTES_MAX);
            self.newest_au += au.unwrap_or_else(|| load::programmed(minutes, false, &config.load));
        }
        if newest || back <= 7 + config.volume.session_days as usize {
            for pattern in &session.digest.patterns {
                let biggest = self.patterns.entry(pattern.pattern).or_default();
                let slot = if newest { &mut biggest.0 } else { &mut biggest.1 };
                *slot = slot.max(pattern.tonnage_kg);
            }
        }
    }

    pub(super) const fn unit(&self) -> &'static str {
        if self.rated { "AU" } else { "kg" }
    }

    /// Windows of seven days, the newest first.
    pub(super) fn windows(
        &self,
        history: &VolumeHistory<'_>,
        end: NaiveDate,
        config: &VolumeConfig,
    ) -> Vec<Window> {
        (0..=u64::from(config.lookback_windows))
            .map(|back| {
                let stop = self.by_day.len() - 7 * back as usize;
                let days = &self.by_day[stop - 7..stop];
                // A window belongs to the week that most of it lies in.
                let middle = Week::containing(end - Span::new(7 * back + 3));
                Window {
                    value: days.iter().map(|day| day.value).sum(),
                    logged: days.iter().any(|day| day.sessions > 0),
                    conservative: history.conservative.contains(&middle),
                }
            })
            .collect()
    }

    /// The days of the last `span`, oldest first; weeks without a log say nothing.
    fn known(&self, windows: &[Window], span: u32) -> Vec<Option<f64>> {
        let weeks = (span as usize / 7).min(windows.len());
        let days = &self.by_day[self.by_day.len() - 7 * weeks..];
        let logged = windows[..weeks].iter().rev().flat_map(|window| [window.logged; 7]);
        days.iter().zip(logged).map(|(day, logged)| logged.then_some(day.value)).collect()
    }

    /// Rule B: the acute average over the chronic one of seven days earlier.
    pub(super) fn ewma_ratio(&self, windows: &[Window], config: &EngineConfig) -> Option<f64> {
        let days = self.known(windows, config.volume.ewma_days);
        load::ratios(&days, &config.load).ewma_uncoupled.filter(|_| windows[0].logged)
    }

    /// Fitness and fatigue, where the windows are counted in AU.
    pub(super) fn form(&self, windows: &[Window], config: &EngineConfig) -> Option<Form> {
        let all = self.known(windows, self.by_day.len() as u32);
        load::form(&all, &config.load).filter(|_| self.rated)
    }

    /// Rule D: the biggest session of the newest window, or its longest run, over that of the month
    /// before; in kilograms, the biggest in each pattern.
    pub(super) fn session_spike(&self, config: &VolumeConfig) -> Option<f64> {
        let newest = self.by_day.len() - 7;
        let month = &self.by_day[newest.saturating_sub(config.session_days as usize)..newest];
        let over = |value: fn(&Day) -> f64| {
            let largest = |days: &[Day]| days.iter().map(value).fold(0.0, f64::max);
            ratio(largest(&self.by_day[newest..]), largest(month))
        };
        let patterns =
            self.patterns.values().filter_map(|(newest, before)| ratio(*newest, *before));
        let pattern = patterns.fold(None, |most: Option<f64>, ratio| {
            Some(most.map_or(ratio, |most| most.max(ratio)))
        });
        let session = if self.rated { over(|day| day.biggest) } else { pattern };
        [session, over(|day| day.run_metres)].into_iter().flatten().max_by(f64::total_cmp)
    }

    /// A week too small to be called high.
    pub(super) fn small(&self, config: &EngineConfig) -> bool {
        let newest = &self.by_day[self.by_day.len() - 7..];
        let sessions: u32 = newest.iter().map(|day| day.sessions).sum();
        self.newest_au < config.volume.small_au && sessions < config.volume.small_sessions
    }
}

/// How much more was programmed in the newest window than in those before it; at least 1, and 1
/// where one of them had no plan.
pub(super) fn overreach(history: &VolumeHistory<'_>, end: NaiveDate, config: &VolumeConfig) -> f64 {
    let programmed = |back: u32| -> f64 {
        let stop = end - Span::new(7 * u64::from(back));
        history.programmed.range(stop - Span::new(6)..=stop).map(|day| day.1).sum()
    };
    let before: Vec<f64> = (1..=config.overreach_windows).map(programmed).collect();
    if before.iter().any(|window| *window <= 0.0) {
        return 1.0;
    }
    load::mean(&before).map_or(1.0, |mean| (programmed(0) / mean).max(1.0))
}

fn ratio(newest: f64, before: f64) -> Option<f64> {
    (before > 0.0 && newest.is_finite()).then(|| newest / before)
}
