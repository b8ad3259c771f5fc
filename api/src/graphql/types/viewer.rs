//! Who is asking.

use async_graphql::{Context, Description, ID, Object};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::access::Actor;

use super::coach::Coach;
use super::gym::Gym;
use super::member::Member;
use crate::error::ApiError;
use crate::graphql::enums::Role;
use crate::graphql::loaders::{self, MemberById};

/// A person may hold several roles in a gym: an owner who coaches holds OWNER and COACH.
#[derive(Description)]
pub struct Viewer(pub Actor);

#[Object(use_type_description)]
impl Viewer {
    /// Opaque and global: `node(id:)` finds it again.
    pub async fn id(&self) -> ID {
        ID(self.key())
    }

    /// Name as others read it.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// Every role that the credential holds in the gym.
    async fn roles(&self) -> Vec<Role> {
        self.0.roles.iter().map(|role| Role::from(*role)).collect()
    }

    /// The gym it acts in.
    async fn gym(&self, ctx: &Context<'_>) -> Result<Gym, ApiError> {
        Ok(Gym(loaders::gym(ctx).await?))
    }

    /// The coach record of the caller, when they coach.
    async fn coach(&self, ctx: &Context<'_>) -> Option<Result<Coach, ApiError>> {
        Coach::named(ctx, self.0.coach.map(|coach| coach.uuid())).await
    }

    /// The member record of the caller, when they train at this gym.
    async fn member(&self, ctx: &Context<'_>) -> Option<Result<Member, ApiError>> {
        let own = MemberById(self.0.member?.uuid());
        loaders::load(ctx, own).await.map(|row| row.map(Member)).transpose()
    }
}

impl Viewer {
    /// The id: who in which gym. It is no row's, for a login may be several things in a gym.
    pub fn key(&self) -> String {
        let gym = self.0.gym.to_string();
        let gym = gym.split_once('_').map_or(gym.as_str(), |(_, suffix)| suffix);
        format!("viewer_{gym}_{}", BASE64_URL_SAFE_NO_PAD.encode(&self.0.subject))
    }
}
