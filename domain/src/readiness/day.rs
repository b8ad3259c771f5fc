//! One day's score (`engine.md` B5, composite).

use chrono::{Days, NaiveDate};

use super::series::{Baseline, History, Ignored, Series};
use super::{
    COMPONENTS_PRESENT, FEW_NIGHTS, OTHER_METRIC, OTHER_SOURCE, RMSSD_MISSING, SHORT_BASELINE,
    band_of, confidence_of,
};
use crate::config::{ReadinessConfig, ReadinessScale};
use crate::load::mean;
use crate::signals::{DailyReadiness, DailySignal};
use crate::vocab::{Confidence, ReadinessSignalKind as Kind};

/// Order in which signals are shown: weightiest first.
const KINDS: [Kind; 5] =
    [Kind::Subjective, Kind::Hrv, Kind::Sleep, Kind::RestingHeartRate, Kind::VendorScore];

/// Which way a signal is better.
#[derive(Clone, Copy)]
enum Better {
    Higher,
    Lower,
}

/// One signal as one source reports it, read against its baseline.
struct Reading<'a> {
    kind: Kind,
    source: &'a str,
    /// The day of its newest value.
    dated: NaiveDate,
    value: f64,
    baseline: Option<f64>,
    z: Option<f64>,
    score: Option<f64>,
    /// Weight before any is shared out: what confidence counts.
    original: f64,
    weight: f64,
    items: u32,
    ignored: Option<&'static str>,
}

/// The score of `date` and its signals.
pub(super) fn score(
    history: &History<'_>,
    date: NaiveDate,
    config: &ReadinessConfig,
) -> (DailyReadiness, Vec<DailySignal>) {
    let mut readings: Vec<Reading<'_>> = Vec::new();
    for kind in KINDS {
        let first = readings.len();
        let of_kind = history.series.iter().filter(|series| series.kind == kind);
        readings.extend(of_kind.filter_map(|series| read(series, date, config)));
        prefer(&mut readings[first..]);
    }
    let measured = |reading: &Reading<'_>| {
        reading.ignored.is_none()
            && matches!(reading.kind, Kind::Hrv | Kind::Sleep | Kind::RestingHeartRate)
    };
    if readings.iter().any(measured) {
        let vendors = readings.iter_mut().filter(|reading| reading.kind == Kind::VendorScore);
        vendors.for_each(|reading| reading.ignored = Some(COMPONENTS_PRESENT));
    }
    let daily = composite(&mut readings, date, &config.scale);
    let mut signals: Vec<DailySignal> = readings.iter().map(signal).collect();
    let rmssd = readings.iter().any(|reading| reading.kind == Kind::Hrv);
    let ignored = history.ignored.iter().filter(|ignored| ignored.date == date);
    signals.extend(ignored.map(|ignored| left_out(ignored, rmssd)));
    (daily, signals)
}

fn read<'a>(series: &Series<'a>, date: NaiveDate, config: &ReadinessConfig) -> Option<Reading<'a>> {
    let scale = &config.scale;
    let (dated, newest, items) = series.fresh(date)?;
    let mut out = Reading {
        kind: series.kind,
        source: series.source,
        dated,
        value: newest,
        baseline: None,
        z: None,
        score: None,
        original: 0.0,
        weight: 0.0,
        items,
        ignored: None,
    };
    match series.kind {
        Kind::Hrv => read_hrv(&mut out, series, date, config),
        Kind::RestingHeartRate => {
            let baseline = series.robust(dated, scale.baseline_days, scale.baseline_min);
            out.weigh(
                scale.weight_heart_rate,
                baseline,
                scale.sd_floor_heart_rate,
                Better::Lower,
                config,
            );
        }
        Kind::VendorScore => {
            let baseline = series.robust(dated, scale.baseline_days, scale.baseline_min);
            out.weigh(scale.weight_vendor, baseline, scale.sd_floor_vendor, Better::Higher, config);
        }
        Kind::Sleep => {
            let own = series.robust(dated, scale.baseline_days, scale.baseline_min);
            let usual = Baseline { centre: scale.default_sleep, sd: scale.default_sleep_sd };
            let baseline = Some(own.unwrap_or(usual));
            out.weigh(scale.weight_sleep, baseline, scale.sd_floor_sleep, Better::Higher, config);
            out.halve_without(own, scale);
            out.score = out.score.map(|score| score.min(config.cap_by_sleep.at(newest)));
        }
        Kind::Subjective => {
            let own = series.robust(dated, scale.baseline_days, scale.baseline_min);
            let usual =
                Baseline { centre: scale.default_subjective, sd: scale.default_subjective_sd };
            let floor = scale.sd_floor_subjective;
            let baseline = Some(own.unwrap_or(usual));
            out.weigh(scale.weight_subjective, baseline, floor, Better::Higher, config);
            out.halve_without(own, scale);
        }
    }
    Some(out)
}

/// HRV is the mean of the last nights against the days before those nights, both as logarithms.
fn read_hrv(out: &mut Reading<'_>, series: &Series<'_>, date: NaiveDate, config: &ReadinessConfig) {
    let scale = &config.scale;
    let from = date - Days::new(u64::from(scale.hrv_days - 1));
    let nights: Vec<f64> = series.between(from, date).iter().map(|night| night.1).collect();
    out.value = mean(&nights).unwrap_or(out.value);
    let baseline = series.plain(from, scale.hrv_baseline_days, scale.baseline_min);
    out.weigh(scale.weight_hrv, baseline, scale.sd_floor_hrv, Better::Higher, config);
    out.score = out.score.map(|score| score.min(scale.hrv_score_max));
    if nights.len() < scale.hrv_min_nights as usize {
        out.ignored = Some(FEW_NIGHTS);
    }
    out.value = libm::exp(out.value);
    out.baseline = out.baseline.map(libm::exp);
}

impl Reading<'_> {
    /// Reads the value against `baseline`.
    fn weigh(
        &mut self,
        weight: f64,
        baseline: Option<Baseline>,
        sd_floor: f64,
        better: Better,
        config: &ReadinessConfig,
    ) {
        (self.original, self.weight) = (weight, weight);
        let Some(baseline) = baseline else {
            self.ignored = Some(SHORT_BASELINE);
            return;
        };
        let apart = (self.value - baseline.centre) / baseline.sd.max(sd_floor);
        let z = match better {
            Better::Higher => apart,
            Better::Lower => -apart,
        };
        let z = z.clamp(-config.scale.z_max, config.scale.z_max);
        let score = config.score_by_z.at(z);
        (self.baseline, self.z, self.score) = (Some(baseline.centre), Some(z), Some(score));
    }

    fn halve_without(&mut self, own: Option<Baseline>, scale: &ReadinessScale) {
        if own.is_none() {
            self.weight *= scale.default_weight;
        }
    }
}

/// Keeps one source of a signal: one that can be read, then the newest, then the most trusted.
fn prefer(readings: &mut [Reading<'_>]) {
    let mut best: Option<usize> = None;
    for (index, reading) in readings.iter().enumerate() {
        let rank = |reading: &Reading<'_>| (reading.ignored.is_none(), reading.dated);
        if best.is_none_or(|best| rank(reading) > rank(&readings[best])) {
            best = Some(index);
        }
    }
    for (index, reading) in readings.iter_mut().enumerate() {
        if Some(index) != best && reading.ignored.is_none() {
            reading.ignored = Some(OTHER_SOURCE);
        }
    }
}

fn composite(
    readings: &mut [Reading<'_>],
    date: NaiveDate,
    scale: &ReadinessScale,
) -> DailyReadiness {
    let used = || readings.iter().filter(|reading| reading.ignored.is_none());
    let evidence: f64 = used().map(|reading| reading.original).sum();
    let weights: f64 = used().map(|reading| reading.weight).sum();
    let weighted: f64 = used().filter_map(|reading| Some(reading.weight * reading.score?)).sum();
    let worst =
        used().filter(|reading| reading.score.is_some_and(|score| score < scale.worst_signal));
    let cap = match worst.count() {
        0 => 100.0,
        1 => scale.worst_cap_one,
        _ => scale.worst_cap_two,
    };
    let mut confidence = confidence_of(evidence, scale);
    let check_in = |reading: &Reading<'_>| {
        reading.kind == Kind::Subjective && reading.items >= scale.subjective_medium_items
    };
    if used().any(check_in) {
        confidence = confidence.min(Confidence::Medium);
    }
    let known = confidence != Confidence::None && weights > 0.0;
    let score = known.then(|| (weighted / weights).min(cap).clamp(0.0, 100.0));
    if !known {
        confidence = Confidence::None;
    }
    for reading in readings.iter_mut() {
        let counts = reading.ignored.is_none() && weights > 0.0;
        reading.weight = if counts { reading.weight / weights } else { 0.0 };
    }
    DailyReadiness { date, score, band: band_of(score, scale), confidence }
}

fn signal(reading: &Reading<'_>) -> DailySignal {
    DailySignal {
        kind: reading.kind,
        source: reading.source.to_owned(),
        value: reading.value,
        unit: unit_of(reading.kind).to_owned(),
        baseline: reading.baseline,
        z: reading.z,
        score: reading.score,
        weight: reading.weight,
        ignored_because: reading.ignored.map(str::to_owned),
    }
}

fn left_out(ignored: &Ignored<'_>, rmssd: bool) -> DailySignal {
    let because = match ignored.because {
        RMSSD_MISSING if rmssd => OTHER_METRIC,
        because => because,
    };
    DailySignal {
        kind: ignored.kind,
        source: ignored.source.to_owned(),
        value: ignored.value,
        unit: unit_of(ignored.kind).to_owned(),
        baseline: None,
        z: None,
        score: None,
        weight: 0.0,
        ignored_because: Some(because.to_owned()),
    }
}

const fn unit_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Hrv => "ms",
        Kind::RestingHeartRate => "bpm",
        Kind::Sleep => "h",
        Kind::Subjective => "share",
        Kind::VendorScore => "points",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(kind: Kind, weight: f64, z: f64) -> Reading<'static> {
        Reading {
            kind,
            source: "watch",
            dated: NaiveDate::MIN,
            value: 0.0,
            baseline: None,
            z: Some(z),
            score: Some(ReadinessConfig::default().score_by_z.at(z)),
            original: weight,
            weight,
            items: 3,
            ignored: None,
        }
    }

    fn e9() -> [Reading<'static>; 4] {
        [
            reading(Kind::Subjective, 0.35, -1.2),
            reading(Kind::Hrv, 0.25, -1.7),
            reading(Kind::Sleep, 0.25, -0.5),
            reading(Kind::RestingHeartRate, 0.15, -1.0),
        ]
    }

    fn composite_of(readings: &mut [Reading<'_>]) -> (Option<f64>, Confidence) {
        let daily = composite(readings, NaiveDate::MIN, &ReadinessScale::default());
        (daily.score.map(|score| (score * 1e4).round() / 1e4), daily.confidence)
    }

    #[test]
    fn four_signals_and_two_and_none_are_those_of_e9() {
        let scores = e9().map(|reading| reading.score);
        let [subjective, _, sleep, _] = e9();
        let mut two = [subjective, sleep];

        assert_eq!(scores, [Some(45.0), Some(32.5), Some(61.0), Some(50.0)]);
        assert_eq!(composite_of(&mut e9()), (Some(46.625), Confidence::High));
        assert_eq!(composite_of(&mut two), (Some(51.6667), Confidence::Medium));
        assert_eq!(composite_of(&mut []), (None, Confidence::None));
    }

    #[test]
    fn one_very_bad_signal_caps_the_day_and_two_cap_it_lower() {
        let mut one = e9();
        for reading in &mut one {
            reading.score = Some(90.0);
        }
        one[1].score = Some(19.9);
        let mut two = e9();
        for reading in &mut two {
            reading.score = Some(90.0);
        }
        (two[1].score, two[3].score) = (Some(19.9), Some(0.0));

        assert_eq!(composite_of(&mut one).0, Some(55.0));
        assert_eq!(composite_of(&mut two).0, Some(39.0));
    }

    #[test]
    fn a_check_in_of_four_items_is_of_medium_confidence_by_itself() {
        let mut three = [reading(Kind::Subjective, 0.35, 0.0)];
        let mut four = [Reading { items: 4, ..reading(Kind::Subjective, 0.35, 0.0) }];

        assert_eq!(composite_of(&mut three), (Some(72.0), Confidence::Low));
        assert_eq!(composite_of(&mut four), (Some(72.0), Confidence::Medium));
    }

    #[test]
    fn weights_add_up_as_decimals() {
        let mut half =
            [reading(Kind::Subjective, 0.35, 0.0), reading(Kind::RestingHeartRate, 0.15, 0.0)];
        let mut little = [reading(Kind::Hrv, 0.25, 0.0)];

        assert_eq!(composite_of(&mut half).1, Confidence::Medium);
        assert_eq!(composite_of(&mut little), (None, Confidence::None));
    }
}
