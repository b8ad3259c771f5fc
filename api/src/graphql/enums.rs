//! The closed vocabularies as GraphQL enums: the words of `domain::vocab`, and nothing else.

use async_graphql::Enum;
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

vocabularies! {
    Role = Role {
        /// Configures programme templates and settings; sees every plan and the personalisation activity across all members.
        Owner
        /// Reviews and edits plans before delivery; sees the coaching context.
        Coach
        /// Sees their own published plan and its rationale; logs their own data.
        Member
        /// Machine credential: posts data for members within its scopes. Of its own writes it reads back the record itself and the outcome; `viewer` says who it is; nothing else.
        Integration
    }
    WeightUnit = WeightUnit { Kilogram Pound }
    Weekday = Weekday { Monday Tuesday Wednesday Thursday Friday Saturday Sunday }
    ReviewPolicy = ReviewPolicy {
        /// Plans go to members as computed.
        None
        /// Every plan waits for a coach.
        All
        /// Only plans of members in their first four weeks wait.
        NewMembers
        /// Only plans whose load or blend moved past the gym's threshold wait.
        LargeChanges
    }
    Implement = Implement { Barbell Dumbbell Kettlebell Stack Bodyweight Machine Other }
    Experience = Experience { Novice Intermediate Advanced }
    GoalKind = GoalKind {
        BuildStrength BuildMuscle ImproveConditioning ImproveGymnastics ImproveWeightlifting
        LoseWeight GeneralFitness Compete Mobility ReturnFromInjury EnduranceEvent
    }
    GoalStatus = GoalStatus { PendingApproval Active Declined Achieved Expired }
    BodyRegion = BodyRegion { Neck Shoulder Elbow Wrist UpperBack LowerBack Hip Knee Ankle Other }
    RestrictionRule = RestrictionRule { Forbid CapLoad }
    ReadinessBand = ReadinessBand { Peak Good Moderate Low VeryLow Unknown }
    Confidence = Confidence { High Medium Low None }
    ReadinessSignalKind = ReadinessSignalKind { Hrv RestingHeartRate Sleep Subjective VendorScore }
    EntryQuality = EntryQuality { Final Provisional Unscorable }
    /// Never converted into one another: each has its own baseline per source and window.
    HrvMetric = HrvMetric { Rmssd Sdnn }
    /// When the measurement was taken.
    HrvWindow = HrvWindow { Overnight Morning Spot }
    ScoreType = ScoreType { Time RoundsReps Reps Load Distance Calories PassFail }
    Scaling = Scaling { RxPlus Rx Intermediate Scaled Foundations }
    /// Warm-ups are no evidence of strength; a FAILURE ended in a missed repetition.
    SetKind = SetKind { Working WarmUp Drop Failure }
    E1rmBasis = E1rmBasis { Tested RpeChart RepsOnly CoachSet }
    TrendClass = TrendClass { Up Flat Down Stalled Insufficient }
    VolumeLevel = VolumeLevel { Normal Elevated High Unknown }
    TrackKind = TrackKind {
        Strength Weightlifting Hypertrophy Gymnastics Conditioning Endurance General Mobility
        Competitor Accessory
    }
    MovementPattern = MovementPattern {
        Squat Hinge Lunge HorizontalPush VerticalPush HorizontalPull VerticalPull Carry Core
        Olympic Jump Monostructural GymnasticSkill Isolation
    }
    TemplateStatus = TemplateStatus { Draft Published Archived }
    TemplateVersionStatus = TemplateVersionStatus { Draft Published Superseded }
    BlockType = BlockType { WarmUp Strength Skill Conditioning Metcon Accessory CoolDown }
    WorkoutFormat = WorkoutFormat {
        StrengthSets ForTime Amrap Emom EveryX Tabata Intervals DeathBy Chipper Ladder Steady
        MaxLoad Quality
    }
    LoadBasis = LoadBasis { OneRm TrainingMax Rpe Absolute Bodyweight None }
    PlanStatus = PlanStatus {
        /// No revision is in force and one waits for a coach.
        PendingReview
        /// A revision is in force; a newer one may wait beside it.
        Published
        /// No revision is in force and none waits: a coach sent it back, and it is being computed again.
        Rejected
        /// The week passed before any revision was published.
        Expired
    }
    PlannedSessionStatus = SessionStatus {
        Planned
        Started
        Completed
        Missed
        /// Missed for a reason that is not the member's: it does not count against adherence.
        Excused
    }
    /// Why a planned session could not be expected of the member.
    ExcuseReason = ExcuseReason { ClassCancelled Holiday Illness Injury CoachDecision Other }
    PrescriptionNotice = PrescriptionNotice {
        /// Nothing is known of this lift yet: find a load that leaves three repetitions in reserve, and log it.
        Calibrate
        /// So long ago that it should be tested again.
        Retest
        /// Lighter than the lightest implement the gym has.
        BelowEquipmentMinimum
        /// Recovery work in place of what was programmed.
        Recovery
    }
    Provenance = Provenance { Programmed EngineAdjusted CoachEdited }
    FactorKind = FactorKind {
        Base Substitution Restriction PrTrend Readiness Volume Layoff CoachBound SafetyBound
        Rounding CoachEdit
    }
    Axis = Axis { Load Sets Effort Rounds Minutes }
    NarrativeState = NarrativeState {
        /// The text is written by rules; the model's is still to come.
        Pending
        /// The text stands.
        Ready
    }
    NarrativeSource = NarrativeSource { Claude Rules Coach }
    ReviewState = ReviewState {
        Waiting
        Approved
        Rejected
        AutoReleased
        /// The week passed, or a newer revision took its place, before a coach decided.
        Lapsed
    }
    RevisionAuthor = RevisionAuthor { Engine Coach }
    /// READINESS: illness and pain included.
    RecomputeTrigger = Trigger {
        Weekly Readiness Volume PersonalRecord Goals Restriction Template CoachRequest CoachEdit
        Manual
    }
    ChangeKind = ChangeKind { Added Removed Changed Moved }
    RunStatus = RunStatus { Running Completed CompletedWithFailures Cancelled }
    ComputationKind = ComputationKind { Plan Narrative }
    ComputationStatus = ComputationStatus { Queued Running Succeeded Failed Cancelled }
    IntegrationScope = IntegrationScope { ReadinessWrite SessionsWrite }
    /// What a write that may be repeated did.
    WriteOutcome = WriteOutcome {
        Created
        /// There was one by the same source and id, and this one took its place.
        Replaced
        /// The same content was there already.
        Unchanged
        /// What is stored is newer by `sourceUpdatedAt`, and stands.
        Outdated
    }
    /// What asks for a coach's attention.
    MemberFlag = MemberFlag {
        LowReadiness
        IllnessOrPain
        HighVolume
        DecliningLift
        StaleData
        NoPlan
        ReturningFromLayoff
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
    PlanEventKind = PlanEventKind {
        /// A revision waits for a coach.
        ReadyForReview
        /// The first revision came into force: as computed, by a coach, or by auto-release.
        Published
        /// A newer revision came into force.
        Revised
        /// A coach changed a revision that waits.
        Edited
        /// A coach confirmed a reduction that was released at once.
        Approved
        Rejected
        NarrativeReady
        /// The week passed before a coach decided.
        Expired
    }
}
