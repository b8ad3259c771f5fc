//! The closed vocabularies as GraphQL enums: the words of `domain::vocab`, and nothing else.

use domain::vocab;

use crate::error::ApiError;

/// A vocabulary that the API shows.
pub trait Vocabulary: Sized {
    /// The words as the domain knows them.
    type Words: std::str::FromStr<Err = vocab::UnknownWord> + Into<Self>;
}

/// The word that a column holds.
pub fn word<T: Vocabulary>(text: &str) -> Result<T, ApiError> {
    let word = text.parse::<T::Words>();
    word.map(Into::into).map_err(|unknown| ApiError::Internal(unknown.into()))
}

/// The word that a column holds, where it holds one.
pub fn word_of<T: Vocabulary>(text: Option<&str>) -> Option<Result<T, ApiError>> {
    text.map(word)
}

/// Declares enums whose words are exactly those of a vocabulary: a word that is missing on either
/// side does not compile.
macro_rules! vocabularies {
    ($($(#[$meta:meta])* $name:ident = $words:ident { $($(#[$vmeta:meta])* $variant:ident)+ })+) => {
        $(
            $(#[$meta])*
            #[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $name { $($(#[$vmeta])* $variant),+ }

            impl Vocabulary for $name {
                type Words = vocab::$words;
            }

            impl From<vocab::$words> for $name {
                fn from(word: vocab::$words) -> Self {
                    match word { $(vocab::$words::$variant => Self::$variant),+ }
                }
            }

            impl From<$name> for vocab::$words {
                fn from(word: $name) -> Self {
                    match word { $($name::$variant => Self::$variant),+ }
                }
            }
        )+

        #[cfg(test)]
        mod tests {
            use super::*;
            use async_graphql::resolver_utils::enum_value;

            #[test]
            fn every_word_is_written_as_the_domain_writes_it() {
                $(for word in vocab::$words::ALL {
                    let written = enum_value($name::from(*word));
                    assert_eq!(written.to_string(), word.as_str());
                })+
            }
        }
    };
}

// After the macro, which they are written with.
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
    Axis, ChangeKind, ExcuseReason, FactorKind, PlanEventKind, PlanStatus, PlannedSessionStatus,
    PrescriptionNotice, Provenance, ReviewState, RevisionAuthor,
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
    ComputationKind, ComputationStatus, NarrativeSource, NarrativeState, RecomputeTrigger,
    RunStatus,
};
