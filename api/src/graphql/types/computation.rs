//! A unit of background work.

use async_graphql::{Context, Description, ID, Object};
use domain::ids::ComputationId;
use entity::computation;
use uuid::Uuid;

use super::member::Member;
use crate::error::ApiError;
use crate::graphql::enums::{ComputationKind, ComputationStatus, RecomputeTrigger, word};
use crate::graphql::loaders::{self, MemberById};
use crate::graphql::page::connection;
use crate::graphql::scalars::{Date, DateTime, id};

/// One member's plan or narrative for one week: the unit of background work.
#[derive(Description, Clone)]
pub struct Computation(pub computation::Model);

connection!(ComputationConnection, ComputationEdge, Computation, "computations");

#[Object(use_type_description)]
impl Computation {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(ComputationId::from_uuid(self.0.id))
    }

    /// Plan or narrative.
    async fn kind(&self) -> Result<ComputationKind, ApiError> {
        word(&self.0.kind)
    }

    /// Whose week.
    async fn member(&self, ctx: &Context<'_>) -> Result<Member, ApiError> {
        Ok(Member(loaders::expect(ctx, MemberById(self.0.member_id), "member").await?))
    }

    /// Monday of the week.
    async fn week_of(&self) -> Date {
        Date(self.0.week_of)
    }

    /// What asked for it; of several the one that may change most.
    async fn trigger(&self) -> Result<RecomputeTrigger, ApiError> {
        word(&self.0.trigger)
    }

    /// Where it stands.
    async fn status(&self) -> Result<ComputationStatus, ApiError> {
        word(&self.0.status)
    }

    /// How often it was tried; a retry by an owner counts anew.
    async fn attempts(&self) -> i32 {
        self.0.attempts
    }

    /// When it was asked for last.
    async fn requested_at(&self) -> DateTime {
        DateTime::of(self.0.requested_at)
    }

    /// When it ended, however; null until then.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime::of)
    }

    /// One sentence without internals.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }
}

/// Where a computation that has ended stands in its list: its end and id.
pub fn ended(row: &computation::Model) -> (i64, Uuid) {
    (row.finished_at.unwrap_or(0), row.id)
}
