//! Every sentence that a trace, a week or a finding is told in: one of each code, and the codes twice where what
//! a step did changes what it says.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::fmt::Write as _;

use common::{block, day, gym, lift, percent, quiet, session, template, track};
use domain::config::EngineConfig;
use domain::explain::Reader;
use domain::landmarks::StrengthLift;
use domain::load::{LoadFlag, StrainLimit};
use domain::personalise::personalise;
use domain::plan::{Line, PlanDocument, Step, WeekAdjustment};
use domain::reason::{EstimateSource, Finding, Reason, Refusal};
use domain::signals::Signals;
use domain::snapshot::GymFacts;
use domain::vocab::{
    Axis, BlockType, FactorKind, MovementPattern, ReadinessBand, VolumeLevel, WorkoutFormat,
};

/// A gym whose every number that a sentence tells differs from the default.
fn odd_gym() -> GymFacts {
    let mut facts = gym();
    let strength = &mut facts.config.strength;
    (strength.evidence_days, strength.floor_days, strength.floor_share) = (60, 200, 0.75);
    (strength.calibrate_rir, strength.lighter_sessions, strength.lighter_of) = (1.0, 2, 5);
    facts.config.trend.stalled_days = 28;
    facts.config.adherence.avoidance_rate = 0.4;
    facts.config.readiness.scale.flag_days = 5;
    facts.config.validate().unwrap();
    facts
}

fn of_one_line(facts: &GymFacts, signals: &Signals) -> PlanDocument {
    let line = percent("front-squat", 5, 5, 0.75);
    let block = block(BlockType::Strength, WorkoutFormat::StrengthSets, vec![line]);
    let sessions = vec![session("strength", 1, 1, vec![block])];
    let template = template(vec![track("strength", 1.0, 0.0, 1.0)], sessions, 1);
    personalise(signals, facts, &template, None)
}

fn known() -> Signals {
    let mut signals = quiet();
    signals.lifts.insert("front-squat".to_owned(), lift(140.0));
    signals
}

fn first(document: &PlanDocument) -> &Line {
    &document.sessions[0].blocks[0].lines[0]
}

fn line() -> Line {
    first(&of_one_line(&gym(), &known())).clone()
}

/// The sentence of one step of a line.
fn said(facts: &GymFacts, line: &Line, step: Step) -> String {
    let signals = known();
    let line = Line { trace: vec![step], ..line.clone() };
    Reader::new(facts, &signals).line_trace(&line).remove(0).reason
}

/// Fails to compile where a reason is added: it belongs into the list below.
fn is_listed(reason: &Reason) {
    match reason {
        Reason::Same
        | Reason::Programmed
        | Reason::Estimated(_)
        | Reason::Calibrate
        | Reason::NotCarriedOver
        | Reason::NoLoad
        | Reason::NoBodyweight
        | Reason::Substituted
        | Reason::Restricted
        | Reason::TrendUp(_)
        | Reason::TrendDown
        | Reason::IncreaseRefused(_)
        | Reason::Readiness(..)
        | Reason::Illness(_)
        | Reason::ConservativeWeek
        | Reason::Volume(_)
        | Reason::WeeklyGuard
        | Reason::Layoff(_)
        | Reason::SafetyBound
        | Reason::Rounded
        | Reason::RoundedDown
        | Reason::BelowMinimum
        | Reason::Whole
        | Reason::NotRaised
        | Reason::CoachEdit
        | Reason::ShareTemplate
        | Reason::ShareGoal(_)
        | Reason::ShareFavoured
        | Reason::ShareNeglected
        | Reason::ShareBound
        | Reason::WouldReadiness(_)
        | Reason::WouldLowReadiness(_)
        | Reason::WouldVolume
        | Reason::WouldProgress
        | Reason::WouldHealth(_)
        | Reason::WouldGuard => {}
    }
}

/// Steps of a line: factor, axis, what it became, what it tried, why.
fn steps() -> Vec<Step> {
    use FactorKind::{
        Base, CoachBound, CoachEdit, Layoff, PrTrend, Readiness, Restriction, Rounding,
        SafetyBound, Substitution, Volume,
    };
    let step = |factor, axis, to, by, reason| Step { factor, axis, to, by, reason };
    let (load, sets, effort) = (Axis::Load, Axis::Sets, Axis::Effort);
    let moderate = |score| Reason::Readiness(ReadinessBand::Moderate, Some(score));
    let mut out = vec![
        step(Base, load, Some(100.0), None, Reason::Programmed),
        step(Base, effort, Some(8.0), None, Reason::Programmed),
        step(Base, effort, None, None, Reason::Same),
        step(Base, load, None, None, Reason::Calibrate),
        step(SafetyBound, effort, Some(7.0), Some(7.0), Reason::Calibrate),
        step(Base, load, None, None, Reason::NotCarriedOver),
        step(Base, load, None, None, Reason::NoLoad),
        step(Base, load, None, None, Reason::NoBodyweight),
        step(Substitution, load, None, None, Reason::Substituted),
        step(Restriction, load, Some(80.0), Some(0.8), Reason::Restricted),
        step(PrTrend, load, Some(102.5), Some(1.025), Reason::TrendUp(3.4)),
        step(PrTrend, load, Some(97.5), Some(0.975), Reason::TrendDown),
        step(PrTrend, load, None, Some(0.975), Reason::TrendDown),
        step(Readiness, load, Some(95.0), Some(0.95), moderate(46.6)),
        step(Readiness, sets, None, Some(0.85), moderate(64.6)),
        step(Readiness, effort, Some(7.0), Some(7.0), moderate(64.6)),
        step(Readiness, load, None, None, Reason::Readiness(ReadinessBand::Good, Some(65.2))),
        step(Readiness, load, None, None, Reason::Readiness(ReadinessBand::Unknown, None)),
        step(Readiness, sets, Some(1.5), Some(0.3), Reason::Illness(1)),
        step(Volume, load, Some(90.0), Some(0.9), Reason::ConservativeWeek),
        step(Volume, effort, Some(6.0), Some(6.0), Reason::ConservativeWeek),
        step(Volume, effort, None, None, Reason::ConservativeWeek),
        step(Volume, sets, Some(4.0), Some(0.8), Reason::WeeklyGuard),
        step(Layoff, load, Some(95.0), Some(0.95), Reason::Layoff(21)),
        step(Layoff, sets, Some(2.5), Some(0.5), Reason::Layoff(366)),
        step(Layoff, load, None, None, Reason::Layoff(50)),
        step(CoachBound, load, None, None, Reason::Same),
        step(SafetyBound, load, Some(114.0), Some(114.0), Reason::SafetyBound),
        step(SafetyBound, load, None, Some(114.0), Reason::SafetyBound),
        step(SafetyBound, load, None, None, Reason::Same),
        step(SafetyBound, load, None, Some(100.0), Reason::Same),
        step(SafetyBound, sets, None, None, Reason::Same),
        step(SafetyBound, sets, Some(3.0), Some(3.0), Reason::NotRaised),
        step(SafetyBound, sets, None, Some(3.0), Reason::NotRaised),
        step(Rounding, load, Some(105.0), None, Reason::Rounded),
        step(Rounding, load, Some(102.5), None, Reason::RoundedDown),
        step(Rounding, load, Some(20.0), None, Reason::BelowMinimum),
        step(Rounding, sets, Some(4.0), None, Reason::Whole),
        step(Rounding, sets, None, None, Reason::Whole),
        step(Rounding, Axis::Rounds, Some(1.0), None, Reason::Whole),
        step(Rounding, Axis::Minutes, Some(12.0), None, Reason::Whole),
        step(CoachEdit, load, Some(100.0), None, Reason::CoachEdit),
    ];
    for source in [
        EstimateSource::Capacity,
        EstimateSource::FewPieces,
        EstimateSource::Working,
        EstimateSource::FreshTest,
        EstimateSource::Floor,
        EstimateSource::Ceiling,
    ] {
        out.push(step(Base, load, Some(105.0), Some(0.75), Reason::Estimated(source)));
    }
    // A load that follows a rating reads the recent middle, which is lower than the basis.
    let working = Reason::Estimated(EstimateSource::Capacity);
    out.push(step(Base, load, Some(103.5), Some(0.75), working));
    for refusal in
        [Refusal::Reduced, Refusal::Gap, Refusal::Readiness, Refusal::Volume, Refusal::Restriction]
    {
        out.push(step(PrTrend, load, None, None, Reason::IncreaseRefused(refusal)));
    }
    for level in VolumeLevel::ALL {
        out.push(step(Volume, load, None, None, Reason::Volume(*level)));
    }
    for factor in FactorKind::ALL {
        out.push(step(*factor, load, None, None, Reason::Same));
        out.push(step(*factor, sets, None, None, Reason::Same));
    }
    out
}

#[test]
fn every_reason_of_a_step_has_its_sentence() {
    let (facts, line) = (gym(), line());
    let mut page = String::new();
    for step in steps() {
        is_listed(&step.reason);
        let (factor, axis) = (step.factor.as_str(), step.axis.as_str());
        writeln!(page, "{factor:<13} {axis:<7} {}", said(&facts, &line, step)).unwrap();
    }

    insta::assert_snapshot!(page);
}

#[test]
fn sentences_tell_the_numbers_of_the_gym_and_not_the_defaults() {
    let facts = odd_gym();
    let line = line();
    let mut page = String::new();
    let numbers = [
        Reason::Calibrate,
        Reason::Estimated(EstimateSource::Capacity),
        Reason::Estimated(EstimateSource::Floor),
    ];
    for reason in numbers {
        let (to, by) = (Some(105.0), Some(0.75));
        let step = Step { factor: FactorKind::Base, axis: Axis::Load, to, by, reason };
        writeln!(page, "{}", said(&facts, &line, step)).unwrap();
    }
    let signals = quiet();
    let reader = Reader::new(&facts, &signals);
    for finding in [
        Finding::Avoided("strength".to_owned()),
        Finding::Stalled("back-squat".to_owned()),
        Finding::LighterThanPrescribed("back-squat".to_owned()),
        Finding::Ill,
        Finding::Pain,
        Finding::FewerSessions { wanted: 5, planned: 4 },
        Finding::EmptySeats(2),
        Finding::CloseHeavy(MovementPattern::Squat, day("2026-03-03")),
        Finding::SetsForStrength { lift: StrengthLift::Bench, sets: 5, least: 8, most: 15 },
        Finding::EvenDays { monotony: 2.449, flag: LoadFlag::High },
        Finding::EvenDays { monotony: 1.6, flag: LoadFlag::Watch },
        Finding::Strenuous { strain: 5404.0, limit: StrainLimit::Own, over: 2101.6 },
        Finding::Strenuous { strain: 4800.4, limit: StrainLimit::Watch, over: 4500.0 },
        Finding::Strenuous { strain: 7000.0, limit: StrainLimit::High, over: 6000.0 },
    ] {
        writeln!(page, "{}", reader.finding(&finding)).unwrap();
    }

    insta::assert_snapshot!(page, @r"
    Nothing is known of your Front Squat yet: find a load, keep at least 1 repetition in reserve, and log it.
    75 % of 140 kg, your estimated best single in the Front Squat: your best of the last 60 days.
    75 % of 140 kg, your estimated best single in the Front Squat: 75 % of the highest that your loads were read from in the last 200 days, as no rating and no miss says otherwise.
    strength is avoided: less than 40 % of it is completed.
    Back Squat has stood still for 28 days or more.
    Back Squat was lighter than prescribed in at least 2 of the last 5 sessions.
    Illness was reported within the last 5 days.
    Pain was reported within the last 5 days: offer another movement for what hurts. Nothing is cut for it by itself.
    4 of 5 wanted sessions: no more fit into the week.
    2 session(s) less than wanted: no track of the programme takes more.
    Heavy squat within 48 hours, on 2026-03-03.
    5 hard sets of the bench press this week: strength as a goal asks for 8 to 15.
    The last seven days were much alike: a monotony of 2.45, which is high over 2.
    The last seven days were much alike: a monotony of 1.6, which is worth watching over 1.5.
    The last seven days were strenuous: a strain of 5404 AU, over the 2102 AU that 90 % of this member's weeks stay within.
    The last seven days were strenuous: a strain of 4800 AU, which is worth watching over 4500 AU.
    The last seven days were strenuous: a strain of 7000 AU, which is high over 6000 AU.
    ");
}

#[test]
fn what_would_change_a_week_is_told_of_that_week() {
    let (facts, signals) = (gym(), quiet());
    let reader = Reader::new(&facts, &signals);
    let adjustment = of_one_line(&facts, &signals).adjustment;
    let mut page = String::new();
    for load in [1.0, 0.9] {
        for reason in [
            Reason::WouldReadiness(65.0),
            Reason::WouldLowReadiness(65.0),
            Reason::WouldVolume,
            Reason::WouldProgress,
            Reason::WouldHealth(1),
            Reason::WouldGuard,
            Reason::Readiness(ReadinessBand::Moderate, Some(64.6)),
            Reason::ConservativeWeek,
            Reason::Illness(2),
            Reason::WeeklyGuard,
        ] {
            let week = WeekAdjustment {
                load_multiplier: load,
                reasons: Vec::new(),
                would_change: Some(reason),
                ..adjustment.clone()
            };
            writeln!(page, "{load} {}", reader.reasons(&week).remove(0)).unwrap();
        }
    }

    insta::assert_snapshot!(page, @r"
    1 With readiness of 65 or more, less would be reduced.
    1 With readiness below 65, the week would be reduced.
    1 After a week of ordinary volume, nothing would be reduced for it.
    1 Once a stalled lift moves again, the week would not be a lighter one.
    1 With 1 day more without illness, less would be reduced.
    1 With a programmed week of the usual size, no sets would be taken for it.
    1 Readiness is moderate (64 of 100): loads as programmed, sets down 15 %.
    1 This is a lighter week: fewer sets, lighter loads, more in reserve.
    1 2 days after you reported being ill: less of everything.
    1 The programmed week is more than you are used to: fewer sets.
    0.9 With readiness of 65 or more, less would be reduced.
    0.9 With readiness below 65, more would be reduced.
    0.9 After a week of ordinary volume, nothing would be reduced for it.
    0.9 Once a stalled lift moves again, the week would not be a lighter one.
    0.9 With 1 day more without illness, less would be reduced.
    0.9 With a programmed week of the usual size, no sets would be taken for it.
    0.9 Readiness is moderate (64 of 100): loads as programmed, sets down 15 %.
    0.9 This is a lighter week: fewer sets, lighter loads, more in reserve.
    0.9 2 days after you reported being ill: less of everything.
    0.9 The programmed week is more than you are used to: fewer sets.
    ");
}

#[test]
fn a_score_is_never_told_on_the_other_side_of_an_edge() {
    let (mut facts, signals) = (gym(), quiet());
    let told = |facts: &GymFacts, score: f64| {
        let reader = Reader::new(facts, &signals);
        let adjustment = WeekAdjustment {
            reasons: vec![Reason::Readiness(ReadinessBand::Moderate, Some(score))],
            would_change: None,
            ..of_one_line(facts, &signals).adjustment
        };
        reader.reasons(&adjustment).remove(0)
    };

    assert!(told(&facts, 64.6).contains("(64 of 100)"));
    assert!(told(&facts, 64.4).contains("(64 of 100)"));
    assert!(told(&facts, 65.0).contains("(65 of 100)"));
    assert!(told(&facts, 72.6).contains("(73 of 100)"));
    *facts.config = EngineConfig::default();
    facts.config.readiness.scale.good = 64.6;
    assert!(told(&facts, 64.7).contains("(65 of 100)"));
    assert!(told(&facts, 64.55).contains("(64 of 100)"));
}
