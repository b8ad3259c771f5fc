//! Claims that no plan can know: of health, injury and the future. And words that are not for the member.

use super::words::lower_words;
use super::{Fault, Finding, Place};
use crate::narrative::facts::By;
use crate::narrative::{NarrativeFacts, prompt};

/// Stems of words that speak of injury, illness, medicine or diet.
const HEALTH: &[&str] = &[
    "injur",
    "diagnos",
    "tendin",
    "tendon",
    "ligament",
    "sprain",
    "strain",
    "tear",
    "tore",
    "torn",
    "rupture",
    "herniat",
    "impinge",
    "arthrit",
    "inflam",
    "fractur",
    "syndrome",
    "patholog",
    "disease",
    "disorder",
    "overtrain",
    "overreach",
    "overuse",
    "rhabdo",
    "infect",
    "virus",
    "viral",
    "covid",
    "flu",
    "fever",
    "doctor",
    "physician",
    "physio",
    "therapist",
    "therapy",
    "medica",
    "medication",
    "ibuprofen",
    "paracetamol",
    "painkiller",
    "supplement",
    "creatine",
    "protein",
    "calorie deficit",
    "diet",
    "hormon",
    "testosterone",
    "steroid",
    "cortisol",
    "depress",
    "anxi",
    "burnout",
    "heal",
    "rehab",
    "prehab",
    "hurt",
    "unsafe",
    "danger",
    "dangerous",
];
/// Words that begin like a stem of [`HEALTH`] and are none.
const HARMLESS: &[&str] = &[
    "health",
    "healthy",
    "healthier",
    "healthily",
    "strained",
    "fluid",
    "fluidly",
    "fluent",
    "influence",
    "fluff",
];
/// Phrases of the same sort.
const HEALTH_PHRASES: &[&str] = &[
    "risk of",
    "at risk",
    "risky",
    "risks",
    "keep you safe",
    "keeps you safe",
    "stay safe",
    "safe from",
    "safer",
    "prevent",
    "prevents",
    "avoid getting",
    "bad back",
    "bad knee",
    "bad shoulder",
    "you are ill",
    "you're ill",
    "you are sick",
    "you're sick",
    "getting sick",
    "getting ill",
    "immune system",
    "nervous system",
    "cns",
];
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
];
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
    "ignore",
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
/// Words in a row that are a quotation; house choice: shorter runs are common to all who coach.
const QUOTED: usize = 7;
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
    if let Some(said) = phrase(&words, PROMISES) {
        push(Fault::Promise, said, "promises nothing: say what the week holds");
    }
    if let Some(said) = phrase(&words, EARLIER) {
        push(
            Fault::Claim,
            said,
            "the facts hold no other week: compare with the programme, or not at all",
        );
    }
    if let Some(said) = phrase(&words, META) {
        push(Fault::Private, said, "speaks of the instructions or of private notes: leave it out");
    }
    let mut private = facts.written_by_people.iter().filter(|written| written.by == By::Coach);
    let private = private.find_map(|written| quoted(&words, &written.text, QUOTED));
    if let Some(said) = private.or_else(|| quoted(&words, prompt::SYSTEM, QUOTED_INSTRUCTIONS)) {
        push(Fault::Private, said, "quotes a private text: say it in your own words or not at all");
    }
    out
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
