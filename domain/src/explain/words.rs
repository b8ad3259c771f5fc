//! Words of vocabularies and numbers, as a person says them.

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
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// A factor as percent off: 0.95 is `5 %`.
pub(super) fn off(by: f64) -> String {
    format!("{} %", number((1.0 - by) * 100.0, 1))
}
