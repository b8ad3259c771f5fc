//! A week as it is planned, and what becomes of it.

use super::vocabulary;

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
