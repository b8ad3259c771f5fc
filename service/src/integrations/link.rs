//! By which id an integration knows a member.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{IntegrationId, MemberId};
use entity::{integration_member, member, store};

use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;

/// Longest id, in characters.
const ID_LENGTH: usize = 100;

/// A link as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkMember {
    /// Who.
    pub member: MemberId,
    /// To which integration.
    pub integration: IntegrationId,
    /// The id there; `None` unlinks.
    pub external_id: Option<String>,
}

/// Links a member, in the place of an earlier link, or unlinks them.
pub async fn link(env: &Env, actor: &Actor, input: LinkMember) -> Result<Done<member::Model>> {
    let subject = Subject::member(actor.gym, input.member);
    authorize(actor, Action::LinkMember, &subject)?;
    let mut faults = Faults::default();
    faults.text(&["externalId"], input.external_id.as_deref(), ID_LENGTH);
    faults.end()?;
    let missing = |field: &str, what: &str| {
        Error::field(&[field], UserErrorCode::NotFound, format!("there is no such {what}"))
    };
    let txn = env.db.write().await?;
    // The gym's lock keeps two members from taking one id at the same moment.
    store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let locked = store::members::lock(&txn, actor.gym, &[input.member]).await?;
    let member = locked.into_iter().next().ok_or_else(|| missing("memberId", "member"))?;
    let integration = store::integrations::find(&txn, actor.gym, input.integration)
        .await?
        .ok_or_else(|| missing("integrationId", "integration"))?;
    let Some(external_id) = input.external_id.map(|id| id.trim().to_owned()) else {
        store::integrations::unlink(&txn, actor.gym, input.integration, input.member).await?;
        txn.commit().await?;
        return Ok(Done::quiet(member));
    };
    if integration.revoked_at.is_some() {
        let message = "the integration is revoked";
        return Err(Error::field(&["integrationId"], UserErrorCode::NotAllowedInState, message));
    }
    let names = [external_id.clone()];
    let known =
        store::integrations::links_by_external_ids(&txn, actor.gym, input.integration, &names)
            .await?;
    if known.iter().any(|link| link.member_id != member.id) {
        let message = format!("the integration knows another member as {external_id}");
        return Err(Error::field(&["externalId"], UserErrorCode::Duplicate, message));
    }
    let row = integration_member::Model {
        integration_id: input.integration.uuid(),
        member_id: member.id,
        gym_id: member.gym_id,
        external_id,
    };
    store::integrations::link(&txn, actor.gym, row).await?;
    txn.commit().await?;
    Ok(Done::quiet(member))
}
