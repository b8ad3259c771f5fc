//! How much of what was planned a member does.

use async_graphql::{Context, SimpleObject};
use domain::signals::Signals;

use super::track::Track;
use crate::error::ApiError;

/// How much of what a track planned the member did, over the last twelve weeks.
#[derive(SimpleObject)]
pub struct TrackAdherence {
    /// The track.
    track: Track,
    /// Sessions planned and past; excused ones, days of illness and long breaks are not counted.
    planned: u32,
    /// Of them, those that were done.
    completed: u32,
    /// Share done, 0–1, as the blend reads it: recent weeks count more, and few sessions say little.
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
