//! Planned against completed sessions (B8.3, E7b).
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Days};

use super::*;
use crate::digest::SessionDigest;
use crate::plan::{PlannedSession, TemplateRef, WeekAdjustment};
use crate::vocab::{ReadinessBand, VolumeLevel};

fn week() -> Week {
    Week::new(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()).unwrap()
}

fn day(offset: u64) -> NaiveDate {
    week().monday() + Days::new(offset)
}

fn config() -> AdherenceConfig {
    AdherenceConfig::default()
}

fn planned(key: &str, track: &str, on: u64) -> PlannedSession {
    PlannedSession {
        key: key.into(),
        date: day(on),
        order: 1,
        track: track.into(),
        template_week: 1,
        template_order: 1,
        title: key.into(),
        minutes: 60,
        hard: false,
        coach_edited: false,
        removed: Vec::new(),
        blocks: Vec::new(),
    }
}

fn document(sessions: Vec<PlannedSession>) -> PlanDocument {
    PlanDocument {
        engine: "1".into(),
        config: 1,
        week: week(),
        template: TemplateRef { id: "t".into(), name: "t".into(), version: 1, cycle_week: 1 },
        blend: Vec::new(),
        cursors: Vec::new(),
        sessions,
        adjustment: WeekAdjustment {
            band: ReadinessBand::Good,
            score: None,
            volume: VolumeLevel::Normal,
            conservative: false,
            cause: None,
            load_multiplier: 1.0,
            set_multiplier: 1.0,
            rir_delta: 0,
            reasons: Vec::new(),
            would_change: None,
        },
        programmed_au: 0.0,
        findings: Vec::new(),
        removed: Vec::new(),
    }
}

fn log(on: u64, track: &str, answers: Option<&str>, completion: Option<f64>) -> SessionFacts {
    SessionFacts {
        date: day(on),
        recorded_at: DateTime::UNIX_EPOCH,
        track: track.into(),
        answers: answers.map(|key| (week(), key.to_owned())),
        minutes: 60,
        session_rpe: None,
        completion,
        digest: SessionDigest::default(),
    }
}

/// Keys of what was completed by `today`, with these logs.
fn completed(document: &PlanDocument, logs: &[SessionFacts], today: u64) -> Vec<String> {
    let plans = [PlanFacts { week: week(), document, excused: &[] }];
    let logs: Vec<&SessionFacts> = logs.iter().collect();
    let fates = fates(&plans, &logs, day(today), &config());
    fates.iter().filter(|one| one.completed).map(|one| one.key.to_owned()).collect()
}

fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() < 1e-6, "{actual} is not {expected}");
}

#[test]
fn the_prior_is_four_fifths_and_gives_way_as_e7b() {
    close(rate(0.0, 0.0, &config()), 0.8);
    close(rate(3.0, 4.0, &config()), 0.785_714);
    close(rate(12.0, 12.0, &config()), 0.909_091);
    close(rate(2.0, 12.0, &config()), 0.454_545);
}

#[test]
fn a_log_that_answers_a_session_completes_it_where_half_was_done() {
    let plan = document(vec![planned("a", "strength", 0), planned("b", "strength", 2)]);
    let logs =
        [log(0, "strength", Some("a"), Some(0.5)), log(2, "strength", Some("b"), Some(0.49))];

    assert_eq!(completed(&plan, &logs, 6), ["a"]);
}

#[test]
fn a_log_of_the_same_track_and_week_completes_the_earliest_that_is_open() {
    let plan = document(vec![
        planned("a", "strength", 0),
        planned("b", "strength", 2),
        planned("c", "running", 3),
    ]);
    let logs = [log(4, "strength", None, None), log(5, "swimming", None, None)];

    assert_eq!(completed(&plan, &logs, 6), ["a"]);
}

#[test]
fn a_log_that_answers_a_later_session_completes_no_earlier_one() {
    let plan = document(vec![planned("a", "strength", 0), planned("b", "strength", 5)]);
    let early = [log(2, "strength", Some("b"), None)];

    assert_eq!(completed(&plan, &early, 3), Vec::<String>::new());
    assert_eq!(completed(&plan, &early, 6), ["b"]);
}

fn counted(excused: &[String], ill: &[u64], logged: &[u64], today: u64) -> AdherenceSignal {
    let plan = document(vec![planned("a", "strength", 0), planned("b", "strength", 2)]);
    let plans = [PlanFacts { week: week(), document: &plan, excused }];
    let logs = [log(0, "strength", Some("a"), None)];
    let fates = fates(&plans, &logs.iter().collect::<Vec<_>>(), day(today), &config());
    let ill = ill.iter().map(|on| day(*on)).collect();
    let logged: Vec<NaiveDate> = logged.iter().map(|on| day(*on)).collect();
    let mut all = counts(["strength"], &fates, &ill, &logged, day(today), &config());
    all.remove("strength").unwrap()
}

#[test]
fn excused_and_ill_days_and_long_gaps_count_in_neither() {
    let of = |signal: AdherenceSignal| (signal.planned, signal.completed);

    assert_eq!(of(counted(&[], &[], &[0], 6)), (2, 1));
    assert_eq!(of(counted(&["b".to_owned()], &[], &[0], 6)), (1, 1));
    assert_eq!(of(counted(&[], &[2], &[0], 6)), (1, 1));
    assert_eq!(of(counted(&[], &[], &[0], 14)), (2, 1));
    assert_eq!(of(counted(&[], &[], &[0], 15)), (1, 1));
}

#[test]
fn a_session_counts_for_half_after_28_days_and_not_at_all_after_84() {
    let at = |today| counted(&[], &[], &[0, 14, 28, 42, 56, 70, 84], today);

    close(at(28).weighted_completed, 0.5);
    assert_eq!(at(84).planned, 2);
    assert_eq!(at(85).planned, 1);
    assert_eq!(at(87).planned, 0);
    close(at(87).rate, 0.8);
}

#[test]
fn a_track_is_avoided_under_half_of_at_least_six() {
    let signal = |planned, rate| AdherenceSignal { planned, rate, ..none() };

    assert!(is_avoided(&signal(6, 0.499), &config()));
    assert!(!is_avoided(&signal(6, 0.5), &config()));
    assert!(!is_avoided(&signal(5, 0.2), &config()));
}

#[test]
fn a_session_is_done_as_far_as_its_working_sets_go() {
    let sets = |count| std::iter::repeat_n(SetKind::Working, count);
    let warm_ups = std::iter::repeat_n(SetKind::WarmUp, 4);

    assert_eq!(completion(10, sets(5).chain(warm_ups.clone())), 0.5);
    assert_eq!(completion(10, sets(12)), 1.0, "more than planned is all of it");
    assert_eq!(
        completion(10, warm_ups),
        1.0,
        "no working set was logged: who was there is believed"
    );
    assert_eq!(completion(0, sets(3)), 1.0, "no set was planned");
}

#[test]
fn a_members_data_is_stale_after_two_weeks_without_a_log() {
    let today = day(20);
    let stale = |since, joined: u64| is_stale(since, today - Days::new(joined), today);

    assert!(!stale(Some(14), 100));
    assert!(stale(Some(15), 100));
    assert!(!stale(None, 14), "who joined lately may not have begun");
    assert!(stale(None, 15));
}
