//! Percentages and parts of the week: of tracks, of loads and sets, of what was completed.

use super::claim::Claim;
use super::quantity::{Quantity, Role};
use super::truth::same;
use crate::narrative::NarrativeFacts;

/// Words by which a percentage lies over what it is compared with.
const OVER: &[&str] = &[
    "above",
    "over",
    "more",
    "up",
    "higher",
    "heavier",
    "plus",
    "increase",
    "increased",
    "raised",
    "bigger",
    "greater",
];
/// Words by which it lies under it.
const UNDER: &[&str] = &[
    "below",
    "under",
    "less",
    "down",
    "lower",
    "lighter",
    "off",
    "fewer",
    "minus",
    "reduced",
    "lowered",
    "cut",
    "dropped",
    "smaller",
    "decrease",
    "decreased",
];

/// Whether a percentage is `value`, on the side of zero that the words next to it say.
pub(super) fn goes(quantity: &Quantity, value: f64) -> bool {
    let side = |word: &String| {
        let over = OVER.contains(&word.as_str());
        (over || UNDER.contains(&word.as_str())).then_some(over)
    };
    let ahead = quantity.after.iter().take_while(|word| *word != "and").take(2);
    let back = quantity.before.iter().rev().take(2);
    let said = ahead.chain(back).find_map(side);
    same(value.abs(), quantity.least) && said.is_none_or(|over| over == (value > 0.0))
}

pub(super) fn percent(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    if quantity.least != quantity.most {
        let between = |index: &usize| {
            bounds(&facts.tracks[*index].because) == [quantity.least, quantity.most]
        };
        return !claim.tracks.is_empty() && claim.tracks.iter().all(between);
    }
    let is = |value: f64| same(value, quantity.least);
    let down = |value: f64| goes(quantity, -value);
    let whole = |value: Option<i32>| value.is_some_and(|value| goes(quantity, f64::from(value)));
    if !claim.tracks.is_empty() {
        return claim.tracks.iter().all(|index| {
            let track = &facts.tracks[*index];
            let programmed = quantity.role == Role::Programmed
                || quantity.before.iter().any(|word| word == "than");
            if programmed {
                is(f64::from(track.programme_share_percent))
            } else {
                is(f64::from(track.share_percent))
            }
        });
    }
    let (loads, sets) = (facts.adjustment.loads_down_percent, facts.adjustment.sets_down_percent);
    let wide = |words: &[&str]| claim.has(words);
    let load = &facts.training_load;
    match noun(quantity, claim) {
        Some(Noun::Volume) => {
            let planned = wide(&["planned", "plan", "programme"]);
            let newest = !planned && whole(load.newest_week_against_usual_percent);
            newest
                || (wide(&["planned", "plan", "programme", "week"])
                    && whole(load.this_week_against_usual_percent))
        }
        Some(Noun::Sets) => (sets > 0.0 && down(sets)) || told(facts, "sets").into_iter().any(down),
        Some(Noun::Loads) => {
            (loads > 0.0 && down(loads)) || told(facts, "loads").into_iter().any(down)
        }
        None => loads > 0.0 && down(loads) && (sets == 0.0 || same(loads, sets)),
    }
}

/// What a percentage is of.
#[derive(Clone, Copy)]
enum Noun {
    Volume,
    Sets,
    Loads,
}

/// The nearest noun before a percentage, else behind it, else in its clause.
fn noun(quantity: &Quantity, claim: &Claim) -> Option<Noun> {
    let of = |word: &String| match word.as_str() {
        "volume" | "training" | "workload" | "usual" => Some(Noun::Volume),
        "set" | "sets" => Some(Noun::Sets),
        "load" | "loads" | "weight" | "weights" | "loading" => Some(Noun::Loads),
        _ => None,
    };
    let before = quantity.before.iter().rev().find_map(of);
    let after = || quantity.after.iter().take_while(|word| *word != "and").find_map(of);
    before.or_else(after).or_else(|| claim.words.iter().find_map(of))
}

/// `between 20 and 55 %` in the reason of a share.
fn bounds(text: &str) -> Vec<f64> {
    let Some((_, after)) = text.split_once("between ") else {
        return Vec::new();
    };
    after.split_whitespace().filter_map(|word| word.parse().ok()).take(2).collect()
}

/// `loads down 5 %` among the causes of the adjustment.
fn told(facts: &NarrativeFacts, what: &str) -> Vec<f64> {
    let mark = format!("{what} down ");
    let texts = facts.adjustment.because.iter();
    let after = texts.filter_map(|text| text.split_once(&mark)).map(|(_, after)| after);
    after.filter_map(|after| after.split_whitespace().next()?.parse().ok()).collect()
}

pub(super) fn done(quantity: &Quantity, claim: &Claim, facts: &NarrativeFacts) -> bool {
    let said = format!(
        "{} of {}",
        crate::explain::number(quantity.least, 2),
        crate::explain::number(quantity.most, 2)
    );
    let counted =
        |index: &usize| facts.tracks[*index].completed_lately.as_deref() == Some(said.as_str());
    if !claim.tracks.is_empty() {
        let of_week = |index: &usize| {
            f64::from(facts.tracks[*index].sessions) == quantity.least
                && f64::from(facts.week.sessions) == quantity.most
        };
        return claim.tracks.iter().all(|index| counted(index) || of_week(index));
    }
    let wanted = format!("{said} wanted");
    if facts.notes_on_the_plan.iter().any(|note| note.starts_with(&wanted)) {
        return true;
    }
    let hard = claim.has(&["hard"]) && f64::from(facts.week.hard_sessions) == quantity.least;
    hard && f64::from(facts.week.sessions) == quantity.most
}
