//! Claims of the most of all, and of what is strong or weak: looked up over the whole week.

use super::Fault;
use super::claim::Claim;
use super::direction::{Axis, Way};
use super::truth::{At, Problem, lift_of, lines, name_of};
use super::week::is_meant;
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::{LiftFacts, SessionFacts};
use crate::vocab::TrendClass;

/// Words for a lift that is a weakness.
const WEAK: &[&str] = &["weak", "weakness", "weaknesses", "weakest"];

/// What is wrong with the superlatives of a claim, and with its strengths and weaknesses.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    if claim.has(&["not", "no", "isn't", "never", "neither"]) {
        return Vec::new();
    }
    let mut out: Vec<Problem> =
        claim.most.iter().filter_map(|word| superlative(word, claim, facts)).collect();
    out.extend(standing(claim, facts));
    out
}

fn superlative(word: &str, claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    let so = match word {
        "heaviest" => loads(claim, facts, true),
        "lightest" => loads(claim, facts, false),
        "fastest" | "quickest" => rates(claim, facts, true),
        "slowest" => rates(claim, facts, false),
        "longest" => minutes(claim, facts, true),
        "shortest" => minutes(claim, facts, false),
        _ => true,
    };
    let known = "the facts do not say so: compare it with the rest of the week";
    (!so).then(|| Problem::new(Fault::Claim, word, known))
}

/// Whether those of `own` all lie at least as far out as the others.
fn leads(own: &[f64], others: &[f64], most: bool) -> bool {
    let sign = if most { 1.0 } else { -1.0 };
    let least = own.iter().map(|value| value * sign).fold(f64::INFINITY, f64::min);
    !own.is_empty() && others.iter().all(|value| value * sign <= least)
}

fn loads(claim: &Claim, facts: &NarrativeFacts, most: bool) -> bool {
    // `of the week` goes beyond the day that it comes on.
    let wide = claim.days.is_empty() || claim.has(&["week"]) || claim.movements.is_empty();
    let own = |at: &At<'_>| {
        if claim.movements.is_empty() {
            claim.days.contains(&at.session.date)
        } else {
            claim.movements.contains(&at.line.key)
        }
    };
    if claim.movements.is_empty() && claim.days.is_empty() {
        return true;
    }
    let (mut ours, mut others) = (Vec::new(), Vec::new());
    for at in lines(facts).filter(|at| wide || claim.days.contains(&at.session.date)) {
        if let Some(load) = &at.line.load {
            if own(&at) { &mut ours } else { &mut others }.push(load.value);
        }
    }
    if claim.movements.is_empty() {
        // Of a day its heaviest line counts.
        let best = ours.into_iter().reduce(|a: f64, b| if most { a.max(b) } else { a.min(b) });
        ours = best.into_iter().collect();
    }
    leads(&ours, &others, most)
}

/// How fast lifts rise; the pace of a round is no claim of the plan.
fn rates(claim: &Claim, facts: &NarrativeFacts, most: bool) -> bool {
    let rises = claim
        .directions
        .iter()
        .any(|direction| direction.axis == Axis::Trend && direction.way == Way::Up);
    if claim.movements.is_empty() || !rises {
        return true;
    }
    let all = claim.has(&["all"]) && !claim.has(&["week"]);
    let own = |lift: &&LiftFacts| {
        claim.movements.iter().any(|key| lift_of(facts, key).is_some_and(|of| of.key == lift.key))
    };
    let rising = |lift: &&LiftFacts| lift.class == TrendClass::Up && (all || lift.in_this_week);
    let rate = |lift: &LiftFacts| lift.percent_a_week;
    let ours: Vec<f64> = facts.lifts.iter().filter(own).filter_map(rate).collect();
    let others: Vec<f64> =
        facts.lifts.iter().filter(rising).filter(|lift| !own(lift)).filter_map(rate).collect();
    leads(&ours, &others, most)
}

fn minutes(claim: &Claim, facts: &NarrativeFacts, most: bool) -> bool {
    if !claim.has(&["session", "sessions", "day", "days"])
        || (claim.titles.is_empty() && claim.days.is_empty())
    {
        return true;
    }
    let own = |session: &&SessionFacts| {
        is_meant(claim, facts, session)
            && (claim.days.is_empty() || claim.days.contains(&session.date))
    };
    let length = |session: &SessionFacts| f64::from(session.minutes);
    let ours: Vec<f64> = facts.sessions.iter().filter(own).map(length).collect();
    let others: Vec<f64> =
        facts.sessions.iter().filter(|session| !own(session)).map(length).collect();
    leads(&ours, &others, most)
}

/// A strength or a weakness is what the facts call so.
fn standing(claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    let a_strength = claim.words.windows(2).any(|pair| pair[0] == "a" && pair[1] == "strength");
    let wanted = if claim.has(WEAK) {
        "weakness"
    } else if a_strength || claim.has(&["strengths", "strongest"]) {
        "strength"
    } else {
        return None;
    };
    let is = |lift: &LiftFacts| lift.standing == Some(wanted);
    if claim.movements.is_empty() {
        let any = facts.lifts.iter().any(is);
        return (!any).then(|| Problem::new(Fault::Claim, wanted, "no lift is one"));
    }
    let of = |key: &&String| !lift_of(facts, key).is_some_and(is);
    let wrong = claim.movements.iter().find(of)?;
    let known = format!("{} is none by the facts", name_of(facts, wrong));
    Some(Problem::new(Fault::Claim, wanted, known))
}
