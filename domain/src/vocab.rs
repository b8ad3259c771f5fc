//! The closed vocabularies of the product. Their names are those of the API and of the database.

use serde::{Deserialize, Serialize};

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
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord {
                        vocabulary: stringify!($name),
                        word: word.to_owned(),
                        known: [$($word),+].join(", "),
                    }),
                }
            }
        }
    };
}

vocabulary! {
    /// What a login or a credential may be in a gym.
    Role {
        /// `OWNER`.
        Owner = "OWNER",
        /// `COACH`.
        Coach = "COACH",
        /// `MEMBER`.
        Member = "MEMBER",
        /// `INTEGRATION`.
        Integration = "INTEGRATION",
    }
}

vocabulary! {
    /// The unit a gym reads and speaks.
    WeightUnit {
        /// `KILOGRAM`.
        Kilogram = "KILOGRAM",
        /// `POUND`.
        Pound = "POUND",
    }
}

vocabulary! {
    /// A day of the week; Monday first.
    Weekday {
        /// `MONDAY`.
        Monday = "MONDAY",
        /// `TUESDAY`.
        Tuesday = "TUESDAY",
        /// `WEDNESDAY`.
        Wednesday = "WEDNESDAY",
        /// `THURSDAY`.
        Thursday = "THURSDAY",
        /// `FRIDAY`.
        Friday = "FRIDAY",
        /// `SATURDAY`.
        Saturday = "SATURDAY",
        /// `SUNDAY`.
        Sunday = "SUNDAY",
    }
}

vocabulary! {
    /// Which plans wait for a coach.
    ReviewPolicy {
        /// `NONE`.
        None = "NONE",
        /// `ALL`.
        All = "ALL",
        /// `NEW_MEMBERS`.
        NewMembers = "NEW_MEMBERS",
        /// `LARGE_CHANGES`.
        LargeChanges = "LARGE_CHANGES",
    }
}

vocabulary! {
    /// What a movement is loaded with.
    Implement {
        /// `BARBELL`.
        Barbell = "BARBELL",
        /// `DUMBBELL`.
        Dumbbell = "DUMBBELL",
        /// `KETTLEBELL`.
        Kettlebell = "KETTLEBELL",
        /// `STACK`.
        Stack = "STACK",
        /// `BODYWEIGHT`.
        Bodyweight = "BODYWEIGHT",
        /// `MACHINE`.
        Machine = "MACHINE",
        /// `OTHER`.
        Other = "OTHER",
    }
}

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
    /// Bands of the readiness score.
    ReadinessBand {
        /// `PEAK`.
        Peak = "PEAK",
        /// `GOOD`.
        Good = "GOOD",
        /// `MODERATE`.
        Moderate = "MODERATE",
        /// `LOW`.
        Low = "LOW",
        /// `VERY_LOW`.
        VeryLow = "VERY_LOW",
        /// `UNKNOWN`.
        Unknown = "UNKNOWN",
    }
}

vocabulary! {
    /// How much of the evidence is there.
    Confidence {
        /// `HIGH`.
        High = "HIGH",
        /// `MEDIUM`.
        Medium = "MEDIUM",
        /// `LOW`.
        Low = "LOW",
        /// `NONE`.
        None = "NONE",
    }
}

vocabulary! {
    /// The signals of the readiness score.
    ReadinessSignalKind {
        /// `HRV`.
        Hrv = "HRV",
        /// `RESTING_HEART_RATE`.
        RestingHeartRate = "RESTING_HEART_RATE",
        /// `SLEEP`.
        Sleep = "SLEEP",
        /// `SUBJECTIVE`.
        Subjective = "SUBJECTIVE",
        /// `VENDOR_SCORE`.
        VendorScore = "VENDOR_SCORE",
    }
}

vocabulary! {
    /// Whether a source stands by its entry.
    EntryQuality {
        /// `FINAL`.
        Final = "FINAL",
        /// `PROVISIONAL`.
        Provisional = "PROVISIONAL",
        /// `UNSCORABLE`.
        Unscorable = "UNSCORABLE",
    }
}

vocabulary! {
    /// How heart-rate variability was computed; never converted into one another.
    HrvMetric {
        /// `RMSSD`.
        Rmssd = "RMSSD",
        /// `SDNN`.
        Sdnn = "SDNN",
    }
}

vocabulary! {
    /// When heart-rate variability was measured.
    HrvWindow {
        /// `OVERNIGHT`.
        Overnight = "OVERNIGHT",
        /// `MORNING`.
        Morning = "MORNING",
        /// `SPOT`.
        Spot = "SPOT",
    }
}

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

vocabulary! {
    /// Where a plan stands.
    PlanStatus {
        /// `PENDING_REVIEW`.
        PendingReview = "PENDING_REVIEW",
        /// `PUBLISHED`.
        Published = "PUBLISHED",
        /// `REJECTED`.
        Rejected = "REJECTED",
        /// `EXPIRED`.
        Expired = "EXPIRED",
    }
}

vocabulary! {
    /// Where a planned session stands.
    SessionStatus {
        /// `PLANNED`.
        Planned = "PLANNED",
        /// `STARTED`.
        Started = "STARTED",
        /// `COMPLETED`.
        Completed = "COMPLETED",
        /// `MISSED`.
        Missed = "MISSED",
        /// `EXCUSED`.
        Excused = "EXCUSED",
    }
}

vocabulary! {
    /// Why a missed session does not count.
    ExcuseReason {
        /// `CLASS_CANCELLED`.
        ClassCancelled = "CLASS_CANCELLED",
        /// `HOLIDAY`.
        Holiday = "HOLIDAY",
        /// `ILLNESS`.
        Illness = "ILLNESS",
        /// `INJURY`.
        Injury = "INJURY",
        /// `COACH_DECISION`.
        CoachDecision = "COACH_DECISION",
        /// `OTHER`.
        Other = "OTHER",
    }
}

vocabulary! {
    /// What to know about a load beyond its number.
    PrescriptionNotice {
        /// `CALIBRATE`.
        Calibrate = "CALIBRATE",
        /// `RETEST`.
        Retest = "RETEST",
        /// `BELOW_EQUIPMENT_MINIMUM`.
        BelowEquipmentMinimum = "BELOW_EQUIPMENT_MINIMUM",
        /// `RECOVERY`.
        Recovery = "RECOVERY",
    }
}

vocabulary! {
    /// Who made a value what it is.
    Provenance {
        /// `PROGRAMMED`.
        Programmed = "PROGRAMMED",
        /// `ENGINE_ADJUSTED`.
        EngineAdjusted = "ENGINE_ADJUSTED",
        /// `COACH_EDITED`.
        CoachEdited = "COACH_EDITED",
    }
}

vocabulary! {
    /// The steps of a trace, in their fixed order; a coach's edit comes last.
    FactorKind {
        /// `BASE`.
        Base = "BASE",
        /// `SUBSTITUTION`.
        Substitution = "SUBSTITUTION",
        /// `RESTRICTION`.
        Restriction = "RESTRICTION",
        /// `PR_TREND`.
        PrTrend = "PR_TREND",
        /// `READINESS`.
        Readiness = "READINESS",
        /// `VOLUME`.
        Volume = "VOLUME",
        /// `LAYOFF`.
        Layoff = "LAYOFF",
        /// `COACH_BOUND`.
        CoachBound = "COACH_BOUND",
        /// `SAFETY_BOUND`.
        SafetyBound = "SAFETY_BOUND",
        /// `ROUNDING`.
        Rounding = "ROUNDING",
        /// `COACH_EDIT`.
        CoachEdit = "COACH_EDIT",
    }
}

vocabulary! {
    /// What a trace leads to.
    Axis {
        /// `LOAD`.
        Load = "LOAD",
        /// `SETS`.
        Sets = "SETS",
        /// `EFFORT`.
        Effort = "EFFORT",
        /// `ROUNDS`.
        Rounds = "ROUNDS",
        /// `MINUTES`.
        Minutes = "MINUTES",
    }
}

vocabulary! {
    /// Whether the text may still be replaced.
    NarrativeState {
        /// `PENDING`.
        Pending = "PENDING",
        /// `READY`.
        Ready = "READY",
    }
}

vocabulary! {
    /// Who wrote the text.
    NarrativeSource {
        /// `CLAUDE`.
        Claude = "CLAUDE",
        /// `RULES`.
        Rules = "RULES",
        /// `COACH`.
        Coach = "COACH",
    }
}

vocabulary! {
    /// Where a review stands.
    ReviewState {
        /// `WAITING`.
        Waiting = "WAITING",
        /// `APPROVED`.
        Approved = "APPROVED",
        /// `REJECTED`.
        Rejected = "REJECTED",
        /// `AUTO_RELEASED`.
        AutoReleased = "AUTO_RELEASED",
        /// `LAPSED`.
        Lapsed = "LAPSED",
    }
}

vocabulary! {
    /// Who made a revision.
    RevisionAuthor {
        /// `ENGINE`.
        Engine = "ENGINE",
        /// `COACH`.
        Coach = "COACH",
    }
}

vocabulary! {
    /// Why a week was computed.
    Trigger {
        /// `WEEKLY`.
        Weekly = "WEEKLY",
        /// `READINESS`.
        Readiness = "READINESS",
        /// `VOLUME`.
        Volume = "VOLUME",
        /// `PERSONAL_RECORD`.
        PersonalRecord = "PERSONAL_RECORD",
        /// `GOALS`.
        Goals = "GOALS",
        /// `RESTRICTION`.
        Restriction = "RESTRICTION",
        /// `TEMPLATE`.
        Template = "TEMPLATE",
        /// `COACH_REQUEST`.
        CoachRequest = "COACH_REQUEST",
        /// `COACH_EDIT`.
        CoachEdit = "COACH_EDIT",
        /// `MANUAL`.
        Manual = "MANUAL",
    }
}

vocabulary! {
    /// How two revisions differ in one place.
    ChangeKind {
        /// `ADDED`.
        Added = "ADDED",
        /// `REMOVED`.
        Removed = "REMOVED",
        /// `CHANGED`.
        Changed = "CHANGED",
        /// `MOVED`.
        Moved = "MOVED",
    }
}

vocabulary! {
    /// Where a weekly run stands.
    RunStatus {
        /// `RUNNING`.
        Running = "RUNNING",
        /// `COMPLETED`.
        Completed = "COMPLETED",
        /// `COMPLETED_WITH_FAILURES`.
        CompletedWithFailures = "COMPLETED_WITH_FAILURES",
        /// `CANCELLED`.
        Cancelled = "CANCELLED",
    }
}

vocabulary! {
    /// What a computation computes.
    ComputationKind {
        /// `PLAN`.
        Plan = "PLAN",
        /// `NARRATIVE`.
        Narrative = "NARRATIVE",
    }
}

vocabulary! {
    /// Where a computation stands.
    ComputationStatus {
        /// `QUEUED`.
        Queued = "QUEUED",
        /// `RUNNING`.
        Running = "RUNNING",
        /// `SUCCEEDED`.
        Succeeded = "SUCCEEDED",
        /// `FAILED`.
        Failed = "FAILED",
        /// `CANCELLED`.
        Cancelled = "CANCELLED",
    }
}

vocabulary! {
    /// What an integration may write.
    IntegrationScope {
        /// `READINESS_WRITE`.
        ReadinessWrite = "READINESS_WRITE",
        /// `SESSIONS_WRITE`.
        SessionsWrite = "SESSIONS_WRITE",
    }
}

vocabulary! {
    /// What a write that may be repeated did.
    WriteOutcome {
        /// `CREATED`.
        Created = "CREATED",
        /// `REPLACED`.
        Replaced = "REPLACED",
        /// `UNCHANGED`.
        Unchanged = "UNCHANGED",
        /// `OUTDATED`.
        Outdated = "OUTDATED",
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

vocabulary! {
    /// What happened to a plan.
    PlanEventKind {
        /// `READY_FOR_REVIEW`.
        ReadyForReview = "READY_FOR_REVIEW",
        /// `PUBLISHED`.
        Published = "PUBLISHED",
        /// `REVISED`.
        Revised = "REVISED",
        /// `EDITED`.
        Edited = "EDITED",
        /// `APPROVED`.
        Approved = "APPROVED",
        /// `REJECTED`.
        Rejected = "REJECTED",
        /// `NARRATIVE_READY`.
        NarrativeReady = "NARRATIVE_READY",
        /// `EXPIRED`.
        Expired = "EXPIRED",
    }
}
