//! Quantities: a number with what it counts, and whether it is the plan's, the programme's or a difference.

use crate::vocab::WeightUnit;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Load(WeightUnit),
    Sets,
    Reps,
    Rpe,
    Rir,
    Percent,
    Minutes,
    Seconds,
    Metres,
    Calories,
    Rounds,
    Sessions,
    Days,
    Weeks,
    CycleWeek,
    Times,
    /// Of 100.
    Score,
    Points,
    /// So many of so many planned sessions.
    Done,
    /// No unit.
    Bare,
    /// A unit that no plan has.
    Other,
}

/// Whose number it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    Now,
    Programmed,
    /// An estimated or tested best.
    Best,
    /// So much more than programmed.
    More,
    /// So much less than programmed.
    Fewer,
    /// At most, or at least, that much.
    Bound,
    /// More than that, or less: a number that the plan does not have.
    Beyond,
}

/// One quantity.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    pub(super) kind: Kind,
    pub(super) role: Role,
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) spelled: bool,
    /// The words around it, for the finding.
    pub(super) said: String,
    /// The words just before and after it, in small letters.
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

impl Quantity {
    /// Whether it is said to be the least.
    pub(super) fn at_least(&self) -> bool {
        self.role == Role::Bound && self.before.iter().rev().take(3).any(|word| word == "least")
    }

    /// Whether it is said to be the most.
    pub(super) fn at_most(&self) -> bool {
        self.role == Role::Bound && !self.at_least()
    }
}

const PROGRAMMED: &[&str] = &["was", "were", "originally", "normally", "against"];
const BEST: &[&str] =
    &["best", "max", "maximum", "estimate", "estimated", "rm", "tested", "record", "capacity"];
pub(super) const MORE: &[&str] = &["more", "extra", "additional", "added", "another"];
const FEWER: &[&str] = &["fewer", "less", "off", "earlier", "sooner", "early", "short"];
const BOUND: &[&str] = &["most", "least", "cap", "capped", "reach"];
/// Words that leave the number behind them.
const BEYOND: &[&str] = &[
    "above",
    "over",
    "beyond",
    "past",
    "exceed",
    "exceeds",
    "exceeding",
    "under",
    "below",
    "upwards",
];
/// What `than` compares.
const COMPARED: &[&str] = &[
    "more", "less", "fewer", "higher", "lower", "heavier", "lighter", "greater", "longer",
    "shorter", "bigger", "smaller", "harder", "easier",
];
const DENIED: &[&str] = &[
    "no", "not", "never", "don't", "without", "avoid", "cannot", "can't", "doesn't", "isn't",
    "won't",
];
/// What may stand between a word of those and the number.
const BETWEEN: &[&str] = &["rpe", "rir", "the", "a", "an", "about", "around", "of", "just"];

/// Words around a number, in small letters; `far`: more of those before it.
pub(super) struct Around<'a> {
    pub(super) far: &'a [String],
    pub(super) before: &'a [String],
    pub(super) inside: &'a [String],
    pub(super) after: &'a [String],
}

fn has(words: &[String], of: &[&str]) -> bool {
    words.iter().any(|word| of.contains(&word.as_str()))
}

/// Whether the words before a number have turned to what the programme asked for.
fn turned(far: &[String]) -> bool {
    let last = |of: &[&str]| far.iter().rposition(|word| of.contains(&word.as_str()));
    let ends = last(&["but", "so", "because", "which"]);
    let holds = |at: Option<usize>| at.is_some() && at > ends;
    let asked = far.windows(2).rposition(|pair| {
        pair[0] == "programme"
            && ["had", "has", "asked", "asks", "wanted", "gave"].contains(&pair[1].as_str())
    });
    holds(last(&["instead", "rather"]))
        || holds(asked)
        || (holds(last(&["from"])) && last(&["from"]) > last(&["to", "and"]))
}

/// Whether a number is one that something is said to lie beyond.
fn passed(kind: Kind, far: &[String], after: &[String]) -> bool {
    if matches!(kind, Kind::Score | Kind::Points | Kind::Weeks) {
        return false; // thresholds of readiness are among the facts, and so is how long a stalled lift has stood still
    }
    let or_more = ["more", "less", "fewer", "higher", "lower", "heavier", "lighter"];
    if kind != Kind::Days
        && after.first().is_some_and(|word| word == "or")
        && after.get(1).is_some_and(|word| or_more.contains(&word.as_str()))
    {
        return true;
    }
    let mut back = far.iter().rev().skip_while(|word| BETWEEN.contains(&word.as_str()));
    match back.next().map(String::as_str) {
        Some("than") => back.next().is_some_and(|word| COMPARED.contains(&word.as_str())),
        // `over five rounds` is how long.
        Some("over") => {
            let amount = matches!(
                kind,
                Kind::Load(_) | Kind::Rpe | Kind::Rir | Kind::Reps | Kind::Sets | Kind::Percent
            );
            amount
                || back.next().is_some_and(|word| ["for", "well", "just"].contains(&word.as_str()))
        }
        Some(word) => BEYOND.contains(&word),
        None => false,
    }
}

pub(super) fn role(kind: Kind, around: &Around<'_>) -> Role {
    let Around { far, before, inside, after } = *around;
    let last: &[String] = &before[before.len().saturating_sub(3)..];
    let next: &[String] = &after[..after.len().min(2)];
    let just: &[String] = &after[..after.len().min(1)];
    let ends_with = |words: &[&str]| last.last().is_some_and(|word| words.contains(&word.as_str()));
    let counted = matches!(
        kind,
        Kind::Sets | Kind::Reps | Kind::Rir | Kind::Rounds | Kind::Minutes | Kind::Load(_)
    );
    let less = |words: &[String]| has(words, FEWER);
    let up_to = before.len() > 1 && before.ends_with(&["up".to_owned(), "to".to_owned()]);
    let beyond = passed(kind, far, after);
    if beyond && has(&far[far.len().saturating_sub(5)..], DENIED)
        || has(last, &["most", "cap", "capped", "exceed"])
        || (up_to && matches!(kind, Kind::Reps | Kind::Rpe))
    {
        return Role::Bound;
    }
    let of_programme = has(after, &["programmed", "programme", "originally", "prescribed"])
        || has(&before[before.len().saturating_sub(1)..], &["programmed"]);
    if beyond && !turned(far) && !has(inside, &["programmed"]) {
        return if of_programme { Role::Programmed } else { Role::Beyond };
    }
    if turned(far)
        || has(last, PROGRAMMED)
        || ends_with(&["programmed", "usual", "than"])
        || has(inside, &["programmed"])
        || has(just, &["programmed", "originally"])
    {
        return Role::Programmed;
    }
    let more = has(inside, MORE) || has(just, MORE) || ends_with(MORE);
    if counted && more {
        return Role::More;
    }
    if counted && (less(inside) || less(just) || ends_with(&["loses", "lose", "minus"])) {
        return if kind == Kind::Rir { Role::More } else { Role::Fewer };
    }
    let percent_of = before.ends_with(&["percent".to_owned(), "of".to_owned()]);
    if matches!(kind, Kind::Load(_)) && (has(far, BEST) || has(next, BEST) || percent_of) {
        return Role::Best;
    }
    let limit = far.iter().rev().find(|word| !BETWEEN.contains(&word.as_str()));
    if limit.is_some_and(|word| BOUND.contains(&word.as_str())) {
        return Role::Bound;
    }
    Role::Now
}
