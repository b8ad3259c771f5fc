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
    async fn track(&self, ctx: &Context<'_>) -> Result<Track, ApiError> {
        Track::of_key(ctx, &self.part().track).await
    }

    async fn template_share(&self) -> f64 {
        self.part().template_share
    }

    async fn goal_share(&self) -> f64 {
        self.part().goal_share
    }

    async fn adherence(&self) -> f64 {
        self.part().adherence
    }

    async fn adherence_multiplier(&self) -> f64 {
        self.part().adherence_multiplier
    }

    async fn min_share(&self) -> f64 {
        self.part().min_share
    }

    async fn max_share(&self) -> f64 {
        self.part().max_share
    }

    async fn share(&self) -> f64 {
        self.part().share
    }

    async fn sessions(&self) -> u32 {
        self.part().sessions
    }

    async fn carry_over(&self) -> f64 {
        self.part().carry_over
    }

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
