//! Background work, and what asks for it.

use super::vocabulary;

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
