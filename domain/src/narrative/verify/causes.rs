//! Causes that a text names and the facts have to know: restrictions, illness, pain, gaps and readiness.

use super::Fault;
use super::claim::Claim;
use super::quantity::Kind;
use super::truth::{Problem, lines};
use crate::narrative::NarrativeFacts;

/// What makes a clause one of what might be, or of what is not.
const OPEN: &[&str] =
    &["if", "when", "should", "any", "no", "not", "without", "would", "isn't", "unless", "never"];
/// Words that name a cause.
const BECAUSE: &[&str] = &["because", "due", "owing", "thanks", "for"];
const RESTRICTION: &[&str] =
    &["restriction", "restrictions", "restricted", "restricts", "limitation", "limitations"];
const ILL: &[&str] = &["ill", "illness", "sick", "sickness", "unwell"];
const PAIN: &[&str] = &["pain", "pains"];
const GAP: &[&str] = &["layoff", "absence", "holiday", "vacation", "gap"];

/// Whether the facts know of a cause.
type Knows = fn(&Claim, &NarrativeFacts) -> bool;

/// What is wrong with the causes of a claim.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    if claim.has(OPEN) {
        return Vec::new();
    }
    let named: [(&[&str], Knows); 5] = [
        (RESTRICTION, restriction),
        (ILL, |_, facts| facts.readiness.ill_days_ago.is_some() || told(facts, "ill")),
        (PAIN, |_, facts| facts.readiness.pain_days_ago.is_some() || told(facts, "pain")),
        (GAP, gap),
        (&["readiness"], readiness),
    ];
    let known = "the facts do not give that as a cause";
    let mut out = Vec::new();
    for (words, knows) in named {
        let said = claim.words.iter().find(|word| words.contains(&word.as_str()));
        if let Some(said) = said.filter(|_| !knows(claim, facts)) {
            out.push(Problem::new(Fault::Claim, said.clone(), known));
        }
    }
    out
}

/// Whether the reasons of the week have a word.
fn told(facts: &NarrativeFacts, word: &str) -> bool {
    let texts = facts.adjustment.because.iter();
    texts.flat_map(|text| super::words::lower_words(text)).any(|of| of.starts_with(word))
}

/// A restriction is in force and, given as the cause, moved the lines that are spoken of.
fn restriction(claim: &Claim, facts: &NarrativeFacts) -> bool {
    if facts.restrictions.is_empty() {
        return false;
    }
    let moved = |key: &String| {
        let mut of = lines(facts).filter(|at| at.line.key == *key).peekable();
        of.peek().is_none()
            || of.any(|at| {
                at.line.replaced.is_some()
                    || at.line.because.iter().any(|text| text.contains("restriction"))
            })
    };
    !claim.has(BECAUSE) || claim.movements.iter().all(moved)
}

fn gap(claim: &Claim, facts: &NarrativeFacts) -> bool {
    let of_lines =
        || lines(facts).any(|at| at.line.because.iter().any(|text| text.contains("day")));
    let cause = claim.has(BECAUSE) || claim.has(&["after", "since", "following"]);
    !cause || facts.training_load.days_without_training.is_some() || of_lines()
}

/// Readiness as the bare cause of what became of a movement: false where the facts say that it reduced nothing.
fn readiness(claim: &Claim, facts: &NarrativeFacts) -> bool {
    let cause = claim.has(&["because", "due", "owing"]) && !claim.movements.is_empty();
    let told = ["low", "good", "high", "poor", "moderate", "excellent", "fine", "solid", "strong"];
    let score = claim.quantities.iter().any(|quantity| quantity.kind == Kind::Score);
    let nothing = |text: &String| text.contains("nothing is reduced for it");
    !cause || score || claim.has(&told) || !facts.adjustment.because.iter().any(nothing)
}
