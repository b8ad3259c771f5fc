//! Whether a number is true of a line of the plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::claim::Claim;
use super::quantity::{Kind, Quantity, Role};
use super::shares::goes;
use super::truth::{At, lift_of, lines, numbers_before, same, stalls};
use crate::narrative::NarrativeFacts;
use crate::vocab::{TrendClass, WeightUnit};

/// `one` and the like where nothing is counted.
pub(super) fn is_filler(quantity: &Quantity) -> bool {
    let counts = quantity.after.first().is_some_and(|word| word.parse::<f64>().is_ok());
    quantity.kind == Kind::Bare && quantity.spelled && quantity.least == 1.0 && !counts
}

/// Whether a quantity is true of a line; `there`: the lines of its movement that the claim may mean.
pub(super) fn holds(
    quantity: &Quantity,
    claim: &Claim,
    facts: &NarrativeFacts,
    key: &str,
    at: &At<'_>,
    there: &[At<'_>],
) -> bool {
    let line = at.line;
    let (least, most) = (quantity.least, quantity.most);
    let is =
        |value: Option<f64>| value.is_some_and(|value| same(value, least) && same(value, most));
    let count = |value: Option<u32>| is(value.map(f64::from));
    if is_open(quantity) {
        return false;
    }
    match quantity.kind {
        Kind::Load(_) if least != most => {
            let has = |value| {
                there
                    .iter()
                    .any(|at| at.line.load.as_ref().is_some_and(|load| same(load.value, value)))
            };
            has(least) && has(most)
        }
        Kind::Load(_) => is(load(quantity.role, facts, key, at)),
        Kind::Sets => match quantity.role {
            Role::Programmed => count(Some(line.programmed_sets.unwrap_or(line.sets))),
            Role::Fewer => {
                count(line.programmed_sets.and_then(|before| before.checked_sub(line.sets)))
            }
            Role::More => {
                count(line.programmed_sets.and_then(|before| line.sets.checked_sub(before)))
            }
            _ => count(Some(line.sets)),
        },
        Kind::Reps => reps(quantity, at),
        Kind::Rpe if quantity.role == Role::Programmed => is(line.programmed_rpe.or(line.rpe)),
        Kind::Rpe => is(line.rpe),
        Kind::Rir => rir(quantity, facts, at),
        Kind::Percent => percent(quantity, claim, facts, key, at),
        Kind::Minutes | Kind::Seconds => time(quantity, at),
        Kind::Metres => is(line.distance_metres),
        Kind::Calories => count(line.calories),
        Kind::Rounds if quantity.role == Role::Programmed => {
            count(at.block.programmed_rounds.or(at.block.rounds))
        }
        Kind::Rounds => count(at.block.rounds),
        Kind::Days if is_stalled(facts, key) && stalls(quantity, facts) => true,
        Kind::Sessions | Kind::Times | Kind::Days => days_or_count(quantity, key, facts, at),
        Kind::Weeks => lift_of(facts, key).is_some_and(|lift| {
            (lift.class == TrendClass::Stalled && stalls(quantity, facts))
                || (lift.tested_lately.is_some() && least == 4.0)
        }),
        Kind::CycleWeek => least == f64::from(facts.week.cycle_week),
        Kind::Score | Kind::Points => super::readiness::score(quantity, claim, facts),
        Kind::Bare => bare(quantity, claim, facts, key, at, there),
        Kind::Done | Kind::Other => false,
    }
}

fn is_stalled(facts: &NarrativeFacts, key: &str) -> bool {
    lift_of(facts, key).is_some_and(|lift| lift.class == TrendClass::Stalled)
}

fn load(role: Role, facts: &NarrativeFacts, key: &str, at: &At<'_>) -> Option<f64> {
    let line = at.line;
    let now = line.load.as_ref()?.value;
    let programmed = line.programmed_load.as_ref().map_or(now, |load| load.value);
    match role {
        Role::Now | Role::Bound => Some(now),
        Role::Beyond => None,
        Role::Programmed => Some(programmed),
        Role::More => Some(now - programmed).filter(|over| *over > 0.0),
        Role::Fewer => Some(programmed - now).filter(|under| *under > 0.0),
        Role::Best => {
            let lift = lift_of(facts, key).and_then(|lift| lift.estimated_best_single.as_ref());
            line.estimated_best_single.as_ref().or(lift).map(|best| best.value)
        }
    }
}

/// Whether a quantity leaves open how much: the plan has numbers.
pub(super) fn is_open(quantity: &Quantity) -> bool {
    match quantity.kind {
        Kind::Score | Kind::Points => false,
        Kind::Load(_) | Kind::Sets | Kind::Rpe | Kind::Rounds | Kind::Percent
            if quantity.at_least() =>
        {
            true
        }
        Kind::Rir if quantity.at_most() => true,
        _ => quantity.role == Role::Beyond,
    }
}

/// Whether a quantity is true of a lift, whatever its lines.
pub(super) fn of_lift(quantity: &Quantity, facts: &NarrativeFacts, key: &str) -> bool {
    let Some(lift) = lift_of(facts, key) else {
        return false;
    };
    let is = |value: Option<f64>| {
        value.is_some_and(|value| same(value, quantity.least) && same(value, quantity.most))
    };
    match quantity.kind {
        Kind::Load(_) => {
            is(lift.estimated_best_single.as_ref().map(|load| load.value))
                || is(lift.tested_lately.as_ref().map(|load| load.value))
        }
        Kind::Percent => is(lift.percent_a_week.map(f64::abs)),
        _ => is_filler(quantity),
    }
}

fn reps(quantity: &Quantity, at: &At<'_>) -> bool {
    let (least, most) = (quantity.least, quantity.most);
    let scheme = at.block.reps_of_each_round.as_ref();
    if least == most
        && scheme.is_some_and(|scheme| scheme.iter().any(|reps| f64::from(*reps) == least))
    {
        return true;
    }
    let Some((low, high)) = at.line.reps_range else {
        return false;
    };
    let (low, high) = (f64::from(low), f64::from(high));
    let bound = (quantity.at_least() && least == low) || (quantity.at_most() && least == high);
    (least == low && most == high) || (bound && least == most)
}

fn rir(quantity: &Quantity, facts: &NarrativeFacts, at: &At<'_>) -> bool {
    let is = |value: Option<f64>| {
        value.is_some_and(|value| same(value, quantity.least) && same(value, quantity.most))
    };
    if quantity.role == Role::More {
        let line = at.line.programmed_rpe.zip(at.line.rpe).map(|(before, now)| before - now);
        let week = facts.adjustment.extra_reps_in_reserve;
        return is(line) || is(Some(f64::from(week)).filter(|extra| *extra > 0.0));
    }
    is(at.line.reps_in_reserve) || is(at.line.rpe.map(|rpe| crate::e1rm::RPE_MOST - rpe))
}

/// Whether a percentage is one of a week's progress.
pub(super) fn is_rate(quantity: &Quantity) -> bool {
    let words: Vec<&str> = quantity.after.iter().map(String::as_str).collect();
    matches!(words.as_slice(), ["a" | "per" | "each" | "every", "week", ..] | ["weekly", ..])
}

fn percent(
    quantity: &Quantity,
    claim: &Claim,
    facts: &NarrativeFacts,
    key: &str,
    at: &At<'_>,
) -> bool {
    if quantity.least != quantity.most {
        return false;
    }
    let is = |value: Option<f64>| value.is_some_and(|value| goes(quantity, value));
    if is_rate(quantity) {
        return is(lift_of(facts, key).and_then(|lift| lift.percent_a_week));
    }
    let of = quantity.after.first().is_some_and(|word| word == "of");
    if of {
        let programme =
            quantity.after.iter().any(|word| word == "programmed" || word == "programme");
        let single = |value: Option<f64>| value.is_some_and(|value| same(value, quantity.least));
        let cap = facts.restrictions.iter().any(|restriction| single(restriction.cap_percent));
        return if programme {
            cap && at.line.because.iter().any(|text| text.contains("restriction"))
        } else {
            single(at.line.percent_of_best_single)
        };
    }
    let because = at.line.because.iter().flat_map(|text| numbers_before(text, "%"));
    let sets = claim.has(&["set", "sets"]) && !claim.has(&["load", "loads", "weight"]);
    let week = Some(facts.adjustment.sets_down_percent).filter(|percent| *percent > 0.0);
    if sets {
        return is(week.map(|down| -down)) || because.into_iter().any(|down| is(Some(-down)));
    }
    is(at.line.load_against_programme_percent)
}

fn time(quantity: &Quantity, at: &At<'_>) -> bool {
    let scale = if quantity.kind == Kind::Minutes { 60.0 } else { 1.0 };
    let is = |seconds: Option<f64>| {
        seconds.is_some_and(|seconds| {
            same(seconds, quantity.least * scale) && quantity.least == quantity.most
        })
    };
    let minutes = |minutes: Option<u32>| is(minutes.map(|minutes| f64::from(minutes) * 60.0));
    if quantity
        .before
        .iter()
        .chain(&quantity.after)
        .any(|word| word == "rest" || word == "between" || word == "resting")
    {
        return is(at.line.rest_seconds.map(f64::from));
    }
    if quantity.role == Role::Programmed {
        return minutes(at.block.programmed_minutes.or(at.block.minutes));
    }
    minutes(at.block.minutes)
        || minutes(Some(at.session.minutes))
        || is(at.line.duration_seconds.map(f64::from))
        || is(at.block.interval_seconds.map(f64::from))
}

/// How often a movement comes, or how long ago something was.
fn days_or_count(quantity: &Quantity, key: &str, facts: &NarrativeFacts, at: &At<'_>) -> bool {
    let gap = at.line.because.iter().flat_map(|text| numbers_before(text, "day"));
    let gap = gap.chain(facts.training_load.days_without_training.map(f64::from));
    if quantity.kind == Kind::Days && gap.into_iter().any(|days| same(days, quantity.least)) {
        return true;
    }
    let dates: BTreeSet<NaiveDate> =
        lines(facts).filter(|at| at.line.key == key).map(|at| at.session.date).collect();
    quantity.least == dates.len() as f64 && quantity.least == quantity.most
}

/// A number without a unit: a load behind `at`, or the other side of a comparison.
fn bare(
    quantity: &Quantity,
    claim: &Claim,
    facts: &NarrativeFacts,
    key: &str,
    at: &At<'_>,
    there: &[At<'_>],
) -> bool {
    if is_filler(quantity) {
        return true;
    }
    let unit = if facts.unit == "kg" { WeightUnit::Kilogram } else { WeightUnit::Pound };
    let kinds = claim.quantities.iter().map(|other| other.kind).filter(|kind| *kind != Kind::Bare);
    let mut kinds: Vec<Kind> = kinds.collect();
    if kinds.is_empty() {
        // `Bench Press 2 instead of 4`: as the clause before counted.
        kinds.extend([Kind::Sets, Kind::Load(unit)]);
    }
    let with = |kind: Kind| Quantity { kind, ..quantity.clone() };
    let fits = || kinds.iter().any(|kind| holds(&with(*kind), claim, facts, key, at, there));
    if quantity.role == Role::Programmed {
        return fits();
    }
    let compared = claim.quantities.iter().any(|other| other.role == Role::Programmed);
    match quantity.before.last().map_or("", String::as_str) {
        "at" | "with" if quantity.least == quantity.most => {
            holds(&with(Kind::Load(unit)), claim, facts, key, at, there)
        }
        "to" => fits(),
        _ => {
            compared
                && kinds == [Kind::Sets, Kind::Load(unit)]
                && holds(&with(Kind::Sets), claim, facts, key, at, there)
        }
    }
}
