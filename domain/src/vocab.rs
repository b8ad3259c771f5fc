//! The closed vocabularies of the product. Their names are those of the API and of the database.

mod gym;
mod member;
mod plan;
mod programme;
mod readiness;
mod training;
mod work;

pub use gym::{Implement, IntegrationScope, ReviewPolicy, Role, Weekday, WeightUnit, WriteOutcome};
pub use member::{BodyRegion, Experience, GoalKind, GoalStatus, MemberFlag, RestrictionRule};
pub use plan::{
    Axis, ChangeKind, ExcuseReason, FactorKind, PlanEventKind, PlanStatus, PrescriptionNotice,
    Provenance, ReviewState, RevisionAuthor, SessionStatus,
};
pub use programme::{
    BlockType, LoadBasis, TemplateStatus, TemplateVersionStatus, TrackKind, WorkoutFormat,
};
pub use readiness::{
    Confidence, EntryQuality, HrvMetric, HrvWindow, ReadinessBand, ReadinessSignalKind,
};
pub use training::{
    E1rmBasis, MovementPattern, Scaling, ScoreType, SetKind, TrendClass, VolumeLevel,
};
pub use work::{
    ComputationKind, ComputationStatus, NarrativeSource, NarrativeState, RunStatus, Trigger,
};

/// A word that is not in a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{vocabulary} has no {word:?}; it knows {known}")]
pub struct UnknownWord {
    /// The vocabulary that was asked.
    pub vocabulary: &'static str,
    /// The word it does not know.
    pub word: String,
    /// The words it knows.
    pub known: String,
}

/// Declares an enum whose variants are written in `SCREAMING_SNAKE_CASE` everywhere outside Rust.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize,
            serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every word, in the order of the API.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as the API and the database write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocab::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::vocab::UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::vocab::UnknownWord {
                        vocabulary: stringify!($name),
                        word: word.to_owned(),
                        known: [$($word),+].join(", "),
                    }),
                }
            }
        }
    };
}

pub(crate) use vocabulary;
