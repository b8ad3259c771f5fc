//! Words of vocabularies and numbers, as a person says them.

use crate::config::ReadinessScale;
use crate::equipment::KILOGRAMS_PER_POUND;
use crate::vocab::{GoalKind, MovementPattern, ReadinessBand, VolumeLevel, WeightUnit};

/// A number with at most that many decimals, zeros at the end left out.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A load in a unit, e.g. `102.5 kg`.
pub fn load_text(kg: f64, unit: WeightUnit) -> String {
    match unit {
        WeightUnit::Kilogram => format!("{} kg", number(kg, 2)),
        WeightUnit::Pound => format!("{} lb", number(kg / KILOGRAMS_PER_POUND, 1)),
    }
}

/// A word of a vocabulary in small letters with spaces.
pub(crate) fn plain(word: &str) -> String {
    word.to_lowercase().replace('_', " ")
}

pub(crate) fn goal(goal: GoalKind) -> String {
    plain(goal.as_str())
}

pub(super) fn pattern(pattern: MovementPattern) -> String {
    plain(pattern.as_str())
}

/// What a member calls training of a pattern.
pub(super) const fn training(pattern: MovementPattern) -> &'static str {
    match pattern {
        MovementPattern::Squat => "squats",
        MovementPattern::Hinge => "deadlifts and hinges",
        MovementPattern::Lunge => "lunges",
        MovementPattern::HorizontalPush => "horizontal presses",
        MovementPattern::VerticalPush => "overhead presses",
        MovementPattern::HorizontalPull => "rows",
        MovementPattern::VerticalPull => "vertical pulls",
        MovementPattern::Carry => "carries",
        MovementPattern::Core => "core work",
        MovementPattern::Olympic => "Olympic lifts",
        MovementPattern::Jump => "jumps",
        MovementPattern::Monostructural => "cardio",
        MovementPattern::GymnasticSkill => "gymnastic skills",
        MovementPattern::Isolation => "isolation work",
    }
}

pub(crate) const fn band(band: ReadinessBand) -> &'static str {
    match band {
        ReadinessBand::Peak => "very good",
        ReadinessBand::Good => "good",
        ReadinessBand::Moderate => "moderate",
        ReadinessBand::Low => "low",
        ReadinessBand::VeryLow => "very low",
        ReadinessBand::Unknown => "unknown",
    }
}

pub(crate) const fn level(level: VolumeLevel) -> &'static str {
    match level {
        VolumeLevel::Normal => "normal",
        VolumeLevel::Elevated => "higher than usual",
        VolumeLevel::High => "much higher than usual",
        VolumeLevel::Unknown => "not known yet",
    }
}

/// Days with the right noun.
pub(super) fn days(count: u32) -> String {
    counted(f64::from(count), "day")
}

/// A number with its noun.
pub(super) fn counted(count: f64, noun: &str) -> String {
    let text = number(count, 1);
    if text == "1" { format!("1 {noun}") } else { format!("{text} {noun}s") }
}

/// What a member keeps in reserve until a load is known, as an order.
pub(crate) fn reserve(rir: f64) -> String {
    format!("keep at least {} in reserve", counted(rir, "repetition"))
}

/// A score in whole points, on the same side of every edge of a band, as that is told, as the score itself.
pub(crate) fn points(score: f64, scale: &ReadinessScale) -> String {
    let edges = [scale.low, scale.moderate, scale.moderate_upper, scale.good, scale.peak];
    let same_side =
        |shown: &f64| edges.iter().all(|edge| (*shown >= edge.round()) == (score >= *edge));
    let (below, above) = (score.floor(), score.ceil());
    let near = [score.round(), below, above, below - 1.0, above + 1.0];
    let shown = near.into_iter().find(|shown| *shown >= 0.0 && same_side(shown));
    number(shown.unwrap_or(score).round(), 0)
}

/// A factor as percent off: 0.95 is `5 %`.
pub(super) fn off(by: f64) -> String {
    format!("{} %", number((1.0 - by) * 100.0, 1))
}
