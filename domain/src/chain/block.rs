//! One block: its movements, its format, its rounds and minutes, its lines.

use std::borrow::Cow;

use super::Context;
use super::amount::{self, Amount, Carrier, Unit};
use super::line::{self, Origin, Slot, Within};
use crate::catalogue::Movement;
use crate::digest::Work;
use crate::layoff::Layoff;
use crate::plan::PlannedBlock;
use crate::reason::Finding;
use crate::restrict::{self, Choice};
use crate::template::{TemplateBlock, TemplatePrescription};
use crate::vocab::{Axis, BlockType, Implement, MovementPattern, WorkoutFormat};

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
        slots.extend(slot(programmed, &prefix, taken, &mut findings, context));
    }
    if slots.is_empty() && !block.prescriptions.is_empty() {
        return (None, findings);
    }
    (Some(build(block, key, &slots, context)), findings)
}

/// The movement of a line, or what takes its place.
fn slot<'a>(
    programmed: &'a TemplatePrescription,
    prefix: &str,
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
    let known = context.facts.catalogue.get(&programmed.movement);
    let asked = known.map_or_else(|| Cow::Owned(unknown(&programmed.movement)), Cow::Borrowed);
    let names: Vec<&str> = taken.iter().map(String::as_str).collect();
    match restrict::choose(&asked, &context.open, &names, context.facts, context.signals) {
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
    let rests = context.effect.steady || context.conservative();
    let scored = block.kind == BlockType::Metcon || block.score_type.is_some();
    let steady = context.effect.steady && !strength && scored;
    let within = Within {
        block,
        carrier: amount::carrier(block, strength),
        touched: amount::is_touched(block.kind),
        steady,
    };
    let format = match block.format {
        WorkoutFormat::MaxLoad if rests => WorkoutFormat::StrengthSets,
        _ if steady => WorkoutFormat::Steady,
        format => format,
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
        score_type: block.score_type.filter(|_| !rests),
        programmed_format: (format != block.format).then_some(block.format),
        programmed_rounds: block.rounds,
        programmed_time_cap_minutes: block.time_cap_minutes,
        trace: Vec::new(),
        coach_edited: false,
        lines: Vec::new(),
    };
    let reduced = shorten(&mut out, &within, slots, context);
    out.lines = slots.iter().map(|slot| line::line(slot, &within, context)).collect();
    if reduced {
        out.lines.iter_mut().for_each(|line| line.reduced = true);
    }
    out
}

/// Reduces the block's own rounds or minutes; says whether anything reduces them.
fn shorten(
    out: &mut PlannedBlock,
    within: &Within<'_>,
    slots: &[Slot<'_>],
    context: &Context<'_>,
) -> bool {
    let standing =
        context.in_force.and_then(|blocks| blocks.iter().find(|block| block.key == out.key));
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
