//! Constants of the way back: after an illness and after a gap (B10).

use serde::{Deserialize, Serialize};

use super::{ConfigError, check};

/// Factors up to a number of days after the last day flagged ill.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IllnessStep {
    /// Last day of the step, counted from the last flagged day. Default (decision 0051).
    pub until_day: u32,
    /// Set factor, a fraction of 1 (after `IntervalCoach`'s load percentages).
    pub sets: f64,
    /// Load factor, a fraction of 1. Default (decision 0051).
    pub load: f64,
}

/// The days after an illness (B10): set shares after `IntervalCoach`, loads a house choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IllnessConfig {
    /// Steps, soonest first. Default (decision 0051).
    pub steps: Vec<IllnessStep>,
}

impl Default for IllnessConfig {
    fn default() -> Self {
        let step = |until_day, sets| IllnessStep { until_day, sets, load: 0.90 };
        Self { steps: vec![step(2, 0.30), step(5, 0.50), step(10, 0.75)] }
    }
}

impl IllnessConfig {
    /// Refuses factors over 1 and steps that get harder with time.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let (mut day, mut sets, mut load) = (0.0, 0.05, 0.05);
        for step in &self.steps {
            check("illness.until_day", f64::from(step.until_day), day, 90.0)?;
            check("illness.sets", step.sets, sets, 1.0)?;
            check("illness.load", step.load, load, 1.0)?;
            (day, sets, load) = (f64::from(step.until_day) + 1.0, step.sets, step.load);
        }
        Ok(())
    }
}

/// What a gap of at least `from_days` costs on return.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoffStep {
    /// Shortest gap of the step, in days. Default (decision 0051).
    pub from_days: u32,
    /// Load factor of the first week back, a fraction of 1. Default (decision 0051).
    pub load: f64,
    /// Set factors of the first weeks back, fractions of 1; then 1 (NSCA/CSCCa 50/30/20/10 rule, textbook; shorter gaps:
    /// decision 0051).
    pub sets: Vec<f64>,
}

/// Gaps and the way back (B10): load table and ramp a house choice, set shares after NSCA/CSCCa.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LayoffConfig {
    /// Steps, shortest gap first; a gap shorter than the first costs nothing. Default (decision 0051).
    pub steps: Vec<LayoffStep>,
    /// Share of the load regained per week trained, a fraction of 1. Default (decision 0051).
    pub load_per_week: f64,
    /// Days before the last exposure in which closed gaps are remembered. Default (decision 0051).
    pub memory_days: u32,
    /// A gap longer than this, in days, asks for a retest. Default (decision 0051).
    pub retest_days: u32,
    /// New pieces of evidence that replace the capacity from before such a gap. Default (decision 0051).
    pub retest_pieces: u32,
    /// Days without any log after which cycle and carry-over start again (B0, B8.6). Default (decision 0051).
    pub restart_days: u32,
}

impl Default for LayoffConfig {
    fn default() -> Self {
        let step =
            |from_days, load, sets: &[f64]| LayoffStep { from_days, load, sets: sets.to_vec() };
        let long: &[f64] = &[0.50, 0.70, 0.80, 0.90];
        Self {
            steps: vec![
                step(15, 0.95, &[0.80, 0.90]),
                step(29, 0.90, &[0.70, 0.80, 0.90]),
                step(43, 0.85, long),
                step(85, 0.80, long),
                step(169, 0.70, long),
            ],
            load_per_week: 0.05,
            memory_days: 84,
            retest_days: 168,
            retest_pieces: 3,
            restart_days: 28,
        }
    }
}

impl LayoffConfig {
    /// Refuses factors over 1 and steps that get milder with a longer gap.
    pub fn validate(&self) -> Result<(), ConfigError> {
        check("layoff.load_per_week", self.load_per_week, 0.0, 1.0)?;
        check("layoff.memory_days", f64::from(self.memory_days), 0.0, 365.0)?;
        check("layoff.retest_days", f64::from(self.retest_days), 14.0, 3650.0)?;
        check("layoff.retest_pieces", f64::from(self.retest_pieces), 1.0, 20.0)?;
        check("layoff.restart_days", f64::from(self.restart_days), 7.0, 365.0)?;
        let (mut days, mut load) = (2.0, 1.0);
        let mut shorter: &[f64] = &[];
        for step in &self.steps {
            check("layoff.from_days", f64::from(step.from_days), days, 3650.0)?;
            check("layoff.load", step.load, 0.1, load)?;
            let mut week_before = 0.1;
            for (week, sets) in step.sets.iter().enumerate() {
                // A longer gap is never the milder one.
                let most = shorter.get(week).copied().unwrap_or(1.0);
                check("layoff.sets", *sets, week_before, most)?;
                week_before = *sets;
            }
            let weeks = step.sets.len() as f64;
            check("layoff.sets (weeks)", weeks, shorter.len() as f64, 52.0)?;
            shorter = &step.sets;
            (days, load) = (f64::from(step.from_days) + 1.0, step.load);
        }
        Ok(())
    }
}
