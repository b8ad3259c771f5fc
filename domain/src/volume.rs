//! The detector of unusually high volume (`engine.md` B4).
//!
//! It compares a member's newest seven days with their own typical weeks. It blocks increases or calls
//! for a conservative week; it predicts no injury.

mod days;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::Week;
use crate::config::{EngineConfig, VolumeConfig};
use crate::load::{self, mean};
use crate::signals::VolumeSignal;
use crate::snapshot::{PastPlan, SessionFacts};
use crate::trend::median;
use crate::vocab::VolumeLevel;

use days::Days;

/// Consistent with a standard deviation in a normal distribution: z = 0.6745 × (x − median) / MAD.
const ROBUST_Z: f64 = 0.6745;

/// What the windows are counted from.
#[derive(Debug, Clone, Default)]
pub struct VolumeHistory<'a> {
    /// Logged sessions, oldest first.
    pub sessions: Vec<&'a SessionFacts>,
    /// Weeks whose plan was conservative.
    pub conservative: BTreeSet<Week>,
    /// Programmed load by date, in AU.
    pub programmed: BTreeMap<NaiveDate, f64>,
}

impl<'a> VolumeHistory<'a> {
    /// From logged sessions, oldest first, and the plans around them.
    pub fn new(
        sessions: impl IntoIterator<Item = &'a SessionFacts>,
        plans: &[PastPlan],
        config: &EngineConfig,
    ) -> Self {
        let mut out = Self { sessions: sessions.into_iter().collect(), ..Self::default() };
        for plan in plans {
            if plan.document.adjustment.conservative {
                out.conservative.insert(plan.week);
            }
            out.program(&plan.document, config);
        }
        out
    }

    /// Adds what a plan programmes.
    pub fn program(&mut self, document: &crate::plan::PlanDocument, config: &EngineConfig) {
        for session in &document.sessions {
            *self.programmed.entry(session.date).or_default() +=
                load::programmed(session.minutes, session.hard, &config.load);
        }
    }
}

/// Readiness as the detector reads it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tiredness {
    /// The week's score.
    pub score: Option<f64>,
    /// z of the 7-day HRV mean.
    pub hrv_z: Option<f64>,
}

/// Seven days in which a member may have trained.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Window {
    /// AU or kilograms.
    pub value: f64,
    /// Whether anything was logged.
    pub logged: bool,
    /// Whether a conservative week was planned.
    pub conservative: bool,
}

/// What is usual for a member.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// Median of the typical windows.
    pub median: f64,
    /// Median absolute deviation, floored.
    pub mad: f64,
    /// Mean of the newest four of them.
    pub newest_mean: f64,
}

/// Which of `windows` (newest first) are typical: logged, not conservative, not less than half the
/// median of the logged ones.
pub fn typical(windows: &[Window], config: &VolumeConfig) -> Vec<bool> {
    let mut logged: Vec<f64> =
        windows.iter().filter(|window| window.logged).map(|window| window.value).collect();
    let half = config.typical_share * median(&mut logged).unwrap_or(0.0);
    let holds = |window: &Window| window.logged && !window.conservative && window.value >= half;
    windows.iter().map(holds).collect()
}

/// The baseline of the newest typical of `windows` (newest first, the newest week itself left out);
/// `None` with too few of them.
pub fn baseline(windows: &[Window], config: &VolumeConfig) -> Option<Baseline> {
    let usual = typical(windows, config);
    let mut values: Vec<f64> = windows
        .iter()
        .zip(usual)
        .filter_map(|(window, typical)| typical.then_some(window.value))
        .take(config.baseline_windows as usize)
        .collect();
    if values.len() < config.min_windows as usize {
        return None;
    }
    let newest_mean = mean(&values[..values.len().min(config.spike_windows as usize)])?;
    let median_value = median(&mut values)?;
    let mut deviations: Vec<f64> =
        values.iter().map(|value| (value - median_value).abs()).collect();
    let mad = median(&mut deviations)?.max(config.mad_floor * median_value);
    (mad > 0.0 && newest_mean > 0.0).then_some(Baseline { median: median_value, mad, newest_mean })
}

/// The four rules of the detector.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rules {
    /// A: robust z.
    pub z: f64,
    /// B: acute over chronic moving average, uncoupled.
    pub ewma_ratio: Option<f64>,
    /// C: newest over the mean of the newest four typical windows.
    pub spike: f64,
    /// D: biggest session over the biggest of the 30 days before.
    pub session_spike: Option<f64>,
}

impl Rules {
    /// Rules A and C for a newest week of `newest`.
    pub fn of(newest: f64, baseline: &Baseline) -> Self {
        Self {
            z: ROBUST_Z * (newest - baseline.median) / baseline.mad,
            spike: newest / baseline.newest_mean,
            ..Self::default()
        }
    }

    /// The level that the rules call for.
    pub fn level(&self, tired: Tiredness, config: &VolumeConfig) -> VolumeLevel {
        let ewma = self.ewma_ratio.unwrap_or(0.0);
        let both = ewma >= config.high_ewma || self.spike >= config.high_spike;
        if (self.z >= config.high_z && both)
            || (self.z >= config.extreme_z && self.spike >= config.extreme_spike)
        {
            return VolumeLevel::High;
        }
        let elevated_z = self.z >= config.elevated_z;
        let elevated = elevated_z
            || ewma >= config.elevated_ewma
            || self.spike >= config.elevated_spike
            || self.session_spike.is_some_and(|spike| spike > config.elevated_session);
        let is_tired = tired.score.is_some_and(|score| score < config.promote_readiness)
            || tired.hrv_z.is_some_and(|z| z < config.promote_hrv_z);
        match (elevated, elevated_z && is_tired) {
            (true, true) => VolumeLevel::High,
            (true, false) => VolumeLevel::Elevated,
            (false, _) => VolumeLevel::Normal,
        }
    }
}

/// How unusual the seven days up to `end` were.
pub fn signal(
    history: &VolumeHistory<'_>,
    end: NaiveDate,
    tired: Tiredness,
    config: &EngineConfig,
) -> VolumeSignal {
    let days = Days::new(history, end, config);
    let windows = days.windows(history, end, &config.volume);
    let newest = windows[0].value / days::overreach(history, end, &config.volume);
    let mut out = VolumeSignal {
        level: VolumeLevel::Unknown,
        unit: days.unit().to_owned(),
        newest,
        median: None,
        z: None,
        ewma_ratio: None,
        spike: None,
        session_spike: None,
        form: days.form(&windows, config),
    };
    let before = &windows[1..];
    let Some(usual) = baseline(before, &config.volume) else {
        return out;
    };
    let typical = typical(before, &config.volume);
    let steady = typical.iter().take(config.volume.spike_windows as usize).all(|typical| *typical);
    let rules = Rules {
        ewma_ratio: steady.then(|| days.ewma_ratio(&windows, config)).flatten(),
        session_spike: days.session_spike(&config.volume),
        ..Rules::of(newest, &usual)
    };
    out.level =
        if days.small(config) { VolumeLevel::Normal } else { rules.level(tired, &config.volume) };
    out.median = Some(usual.median);
    out.z = Some(rules.z);
    out.ewma_ratio = rules.ewma_ratio;
    out.spike = Some(rules.spike);
    out.session_spike = rules.session_spike;
    out
}

#[cfg(test)]
mod tests;
