//! Weeks that were made up, side by side.

use chrono::NaiveDate;

use super::*;
use crate::calendar::Week;
use crate::plan::{PlannedBlock, PlannedSession, TemplateRef};
use crate::reason::Reason;
use crate::vocab::{BlockType, Provenance, ReadinessBand, VolumeLevel, WorkoutFormat};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn line(key: &str, movement: &str, kg: f64) -> Line {
    Line {
        key: key.into(),
        movement: movement.into(),
        substituted_for: None,
        sets: 5,
        reps_min: Some(5),
        reps_max: Some(5),
        load_kg: Some(kg),
        exact_kg: Some(kg),
        basis_kg: None,
        programmed_kg: Some(kg),
        programmed_sets: 5,
        target_rpe: None,
        programmed_rpe: None,
        min_rir: None,
        rest_seconds: None,
        distance_metres: None,
        duration_seconds: None,
        calories: None,
        notice: None,
        reduced: false,
        provenance: Provenance::Programmed,
        edited: Vec::new(),
        trace: Vec::new(),
    }
}

/// A session of the version with one strength block.
pub(crate) fn session(version: u32, track: &str, date: &str, lines: Vec<Line>) -> PlannedSession {
    let key = format!("{track}-v{version}-{date}");
    PlannedSession {
        date: day(date),
        order: 1,
        track: track.into(),
        template_week: 1,
        template_order: 1,
        title: track.into(),
        minutes: 60,
        hard: false,
        coach_edited: false,
        removed: Vec::new(),
        blocks: vec![PlannedBlock {
            key: format!("{key}.1"),
            kind: BlockType::Strength,
            format: WorkoutFormat::StrengthSets,
            title: "Strength".into(),
            notes: None,
            rounds: None,
            rep_scheme: None,
            time_cap_minutes: None,
            interval_seconds: None,
            score_type: None,
            programmed_format: None,
            programmed_rounds: None,
            programmed_time_cap_minutes: None,
            trace: Vec::new(),
            coach_edited: false,
            lines,
        }],
        key,
    }
}

pub(crate) fn share(track: &str, share: f64, sessions: u32) -> TrackShare {
    TrackShare {
        track: track.into(),
        template_share: share,
        goal_share: share,
        mix: share,
        bounded_mix: share,
        adherence: 0.8,
        adherence_multiplier: 1.0,
        wanted: share,
        min_share: 0.0,
        max_share: 1.0,
        template_bounds: (0.0, 1.0),
        share,
        sessions,
        carried_in: 0.0,
        carry_over: 0.0,
        reason: Reason::Same,
    }
}

pub(crate) fn week(blend: Vec<TrackShare>, sessions: Vec<PlannedSession>) -> PlanDocument {
    PlanDocument {
        engine: "1".into(),
        config: 1,
        week: Week::containing(day("2026-03-02")),
        template: TemplateRef { id: "t".into(), name: "T".into(), version: 1, cycle_week: 1 },
        blend,
        cursors: Vec::new(),
        sessions,
        removed: Vec::new(),
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
        programmed_au: 330.0,
        findings: Vec::new(),
    }
}

/// Squats and presses on Monday, rows on Wednesday.
fn before() -> PlanDocument {
    let monday = vec![line("a.1", "back-squat", 100.0), line("a.2", "strict-press", 50.0)];
    week(
        vec![share("strength", 1.0, 2)],
        vec![
            session(1, "strength", "2026-03-02", monday),
            session(1, "strength", "2026-03-04", vec![line("b.1", "barbell-row", 70.0)]),
        ],
    )
}

#[test]
fn a_week_is_no_different_from_itself_under_the_keys_of_another_version() {
    let mut after = before();
    for session in &mut after.sessions {
        session.key = session.key.replace("v1", "v2");
        session.blocks[0].key = session.blocks[0].key.replace("v1", "v2");
        session.blocks[0].lines[0].key.push_str("-v2");
    }

    let same = compare(&before(), &after);

    assert!(!same.is_changed(), "{:?}", same.changes);
    assert_eq!((same.lines(), same.load_change_percent), (0, Some(0.0)));
    assert_eq!(same.tracks[0].sessions_after, 2);
}

#[test]
fn loads_lines_shares_and_days_are_compared() {
    let monday = vec![line("x.1", "back-squat", 110.0), line("x.2", "bench-press", 80.0)];
    let mut after = week(
        vec![share("engine", 0.4, 1), share("strength", 0.6, 1)],
        vec![
            session(2, "strength", "2026-03-03", monday),
            session(2, "engine", "2026-03-05", vec![line("y.1", "run", 1.0)]),
        ],
    );
    after.adjustment.load_multiplier = 0.9;
    after.adjustment.rir_delta = 2;
    after.findings.push(Finding::EmptySeats(1));

    let found = compare(&before(), &after);

    assert_eq!((found.lines_added, found.lines_removed, found.lines_changed), (2, 2, 1));
    assert!((found.load_change_percent.expect("squats in both") - 10.0).abs() < 1e-9);
    let strength = &found.tracks[1];
    assert_eq!((strength.share_before, strength.share_after), (1.0, 0.6));
    assert_eq!((strength.sessions_before, strength.sessions_after), (2, 1));
    assert_eq!((found.tracks[0].share_before, found.tracks[0].sessions_after), (0.0, 1));
    assert!((found.adjustment.load_multiplier + 0.1).abs() < 1e-9);
    assert_eq!(found.adjustment.rir, 2);
    assert_eq!(found.unmet, [Finding::EmptySeats(1)]);
    let of = |kind| found.changes.iter().filter(|change| change.kind == kind).count();
    assert_eq!((of(ChangeKind::Moved), of(ChangeKind::Removed)), (1, 2));
    let load = found.changes.iter().find(|change| change.path == "load").expect("a load");
    assert_eq!((load.before.as_deref(), load.after.as_deref()), (Some("100"), Some("110")));
    assert_eq!(load.line_key.as_deref(), Some("x.1"), "under the keys of the week as it would be");
}

#[test]
fn a_movement_twice_in_a_block_is_matched_in_turn() {
    let twice = |first, second| {
        let lines = vec![line("a.1", "back-squat", first), line("a.2", "back-squat", second)];
        week(Vec::new(), vec![session(1, "strength", "2026-03-02", lines)])
    };

    let found = compare(&twice(100.0, 80.0), &twice(100.0, 88.0));

    assert_eq!((found.lines_added, found.lines_changed), (0, 1));
    assert!((found.load_change_percent.expect("two lines") - 5.0).abs() < 1e-9);
}

#[test]
fn empty_weeks_and_weeks_with_nothing_in_common_compare_too() {
    let empty = week(Vec::new(), Vec::new());

    let nothing = compare(&empty, &empty);
    let all_gone = compare(&before(), &empty);
    let all_new = compare(&empty, &before());

    assert_eq!((nothing.is_changed(), nothing.load_change_percent), (false, None));
    assert_eq!((all_gone.lines_removed, all_new.lines_added), (3, 3));
    assert_eq!(all_gone.tracks[0].share_after, 0.0);
    assert_eq!(summarise(&[]), Summary::default());
}

#[test]
fn what_was_short_before_is_no_news() {
    let mut short = before();
    short.findings.push(Finding::FewerSessions { wanted: 3, planned: 2 });

    assert!(compare(&short, &short).unmet.is_empty());
    assert_eq!(compare(&before(), &short).unmet.len(), 1);
}

#[test]
fn many_members_are_put_together_and_who_changes_most_comes_first() {
    let scaled = |by: f64| {
        let mut after = before();
        for line in &mut after.sessions[0].blocks[0].lines {
            let kg = line.load_kg.unwrap_or(0.0) * by;
            (line.load_kg, line.exact_kg) = (Some(kg), Some(kg));
        }
        compare(&before(), &after)
    };
    let empty = compare(&before(), &week(Vec::new(), Vec::new()));

    let all = summarise(&[scaled(1.0), scaled(1.03), scaled(0.94), empty]);

    assert_eq!((all.members, all.changed, all.short), (4, 3, 0));
    assert_eq!(all.largest, [3, 2, 1]);
    // Two of three lines move: +2 %, −4 %, and 0; the empty week has no line in common.
    assert!((all.mean_load_change_percent + 2.0 / 3.0).abs() < 1e-9, "{all:?}");
    assert_eq!((all.tracks[0].before, all.tracks[0].after), (1.0, 0.75));
}
