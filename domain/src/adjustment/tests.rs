//! The week's numbers, and the nearest single input that would change them.
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::Days;

use super::*;
use crate::signals::tests::quiet;

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

/// The adjustment of a week of three sessions, with quiet signals changed by `with`.
fn adjusted(guard: Option<f64>, with: impl FnOnce(&mut Signals)) -> WeekAdjustment {
    let mut signals = quiet(monday() - Days::new(1));
    with(&mut signals);
    let dates = [0, 2, 4].map(|offset| monday() + Days::new(offset));
    of(&signals, &dates, guard, &EngineConfig::default())
}

fn scored(score: f64) -> impl FnOnce(&mut Signals) {
    move |signals| {
        signals.readiness.score = Some(score);
        let scale = EngineConfig::default().readiness.scale;
        signals.readiness.band = band_of(Some(score), &scale);
    }
}

#[test]
fn a_good_week_would_change_with_readiness_under_the_good_band() {
    let week = adjusted(None, scored(75.0));

    assert_eq!((week.load_multiplier, week.set_multiplier, week.rir_delta), (1.0, 1.0, 0));
    assert_eq!(week.would_change, Some(Reason::WouldLowReadiness(65.0)));
}

#[test]
fn the_nearest_edge_of_the_band_is_named_up_or_down() {
    assert_eq!(adjusted(None, scored(63.0)).would_change, Some(Reason::WouldReadiness(65.0)));
    assert_eq!(adjusted(None, scored(56.0)).would_change, Some(Reason::WouldLowReadiness(55.0)));
    assert_eq!(adjusted(None, scored(5.0)).would_change, Some(Reason::WouldReadiness(20.0)));
}

#[test]
fn unknown_readiness_would_change_the_week_were_it_known_and_low() {
    let week = adjusted(None, |signals| signals.readiness.score = None);

    assert_eq!(week.would_change, Some(Reason::WouldLowReadiness(65.0)));
}

#[test]
fn a_conservative_week_names_what_made_it_one() {
    let high = adjusted(None, |signals| {
        scored(80.0)(signals);
        signals.conservative = Some(ConservativeCause::HighVolume);
        signals.volume.z = Some(2.6);
    });
    let stalled = adjusted(None, |signals| {
        scored(60.0)(signals);
        signals.conservative = Some(ConservativeCause::StalledAndTired);
    });

    assert_eq!((high.load_multiplier, high.set_multiplier, high.rir_delta), (0.90, 0.60, 2));
    assert_eq!(high.would_change, Some(Reason::WouldVolume));
    assert_eq!(stalled.would_change, Some(Reason::WouldProgress));
}

#[test]
fn the_end_of_an_illness_is_named_where_it_is_nearest() {
    let ill = |days| {
        adjusted(None, |signals| {
            scored(75.0)(signals);
            signals.readiness.ill_on = Some(monday() - Days::new(days));
        })
    };

    assert_eq!(ill(10).would_change, Some(Reason::WouldHealth(1)));
    assert_eq!(ill(1).would_change, Some(Reason::WouldLowReadiness(65.0)));
    assert!(ill(1).reasons.contains(&Reason::Illness(1)));
}

#[test]
fn a_guarded_week_would_keep_its_sets_with_a_smaller_programme() {
    let week = adjusted(Some(0.95), scored(80.0));

    assert_eq!(week.set_multiplier, 0.95);
    assert_eq!(week.would_change, Some(Reason::WouldGuard));
}

#[test]
fn a_week_without_sessions_would_change_with_nothing() {
    let signals = quiet(monday());
    let week = of(&signals, &[], None, &EngineConfig::default());

    assert_eq!(week.would_change, None);
}

#[test]
fn the_reasons_give_the_score_that_was_read() {
    let mut signals = quiet(monday());
    scored(66.0)(&mut signals);
    signals.base = Some(crate::signals::BaseSignal {
        revision: 1,
        untouchable: Vec::new(),
        reduce_only: true,
        redraw: false,
    });
    signals.readiness.latest = Some(crate::signals::DailyReadiness {
        date: monday(),
        score: Some(30.0),
        band: crate::vocab::ReadinessBand::Low,
        confidence: crate::vocab::Confidence::High,
    });
    let week = of(&signals, &[monday()], None, &EngineConfig::default());

    assert_eq!(week.load_multiplier, 0.90);
    let low = Reason::Readiness(crate::vocab::ReadinessBand::Low, Some(30.0));
    assert!(week.reasons.contains(&low), "{:?}", week.reasons);
}
