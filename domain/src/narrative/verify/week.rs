//! Numbers of claims without a movement: of sessions, readiness and the week as a whole.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Fault;
use super::claim::Claim;
use super::line_number::{is_filler, is_open};
use super::quantity::{Kind, Quantity, Role};
use super::readiness::score;
use super::shares::{done, percent};
use super::truth::{At, Problem, lines, numbers_before, same, stalls};
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::SessionFacts;
use crate::vocab::WeightUnit;

pub(super) fn is_meant(claim: &Claim, facts: &NarrativeFacts, session: &SessionFacts) -> bool {
    let title = claim.titles.is_empty()
        || claim
            .titles
            .iter()
            .any(|index| std::ptr::eq(&raw const facts.sessions[*index], session));
    let track = claim.tracks.is_empty()
        || claim.tracks.iter().any(|index| facts.tracks[*index].track == session.track);
    title && track
}

/// What is wrong with the numbers of a claim without a movement.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    let wrong = |quantity: &Quantity| {
        if is_filler(quantity) || holds(quantity, claim, facts) {
            return None;
        }
        let of_line = matches!(quantity.kind, Kind::Load(_) | Kind::Sets | Kind::Reps | Kind::Rpe);
        let (fault, known) = if of_line && claim.movements.is_empty() {
            (
                Fault::Unclear,
                "name the movement that it is of in the same sentence, or leave it out",
            )
        } else {
            (
                Fault::Number,
                "is not what the facts say: leave it out, or write it as it stands there",
            )
        };
        Some(Problem::new(fault, quantity.said.clone(), known))
    };
    claim.quantities.iter().filter_map(wrong).collect()
}

/// Words for a lift that does not move.
const STILL: &[&str] = &["stalled", "still", "stood", "plateau", "plateaued"];

fn holds(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let single = quantity.least == quantity.most;
    let is = |value: f64| single && same(value, quantity.least);
    let of_readiness = quantity.kind == Kind::Bare && claim.has(&["readiness", "score"]);
    if is_open(quantity) && !of_readiness {
        return false;
    }
    match quantity.kind {
        Kind::Weeks | Kind::Days if claim.has(STILL) && stalls(quantity, facts) => true,
        Kind::Sessions | Kind::Days | Kind::Times => sessions(quantity, claim, facts),
        Kind::CycleWeek => is(f64::from(facts.week.cycle_week)),
        Kind::Score | Kind::Points => score(quantity, claim, facts),
        Kind::Percent => percent(quantity, claim, facts),
        Kind::Done => done(quantity, claim, facts),
        Kind::Minutes | Kind::Seconds if is_rest(quantity) => rest(quantity, claim, facts),
        Kind::Minutes => minutes(quantity, claim, facts),
        Kind::Rir => rir(quantity, claim, facts),
        Kind::Rpe => rpe(quantity, claim, facts),
        Kind::Rounds => {
            blocks(claim, facts, |at| at.block.rounds.is_some_and(|rounds| is(f64::from(rounds))))
        }
        Kind::Metres => blocks(claim, facts, |at| at.line.distance_metres.is_some_and(is)),
        Kind::Calories => blocks(claim, facts, |at| {
            at.line.calories.is_some_and(|calories| is(f64::from(calories)))
        }),
        Kind::Seconds => blocks(claim, facts, |at| {
            at.block.interval_seconds.is_some_and(|seconds| is(f64::from(seconds)))
        }),
        Kind::Bare => bare(quantity, claim, facts),
        Kind::Load(unit) => every_load(quantity, unit, facts),
        Kind::Weeks | Kind::Sets | Kind::Reps | Kind::Other => false,
    }
}

/// Sessions or days: of a track, hard ones, days off, or all.
fn sessions(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let (low, high) = (quantity.least, quantity.most);
    let is = |count: usize| low == high && low == count as f64;
    let dates = |of: &mut dyn Iterator<Item = &SessionFacts>| {
        of.map(|session| session.date).collect::<BTreeSet<NaiveDate>>().len()
    };
    let near = |words: &[&str]| {
        let text =
            quantity.said.split(' ').chain(quantity.after.iter().map(String::as_str)).take(8);
        text.into_iter().any(|word| words.contains(&word))
    };
    let after = near(&["ago", "since", "without", "after"])
        || quantity.before.iter().any(|word| word == "after");
    if quantity.kind == Kind::Days && after {
        let readiness = [
            facts.readiness.ill_days_ago,
            facts.readiness.pain_days_ago,
            facts.training_load.days_without_training,
        ];
        let told = facts.adjustment.because.iter().flat_map(|text| numbers_before(text, "day"));
        return readiness.into_iter().flatten().any(|days| is(days as usize))
            || told.into_iter().any(|days| same(days, low));
    }
    let told = facts.adjustment.because.iter().any(|text| text.contains("more without illness"));
    if quantity.kind == Kind::Days && told && near(&["more"]) {
        return facts
            .adjustment
            .because
            .iter()
            .flat_map(|text| numbers_before(text, "day"))
            .any(|days| same(days, low));
    }
    if near(&["rest", "off", "free"]) {
        return is(7 - dates(&mut facts.sessions.iter()));
    }
    let meant = |session: &&SessionFacts| {
        is_meant(claim, facts, session)
            && (claim.days.is_empty() || claim.days.contains(&session.date))
    };
    let hard = near(&["hard", "tough", "harder"]);
    if let Some(off) = counted_off(claim, facts) {
        let easy = near(&["easy", "easier", "light", "lighter"]);
        return quantity.kind == Kind::Sessions
            && off.iter().all(|session| session.hard || !hard)
            && off.iter().all(|session| !session.hard || !easy);
    }
    let mut counted: Vec<&SessionFacts> =
        facts.sessions.iter().filter(meant).filter(|session| !hard || session.hard).collect();
    if near(&["easy", "easier", "lighter", "light"]) {
        counted.retain(|session| !session.hard);
    }
    if quantity.kind == Kind::Sessions {
        is(counted.len())
    } else {
        is(dates(&mut counted.iter().copied()))
            || (quantity.kind == Kind::Times && is(counted.len()))
    }
}

/// The sessions that a claim counts off either end of the week: `the last two sessions`.
pub(super) fn counted_off<'a>(
    claim: &Claim,
    facts: &'a NarrativeFacts,
) -> Option<&'a [SessionFacts]> {
    let all = facts.sessions.as_slice();
    let of = claim.quantities.iter().find(|quantity| quantity.kind == Kind::Sessions)?;
    let count = of.least as usize;
    let rest = all.len().checked_sub(count)?;
    match of.before.last()?.as_str() {
        "last" | "final" => Some(&all[rest..]),
        "first" | "opening" => Some(&all[..count]),
        _ => None,
    }
}

/// The sessions a claim speaks of.
fn meant<'a>(
    claim: &'a Claim,
    facts: &'a NarrativeFacts,
) -> impl Iterator<Item = &'a SessionFacts> {
    facts.sessions.iter().filter(move |session| {
        is_meant(claim, facts, session)
            && (claim.days.is_empty() || claim.days.contains(&session.date))
    })
}

fn is_scoped(claim: &Claim) -> bool {
    !claim.days.is_empty()
        || !claim.titles.is_empty()
        || !claim.tracks.is_empty()
        || !claim.blocks.is_empty()
}

fn blocks(claim: &Claim, facts: &NarrativeFacts, is: impl Fn(&At<'_>) -> bool) -> bool {
    let block = |at: &At<'_>| {
        claim.blocks.is_empty()
            || claim.blocks.iter().any(|(session, block)| {
                std::ptr::eq(&raw const facts.sessions[*session].blocks[*block], at.block)
            })
    };
    let of = |at: &At<'_>| {
        block(at) && meant(claim, facts).any(|session| std::ptr::eq(session, at.session))
    };
    is_scoped(claim) && lines(facts).filter(of).any(|at| is(&at))
}

/// Whether a time is one of rest.
fn is_rest(quantity: &Quantity) -> bool {
    let words = ["rest", "rests", "resting", "between"];
    quantity.before.iter().chain(&quantity.after).any(|word| words.contains(&word.as_str()))
}

/// Rest without a movement is that of every line.
fn rest(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let scale = if quantity.kind == Kind::Minutes { 60.0 } else { 1.0 };
    let of = |at: &At<'_>| meant(claim, facts).any(|session| std::ptr::eq(session, at.session));
    let mut asked = lines(facts).filter(of).filter_map(|at| at.line.rest_seconds).peekable();
    asked.peek().is_some()
        && asked.all(|seconds| {
            quantity.least == quantity.most && same(f64::from(seconds), quantity.least * scale)
        })
}

fn minutes(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let is = |value: u32| quantity.least == quantity.most && f64::from(value) == quantity.least;
    let of: Vec<&SessionFacts> = meant(claim, facts).collect();
    let whole = |session: &&SessionFacts| is(session.minutes);
    // Of several blocks it must be said which one lasts so long.
    let part = |session: &&SessionFacts| {
        session.blocks.len() == 1
            && session.blocks.iter().any(|block| {
                let minutes = if quantity.role == Role::Programmed {
                    block.programmed_minutes.or(block.minutes)
                } else {
                    block.minutes
                };
                minutes.is_some_and(is)
            })
    };
    if !claim.blocks.is_empty() {
        return claim.blocks.iter().any(|(session, block)| {
            let block = &facts.sessions[*session].blocks[*block];
            let programmed = block.programmed_minutes.or(block.minutes);
            let minutes =
                if quantity.role == Role::Programmed { programmed } else { block.minutes };
            minutes.is_some_and(is)
        });
    }
    if is_scoped(claim) {
        of.iter().any(|session| whole(session) || part(session))
    } else {
        !of.is_empty() && of.iter().all(whole)
    }
}

fn rir(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let is = |value: f64| quantity.least == quantity.most && same(value, quantity.least);
    let extra = facts.adjustment.extra_reps_in_reserve;
    if quantity.role == Role::More {
        return extra > 0 && is(f64::from(extra));
    }
    // Without a movement it is said of every line that asks for an effort.
    let of = |at: &At<'_>| meant(claim, facts).any(|session| std::ptr::eq(session, at.session));
    let mut asked = lines(facts)
        .filter(of)
        .filter_map(|at| {
            at.line.reps_in_reserve.or(at.line.rpe.map(|rpe| crate::e1rm::RPE_MOST - rpe))
        })
        .peekable();
    asked.peek().is_some() && asked.all(is)
}

fn rpe(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let is = |value: f64| quantity.least == quantity.most && same(value, quantity.least);
    let of = |at: &At<'_>| meant(claim, facts).any(|session| std::ptr::eq(session, at.session));
    let asked: Vec<f64> = lines(facts).filter(of).filter_map(|at| at.line.rpe).collect();
    let most = asked.iter().copied().fold(0.0, f64::max);
    !asked.is_empty()
        && if quantity.role == Role::Bound { is(most) } else { asked.iter().all(|rpe| is(*rpe)) }
}

/// A load without a movement is of none: only where every line has it.
fn every_load(quantity: &Quantity, unit: WeightUnit, facts: &NarrativeFacts) -> bool {
    let name = if unit == WeightUnit::Kilogram { "kg" } else { "lb" };
    let mut loads = lines(facts).filter_map(|at| at.line.load.as_ref()).peekable();
    name == facts.unit
        && loads.peek().is_some()
        && loads.all(|load| quantity.least == quantity.most && same(load.value, quantity.least))
}

/// A number without a unit: sessions where sessions were spoken of, else of readiness.
fn bare(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    if quantity.role == Role::Programmed || quantity.before.last().is_some_and(|word| word == "to")
    {
        let kinds = claim.quantities.iter().map(|other| other.kind);
        return kinds
            .filter(|kind| *kind != Kind::Bare)
            .any(|kind| holds(&Quantity { kind, ..quantity.clone() }, claim, facts));
    }
    let of = |kind: Kind| Quantity { kind, ..quantity.clone() };
    let things = [
        "things",
        "thing",
        "reasons",
        "points",
        "priorities",
        "ways",
        "parts",
        "cues",
        "goals",
        "aims",
        "simple",
    ];
    if quantity.spelled && quantity.after.iter().any(|word| things.contains(&word.as_str())) {
        return quantity.after.iter().all(|word| word != "goals")
            || quantity.least == facts.goals.len() as f64;
    }
    if claim.has(&["readiness", "score"]) {
        return score(&of(Kind::Score), claim, facts);
    }
    if !claim.tracks.is_empty() || claim.has(&["sessions", "session"]) {
        return sessions(&of(Kind::Sessions), claim, facts);
    }
    false
}
