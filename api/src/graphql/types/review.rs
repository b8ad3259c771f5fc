//! A coach's review of a revision.

use async_graphql::{Context, Object};
use entity::store::plan_revisions::Head;

use super::coach::Coach;
use crate::error::ApiError;
use crate::graphql::caller::sees_unpublished;
use crate::graphql::enums::{ReviewState, word};
use crate::graphql::scalars::DateTime;

pub struct Review {
    state: ReviewState,
    head: Head,
}

#[Object]
impl Review {
    async fn state(&self) -> ReviewState {
        self.state
    }

    async fn reviewer(&self, ctx: &Context<'_>) -> Option<Result<Coach, ApiError>> {
        Coach::named(ctx, self.head.review_coach_id).await
    }

    async fn decided_at(&self) -> Option<DateTime> {
        self.head.decided_at.map(DateTime::of)
    }

    /// Coaches and owners; null to members.
    async fn note(&self, ctx: &Context<'_>) -> Option<&str> {
        let seen = sees_unpublished(ctx, self.head.member_id);
        self.head.review_note.as_deref().filter(|_| seen)
    }

    async fn waiting_since(&self) -> DateTime {
        DateTime::of(self.head.waiting_since_at.unwrap_or(self.head.created_at))
    }

    async fn auto_release_at(&self) -> Option<DateTime> {
        self.head.auto_release_at.map(DateTime::of)
    }
}

impl Review {
    /// The review of a revision, where it called for one.
    pub fn of(head: &Head) -> Option<Result<Self, ApiError>> {
        let state = word(head.review_state.as_deref()?);
        Some(state.map(|state| Self { state, head: head.clone() }))
    }
}
