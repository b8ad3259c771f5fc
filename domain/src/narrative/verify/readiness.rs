//! Numbers of readiness: its score, the day's change, and the scores at which the week would change.

use super::claim::{Claim, Mood};
use super::quantity::{Kind, Quantity};
use super::truth::same;
use crate::narrative::NarrativeFacts;

/// Readiness: its score, the day's change, and the scores at which the week would change.
pub(super) fn score(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let is = |value: f64| quantity.least == quantity.most && same(value, quantity.least);
    if quantity.kind == Kind::Points {
        let change = facts.readiness.newest_day_against_day_before;
        return change.is_some_and(|change| is(f64::from(change.abs())));
    }
    let told = |text: &String| {
        let numbers = text
            .split(|letter: char| !letter.is_ascii_digit())
            .filter_map(|number| number.parse::<f64>().ok());
        text.contains("eadiness") && numbers.into_iter().any(|number| number != 100.0 && is(number))
    };
    let would = |text: &&String| text.starts_with("With readiness");
    let now = facts.readiness.score.map(f64::from);
    let thresholds = || facts.adjustment.because.iter().filter(would);
    let under = |text: &&String| text.contains(" below ");
    let supposes = supposes(claim);
    match (side(quantity), supposes) {
        (Some(below), true) => thresholds().filter(|text| under(text) == below).any(told),
        (Some(below), false) => {
            let lies = |now: f64| (now < quantity.least) == below;
            now.is_some_and(lies) && thresholds().any(told)
        }
        (None, true) => thresholds().any(told) || now.is_some_and(is),
        (None, false) => {
            let so = |text: &&String| !would(text);
            now.is_some_and(is) || facts.adjustment.because.iter().filter(so).any(told)
        }
    }
}

/// Whether a number is told as one to lie below or above: `Some(true)` for below.
fn side(quantity: &Quantity) -> Option<bool> {
    let way = |word: &String| match word.as_str() {
        "below" | "under" | "beneath" => Some(true),
        "above" | "over" | "least" | "beyond" | "past" | "reach" | "reaches" | "exceeds" => {
            Some(false)
        }
        _ => None,
    };
    let or = |words: &[&str]| {
        quantity.after.first().is_some_and(|word| word == "or")
            && quantity.after.get(1).is_some_and(|word| words.contains(&word.as_str()))
    };
    let than = |words: &[&str]| {
        quantity
            .before
            .windows(2)
            .any(|pair| words.contains(&pair[0].as_str()) && pair[1] == "than")
    };
    let back = quantity.before.iter().rev().take(3);
    back.into_iter().find_map(way).or_else(|| {
        let more =
            or(&["more", "higher", "above", "better"]) || than(&["more", "higher", "better"]);
        let less = or(&["less", "lower", "below", "under"]) || than(&["less", "lower", "worse"]);
        (more || less).then_some(less)
    })
}

/// Whether a claim is of what might be.
fn supposes(claim: &Claim) -> bool {
    let might = [
        "if", "would", "were", "when", "once", "until", "unless", "should", "fell", "rose",
        "dropped", "could",
    ];
    let is_so = ["is", "sits", "stands", "stays", "remains", "was"];
    claim.has(&might) || (claim.mood == Mood::Supposed && !claim.has(&is_so))
}
