//! That a text is English: what is in another language can't be read, and so not be verified.

use std::collections::BTreeSet;

use super::words::lower_words;
use super::{Fault, Finding, Place};
use crate::narrative::NarrativeFacts;

/// Words of other languages that every sentence of them has, and that are no words of English.
const FOREIGN: &[&str] = &[
    "der",
    "das",
    "ist",
    "und",
    "nicht",
    "mit",
    "auf",
    "eine",
    "einen",
    "einem",
    "diese",
    "dieser",
    "dieses",
    "woche",
    "deine",
    "dein",
    "wird",
    "sich",
    "wie",
    "für",
    "les",
    "est",
    "avec",
    "dans",
    "cette",
    "votre",
    "vos",
    "semaine",
    "que",
    "los",
    "las",
    "para",
    "por",
    "esta",
    "tu",
    "semana",
    "della",
    "questa",
    "settimana",
    "och",
    "att",
    "det",
    "som",
    "inte",
    "vecka",
    "het",
    "een",
    "niet",
    "deze",
    "jest",
    "tym",
    "uma",
    "não",
    "più",
];
/// The words that hold English sentences together.
const FUNCTION: &[&str] = &[
    "the", "a", "an", "and", "of", "to", "in", "on", "is", "are", "for", "your", "you", "it",
    "its", "with", "at", "this", "that", "so", "as", "be", "been", "by", "or", "not", "from",
    "each", "all", "every", "but", "than", "was", "has", "have", "no", "before", "after", "if",
    "when", "while", "more", "into", "up", "down", "which", "what", "how", "where", "them", "they",
    "these", "those", "both", "nothing", "will", "would", "can", "do", "does", "between",
    "because",
];
/// Share of such words under which a text is taken for another language; house choice: telegrams of loads have
/// a tenth, sentences a third.
const LEAST_SHARE: f64 = 0.08;
/// Words from which that share is counted; house choice.
const FROM_WORDS: usize = 10;

/// What in a text is no English.
pub(super) fn foreign(place: Place, text: &str, facts: &NarrativeFacts) -> Option<Finding> {
    let named = named(facts);
    let words: Vec<String> =
        lower_words(text).into_iter().filter(|word| !named.contains(word)).collect();
    let letters =
        |word: &&String| word.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii());
    let strange = |word: &&String| FOREIGN.contains(&word.as_str());
    let said = words.iter().find(letters).or_else(|| words.iter().find(strange)).cloned();
    let spoken = words.iter().filter(|word| word.chars().all(char::is_alphabetic));
    let (spoken, held) = spoken.fold((0_usize, 0_usize), |(all, held), word| {
        (all + 1, held + usize::from(FUNCTION.contains(&word.as_str())))
    });
    let few = spoken >= FROM_WORDS && (held as f64) < LEAST_SHARE * spoken as f64;
    let said = said.or_else(|| few.then(String::new))?;
    let known = "write plain English: other languages can't be read for certain".to_owned();
    Some(Finding { place, fault: Fault::Unclear, said, known })
}

/// The words of all names that the facts have, whatever language a gym speaks.
fn named(facts: &NarrativeFacts) -> BTreeSet<String> {
    let mut names: Vec<&str> = vec![&facts.week.programme];
    names.extend(facts.tracks.iter().map(|track| track.track.as_str()));
    names.extend(facts.lifts.iter().map(|lift| lift.lift.as_str()));
    names.extend(facts.own_movements.iter().map(String::as_str));
    names.extend(facts.left_out.iter().map(|(name, _)| name.as_str()));
    for session in &facts.sessions {
        names.push(&session.title);
        for block in &session.blocks {
            names.push(&block.title);
            for line in &block.lines {
                names.push(&line.movement);
                names.extend(line.in_place_of.as_deref());
            }
        }
    }
    names.into_iter().flat_map(lower_words).collect()
}
