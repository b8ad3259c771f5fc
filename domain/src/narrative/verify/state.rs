//! Claims about how the member is: the band of readiness, its signals, and the level of recent volume.

use super::Fault;
use super::claim::Claim;
use super::days::is_reduced;
use super::truth::Problem;
use crate::narrative::NarrativeFacts;
use crate::vocab::{ReadinessBand, VolumeLevel};

/// What makes a clause one of what might be.
const IF: &[&str] =
    &["if", "would", "when", "once", "should", "unless", "until", "below", "above", "were", "fell"];
/// Words for bands, with the bands that each is true of.
const BANDS: &[(&[&str], &[ReadinessBand])] = &[
    (&["low", "poor", "bad"], &[ReadinessBand::Low, ReadinessBand::VeryLow]),
    (&["moderate", "middling", "average", "fair", "mixed"], &[ReadinessBand::Moderate]),
    (&["good", "solid", "fine", "healthy"], &[ReadinessBand::Good, ReadinessBand::Peak]),
    (&["high", "strong", "great"], &[ReadinessBand::Good, ReadinessBand::Peak]),
    (&["excellent", "peak", "superb", "outstanding"], &[ReadinessBand::Peak]),
];
/// Words for levels of volume, with those that each is true of.
const LEVELS: &[(&[&str], &[VolumeLevel])] = &[
    (&["normal", "typical"], &[VolumeLevel::Normal]),
    (&["high", "elevated", "heavy", "big"], &[VolumeLevel::Elevated, VolumeLevel::High]),
];
/// The signals of readiness: what a text calls each, and how the facts begin to speak of it.
const SIGNALS: &[(&[&str], &str)] = &[
    (&["sleep", "slept"], "sleep"),
    (&["variability", "hrv"], "heart rate variability"),
    (&["feel", "feeling"], "how the member feels"),
];

/// What is wrong with the words for readiness, its signals and volume.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    let mut out = Vec::new();
    let denied = claim.has(&["not", "no", "never", "would", "if"]);
    if let Some(said) = big_week(claim).filter(|_| !denied && is_reduced(facts)) {
        out.push(Problem::new(Fault::Claim, said, "the week is reduced"));
    }
    if claim.has(IF) || claim.has(&["not", "no", "never"]) {
        return out;
    }
    if claim.has(&["readiness"]) {
        out.extend(band(claim, facts));
    }
    if claim.has(&["volume", "workload"]) {
        let wrong = LEVELS.iter().find(|(words, levels)| {
            claim.has(words) && !levels.contains(&facts.training_load.word)
        });
        let known = format!("recent volume is {}", facts.training_load.level);
        out.extend(wrong.map(|(words, _)| Problem::new(Fault::Claim, words[0], known)));
    }
    if claim.has(&["usual", "normal"]) {
        out.extend(signals(claim, facts));
    }
    out
}

/// `a heavy week` and the like.
fn big_week(claim: &Claim) -> Option<&str> {
    let big = ["heavy", "hard", "big", "tough", "demanding", "intense"];
    let pair = |pair: &&[String]| big.contains(&pair[0].as_str()) && pair[1] == "week";
    claim.words.windows(2).find(pair).map(|pair| pair[0].as_str())
}

fn band(claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    let band = facts.readiness.word;
    let known = || format!("readiness is {}", facts.readiness.band);
    let very = claim.words.windows(2).any(|pair| pair[0] == "very" && pair[1] == "low");
    if very && band != ReadinessBand::VeryLow {
        return Some(Problem::new(Fault::Claim, "very low", known()));
    }
    let (words, _) =
        BANDS.iter().find(|(words, bands)| claim.has(words) && !bands.contains(&band))?;
    let said = words.iter().find(|word| claim.has(&[**word])).copied().unwrap_or_default();
    Some(Problem::new(Fault::Claim, said, known()))
}

/// `better` and `worse` than usual.
fn signals(claim: &Claim, facts: &NarrativeFacts) -> Option<Problem> {
    let way = if claim.has(&["better"]) {
        "better"
    } else if claim.has(&["worse", "shorter", "poorer"]) {
        "worse"
    } else {
        return None;
    };
    let named = SIGNALS.iter().filter(|(words, _)| claim.has(words));
    let wrong = named.into_iter().find(|(_, name)| {
        !facts.readiness.signals.iter().any(|text| text.starts_with(*name) && text.contains(way))
    })?;
    Some(Problem::new(Fault::Direction, way, format!("the facts do not say so of {}", wrong.1)))
}
