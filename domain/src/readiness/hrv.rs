//! The two metrics of heart rate variability, from the intervals between normal beats. They measure different
//! things and are never converted into each other (`engine.md` D).

use crate::load::mean;

/// Root mean square of successive differences in milliseconds; `None` under two intervals.
pub fn rmssd(intervals_ms: &[f64]) -> Option<f64> {
    let squares: Vec<f64> =
        intervals_ms.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).collect();
    mean(&squares).map(f64::sqrt)
}

/// Sample standard deviation (n - 1) of the intervals in milliseconds; `None` under two.
pub fn sdnn(intervals_ms: &[f64]) -> Option<f64> {
    let centre = mean(intervals_ms)?;
    let squares: f64 = intervals_ms.iter().map(|ms| (ms - centre) * (ms - centre)).sum();
    (intervals_ms.len() > 1).then(|| (squares / (intervals_ms.len() - 1) as f64).sqrt())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::reference;

    #[test]
    fn both_metrics_of_real_beats_are_those_of_another_package() {
        let Some(expected) = reference::rows("hrv/expected.csv") else { return };
        for series in ["short", "long"] {
            let rows = reference::rows(&format!("hrv/nni_{series}.csv")).unwrap();
            let beats: Vec<f64> =
                rows.iter().map(|row| row.last().unwrap().parse().unwrap()).collect();
            let value = |metric: &str| -> f64 {
                let row = expected.iter().find(|row| row[0] == series && row[1] == metric);
                row.unwrap()[2].parse().unwrap()
            };
            // Printed to six decimals.
            assert!((rmssd(&beats).unwrap() - value("rmssd_ms")).abs() < 1e-6);
            assert!((sdnn(&beats).unwrap() - value("sdnn_ms_ddof1")).abs() < 1e-6);
            assert!((libm::log(rmssd(&beats).unwrap()) - value("ln_rmssd")).abs() < 1e-6);
        }
    }

    #[test]
    fn one_beat_has_no_variability() {
        assert_eq!((rmssd(&[900.0]), sdnn(&[900.0]), rmssd(&[])), (None, None, None));
    }
}
