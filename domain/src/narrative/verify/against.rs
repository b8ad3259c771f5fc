//! What asks for something that the plan does not: skipped sessions, singles, plates.

use super::words::lower_words;
use super::{Fault, Finding, Place};
use crate::narrative::NarrativeFacts;

/// Phrases that ask for more or for less than the plan.
const AGAINST: &[&str] = &[
    "max out",
    "maxing out",
    "go all out",
    "all out effort",
    "max effort",
    "heavy single",
    "heavy singles",
    "new max",
    "test your max",
    "one rep max",
    "1 rep max",
    "add a plate",
    "add plates",
    "plate to each side",
    "add weight",
    "add load",
    "add more weight",
    "add some weight",
    "add kilos",
    "add a set",
    "add another set",
    "add an extra",
    "put more on",
    "work up to a",
    "to failure",
    "until failure",
    "is cancelled",
    "is canceled",
    "called off",
    "as you please",
    "whatever load you like",
    "instead of the plan",
    "ignore the plan",
    "do your own",
];
/// Verbs that take something out of the week, where they stand before what the plan has.
const TAKE_OUT: &[&str] = &[
    "skip",
    "skips",
    "skipping",
    "drop",
    "dropping",
    "omit",
    "omitting",
    "cancel",
    "cancelling",
    "ditch",
    "ditching",
    "scrap",
    "miss",
    "missing",
    "forget",
    "remove",
    "swap",
];
/// What may stand between such a verb and its object.
const ARTICLES: &[&str] = &[
    "the", "your", "a", "an", "this", "that", "any", "all", "last", "first", "one", "every",
    "both", "out", "of", "whole", "entire",
];
const OBJECTS: &[&str] = &[
    "session",
    "sessions",
    "workout",
    "workouts",
    "set",
    "sets",
    "lift",
    "lifts",
    "ride",
    "row",
    "conditioning",
    "accessories",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const DENIED: &[&str] = &[
    "don't", "not", "never", "no", "avoid", "without", "resist", "nothing", "rather", "instead",
    "need",
];

/// The first thing in a text that speaks against the plan.
pub(super) fn against(place: Place, text: &str, facts: &NarrativeFacts) -> Option<Finding> {
    let words = lower_words(text);
    let said = asked(&words, facts).or_else(|| taken_out(&words, facts))?;
    let known = "asks for what the plan does not: the plan stands as it is".to_owned();
    Some(Finding { place, fault: Fault::Claim, said, known })
}

fn asked(words: &[String], facts: &NarrativeFacts) -> Option<String> {
    let lines =
        || facts.sessions.iter().flat_map(|session| &session.blocks).flat_map(|block| &block.lines);
    let singles = lines().any(|line| line.reps_range == Some((1, 1)));
    let is_asked = |phrase: &str| singles && phrase.contains("single");
    AGAINST.iter().copied().filter(|phrase| !is_asked(phrase)).find_map(|phrase| {
        let of = lower_words(phrase);
        let at = words.windows(of.len()).position(|window| window == of)?;
        (!is_denied(words, at)).then(|| phrase.to_owned())
    })
}

fn taken_out(words: &[String], facts: &NarrativeFacts) -> Option<String> {
    let names = names(facts);
    let has =
        |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.as_str()));
    (0..words.len()).filter(|at| !is_denied(words, *at)).find_map(|at| {
        let leaves = has(at, &["leave", "leaving"])
            && facts.left_out.is_empty()
            && (1..=5).any(|step| has(at + step, &["out"]) && !has(at + step + 1, &["of", "loud"]));
        if leaves {
            return Some(words[at..(at + 4).min(words.len())].join(" "));
        }
        if !has(at, TAKE_OUT) {
            return None;
        }
        let skips = has(at, &["skip", "skips", "skipping"]) && !has(at + 1, &["rope", "ropes"]);
        let mut next = at + 1;
        while has(next, ARTICLES) {
            next += 1;
        }
        let named = names.iter().any(|name| words[next.min(words.len())..].starts_with(name));
        (skips && next < words.len() || named || has(next, OBJECTS))
            .then(|| words[at..(next + 1).min(words.len())].join(" "))
    })
}

/// Whether one of the three words before says not to.
fn is_denied(words: &[String], at: usize) -> bool {
    words[at.saturating_sub(3)..at].iter().any(|word| DENIED.contains(&word.as_str()))
}

/// The names of what the week has, as words.
fn names(facts: &NarrativeFacts) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for session in &facts.sessions {
        out.push(lower_words(&session.title));
        out.push(lower_words(&session.track));
        for block in &session.blocks {
            out.push(lower_words(&block.title));
            out.extend(block.lines.iter().map(|line| lower_words(&line.movement)));
        }
    }
    out.retain(|name| !name.is_empty());
    out
}
