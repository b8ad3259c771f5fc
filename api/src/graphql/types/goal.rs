//! What a member trains for.

use async_graphql::{ID, Object};
use domain::ids::GoalId;
use domain::vocab;
use entity::goal;

use crate::error::ApiError;
use crate::graphql::enums::{GoalKind, GoalStatus, word};
use crate::graphql::scalars::{Date, id};

pub struct Goal(pub goal::Model);

#[Object]
impl Goal {
    pub async fn id(&self) -> ID {
        id(GoalId::from_uuid(self.0.id))
    }

    async fn kind(&self) -> Result<GoalKind, ApiError> {
        word(&self.0.kind)
    }

    /// Relative importance; the weights of a member's active goals sum to 1.
    async fn weight(&self) -> f64 {
        self.0.weight
    }

    async fn status(&self) -> Result<GoalStatus, ApiError> {
        word(&self.0.status)
    }

    async fn target_date(&self) -> Option<Date> {
        self.0.target_date.map(Date)
    }

    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

impl Goal {
    /// Active and waiting ones, weightiest first.
    pub fn standing(mut rows: Vec<goal::Model>) -> Vec<Self> {
        let stands = [vocab::GoalStatus::Active, vocab::GoalStatus::PendingApproval];
        rows.retain(|goal| stands.iter().any(|status| goal.status == status.as_str()));
        rows.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        rows.into_iter().map(Self).collect()
    }
}
