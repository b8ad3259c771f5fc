//! How far off predictions were.

use super::{Estimator, Prediction};
use crate::trend::median;

/// Percent over what was lifted from which a prescription counts as too heavy. House choice of B1b.
const TOO_HEAVY_PERCENT: f64 = 10.0;
/// Share of the errors that the reported percentile holds.
const PERCENTILE: f64 = 0.90;

/// Errors of one estimator, in percent of what was lifted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Errors {
    /// Predictions.
    pub count: usize,
    /// Median of the absolute errors.
    pub median_percent: f64,
    /// Mean of the absolute errors.
    pub mean_percent: f64,
    /// What nine in ten absolute errors stay within (nearest rank).
    pub p90_percent: f64,
    /// Median of the errors with their sign: positive is too heavy.
    pub bias_percent: f64,
    /// Share of predictions more than 10 % too heavy, 0 to 1.
    pub too_heavy: f64,
}

/// The errors of `estimator` over `predictions`; `None` where there are none.
///
/// Only predictions that every estimator has something to say about count, so that all are judged on
/// the same sessions.
pub fn score<'p>(
    predictions: impl IntoIterator<Item = &'p Prediction>,
    estimator: Estimator,
) -> Option<Errors> {
    let mut errors: Vec<f64> = predictions
        .into_iter()
        .filter(|one| one.predicted_kg.iter().all(Option::is_some))
        .filter_map(|one| {
            let predicted = one.predicted_kg[estimator as usize]?;
            Some(100.0 * (predicted - one.lifted_kg) / one.lifted_kg)
        })
        .collect();
    let count = errors.len();
    let heavy = errors.iter().filter(|error| **error > TOO_HEAVY_PERCENT).count();
    let mut absolute: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    absolute.sort_by(f64::total_cmp);
    let rank = (PERCENTILE * count as f64).ceil() as usize;
    Some(Errors {
        count,
        bias_percent: median(&mut errors)?,
        mean_percent: absolute.iter().sum::<f64>() / count as f64,
        p90_percent: *absolute.get(rank.checked_sub(1)?)?,
        median_percent: median(&mut absolute)?,
        too_heavy: heavy as f64 / count as f64,
    })
}
