//! Which changes ask for a recomputation, at their numbers (B7).
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{Days, NaiveDate};

use super::*;
use crate::signals::{
    Evidence, EvidenceKind, LayoffSignal, LiftSignal, TrendSignal, WeekReadiness,
};
use crate::vocab::{BodyRegion, GoalKind, MovementPattern, TrendClass};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 4).unwrap()
}

fn daily(ago: u64, score: f64, confidence: Confidence) -> DailyReadiness {
    let scale = EngineConfig::default().readiness.scale;
    DailyReadiness {
        date: today() - Days::new(ago),
        score: Some(score),
        band: band_of(Some(score), &scale),
        confidence,
    }
}

/// A week in force with a score of 70 and nothing else.
fn before() -> Signals {
    Signals {
        readiness: WeekReadiness { score: Some(70.0), hrv_z: Some(0.0), ..readiness() },
        ..crate::signals::tests::quiet(today())
    }
}

fn readiness() -> WeekReadiness {
    crate::readiness::week::<crate::snapshot::ReadinessFacts>(
        &[],
        today(),
        &EngineConfig::default().readiness,
    )
}

fn judged(before: &Signals, change: impl FnOnce(&mut Signals)) -> Vec<MaterialChange> {
    let mut now = before.clone();
    change(&mut now);
    changes(before, &now, false, &EngineConfig::default())
}

fn fell(week: f64, day: f64, confidence: Confidence) -> bool {
    let mut before = before();
    before.readiness.score = Some(week);
    let found = judged(&before, |now| now.readiness.latest = Some(daily(0, day, confidence)));
    matches!(found.as_slice(), [MaterialChange::ReadinessFell { .. }])
}

#[test]
fn nothing_changed_is_nothing_material() {
    assert_eq!(judged(&before(), |_| {}), []);
}

#[test]
fn one_reading_counts_under_50_in_a_lower_band_and_15_points_down() {
    assert!(fell(70.0, 49.9, Confidence::Medium));
    assert!(!fell(70.0, 50.0, Confidence::Medium));
    assert!(fell(64.9, 39.9, Confidence::High));
    assert!(!fell(64.8, 49.9, Confidence::High), "the same band");
    assert!(!fell(54.0, 39.5, Confidence::High), "14.5 points");
    assert!(fell(54.5, 39.5, Confidence::High), "15 points");
    assert!(!fell(70.0, 30.0, Confidence::Low));
}

#[test]
fn two_days_in_a_row_count_with_ten_points_each() {
    let two = |first: f64, second: f64| {
        let found = judged(&before(), |now| {
            now.readiness.previous = Some(daily(1, first, Confidence::High));
            now.readiness.latest = Some(daily(0, second, Confidence::High));
        });
        found.contains(&MaterialChange::TwoLowDays { from: 70.0, to: first.max(second) })
    };

    assert!(two(60.0, 58.0));
    assert!(!two(60.1, 58.0));
    assert!(!two(58.0, 66.0));
}

#[test]
fn the_hrv_mean_counts_where_it_leaves_its_band_or_passes_a_deviation() {
    let passes = |from: f64, to: f64| {
        let mut before = before();
        before.readiness.hrv_z = Some(from);
        !judged(&before, |now| now.readiness.hrv_z = Some(to)).is_empty()
    };

    assert!(passes(-0.4, -0.51));
    assert!(passes(-0.5, -0.51));
    assert!(!passes(-0.4, -0.5));
    assert!(!passes(-0.6, -0.9), "it was outside before");
    assert!(passes(-0.6, -1.01));
}

#[test]
fn a_new_flag_counts_and_an_old_one_does_not() {
    let flagged = judged(&before(), |now| now.readiness.ill_on = Some(today()));
    assert_eq!(flagged, [MaterialChange::Illness]);
    let mut ill = before();
    ill.readiness.ill_on = Some(today());
    ill.readiness.pain_on = Some(today());

    assert_eq!(judged(&ill, |_| {}), []);
    let later = judged(&ill, |now| now.readiness.pain_on = Some(today() + Days::new(1)));
    assert_eq!(later, [MaterialChange::Pain]);
}

fn lift(basis_kg: f64) -> LiftSignal {
    LiftSignal {
        evidence: vec![Evidence {
            date: today(),
            kind: EvidenceKind::Rpe,
            value_kg: basis_kg,
            reps: 5,
            conservative: false,
        }],
        capacity_kg: Some(basis_kg),
        pieces: 6,
        recent_sessions: 0,
        fresh_tested_kg: None,
        floor_kg: None,
        ceiling_kg: None,
        last_on: Some(today()),
        trend: TrendSignal {
            class: TrendClass::Flat,
            percent_per_week: None,
            sessions: 6,
            gain: None,
            span: None,
        },
        layoff: LayoffSignal::default(),
        retest: false,
        lighter_than_prescribed: false,
    }
}

#[test]
fn a_basis_counts_where_it_falls_by_a_twentieth_and_never_where_it_rises() {
    let mut before = before();
    before.lifts.insert("back-squat".into(), lift(100.0));
    let moved = |to: f64| {
        !judged(&before, |now| {
            now.lifts.insert("back-squat".into(), lift(to));
        })
        .is_empty()
    };

    assert!(moved(95.0));
    assert!(!moved(95.1));
    assert!(!moved(120.0));
}

fn restriction(rule: RestrictionRule, load_cap: Option<f64>) -> RestrictionFacts {
    RestrictionFacts {
        id: "restriction_1".into(),
        region: BodyRegion::Knee,
        patterns: vec![MovementPattern::Squat],
        movements: Vec::new(),
        rule,
        load_cap,
        since: today(),
        cleared_on: None,
    }
}

#[test]
fn a_restriction_counts_where_it_is_added_or_tightened_and_not_where_it_is_relieved() {
    use RestrictionRule::{CapLoad, Forbid};
    let change = |from: Option<RestrictionFacts>, to: Option<RestrictionFacts>| {
        let mut before = before();
        before.member.restrictions.extend(from);
        !judged(&before, |now| now.member.restrictions = to.into_iter().collect()).is_empty()
    };
    let cap = |share| Some(restriction(CapLoad, Some(share)));
    let ban = || Some(restriction(Forbid, None));

    assert!(change(None, ban()));
    assert!(change(cap(0.8), cap(0.7)));
    assert!(change(cap(0.8), ban()));
    assert!(!change(cap(0.8), cap(0.9)));
    assert!(!change(ban(), cap(0.8)));
    assert!(!change(ban(), None));
}

#[test]
fn high_volume_goals_and_templates_count_and_the_last_two_redraw() {
    let high = judged(&before(), |now| now.volume.level = VolumeLevel::High);
    let goal = |weight| GoalFacts { kind: GoalKind::Mobility, weight };
    let goals = judged(&before(), |now| now.member.goals.push(goal(1.0)));
    let template = changes(&before(), &before(), true, &EngineConfig::default());

    assert_eq!(high, [MaterialChange::VolumeHigh]);
    assert_eq!(goals, [MaterialChange::Goals]);
    assert_eq!(template, [MaterialChange::Template]);
    assert!(!high[0].redraws() && goals[0].redraws() && template[0].redraws());
}
