//! A coach's review of a revision.

use async_graphql::{Context, Description, Object};
use entity::store::plan_revisions::Head;

use super::coach::Coach;
use crate::error::ApiError;
use crate::graphql::caller::sees_unpublished;
use crate::graphql::enums::{ReviewState, word};
use crate::graphql::scalars::DateTime;

/// A coach's review of one revision.
#[derive(Description)]
pub struct Review {
    state: ReviewState,
    head: Head,
}

#[Object(use_type_description)]
impl Review {
    /// Where it stands.
    async fn state(&self) -> ReviewState {
        self.state
    }

    /// The coach who decided; null until one did.
    async fn reviewer(&self, ctx: &Context<'_>) -> Option<Result<Coach, ApiError>> {
        Coach::named(ctx, self.head.review_coach_id).await
    }

    /// When it ended, by a coach or by itself; null while it waits.
    async fn decided_at(&self) -> Option<DateTime> {
        self.head.decided_at.map(DateTime::of)
    }

    /// Coaches and owners; null to members.
    async fn note(&self, ctx: &Context<'_>) -> Option<&str> {
        let seen = sees_unpublished(ctx, self.head.member_id);
        self.head.review_note.as_deref().filter(|_| seen)
    }

    /// Since when the week waits; an edit goes on with the wait of what it edits.
    async fn waiting_since(&self) -> DateTime {
        DateTime::of(self.head.waiting_since_at.unwrap_or(self.head.created_at))
    }

    /// When the revision is released unreviewed; null: never.
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
