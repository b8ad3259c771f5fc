//! Members: finding the one that a write is about, adding and changing them.

mod add;
pub mod import;
mod profile;
mod update;

use domain::access::Actor;
use domain::ids::{GymId, MemberId};
use entity::{member, store};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::error::{Error, Result, UserErrorCode};

pub use add::{AddMember, add};
pub use update::{SetAvailability, UpdateMember, set_availability, update};

/// How a caller names a member.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MemberRef {
    /// By id.
    Id(MemberId),
    /// As the calling integration knows them, else by the id in the gym's own system.
    ExternalId(String),
}

/// The member that `reference` names, or the caller themself. Another gym's member is missing.
pub async fn resolve(
    db: &impl ConnectionTrait,
    actor: &Actor,
    reference: Option<&MemberRef>,
) -> Result<member::Model> {
    let found = match (reference, actor.member) {
        (Some(MemberRef::Id(id)), _) => store::members::find(db, actor.gym, *id).await?,
        (Some(MemberRef::ExternalId(external)), _) => by_external_id(db, actor, external).await?,
        (None, Some(own)) => store::members::find(db, actor.gym, own).await?,
        (None, None) => {
            return Err(Error::field(
                &["member"],
                UserErrorCode::Invalid,
                "member must be named by who is none",
            ));
        }
    };
    found.ok_or_else(|| {
        Error::field(&["member"], UserErrorCode::NotFound, "there is no such member")
    })
}

/// The member, locked until the transaction ends, as they are then: who was erased meanwhile is missing. `field`
/// of the input named them. Whatever is written about a member afterwards, erasure finds.
pub(crate) async fn locked(
    txn: &DatabaseTransaction,
    gym: GymId,
    id: MemberId,
    field: &str,
) -> Result<member::Model> {
    let rows = store::members::lock(txn, gym, &[id]).await?;
    rows.into_iter()
        .next()
        .ok_or_else(|| Error::field(&[field], UserErrorCode::NotFound, "there is no such member"))
}

async fn by_external_id(
    db: &impl ConnectionTrait,
    actor: &Actor,
    external: &str,
) -> Result<Option<member::Model>> {
    let names = [external.to_owned()];
    if let Some((integration, _)) = &actor.integration
        && let Some(link) =
            store::integrations::links_by_external_ids(db, actor.gym, *integration, &names)
                .await?
                .first()
    {
        return Ok(store::members::find(db, actor.gym, MemberId::from_uuid(link.member_id)).await?);
    }
    Ok(store::members::by_external_ids(db, actor.gym, &names).await?.into_iter().next())
}
