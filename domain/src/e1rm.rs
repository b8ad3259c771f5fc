//! One-repetition maxima from sets: the printed RPE chart and the classic formulas (`engine.md` B1).

use crate::config::StrengthConfig;

/// The RTS chart (Tuchscherer) in percent by half steps of k = (repetitions − 1) + (10 − RPE), from 0.
///
/// Printed RTS chart; reproductions disagree from k = 10. Part of the engine version.
const CHART: [f64; 30] = [
    100.0, 97.8, 95.5, 93.9, 92.2, 90.7, 89.2, 87.8, 86.3, 85.0, 83.7, 82.4, 81.1, 79.9, 78.6,
    77.4, 76.2, 75.1, 73.9, 72.3, 70.7, 69.4, 68.0, 66.7, 65.3, 64.0, 62.6, 61.3, 59.9, 58.6,
];

/// Largest k that the chart holds.
pub const CHART_END: f64 = 14.5;

/// The rating that leaves nothing in reserve (RPE; the scale's end): repetitions in reserve are what a rating lacks
/// of it.
pub const RPE_MOST: f64 = 10.0;

/// Coefficient of variation of a tested maximum, as a fraction (Grgic 2020, 32 studies).
pub const TEST_RETEST_CV: f64 = 0.042;

/// Share of a maximum at chart index `k`, a fraction of 1; linear between half steps.
///
/// `None` outside 0 to 14.5.
pub fn chart(k: f64) -> Option<f64> {
    if !(0.0..=CHART_END).contains(&k) {
        return None;
    }
    let steps = k * 2.0;
    let below = steps.floor();
    let left = CHART[below as usize];
    let right = *CHART.get(below as usize + 1).unwrap_or(&left);
    Some((left + (right - left) * (steps - below)) / 100.0)
}

/// Chart index of `reps` at `rpe`; `None` without repetitions or for a rating outside 0 to 10.
pub fn chart_index(reps: u32, rpe: f64) -> Option<f64> {
    if reps == 0 || !(0.0..=RPE_MOST).contains(&rpe) {
        return None;
    }
    Some(f64::from(reps - 1) + (RPE_MOST - rpe))
}

/// Share of a maximum that `reps` at `rpe` ask for, a fraction of 1.
///
/// Beyond the chart its last value is read (B6: more than 10 repetitions read k ≤ 14.5).
pub fn chart_for(reps: u32, rpe: f64) -> Option<f64> {
    chart(chart_index(reps, rpe)?.min(CHART_END))
}

/// The maximum that a rated set stands for, in kilograms; `None` where its rating is not read (B1).
pub fn rated(load_kg: f64, reps: u32, rpe: f64, config: &StrengthConfig) -> Option<f64> {
    if reps > config.rated_reps_max || rpe < config.rated_rpe_min {
        return None;
    }
    let index = chart_index(reps, rpe).filter(|index| *index <= config.rated_index_max)?;
    Some(load_kg / chart(index)?)
}

/// The maximum that an unrated set is at least evidence of, in kilograms: Epley's, read up to
/// `epley_reps_max`; `None` without repetitions.
pub fn at_least(load_kg: f64, reps: u32, config: &StrengthConfig) -> Option<f64> {
    (reps > 0).then(|| epley(load_kg, reps.min(config.epley_reps_max)))
}

/// The same for a set that was rated, where the rating is easier than those that are read: it was at most as hard
/// as the easiest of them, so the member is at least as strong as that would say (decision 0009).
pub fn at_least_rated(
    load_kg: f64,
    reps: u32,
    rpe: Option<f64>,
    config: &StrengthConfig,
) -> Option<f64> {
    let easy = rpe.filter(|rpe| *rpe < config.rated_rpe_min);
    let easy = easy.and_then(|_| rated(load_kg, reps, config.rated_rpe_min, config));
    [at_least(load_kg, reps, config), easy].into_iter().flatten().max_by(f64::total_cmp)
}

/// Share of a maximum by the smooth curve that public calculators fit to the chart, a fraction of 1.
///
/// For comparison; `None` from k = 16 on.
pub fn smooth_chart(k: f64) -> Option<f64> {
    if !(0.0..16.0).contains(&k) {
        return None;
    }
    if k == 0.0 {
        return Some(1.0);
    }
    let percent = if k <= 2.92 {
        0.347_619 * k * k - 4.607_14 * k + 99.966_7
    } else {
        -2.642_49 * k + 97.095_5
    };
    Some(percent / 100.0)
}

/// Epley 1985; one repetition is the load itself.
pub fn epley(load_kg: f64, reps: u32) -> f64 {
    if reps == 1 { load_kg } else { load_kg * (1.0 + f64::from(reps) / 30.0) }
}

/// Brzycki 1993; `None` beyond 36 repetitions, where it has no meaning.
pub fn brzycki(load_kg: f64, reps: u32) -> Option<f64> {
    (reps <= 36).then(|| load_kg * 36.0 / (37.0 - f64::from(reps)))
}

/// Lombardi 1989.
pub fn lombardi(load_kg: f64, reps: u32) -> f64 {
    load_kg * libm::pow(f64::from(reps), 0.10)
}

/// Wathen 1994.
pub fn wathen(load_kg: f64, reps: u32) -> f64 {
    100.0 * load_kg / (48.8 + 53.8 * libm::exp(-0.075 * f64::from(reps)))
}

/// Mayhew 1992.
pub fn mayhew(load_kg: f64, reps: u32) -> f64 {
    100.0 * load_kg / (52.2 + 41.9 * libm::exp(-0.055 * f64::from(reps)))
}

/// O'Conner 1989.
pub fn oconner(load_kg: f64, reps: u32) -> f64 {
    load_kg * (1.0 + 0.025 * f64::from(reps))
}

/// Lander 1985; `None` beyond 37 repetitions, where it has no meaning.
pub fn lander(load_kg: f64, reps: u32) -> Option<f64> {
    (reps <= 37).then(|| 100.0 * load_kg / (101.3 - 2.671_23 * f64::from(reps)))
}

/// Smallest difference of two single tests that is more than noise, a fraction of 1: z·√2·CV.
///
/// `z`: 1.2816 for 80 %, 1.6449 for 90 %, 1.96 for 95 %.
pub fn minimal_detectable_change(z: f64) -> f64 {
    z * std::f64::consts::SQRT_2 * TEST_RETEST_CV
}

#[cfg(test)]
mod tests;
