//! The week's narrative, written by rules: there from the moment the plan is computed.
//!
//! It says only what `verify` finds in the facts; a property test holds it to that.

mod cues;

use super::facts::{LineFacts, SessionFacts, span};
use super::verify::{FOCUS_LENGTH, REASONING_LENGTH};
use super::{NarrativeFacts, Text};
use crate::explain::{Reader, number};
use crate::plan::PlanDocument;
use crate::vocab::{ReadinessBand, TrendClass};
use cues::cues;

/// Cues at most: more are not read. House choice (decision 0051).
const MOST_CUES: usize = 4;
/// Lifts named in one sentence at most; house choice.
const MOST_NAMED: usize = 3;
/// Lines told with their numbers at most; house choice.
const MOST_LINES: usize = 3;
/// Share of the week by which a track must have moved to be spoken of; house choice.
const MOVED_SHARE: f64 = 0.03;
/// Days without training from which the week is one of coming back; `engine.md` B10, gaps.
const GAP_DAYS: u32 = 14;

/// The narrative of a week.
pub fn rules(reader: &Reader<'_>, document: &PlanDocument) -> Text {
    write(&NarrativeFacts::of_plan(reader, document))
}

/// The narrative of facts.
pub(super) fn write(facts: &NarrativeFacts) -> Text {
    let focus = focus(facts);
    let fits = focus.chars().count() <= *FOCUS_LENGTH.end();
    Text {
        focus: if fits { focus } else { "Train by the plan of this week.".to_owned() },
        reasoning: fitting(reasoning(facts)),
        cues: cues(facts),
    }
}

/// Sentences until the text would be too long.
fn fitting(sentences: Vec<String>) -> String {
    let mut out = String::new();
    for sentence in sentences {
        if out.chars().count() + 1 + sentence.chars().count() > *REASONING_LENGTH.end() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&sentence);
    }
    out
}

fn focus(facts: &NarrativeFacts) -> String {
    let sessions = counted(facts.week.sessions, "session");
    let adjustment = &facts.adjustment;
    if facts.week.sessions == 0 {
        return "No training is planned this week.".to_owned();
    }
    if adjustment.lighter_week {
        let what = lighter(facts);
        return format!("A lighter week: {sessions}{what}.");
    }
    if matches!(facts.readiness.word, ReadinessBand::Low | ReadinessBand::VeryLow) {
        return format!("A week to recover: {sessions}, kept easy.");
    }
    if facts.training_load.days_without_training.is_some_and(|days| days >= GAP_DAYS) {
        return format!("Back into training, step by step: {sessions}.");
    }
    if lines(facts).any(|line| line.notice.is_some() && line.load.is_none()) && known(facts) == 0 {
        return format!("A week to find your loads: {sessions}.");
    }
    let rising = named(facts, TrendClass::Up);
    if adjustment.loads_down_percent == 0.0 && !rising.is_empty() {
        let names = list(&rising[..rising.len().min(2)]);
        return format!("A week of {sessions} that builds on what is rising: {names}.");
    }
    format!("A week of {sessions}: {}.", seats(facts))
}

/// What is lighter about a lighter week.
fn lighter(facts: &NarrativeFacts) -> String {
    let adjustment = &facts.adjustment;
    let told = [
        (adjustment.sets_down_percent > 0.0, "fewer sets"),
        (adjustment.loads_down_percent > 0.0, "lighter loads"),
        (adjustment.extra_reps_in_reserve > 0, "more in reserve"),
    ];
    let told: Vec<String> =
        told.iter().filter(|(so, _)| *so).map(|(_, what)| (*what).to_owned()).collect();
    if told.is_empty() { String::new() } else { format!(", with {}", list(&told)) }
}

fn reasoning(facts: &NarrativeFacts) -> Vec<String> {
    let week = &facts.week;
    let mut out = vec![format!("This is week {} of {}.", week.cycle_week, week.programme)];
    if week.sessions == 0 {
        // Nothing is reduced where nothing is planned.
        out.extend(
            facts.notes_on_the_plan.iter().filter(|note| note.starts_with("No session")).cloned(),
        );
        return out;
    }
    out.push(format!("By track, the sessions are {}.", seats(facts)));
    out.extend(moved(facts));
    out.extend(facts.adjustment.because.iter().cloned());
    if let Some(days) = facts.training_load.days_without_training.filter(|days| *days >= GAP_DAYS) {
        out.push(format!(
            "After {days} days without training, the week begins below the programme."
        ));
    }
    out.extend(facts.notes_on_the_plan.iter().filter(|note| is_of_movement(note)).cloned());
    out.extend(trends(facts));
    out.extend(changed(facts));
    out
}

/// Whether a note says what became of a movement; how many sessions there are is told already.
fn is_of_movement(note: &str) -> bool {
    note.contains("takes the place of") || note.contains("is left out")
}

/// The track that moved most away from the programme, in a sentence.
fn moved(facts: &NarrativeFacts) -> Option<String> {
    let tracks = facts.tracks.iter().filter(|track| track.moved.abs() >= MOVED_SHARE);
    let most = tracks.max_by(|a, b| a.moved.abs().total_cmp(&b.moved.abs()))?;
    Some(most.because.clone())
}

/// Where the lifts of the week are heading.
fn trends(facts: &NarrativeFacts) -> Vec<String> {
    let mut out = Vec::new();
    let mut rising: Vec<_> = facts.lifts.iter().filter(|lift| lift.in_this_week).collect();
    rising.retain(|lift| lift.class == TrendClass::Up);
    rising.sort_by(|a, b| {
        b.percent_a_week.unwrap_or(0.0).total_cmp(&a.percent_a_week.unwrap_or(0.0))
    });
    for lift in rising.iter().take(2) {
        if let Some(percent) = lift.percent_a_week.filter(|percent| *percent > 0.0) {
            out.push(format!("{} is rising by {} % a week.", lift.lift, number(percent, 1)));
        }
    }
    let falling = named(facts, TrendClass::Down);
    if !falling.is_empty() {
        let verb = if falling.len() == 1 { "has" } else { "have" };
        out.push(format!("{} {verb} been falling.", list(&falling)));
    }
    let stalled = named(facts, TrendClass::Stalled);
    if !stalled.is_empty() {
        let verb = if stalled.len() == 1 { "has" } else { "have" };
        let still = span(facts.stalled_days);
        out.push(format!("{} {verb} stood still for {still} or more.", list(&stalled)));
    }
    out
}

/// Lifts of the week that head one way.
fn named(facts: &NarrativeFacts, class: TrendClass) -> Vec<String> {
    let of = facts.lifts.iter().filter(|lift| lift.in_this_week && lift.class == class);
    let trained = |key: &str| lines(facts).any(|line| line.key == key);
    of.filter(|lift| trained(&lift.key)).map(|lift| lift.lift.clone()).take(MOST_NAMED).collect()
}

/// The lines whose load or sets moved most from the programme, with both.
fn changed(facts: &NarrativeFacts) -> Vec<String> {
    let mut moved: Vec<(f64, String)> = Vec::new();
    for session in &facts.sessions {
        for line in session.blocks.iter().flat_map(|block| &block.lines) {
            moved.extend(change(session, line));
        }
    }
    // A stable sort: of equal ones the earlier in the week comes first.
    moved.sort_by(|a, b| b.0.total_cmp(&a.0));
    moved.into_iter().take(MOST_LINES).map(|(_, text)| text).collect()
}

/// How far a line moved, and the sentence; `None` where the programme stands.
fn change(session: &SessionFacts, line: &LineFacts) -> Option<(f64, String)> {
    let load = line.load.as_ref()?;
    let programmed = line.programmed_load.as_ref();
    let sets = line.programmed_sets;
    let before = match (sets, programmed) {
        (Some(sets), Some(load)) => format!("{} at {}", counted(sets, "set"), load.text),
        (Some(sets), None) => counted(sets, "set"),
        (None, Some(load)) => load.text.clone(),
        (None, None) => return None,
    };
    let by_load = programmed.map_or(0.0, |programmed| (load.value / programmed.value - 1.0).abs());
    let by_sets = sets.map_or(0.0, |sets| (f64::from(line.sets) / f64::from(sets) - 1.0).abs());
    let text = format!(
        "{} is {} at {} on {}, where the programme had {before}.",
        line.movement,
        amount(line),
        load.text,
        session.day
    );
    Some((by_load + by_sets, text))
}

/// Sets and repetitions.
fn amount(line: &LineFacts) -> String {
    match &line.reps {
        Some(reps) => format!("{} x {reps}", line.sets),
        None => counted(line.sets, "set"),
    }
}

/// Sessions of each track that has one.
fn seats(facts: &NarrativeFacts) -> String {
    let tracks = facts.tracks.iter().filter(|track| track.sessions > 0);
    let told: Vec<String> =
        tracks.map(|track| format!("{} in {}", track.sessions, track.track)).collect();
    if told.is_empty() { counted(facts.week.sessions, "session") } else { list(&told) }
}

/// Lines whose load is known.
fn known(facts: &NarrativeFacts) -> usize {
    lines(facts).filter(|line| line.percent_of_best_single.is_some()).count()
}

fn lines(facts: &NarrativeFacts) -> impl Iterator<Item = &LineFacts> {
    facts.sessions.iter().flat_map(|session| &session.blocks).flat_map(|block| &block.lines)
}

fn counted(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// `A`, `A and B`, `A, B and C`.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
