//! A coach's words to a week that is computed again: what is no less true of the new one stands.

use std::collections::BTreeSet;

use super::verify::{Fault, untrue};
use super::{NarrativeFacts, Text, rules};

/// A text written to the week of `before`, for the week of `now`. The focus, the reasoning and the cues stand each,
/// unless something in them that was true of the one is not of the other; then that part is the rules'. `None`:
/// nothing stands that the rules do not say themselves.
///
/// A coach may say what no fact holds: what could not be found before is not asked for now.
pub fn carried(text: &Text, before: &NarrativeFacts, now: &NarrativeFacts) -> Option<Text> {
    let stands = |part: &str| {
        let known: BTreeSet<(Fault, String)> = untrue(part, before).collect();
        untrue(part, now).all(|problem| known.contains(&problem))
    };
    let (old, new) = (rules::write(before), rules::write(now));
    let mut own = false;
    let mut keep = |part: &String, old: &String, new: String| {
        if !stands(part) {
            return new;
        }
        own |= part != old;
        part.clone()
    };
    let focus = keep(&text.focus, &old.focus, new.focus);
    let reasoning = keep(&text.reasoning, &old.reasoning, new.reasoning);
    // Cues go together: what is left of a list reads as if it were the whole.
    let cues = if text.cues.iter().all(|cue| stands(cue)) {
        own |= text.cues != old.cues;
        text.cues.clone()
    } else {
        new.cues
    };
    own.then_some(Text { focus, reasoning, cues })
}
