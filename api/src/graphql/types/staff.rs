//! Logins that hold roles of staff.

use async_graphql::{Context, Description, Enum, ID, Object};
use domain::ids::StaffId;
use entity::staff;

use super::coach::Coach;
use crate::error::ApiError;
use crate::graphql::scalars::id;

/// A login with a role of staff in the gym.
#[derive(Description)]
pub struct StaffMember(pub staff::Model);

/// The roles that `setStaff` grants.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffRole {
    /// Owns the gym.
    Owner,
    /// Coaches.
    Coach,
}

#[Object(use_type_description)]
impl StaffMember {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        id(StaffId::from_uuid(self.0.id))
    }

    /// The `sub` of the login.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Name as others read it.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// Every role of staff that it holds.
    async fn roles(&self) -> Vec<StaffRole> {
        let owner = self.0.owner.then_some(StaffRole::Owner);
        let coach = self.0.coach_id.map(|_| StaffRole::Coach);
        owner.into_iter().chain(coach).collect()
    }

    /// Their coach record, when they coach.
    async fn coach(&self, ctx: &Context<'_>) -> Option<Result<Coach, ApiError>> {
        Coach::named(ctx, self.0.coach_id).await
    }
}
