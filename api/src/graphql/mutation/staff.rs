//! Who holds which roles of staff.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::access::Action;
use service::staff::{self, SetStaff};

use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::errors::UserError;
use crate::graphql::types::staff::{StaffMember, StaffRole};

#[derive(Default)]
pub struct StaffMutation;

#[Object]
impl StaffMutation {
    /// Owners.
    async fn set_staff(
        &self,
        ctx: &Context<'_>,
        input: SetStaffInput,
    ) -> Result<StaffPayload, ApiError> {
        let actor = needs(ctx, Action::SetStaff)?;
        let grant = SetStaff {
            owner: input.roles.contains(&StaffRole::Owner),
            coach: input.roles.contains(&StaffRole::Coach),
            subject: input.subject,
            display_name: input.display_name,
        };
        let done = staff::set(env(ctx), actor, grant).await;
        let (row, user_errors) = settle(ctx, actor, Action::SetStaff, done).await?;
        Ok(StaffPayload { staff_member: row.flatten().map(StaffMember), user_errors })
    }
}

/// Grants a login its roles in the gym; an empty list withdraws them. The last owner can't be withdrawn.
#[derive(InputObject)]
pub struct SetStaffInput {
    /// The `sub` of the login.
    subject: String,
    /// Name as others read it.
    display_name: String,
    /// Every role of staff that the login holds from now on.
    roles: Vec<StaffRole>,
}

/// A login after its roles were set.
#[derive(SimpleObject)]
pub struct StaffPayload {
    /// Null once withdrawn.
    staff_member: Option<StaffMember>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}
