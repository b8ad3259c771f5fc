//! Programmes as coaches write them.

use super::vocabulary;

vocabulary! {
    /// What a track trains.
    TrackKind {
        /// `STRENGTH`.
        Strength = "STRENGTH",
        /// `WEIGHTLIFTING`.
        Weightlifting = "WEIGHTLIFTING",
        /// `HYPERTROPHY`.
        Hypertrophy = "HYPERTROPHY",
        /// `GYMNASTICS`.
        Gymnastics = "GYMNASTICS",
        /// `CONDITIONING`.
        Conditioning = "CONDITIONING",
        /// `ENDURANCE`.
        Endurance = "ENDURANCE",
        /// `GENERAL`.
        General = "GENERAL",
        /// `MOBILITY`.
        Mobility = "MOBILITY",
        /// `COMPETITOR`.
        Competitor = "COMPETITOR",
        /// `ACCESSORY`.
        Accessory = "ACCESSORY",
    }
}

vocabulary! {
    /// Where a template stands.
    TemplateStatus {
        /// `DRAFT`.
        Draft = "DRAFT",
        /// `PUBLISHED`.
        Published = "PUBLISHED",
        /// `ARCHIVED`.
        Archived = "ARCHIVED",
    }
}

vocabulary! {
    /// Where a version of a template stands.
    TemplateVersionStatus {
        /// `DRAFT`.
        Draft = "DRAFT",
        /// `PUBLISHED`.
        Published = "PUBLISHED",
        /// `SUPERSEDED`.
        Superseded = "SUPERSEDED",
    }
}

vocabulary! {
    /// What a block of a session is for.
    BlockType {
        /// `WARM_UP`.
        WarmUp = "WARM_UP",
        /// `STRENGTH`.
        Strength = "STRENGTH",
        /// `SKILL`.
        Skill = "SKILL",
        /// `CONDITIONING`.
        Conditioning = "CONDITIONING",
        /// `METCON`.
        Metcon = "METCON",
        /// `ACCESSORY`.
        Accessory = "ACCESSORY",
        /// `COOL_DOWN`.
        CoolDown = "COOL_DOWN",
    }
}

vocabulary! {
    /// How a block is worked.
    WorkoutFormat {
        /// `STRENGTH_SETS`.
        StrengthSets = "STRENGTH_SETS",
        /// `FOR_TIME`.
        ForTime = "FOR_TIME",
        /// `AMRAP`.
        Amrap = "AMRAP",
        /// `EMOM`.
        Emom = "EMOM",
        /// `EVERY_X`.
        EveryX = "EVERY_X",
        /// `TABATA`.
        Tabata = "TABATA",
        /// `INTERVALS`.
        Intervals = "INTERVALS",
        /// `DEATH_BY`.
        DeathBy = "DEATH_BY",
        /// `CHIPPER`.
        Chipper = "CHIPPER",
        /// `LADDER`.
        Ladder = "LADDER",
        /// `STEADY`.
        Steady = "STEADY",
        /// `MAX_LOAD`.
        MaxLoad = "MAX_LOAD",
        /// `QUALITY`.
        Quality = "QUALITY",
    }
}

vocabulary! {
    /// What a programmed load is a share of.
    LoadBasis {
        /// `ONE_RM`.
        OneRm = "ONE_RM",
        /// `TRAINING_MAX`.
        TrainingMax = "TRAINING_MAX",
        /// `RPE`.
        Rpe = "RPE",
        /// `ABSOLUTE`.
        Absolute = "ABSOLUTE",
        /// `BODYWEIGHT`.
        Bodyweight = "BODYWEIGHT",
        /// `NONE`.
        None = "NONE",
    }
}
