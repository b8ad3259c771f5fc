//! Training as it was done, and what it says.

use async_graphql::Enum;
use domain::vocab;

use super::Vocabulary;

vocabularies! {
    /// What a workout is scored by.
    ScoreType = ScoreType {
        /// Seconds; less is better.
        Time
        /// Whole rounds and repetitions beyond them.
        RoundsReps
        /// Repetitions.
        Reps
        /// Kilograms.
        Load
        /// Metres.
        Distance
        /// Calories.
        Calories
        /// Done or not.
        PassFail
    }
    /// At which tier a workout was done; RX is as it was prescribed.
    Scaling = Scaling {
        /// Harder than prescribed.
        RxPlus
        /// As prescribed.
        Rx
        /// One tier easier.
        Intermediate
        /// Two tiers easier.
        Scaled
        /// The easiest tier.
        Foundations
    }
    /// Warm-ups are no evidence of strength; a FAILURE ended in a missed repetition.
    SetKind = SetKind {
        /// A set that counts.
        Working
        /// Preparation.
        WarmUp
        /// A lighter set straight after.
        Drop
        /// Ended in a missed repetition.
        Failure
    }
    /// What a one-repetition maximum rests on.
    E1rmBasis = E1rmBasis {
        /// An unrated single, or the result of a MAX_LOAD block.
        Tested
        /// Read from repetitions and a rating.
        RpeChart
        /// Read from repetitions alone.
        RepsOnly
        /// A coach set it.
        CoachSet
    }
    /// Where a lift is heading.
    TrendClass = TrendClass {
        /// Rises.
        Up
        /// Stands still, for now.
        Flat
        /// Falls.
        Down
        /// Has stood still for weeks.
        Stalled
        /// Too few sessions say.
        Insufficient
    }
    /// How unusual a week of training was for the member.
    VolumeLevel = VolumeLevel {
        /// As usual.
        Normal
        /// Higher than usual.
        Elevated
        /// Much higher than usual.
        High
        /// Too little is known.
        Unknown
    }
    /// How a movement moves.
    MovementPattern = MovementPattern {
        Squat Hinge Lunge HorizontalPush VerticalPush HorizontalPull VerticalPull Carry Core
        Olympic Jump Monostructural GymnasticSkill Isolation
    }
}
