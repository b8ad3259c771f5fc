//! Training as it was done, and what it says.

use super::vocabulary;

vocabulary! {
    /// What a workout is scored by.
    ScoreType {
        /// `TIME`.
        Time = "TIME",
        /// `ROUNDS_REPS`.
        RoundsReps = "ROUNDS_REPS",
        /// `REPS`.
        Reps = "REPS",
        /// `LOAD`.
        Load = "LOAD",
        /// `DISTANCE`.
        Distance = "DISTANCE",
        /// `CALORIES`.
        Calories = "CALORIES",
        /// `PASS_FAIL`.
        PassFail = "PASS_FAIL",
    }
}

vocabulary! {
    /// At which tier a workout was done.
    Scaling {
        /// `RX_PLUS`.
        RxPlus = "RX_PLUS",
        /// `RX`.
        Rx = "RX",
        /// `INTERMEDIATE`.
        Intermediate = "INTERMEDIATE",
        /// `SCALED`.
        Scaled = "SCALED",
        /// `FOUNDATIONS`.
        Foundations = "FOUNDATIONS",
    }
}

vocabulary! {
    /// What a set was. Warm-ups are no evidence of strength; a failure ended in a missed repetition.
    SetKind {
        /// `WORKING`.
        Working = "WORKING",
        /// `WARM_UP`.
        WarmUp = "WARM_UP",
        /// `DROP`.
        Drop = "DROP",
        /// `FAILURE`.
        Failure = "FAILURE",
    }
}

vocabulary! {
    /// What a one-repetition maximum rests on.
    E1rmBasis {
        /// `TESTED`.
        Tested = "TESTED",
        /// `RPE_CHART`.
        RpeChart = "RPE_CHART",
        /// `REPS_ONLY`.
        RepsOnly = "REPS_ONLY",
        /// `COACH_SET`.
        CoachSet = "COACH_SET",
    }
}

vocabulary! {
    /// Where a lift is heading.
    TrendClass {
        /// `UP`.
        Up = "UP",
        /// `FLAT`.
        Flat = "FLAT",
        /// `DOWN`.
        Down = "DOWN",
        /// `STALLED`.
        Stalled = "STALLED",
        /// `INSUFFICIENT`.
        Insufficient = "INSUFFICIENT",
    }
}

vocabulary! {
    /// How unusual the newest week of training was.
    VolumeLevel {
        /// `NORMAL`.
        Normal = "NORMAL",
        /// `ELEVATED`.
        Elevated = "ELEVATED",
        /// `HIGH`.
        High = "HIGH",
        /// `UNKNOWN`.
        Unknown = "UNKNOWN",
    }
}

vocabulary! {
    /// How a movement moves.
    MovementPattern {
        /// `SQUAT`.
        Squat = "SQUAT",
        /// `HINGE`.
        Hinge = "HINGE",
        /// `LUNGE`.
        Lunge = "LUNGE",
        /// `HORIZONTAL_PUSH`.
        HorizontalPush = "HORIZONTAL_PUSH",
        /// `VERTICAL_PUSH`.
        VerticalPush = "VERTICAL_PUSH",
        /// `HORIZONTAL_PULL`.
        HorizontalPull = "HORIZONTAL_PULL",
        /// `VERTICAL_PULL`.
        VerticalPull = "VERTICAL_PULL",
        /// `CARRY`.
        Carry = "CARRY",
        /// `CORE`.
        Core = "CORE",
        /// `OLYMPIC`.
        Olympic = "OLYMPIC",
        /// `JUMP`.
        Jump = "JUMP",
        /// `MONOSTRUCTURAL`.
        Monostructural = "MONOSTRUCTURAL",
        /// `GYMNASTIC_SKILL`.
        GymnasticSkill = "GYMNASTIC_SKILL",
        /// `ISOLATION`.
        Isolation = "ISOLATION",
    }
}
