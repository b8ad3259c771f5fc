//! Golden numbers E8 and E15, and what counts as evidence of a day (B5, D).
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::Days;

use super::week::of_days;
use super::*;
use crate::config::EngineConfig;
use crate::signals::{DailySignal, WeekReadiness};
use crate::vocab::{EntryQuality, HrvMetric, HrvWindow, ReadinessSignalKind as Kind};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn config() -> ReadinessConfig {
    ReadinessConfig::default()
}

/// An entry of a watch, `ago` days before today, with nothing in it.
fn entry(ago: u64) -> ReadinessFacts {
    ReadinessFacts {
        date: today() - Days::new(ago),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        source: "watch".into(),
        quality: EntryQuality::Final,
        hrv_ms: None,
        hrv_metric: Some(HrvMetric::Rmssd),
        hrv_window: HrvWindow::Overnight,
        resting_heart_rate_bpm: None,
        asleep_minutes: None,
        soreness: None,
        stress: None,
        energy: None,
        mood: None,
        sleep_quality: None,
        vendor_score: None,
        illness: false,
        pain: false,
    }
}

fn night(ago: u64, hrv_ms: f64) -> ReadinessFacts {
    ReadinessFacts { hrv_ms: Some(hrv_ms), ..entry(ago) }
}

/// Baseline and last week of E8, oldest first.
fn e8() -> Vec<ReadinessFacts> {
    let baseline = [62, 58, 65, 60, 70, 55, 63, 61, 66, 59, 64, 57, 68, 62];
    let last = [60, 57, 55, 54, 56, 52, 53];
    let all = baseline.into_iter().chain(last).map(f64::from);
    all.enumerate().map(|(index, ms)| night(20 - index as u64, ms)).collect()
}

fn signal(entries: &[ReadinessFacts], kind: Kind) -> Option<DailySignal> {
    let (_, signals) = day(entries, today(), &config());
    signals.into_iter().find(|signal| signal.kind == kind)
}

#[test]
fn a_week_of_low_hrv_is_beyond_one_deviation_as_e8() {
    let hrv = signal(&e8(), Kind::Hrv).unwrap();

    assert!((hrv.z.unwrap() + 1.699_27).abs() < 1e-5, "{:?}", hrv.z);
    assert!((hrv.value - 55.230).abs() < 1e-3);
    assert!((hrv.baseline.unwrap() - 62.009).abs() < 1e-3);
}

#[test]
fn the_week_s_score_follows_its_days_and_no_more_than_15_over_the_latest_as_e15() {
    let scale = config().scale;
    let days = [71.0, 68.0, 74.0, 70.0, 66.0, 73.0];
    let with = |latest: f64| of_days(&[&days[..], &[latest]].concat(), Some(latest), &scale);

    assert_eq!((with(44.0), band_of(with(44.0), &scale)), (Some(59.0), ReadinessBand::Moderate));
    let row = row_of(with(44.0), &config());
    assert_eq!((row.load, row.sets, row.rir), (1.00, 0.85, 1));
    assert_eq!(with(38.0), Some(53.0));
    assert_eq!(row_of(with(38.0), &config()).load, 0.95);
    assert_eq!(of_days(&[70.0, 66.0, 73.0, 44.0], None, &scale), Some(63.25));
    assert_eq!(of_days(&[70.0, 66.0], Some(66.0), &scale), None);
}

/// Mornings of a watch whose days score as given, the last of them `ago` days ago, after three weeks of usual ones.
///
/// A usual night of 7.5 h scores 72 and one of 6.5 h 25; a resting heart rate of 50 bpm is usual, its deviation
/// the least there is, 1.5 bpm. Sleep weighs 0.25, the heart rate 0.15.
fn mornings(scores: &[f64], ago: u64) -> Vec<ReadinessFacts> {
    let morning = |ago, minutes, bpm| ReadinessFacts {
        asleep_minutes: Some(minutes),
        resting_heart_rate_bpm: Some(bpm),
        ..entry(ago)
    };
    let scored = |ago, score: f64| {
        let (minutes, sleep) = if score < 60.0 { (390, 25.0) } else { (450, 72.0) };
        let rate = (0.40 * score - 0.25 * sleep) / 0.15;
        let z = if rate < 72.0 { (rate - 72.0) / 22.0 } else { (rate - 72.0) / 16.0 };
        morning(ago, minutes, 50.0 - 1.5 * z)
    };
    let newest = ago + scores.len() as u64;
    let usual = (newest..newest + 21).rev().map(|ago| morning(ago, 450, 50.0));
    let last = scores.iter().enumerate();
    usual.chain(last.map(|(at, score)| scored(newest - 1 - at as u64, *score))).collect()
}

#[test]
fn a_week_reads_the_seven_days_that_end_today_as_e15() {
    let days = [71.0, 68.0, 74.0, 70.0, 66.0, 73.0];
    let of = |latest: f64, ago| {
        week(&mornings(&[&days[..], &[latest]].concat(), ago), today(), &config())
    };
    let close = |week: &WeekReadiness, score: f64| {
        assert!((week.score.unwrap() - score).abs() < 1e-9, "{:?} is not {score}", week.score);
    };
    let load = |week: &WeekReadiness| {
        let effect = effect_with(week, today(), false, today(), &EngineConfig::default());
        (effect.load, effect.sets, effect.rir)
    };

    let dull = of(44.0, 0);
    close(&dull, 59.0);
    assert!((dull.latest.as_ref().unwrap().score.unwrap() - 44.0).abs() < 1e-9);
    assert_eq!((dull.band, load(&dull)), (ReadinessBand::Moderate, (1.00, 0.85, 1)));
    let worse = of(38.0, 0);
    close(&worse, 53.0);
    assert_eq!((worse.band, load(&worse)), (ReadinessBand::Moderate, (0.95, 0.85, 1)));
    // Of yesterday it is still the latest, and the oldest day has left the window.
    close(&of(44.0, 1), 59.0);
    let old = of(44.0, 3);
    close(&old, 63.25);
    assert_eq!((old.latest.clone(), old.band), (None, ReadinessBand::Moderate));
    assert_eq!(load(&old), (1.00, 0.85, 1));
    // Two days in the window are no week.
    assert_eq!(of(44.0, 5).score, None);
}

#[test]
fn bands_begin_at_their_number_and_scores_are_compared_unrounded() {
    let scale = config().scale;
    let band = |score| band_of(Some(score), &scale).as_str();

    let at = [85.0, 65.0, 40.0, 20.0, 0.0].map(band);
    let under = [84.999, 64.999, 39.999, 19.999].map(band);

    assert_eq!(at, ["PEAK", "GOOD", "MODERATE", "LOW", "VERY_LOW"]);
    assert_eq!(under, ["GOOD", "MODERATE", "LOW", "VERY_LOW"]);
    assert_eq!(band_of(None, &scale), ReadinessBand::Unknown);
    assert_eq!(row_of(Some(54.999), &config()).load, 0.95);
    assert_eq!(row_of(Some(55.0), &config()).load, 1.00);
}

#[test]
fn thirteen_nights_are_no_baseline_and_two_no_week() {
    let mut short = e8();
    short.remove(0);
    assert_eq!(signal(&short, Kind::Hrv).unwrap().ignored_because.as_deref(), Some(SHORT_BASELINE));

    let mut few = e8();
    few.drain(14..19);
    assert_eq!(signal(&few, Kind::Hrv).unwrap().ignored_because.as_deref(), Some(FEW_NIGHTS));
}

#[test]
fn very_high_hrv_is_no_bonus() {
    let mut high = e8();
    for night in high.iter_mut().skip(14) {
        night.hrv_ms = Some(120.0);
    }

    let hrv = signal(&high, Kind::Hrv).unwrap();

    assert_eq!((hrv.z, hrv.score), (Some(3.0), Some(88.0)));
}

#[test]
fn sdnn_is_never_read_as_rmssd_and_the_reason_is_given() {
    let mut other = e8();
    for night in &mut other {
        night.hrv_metric = Some(HrvMetric::Sdnn);
    }

    let hrv = signal(&other, Kind::Hrv).unwrap();

    assert_eq!((hrv.z, hrv.ignored_because.as_deref()), (None, Some(RMSSD_MISSING)));
}

#[test]
fn another_source_starts_another_baseline() {
    let mut moved = e8();
    for night in moved.iter_mut().skip(14) {
        night.source = "ring".into();
    }

    assert_eq!(signal(&moved, Kind::Hrv).unwrap().ignored_because.as_deref(), Some(SHORT_BASELINE));
}

#[test]
fn what_a_source_does_not_stand_by_does_not_count_and_neither_do_its_flags() {
    for quality in [EntryQuality::Provisional, EntryQuality::Unscorable] {
        let flagged = ReadinessFacts { quality, illness: true, pain: true, ..night(0, 60.0) };
        let week = week(&[flagged], today(), &config());

        assert_eq!((week.score, week.ill_on, week.pain_on), (None, None, None));
    }
}

#[test]
fn short_nights_cap_the_score_of_sleep() {
    let slept = |minutes| {
        let nights: Vec<ReadinessFacts> = (0..20)
            .rev()
            .map(|ago| ReadinessFacts {
                asleep_minutes: Some(if ago == 0 { minutes } else { 300 }),
                ..entry(ago)
            })
            .collect();
        signal(&nights, Kind::Sleep).unwrap().score.unwrap()
    };

    assert_eq!(
        [4.0, 5.0, 6.0, 7.0].map(|hours| config().cap_by_sleep.at(hours)),
        [0.0, 39.0, 64.0, 100.0]
    );
    assert_eq!(slept(300), 39.0);
    assert_eq!(slept(200), 0.0);
}

#[test]
fn a_resting_heart_rate_over_its_baseline_is_worse() {
    let rates: Vec<ReadinessFacts> = (0..20)
        .rev()
        .map(|ago| ReadinessFacts {
            resting_heart_rate_bpm: Some(if ago == 0 { 56.0 } else { 50.0 + (ago % 3) as f64 }),
            ..entry(ago)
        })
        .collect();

    let rate = signal(&rates, Kind::RestingHeartRate).unwrap();

    assert_eq!(rate.baseline, Some(51.0));
    // 5 bpm over, a deviation of 1.4826 floored to 1.5.
    assert_eq!(rate.z, Some(-3.0));
}

#[test]
fn goodness_turns_soreness_and_stress_around_and_needs_two_items() {
    let scale = config().scale;
    let best = ReadinessFacts {
        soreness: Some(1),
        stress: Some(1),
        energy: Some(5),
        mood: Some(5),
        sleep_quality: Some(5),
        ..entry(0)
    };
    let one = ReadinessFacts { energy: Some(5), ..entry(0) };
    let impossible = ReadinessFacts { energy: Some(5), mood: Some(9), ..entry(0) };

    assert_eq!(goodness(&best, &scale), Some((1.0, 5)));
    assert_eq!(goodness(&one, &scale), None);
    assert_eq!(goodness(&impossible, &scale), None);
    assert!(!usable(&impossible));
}

#[test]
fn a_vendor_s_score_counts_only_where_its_components_are_absent() {
    let scores = |asleep: Option<u32>| -> Vec<ReadinessFacts> {
        (0..20)
            .rev()
            .map(|ago| ReadinessFacts {
                vendor_score: Some(70.0 + (ago % 5) as f64),
                asleep_minutes: asleep,
                ..entry(ago)
            })
            .collect()
    };

    let alone = signal(&scores(None), Kind::VendorScore).unwrap();
    let beside = signal(&scores(Some(450)), Kind::VendorScore).unwrap();

    assert_eq!(alone.ignored_because, None);
    assert_eq!(beside.ignored_because.as_deref(), Some(COMPONENTS_PRESENT));
}

#[test]
fn illness_competes_with_the_band_by_the_smaller_factor() {
    let config = EngineConfig::default();
    let ill = |days: u64, score| {
        let mut readiness = week::<ReadinessFacts>(&[], today(), &config.readiness);
        readiness.ill_on = Some(today() - Days::new(days));
        readiness.score = score;
        effect_with(&readiness, today(), false, today(), &config)
    };

    let sets = [0, 2, 3, 5, 6, 10, 11].map(|days| ill(days, Some(75.0)).sets);
    assert_eq!(sets, [0.30, 0.30, 0.50, 0.50, 0.75, 0.75, 1.0]);
    assert_eq!([10, 11].map(|days| ill(days, Some(75.0)).load), [0.90, 1.0]);
    let low = ill(8, Some(30.0));
    assert_eq!((low.sets, low.load, low.ill_sets, low.ill_load), (0.65, 0.90, false, false));
    assert!(ill(6, Some(90.0)).blocks_increase);
}

#[test]
fn in_a_recomputation_today_and_tomorrow_read_the_latest_score_where_it_is_lower() {
    let config = EngineConfig::default();
    let mut readiness = week::<ReadinessFacts>(&[], today(), &config.readiness);
    readiness.latest = Some(DailyReadiness {
        date: today(),
        score: Some(30.0),
        band: ReadinessBand::Low,
        confidence: Confidence::High,
    });
    let load = |week_score, recomputed, ahead| {
        let mut readiness = readiness.clone();
        readiness.score = week_score;
        effect_with(&readiness, today(), recomputed, today() + Days::new(ahead), &config).load
    };

    assert_eq!([0, 1, 2].map(|ahead| load(Some(70.0), true, ahead)), [0.90, 0.90, 1.0]);
    assert_eq!(load(Some(70.0), false, 0), 1.0);
    assert_eq!([0, 2].map(|ahead| load(None, true, ahead)), [0.90, 1.0]);
}

#[test]
fn the_newest_of_two_entries_of_a_day_stands_and_nothing_is_carried_past_the_next_day() {
    let mut twice = e8();
    twice.push(ReadinessFacts {
        hrv_ms: Some(90.0),
        recorded_at: chrono::DateTime::UNIX_EPOCH + chrono::Duration::hours(1),
        ..entry(0)
    });
    assert!(signal(&twice, Kind::Hrv).unwrap().value > signal(&e8(), Kind::Hrv).unwrap().value);

    let stale: Vec<ReadinessFacts> =
        e8().into_iter().filter(|night| night.date < today() - Days::new(1)).collect();
    assert_eq!(signal(&stale, Kind::Hrv), None);
}
