#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::calendar::Week;
use crate::vocab::MovementPattern::{Hinge, HorizontalPush, Squat};

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn days(of: &[u64]) -> Vec<NaiveDate> {
    of.iter().map(|day| monday() + chrono::Days::new(*day)).collect()
}

fn shape(track: &str, hard: bool, heavy: &[MovementPattern]) -> Shape {
    Shape {
        hard,
        heavy: heavy.to_vec(),
        hard_running: false,
        track: track.into(),
        title: format!("{track} {heavy:?}"),
    }
}

fn on(
    sessions: &[Shape],
    fixed: &[Fixed],
    of: &[u64],
    first: Option<&str>,
) -> (Vec<i64>, Vec<Finding>) {
    let placed = place(sessions, fixed, &days(of), first, &ScheduleConfig::default());
    let dates = placed.dates.iter().map(|date| (*date - monday()).num_days()).collect();
    (dates, placed.findings)
}

#[test]
fn sessions_without_a_quarrel_take_the_first_days() {
    let sessions = [shape("a", false, &[]), shape("b", false, &[])];

    assert_eq!(on(&sessions, &[], &[0, 2, 4], None), (vec![0, 2], vec![]));
}

#[test]
fn heavy_work_of_one_pattern_keeps_a_day_between() {
    let sessions = [
        shape("a", false, &[Squat]),
        shape("b", false, &[Squat]),
        shape("c", false, &[HorizontalPush]),
    ];

    assert_eq!(on(&sessions, &[], &[0, 1, 2], None), (vec![0, 2, 1], vec![]));
}

#[test]
fn the_track_of_the_weightiest_goal_opens_the_week() {
    let sessions = [shape("a", false, &[]), shape("b", false, &[])];

    assert_eq!(on(&sessions, &[], &[0, 2], Some("b")).0, [2, 0]);
}

#[test]
fn the_week_before_counts_and_what_can_not_be_met_is_said() {
    let sunday = monday() - chrono::Days::new(1);
    let fixed = [Fixed { date: sunday, shape: shape("z", true, &[Hinge]) }];
    let sessions = [shape("a", false, &[Squat])];

    let (dates, findings) = on(&sessions, &fixed, &[0], None);

    assert_eq!(dates, [0]);
    assert_eq!(findings, [Finding::SquatNextToHinge(monday())]);
}

#[test]
fn a_third_hard_day_in_a_row_is_avoided_where_it_can_be() {
    let hard = |track| shape(track, true, &[]);
    let sessions = [hard("a"), hard("b"), hard("c")];

    assert_eq!(on(&sessions, &[], &[0, 1, 2, 3], None).0, [0, 1, 3]);
    let (_, findings) = on(&sessions, &[], &[0, 1, 2], None);
    assert_eq!(findings, [Finding::ThirdHardDay(monday() + chrono::Days::new(2))]);
}

#[test]
fn six_sessions_leave_a_day_of_rest_inside_the_week() {
    let sessions: Vec<Shape> =
        ["a", "b", "c", "d", "e", "f"].map(|track| shape(track, true, &[Squat])).into();
    let week = Week::new(monday()).unwrap();

    let placed =
        place(&sessions, &[], &week.dates().collect::<Vec<_>>(), None, &ScheduleConfig::default());

    let mut dates = placed.dates;
    dates.sort_unstable();
    dates.dedup();
    assert_eq!(dates.len(), 6);
    assert!(dates.iter().all(|date| week.contains(*date)));
}
