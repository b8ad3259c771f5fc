//! A number read off a line through given points.

use serde::{Deserialize, Serialize};

use super::{ConfigError, check};

/// Most points of a curve.
const POINTS_MOST: f64 = 20.0;
/// Lowest and highest score that a curve may give (points).
const SCORES: (f64, f64) = (0.0, 100.0);

/// A score, 0 to 100, as a line through points (from, to): level before the first and after the last.
///
/// It never falls, so that more of a signal is never worse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Curve(Vec<(f64, f64)>);

/// Names of a curve's parts, for errors.
pub(super) struct CurveFields {
    pub(super) points: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
}

impl Curve {
    pub(super) fn new(points: &[(f64, f64)]) -> Self {
        Self(points.to_vec())
    }

    /// The score at `x`; 0 where there is no point.
    pub fn at(&self, x: f64) -> f64 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0.0;
        };
        let mut before = *first;
        if x <= before.0 {
            return before.1;
        }
        for point in rest {
            if x <= point.0 {
                return before.1 + (point.1 - before.1) * (x - before.0) / (point.0 - before.0);
            }
            before = *point;
        }
        before.1
    }

    /// Refuses too few points, and points that go back or down. `from`: the range that the line is read over.
    pub(super) fn validate(
        &self,
        fields: &CurveFields,
        from: (f64, f64),
    ) -> Result<(), ConfigError> {
        check(fields.points, self.0.len() as f64, 2.0, POINTS_MOST)?;
        let (mut least, mut lowest) = (from.0, SCORES.0);
        for (x, y) in &self.0 {
            check(fields.from, *x, least, from.1)?;
            check(fields.to, *y, lowest, SCORES.1)?;
            (least, lowest) = (x + f64::EPSILON * x.abs().max(1.0), *y);
        }
        Ok(())
    }
}
