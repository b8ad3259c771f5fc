#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::NaiveDate;

use super::*;
use crate::signals::AdherenceSignal;
use crate::template::{GoalAffinity, TemplateTrack};
use crate::vocab::GoalKind;

fn near(actual: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(actual.len(), expected.len());
    for (actual, expected) in actual.iter().zip(expected) {
        assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected}");
    }
}

/// Seats of tracks `a`, `b`, … by share alone, with goals that break ties in their order.
fn seats(shares: &[f64], carried: &[f64], slots: u32) -> Vec<u32> {
    let names = ["a", "b", "c", "d"];
    let rooms: Vec<Room<'_>> = shares
        .iter()
        .enumerate()
        .map(|(index, share)| Room {
            standing: 0,
            track: names[index],
            quota: f64::from(slots) * share + carried[index],
            share: *share,
            goal: [0.45, 0.33, 0.12, 0.10][index],
            mix: *share,
            min: 0,
            max: u32::MAX,
        })
        .collect();
    apportion(&rooms, slots, &mut Vec::new())
}

const E7C: [f64; 4] = [0.4328, 0.3158, 0.1473, 0.1041];

#[test]
fn water_fills_within_bounds_as_e7a() {
    let (lo, hi) = ([0.20, 0.20, 0.10, 0.05], [0.50, 0.50, 0.30, 0.20]);
    let wanted = [0.60, 0.25, 0.05, 0.10];

    let x = fill(&wanted, &lo, &hi, &wanted).unwrap();

    near(&x, &[0.5, 2.0 / 7.0, 0.1, 0.8 / 7.0], 1e-9);
}

#[test]
fn a_share_that_is_not_wanted_takes_what_the_others_cannot_hold() {
    let x = fill(&[0.0, 1.0], &[0.0, 0.0], &[1.0, 0.5], &[0.5, 0.5]).unwrap();

    near(&x, &[0.5, 0.5], 1e-12);
    assert_eq!(fill(&[0.5, 0.5], &[0.7, 0.7], &[1.0, 1.0], &[0.5, 0.5]), None);
}

#[test]
fn small_tracks_are_seated_without_the_alabama_paradox_as_e7d() {
    let shares = [0.43, 0.42, 0.15];

    assert_eq!(seats(&shares, &[0.0; 3], 3), [1, 1, 1]);
    assert_eq!(seats(&shares, &[0.0; 3], 4), [2, 1, 1]);
}

#[test]
fn minimums_are_seated_first_and_what_does_not_fit_is_said() {
    let room = |track, mix, min, max| Room {
        track,
        quota: mix,
        share: mix,
        goal: 0.0,
        mix,
        standing: 0,
        min,
        max,
    };
    let mut findings = Vec::new();

    let seats = apportion(&[room("a", 0.7, 1, 9), room("b", 0.3, 2, 9)], 2, &mut findings);

    assert_eq!(seats, [1, 1]);
    assert_eq!(findings, [Finding::MinimumUnmet { track: "b".into(), missing: 1 }]);
}

#[test]
fn seats_without_a_session_to_draw_stay_empty() {
    let room = |track, max| Room {
        track,
        quota: 2.0,
        share: 0.5,
        goal: 0.0,
        mix: 0.5,
        standing: 0,
        min: 0,
        max,
    };
    let mut findings = Vec::new();

    let seats = apportion(&[room("a", 1), room("b", 2)], 4, &mut findings);

    assert_eq!(seats, [1, 2]);
    assert_eq!(findings, [Finding::EmptySeats(1)]);
}

/// The template of E7(c), one session of each track.
fn e7c() -> Template {
    let keys = ["strength", "conditioning", "gymnastics", "mobility"];
    let target = [0.35, 0.35, 0.20, 0.10];
    let (lo, hi) = ([0.30, 0.20, 0.10, 0.05], [0.55, 0.50, 0.25, 0.15]);
    let affinity = |goal, shares: [f64; 4]| {
        let one = move |(key, share): (&str, f64)| GoalAffinity { goal, track: key.into(), share };
        keys.into_iter().zip(shares).map(one).collect::<Vec<_>>()
    };
    Template {
        name: "E7".into(),
        weeks: 1,
        goal_influence: 0.5,
        goal_affinity: [
            affinity(GoalKind::BuildStrength, [0.65, 0.15, 0.10, 0.10]),
            affinity(GoalKind::ImproveConditioning, [0.15, 0.60, 0.15, 0.10]),
        ]
        .concat(),
        tracks: (0..4)
            .map(|index| TemplateTrack {
                track: keys[index].into(),
                target_share: target[index],
                min_share: lo[index],
                max_share: hi[index],
                min_sessions: 0,
                max_sessions: None,
            })
            .collect(),
        sessions: Vec::new(),
    }
}

#[test]
fn every_vector_of_a_blend_is_that_of_e7c() {
    let (template, config) = (e7c(), EngineConfig::default());
    let mut signals = crate::signals::tests::quiet(NaiveDate::default());
    signals.member.goals = vec![
        GoalFacts { kind: GoalKind::BuildStrength, weight: 0.6 },
        GoalFacts { kind: GoalKind::ImproveConditioning, weight: 0.4 },
    ];
    let done = [(11, 12), (6, 12), (2, 6), (0, 0)];
    for (track, (completed, planned)) in template.tracks.iter().zip(done) {
        // No recency: every session weighs 1.
        let (weighted_completed, weighted_planned) = (f64::from(completed), f64::from(planned));
        let rate = adherence::rate(weighted_completed, weighted_planned, &config.adherence);
        let signal =
            AdherenceSignal { planned, completed, weighted_planned, weighted_completed, rate };
        signals.adherence.insert(track.track.clone(), signal);
    }

    let room = [TrackRoom { draws: 9, standing: 0 }; 4];
    let blend = blend(&signals, &BTreeMap::new(), &template, &room, 5, &config);

    let of = |value: fn(&TrackShare) -> f64| blend.shares.iter().map(value).collect::<Vec<_>>();
    near(&of(|share| share.template_share), &[0.35, 0.35, 0.20, 0.10], 1e-9);
    near(&of(|share| share.goal_share), &[0.45, 0.33, 0.12, 0.10], 1e-9);
    near(&of(|share| share.mix), &[0.40, 0.34, 0.16, 0.10], 1e-9);
    near(&of(|share| share.bounded_mix), &[0.40, 0.34, 0.16, 0.10], 1e-9);
    near(&of(|share| share.adherence), &[0.863_636, 0.636_364, 0.625, 0.8], 1e-6);
    near(&of(|share| share.adherence_multiplier), &[1.0790, 0.9262, 0.9179, 1.0385], 5e-5);
    near(&of(|share| share.wanted), &E7C, 5e-5);
    // What adherence may move: 0.10 either side of the mix, inside the template's bounds.
    near(&of(|share| share.min_share), &[0.30, 0.24, 0.10, 0.05], 1e-9);
    near(&of(|share| share.max_share), &[0.50, 0.44, 0.25, 0.15], 1e-9);
    near(&of(|share| share.share), &E7C, 5e-5);
    near(&of(|share| f64::from(share.sessions)), &[2.0, 2.0, 1.0, 0.0], 0.0);
    let carried: Vec<f64> =
        E7C.iter().zip([2.0, 2.0, 1.0, 0.0]).map(|(share, seats)| 5.0 * share - seats).collect();
    near(&of(|share| share.carry_over), &carried, 3e-4);
    assert_eq!(blend.findings, []);
}
