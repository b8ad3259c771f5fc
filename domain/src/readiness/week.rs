//! The week's score from its days (`engine.md` B5, the week's score).

use std::borrow::Borrow;

use chrono::{Days, NaiveDate};

use super::series::History;
use super::{band_of, day};
use crate::config::{ReadinessConfig, ReadinessScale};
use crate::load::mean;
use crate::signals::{DailyReadiness, WeekReadiness};
use crate::snapshot::ReadinessFacts;
use crate::vocab::{Confidence, EntryQuality, ReadinessSignalKind};

/// Readiness as it stands on `today`: entries are oldest first, later ones are not read.
///
/// Days count on which something was reported; a day that only inherits yesterday's data is none.
pub fn week<E: Borrow<ReadinessFacts>>(
    entries: &[E],
    today: NaiveDate,
    config: &ReadinessConfig,
) -> WeekReadiness {
    let scale = &config.scale;
    let history = History::new(entries, config);
    let first = today - Days::new(u64::from(scale.week_days - 1));
    let mut days: Vec<DailyReadiness> = Vec::with_capacity(scale.week_days as usize);
    let mut newest = Vec::new();
    for date in first.iter_days().take_while(|date| *date <= today) {
        if history.has(date) {
            let (daily, signals) = day::score(&history, date, config);
            if daily.score.is_some() {
                days.push(daily);
            }
            newest = signals;
        }
    }
    let scores: Vec<f64> = days.iter().filter_map(|daily| daily.score).collect();
    let yesterday = today - Days::new(1);
    let recent = |daily: &DailyReadiness| daily.date >= yesterday;
    let latest = days.last().filter(|daily| recent(daily)).cloned();
    let before = |latest: &DailyReadiness| {
        let on = latest.date - Days::new(1);
        days.iter().rev().find(|daily| daily.date == on).cloned()
    };
    let enough = scores.len() >= scale.week_min_days as usize;
    let score = of_days(&scores, latest.as_ref().and_then(|daily| daily.score), scale);
    WeekReadiness {
        score,
        band: band_of(score, scale),
        confidence: if enough { middle(&days) } else { Confidence::None },
        previous: latest.as_ref().and_then(before),
        ill_on: flagged(entries, today, |entry| entry.illness),
        pain_on: flagged(entries, today, |entry| entry.pain),
        hrv_z: hrv_z(&history, today, config),
        latest,
        newest,
    }
}

/// The week's score from those of its days: their mean, but no more than 15 over the `latest`, which is dated
/// today or yesterday; `None` with too few of them.
pub(super) fn of_days(scores: &[f64], latest: Option<f64>, scale: &ReadinessScale) -> Option<f64> {
    let near = latest.map_or(f64::INFINITY, |score| score + scale.week_over_latest);
    let enough = scores.len() >= scale.week_min_days as usize;
    mean(scores).filter(|_| enough).map(|mean| mean.min(near))
}

/// Median confidence, the lower at a tie.
fn middle(days: &[DailyReadiness]) -> Confidence {
    let mut confidences: Vec<Confidence> = days.iter().map(|daily| daily.confidence).collect();
    confidences.sort_unstable();
    confidences.get(confidences.len() / 2).copied().unwrap_or(Confidence::None)
}

fn hrv_z(history: &History<'_>, today: NaiveDate, config: &ReadinessConfig) -> Option<f64> {
    let (_, signals) = day::score(history, today, config);
    let used = |signal: &&crate::signals::DailySignal| {
        signal.kind == ReadinessSignalKind::Hrv && signal.ignored_because.is_none()
    };
    signals.iter().find(used).and_then(|signal| signal.z)
}

/// The last day flagged; entries that their source does not stand by do not count.
fn flagged<E: Borrow<ReadinessFacts>>(
    entries: &[E],
    today: NaiveDate,
    flag: impl Fn(&ReadinessFacts) -> bool,
) -> Option<NaiveDate> {
    let counts = |entry: &&ReadinessFacts| {
        entry.date <= today && entry.quality == EntryQuality::Final && flag(entry)
    };
    entries.iter().map(Borrow::borrow).filter(counts).map(|entry| entry.date).max()
}
