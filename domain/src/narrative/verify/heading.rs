//! Claims of direction, against what the programme asked for and where lifts are heading.

use super::Fault;
use super::claim::Claim;
use super::direction::{Axis, Direction, Topic, Way};
use super::quantity::Kind;
use super::truth::{At, Problem, lift_of, lines};
use super::week::counted_off;
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::LineFacts;
use crate::vocab::{TrendClass, VolumeLevel};

/// Percent from usual under which volume is said to be as usual; house choice.
const USUAL_PERCENT: i32 = 5;
const VOLUME: &[&str] = &["volume", "workload", "workloads"];
const READY: &[&str] =
    &["readiness", "ready", "recovery", "recovered", "score", "sleep", "hrv", "heart"];

/// What is wrong with the directions of a claim.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    let wrong = claim.directions.iter().filter(|direction| {
        if direction.negated {
            occurs(claim, direction, facts)
        } else {
            !is_so(claim, direction, facts)
        }
    });
    let known = "the facts do not say so: directions compare with the programme, or say where a lift is heading";
    wrong.map(|direction| Problem::new(Fault::Direction, direction.said.clone(), known)).collect()
}

/// Whether what a clause denies is so anywhere in what it speaks of.
fn occurs(claim: &Claim, direction: &Direction, facts: &NarrativeFacts) -> bool {
    let said = |what: &str| facts.adjustment.because.iter().any(|text| text.contains(what));
    if claim.has(&["would"]) {
        return !said("would");
    }
    let as_told = match direction.way {
        Way::Down => said("nothing is reduced"),
        Way::Up => said("nothing is raised"),
        Way::Same => false,
    };
    let of_lines = claim.tracks.is_empty() && !claim.has(READY) && !claim.has(VOLUME);
    if direction.axis == Axis::Trend || !of_lines || direction.way == Way::Same {
        return is_so(claim, direction, facts);
    }
    if as_told && claim.movements.is_empty() {
        return false;
    }
    let meant = |at: &At<'_>| {
        (claim.movements.is_empty() || claim.movements.contains(&at.line.key))
            && (claim.days.is_empty() || claim.days.contains(&at.session.date))
    };
    let axes: &[Axis] = match &direction.axis {
        Axis::Any => &[Axis::Load, Axis::Sets, Axis::Effort],
        axis => std::slice::from_ref(axis),
    };
    lines(facts)
        .filter(meant)
        .any(|at| axes.iter().any(|axis| way(at.line, *axis) == Some(direction.way)))
}

fn is_so(claim: &Claim, direction: &Direction, facts: &NarrativeFacts) -> bool {
    if let Some(off) = counted_off(claim, facts).filter(|_| direction.said.contains("easier")) {
        let hard = facts.sessions.iter().filter(|session| session.hard).count();
        return hard > 0 && off.iter().all(|session| !session.hard);
    }
    if direction.said.contains("easier") && claim.movements.is_empty() && !claim.days.is_empty() {
        let there = facts.sessions.iter().filter(|session| claim.days.contains(&session.date));
        return there.into_iter().all(|session| !session.hard);
    }
    if direction.said.contains("recovery week") {
        return of_week(claim, direction, facts);
    }
    match direction.topic {
        Some(Topic::Volume) => return of_volume(claim, direction, facts),
        Some(Topic::Readiness) => return of_readiness(claim, direction, facts),
        None => {}
    }
    if !claim.movements.is_empty() {
        return claim.movements.iter().all(|key| of_movement(claim, direction, facts, key));
    }
    if !claim.tracks.is_empty() {
        return claim.tracks.iter().all(|index| of_track(direction, facts, *index));
    }
    let points = claim.quantities.iter().any(|quantity| quantity.kind == Kind::Points);
    if (claim.has(READY) || points) && !claim.has(&["reserve", "loads", "sets", "weights"]) {
        return of_readiness(claim, direction, facts);
    }
    if claim.has(VOLUME) || claim.has(&["usual"]) {
        return of_volume(claim, direction, facts);
    }
    of_week(claim, direction, facts)
}

/// Which way a line goes on an axis; `None` where it has no such value.
fn way(line: &LineFacts, axis: Axis) -> Option<Way> {
    let compare = |now: f64, before: Option<f64>| match before {
        Some(before) if now > before => Way::Up,
        Some(before) if now < before => Way::Down,
        _ => Way::Same,
    };
    match axis {
        Axis::Load => line.load.as_ref().map(|load| {
            let exact = line.load_against_programme_percent.unwrap_or(0.0);
            match compare(load.value, line.programmed_load.as_ref().map(|load| load.value)) {
                Way::Same if exact > 0.0 => Way::Up,
                Way::Same if exact < 0.0 => Way::Down,
                way => way,
            }
        }),
        Axis::Sets => Some(compare(f64::from(line.sets), line.programmed_sets.map(f64::from))),
        Axis::Effort => line.rpe.map(|rpe| compare(rpe, line.programmed_rpe)),
        Axis::Trend | Axis::Any => None,
    }
}

/// Whether at least one line goes that way and none the other.
fn agree<'a>(of: impl Iterator<Item = At<'a>>, axis: Axis, wanted: Way) -> bool {
    let ways: Vec<Way> = of.filter_map(|at| way(at.line, axis)).collect();
    match wanted {
        Way::Same => !ways.is_empty() && ways.iter().all(|way| *way == Way::Same),
        Way::Up => ways.contains(&Way::Up) && !ways.contains(&Way::Down),
        Way::Down => ways.contains(&Way::Down) && !ways.contains(&Way::Up),
    }
}

fn of_movement(claim: &Claim, direction: &Direction, facts: &NarrativeFacts, key: &str) -> bool {
    let of = || {
        lines(facts).filter(|at| {
            at.line.key == key && (claim.days.is_empty() || claim.days.contains(&at.session.date))
        })
    };
    if direction.said.contains("halve") || direction.said.contains("double") {
        return of().any(|at| doubled(at.line, direction));
    }
    match direction.axis {
        Axis::Trend => trend(facts, key, direction.way),
        Axis::Any => any(of, direction.way),
        axis => {
            agree(of(), axis, direction.way)
                || (axis == Axis::Effort && extra(facts, direction.way))
        }
    }
}

/// Whether sets, or else the load, are twice or half of what was programmed.
fn doubled(line: &LineFacts, direction: &Direction) -> bool {
    let twice = |now: f64, before: f64| {
        if direction.way == Way::Up { now == 2.0 * before } else { 2.0 * now == before }
    };
    let sets =
        line.programmed_sets.is_some_and(|before| twice(f64::from(line.sets), f64::from(before)));
    let load = line.load.as_ref().zip(line.programmed_load.as_ref());
    let load = load.is_some_and(|(now, before)| twice(now.value, before.value));
    match direction.axis {
        Axis::Sets => sets,
        Axis::Load => load,
        _ => sets || load,
    }
}

fn any<'a, I: Iterator<Item = At<'a>>>(of: impl Fn() -> I, way: Way) -> bool {
    let axes = [Axis::Load, Axis::Sets, Axis::Effort];
    let opposite = if way == Way::Up { Way::Down } else { Way::Up };
    match way {
        Way::Same => axes.iter().all(|axis| {
            of().next().is_some()
                && (agree(of(), *axis, Way::Same)
                    || !agree(of(), *axis, Way::Up) && !agree(of(), *axis, Way::Down))
        }),
        _ => {
            axes.iter().any(|axis| agree(of(), *axis, way))
                && !axes.iter().any(|axis| agree(of(), *axis, opposite))
        }
    }
}

fn extra(facts: &NarrativeFacts, way: Way) -> bool {
    way == Way::Down && facts.adjustment.extra_reps_in_reserve > 0
}

fn trend(facts: &NarrativeFacts, key: &str, way: Way) -> bool {
    let Some(lift) = lift_of(facts, key) else {
        return false;
    };
    match way {
        Way::Up => lift.class == TrendClass::Up,
        Way::Down => lift.class == TrendClass::Down,
        Way::Same => matches!(lift.class, TrendClass::Flat | TrendClass::Stalled),
    }
}

fn of_track(direction: &Direction, facts: &NarrativeFacts, index: usize) -> bool {
    let track = &facts.tracks[index];
    let moved = i64::from(track.share_percent) - i64::from(track.programme_share_percent);
    match direction.way {
        Way::Up => moved > 0,
        Way::Down => moved < 0,
        Way::Same => moved == 0,
    }
}

/// Against the day before, or the member's own usual.
fn of_readiness(claim: &Claim, direction: &Direction, facts: &NarrativeFacts) -> bool {
    if claim.has(&["would", "if", "once", "until"]) {
        return facts.adjustment.because.iter().any(|text| text.starts_with("With readiness"));
    }
    let signal = |name: &str, better: bool| {
        facts.readiness.signals.iter().any(|text| {
            text.starts_with(name) && text.contains(if better { "better" } else { "worse" })
        })
    };
    let up = direction.way == Way::Up;
    if claim.has(&["sleep"]) {
        return signal("sleep", up);
    }
    if claim.has(&["hrv", "variability"]) {
        return signal("heart rate variability", up);
    }
    if claim.has(&["heart"]) {
        return signal("resting heart rate", !up);
    }
    let change = facts.readiness.newest_day_against_day_before.unwrap_or(0);
    match direction.way {
        Way::Up => change > 0,
        Way::Down => change < 0,
        Way::Same => change == 0,
    }
}

fn of_volume(claim: &Claim, direction: &Direction, facts: &NarrativeFacts) -> bool {
    let load = &facts.training_load;
    let planned = claim.has(&["planned", "plan", "programme"]);
    let percent = if planned {
        load.this_week_against_usual_percent
    } else {
        load.newest_week_against_usual_percent
    };
    let raised = !planned && matches!(load.word, VolumeLevel::Elevated | VolumeLevel::High);
    let this_week = claim.has(&["this", "week"]) && of_week(claim, direction, facts);
    match direction.way {
        Way::Up => raised || percent.is_some_and(|percent| percent >= USUAL_PERCENT),
        Way::Down => percent.is_some_and(|percent| percent <= -USUAL_PERCENT) || this_week,
        Way::Same => percent.is_none_or(|percent| percent.abs() < USUAL_PERCENT),
    }
}

/// The week as a whole.
fn of_week(claim: &Claim, direction: &Direction, facts: &NarrativeFacts) -> bool {
    let adjustment = &facts.adjustment;
    if claim.has(&["would"]) {
        return adjustment.because.iter().any(|text| text.contains("would"));
    }
    let of =
        || lines(facts).filter(|at| claim.days.is_empty() || claim.days.contains(&at.session.date));
    let lighter = adjustment.lighter_week
        || adjustment.loads_down_percent > 0.0
        || adjustment.sets_down_percent > 0.0;
    let down = direction.way == Way::Down;
    let told = |what: &str| adjustment.because.iter().any(|text| text.contains(what));
    match direction.axis {
        Axis::Load if direction.way == Way::Same && told("loads as programmed") => return true,
        Axis::Sets if direction.way == Way::Same && told("sets as programmed") => return true,
        _ => {}
    }
    if down && claim.days.is_empty() {
        match direction.axis {
            Axis::Load if told("loads down") => return true,
            Axis::Sets if told("sets down") => return true,
            _ => {}
        }
    }
    match direction.axis {
        Axis::Load if down && claim.days.is_empty() => {
            adjustment.lighter_week
                || adjustment.loads_down_percent > 0.0
                || agree(of(), Axis::Load, Way::Down)
        }
        Axis::Sets if down && claim.days.is_empty() => {
            adjustment.sets_down_percent > 0.0 || agree(of(), Axis::Sets, Way::Down)
        }
        Axis::Effort if down => {
            adjustment.extra_reps_in_reserve > 0 || agree(of(), Axis::Effort, Way::Down)
        }
        Axis::Any if down && claim.days.is_empty() => lighter || any(of, Way::Down),
        Axis::Trend => {
            let class = match direction.way {
                Way::Up => TrendClass::Up,
                Way::Down => TrendClass::Down,
                Way::Same => TrendClass::Stalled,
            };
            facts.lifts.iter().any(|lift| lift.class == class)
        }
        Axis::Any => (direction.way != Way::Same || !lighter) && any(of, direction.way),
        axis => agree(of(), axis, direction.way),
    }
}
