//! A member: how well trained, what for, and what is to be spared.

use super::vocabulary;

vocabulary! {
    /// How long and how well a member has trained.
    Experience {
        /// `NOVICE`.
        Novice = "NOVICE",
        /// `INTERMEDIATE`.
        Intermediate = "INTERMEDIATE",
        /// `ADVANCED`.
        Advanced = "ADVANCED",
    }
}

vocabulary! {
    /// What a member trains for.
    GoalKind {
        /// `BUILD_STRENGTH`.
        BuildStrength = "BUILD_STRENGTH",
        /// `BUILD_MUSCLE`.
        BuildMuscle = "BUILD_MUSCLE",
        /// `IMPROVE_CONDITIONING`.
        ImproveConditioning = "IMPROVE_CONDITIONING",
        /// `IMPROVE_GYMNASTICS`.
        ImproveGymnastics = "IMPROVE_GYMNASTICS",
        /// `IMPROVE_WEIGHTLIFTING`.
        ImproveWeightlifting = "IMPROVE_WEIGHTLIFTING",
        /// `LOSE_WEIGHT`.
        LoseWeight = "LOSE_WEIGHT",
        /// `GENERAL_FITNESS`.
        GeneralFitness = "GENERAL_FITNESS",
        /// `COMPETE`.
        Compete = "COMPETE",
        /// `MOBILITY`.
        Mobility = "MOBILITY",
        /// `RETURN_FROM_INJURY`.
        ReturnFromInjury = "RETURN_FROM_INJURY",
        /// `ENDURANCE_EVENT`.
        EnduranceEvent = "ENDURANCE_EVENT",
    }
}

vocabulary! {
    /// Where a goal stands.
    GoalStatus {
        /// `PENDING_APPROVAL`.
        PendingApproval = "PENDING_APPROVAL",
        /// `ACTIVE`.
        Active = "ACTIVE",
        /// `DECLINED`.
        Declined = "DECLINED",
        /// `ACHIEVED`.
        Achieved = "ACHIEVED",
        /// `EXPIRED`.
        Expired = "EXPIRED",
    }
}

vocabulary! {
    /// A region of the body that a restriction names and a movement loads.
    BodyRegion {
        /// `NECK`.
        Neck = "NECK",
        /// `SHOULDER`.
        Shoulder = "SHOULDER",
        /// `ELBOW`.
        Elbow = "ELBOW",
        /// `WRIST`.
        Wrist = "WRIST",
        /// `UPPER_BACK`.
        UpperBack = "UPPER_BACK",
        /// `LOWER_BACK`.
        LowerBack = "LOWER_BACK",
        /// `HIP`.
        Hip = "HIP",
        /// `KNEE`.
        Knee = "KNEE",
        /// `ANKLE`.
        Ankle = "ANKLE",
        /// `OTHER`.
        Other = "OTHER",
    }
}

vocabulary! {
    /// What a restriction does to the movements it names.
    RestrictionRule {
        /// `FORBID`.
        Forbid = "FORBID",
        /// `CAP_LOAD`.
        CapLoad = "CAP_LOAD",
    }
}

vocabulary! {
    /// What asks for a coach's attention.
    MemberFlag {
        /// `LOW_READINESS`.
        LowReadiness = "LOW_READINESS",
        /// `ILLNESS_OR_PAIN`.
        IllnessOrPain = "ILLNESS_OR_PAIN",
        /// `HIGH_VOLUME`.
        HighVolume = "HIGH_VOLUME",
        /// `DECLINING_LIFT`.
        DecliningLift = "DECLINING_LIFT",
        /// `STALE_DATA`.
        StaleData = "STALE_DATA",
        /// `NO_PLAN`.
        NoPlan = "NO_PLAN",
        /// `RETURNING_FROM_LAYOFF`.
        ReturningFromLayoff = "RETURNING_FROM_LAYOFF",
        /// `AVOIDING_A_TRACK`.
        AvoidingATrack = "AVOIDING_A_TRACK",
        /// `GOAL_WAITING`.
        GoalWaiting = "GOAL_WAITING",
        /// `RECORD_WAITING`.
        RecordWaiting = "RECORD_WAITING",
        /// `STALLED_LIFT`.
        StalledLift = "STALLED_LIFT",
        /// `LIGHTER_THAN_PRESCRIBED`.
        LighterThanPrescribed = "LIGHTER_THAN_PRESCRIBED",
        /// `RESTRICTION_UNMATCHED`.
        RestrictionUnmatched = "RESTRICTION_UNMATCHED",
    }
}
