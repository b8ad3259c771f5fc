//! What a change of a template would do.

use async_graphql::{Context, Description, Object, SimpleObject};
use domain::compare::TrackMean;
use service::templates::{Preview, PreviewOf, TOLD};

use super::change::PlanChange;
use super::member::Member;
use super::track::Track;
use crate::error::ApiError;
use crate::graphql::errors::UserError;

/// What a template change would do to every member assigned to it.
#[derive(Description)]
pub struct TemplatePreview {
    found: Preview,
    user_errors: Vec<UserError>,
}

#[Object(use_type_description)]
impl TemplatePreview {
    /// Active members who follow the template.
    async fn members(&self) -> i32 {
        count(self.found.members)
    }

    /// Members whose weeks were computed for these figures: all of them, or beyond 5,000 a sample drawn evenly.
    async fn compared(&self) -> i32 {
        count(self.found.compared)
    }

    /// Whether the figures are those of a sample and not of every member.
    async fn sampled(&self) -> bool {
        self.found.compared < self.found.members
    }

    /// Of those compared: whose week would differ.
    async fn changed(&self) -> i32 {
        count(self.found.summary.changed)
    }

    /// Of those compared: whose week would fall short of what it should hold, or can't be computed.
    async fn infeasible(&self) -> i32 {
        count(self.found.infeasible)
    }

    /// Mean over the members of the mean change of their loads.
    async fn mean_load_change_percent(&self) -> f64 {
        self.found.summary.mean_load_change_percent
    }

    /// Mean share of each track.
    async fn share_by_track(&self, ctx: &Context<'_>) -> Result<Vec<TrackShareChange>, ApiError> {
        let mut out = Vec::with_capacity(self.found.summary.tracks.len());
        for TrackMean { track, before, after } in &self.found.summary.tracks {
            let track = Track::of_key(ctx, track).await?;
            out.push(TrackShareChange { track, before: *before, after: *after });
        }
        Ok(out)
    }

    /// Those who change most first; at most 100.
    async fn examples(
        &self,
        #[graphql(desc = "At most so many, 0 to 100.", default = 10)] first: i32,
    ) -> Result<Vec<MemberPreview>, ApiError> {
        let first =
            usize::try_from(first).ok().filter(|first| *first <= TOLD).ok_or_else(|| {
                ApiError::BadUserInput(format!("first must be 0 to {TOLD}, got {first}"))
            })?;
        Ok(self.found.examples.iter().take(first).cloned().map(MemberPreview::from).collect())
    }

    /// What is wrong with the draft; the figures are then zero.
    async fn user_errors(&self) -> &[UserError] {
        &self.user_errors
    }
}

/// A track's mean share, 0–1, as it is and as it would be.
#[derive(SimpleObject)]
pub struct TrackShareChange {
    /// The track.
    track: Track,
    /// As it is.
    before: f64,
    /// As it would be.
    after: f64,
}

/// What the change would do to one member's week.
#[derive(SimpleObject)]
pub struct MemberPreview {
    /// Whose week.
    member: Member,
    /// Every difference, under the keys of the week as it would be.
    changes: Vec<PlanChange>,
    /// What the week would fall short of, or why it can't be computed.
    problem: Option<String>,
}

impl TemplatePreview {
    /// The figures.
    pub fn of(found: Preview) -> Self {
        Self { found, user_errors: Vec::new() }
    }

    /// No figures.
    pub fn refused(user_errors: Vec<UserError>) -> Self {
        Self { found: Preview::default(), user_errors }
    }
}

impl From<PreviewOf> for MemberPreview {
    fn from(of: PreviewOf) -> Self {
        let told = |(change, summary)| PlanChange::told(change, summary);
        Self {
            member: Member(of.member),
            changes: of.changes.into_iter().map(told).collect(),
            problem: of.problem,
        }
    }
}

fn count<T: TryInto<i32>>(count: T) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}
