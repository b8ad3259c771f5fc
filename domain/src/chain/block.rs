//! One block: its movements, its format, its rounds and minutes, its lines.

use std::borrow::Cow;

use super::Context;
use super::amount::{self, Amount, Carrier, Unit};
use super::line::{self, Origin, Slot, Within};
use crate::catalogue::Movement;
use crate::digest::Work;
use crate::layoff::Layoff;
use crate::plan::{Line, PlannedBlock};
use crate::reason::Finding;
use crate::restrict::{self, Choice};
use crate::template::{TemplateBlock, TemplatePrescription};
use crate::vocab::{
    Axis, BlockType, Implement, MovementPattern, PrescriptionNotice, Provenance, ScoreType,
    WorkoutFormat,
};

/// Prescribes a block under the key `key`. `None`: restrictions leave nothing of it.
///
/// `taken`: keys of the movements that the session has; substitutes are added.
pub fn prescribe(
    block: &TemplateBlock,
    key: &str,
    taken: &mut Vec<String>,
    context: &Context<'_>,
) -> (Option<PlannedBlock>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut slots = Vec::with_capacity(block.prescriptions.len());
    for (index, programmed) in block.prescriptions.iter().enumerate() {
        let prefix = format!("{key}.{}", index + 1);
        let work = Work::of(block.format);
        slots.extend(slot(programmed, &prefix, work, taken, &mut findings, context));
    }
    if slots.is_empty() && !block.prescriptions.is_empty() {
        return (None, findings);
    }
    let built = build(block, key, &slots, context);
    for (slot, line) in slots.iter().zip(&built.lines) {
        if line.notice == Some(PrescriptionNotice::BelowEquipmentMinimum) {
            findings.push(too_light(slot, line, block, taken, context));
        }
    }
    (Some(built), findings)
}

/// What a coach is told of a line that is lighter than anything the gym has for it.
fn too_light(
    slot: &Slot<'_>,
    line: &Line,
    block: &TemplateBlock,
    taken: &[String],
    context: &Context<'_>,
) -> Finding {
    let names: Vec<&str> = taken.iter().map(String::as_str).collect();
    let most = line.exact_kg.unwrap_or(0.0);
    let other = restrict::lighter(
        &slot.movement,
        most,
        Work::of(block.format),
        &context.open,
        &names,
        context.facts,
        context.signals,
    );
    Finding::TooLight {
        movement: slot.movement.key.clone(),
        instead: other.map(|other| other.key.clone()),
    }
}

/// The movement of a line, or what takes its place. Where values may only go down the line in force keeps its
/// movement, and one that was dropped stays dropped: only a restriction replaces a movement then.
fn slot<'a>(
    programmed: &'a TemplatePrescription,
    prefix: &str,
    work: Work,
    taken: &mut Vec<String>,
    findings: &mut Vec<Finding>,
    context: &Context<'a>,
) -> Option<Slot<'a>> {
    if let Some(chosen) = context.chosen(prefix) {
        if !context.open.bars(chosen) {
            taken.push(chosen.key.clone());
            let key = format!("{prefix}-{}", chosen.key);
            let movement = Cow::Borrowed(chosen);
            return Some(Slot { key, programmed, movement, origin: Origin::Coach });
        }
        findings.push(Finding::EditDropped(chosen.key.clone()));
    }
    let asked = movement_of(&programmed.movement, context);
    if let Some(standing) = context.in_force {
        let Some(line) = standing_line(standing, prefix) else {
            if !context.removed.iter().any(|slot| slot == prefix) {
                findings.push(Finding::LineDropped { movement: asked.key.clone() });
            }
            return None;
        };
        let movement = movement_of(&line.movement, context);
        if !context.open.bars(&movement) {
            return Some(keep(programmed, line, movement, taken));
        }
    }
    let names: Vec<&str> = taken.iter().map(String::as_str).collect();
    match restrict::choose(&asked, work, &context.open, &names, context.facts, context.signals) {
        Choice::Same => Some(Slot {
            key: format!("{prefix}-{}", asked.key),
            programmed,
            movement: asked,
            origin: Origin::Template,
        }),
        Choice::Instead(other) => {
            findings.push(Finding::Replaced { from: asked.key.clone(), to: other.key.clone() });
            taken.push(other.key.clone());
            Some(Slot {
                key: format!("{prefix}-{}", other.key),
                programmed,
                movement: Cow::Borrowed(other),
                origin: Origin::Restriction(&programmed.movement),
            })
        }
        Choice::Dropped => {
            findings.push(Finding::LineDropped { movement: asked.key.clone() });
            None
        }
    }
}

/// The line in force that stands where the template has the line of `prefix`.
fn standing_line<'a>(standing: &'a [PlannedBlock], prefix: &str) -> Option<&'a Line> {
    let mut lines = standing.iter().flat_map(|block| &block.lines);
    lines.find(|line| line.key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-')))
}

/// The slot of a line whose movement stands.
fn keep<'a>(
    programmed: &'a TemplatePrescription,
    line: &Line,
    movement: Cow<'a, Movement>,
    taken: &mut Vec<String>,
) -> Slot<'a> {
    let replaced = movement.key != programmed.movement;
    if replaced {
        taken.push(movement.key.clone());
    }
    Slot {
        key: line.key.clone(),
        programmed,
        movement,
        origin: if replaced { Origin::Restriction(&programmed.movement) } else { Origin::Template },
    }
}

fn movement_of<'a>(key: &str, context: &Context<'a>) -> Cow<'a, Movement> {
    let known = context.facts.catalogue.get(key);
    known.map_or_else(|| Cow::Owned(unknown(key)), Cow::Borrowed)
}

/// A movement that the catalogue does not have: nothing is known of it.
fn unknown(key: &str) -> Movement {
    Movement {
        key: key.to_owned(),
        name: key.to_owned(),
        pattern: MovementPattern::Isolation,
        reference_lift: None,
        implement: Implement::Other,
        loads: Vec::new(),
        bodyweight_fraction: None,
    }
}

fn build(
    block: &TemplateBlock,
    key: &str,
    slots: &[Slot<'_>],
    context: &Context<'_>,
) -> PlannedBlock {
    let strength = Work::of(block.format) != Work::Conditioning;
    let standing = standing_block(key, context);
    let (format, score_type) = format(block, standing, strength, context);
    let within = Within {
        block,
        carrier: amount::carrier(block, strength),
        touched: amount::is_touched(block.kind),
        format,
    };
    let mut out = PlannedBlock {
        key: key.to_owned(),
        kind: block.kind,
        format,
        title: block.title.clone(),
        notes: block.notes.clone(),
        rounds: block.rounds,
        rep_scheme: block.rep_scheme.clone(),
        time_cap_minutes: block.time_cap_minutes,
        interval_seconds: block.interval_seconds,
        score_type,
        programmed_format: (format != block.format).then_some(block.format),
        programmed_rounds: block.rounds,
        programmed_time_cap_minutes: block.time_cap_minutes,
        trace: Vec::new(),
        coach_edited: false,
        lines: Vec::new(),
    };
    let reduced = shorten(&mut out, &within, slots, standing, context);
    out.lines = slots.iter().map(|slot| line::line(slot, &within, context)).collect();
    if reduced {
        for line in &mut out.lines {
            (line.reduced, line.provenance) = (true, Provenance::EngineAdjusted);
        }
    }
    out
}

/// The block in force, where values may only go down.
fn standing_block<'a>(key: &str, context: &Context<'a>) -> Option<&'a PlannedBlock> {
    context.in_force?.iter().find(|block| block.key == key)
}

/// How the block is worked, and what is scored: tests and scores rest in a hard week, and what rests in
/// force is not brought back in the middle of the week.
fn format(
    block: &TemplateBlock,
    standing: Option<&PlannedBlock>,
    strength: bool,
    context: &Context<'_>,
) -> (WorkoutFormat, Option<ScoreType>) {
    let touched = amount::is_touched(block.kind);
    let scored = block.kind == BlockType::Metcon || block.score_type.is_some();
    let steady = touched && context.effect.steady && !strength && scored;
    let rests = touched && (context.effect.steady || context.conservative());
    let eased = standing.filter(|standing| standing.programmed_format.is_some());
    let format = match block.format {
        _ if eased.is_some() => eased.map_or(block.format, |standing| standing.format),
        WorkoutFormat::MaxLoad if rests => WorkoutFormat::StrengthSets,
        _ if steady => WorkoutFormat::Steady,
        format => format,
    };
    let unscored = standing.is_some_and(|standing| standing.score_type.is_none());
    (format, block.score_type.filter(|_| !rests && !unscored))
}

/// Reduces the block's own rounds or minutes; says whether anything reduces them.
fn shorten(
    out: &mut PlannedBlock,
    within: &Within<'_>,
    slots: &[Slot<'_>],
    standing: Option<&PlannedBlock>,
    context: &Context<'_>,
) -> bool {
    let mut reduced = false;
    let mut through = |axis, carrier, value: Option<u32>, unit, standing: Option<u32>| {
        let programmed = value?;
        let layoff = (within.touched && within.carrier == carrier).then(|| longest(slots, context));
        let done: Amount = amount::amount(
            axis,
            f64::from(programmed),
            unit,
            layoff,
            standing.map(f64::from),
            context,
        );
        reduced |= done.reduced;
        out.trace.extend(done.steps);
        Some(done.value as u32)
    };
    let rounds = through(
        Axis::Rounds,
        Carrier::Rounds,
        out.rounds,
        Unit::Whole,
        standing.and_then(|block| block.rounds),
    );
    let minutes = through(
        Axis::Minutes,
        Carrier::Minutes,
        out.time_cap_minutes,
        Unit::Minutes,
        standing.and_then(|block| block.time_cap_minutes),
    );
    // A scheme names the repetitions of each round.
    if let (Some(rounds), Some(programmed), Some(scheme)) =
        (rounds, out.rounds, &mut out.rep_scheme)
        && scheme.len() == programmed as usize
    {
        scheme.truncate(rounds as usize);
    }
    (out.rounds, out.time_cap_minutes) = (rounds, minutes);
    reduced
}

/// The gap that costs the block the most volume: of any of its movements.
fn longest(slots: &[Slot<'_>], context: &Context<'_>) -> Layoff {
    let mut worst = Layoff::NONE;
    for slot in slots {
        let layoff = context.layoff(&slot.movement);
        if layoff.sets < worst.sets {
            worst = layoff;
        }
    }
    worst
}
