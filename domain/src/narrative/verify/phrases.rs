//! Claims that no plan can know: of health, injury and the future. And words that are not for the member.

use super::health::{HARMLESS, HEALTH, HEALTH_PHRASES};
use super::words::lower_words;
use super::{Fault, Finding, Place};
use crate::narrative::facts::By;
use crate::narrative::{NarrativeFacts, prompt};

/// Phrases that promise.
const PROMISES: &[&str] = &[
    "guarantee",
    "guarantees",
    "guaranteed",
    "promise",
    "promises",
    "promised",
    "i promise",
    "you will hit",
    "you'll hit",
    "you will pr",
    "you'll pr",
    "will pay off",
    "pays off",
    "you will get stronger",
    "you'll get stronger",
    "you will be stronger",
    "you'll be stronger",
    "will make you",
    "you will gain",
    "you'll gain",
    "you will lose",
    "you'll lose",
    "you will add",
    "you'll add",
    "will add",
    "you will see results",
    "you'll see results",
    "will lead to",
    "certain to",
    "bound to",
    "sure to",
    "no doubt",
    "definitely",
    "will improve",
    "you will improve",
    "you'll improve",
    "will get you",
    "in no time",
    "will break",
    "you will break",
    "you'll break",
    "will rise",
    "will climb",
    "will go up",
    "will increase",
    "will keep rising",
    "will keep climbing",
    "personal best is coming",
    "new pr",
    "will come back",
    "will return",
    "will be heavier",
    "will be lighter",
    "will be back",
    "set you up for",
    "sets you up for",
];
/// What nobody can say that it will be.
const FUTURE: &[&str] = &[
    "stronger", "faster", "fitter", "leaner", "better", "bigger", "heavier", "lighter", "easier",
    "improve", "rise", "increase", "climb", "grow", "gain", "progress", "return", "pay", "thrive",
];
/// Words from `will` within which it is said; house choice.
const FUTURE_WORDS: usize = 3;
/// Phrases that compare with weeks that the facts do not hold.
const EARLIER: &[&str] = &[
    "last week",
    "last month",
    "last session",
    "last time",
    "previous week",
    "previous weeks",
    "week before",
    "weeks ago",
    "week ago",
    "than last",
    "than before",
    "than ever",
    "than it was",
    "than they were",
    "than you did",
    "fortnight",
    "month ago",
    "months ago",
    "month before",
    "year ago",
    "days ago you",
    "than recently",
    "than lately",
    "than in recent",
    "than in january",
    "than in february",
    "compared with january",
    "compared to january",
    "earlier this year",
    "all year",
    "next week will",
    "next week you",
    "since last",
];
/// Phrases that only the instructions or a hostile text would bring in.
const META: &[&str] = &[
    "system prompt",
    "instructions",
    "instruction",
    "as an ai",
    "language model",
    "ai model",
    "claude",
    "anthropic",
    "json",
    "the facts",
    "written by people",
    "written_by_people",
    "prompt",
    "schema",
    "ignore the facts",
    "ignore the plan",
    "ignore the rules",
    "ignore all",
    "ignore any",
    "ignore every",
    "ignore everything",
    "ignore previous",
    "ignore what",
    "ignore your coach",
    "jailbreak",
    "coach note",
    "coach notes",
    "coach's note",
    "coach's notes",
    "your coach wrote",
    "your coach noted",
    "your coach says",
    "your coach said",
    "api key",
    "password",
    "developer mode",
    "verification",
];
/// The goal whose name speaks of an injury.
const RETURN_FROM_INJURY: &str = "return from injury";
/// What a coach may have done that a member is not told of.
const OF_COACH: &[&str] = &[
    "saw",
    "sees",
    "seen",
    "noted",
    "notes",
    "noticed",
    "notices",
    "mentioned",
    "mentions",
    "says",
    "said",
    "thinks",
    "feels",
    "worries",
    "reports",
    "reported",
    "told",
    "tells",
    "observed",
    "remarked",
    "believes",
    "flagged",
    "wants",
    "wanted",
    "warned",
];
/// Words in a row that are a quotation; house choice: shorter runs are common to all who coach.
const QUOTED: usize = 6;
/// The same of the instructions, whose examples are sentences of any narrative.
const QUOTED_INSTRUCTIONS: usize = 12;

/// The claims in a text that no plan can know, and the words that are not the member's to read.
pub(super) fn forbidden(place: Place, text: &str, facts: &NarrativeFacts) -> Vec<Finding> {
    let words = lower_words(text);
    let mut out = Vec::new();
    let mut push = |fault, said: String, known: &str| {
        out.push(Finding { place, fault, said, known: known.to_owned() });
    };
    // A goal may be called so; that it is pursued is no claim.
    let named = facts.goals.iter().any(|goal| goal.goal == RETURN_FROM_INJURY);
    let healthy = if named { without(&words, RETURN_FROM_INJURY) } else { words.clone() };
    if let Some(said) = stem(&healthy, HEALTH).or_else(|| phrase(&words, HEALTH_PHRASES)) {
        push(
            Fault::Health,
            said,
            "a plan knows nothing of health, injury or medicine: leave it out",
        );
    }
    if let Some(said) = phrase(&words, PROMISES).or_else(|| future(&words)) {
        push(Fault::Promise, said, "promises nothing: say what the week holds");
    }
    // The week has a last session too.
    if let Some(said) = phrase(&without(&words, "last session of the week"), EARLIER) {
        push(
            Fault::Claim,
            said,
            "the facts hold no other week: compare with the programme, or not at all",
        );
    }
    if let Some(said) = phrase(&words, META).or_else(|| of_coach(&words)) {
        push(Fault::Private, said, "speaks of the instructions or of private notes: leave it out");
    }
    let mut private = facts.written_by_people.iter().filter(|written| written.by == By::Coach);
    let private = private.find_map(|written| quoted(&words, &written.text, QUOTED));
    if let Some(said) = private.or_else(|| quoted(&words, prompt::SYSTEM, QUOTED_INSTRUCTIONS)) {
        push(Fault::Private, said, "quotes a private text: say it in your own words or not at all");
    }
    out
}

/// `will get stronger`: what is to come.
fn future(words: &[String]) -> Option<String> {
    let will = |word: &String| word == "will" || word.ends_with("'ll");
    let said = |(at, _): (usize, &String)| {
        let next = words[at + 1..].iter().take(FUTURE_WORDS);
        let found = next.into_iter().find(|word| FUTURE.contains(&word.as_str()))?;
        Some(format!("{} … {found}", words[at]))
    };
    words.iter().enumerate().filter(|(_, word)| will(word)).find_map(said)
}

/// `your coach has seen`: what a coach keeps to themselves.
fn of_coach(words: &[String]) -> Option<String> {
    let at = words.iter().position(|word| ["coach", "coaches"].contains(&word.as_str()))?;
    let next = words[at + 1..].iter().take(2);
    let found = next.into_iter().find(|word| OF_COACH.contains(&word.as_str()))?;
    Some(format!("{} … {found}", words[at]))
}

fn without(words: &[String], phrase: &str) -> Vec<String> {
    words.join(" ").replace(phrase, "").split_whitespace().map(str::to_owned).collect()
}

fn stem(words: &[String], stems: &[&str]) -> Option<String> {
    let begins = |word: &&String| {
        !HARMLESS.contains(&word.as_str()) && stems.iter().any(|stem| word.starts_with(stem))
    };
    words.iter().find(begins).cloned()
}

fn phrase(words: &[String], phrases: &[&str]) -> Option<String> {
    let found = phrases.iter().find(|phrase| contains(words, &lower_words(phrase)));
    found.map(|phrase| (*phrase).to_owned())
}

fn contains(words: &[String], phrase: &[String]) -> bool {
    words.windows(phrase.len()).any(|window| window == phrase)
}

/// The first run of words that a text shares with a private one.
fn quoted(words: &[String], private: &str, length: usize) -> Option<String> {
    let private = lower_words(private);
    let shared = |window: &&[String]| private.windows(length).any(|of| of == *window);
    words.windows(length).find(shared).map(|window| window.join(" "))
}
