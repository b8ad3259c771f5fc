//! A value on its way from what was programmed to what is prescribed, every step recorded.

use crate::plan::Step;
use crate::reason::Reason;
use crate::vocab::{Axis, FactorKind};

/// One value and the steps it has taken.
#[derive(Debug, Clone)]
pub(crate) struct Journey {
    axis: Axis,
    value: Option<f64>,
    programmed: f64,
    smallest: f64,
    steps: Vec<Step>,
}

impl Journey {
    /// Starts at what is programmed.
    pub(crate) fn start(
        axis: Axis,
        programmed: Option<f64>,
        by: Option<f64>,
        reason: Reason,
    ) -> Self {
        let base = Step { factor: FactorKind::Base, axis, to: programmed, by, reason };
        Self {
            axis,
            value: programmed,
            programmed: programmed.unwrap_or(0.0),
            smallest: 1.0,
            steps: vec![base],
        }
    }

    /// The value now.
    pub(crate) fn value(&self) -> Option<f64> {
        self.value
    }

    /// Whether a reduction was tried, also one that lost to another.
    pub(crate) fn is_reduced(&self) -> bool {
        self.smallest < 1.0
    }

    /// A step that changes nothing.
    pub(crate) fn same(&mut self, factor: FactorKind, reason: Reason) {
        self.push(factor, None, None, reason);
    }

    /// A reduction: a share of what was programmed, as a target. The smallest of several stands.
    pub(crate) fn reduce(&mut self, factor: FactorKind, by: f64, reason: Reason) {
        self.smallest = self.smallest.min(by);
        self.lower(factor, self.programmed * by, by, reason);
    }

    /// A ceiling: the value is at most this.
    pub(crate) fn lower(&mut self, factor: FactorKind, target: f64, by: f64, reason: Reason) {
        let to = self.value.filter(|value| target < *value).map(|_| target);
        self.push(factor, to, Some(by), reason);
    }

    /// Another value, whatever it was.
    pub(crate) fn set(
        &mut self,
        factor: FactorKind,
        to: Option<f64>,
        by: Option<f64>,
        reason: Reason,
    ) {
        match to {
            Some(to) if self.value != Some(to) => self.push(factor, Some(to), by, reason),
            _ => self.push(factor, None, by, reason),
        }
    }

    fn push(&mut self, factor: FactorKind, to: Option<f64>, by: Option<f64>, reason: Reason) {
        self.value = to.or(self.value);
        self.steps.push(Step { factor, axis: self.axis, to, by, reason });
    }

    /// The steps, in order.
    pub(crate) fn steps(self) -> Vec<Step> {
        self.steps
    }
}

/// The value that the steps of an axis lead to; `None` where nothing is prescribed.
pub fn replay(steps: &[Step], axis: Axis) -> Option<f64> {
    steps.iter().filter(|step| step.axis == axis).filter_map(|step| step.to).next_back()
}

/// To the nearest whole number, ties down; at least 1, at most `programmed`.
pub(crate) fn whole(value: f64, programmed: f64) -> f64 {
    (value - 0.5).ceil().max(1.0).min(programmed)
}

/// Down to a multiple of `unit`; at least one unit, at most `programmed`.
pub(crate) fn down_to(value: f64, unit: f64, programmed: f64) -> f64 {
    // A product of decimals that falls a hair short of a whole unit is that unit.
    ((value / unit + 1e-9).floor() * unit).max(unit).min(programmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_go_to_the_nearest_and_ties_go_down_as_e15() {
        let reduced = |sets: f64, by: f64| whole(sets * by, sets);

        assert_eq!(
            [1.0, 2.0, 3.0, 4.0, 5.0, 10.0].map(|n| reduced(n, 0.85)),
            [1.0, 2.0, 3.0, 3.0, 4.0, 8.0]
        );
        assert_eq!([2.0, 3.0, 4.0, 5.0].map(|n| reduced(n, 0.65)), [1.0, 2.0, 3.0, 3.0]);
        assert_eq!([2.0, 3.0, 4.0, 5.0].map(|n| reduced(n, 0.60)), [1.0, 2.0, 2.0, 3.0]);
        assert_eq!(reduced(5.0, 0.50), 2.0);
    }

    #[test]
    fn metres_and_seconds_go_down_to_their_units() {
        assert_eq!(down_to(340.0, 10.0, 400.0), 340.0);
        assert_eq!(down_to(38.25, 5.0, 45.0), 35.0);
        assert_eq!(down_to(2.4, 5.0, 3.0), 3.0);
        assert_eq!(down_to(0.7 * 700.0, 10.0, 700.0), 490.0);
        assert_eq!(down_to(0.7 * 90.0, 1.0, 90.0), 63.0);
    }

    #[test]
    fn a_reduction_that_loses_is_recorded_and_changes_nothing() {
        let mut load = Journey::start(Axis::Load, Some(100.0), None, Reason::Programmed);
        load.reduce(FactorKind::Readiness, 0.90, Reason::Same);
        load.reduce(FactorKind::Volume, 0.95, Reason::Same);

        assert_eq!(load.value(), Some(90.0));
        let steps = load.steps();
        assert_eq!(steps[2].to, None);
        assert_eq!(replay(&steps, Axis::Load), Some(90.0));
    }
}
