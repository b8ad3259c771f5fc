//! Claims about movements, against the lines of the plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::claim::Claim;
use super::line_number::{holds, is_filler, is_rate, of_lift};
use super::quantity::{Kind, Quantity, Role};
use super::truth::{At, Problem, days, describe, lift_of, lines, name_of};
use super::{Fault, direction::Axis};
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::SessionFacts;
use crate::vocab::WeightUnit;

/// What is wrong with a claim about movements.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    let mut out = Vec::new();
    let keys: BTreeSet<&String> = claim.movements.iter().collect();
    for key in keys {
        let of: Vec<At<'_>> = lines(facts).filter(|at| at.line.key == *key).collect();
        if of.is_empty() {
            out.extend(stranger(claim, facts, key));
        } else {
            out.extend(of_movement(claim, facts, key, &of));
        }
    }
    out.extend(substitution(claim, facts));
    out
}

/// Movements that a claim says are not there, and are.
pub(super) fn without(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    let phrase = claim.words.join(" ");
    let denied = [
        "not in this week",
        "not in the week",
        "left out",
        "missing from",
        "week off",
        "sits out",
        "sit out",
        "out this week",
        "out of this week",
    ];
    let absent = denied.iter().any(|words| phrase.contains(words));
    // `after 25 days without squats` is of the time before.
    let gap = claim.quantities.iter().any(|of| matches!(of.kind, Kind::Days | Kind::Weeks))
        || claim.has(&["after", "days", "since"]);
    let keys = claim
        .without
        .iter()
        .filter(|_| !gap)
        .chain(absent.then_some(&claim.movements).into_iter().flatten());
    let there = |key: &&String| {
        lines(facts).any(|at| {
            at.line.key == **key && (claim.days.is_empty() || claim.days.contains(&at.session.date))
        })
    };
    let mut out: Vec<Problem> = Vec::new();
    for key in keys.filter(there) {
        out.push(Problem::new(Fault::Movement, name_of(facts, key), describe(facts, key)));
    }
    out
}

/// That several movements are of one session.
pub(super) fn together(claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    let shared = claim.has(&["share", "shares", "sharing", "same"]);
    if claim.movements.len() < 2 || !shared || !claim.has(&["session", "day", "workout"]) {
        return None;
    }
    let has = |session: &SessionFacts, key: &String| {
        session.blocks.iter().flat_map(|block| &block.lines).any(|line| line.key == *key)
    };
    let one =
        facts.sessions.iter().any(|session| claim.movements.iter().all(|key| has(session, key)));
    let same_day = claim.has(&["day"]);
    (!one && !same_day)
        .then(|| Problem::new(Fault::Claim, "one session", "they are not of one session"))
}

/// A movement without a line: a lift may be named for its trend alone.
fn stranger(claim: &Claim, facts: &NarrativeFacts, key: &str) -> Option<Problem> {
    let name = name_of(facts, key);
    let replaced = lines(facts).any(|at| at.line.replaced.as_deref() == Some(key));
    let left_out = |note: &String| note.starts_with(&format!("{name} is left out"));
    if facts.notes_on_the_plan.iter().any(left_out) && claim.has(&["left", "leave", "ruled", "out"])
    {
        return None;
    }
    let goes_on =
        claim.words.iter().all(|word| ["and", "for", "on", "or"].contains(&word.as_str()));
    if replaced && goes_on && claim.quantities.is_empty() {
        return None;
    }
    if replaced
        && (claim.substitutes
            || claim.has(&["programmed", "ruled", "restriction", "replaced", "place"]))
    {
        return None;
    }
    let trend = claim.directions.iter().any(|direction| direction.axis == Axis::Trend)
        || claim.quantities.iter().any(|quantity| quantity.role == Role::Best);
    let known = lift_of(facts, key).is_some();
    let other = claim.quantities.iter().any(|quantity| {
        !(quantity.role == Role::Best || (quantity.kind == Kind::Percent && is_rate(quantity)))
    });
    if !known || !trend || other || !claim.days.is_empty() {
        return Some(Problem::new(Fault::Movement, name, "is not in this week: leave it out"));
    }
    let wrong = claim.quantities.iter().find(|quantity| !of_lift(quantity, facts, key))?;
    Some(Problem::new(
        Fault::Number,
        wrong.said.clone(),
        format!("is not what the facts say of {name}"),
    ))
}

fn of_movement(claim: &Claim, facts: &NarrativeFacts, key: &str, of: &[At<'_>]) -> Vec<Problem> {
    let mut out = Vec::new();
    let quantities: Vec<&Quantity> =
        claim.quantities.iter().filter(|quantity| !is_filler(quantity)).collect();
    for quantity in &quantities {
        out.extend(unit(quantity, facts));
    }
    if !out.is_empty() {
        return out;
    }
    let none: [Option<NaiveDate>; 1] = [None];
    let days_of: Vec<Option<NaiveDate>> = claim.days.iter().copied().map(Some).collect();
    for day in if days_of.is_empty() { &none[..] } else { &days_of[..] } {
        let there: Vec<At<'_>> =
            of.iter().copied().filter(|at| stands(claim, facts, *at, *day)).collect();
        if there.is_empty() {
            let said = day.map_or_else(String::new, |day| super::day_of(day).to_owned());
            let is_on = days(of.iter().map(|at| at.session.date));
            let known = format!("{} is on {is_on}", name_of(facts, key));
            out.push(Problem::new(Fault::Day, said, known));
            continue;
        }
        let all = |at: &At<'_>| {
            quantities.iter().all(|quantity| holds(quantity, claim, facts, key, at, &there))
        };
        if there.iter().any(all) {
            continue;
        }
        let alone = |quantity: &&&Quantity| {
            !there.iter().any(|at| holds(quantity, claim, facts, key, at, &there))
        };
        let wrong: Vec<&&Quantity> = quantities.iter().filter(alone).collect();
        let said =
            if wrong.is_empty() { &quantities } else { &wrong.into_iter().copied().collect() };
        for quantity in said {
            out.push(Problem::new(Fault::Number, quantity.said.clone(), describe(facts, key)));
        }
    }
    out
}

/// Whether a line is of the sessions that a claim speaks of.
fn stands(claim: &Claim, facts: &NarrativeFacts, at: At<'_>, day: Option<NaiveDate>) -> bool {
    let title = claim.titles.is_empty()
        || claim
            .titles
            .iter()
            .any(|index| std::ptr::eq(&raw const facts.sessions[*index], at.session));
    let track = claim.tracks.is_empty()
        || claim.inherits
        || claim.tracks.iter().any(|index| facts.tracks[*index].track == at.session.track);
    let block = claim.blocks.is_empty()
        || claim.blocks.iter().any(|(session, block)| {
            std::ptr::eq(&raw const facts.sessions[*session].blocks[*block], at.block)
        });
    day.is_none_or(|day| at.session.date == day) && title && track && block
}

fn unit(quantity: &Quantity, facts: &NarrativeFacts) -> Option<Problem> {
    let Kind::Load(unit) = quantity.kind else {
        return None;
    };
    let name = if unit == WeightUnit::Kilogram { "kg" } else { "lb" };
    let known = format!("the gym loads in {}", facts.unit);
    (name != facts.unit).then(|| Problem::new(Fault::Unit, quantity.said.clone(), known))
}

/// That one movement stands in for another.
fn substitution(claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    let wrong = claim.replaced.iter().find(|replaced| {
        let stands = |at: &At<'_>| {
            let day = claim.days.is_empty() || claim.days.contains(&at.session.date);
            day && at.line.replaced.as_ref() == Some(*replaced)
                && (claim.movements.is_empty() || claim.movements.contains(&at.line.key))
        };
        !lines(facts).any(|at| stands(&at))
    })?;
    let known = "nothing stands in for it in this week";
    Some(Problem::new(Fault::Movement, name_of(facts, wrong), known))
}
