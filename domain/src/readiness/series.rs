//! Entries sorted into one series per signal and source: each has its own baseline (`engine.md` B5, D).

use std::borrow::Borrow;

use chrono::{Days, NaiveDate};

use super::goodness;
use crate::config::ReadinessConfig;
use crate::load::mean;
use crate::snapshot::ReadinessFacts;
use crate::trend::median;
use crate::vocab::{EntryQuality, HrvMetric, HrvWindow, ReadinessSignalKind as Kind};

/// What a median absolute deviation is multiplied by to stand for a standard deviation.
const MAD_TO_SD: f64 = 1.4826;

/// Values that are believed (D): HRV 10 to 250 ms, heart rate 25 to 120, sleep 0 to 16 h, scores 0 to 100.
fn plausible(kind: Kind, value: f64) -> bool {
    let range = match kind {
        Kind::Hrv => 10.0..=250.0,
        Kind::RestingHeartRate => 25.0..=120.0,
        Kind::Sleep => 0.0..=16.0,
        Kind::Subjective => 0.0..=1.0,
        Kind::VendorScore => 0.0..=100.0,
    };
    range.contains(&value)
}

/// Whether an entry holds no impossible value.
pub fn usable(entry: &ReadinessFacts) -> bool {
    let fine = |kind, value: Option<f64>| value.is_none_or(|value| plausible(kind, value));
    let items = [entry.soreness, entry.stress, entry.energy, entry.mood, entry.sleep_quality];
    fine(Kind::Hrv, entry.hrv_ms)
        && fine(Kind::RestingHeartRate, entry.resting_heart_rate_bpm)
        && fine(Kind::Sleep, hours(entry))
        && fine(Kind::VendorScore, entry.vendor_score)
        && items.into_iter().flatten().all(|item| (1..=5).contains(&item))
}

/// One signal of one source.
pub(super) struct Series<'a> {
    pub(super) kind: Kind,
    pub(super) source: &'a str,
    /// With HRV, when it was measured: never read against another window.
    window: Option<HrvWindow>,
    /// By date, one value a day, HRV as its logarithm; with it the number of check-in items.
    values: Vec<(NaiveDate, f64, u32)>,
}

/// A value that is shown but does not count, and why.
pub(super) struct Ignored<'a> {
    pub(super) date: NaiveDate,
    pub(super) kind: Kind,
    pub(super) source: &'a str,
    pub(super) value: f64,
    pub(super) because: &'static str,
}

/// Everything reported, by signal and source.
pub(super) struct History<'a> {
    /// Preferred sources of a signal first.
    pub(super) series: Vec<Series<'a>>,
    pub(super) ignored: Vec<Ignored<'a>>,
}

/// A baseline: where the member usually is, and how much that moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Baseline {
    pub(super) centre: f64,
    pub(super) sd: f64,
}

impl<'a> History<'a> {
    /// Sorts `entries`, oldest first; impossible values are left out.
    pub(super) fn new<E: Borrow<ReadinessFacts>>(
        entries: &'a [E],
        config: &ReadinessConfig,
    ) -> Self {
        let mut out = Self { series: Vec::new(), ignored: Vec::new() };
        for entry in entries.iter().map(Borrow::borrow) {
            let signals = [
                (Kind::Hrv, entry.hrv_ms),
                (Kind::RestingHeartRate, entry.resting_heart_rate_bpm),
                (Kind::Sleep, hours(entry)),
                (Kind::VendorScore, entry.vendor_score),
            ];
            for (kind, value) in signals {
                if let Some(value) = value.filter(|value| plausible(kind, *value)) {
                    out.add(entry, kind, value, 0);
                }
            }
            if let Some((share, items)) = goodness(entry, &config.scale) {
                out.add(entry, Kind::Subjective, share, items);
            }
        }
        for series in &mut out.series {
            // Stable: of several values of one day the one that came last stands.
            series.values.sort_by_key(|value| value.0);
            series.values.reverse();
            series.values.dedup_by_key(|value| value.0);
            series.values.reverse();
        }
        let rank = |source: &str| rank_of(source, &config.source_priority);
        out.series.sort_by(|a, b| {
            let key = |series: &Series<'a>| {
                (series.kind, rank(series.source), series.source, series.window)
            };
            key(a).cmp(&key(b))
        });
        out
    }

    fn add(&mut self, entry: &'a ReadinessFacts, kind: Kind, value: f64, items: u32) {
        let other_metric = kind == Kind::Hrv && entry.hrv_metric == Some(HrvMetric::Sdnn);
        let because = match entry.quality {
            EntryQuality::Provisional => Some(super::PROVISIONAL),
            EntryQuality::Unscorable => Some(super::UNSCORABLE),
            // Never converted: SDNN is another quantity.
            EntryQuality::Final => other_metric.then_some(super::RMSSD_MISSING),
        };
        let (date, source) = (entry.date, entry.source.as_str());
        if let Some(because) = because {
            self.ignored.push(Ignored { date, kind, source, value, because });
            return;
        }
        let window = (kind == Kind::Hrv).then_some(entry.hrv_window);
        let value = if kind == Kind::Hrv { libm::log(value) } else { value };
        let same = |series: &&mut Series<'a>| {
            series.kind == kind && series.source == source && series.window == window
        };
        match self.series.iter_mut().find(same) {
            Some(series) => series.values.push((date, value, items)),
            None => self.series.push(Series {
                kind,
                source,
                window,
                values: vec![(date, value, items)],
            }),
        }
    }

    /// Whether anything that counts is dated `date`.
    pub(super) fn has(&self, date: NaiveDate) -> bool {
        self.series.iter().any(|series| series.between(date, date).len() == 1)
    }
}

impl Series<'_> {
    /// Values dated `from` to `to`, both included.
    pub(super) fn between(&self, from: NaiveDate, to: NaiveDate) -> &[(NaiveDate, f64, u32)] {
        let start = self.values.partition_point(|value| value.0 < from);
        let end = self.values.partition_point(|value| value.0 <= to);
        &self.values[start..end.max(start)]
    }

    /// The newest value that is fresh on `date`: dated then or the day before.
    pub(super) fn fresh(&self, date: NaiveDate) -> Option<(NaiveDate, f64, u32)> {
        self.between(date - Days::new(1), date).last().copied()
    }

    /// Median and spread of the `days` before `date`, where there are enough values.
    pub(super) fn robust(&self, date: NaiveDate, days: u32, min: u32) -> Option<Baseline> {
        let mut values = self.before(date, days);
        if values.len() < min as usize {
            return None;
        }
        let centre = median(&mut values)?;
        for value in &mut values {
            *value = (*value - centre).abs();
        }
        Some(Baseline { centre, sd: MAD_TO_SD * median(&mut values)? })
    }

    /// Mean and sample deviation of the `days` before `date`, where there are enough values.
    pub(super) fn plain(&self, date: NaiveDate, days: u32, min: u32) -> Option<Baseline> {
        let values = self.before(date, days);
        if values.len() < (min as usize).max(2) {
            return None;
        }
        let centre = mean(&values)?;
        let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
        Some(Baseline { centre, sd: (squares / (values.len() - 1) as f64).sqrt() })
    }

    fn before(&self, date: NaiveDate, days: u32) -> Vec<f64> {
        let (from, to) = (date - Days::new(u64::from(days)), date - Days::new(1));
        self.between(from, to).iter().map(|value| value.1).collect()
    }
}

fn hours(entry: &ReadinessFacts) -> Option<f64> {
    entry.asleep_minutes.map(|minutes| f64::from(minutes) / 60.0)
}

/// Position in the list of trust; sources that are not in it come after, and are ordered by name.
fn rank_of(source: &str, priority: &[String]) -> usize {
    let listed = |name: &String| {
        let head = source.as_bytes().get(..name.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
    };
    priority.iter().position(listed).unwrap_or(priority.len())
}
