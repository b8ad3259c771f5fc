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
    "medic",
    "medicine",
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
/// Words in a row that are a quotation; house choice: shorter runs are common to all who coach.
const QUOTED: usize = 7;

/// The claims in a text that no plan can know, and the words that are not the member's to read.
pub(super) fn forbidden(place: Place, text: &str, facts: &NarrativeFacts) -> Vec<Finding> {
    let words = lower_words(text);
    let mut out = Vec::new();
    let mut push = |fault, said: String, known: &str| {
        out.push(Finding { place, fault, said, known: known.to_owned() });
    };
    if let Some(said) = stem(&words, HEALTH).or_else(|| phrase(&words, HEALTH_PHRASES)) {
        push(
            Fault::Health,
            said,
            "a plan knows nothing of health, injury or medicine: leave it out",
        );
    }
    if let Some(said) = phrase(&words, PROMISES) {
        push(Fault::Promise, said, "promises nothing: say what the week holds");
    }
    if let Some(said) = phrase(&words, META) {
        push(Fault::Private, said, "speaks of the instructions or of private notes: leave it out");
    }
    let private = facts.written_by_people.iter().filter(|written| written.by == By::Coach);
    let texts = private.map(|written| written.text.as_str()).chain([prompt::SYSTEM]);
    if let Some(said) = texts.into_iter().find_map(|private| quoted(&words, private)) {
        push(Fault::Private, said, "quotes a private text: say it in your own words or not at all");
    }
    out
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
fn quoted(words: &[String], private: &str) -> Option<String> {
    let private = lower_words(private);
    let shared = |window: &&[String]| private.windows(QUOTED).any(|of| of == *window);
    words.windows(QUOTED).find(shared).map(|window| window.join(" "))
}
