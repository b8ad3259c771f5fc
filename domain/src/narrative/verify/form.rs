//! Length and plainness.

use std::ops::RangeInclusive;

use super::{CUE_LENGTH, CUES, FOCUS_LENGTH, Fault, Finding, Place, REASONING_LENGTH};
use crate::narrative::NarrativeAnswer;

/// What is too short, too long or too many.
pub(super) fn lengths(answer: &NarrativeAnswer) -> Vec<Finding> {
    let mut out = Vec::new();
    length(Place::Focus, &answer.focus, &FOCUS_LENGTH, &mut out);
    length(Place::Reasoning, &answer.reasoning, &REASONING_LENGTH, &mut out);
    if !CUES.contains(&answer.cues.len()) {
        let known = format!(
            "there must be {} to {} cues, got {}",
            CUES.start(),
            CUES.end(),
            answer.cues.len()
        );
        out.push(Finding { place: Place::Cues, fault: Fault::Length, said: String::new(), known });
    }
    for (index, cue) in answer.cues.iter().enumerate() {
        length(Place::Cue(index), cue, &CUE_LENGTH, &mut out);
    }
    out
}

fn length(place: Place, text: &str, bounds: &RangeInclusive<usize>, out: &mut Vec<Finding>) {
    let length = text.trim().chars().count();
    if !bounds.contains(&length) {
        let known =
            format!("must be {} to {} characters, got {length}", bounds.start(), bounds.end());
        out.push(Finding { place, fault: Fault::Length, said: String::new(), known });
    }
}

/// What is not plain text.
pub(super) fn plain(place: Place, text: &str) -> Option<Finding> {
    let said = marked(text)?;
    let known = "must be plain text: no markup, links, lists, emoji or line breaks".to_owned();
    Some(Finding { place, fault: Fault::Markup, said, known })
}

/// The first thing in a text that is markup, a link, or no letter that is printed in a sentence.
fn marked(text: &str) -> Option<String> {
    // `5 x 5 @ 80 kg` is a sentence, an address is none.
    let spaced = text.replace(" @ ", " ");
    if let Some(letter) = spaced.chars().find(|letter| !printed(*letter)) {
        return Some(letter.escape_default().to_string());
    }
    let lower = text.to_lowercase();
    let links = [
        "http:",
        "https:",
        "www.",
        "://",
        "javascript:",
        "data:",
        "mailto:",
        ".com",
        ".org",
        ".net",
    ];
    let entities = ["&lt", "&gt", "&amp", "&#", "\\u00", "\\n"];
    links.iter().chain(&entities).find(|mark| lower.contains(**mark)).map(|mark| (*mark).to_owned())
}

/// Letters, digits and what stands between them in an English sentence.
fn printed(letter: char) -> bool {
    letter.is_alphabetic()
        || letter.is_ascii_digit()
        || matches!(
            letter,
            ' ' | '.'
                | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '\''
                | '’'
                | '‘'
                | '"'
                | '“'
                | '”'
                | '('
                | ')'
                | '-'
                | '–'
                | '—'
                | '/'
                | '%'
                | '×'
                | '+'
                | '&'
                | '…'
                | '\u{a0}'
                | '\u{202f}'
        )
}
