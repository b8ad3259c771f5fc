//! One track's part of a week.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use domain::plan;
use service::read::weeks::ReadWeek;

use super::track::Track;
use crate::error::ApiError;

/// One track's part of the week, and how it came to be.
#[derive(Description)]
pub struct TrackShare {
    week: Arc<ReadWeek>,
    index: usize,
}

#[Object(use_type_description)]
impl TrackShare {
    /// The track.
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.part().track).await
    }

    /// What the template aims at, 0–1.
    async fn template_share(&self) -> f64 {
        self.part().template_share
    }

    /// What the member's goals ask for, 0–1.
    async fn goal_share(&self) -> f64 {
        self.part().goal_share
    }

    /// Share of its planned sessions that the member does, as estimated, 0–1.
    async fn adherence(&self) -> f64 {
        self.part().adherence
    }

    /// What that does to the mix of template and goals.
    async fn adherence_multiplier(&self) -> f64 {
        self.part().adherence_multiplier
    }

    /// Lower bound that held, 0–1.
    async fn min_share(&self) -> f64 {
        self.part().min_share
    }

    /// Upper bound that held, 0–1.
    async fn max_share(&self) -> f64 {
        self.part().max_share
    }

    /// Its share of the week, 0–1; the shares sum to 1.
    async fn share(&self) -> f64 {
        self.part().share
    }

    /// Its sessions this week.
    async fn sessions(&self) -> u32 {
        self.part().sessions
    }

    /// What is carried into the next week, in sessions; below 0: it had more than its share.
    async fn carry_over(&self) -> f64 {
        self.part().carry_over
    }

    /// The main cause of the share, in one sentence a member can read.
    async fn reason(&self) -> String {
        self.week.reader().share(self.part())
    }
}

impl TrackShare {
    /// The blend of a week, in the template's order.
    pub fn of_week(week: &Arc<ReadWeek>) -> Vec<Self> {
        (0..week.document.blend.len()).map(|index| Self { week: week.clone(), index }).collect()
    }

    fn part(&self) -> &plan::TrackShare {
        &self.week.document.blend[self.index]
    }
}
