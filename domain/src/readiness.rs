//! Readiness: a day's score from what was reported, the week's from the days, and what it does to a
//! week (`engine.md` B5, D).

mod day;
mod effect;
pub mod hrv;
mod series;
mod week;

use std::borrow::Borrow;

use chrono::NaiveDate;

use crate::config::{ReadinessConfig, ReadinessScale};
use crate::signals::{DailyReadiness, DailySignal};
use crate::snapshot::ReadinessFacts;
use crate::vocab::{Confidence, ReadinessBand};

pub use effect::{ReadinessEffect, effect_of, effect_with, row_of};
pub use series::usable;
pub use week::week;

use series::History;

/// A signal was left out because only the other metric of heart rate variability is there.
pub const RMSSD_MISSING: &str = "RMSSD_MISSING_SDNN_AVAILABLE";
/// A signal was left out because the metric that is read, RMSSD, is there as well.
pub const OTHER_METRIC: &str = "OTHER_METRIC_PREFERRED";
/// A signal was left out because another source of it is preferred.
pub const OTHER_SOURCE: &str = "OTHER_SOURCE_PREFERRED";
/// A signal was left out because its source has too short a history.
pub const SHORT_BASELINE: &str = "BASELINE_TOO_SHORT";
/// A signal was left out because too few of the last nights are known.
pub const FEW_NIGHTS: &str = "TOO_FEW_NIGHTS";
/// A signal was left out because its source does not stand by it yet.
pub const PROVISIONAL: &str = "PROVISIONAL";
/// A signal was left out because its source could not score the day.
pub const UNSCORABLE: &str = "UNSCORABLE";
/// A vendor's score was left out because its own components are there.
pub const COMPONENTS_PRESENT: &str = "COMPONENTS_PRESENT";

/// Shares of the evidence this close are one: sums of floats differ by less.
const SAME_SHARE: f64 = 1e-9;
/// Lowest and highest answer of a check-in item (the API).
const ITEM: (f64, f64) = (1.0, 5.0);

/// The score of `date` and the signals it rests on, left-out ones included.
///
/// `entries`: oldest first; later ones than `date` are not read.
pub fn day<E: Borrow<ReadinessFacts>>(
    entries: &[E],
    date: NaiveDate,
    config: &ReadinessConfig,
) -> (DailyReadiness, Vec<DailySignal>) {
    day::score(&History::new(entries, config), date, config)
}

/// The band of a score; scores are compared unrounded.
pub fn band_of(score: Option<f64>, scale: &ReadinessScale) -> ReadinessBand {
    match score {
        None => ReadinessBand::Unknown,
        Some(score) if score >= scale.peak => ReadinessBand::Peak,
        Some(score) if score >= scale.good => ReadinessBand::Good,
        Some(score) if score >= scale.moderate => ReadinessBand::Moderate,
        Some(score) if score >= scale.low => ReadinessBand::Low,
        Some(_) => ReadinessBand::VeryLow,
    }
}

/// How much of the evidence is there: `share` of the original weights.
fn confidence_of(share: f64, scale: &ReadinessScale) -> Confidence {
    // Sums of the weights are compared as decimals: 0.35 + 0.15 must be 0.50.
    let share = share + SAME_SHARE;
    if share >= scale.confidence_high {
        Confidence::High
    } else if share >= scale.confidence_medium {
        Confidence::Medium
    } else if share >= scale.confidence_low {
        Confidence::Low
    } else {
        Confidence::None
    }
}

/// The share of a day's goodness in check-in items, 0 to 1, and how many there are; `None` under
/// `subjective_min_items`.
pub fn goodness(entry: &ReadinessFacts, scale: &ReadinessScale) -> Option<(f64, u32)> {
    let bad = [entry.soreness, entry.stress];
    let good = [entry.energy, entry.mood, entry.sleep_quality];
    let (least, most) = ITEM;
    let possible = |item: &f64| (least..=most).contains(item);
    let valid = |item: Option<u8>| item.map(f64::from).filter(possible);
    let (mut sum, mut count) = (0.0, 0);
    for item in bad.into_iter().filter_map(valid) {
        (sum, count) = (sum + (most - item) / (most - least), count + 1);
    }
    for item in good.into_iter().filter_map(valid) {
        (sum, count) = (sum + (item - least) / (most - least), count + 1);
    }
    (count >= scale.subjective_min_items).then(|| (sum / f64::from(count), count))
}

#[cfg(test)]
mod tests;
