//! How much of what was planned a member does.

use async_graphql::{Context, SimpleObject};
use domain::signals::Signals;

use super::track::Track;
use crate::error::ApiError;

#[derive(SimpleObject)]
pub struct TrackAdherence {
    track: Track,
    planned: u32,
    completed: u32,
    rate: f64,
}

impl TrackAdherence {
    /// By track.
    pub async fn of_member(ctx: &Context<'_>, signals: &Signals) -> Result<Vec<Self>, ApiError> {
        let mut tracks = Vec::with_capacity(signals.adherence.len());
        for (key, of) in &signals.adherence {
            let track = Track::of_key(ctx, key).await?;
            let (planned, completed, rate) = (of.planned, of.completed, of.rate);
            tracks.push(Self { track, planned, completed, rate });
        }
        Ok(tracks)
    }
}
