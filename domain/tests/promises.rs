//! The seven promises of the engine, over random members. `MICROCYCLE_CASES` sets how many of each.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeMap;

use chrono::Days;
use common::random::{Case, World, cases};
use common::readiness;
use domain::diff;
use domain::explain::Reader;
use domain::narrative;
use domain::personalise::{compute, personalise};
use domain::plan::{Line, PlanDocument, PlannedBlock};
use domain::signals::{BaseSignal, Signals};
use domain::snapshot::Base;
use domain::trace::replay;
use domain::vocab::{Axis, FactorKind, VolumeLevel, WorkoutFormat};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

fn config() -> Config {
    let cases = std::env::var("MICROCYCLE_CASES").ok().and_then(|text| text.parse().ok());
    Config {
        cases: cases.unwrap_or(10_000),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        max_shrink_iters: 2_000,
        ..Config::default()
    }
}

fn lines(document: &PlanDocument) -> impl Iterator<Item = (&PlannedBlock, &Line)> {
    let blocks = document.sessions.iter().flat_map(|session| &session.blocks);
    blocks.flat_map(|block| block.lines.iter().map(move |line| (block, line)))
}

fn bytes(document: &PlanDocument) -> String {
    serde_json::to_string(document).unwrap()
}

/// The week of a world from changed signals.
fn week(world: &World, signals: &Signals) -> PlanDocument {
    personalise(signals, &world.facts, &world.template, None)
}

/// Every amount that may only fall, by where it stands.
fn amounts(document: &PlanDocument) -> BTreeMap<String, f64> {
    let mut out = BTreeMap::new();
    for (block, line) in lines(document) {
        out.insert(format!("{} load", line.key), line.load_kg.unwrap_or(0.0));
        out.insert(format!("{} sets", line.key), f64::from(line.sets));
        out.insert(format!("{} metres", line.key), line.distance_metres.unwrap_or(0.0));
        out.insert(format!("{} rounds", block.key), f64::from(block.rounds.unwrap_or(0)));
        out.insert(
            format!("{} minutes", block.key),
            f64::from(block.time_cap_minutes.unwrap_or(0)),
        );
    }
    out
}

/// Nothing of `worse` is above what `better` has in the same place.
fn never_raises(better: &PlanDocument, worse: &PlanDocument) -> Result<(), TestCaseError> {
    let better = amounts(better);
    for (key, value) in amounts(worse) {
        if let Some(before) = better.get(&key) {
            prop_assert!(value <= *before, "{key} rose from {before} to {value}");
        }
    }
    Ok(())
}

fn deterministic(case: &Case) -> Result<(), TestCaseError> {
    let (one, other) = (World::of(case), World::of(case));
    let (one, other) = (compute(&one.snapshot(None)), compute(&other.snapshot(None)));
    prop_assert_eq!(bytes(&one.document), bytes(&other.document));
    // What is stored is what was computed, and leads to the same week again.
    let stored: Signals =
        serde_json::from_slice(&serde_json::to_vec(&one.signals).unwrap()).unwrap();
    let world = World::of(case);
    prop_assert_eq!(bytes(&week(&world, &stored)), bytes(&one.document));
    let read: PlanDocument = serde_json::from_str(&bytes(&one.document)).unwrap();
    prop_assert_eq!(read, one.document);
    Ok(())
}

/// A week that is computed again from the same inputs, days before it begins, is the same week.
fn stable(case: &Case) -> Result<(), TestCaseError> {
    let mut world = World::of(case);
    world.as_of = common::noon(world.week.monday() - Days::new(3));
    let before = compute(&world.snapshot(None)).document;
    let base = Base {
        revision: 1,
        document: before.clone(),
        untouchable: Vec::new(),
        excused: Vec::new(),
        reduce_only: false,
        redraw: false,
    };
    let after = compute(&world.snapshot(Some(base))).document;
    prop_assert_eq!(diff::changes(&before, &after), Vec::new());
    prop_assert_eq!(bytes(&before), bytes(&after));
    Ok(())
}

fn monotone(case: &Case, drop: f64, days: u64) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let signals = world.signals();
    let usual = week(&world, &signals);

    let mut tired = signals.clone();
    if let Some(score) = signals.readiness.score {
        let lower = readiness(Some((score - drop).max(0.0)));
        (tired.readiness.score, tired.readiness.band) = (lower.score, lower.band);
        never_raises(&usual, &week(&world, &tired))?;
    }
    tired.readiness.ill_on = Some(signals.today);
    never_raises(&usual, &week(&world, &tired))?;

    let mut loaded = signals.clone();
    loaded.volume.level = match signals.volume.level {
        VolumeLevel::Elevated | VolumeLevel::High => VolumeLevel::High,
        _ => VolumeLevel::Elevated,
    };
    never_raises(&usual, &week(&world, &loaded))?;
    loaded.conservative = Some(domain::signals::ConservativeCause::HighVolume);
    never_raises(&usual, &week(&world, &loaded))?;

    let mut away = signals.clone();
    for layoff in away.layoffs.values_mut() {
        layoff.last_on = layoff.last_on.map(|on| on - Days::new(days));
    }
    for lift in away.lifts.values_mut() {
        lift.layoff.last_on = lift.layoff.last_on.map(|on| on - Days::new(days));
    }
    never_raises(&usual, &week(&world, &away))
}

fn bounded(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let document = compute(&world.snapshot(None)).document;
    // What is no number is written as null, and comes back as something else.
    let read: PlanDocument = serde_json::from_str(&bytes(&document)).unwrap();
    prop_assert_eq!(&read, &document, "a value is no number");
    for (share, track) in document.blend.iter().zip(&world.template.template.tracks) {
        let near = 1e-9;
        prop_assert!(
            share.share >= track.min_share - near && share.share <= track.max_share + near
        );
        prop_assert!((0.0..=1.0 + near).contains(&share.share));
    }
    let total: f64 = document.blend.iter().map(|share| share.share).sum();
    prop_assert!((total - 1.0).abs() < 1e-9, "shares sum to {total}");
    let mut days: Vec<_> = document.sessions.iter().map(|session| session.date).collect();
    days.sort_unstable();
    days.dedup();
    prop_assert_eq!(days.len(), document.sessions.len());
    prop_assert!(days.len() <= 6 && days.iter().all(|day| document.week.contains(*day)));
    for (block, line) in lines(&document) {
        let (Some(load), Some(basis)) = (line.load_kg, line.basis_kg) else {
            continue;
        };
        let reps = line.reps_max.unwrap_or(1);
        let single = block.format == WorkoutFormat::MaxLoad || reps == 1;
        let chain = &world.facts.config.chain;
        let most = basis * if single { chain.bound_single } else { chain.bound_reps };
        prop_assert!(load <= most + 1e-6, "{} is {load}, more than {most}", line.key);
        prop_assert!(line.sets >= 1 && line.sets <= line.programmed_sets);
    }
    Ok(())
}

fn reductions_do_not_stack(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let document = compute(&world.snapshot(None)).document;
    for (_, line) in lines(&document) {
        let Some((programmed, exact)) = line.programmed_kg.zip(line.exact_kg) else {
            continue;
        };
        let factor = |step: &&domain::plan::Step| {
            let reduces = matches!(
                step.factor,
                FactorKind::PrTrend
                    | FactorKind::Readiness
                    | FactorKind::Volume
                    | FactorKind::Layoff
            );
            step.axis == Axis::Load && reduces
        };
        let factors = line.trace.iter().filter(factor).filter_map(|step| step.by);
        let smallest = factors.clone().fold(1.0, f64::min);
        let ceilings = line.trace.iter().filter(|step| {
            step.axis == Axis::Load
                && matches!(step.factor, FactorKind::Restriction | FactorKind::SafetyBound)
                && step.to.is_some()
        });
        let capped = ceilings.count() > 0;
        let chain = &world.facts.config.chain;
        prop_assert!(smallest >= chain.load_min);
        if smallest < 1.0 {
            prop_assert!(exact <= programmed * smallest + 1e-9);
            prop_assert!(capped || (exact - programmed * smallest).abs() < 1e-9);
        } else {
            prop_assert!(exact <= programmed * chain.increase_max + 1e-9);
        }
        if exact > programmed {
            prop_assert!(!line.reduced, "{} was raised and reduced", line.key);
        }
    }
    Ok(())
}

fn explained(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let computed = compute(&world.snapshot(None));
    let reader = Reader::new(&world.facts, &computed.signals);
    for (block, line) in lines(&computed.document) {
        let load = replay(&line.trace, Axis::Load).filter(|kg| *kg > 0.0);
        prop_assert_eq!(load, line.load_kg);
        prop_assert_eq!(replay(&line.trace, Axis::Effort), line.target_rpe);
        let counted = replay(&line.trace, Axis::Sets);
        let amounts = [
            Some(f64::from(line.sets)),
            line.duration_seconds.map(f64::from),
            line.distance_metres,
            line.calories.map(f64::from),
        ];
        prop_assert!(amounts.contains(&counted), "{}: {counted:?}", line.key);
        if let Some(rounds) = block.rounds {
            prop_assert_eq!(replay(&block.trace, Axis::Rounds), Some(f64::from(rounds)));
        }
        if let Some(minutes) = block.time_cap_minutes {
            prop_assert_eq!(replay(&block.trace, Axis::Minutes), Some(f64::from(minutes)));
        }
        for step in reader.line_trace(line).into_iter().chain(reader.block_trace(block)) {
            prop_assert!(step.reason.ends_with('.') && step.reason.len() > 5, "{:?}", step.reason);
        }
    }
    Ok(())
}

fn complete(case: &Case) -> Result<(), TestCaseError> {
    let world = World::of(case);
    let computed = compute(&world.snapshot(None));
    let reader = Reader::new(&world.facts, &computed.signals);
    let text = narrative::rules(&reader, &computed.document);
    prop_assert!(!text.focus.is_empty() && !text.reasoning.is_empty() && !text.cues.is_empty());
    prop_assert!(
        !domain::text::week(&computed.document, &computed.signals, &world.facts, true).is_empty()
    );
    Ok(())
}

fn history_stands(case: &Case, drop: f64, picked: usize) -> Result<(), TestCaseError> {
    let mut world = World::of(case);
    let before = compute(&world.snapshot(None)).document;
    world.as_of = common::noon(world.week.monday() + Days::new(2));
    let untouchable: Vec<String> = before
        .sessions
        .iter()
        .skip(picked % 4)
        .take(1)
        .map(|session| session.key.clone())
        .collect();
    let base = Base {
        revision: 1,
        document: before.clone(),
        untouchable: untouchable.clone(),
        excused: Vec::new(),
        reduce_only: true,
        redraw: false,
    };
    let mut signals = domain::observe::observe(&world.snapshot(Some(base)));
    if let Some(score) = signals.readiness.score {
        let lower = readiness(Some((score - drop).max(0.0)));
        (signals.readiness.score, signals.readiness.band) = (lower.score, lower.band);
    }
    let asked = BaseSignal {
        revision: 1,
        untouchable: untouchable.clone(),
        reduce_only: true,
        redraw: false,
    };
    signals.base = Some(asked);
    let after = personalise(&signals, &world.facts, &world.template, Some(&before));
    for session in &before.sessions {
        let now = after.sessions.iter().find(|now| now.key == session.key);
        let now = now.ok_or_else(|| TestCaseError::fail("a session is gone"))?;
        prop_assert_eq!(now.date, session.date);
        if untouchable.contains(&session.key) || session.date < signals.today {
            prop_assert_eq!(now, session);
        }
    }
    never_raises(&before, &after)?;
    if diff::changes(&before, &after).is_empty() {
        prop_assert_eq!(bytes(&before), bytes(&after));
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn one_the_same_snapshot_gives_the_same_plan_to_the_byte(case in cases()) {
        deterministic(&case)?;
    }

    #[test]
    fn one_a_week_computed_again_from_the_same_inputs_is_the_same(case in cases()) {
        stable(&case)?;
    }

    #[test]
    fn two_a_worse_state_never_raises_anything(case in cases(), drop in 0.0..60.0_f64, days in 0..200_u64) {
        monotone(&case, drop, days)?;
    }

    #[test]
    fn three_everything_lies_in_its_bounds(case in cases()) {
        bounded(&case)?;
    }

    #[test]
    fn four_reductions_do_not_stack(case in cases()) {
        reductions_do_not_stack(&case)?;
    }

    #[test]
    fn five_replaying_the_trace_gives_the_prescription(case in cases()) {
        explained(&case)?;
    }

    #[test]
    fn six_the_plan_is_complete_without_a_model(case in cases()) {
        complete(&case)?;
    }

    #[test]
    fn seven_history_stands(case in cases(), drop in 0.0..60.0_f64, picked in 0..4_usize) {
        history_stands(&case, drop, picked)?;
    }
}
