//! Claims about days and sessions: that there is one, of that sort, or none.

use chrono::NaiveDate;

use super::claim::Claim;
use super::truth::{Problem, days};
use super::week::is_meant;
use super::{Fault, day_of};
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::SessionFacts;

/// Words of a day without a session.
const REST: &[&str] = &["rest", "off", "free", "recover", "recovery", "rests", "resting"];

/// What is wrong with the days that a claim without a movement names.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    let mut out = Vec::new();
    for day in &claim.days {
        let there: Vec<&SessionFacts> =
            facts.sessions.iter().filter(|session| session.date == *day).collect();
        let meant = |session: &&&SessionFacts| is_meant(claim, facts, session);
        let known =
            format!("sessions are on {}", days(facts.sessions.iter().map(|session| session.date)));
        if there.is_empty() {
            if !claim.has(REST) && !denies_session(claim) {
                out.push(Problem::new(Fault::Day, day_of(*day), known));
            }
        } else if claim.has(&["off", "free"])
            || (claim.has(&["rest"]) && claim.has(&["day", "days"]))
        {
            out.push(Problem::new(Fault::Day, day_of(*day), known));
        } else if !there.iter().any(|session| meant(&session)) {
            let other = facts.sessions.iter().filter(|session| is_meant(claim, facts, session));
            let known = format!("it is on {}", days(other.map(|session| session.date)));
            out.push(Problem::new(Fault::Day, day_of(*day), known));
        } else if denies_session(claim) && claim.tracks.is_empty() {
            out.push(Problem::new(Fault::Day, day_of(*day), known));
        }
    }
    out
}

/// What is wrong with what a claim says of sessions: how hard they are, and whether a track has one.
pub(super) fn sessions(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    hardness(claim, facts).into_iter().chain(of_track(claim, facts)).collect()
}

const HARD: &[&str] = &["hard", "hardest", "tough", "toughest"];
const EASY: &[&str] = &["easy", "easiest", "gentle", "gentlest", "light", "lightest"];
const SESSION: &[&str] = &["session", "sessions", "workout", "workouts"];

/// A session that is named by its day or title is called hard or easy as the plan counts it.
fn hardness(claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    let pair = |words: &[&str]| {
        let noun = ["day", "days", "session", "sessions", "one", "ones", "end"];
        let pairs = claim.words.windows(2);
        pairs
            .into_iter()
            .any(|pair| words.contains(&pair[0].as_str()) && noun.contains(&pair[1].as_str()))
    };
    let (hard, easy) = (pair(HARD), pair(EASY));
    let named = !claim.days.is_empty() || !claim.titles.is_empty();
    if hard == easy || !named || claim.has(&["not", "no", "isn't", "never"]) {
        return None;
    }
    // In a reduced week a hard session is easy too.
    if easy && is_reduced(facts) {
        return None;
    }
    let meant: Vec<&SessionFacts> = facts
        .sessions
        .iter()
        .filter(|session| {
            is_meant(claim, facts, session)
                && (claim.days.is_empty() || claim.days.contains(&session.date))
        })
        .collect();
    let on = |day: NaiveDate| meant.iter().filter(move |session| session.date == day);
    let wrong = meant.iter().find(|session| on(session.date).all(|one| one.hard != hard))?;
    let known = if wrong.hard { "is a hard session" } else { "is no hard session" };
    Some(Problem::new(Fault::Claim, wrong.title.clone(), known))
}

/// A track is said to have a session, or none.
fn of_track(claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    if !claim.has(SESSION) || !claim.quantities.is_empty() {
        return None;
    }
    let none = claim.has(&["no", "neither", "none", "without", "nor"]);
    let not = claim.has(&["not", "isn't", "doesn't"]);
    let is_so = |index: &&usize| (facts.tracks[**index].sessions > 0) != none;
    let wrong = claim.tracks.iter().filter(|_| !not).find(|index| !is_so(index))?;
    let track = &facts.tracks[*wrong];
    let known = format!("it has {} this week", track.sessions);
    Some(Problem::new(Fault::Claim, track.track.clone(), known))
}

/// Whether the week as a whole was reduced.
pub(super) fn is_reduced(facts: &NarrativeFacts) -> bool {
    let adjustment = &facts.adjustment;
    adjustment.lighter_week
        || adjustment.loads_down_percent > 0.0
        || adjustment.sets_down_percent > 0.0
}

/// `no session`, `without training`.
fn denies_session(claim: &Claim) -> bool {
    let thing = ["session", "sessions", "training", "workout", "workouts"];
    claim.words.iter().enumerate().any(|(at, word)| {
        ["no", "without", "isn't", "not"].contains(&word.as_str())
            && claim.words[at + 1..].iter().take(2).any(|word| thing.contains(&word.as_str()))
    })
}
