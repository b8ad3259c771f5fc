//! A step says the cause that there was: what it stores is what a sentence tells.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use chrono::Days;
use common::{block, gym, lift, monday, noon, percent, quiet, session, template, track};
use domain::observe::observe;
use domain::personalise::personalise;
use domain::plan::{Line, PlanDocument};
use domain::reason::{Reason, Refusal};
use domain::signals::{ConservativeCause, Signals};
use domain::snapshot::{Base, MemberFacts, RestrictionFacts, Snapshot, TemplateFacts};
use domain::template::TemplatePrescription;
use domain::vocab::{
    Axis, BlockType, BodyRegion, FactorKind, LoadBasis, RestrictionRule, TrendClass, Trigger,
    VolumeLevel, WorkoutFormat,
};

fn of_one(line: TemplatePrescription) -> TemplateFacts {
    let block = block(BlockType::Strength, WorkoutFormat::StrengthSets, vec![line]);
    let sessions = vec![session("strength", 1, 1, vec![block])];
    template(vec![track("strength", 1.0, 0.0, 1.0)], sessions, 1)
}

fn week(signals: &Signals, line: TemplatePrescription) -> PlanDocument {
    personalise(signals, &gym(), &of_one(line), None)
}

fn rising() -> Signals {
    let mut signals = quiet();
    let mut squat = lift(140.0);
    squat.trend.class = TrendClass::Up;
    squat.trend.percent_per_week = Some(3.4);
    signals.lifts.insert("back-squat".to_owned(), squat);
    signals
}

fn reason_of(line: &Line, factor: FactorKind) -> &Reason {
    let step = line.trace.iter().find(|step| step.axis == Axis::Load && step.factor == factor);
    &step.unwrap().reason
}

fn first(document: &PlanDocument) -> &Line {
    &document.sessions[0].blocks[0].lines[0]
}

#[test]
fn a_rise_is_told_as_it_was_fitted_though_the_load_takes_less() {
    let document = week(&rising(), percent("back-squat", 5, 5, 0.75));

    let line = first(&document);
    assert_eq!(reason_of(line, FactorKind::PrTrend), &Reason::TrendUp(3.4));
    assert_eq!(line.exact_kg, Some(105.0 * 1.025));
}

#[test]
fn a_lift_that_comes_back_is_not_told_that_the_week_is_reduced() {
    let mut signals = rising();
    let squat = signals.lifts.get_mut("back-squat").unwrap();
    squat.layoff.last_on = Some(monday().monday() - Days::new(21));

    let document = week(&signals, percent("back-squat", 5, 5, 0.75));

    let refused = Reason::IncreaseRefused(Refusal::Gap);
    assert_eq!(reason_of(first(&document), FactorKind::PrTrend), &refused);
}

#[test]
fn kilograms_of_another_movement_are_not_carried_over_though_it_is_known() {
    let mut signals = quiet();
    for movement in gym().catalogue.iter() {
        signals.lifts.insert(movement.key.clone(), lift(100.0));
    }
    signals.member.restrictions = vec![RestrictionFacts {
        id: "restriction_1".to_owned(),
        region: BodyRegion::Knee,
        patterns: Vec::new(),
        movements: vec!["back-squat".to_owned()],
        rule: RestrictionRule::Forbid,
        load_cap: None,
        since: monday().monday() - Days::new(3),
        cleared_on: None,
    }];
    let mut line = percent("back-squat", 5, 5, 60.0);
    line.load_basis = LoadBasis::Absolute;

    let document = week(&signals, line);

    let line = first(&document);
    assert_ne!(line.movement, "back-squat");
    assert_eq!(reason_of(line, FactorKind::Base), &Reason::NotCarriedOver);
}

#[test]
fn a_conservative_week_keeps_its_cause_when_its_volume_is_read_anew() {
    let mut signals = quiet();
    signals.conservative = Some(ConservativeCause::HighVolume);
    signals.volume.level = VolumeLevel::High;
    let facts = gym();
    let template = of_one(percent("back-squat", 5, 5, 0.75));
    let mut document = personalise(&signals, &facts, &template, None);
    // Recomputed once: the newest window holds light days by now.
    document.adjustment.volume = VolumeLevel::Normal;
    let base = Base {
        revision: 2,
        document: document.into(),
        untouchable: Vec::new(),
        excused: Vec::new(),
        reduce_only: true,
        redraw: false,
    };
    let member = MemberFacts {
        experience: signals.member.experience,
        sessions_per_week: 4,
        available_days: signals.member.available_days,
        bodyweight_kg: None,
        goals: Vec::new(),
        restrictions: Vec::new(),
        first_set_on: None,
    };
    let snapshot = Snapshot {
        as_of: noon(monday().monday() + Days::new(2)),
        week: monday(),
        gym: &facts,
        template: &template,
        starts_on: monday(),
        member,
        sessions: &[],
        records: &[],
        readiness: &[],
        plans: &[],
        request: domain::snapshot::Request { trigger: Trigger::Readiness, base: Some(base) },
    };

    assert_eq!(observe(&snapshot).conservative, Some(ConservativeCause::HighVolume));
}
