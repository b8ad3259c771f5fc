//! A member: how well trained, what for, and what is to be spared.

use async_graphql::Enum;
use domain::vocab;

use super::Vocabulary;

vocabularies! {
    /// How well trained a member is, which decides how fast loads may rise.
    Experience = Experience {
        /// In their first months under load.
        Novice
        /// Trains regularly.
        Intermediate
        /// Has trained for years.
        Advanced
    }
    /// What can be trained for.
    GoalKind = GoalKind {
        BuildStrength BuildMuscle ImproveConditioning ImproveGymnastics ImproveWeightlifting
        LoseWeight GeneralFitness Compete Mobility ReturnFromInjury EnduranceEvent
    }
    /// Where a goal stands: only ACTIVE ones move the blend.
    GoalStatus = GoalStatus {
        /// Waits for a coach; the engine does not use it.
        PendingApproval
        /// The engine uses it.
        Active
        /// A coach said no.
        Declined
        /// It was reached; nothing sets this yet.
        Achieved
        /// No longer on the member's list.
        Expired
    }
    /// A region of the body, as restrictions protect it and movements load it.
    BodyRegion = BodyRegion { Neck Shoulder Elbow Wrist UpperBack LowerBack Hip Knee Ankle Other }
    /// What a restriction does to the movements it names.
    RestrictionRule = RestrictionRule {
        /// They are not prescribed.
        Forbid
        /// At most `loadCap` of the programmed load.
        CapLoad
    }
    /// What asks for a coach's attention.
    MemberFlag = MemberFlag {
        /// Readiness of the newest day, else of the week, is LOW or VERY_LOW.
        LowReadiness
        /// Feels ill or reports pain these days.
        IllnessOrPain
        /// Trained unusually much in the newest seven days.
        HighVolume
        /// A lift is going down.
        DecliningLift
        /// Nothing was logged for more than 14 days.
        StaleData
        /// Neither this week nor the next has a plan in force or waiting.
        NoPlan
        /// Is on the way back after a break, at lower loads.
        ReturningFromLayoff
        /// Keeps leaving out the sessions of a track.
        AvoidingATrack
        /// A goal waits for approval.
        GoalWaiting
        /// An outlying record waits for confirmation.
        RecordWaiting
        /// A lift has stood still for three weeks or more.
        StalledLift
        /// Keeps lifting less than prescribed.
        LighterThanPrescribed
        /// A restriction names a region that matches nothing in the catalogue.
        RestrictionUnmatched
    }
}
