//! When a week is told to a coach (B3).
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::digest::SessionDigest;

fn end() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
}

fn session(back: usize, au: f64, rated: bool) -> SessionFacts {
    SessionFacts {
        date: end() - Days::new(back as u64),
        recorded_at: chrono::DateTime::UNIX_EPOCH,
        track: "strength".into(),
        answers: None,
        minutes: 100,
        session_rpe: rated.then_some(au / 100.0),
        completion: None,
        digest: SessionDigest::default(),
    }
}

/// Weeks, newest first, of these daily loads each; nothing is logged on a day without load.
fn weeks(weeks: &[[f64; 7]]) -> Vec<SessionFacts> {
    let of = |(week, days): (usize, &[f64; 7])| -> Vec<SessionFacts> {
        let trained = days.iter().enumerate().filter(|(_, au)| **au > 0.0);
        trained.map(|(day, au)| session(7 * week + day, *au, true)).collect()
    };
    let mut out: Vec<SessionFacts> = weeks.iter().enumerate().flat_map(of).collect();
    out.reverse();
    out
}

fn told_of(sessions: &[SessionFacts]) -> Vec<Finding> {
    told(&sessions.iter().collect::<Vec<_>>(), end(), &LoadConfig::default())
}

/// Six days of the same load: a monotony of 2.45.
fn even(au: f64) -> [f64; 7] {
    [au, au, au, au, au, au, 0.0]
}

/// Three days of the same load: a monotony of 0.87.
fn varied(au: f64) -> [f64; 7] {
    [au, 0.0, au, 0.0, au, 0.0, 0.0]
}

/// Five days of the same load: a monotony of 1.58.
fn fairly_even(au: f64) -> [f64; 7] {
    [au, au, 0.0, au, au, au, 0.0]
}

#[test]
fn days_that_are_much_alike_are_told_by_how_much() {
    let flags = |week| match told_of(&weeks(&[week]))[..] {
        [Finding::EvenDays { monotony, flag }] => Some(((monotony * 100.0).round(), flag)),
        _ => None,
    };

    assert_eq!(flags(even(100.0)), Some((245.0, LoadFlag::High)));
    assert_eq!(flags(fairly_even(100.0)), Some((158.0, LoadFlag::Watch)));
    assert_eq!(told_of(&weeks(&[varied(100.0)])), []);
}

#[test]
fn a_strain_is_told_over_the_limits_of_anyone_until_a_members_own_weeks_are_known() {
    let strenuous = |all: &[[f64; 7]]| {
        let found = told_of(&weeks(all));
        found.into_iter().find_map(|finding| match finding {
            Finding::Strenuous { strain, limit, over } => Some((strain.round(), limit, over)),
            _ => None,
        })
    };

    // 600 × 6 × 2.45
    assert_eq!(strenuous(&[even(600.0)]), Some((8818.0, StrainLimit::High, 6000.0)));
    assert_eq!(strenuous(&[even(350.0)]), Some((5144.0, StrainLimit::Watch, 4500.0)));
    assert_eq!(strenuous(&[even(300.0)]), None);
    let mut own = vec![even(350.0)];
    own.extend([even(360.0); 11]);
    assert_eq!(strenuous(&own), Some((5144.0, StrainLimit::Watch, 4500.0)), "eleven are too few");
    own.push(even(360.0));
    assert_eq!(strenuous(&own), None, "it is usual for this member");
    let mut rare = vec![even(300.0)];
    rare.extend([even(280.0); 12]);
    let (_, limit, over) = strenuous(&rare).unwrap();
    assert_eq!((limit, over.round()), (StrainLimit::Own, 4115.0));
}

#[test]
fn a_members_own_limit_is_what_nine_in_ten_of_their_weeks_stay_within() {
    let values: Vec<f64> = (1..=20).rev().map(f64::from).collect();

    assert_eq!(percentile(values.clone(), 0.90), Some(18.0));
    assert_eq!(percentile(values, 1.0), Some(20.0));
    assert_eq!(percentile(Vec::new(), 0.90), None);
}

#[test]
fn a_quiet_week_is_not_told() {
    let after = |usual| told_of(&weeks(&[even(600.0), even(usual), even(usual), even(usual)]));

    // 600 of a mean of 750 is four fifths.
    assert_eq!(after(800.0), []);
    assert_eq!(after(790.0).len(), 2);
    let mut unknown = weeks(&[even(600.0), even(900.0), even(900.0)]);
    assert_eq!(told_of(&unknown).len(), 2, "of the fourth week nothing is known");
    unknown.insert(0, session(27, 900.0, false));
    assert_eq!(told_of(&unknown).len(), 2, "an unrated week says nothing either");
}

#[test]
fn a_week_with_an_unrated_session_is_not_told_and_is_no_usual_one() {
    let mut sessions = weeks(&[even(600.0)]);
    sessions.push(session(0, 0.0, false));
    assert_eq!(told_of(&sessions), []);
    assert_eq!(told_of(&[]), []);

    let mut own = weeks(&[[even(300.0); 1].as_slice(), &[even(280.0); 12]].concat());
    own.insert(0, session(7 * 12 + 6, 0.0, false));
    let strenuous = |finding: &Finding| matches!(finding, Finding::Strenuous { .. });
    assert!(!told_of(&own).iter().any(strenuous), "eleven whole weeks are too few");
}

#[test]
fn impossible_ratings_are_no_load() {
    for rpe in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
        let mut sessions = weeks(&[even(600.0)]);
        sessions[0].session_rpe = Some(rpe);
        assert_eq!(told_of(&sessions), [], "{rpe}");
    }
}
