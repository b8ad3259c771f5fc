//! One letter for each step and value: a week has hundreds of them.

use crate::vocab::{Axis, FactorKind};

/// Letters of the steps.
const FACTORS: [(FactorKind, char); 11] = [
    (FactorKind::Base, 'b'),
    (FactorKind::Substitution, 's'),
    (FactorKind::Restriction, 'x'),
    (FactorKind::PrTrend, 't'),
    (FactorKind::Readiness, 'r'),
    (FactorKind::Volume, 'v'),
    (FactorKind::Layoff, 'l'),
    (FactorKind::CoachBound, 'c'),
    (FactorKind::SafetyBound, 'f'),
    (FactorKind::Rounding, 'o'),
    (FactorKind::CoachEdit, 'e'),
];

/// Letters of the values.
const AXES: [(Axis, char); 5] = [
    (Axis::Load, 'l'),
    (Axis::Sets, 's'),
    (Axis::Effort, 'e'),
    (Axis::Rounds, 'r'),
    (Axis::Minutes, 'm'),
];

/// Writes and reads a word of a table by its letter.
macro_rules! letters {
    ($(#[$meta:meta])* $name:ident $word:ty, $table:expr) => {
        $(#[$meta])*
        pub(super) mod $name {
            use serde::de::Error as _;
            use serde::{Deserialize as _, Deserializer, Serializer};

            pub(crate) fn serialize<S: Serializer>(
                word: &$word,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let found = $table.iter().find(|(known, _)| known == word);
                serializer.serialize_char(found.map_or('?', |(_, letter)| *letter))
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$word, D::Error> {
                let letter = char::deserialize(deserializer)?;
                let found = $table.iter().find(|(_, known)| *known == letter);
                found.map(|(word, _)| *word).ok_or_else(|| {
                    D::Error::custom(format!("{letter:?} is no letter of {}", stringify!($word)))
                })
            }
        }
    };
}

letters! {
    /// Steps.
    factor super::FactorKind, super::FACTORS
}
letters! {
    /// Values.
    axis super::Axis, super::AXES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_letter_of_its_own() {
        for word in FactorKind::ALL {
            assert_eq!(FACTORS.iter().filter(|(known, _)| known == word).count(), 1, "{word}");
        }
        for word in Axis::ALL {
            assert_eq!(AXES.iter().filter(|(known, _)| known == word).count(), 1, "{word}");
        }
    }
}
