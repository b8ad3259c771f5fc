//! Background work, and what asks for it.

use async_graphql::Enum;
use domain::vocab;

use super::Vocabulary;

vocabularies! {
    /// Whether the words may still be replaced.
    NarrativeState = NarrativeState {
        /// The text is written by rules; the model's is still to come.
        Pending
        /// The text stands.
        Ready
    }
    /// Who wrote the words.
    NarrativeSource = NarrativeSource {
        /// A model, verified against the plan.
        Claude
        /// Rules.
        Rules
        /// A coach; nobody verifies them.
        Coach
    }
    /// READINESS: illness and pain included.
    RecomputeTrigger = Trigger {
        /// The weekly run.
        Weekly
        /// A fall of readiness.
        Readiness
        /// Unusually high recent volume.
        Volume
        /// A result that changed what a lift is worth.
        PersonalRecord
        /// Other goals.
        Goals
        /// A restriction that was added.
        Restriction
        /// Another template, or another version.
        Template
        /// A coach asked for it, or sent a revision back.
        CoachRequest
        /// A coach edited the week.
        CoachEdit
        /// Asked for by hand, outside of the others.
        Manual
    }
    /// Where a weekly run stands.
    RunStatus = RunStatus {
        /// Weeks are still to be computed.
        Running
        /// Every week was computed or called off.
        Completed
        /// Some weeks gave up; `failures` lists them.
        CompletedWithFailures
        /// An owner stopped it.
        Cancelled
    }
    /// What a computation makes.
    ComputationKind = ComputationKind {
        /// A member's week.
        Plan
        /// The words to a week.
        Narrative
    }
    /// Where a computation stands.
    ComputationStatus = ComputationStatus {
        /// Waits, for its turn or for more changes of the same.
        Queued
        /// A worker has it.
        Running
        /// Ended well, whether or not anything changed.
        Succeeded
        /// Gave up; `error` says why.
        Failed
        /// Called off, or overtaken by a newer one.
        Cancelled
    }
}
