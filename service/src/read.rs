//! What callers look at: which revision they may see, and what the rows say once they are read together.
//!
//! Functions take many ids at once: a page of plans or members costs as many queries as one.

pub mod days;
pub mod fates;
pub mod flags;
pub mod lifts;
pub mod logs;
pub mod sentences;
pub mod standing;
pub mod training;
pub mod visible;
pub mod weeks;

use std::sync::Arc;

use domain::ids::GymId;
use domain::snapshot::GymFacts;
use entity::{gym, store};
use sea_orm::ConnectionTrait;

use crate::error::{Error, Result};
use crate::inputs::gym_facts;

/// A gym's row with what the engine reads of it.
#[derive(Debug)]
pub struct GymView {
    /// The row.
    pub row: gym::Model,
    /// Catalogue, tracks, unit, configuration.
    pub facts: GymFacts,
}

/// The gym.
pub async fn gym(db: &impl ConnectionTrait, gym: GymId) -> Result<Arc<GymView>> {
    let row = store::gyms::find(db, gym).await?.ok_or(Error::NotFound("gym"))?;
    let facts = gym_facts(db, &row).await?;
    Ok(Arc::new(GymView { row, facts }))
}
