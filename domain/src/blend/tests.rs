#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

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

/// `weeks` weeks with carry-over; what each week got, and what is carried at the end.
fn season(shares: &[f64], slots: u32, weeks: usize) -> (Vec<Vec<u32>>, Vec<f64>) {
    let mut carried = vec![0.0; shares.len()];
    let mut all = Vec::new();
    for _ in 0..weeks {
        let seats = seats(shares, &carried, slots);
        for (index, share) in shares.iter().enumerate() {
            let quota = f64::from(slots) * share + carried[index];
            carried[index] = (quota - f64::from(seats[index])).clamp(-1.5, 1.5);
        }
        all.push(seats);
    }
    (all, carried)
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
fn carry_over_serves_every_track_at_its_rate_as_e7c() {
    let (weeks, _) = season(&E7C, 5, 20);

    assert_eq!(weeks[..4], [[2, 2, 1, 0], [2, 1, 1, 1], [2, 2, 0, 1], [3, 1, 1, 0]]);
    let total = |track: usize| weeks.iter().map(|week| week[track]).sum::<u32>();
    assert_eq!([total(0), total(1), total(2), total(3)], [43, 32, 15, 10]);
}

#[test]
fn one_session_a_week_sees_every_track_as_e17() {
    let (weeks, carried) = season(&E7C, 1, 12);

    let names = ["S", "C", "G", "M"];
    let order: Vec<&str> = weeks
        .iter()
        .map(|week| names[week.iter().position(|seats| *seats == 1).unwrap()])
        .collect();
    assert_eq!(order.concat(), "SCGSCMSCSGSC");
    near(&carried, &[0.1936, -0.2104, -0.2324, 0.2492], 1e-9);
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

#[test]
fn every_vector_of_a_blend_is_that_of_e7c() {
    use crate::template::{GoalAffinity, Template, TemplateTrack};
    use crate::vocab::GoalKind::{BuildStrength, ImproveConditioning};

    let keys = ["strength", "conditioning", "gymnastics", "mobility"];
    let target = [0.35, 0.35, 0.20, 0.10];
    let (lo, hi) = ([0.30, 0.20, 0.10, 0.05], [0.55, 0.50, 0.25, 0.15]);
    let affinity = |goal, shares: [f64; 4]| {
        let one = move |(key, share): (&str, f64)| GoalAffinity { goal, track: key.into(), share };
        keys.into_iter().zip(shares).map(one).collect::<Vec<_>>()
    };
    let template = Template {
        name: "E7".into(),
        weeks: 1,
        goal_influence: 0.5,
        goal_affinity: [
            affinity(BuildStrength, [0.65, 0.15, 0.10, 0.10]),
            affinity(ImproveConditioning, [0.15, 0.60, 0.15, 0.10]),
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
    };
    let config = EngineConfig::default();
    let own = affinity::template_shares(&template);
    let goals = [
        GoalFacts { kind: BuildStrength, weight: 0.6 },
        GoalFacts { kind: ImproveConditioning, weight: 0.4 },
    ];
    let goal = goal_shares(&template, &BTreeMap::new(), &goals);
    near(&goal, &[0.45, 0.33, 0.12, 0.10], 1e-9);
    let mix: Vec<f64> = own.iter().zip(&goal).map(|(own, goal)| 0.5 * own + 0.5 * goal).collect();
    near(&mix, &[0.40, 0.34, 0.16, 0.10], 1e-9);
    let rates: Vec<f64> = [(11.0, 12.0), (6.0, 12.0), (2.0, 6.0), (0.0, 0.0)]
        .map(|(completed, planned)| adherence::rate(completed, planned, &config.adherence))
        .into();
    near(&rates, &[0.863_636, 0.636_364, 0.625, 0.8], 1e-6);
    let mean: f64 = mix.iter().zip(&rates).map(|(mix, rate)| mix * rate).sum();
    assert!((mean - 0.741_818).abs() < 1e-6);
    let multipliers: Vec<f64> = rates.iter().map(|rate| (rate / mean).sqrt()).collect();
    near(&multipliers, &[1.0790, 0.9262, 0.9179, 1.0385], 5e-5);
    let raw: Vec<f64> = mix.iter().zip(&multipliers).map(|(mix, factor)| mix * factor).collect();
    near(&normalised(&raw), &E7C, 5e-5);
    near(&fill(&normalised(&raw), &lo, &hi, &mix).unwrap(), &E7C, 5e-5);
    near(
        &seats(&E7C, &[0.0; 4], 5).iter().map(|seats| f64::from(*seats)).collect::<Vec<_>>(),
        &[2.0, 2.0, 1.0, 0.0],
        0.0,
    );
}
