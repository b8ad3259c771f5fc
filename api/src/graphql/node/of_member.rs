//! Ids of members and of what is theirs.

use async_graphql::{Context, ID};
use domain::access::Action;
use domain::ids;
use domain::plan_ids::ReadinessDayId;
use uuid::Uuid;

use super::{Found, Node};
use crate::error::ApiError;
use crate::graphql::caller::{READ_STAFF_NOTES, may, may_to};
use crate::graphql::loaders::{
    self, ComputationById, DayOf, EntryById, GoalById, LogById, MemberById, NoteById, RecordById,
    RestrictionById,
};
use crate::graphql::scalars::read_id;
use crate::graphql::types::computation::Computation;
use crate::graphql::types::goal::Goal;
use crate::graphql::types::member::Member;
use crate::graphql::types::note::CoachNote;
use crate::graphql::types::readiness_day::ReadinessDay;
use crate::graphql::types::readiness_entry::ReadinessEntry;
use crate::graphql::types::record::PersonalRecord;
use crate::graphql::types::restriction::Restriction;
use crate::graphql::types::session_log::SessionLog;

pub(super) async fn find(ctx: &Context<'_>, kind: &str, id: &ID) -> Found {
    match kind {
        "member" => Ok(seen_member(ctx, id).await?.map(Node::from)),
        "goal" => goal(ctx, id).await,
        "restriction" => restriction(ctx, id).await,
        "note" => note(ctx, id).await,
        "entry" => readiness_entry(ctx, id).await,
        "readiness" => readiness_day(ctx, id).await,
        "log" => session_log(ctx, id).await,
        "record" => record(ctx, id).await,
        "computation" => computation(ctx, id).await,
        _ => Ok(None),
    }
}

fn readable(ctx: &Context<'_>, member: Uuid) -> bool {
    may_to(ctx, Action::ReadMember, member)
}

/// The member behind an id, if the caller may read them.
pub async fn seen_member(ctx: &Context<'_>, id: &ID) -> Result<Option<Member>, ApiError> {
    let Some(id) = read_id::<ids::MemberId>(id) else { return Ok(None) };
    if !readable(ctx, id.uuid()) {
        return Ok(None);
    }
    Ok(loaders::load(ctx, MemberById(id.uuid())).await?.map(Member))
}

async fn goal(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::GoalId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, GoalById(id.uuid())).await?;
    let row = row.filter(|row| readable(ctx, row.member_id));
    Ok(row.map(|row| Goal(row).into()))
}

async fn restriction(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::RestrictionId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, RestrictionById(id.uuid())).await?;
    let row = row.filter(|row| readable(ctx, row.member_id));
    Ok(row.map(|row| Restriction(row).into()))
}

async fn note(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::NoteId>(id).filter(|_| may(ctx, READ_STAFF_NOTES)) else {
        return Ok(None);
    };
    Ok(loaders::load(ctx, NoteById(id.uuid())).await?.map(|row| CoachNote(row).into()))
}

async fn readiness_entry(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::ReadinessEntryId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, EntryById(id.uuid())).await?;
    let row = row.filter(|row| row.withdrawn_at.is_none() && readable(ctx, row.member_id));
    Ok(row.map(|row| ReadinessEntry(row).into()))
}

async fn record(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::RecordId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, RecordById(id.uuid())).await?;
    let row = row.filter(|row| readable(ctx, row.member_id));
    Ok(row.map(|row| PersonalRecord(row).into()))
}

async fn session_log(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::SessionLogId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, LogById(id.uuid())).await?;
    Ok(row.and_then(|row| SessionLog::seen(ctx, row)).map(Node::from))
}

async fn readiness_day(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ReadinessDayId>(id) else { return Ok(None) };
    if !readable(ctx, id.member.uuid()) {
        return Ok(None);
    }
    let day = loaders::load(ctx, DayOf(id.member.uuid(), id.date)).await?;
    Ok(day.map(|day| ReadinessDay(day).into()))
}

/// Who may read a member may see how far their computation has come.
async fn computation(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::ComputationId>(id) else { return Ok(None) };
    let row = loaders::load(ctx, ComputationById(id.uuid())).await?;
    let row = row.filter(|row| readable(ctx, row.member_id));
    Ok(row.map(|row| Computation(row).into()))
}
