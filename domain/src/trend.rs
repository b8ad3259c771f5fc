//! Where a lift is heading: Theil–Sen with Sen's rank interval over twelve weeks (`engine.md` B2).

use chrono::{Days, NaiveDate};

use crate::config::TrendConfig;
use crate::signals::{Evidence, EvidenceKind, TrendSignal};
use crate::vocab::TrendClass;

/// One session's estimated maximum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The day.
    pub date: NaiveDate,
    /// Kilograms.
    pub value_kg: f64,
}

/// A line through points that up to 29 % of outliers cannot bend (Sen 1968, textbook).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Median slope in kilograms per day.
    pub slope: f64,
    /// Kilograms on the first day.
    pub intercept: f64,
    /// Lower end of the 80 % interval of the slope.
    pub lower: f64,
    /// Upper end of the 80 % interval of the slope.
    pub upper: f64,
    /// Mann–Kendall S: rises less falls over all pairs. Shown, not used.
    pub kendall: i64,
    /// Days between the first and the last point.
    pub span_days: i64,
}

impl Fit {
    /// Kilograms of the line `days` after the first point.
    pub fn at(&self, days: f64) -> f64 {
        self.intercept + self.slope * days
    }

    /// Gain over the points, as a fraction of the fitted first value.
    pub fn gain(&self) -> Option<f64> {
        (self.intercept > 0.0).then(|| self.slope * self.span_days as f64 / self.intercept)
    }

    /// Percent per week of the fitted last value.
    pub fn percent_per_week(&self) -> Option<f64> {
        let last = self.at(self.span_days as f64);
        (last > 0.0).then(|| 100.0 * 7.0 * self.slope / last)
    }
}

/// The series of a lift, oldest first: what was rated, tested or missed, conservative weeks left out.
///
/// Held and lower values echo what the engine prescribed: a trend on them would feed itself.
pub fn points(evidence: &[Evidence]) -> Vec<Point> {
    let counts = |piece: &&Evidence| {
        let kind =
            matches!(piece.kind, EvidenceKind::Rpe | EvidenceKind::Tested | EvidenceKind::Missed);
        kind && !piece.conservative && piece.value_kg > 0.0
    };
    let point = |piece: &Evidence| Point { date: piece.date, value_kg: piece.value_kg };
    evidence.iter().filter(counts).map(point).collect()
}

/// The line through `points`, oldest first; `None` where all lie on one day.
///
/// `z`: quantile of the normal distribution for the interval.
pub fn fit(points: &[Point], z: f64) -> Option<Fit> {
    let first = points.first()?.date;
    let day = |point: &Point| (point.date - first).num_days() as f64;
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    let mut kendall = 0;
    for (index, earlier) in points.iter().enumerate() {
        for later in &points[index + 1..] {
            let (days, rise) = (day(later) - day(earlier), later.value_kg - earlier.value_kg);
            if days > 0.0 {
                slopes.push(rise / days);
                kendall += i64::from(rise > 0.0) - i64::from(rise < 0.0);
            }
        }
    }
    let slope = median(&mut slopes)?;
    let (lower, upper) = interval(&mut slopes, points.len() as f64, z);
    let mut offsets: Vec<f64> =
        points.iter().map(|point| point.value_kg - slope * day(point)).collect();
    let intercept = median(&mut offsets)?;
    let span_days = (points.last()?.date - first).num_days();
    Some(Fit { slope, intercept, lower, upper, kendall, span_days })
}

/// Sen's rank interval: slopes number ⌊(N − C)/2⌋ and ⌈(N + C)/2⌉ + 1, from 1.
fn interval(slopes: &mut [f64], n: f64, z: f64) -> (f64, f64) {
    let spread = z * (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    let count = slopes.len() as f64;
    let lower = f64::midpoint(count, -spread).floor().clamp(1.0, count) as usize;
    let upper = (f64::midpoint(count, spread).ceil() + 1.0).clamp(1.0, count) as usize;
    (nth(slopes, lower - 1), nth(slopes, upper - 1))
}

fn nth(values: &mut [f64], index: usize) -> f64 {
    *values.select_nth_unstable_by(index, f64::total_cmp).1
}

/// The middle value, or the mean of the two middle ones; reorders `values`.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let upper = nth(values, middle);
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = values[..middle].iter().copied().max_by(f64::total_cmp)?;
    Some(f64::midpoint(lower, upper))
}

/// Where the lift is heading on `today`, from `points` before it.
pub fn classify(points: &[Point], today: NaiveDate, config: &TrendConfig) -> TrendSignal {
    let signal = judge(points, today, config);
    if signal.class == TrendClass::Flat && stands_still(points, today, config) {
        return TrendSignal { class: TrendClass::Stalled, ..signal };
    }
    signal
}

fn judge(points: &[Point], today: NaiveDate, config: &TrendConfig) -> TrendSignal {
    let window = within(points, today, config.window_days);
    let nothing = TrendSignal {
        class: TrendClass::Insufficient,
        percent_per_week: None,
        sessions: window.len() as u32,
        gain: None,
        span: window.first().zip(window.last()).map(|(first, last)| (first.date, last.date)),
    };
    let Some((first, last)) = nothing.span else {
        return nothing;
    };
    let enough = window.len() >= config.min_sessions as usize
        && (last - first).num_days() >= i64::from(config.min_span_days)
        && (today - last).num_days() <= i64::from(config.last_within_days);
    let Some(fit) = enough.then(|| fit(window, config.confidence_z)).flatten() else {
        return nothing;
    };
    let gain = fit.gain();
    let class = match gain {
        Some(gain) if fit.lower > 0.0 && gain >= config.min_gain => TrendClass::Up,
        Some(gain) if fit.upper < 0.0 && gain <= -config.min_gain => TrendClass::Down,
        _ => TrendClass::Flat,
    };
    TrendSignal { class, percent_per_week: fit.percent_per_week(), gain, ..nothing }
}

/// Whether the lift was flat as seen from every week back to `stalled_days` ago (and further, until
/// enough exposures lie in the flat stretch).
fn stands_still(points: &[Point], today: NaiveDate, config: &TrendConfig) -> bool {
    for back in (7..=config.window_days).step_by(7) {
        let then = today - Days::new(u64::from(back));
        let end = points.partition_point(|point| point.date < then);
        if judge(&points[..end], then, config).class != TrendClass::Flat {
            return false;
        }
        let exposures = (points.len() - end) as u32;
        if back >= config.stalled_days && exposures >= config.stalled_exposures {
            return true;
        }
    }
    false
}

/// The points of the `days` days before `today`.
fn within(points: &[Point], today: NaiveDate, days: u32) -> &[Point] {
    let from = today - Days::new(u64::from(days));
    let start = points.partition_point(|point| point.date < from);
    let end = points.partition_point(|point| point.date < today);
    &points[start..end.max(start)]
}

#[cfg(test)]
mod tests;
