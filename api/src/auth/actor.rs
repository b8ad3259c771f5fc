//! Who a login is in a gym, read from the database with each request: what is revoked is gone at once.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use domain::access::Actor;
use domain::ids::{CoachId, GymId, MemberId};
use domain::vocab::Role;
use entity::store::{members, staff};
use entity::{member, staff as grant};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Claims;
use crate::error::ApiError;

/// The header in which a login of several gyms names one.
pub const GYM_HEADER: &str = "X-Gym";

/// Who is asking. `None`: the login holds no role in that gym, or in any.
pub async fn actor(
    db: &impl ConnectionTrait,
    claims: &Claims,
    gym_header: Option<&str>,
) -> Result<Option<Actor>, ApiError> {
    let named = named_gym(claims, gym_header)?;
    let grants = staff::by_subject(db, &claims.sub).await?;
    let records = members::by_subject(db, &claims.sub).await?;
    let Some(gym) = chosen_gym(named, &grants, &records)? else {
        return Ok(None);
    };
    let grant = grants.into_iter().find(|grant| grant.gym_id == gym);
    let record = records.into_iter().find(|record| record.gym_id == gym);
    Ok(with_roles(GymId::from_uuid(gym), claims.sub.clone(), grant, record))
}

/// Refuses a gym that was named beside a key of another: a key belongs to one.
pub fn in_named_gym(holder: &Actor, header: Option<&str>) -> Result<(), ApiError> {
    match header.map(gym_id).transpose()? {
        Some(named) if named != holder.gym.uuid() => {
            Err(ApiError::BadRequest(format!("the key is for another gym than {GYM_HEADER} names")))
        }
        _ => Ok(()),
    }
}

/// The gym of the token binds; the header may repeat it.
fn named_gym(claims: &Claims, header: Option<&str>) -> Result<Option<Uuid>, ApiError> {
    let token = claims.gym.as_deref().map(gym_id).transpose()?;
    let header = header.map(gym_id).transpose()?;
    match (token, header) {
        (Some(token), Some(header)) if token != header => Err(ApiError::BadRequest(format!(
            "the token is for another gym than {GYM_HEADER} names"
        ))),
        (token, header) => Ok(token.or(header)),
    }
}

fn gym_id(text: &str) -> Result<Uuid, ApiError> {
    GymId::from_str(text.trim()).map(|id| id.uuid()).map_err(|_| {
        ApiError::BadRequest(format!("{GYM_HEADER} must be the id of a gym (gym_…), got {text:?}"))
    })
}

fn chosen_gym(
    named: Option<Uuid>,
    grants: &[grant::Model],
    records: &[member::Model],
) -> Result<Option<Uuid>, ApiError> {
    if named.is_some() {
        return Ok(named);
    }
    let gyms: BTreeSet<Uuid> = grants
        .iter()
        .map(|grant| grant.gym_id)
        .chain(records.iter().map(|record| record.gym_id))
        .collect();
    if gyms.len() > 1 {
        return Err(ApiError::BadRequest(format!(
            "you have roles in {} gyms: name one with the header {GYM_HEADER} (over WebSocket, \
             `gym` in the payload of connection_init)",
            gyms.len()
        )));
    }
    Ok(gyms.into_iter().next())
}

fn with_roles(
    gym: GymId,
    subject: String,
    grant: Option<grant::Model>,
    record: Option<member::Model>,
) -> Option<Actor> {
    let coach = grant.as_ref().and_then(|grant| grant.coach_id).map(CoachId::from_uuid);
    let member = record.as_ref().map(|record| MemberId::from_uuid(record.id));
    let mut roles = Vec::new();
    if grant.as_ref().is_some_and(|grant| grant.owner) {
        roles.push(Role::Owner);
    }
    if coach.is_some() {
        roles.push(Role::Coach);
    }
    if member.is_some() {
        roles.push(Role::Member);
    }
    if roles.is_empty() {
        return None;
    }
    let display_name = grant
        .map(|grant| grant.display_name)
        .or(record.map(|record| record.display_name))
        .unwrap_or_default();
    Some(Actor { gym, subject, display_name, roles, coach, member, integration: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(gym: u128, owner: bool, coach: Option<u128>) -> grant::Model {
        grant::Model {
            id: Uuid::from_u128(100 + gym),
            gym_id: Uuid::from_u128(gym),
            subject: "ann".into(),
            display_name: "Ann".into(),
            owner,
            coach_id: coach.map(Uuid::from_u128),
        }
    }

    fn claims(gym: Option<u128>) -> Claims {
        let gym = gym.map(|gym| GymId::from_uuid(Uuid::from_u128(gym)).to_string());
        Claims { sub: "ann".into(), gym, exp: 0 }
    }

    #[test]
    fn a_login_of_several_gyms_is_told_which_header_names_one() {
        let grants = [grant(1, true, None), grant(2, true, None)];

        let refused = chosen_gym(None, &grants, &[]);

        assert!(matches!(refused, Err(ApiError::BadRequest(text)) if text.contains(GYM_HEADER)));
    }

    #[test]
    fn the_gym_of_the_token_binds() {
        let other = GymId::from_uuid(Uuid::from_u128(2)).to_string();

        assert_eq!(named_gym(&claims(Some(1)), None).ok(), Some(Some(Uuid::from_u128(1))));
        assert!(named_gym(&claims(Some(1)), Some(&other)).is_err());
        assert_eq!(named_gym(&claims(None), Some(&other)).ok(), Some(Some(Uuid::from_u128(2))));
    }

    #[test]
    fn an_owner_who_coaches_holds_both_roles() {
        let gym = GymId::from_uuid(Uuid::from_u128(1));

        let actor = with_roles(gym, "ann".into(), Some(grant(1, true, Some(7))), None);

        assert_eq!(actor.map(|actor| actor.roles), Some(vec![Role::Owner, Role::Coach]));
        assert_eq!(with_roles(gym, "ann".into(), None, None), None);
    }
}
