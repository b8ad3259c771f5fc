//! Programmes as coaches write them.

use async_graphql::Enum;
use domain::vocab;

use super::Vocabulary;

vocabularies! {
    /// What a track trains.
    TrackKind = TrackKind {
        Strength Weightlifting Hypertrophy Gymnastics Conditioning Endurance General Mobility
        Competitor Accessory
    }
    /// Where a template stands.
    TemplateStatus = TemplateStatus {
        /// Never published.
        Draft
        /// A version is in force.
        Published
        /// Can be assigned no more; who follows it goes on.
        Archived
    }
    /// Where a version of a template stands.
    TemplateVersionStatus = TemplateVersionStatus {
        /// Saved, not in force.
        Draft
        /// In force.
        Published
        /// Another version took its place.
        Superseded
    }
    /// What a part of a session is for.
    BlockType = BlockType {
        /// To get ready.
        WarmUp
        /// Heavy sets.
        Strength
        /// Practice of a movement.
        Skill
        /// Sustained work.
        Conditioning
        /// A scored mixed workout.
        Metcon
        /// Supporting work.
        Accessory
        /// To come down.
        CoolDown
    }
    /// How a block is worked.
    WorkoutFormat = WorkoutFormat {
        /// Sets with rest between.
        StrengthSets
        /// As fast as possible, within the cap.
        ForTime
        /// As many rounds as possible.
        Amrap
        /// Every minute on the minute.
        Emom
        /// Every so many seconds.
        EveryX
        /// Twenty seconds on, ten off.
        Tabata
        /// Work and rest in turn.
        Intervals
        /// One more each minute, until it can't be done.
        DeathBy
        /// Each line once, through to the end.
        Chipper
        /// Repetitions that rise or fall with each round.
        Ladder
        /// One pace for so many minutes.
        Steady
        /// The heaviest that succeeds.
        MaxLoad
        /// Without a clock.
        Quality
    }
    /// What a programmed load is a share of.
    LoadBasis = LoadBasis {
        /// The one-repetition maximum.
        OneRm
        /// The training maximum, a fixed share of the one-repetition maximum.
        TrainingMax
        /// What the chart says for `repsMax` and `targetRpe`.
        Rpe
        /// Nothing: `load` is kilograms.
        Absolute
        /// The member's bodyweight.
        Bodyweight
        /// No external load.
        None
    }
}
