//! Golden numbers E5 and E16, and the detector's thresholds (B4).
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

/// Logged windows, newest first; zero is nothing logged.
fn windows(values: &[f64]) -> Vec<Window> {
    let window = |value: &f64| Window { value: *value, logged: *value > 0.0, conservative: false };
    values.iter().map(window).collect()
}

fn config() -> VolumeConfig {
    VolumeConfig::default()
}

fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * expected.abs(), "{actual} is not {expected}");
}

fn rested(score: f64) -> Tiredness {
    Tiredness { score: Some(score), hrv_z: None }
}

#[test]
fn a_jump_of_nearly_half_is_high_and_a_smaller_one_elevated_as_e5() {
    let before = windows(&[1850.0, 2200.0, 1950.0, 2100.0, 2050.0, 2000.0, 1900.0, 1800.0]);
    let usual = baseline(&before, &config()).unwrap();

    assert_eq!((usual.median, usual.mad, usual.newest_mean), (1975.0, 100.0, 2025.0));
    let jump = Rules::of(2900.0, &usual);
    close(jump.z, 6.239_125);
    close(jump.spike, 1.432_099);
    assert_eq!(jump.level(rested(75.0), &config()), VolumeLevel::High);
    let small = Rules::of(2250.0, &usual);
    close(small.z, 1.854_875);
    assert!((small.spike - 1.111).abs() < 1e-3);
    assert_eq!(small.level(rested(75.0), &config()), VolumeLevel::Elevated);
}

#[test]
fn two_weeks_of_flu_make_the_return_no_spike_as_e16() {
    let before = windows(&[
        2000.0, 1900.0, 2050.0, 300.0, 0.0, 1950.0, 2100.0, 2000.0, 1980.0, 2020.0, 2000.0, 1950.0,
    ]);
    let usual = baseline(&before, &config()).unwrap();
    let back = Rules::of(2400.0, &usual);

    assert_eq!((usual.median, usual.mad), (2000.0, 100.0));
    close(back.z, 2.698);
    close(back.spike, 2400.0 / 1975.0);
    assert_eq!(back.level(rested(70.0), &config()), VolumeLevel::Elevated);
    assert_eq!(back.level(rested(60.0), &config()), VolumeLevel::High);
    let flat = Tiredness { score: Some(70.0), hrv_z: Some(-0.6) };
    assert_eq!(back.level(flat, &config()), VolumeLevel::High);
}

#[test]
fn conservative_unlogged_and_half_empty_windows_are_not_typical() {
    let mut all = windows(&[2000.0, 900.0, 0.0, 2000.0, 1000.0]);
    all[3].conservative = true;

    assert_eq!(typical(&all, &config()), [true, true, false, false, true]);
    all.push(Window { value: 400.0, logged: true, conservative: false });
    assert!(!typical(&all, &config())[5]);
}

#[test]
fn three_typical_windows_are_too_few() {
    assert_eq!(baseline(&windows(&[2000.0, 1900.0, 2100.0]), &config()), None);
    assert!(baseline(&windows(&[2000.0, 1900.0, 2100.0, 2000.0]), &config()).is_some());
}

#[test]
fn each_threshold_is_met_at_its_number() {
    let level = |z, ewma_ratio, spike, session_spike| {
        Rules { z, ewma_ratio, spike, session_spike }.level(rested(80.0), &config())
    };

    assert_eq!(level(2.5, Some(1.5), 1.0, None), VolumeLevel::High);
    assert_eq!(level(2.5, None, 1.30, None), VolumeLevel::High);
    assert_eq!(level(2.5, Some(1.49), 1.19, None), VolumeLevel::Elevated);
    assert_eq!(level(3.5, None, 1.15, None), VolumeLevel::High);
    assert_eq!(level(1.5, None, 1.0, None), VolumeLevel::Elevated);
    assert_eq!(level(0.0, Some(1.3), 1.0, None), VolumeLevel::Elevated);
    assert_eq!(level(0.0, None, 1.20, None), VolumeLevel::Elevated);
    assert_eq!(level(0.0, None, 1.0, Some(1.30)), VolumeLevel::Normal);
    assert_eq!(level(0.0, None, 1.0, Some(1.31)), VolumeLevel::Elevated);
}

fn day(back: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() - chrono::Days::new(back)
}

/// Sessions of `au` AU, three a week over 13 weeks, the newest seven days times `factor`.
fn season(factor: f64, rated: bool) -> Vec<SessionFacts> {
    let mut out = Vec::new();
    for back in (0..91).rev().filter(|back| back % 7 < 6 && back % 2 == 0) {
        let minutes = if back < 7 { (60.0 * factor) as u32 } else { 60 + (back % 5) as u32 };
        out.push(SessionFacts {
            date: day(back),
            recorded_at: chrono::DateTime::UNIX_EPOCH,
            track: "strength".into(),
            answers: None,
            minutes,
            session_rpe: rated.then_some(7.0),
            completion: None,
            digest: crate::digest::SessionDigest {
                tonnage_kg: 80.0 * f64::from(minutes),
                ..Default::default()
            },
        });
    }
    out
}

fn level_of(sessions: &[SessionFacts]) -> VolumeSignal {
    let config = EngineConfig::default();
    let history = VolumeHistory::new(sessions, &[], &config);
    signal(&history, day(0), rested(75.0), &config)
}

#[test]
fn a_season_of_even_weeks_is_normal_and_half_again_is_high() {
    assert_eq!(level_of(&season(1.0, true)).level, VolumeLevel::Normal);
    let high = level_of(&season(1.6, true));
    assert_eq!((high.level, high.unit.as_str()), (VolumeLevel::High, "AU"));
}

#[test]
fn unrated_sessions_are_counted_in_kilograms_throughout() {
    let high = level_of(&season(1.6, false));

    assert_eq!((high.level, high.unit.as_str()), (VolumeLevel::High, "kg"));
}

#[test]
fn a_short_history_is_unknown_and_a_small_week_is_never_high() {
    let mut sessions = season(1.0, true);
    sessions.retain(|session| session.date > day(20));
    assert_eq!(level_of(&sessions).level, VolumeLevel::Unknown);

    let mut rare = season(1.0, true);
    for session in &mut rare {
        session.minutes /= 10;
    }
    rare.retain(|session| session.date <= day(7) || session.date == day(0));
    rare.last_mut().unwrap().minutes = 60;
    assert_eq!(level_of(&rare).level, VolumeLevel::Normal);
}
