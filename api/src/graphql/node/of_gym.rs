//! Ids of what belongs to a gym as a whole.

use async_graphql::{Context, ID};
use domain::access::Action;
use domain::ids;

use super::{Found, Node};
use crate::error::ApiError;
use crate::graphql::caller::{READ_PEOPLE, READ_STAFF, READ_STAFF_NOTES, actor, may};
use crate::graphql::loaders::{
    self, CoachById, IntegrationById, MovementById, RunById, StaffById, TemplateById, VersionById,
};
use crate::graphql::scalars::read_id;
use crate::graphql::types::coach::Coach;
use crate::graphql::types::gym::Gym;
use crate::graphql::types::integration::Integration;
use crate::graphql::types::movement::Movement;
use crate::graphql::types::staff::StaffMember;
use crate::graphql::types::template::ProgrammeTemplate;
use crate::graphql::types::template_version::TemplateVersion;
use crate::graphql::types::track::Track;
use crate::graphql::types::viewer::Viewer;
use crate::graphql::types::weekly_run::WeeklyRun;

pub(super) async fn find(ctx: &Context<'_>, kind: &str, id: &ID) -> Found {
    match kind {
        "viewer" => viewer(ctx, id),
        "gym" => gym(ctx, id).await,
        "staff" => staff(ctx, id).await,
        "coach" => coach(ctx, id).await,
        "track" => track(ctx, id).await,
        "movement" => movement(ctx, id).await,
        "template" => template(ctx, id).await,
        "tversion" => template_version(ctx, id).await,
        "run" => run(ctx, id).await,
        "integration" => integration(ctx, id).await,
        _ => Ok(None),
    }
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
    let Some(id) = read_id::<ids::StaffId>(id).filter(|_| may(ctx, READ_STAFF)) else {
        return Ok(None);
    };
    Ok(loaders::load(ctx, StaffById(id.uuid())).await?.map(|row| StaffMember(row).into()))
}

async fn coach(ctx: &Context<'_>, id: &ID) -> Found {
    let Some(id) = read_id::<ids::CoachId>(id).filter(|_| may(ctx, READ_PEOPLE)) else {
        return Ok(None);
    };
    Ok(loaders::load(ctx, CoachById(id.uuid())).await?.map(|row| Coach(row).into()))
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
    let readable = may(ctx, Action::ReadTemplates);
    let Some(id) = read_id::<ids::TemplateVersionId>(id).filter(|_| readable) else {
        return Ok(None);
    };
    let row = loaders::load(ctx, VersionById(id.uuid())).await?;
    row.map(|row| TemplateVersion::read(row).map(Node::from)).transpose()
}

async fn run(ctx: &Context<'_>, id: &ID) -> Found {
    Ok(seen_run(ctx, id).await?.map(Node::from))
}

/// The run behind an id, if the caller may read runs.
pub async fn seen_run(ctx: &Context<'_>, id: &ID) -> Result<Option<WeeklyRun>, ApiError> {
    let readable = may(ctx, Action::ReadRuns);
    let Some(id) = read_id::<ids::RunId>(id).filter(|_| readable) else { return Ok(None) };
    Ok(loaders::load(ctx, RunById(id.uuid())).await?.map(WeeklyRun::from))
}

async fn integration(ctx: &Context<'_>, id: &ID) -> Found {
    let readable = may(ctx, READ_STAFF_NOTES);
    let Some(id) = read_id::<ids::IntegrationId>(id).filter(|_| readable) else {
        return Ok(None);
    };
    Ok(loaders::load(ctx, IntegrationById(id.uuid())).await?.map(|row| Integration(row).into()))
}
