//! Ids of the rows: `TypeID`s, sortable by their time of birth, each with the prefix of its kind.
//!
//! Sessions, blocks, lines and revisions of a plan have no row: their ids are made of the plan,
//! the revision's number and their stable key (see [`crate::plan_ids`]).

use type_safe_id::{StaticType, TypeSafeId};

macro_rules! ids {
    ($($(#[$meta:meta])* $kind:ident $id:ident $prefix:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $kind;

        impl StaticType for $kind {
            const TYPE: &'static str = $prefix;
        }

        $(#[$meta])*
        pub type $id = TypeSafeId<$kind>;
    )+};
}

ids! {
    /// A gym.
    Gym GymId "gym",
    /// A login's grant of roles in a gym.
    Staff StaffId "staff",
    /// A coach of a gym.
    Coach CoachId "coach",
    /// A member of a gym.
    Member MemberId "member",
    /// A track of a gym.
    Track TrackId "track",
    /// A movement of the catalogue.
    Movement MovementId "movement",
    /// A programme template.
    Template TemplateId "template",
    /// One immutable version of a template.
    TemplateVersion TemplateVersionId "tversion",
    /// A logged session.
    SessionLog SessionLogId "log",
    /// A personal record.
    Record RecordId "record",
    /// What one source reported for one day.
    Readiness ReadinessEntryId "entry",
    /// A goal.
    Goal GoalId "goal",
    /// A restriction.
    Restriction RestrictionId "restriction",
    /// A coach's note.
    Note NoteId "note",
    /// One member's week.
    Plan PlanId "plan",
    /// One unit of background work.
    Computation ComputationId "computation",
    /// One message of the dispatch lane; also the fencing token of its computations.
    Lease LeaseId "lease",
    /// A weekly run.
    Run RunId "run",
    /// One answer of a model.
    Call CallId "call",
    /// A batch of narratives at the provider's.
    Batch BatchId "batch",
    /// A wearable or partner integration.
    Integration IntegrationId "integration",
}
