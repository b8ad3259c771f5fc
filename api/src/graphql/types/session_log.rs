//! A logged session.

use async_graphql::{Context, Description, ID, Object};
use domain::access::Action;
use domain::ids::SessionLogId;
use domain::plan_ids::SessionId;
use entity::session_log;
use service::read::logs;

use super::planned_session::PlannedSession;
use super::score::Score;
use super::set_log::SetLog;
use super::track::Track;
use crate::error::ApiError;
use crate::graphql::caller::may_to;
use crate::graphql::loaders::{self, SetsOf};
use crate::graphql::page::connection;
use crate::graphql::scalars::{Date, id};

/// A session as it was trained.
#[derive(Description, Clone)]
pub struct SessionLog(pub session_log::Model);

connection!(SessionLogConnection, SessionLogEdge, SessionLog, "logged sessions");

#[Object(use_type_description)]
impl SessionLog {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(SessionLogId::from_uuid(self.0.id))
    }

    /// The client's own id of the session.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The day it was trained.
    async fn date(&self) -> Date {
        Date(self.0.date)
    }

    /// The track it belongs to.
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_id(ctx, self.0.track_id).await
    }

    /// The session of the plan that this one carried out, as in the revision it was logged against.
    async fn planned_session(&self, ctx: &Context<'_>) -> Option<Result<PlannedSession, ApiError>> {
        let key = self.0.session_key.clone()?;
        let (plan, revision) = self.revision()?;
        let plan = domain::ids::PlanId::from_uuid(plan);
        PlannedSession::find(ctx, &SessionId { plan, revision, key }).await.transpose()
    }

    /// How long it took.
    async fn duration_minutes(&self) -> i32 {
        self.0.duration_minutes
    }

    /// Session rating of perceived exertion, CR-10.
    async fn session_rpe(&self) -> Option<f64> {
        self.0.session_rpe
    }

    /// Session-RPE load in arbitrary units: RPE × minutes; null without a rating.
    async fn training_load(&self) -> Option<f64> {
        logs::training_load(&self.0)
    }

    /// Kilograms moved over its sets, with the part of the bodyweight that a movement lifts.
    async fn tonnage_kg(&self) -> Result<f64, ApiError> {
        Ok(logs::tonnage_kg(&self.0)?)
    }

    /// Share of the planned work that was done, 0–1; 1 for a session outside the plan.
    async fn completion(&self) -> f64 {
        self.0.completion.unwrap_or(1.0)
    }

    /// In the order in which they were logged.
    async fn sets(&self, ctx: &Context<'_>) -> Result<Vec<SetLog>, ApiError> {
        let rows = loaders::load(ctx, SetsOf(self.0.id)).await?.unwrap_or_default();
        let revision = self.revision();
        Ok(rows.into_iter().map(|row| SetLog { row, revision }).collect())
    }

    /// Results of scored workouts.
    async fn scores(&self) -> Result<Vec<Score>, ApiError> {
        let revision = self.revision();
        let scores = logs::scores(&self.0)?.into_iter();
        Ok(scores.map(|kept| Score { kept, revision }).collect())
    }

    /// In the member's words.
    async fn notes(&self) -> Option<&str> {
        self.0.notes.as_deref()
    }
}

impl SessionLog {
    /// The revision it was logged against.
    fn revision(&self) -> Option<(uuid::Uuid, u32)> {
        Some((self.0.plan_id?, u32::try_from(self.0.plan_number?).ok()?))
    }

    /// The log, if the caller may read its member.
    pub fn seen(ctx: &Context<'_>, row: session_log::Model) -> Option<Self> {
        may_to(ctx, Action::ReadMember, row.member_id).then_some(Self(row))
    }
}
