//! The seventh promise where a coach has edited the week: over random members, random edits and every cause of a
//! recomputation, what the coach set stands. `MICROCYCLE_CASES` sets how many.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use common::property::{config, hurt_knee};
use common::random::{Case, Dice, World, cases};
use common::{noon, readiness};
use domain::edit::{Addition, Edit, LineEdit, Move, PlanEdit, Scope, Values, apply};
use domain::personalise::{compute, personalise};
use domain::plan::{EditedValue, Line, PlanDocument};
use domain::reason::Finding;
use domain::restrict::Open;
use domain::signals::{BaseSignal, Signals};
use domain::trace::replay;
use domain::vocab::Axis;
use proptest::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Every line, with the key of its session.
fn lines(document: &PlanDocument) -> impl Iterator<Item = (&str, &Line)> {
    document.sessions.iter().flat_map(|session| {
        let lines = session.blocks.iter().flat_map(|block| &block.lines);
        lines.map(|line| (session.key.as_str(), line))
    })
}

/// One change, as a coach may think of it; it may be refused.
fn change(document: &PlanDocument, dice: &mut Dice) -> Option<PlanEdit> {
    let all: Vec<&Line> = lines(document).map(|(_, line)| line).collect();
    let line = if all.is_empty() { return None } else { dice.one(&all).key.clone() };
    let session = dice.one(&document.sessions);
    let mut edit = PlanEdit::default();
    let values = Values { sets: Some(1 + dice.below(6) as i32), ..Values::default() };
    match dice.below(9) {
        0 => edit.removals.push(session.key.clone()),
        1 => edit.moves.push(Move {
            session: session.key.clone(),
            date: document.week.monday() + Days::new(dice.below(7)),
        }),
        2 => edit.lines.push(LineEdit { line, remove: true, ..LineEdit::default() }),
        3 => edit.lines.push(LineEdit {
            line,
            movement: Some((*dice.one(&["front-squat", "push-up", "plank"])).to_owned()),
            ..LineEdit::default()
        }),
        4 if !session.blocks.is_empty() => edit.additions.push(Addition {
            block: dice.one(&session.blocks).key.clone(),
            movement: (*dice.one(&["plank", "lunge", "barbell-row"])).to_owned(),
            values,
        }),
        5 => edit.lines.push(LineEdit { line, values, ..LineEdit::default() }),
        6 => {
            let rpe = Edit::Set(5.0 + dice.below(11) as f64 / 2.0);
            let values = Values { target_rpe: rpe, ..Values::default() };
            edit.lines.push(LineEdit { line, values, ..LineEdit::default() });
        }
        _ => {
            let load =
                if dice.chance(0.2) { Edit::Clear } else { Edit::Set(dice.between(0.0, 200.0)) };
            let values = Values { load_kg: load, ..Values::default() };
            edit.lines.push(LineEdit { line, values, ..LineEdit::default() });
        }
    }
    Some(edit)
}

/// The week after up to four changes of a coach, one after another; what is refused is left out.
fn edited(
    world: &World,
    signals: &Signals,
    before: &PlanDocument,
    dice: &mut Dice,
) -> PlanDocument {
    let begun = BTreeSet::new();
    let scope = Scope {
        facts: &world.facts,
        signals,
        template: Some(&world.template),
        restrictions: &world.member.restrictions,
        today: world.week.monday(),
        begun: &begun,
    };
    let mut document = before.clone();
    for _ in 0..=dice.below(4) {
        if let Some(edit) = change(&document, dice)
            && let Ok(changed) = apply(&document, &edit, &scope)
        {
            document = changed;
        }
    }
    document
}

/// What a coach set in a line.
fn set_values(line: &Line) -> BTreeMap<EditedValue, Option<f64>> {
    let of = |edited: &EditedValue| match edited {
        EditedValue::Sets => Some(f64::from(line.sets)),
        EditedValue::Load => line.load_kg,
        EditedValue::TargetRpe => line.target_rpe,
        _ => None,
    };
    line.edited.iter().map(|edited| (*edited, of(edited))).collect()
}

/// Loads, sets and ratings of the engine's own lines, by where they stand.
fn amounts(document: &PlanDocument) -> BTreeMap<String, f64> {
    lines(document)
        .filter(|(_, line)| line.edited.is_empty())
        .flat_map(|(session, line)| {
            let key = format!("{session}/{}", line.key);
            let rpe = line.target_rpe.map(|rpe| (format!("{key} rpe"), rpe));
            let load = (format!("{key} load"), line.load_kg.unwrap_or(0.0));
            [Some(load), Some((format!("{key} sets"), line.sets.into())), rpe]
        })
        .flatten()
        .collect()
}

fn edits_stand(case: &Case, redraw: bool, hurt: bool, drop: f64) -> Result<(), TestCaseError> {
    let mut world = World::of(case);
    let mut dice = Dice::new(case.seed ^ 0x00ed_1700);
    let first = compute(&world.snapshot(None));
    let before = edited(&world, &first.signals, &first.document, &mut dice);

    world.as_of = noon(world.week.monday() + Days::new(2));
    let today = world.signals().today;
    if hurt {
        world.member.restrictions.push(hurt_knee(today));
    }
    let picked = before.sessions.iter().skip(dice.below(4) as usize).take(1);
    let untouchable: Vec<String> = picked.map(|session| session.key.clone()).collect();
    let mut signals = world.signals();
    if let Some(score) = signals.readiness.score {
        let lower = readiness(Some((score - drop).max(0.0)));
        (signals.readiness.score, signals.readiness.band) = (lower.score, lower.band);
    }
    let reduce_only = !redraw;
    let asked = BaseSignal { revision: 2, untouchable: untouchable.clone(), reduce_only, redraw };
    signals.base = Some(asked);
    let after = personalise(&signals, &world.facts, &world.template, Some(&before));

    for session in &before.sessions {
        let now = after.sessions.iter().find(|now| now.key == session.key);
        if untouchable.contains(&session.key) || session.date < today {
            prop_assert_eq!(now, Some(session));
            continue;
        }
        let open = Open::on(&signals.member.restrictions, session.date);
        let bars = |line: &Line| {
            world.facts.catalogue.get(&line.movement).is_some_and(|movement| open.bars(movement))
        };
        let mut left = session.blocks.iter().flat_map(|block| &block.lines);
        // One of which all is ruled out is drawn again.
        let stands = !redraw || left.any(|line| !bars(line));
        for line in session.blocks.iter().flat_map(|block| &block.lines) {
            if line.edited.is_empty() {
                continue;
            }
            if bars(line) {
                let said = Finding::EditDropped(line.movement.clone());
                prop_assert!(after.findings.contains(&said), "{} is dropped unsaid", line.key);
                continue;
            }
            let now = now.into_iter().flat_map(|now| &now.blocks).flat_map(|block| &block.lines);
            let now = now.into_iter().find(|now| now.key == line.key);
            let now = now.ok_or_else(|| TestCaseError::fail(format!("{} is gone", line.key)))?;
            prop_assert_eq!(set_values(now), set_values(line), "{}", &line.key);
            let load = replay(&now.trace, Axis::Load).filter(|kg| *kg > 0.0);
            prop_assert_eq!(load, now.load_kg.filter(|kg| *kg > 0.0), "{}", &line.key);
        }
        if let Some(now) = now {
            let moved = stands && session.coach_edited && now.date != session.date;
            prop_assert!(!moved, "{} moved", now.key);
            prop_assert!(!stands || now.removed == session.removed, "{}", now.key);
        }
    }
    for removed in &before.removed {
        prop_assert!(after.sessions.iter().all(|now| now.key != *removed), "{removed} is back");
    }
    if reduce_only {
        let known = amounts(&before);
        for (key, value) in amounts(&after) {
            let most = known.get(&key);
            prop_assert!(most.is_none_or(|most| value <= *most), "{key} rose to {value}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn seven_what_a_coach_set_stands_in_any_recomputation(
        case in cases(), redraw in any::<bool>(), hurt in any::<bool>(), drop in 0.0..60.0_f64,
    ) {
        edits_stand(&case, redraw, hurt, drop)?;
    }
}
