//! What a member trains for.

use async_graphql::{Description, ID, Object};
use domain::ids::GoalId;
use domain::vocab;
use entity::goal;

use crate::error::ApiError;
use crate::graphql::enums::{GoalKind, GoalStatus, word};
use crate::graphql::scalars::{Date, id};

/// What a member trains for.
#[derive(Description)]
pub struct Goal(pub goal::Model);

#[Object(use_type_description)]
impl Goal {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(GoalId::from_uuid(self.0.id))
    }

    /// What is trained for.
    async fn kind(&self) -> Result<GoalKind, ApiError> {
        word(&self.0.kind)
    }

    /// Relative importance; the weights of a member's active goals sum to 1.
    async fn weight(&self) -> f64 {
        self.0.weight
    }

    /// Where it stands.
    async fn status(&self) -> Result<GoalStatus, ApiError> {
        word(&self.0.status)
    }

    /// When it is to be reached.
    async fn target_date(&self) -> Option<Date> {
        self.0.target_date.map(Date)
    }

    /// In the member's words; of a declined goal the coach's, where they gave a reason.
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
