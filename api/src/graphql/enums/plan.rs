//! A week as it is planned, and what becomes of it.

use async_graphql::Enum;
use domain::vocab;

use super::Vocabulary;

vocabularies! {
    /// Where a plan stands.
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
    /// What became of a planned session.
    PlannedSessionStatus = SessionStatus {
        /// To be done.
        Planned
        /// Under way: recomputations leave it as it is.
        Started
        /// Done; a log answers it.
        Completed
        /// Its day has passed without a log that did enough of it.
        Missed
        /// Missed for a reason that is not the member's: it does not count against adherence.
        Excused
    }
    /// Why a planned session could not be expected of the member.
    ExcuseReason = ExcuseReason {
        /// The gym did not hold it.
        ClassCancelled
        /// The member was away.
        Holiday
        /// The member was ill.
        Illness
        /// The member was hurt.
        Injury
        /// A coach called it off.
        CoachDecision
        /// Another reason; the note may say it.
        Other
    }
    /// What to know about a load beyond its number.
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
    /// Who made a line what it is.
    Provenance = Provenance {
        /// As the template has it.
        Programmed
        /// The engine moved it.
        EngineAdjusted
        /// A coach chose it; recomputations leave it.
        CoachEdited
    }
    /// The steps of a trace, in their fixed order; a coach's edit comes last.
    FactorKind = FactorKind {
        /// What the template asks for, in the member's own numbers.
        Base
        /// Another movement in the place of a forbidden one.
        Substitution
        /// A cap on what a region may bear.
        Restriction
        /// Where the lift is heading.
        PrTrend
        /// The week's readiness.
        Readiness
        /// Recent training volume.
        Volume
        /// The way back after a break.
        Layoff
        /// Kept for bounds that coaches set; it changes nothing yet.
        CoachBound
        /// A bound that holds for everyone.
        SafetyBound
        /// To what the gym can load.
        Rounding
        /// A coach's own value.
        CoachEdit
    }
    /// Which value of a line or block a trace leads to.
    Axis = Axis {
        /// Kilograms.
        Load
        /// Sets of a line.
        Sets
        /// Rating of perceived exertion to aim for.
        Effort
        /// Rounds of a block.
        Rounds
        /// Minutes of a block.
        Minutes
    }
    /// Where a review stands.
    ReviewState = ReviewState {
        /// No coach has decided.
        Waiting
        /// A coach approved it.
        Approved
        /// A coach sent it back.
        Rejected
        /// Its hour came before a coach decided.
        AutoReleased
        /// The week passed, or a newer revision took its place, before a coach decided.
        Lapsed
    }
    /// Who made a revision.
    RevisionAuthor = RevisionAuthor {
        /// The engine.
        Engine
        /// A coach.
        Coach
    }
    /// How two revisions differ in one place.
    ChangeKind = ChangeKind {
        /// There only since.
        Added
        /// There no more.
        Removed
        /// Another value.
        Changed
        /// The same session on another day.
        Moved
    }
    /// What happened to a plan. Members are told PUBLISHED, REVISED and NARRATIVE_READY.
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
        /// A coach sent a revision back.
        Rejected
        /// The model's words to a revision are there.
        NarrativeReady
        /// The week passed before a coach decided.
        Expired
    }
}
