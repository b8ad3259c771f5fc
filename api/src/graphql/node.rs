//! The object behind any id, as far as the caller may see it.

mod of_gym;
mod of_member;
mod of_plan;

use async_graphql::{Context, ID, Interface};

use super::types::coach::Coach;
use super::types::computation::Computation;
use super::types::day::Day;
use super::types::goal::Goal;
use super::types::gym::Gym;
use super::types::integration::Integration;
use super::types::member::Member;
use super::types::movement::Movement;
use super::types::note::CoachNote;
use super::types::plan::Plan;
use super::types::planned_block::PlannedBlock;
use super::types::planned_session::PlannedSession;
use super::types::prescription::Prescription;
use super::types::readiness_day::ReadinessDay;
use super::types::readiness_entry::ReadinessEntry;
use super::types::record::PersonalRecord;
use super::types::restriction::Restriction;
use super::types::revision::PlanRevision;
use super::types::session_log::SessionLog;
use super::types::staff::StaffMember;
use super::types::template::ProgrammeTemplate;
use super::types::template_version::TemplateVersion;
use super::types::track::Track;
use super::types::viewer::Viewer;
use super::types::weekly_run::WeeklyRun;
use crate::error::ApiError;

pub use of_gym::seen_run;
pub use of_member::seen_member;
pub use of_plan::plan;

/// Anything with an id of its own; `node(id:)` finds it again.
/// Anything with an id of its own; `node(id:)` finds it again.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque and global: `node(id:)` finds it again."))]
pub enum Node {
    Viewer(Viewer),
    Gym(Gym),
    StaffMember(StaffMember),
    Coach(Coach),
    Member(Member),
    Goal(Goal),
    Restriction(Restriction),
    CoachNote(CoachNote),
    ReadinessDay(ReadinessDay),
    ReadinessEntry(ReadinessEntry),
    SessionLog(SessionLog),
    PersonalRecord(PersonalRecord),
    Track(Track),
    Movement(Movement),
    ProgrammeTemplate(ProgrammeTemplate),
    TemplateVersion(TemplateVersion),
    Plan(Plan),
    PlanRevision(PlanRevision),
    Day(Day),
    PlannedSession(PlannedSession),
    PlannedBlock(PlannedBlock),
    Prescription(Prescription),
    WeeklyRun(WeeklyRun),
    Computation(Computation),
    Integration(Integration),
}

/// What was found, or why the search failed. What the caller may not know of is not found.
type Found = Result<Option<Node>, ApiError>;

/// The object behind an id.
pub async fn find(ctx: &Context<'_>, id: &ID) -> Found {
    let kind = id.split_once('_').map_or("", |(kind, _)| kind);
    match kind {
        "plan" | "revision" | "day" | "session" | "block" | "line" => {
            of_plan::find(ctx, kind, id).await
        }
        "member" | "goal" | "restriction" | "note" | "entry" | "readiness" | "log" | "record"
        | "computation" => of_member::find(ctx, kind, id).await,
        _ => of_gym::find(ctx, kind, id).await,
    }
}
