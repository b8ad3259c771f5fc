//! The object behind any id, as far as the caller may see it.

use async_graphql::{Context, ID, Interface};
use domain::access::Action;
use domain::ids;
use domain::plan_ids::{BlockId, DayId, LineId, ReadinessDayId, RevisionId, SessionId};
use entity::store;
use uuid::Uuid;

use super::caller::{READ_PEOPLE, READ_STAFF, READ_STAFF_NOTES, actor, env, may, may_to};
use super::loaders::{
    self, CoachById, ComputationById, DayOf, HeadsOf, IntegrationById, LogById, MemberById,
    MovementById, PlanById, TemplateById,
};
use super::scalars::read_id;
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

#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID"))]
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
        "plan" | "revision" | "day" | "session" | "block" | "line" => of_plan(ctx, kind, id).await,
        "goal" | "restriction" | "note" | "entry" | "readiness" | "log" | "record" => {
            of_member(ctx, kind, id).await
        }
        _ => of_gym(ctx, kind, id).await,
    }
}

async fn of_gym(ctx: &Context<'_>, kind: &str, id: &ID) -> Found {
    match kind {
        "viewer" => viewer(ctx, id),
        "gym" => gym(ctx, id).await,
        "staff" => staff(ctx, id).await,
        "coach" => coach(ctx, id).await,
        "member" => member(ctx, id).await,
        "track" => track(ctx, id).await,
        "movement" => movement(ctx, id).await,
        "template" => template(ctx, id).await,
        "tversion" => template_version(ctx, id).await,
        "run" => run(ctx, id).await,
        "computation" => computation(ctx, id).await,
        "integration" => integration(ctx, id).await,
        _ => Ok(None),
    }
}

async fn of_member(ctx: &Context<'_>, kind: &str, id: &ID) -> Found {
    let gym = actor(ctx)?.gym;
    let db = env(ctx).db.read();
    let readable = |member: Uuid| may_to(ctx, Action::ReadMember, member);
    Ok(match kind {
        "goal" => match read_id(id) {
            Some(id) => store::goals::find(db, gym, id).await?,
            None => None,
        }
        .filter(|row| readable(row.member_id))
        .map(|row| Goal(row).into()),
        "restriction" => match read_id(id) {
            Some(id) => store::restrictions::find(db, gym, id).await?,
            None => None,
        }
        .filter(|row| readable(row.member_id))
        .map(|row| Restriction(row).into()),
        "note" => match read_id(id) {
            Some(id) => store::notes::find(db, gym, id).await?,
            None => None,
        }
        .filter(|_| may(ctx, READ_STAFF_NOTES))
        .map(|row| CoachNote(row).into()),
        "entry" => match read_id(id) {
            Some(id) => store::readiness::find(db, gym, id).await?,
            None => None,
        }
        .filter(|row| row.withdrawn_at.is_none() && readable(row.member_id))
        .map(|row| ReadinessEntry(row).into()),
        "record" => match read_id(id) {
            Some(id) => store::records::find(db, gym, id).await?,
            None => None,
        }
        .filter(|row| readable(row.member_id))
        .map(|row| PersonalRecord(row).into()),
        "log" => session_log(ctx, id).await?,
        _ => readiness_day(ctx, id).await?,
    })
}

async fn of_plan(ctx: &Context<'_>, kind: &str, id: &ID) -> Found {
    Ok(match kind {
        "plan" => plan(ctx, id).await?.map(Node::from),
        "revision" => revision(ctx, id).await?.map(Node::from),
        "day" => day(ctx, id).await?.map(Node::from),
        "session" => match read_id::<SessionId>(id) {
            Some(id) => PlannedSession::find(ctx, &id).await?.map(Node::from),
            None => None,
        },
        "block" => match read_id::<BlockId>(id) {
            Some(id) => PlannedBlock::find(ctx, &id).await?.map(Node::from),
            None => None,
        },
        _ => match read_id::<LineId>(id) {
            Some(id) => Prescription::find(ctx, &id).await?.map(Node::from),
            None => None,
        },
    })
}

fn viewer(ctx: &Context<'_>, id: &ID) -> Found {
    let viewer = Viewer(actor(ctx)?.clone());
    Ok((viewer.key() == id.as_str()).then(|| viewer.into()))
}

async fn gym(ctx: &Context<'_>, id: &ID) -> Found {
    let own = actor(ctx)?.gym;
    if read_id::<ids::GymId>(id) != Some(own) || !may(ctx, Action::ReadGym) {
        return Ok(None);
    }
    Ok(Some(Gym(loaders::gym(ctx).await?).into()))
}

async fn staff(ctx: &Context<'_>, id: &ID) -> Found {
    let gym = actor(ctx)?.gym;
    let Some(id) = read_id(id).filter(|_| may(ctx, READ_STAFF)) else { return Ok(None) };
    let row = store::staff::find(env(ctx).db.read(), gym, id).await?;
    Ok(row.map(|row| StaffMember(row).into()))
}

async fn coach(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::CoachId>(id).filter(|_| may(ctx, READ_PEOPLE)) else {
        return Ok(None);
    };
    Ok(loaders::load(ctx, CoachById(id.uuid())).await?.map(|row| Coach(row).into()))
}

async fn member(ctx: &Context<'_>, id: &ID) -> Found {
    Ok(seen_member(ctx, id).await?.map(Node::from))
}

/// The member behind an id, if the caller may read them.
pub async fn seen_member(ctx: &Context<'_>, id: &ID) -> Result<Option<Member>, ApiError> {
    let Some(id) = read_id::<ids::MemberId>(id) else { return Ok(None) };
    if !may_to(ctx, Action::ReadMember, id.uuid()) {
        return Ok(None);
    }
    Ok(loaders::load(ctx, MemberById(id.uuid())).await?.map(Member))
}

async fn track(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::TrackId>(id).filter(|_| may(ctx, Action::ReadGym)) else {
        return Ok(None);
    };
    let tracks = loaders::tracks(ctx).await?;
    let found = tracks.iter().find(|track| track.id == id.uuid()).cloned();
    Ok(found.map(|row| Track(row).into()))
}

async fn movement(ctx: &Context<'_>, id: &ID) -> Found {
    let readable = may(ctx, Action::ReadMovements);
    let Some(id) = read_id::<ids::MovementId>(id).filter(|_| readable) else { return Ok(None) };
    Ok(loaders::load(ctx, MovementById(id.uuid())).await?.map(|row| Movement(row).into()))
}

async fn template(ctx: &Context<'_>, id: &ID) -> Found {
    let readable = may(ctx, Action::ReadTemplates);
    let Some(id) = read_id::<ids::TemplateId>(id).filter(|_| readable) else { return Ok(None) };
    let row = loaders::load(ctx, TemplateById(id.uuid())).await?;
    Ok(row.map(|row| ProgrammeTemplate(row).into()))
}

async fn template_version(ctx: &Context<'_>, id: &ID) -> Found {
    let gym = actor(ctx)?.gym;
    let readable = may(ctx, Action::ReadTemplates);
    let Some(id) = read_id(id).filter(|_| readable) else { return Ok(None) };
    let row = store::templates::find_version(env(ctx).db.read(), gym, id).await?;
    row.map(|row| TemplateVersion::read(row).map(Node::from)).transpose()
}

async fn run(ctx: &Context<'_>, id: &ID) -> Found {
    Ok(seen_run(ctx, id).await?.map(Node::from))
}

/// The run behind an id, if the caller may read runs.
pub async fn seen_run(ctx: &Context<'_>, id: &ID) -> Result<Option<WeeklyRun>, ApiError> {
    let gym = actor(ctx)?.gym;
    let readable = may(ctx, Action::ReadRuns);
    let Some(id) = read_id(id).filter(|_| readable) else { return Ok(None) };
    let row = store::runs::find(env(ctx).db.read(), gym, id).await?;
    Ok(row.map(WeeklyRun::from))
}

/// Who may read a member may see how far their computation has come.
async fn computation(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::ComputationId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, ComputationById(id.uuid())).await?;
    let row = row.filter(|row| may_to(ctx, Action::ReadMember, row.member_id));
    Ok(row.map(|row| Computation(row).into()))
}

async fn integration(ctx: &Context<'_>, id: &ID) -> Found {
    let readable = may(ctx, READ_STAFF_NOTES);
    let Some(id) = read_id::<ids::IntegrationId>(id).filter(|_| readable) else {
        return Ok(None);
    };
    Ok(loaders::load(ctx, IntegrationById(id.uuid())).await?.map(|row| Integration(row).into()))
}

async fn session_log(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::SessionLogId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, LogById(id.uuid())).await?;
    Ok(row.and_then(|row| SessionLog::seen(ctx, row)).map(Node::from))
}

async fn readiness_day(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ReadinessDayId>(id) else { return Ok(None) };
    if !may_to(ctx, Action::ReadMember, id.member.uuid()) {
        return Ok(None);
    }
    let day = loaders::load(ctx, DayOf(id.member.uuid(), id.date)).await?;
    Ok(day.map(|day| ReadinessDay(day).into()))
}

/// The plan behind an id, as far as the caller may see it.
pub async fn plan(ctx: &Context<'_>, id: &ID) -> Result<Option<Plan>, ApiError> {
    let actor = actor(ctx)?;
    let Some(id) = read_id::<ids::PlanId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, PlanById(id.uuid())).await?;
    Ok(row.and_then(|row| Plan::seen_by(actor, row)))
}

async fn revision(ctx: &Context<'_>, id: &ID) -> Result<Option<PlanRevision>, ApiError> {
    let actor = actor(ctx)?;
    let Some(id) = read_id::<RevisionId>(id) else { return Ok(None) };
    let heads = loaders::load(ctx, HeadsOf(id.plan.uuid())).await?.unwrap_or_default();
    let number = i32::try_from(id.revision).unwrap_or(0);
    let head = heads.into_iter().find(|head| {
        let seen = service::read::visible::sees_revision(actor, head.member_id, head.published_at);
        head.number == number && seen
    });
    let Some(head) = head else { return Ok(None) };
    let plan = loaders::load(ctx, PlanById(id.plan.uuid())).await?;
    let plan = plan.and_then(|row| Plan::seen_by(actor, row));
    Ok(plan.map(|plan| PlanRevision { plan: plan.row, head }))
}

async fn day(ctx: &Context<'_>, id: &ID) -> Result<Option<Day>, ApiError> {
    let actor = actor(ctx)?;
    let Some(id) = read_id::<DayId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, PlanById(id.plan.uuid())).await?;
    let Some(plan) = row.and_then(|row| Plan::seen_by(actor, row)) else { return Ok(None) };
    let week = plan.week(ctx).await?;
    Ok(Day::of(&plan, week, id.date))
}
