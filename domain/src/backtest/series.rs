//! The best set of every session of a lift, and what simpler estimators read from it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{LoggedSession, SESSIONS_NEEDED};
use crate::calendar::Week;
use crate::catalogue::Catalogue;
use crate::config::{StrengthConfig, TrendConfig};
use crate::digest::{LoggedSet, digest};
use crate::trend::{self, Point};

/// Days that the windowed estimators look back on.
pub(super) const WINDOW_DAYS: u64 = 90;
/// Points that a line needs.
const POINTS_NEEDED: usize = 3;

/// The best set of one session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Done {
    pub(super) date: NaiveDate,
    pub(super) reps: u32,
    /// Kilograms that the set proves for one repetition.
    pub(super) maximum_kg: f64,
}

/// What was done of every lift, oldest first.
pub(super) struct Series(BTreeMap<String, Vec<Done>>);

impl Series {
    /// From a log, oldest first. Only sets of the lift itself: what a member does of its variants is
    /// lighter on purpose.
    pub(super) fn new(
        log: &[LoggedSession],
        catalogue: &Catalogue,
        config: &StrengthConfig,
    ) -> Self {
        let mut out: BTreeMap<String, Vec<Done>> = BTreeMap::new();
        for session in log {
            let own: Vec<LoggedSet> = session
                .sets
                .iter()
                .filter(|set| catalogue.lift_of(&set.movement) == set.movement)
                .cloned()
                .collect();
            for lift in digest(&own, session.minutes, None, None, catalogue, config).lifts {
                if let Some(best) = lift.lower {
                    let (reps, maximum_kg) = (best.reps, best.value_kg);
                    out.entry(lift.lift).or_default().push(Done {
                        date: session.date,
                        reps,
                        maximum_kg,
                    });
                }
            }
        }
        Self(out)
    }

    /// Lifts with enough sessions, and how many they have.
    pub(super) fn long_enough(&self) -> BTreeMap<String, usize> {
        let lifts = self.0.iter().filter(|(_, done)| done.len() >= SESSIONS_NEEDED);
        lifts.map(|(lift, done)| (lift.clone(), done.len())).collect()
    }

    /// What was done in a week.
    pub(super) fn of_week(&self, week: Week) -> impl Iterator<Item = (&str, &Done)> {
        self.0.iter().flat_map(move |(lift, all)| {
            let start = all.partition_point(|done| done.date < week.monday());
            let end = all.partition_point(|done| done.date <= week.sunday());
            all[start..end].iter().map(move |done| (lift.as_str(), done))
        })
    }

    /// What was done of a lift before a day.
    pub(super) fn before(&self, lift: &str, day: NaiveDate) -> &[Done] {
        let all = self.0.get(lift).map_or(&[][..], Vec::as_slice);
        &all[..all.partition_point(|done| done.date < day)]
    }
}

/// The last session's.
pub(super) fn last(past: &[Done]) -> Option<f64> {
    past.last().map(|done| done.maximum_kg)
}

/// The best ever.
pub(super) fn record(past: &[Done]) -> Option<f64> {
    past.iter().map(|done| done.maximum_kg).max_by(f64::total_cmp)
}

/// The best of the days before `date`.
pub(super) fn best_of(past: &[Done], date: NaiveDate, days: u64) -> Option<f64> {
    record(within(past, date, days))
}

/// A Theil–Sen line, read on `date`.
pub(super) fn line(past: &[Done], date: NaiveDate, config: &TrendConfig) -> Option<f64> {
    let window = within(past, date, WINDOW_DAYS);
    let points: Vec<Point> =
        window.iter().map(|done| Point { date: done.date, value_kg: done.maximum_kg }).collect();
    let first = points.first().filter(|_| points.len() >= POINTS_NEEDED)?.date;
    let fit = trend::fit(&points, config.confidence_z)?;
    Some(fit.at((date - first).num_days() as f64)).filter(|kg| *kg > 0.0)
}

fn within(past: &[Done], date: NaiveDate, days: u64) -> &[Done] {
    let from = date - Days::new(days);
    &past[past.partition_point(|done| done.date < from)..]
}
