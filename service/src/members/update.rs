//! Who a member is, changed.

use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{Week, WeekdaySet, local_date};
use domain::edit::Edit;
use domain::ids::{CoachId, ComputationId, MemberId};
use domain::vocab::{ComputationKind, Experience};
use entity::{gym, member, store};
use sea_orm::{DatabaseTransaction, Set};

use super::profile::{self, Profile};
use super::{MemberRef, resolve};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events::{self, Wakes};
use crate::ledger;
use crate::runs::zone;

/// A change of a member, as the API receives it. What is left out stays.
#[derive(Debug, Clone)]
pub struct UpdateMember {
    /// Who.
    pub id: MemberId,
    /// Name as others read it.
    pub display_name: Option<String>,
    /// The id in the gym's own system.
    pub external_id: Edit<String>,
    /// The `sub` of their login.
    pub subject: Edit<String>,
    /// Their coach.
    pub coach: Edit<CoachId>,
    /// How well trained.
    pub experience: Option<Experience>,
    /// Kilograms.
    pub bodyweight_kg: Edit<f64>,
    /// Wanted sessions a week.
    pub sessions_per_week: Option<i32>,
    /// Days on which they can train.
    pub available_days: Option<WeekdaySet>,
    /// Whether they get plans.
    pub active: Option<bool>,
}

/// How often and when a member can train, as the API receives it.
#[derive(Debug, Clone)]
pub struct SetAvailability {
    /// Whose; a member leaves it out.
    pub member: Option<MemberRef>,
    /// Wanted sessions a week.
    pub sessions_per_week: i32,
    /// Days on which they can train.
    pub available_days: WeekdaySet,
}

/// Changes a member. The next weekly run reads what they want and can do.
pub async fn update(env: &Env, actor: &Actor, input: UpdateMember) -> Result<Done<member::Model>> {
    let missing = || Error::field(&["id"], UserErrorCode::NotFound, "there is no such member");
    authorize(actor, Action::WriteMember, &Subject::member(actor.gym, input.id))?;
    let txn = env.db.write().await?;
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    input.profile().check(local_date(env.now(), zone(&gym)?))?;
    let locked = store::members::lock(&txn, actor.gym, &[input.id]).await?;
    let before = locked.into_iter().next().ok_or_else(missing)?;
    let (external_id, subject) = (profile::text(&input.external_id), profile::text(&input.subject));
    profile::free(&txn, actor.gym, Some(input.id), external_id, subject).await?;
    profile::coaches(&txn, actor.gym, input.coach.set()).await?;
    let after = input.applied(&before);
    write(&txn, actor, &after).await?;
    if before.active && !after.active {
        cancel_open(&txn, env, &gym, input.id).await?;
    }
    let mut wakes = Wakes::default();
    if before.subject != after.subject {
        wakes.events.extend(events::rights_changed(&txn, actor.gym, env.now()).await?);
    }
    txn.commit().await?;
    Ok(Done { value: after, wakes })
}

/// Says how often and on which days a member can train.
pub async fn set_availability(
    env: &Env,
    actor: &Actor,
    input: SetAvailability,
) -> Result<Done<member::Model>> {
    let sessions =
        Profile { sessions_per_week: Some(input.sessions_per_week), ..Profile::default() };
    let txn = env.db.write().await?;
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    sessions.check(local_date(env.now(), zone(&gym)?))?;
    let found = resolve(&txn, actor, input.member.as_ref()).await?;
    let id = MemberId::from_uuid(found.id);
    authorize(actor, Action::SetAvailability, &Subject::member(actor.gym, id))?;
    let locked = store::members::lock(&txn, actor.gym, &[id]).await?;
    let before = locked.into_iter().next().ok_or(Error::NotFound("member"))?;
    let after = member::Model {
        sessions_per_week: input.sessions_per_week,
        available_days: i32::from(input.available_days.bits()),
        ..before
    };
    write(&txn, actor, &after).await?;
    txn.commit().await?;
    Ok(Done::quiet(after))
}

async fn write(txn: &DatabaseTransaction, actor: &Actor, row: &member::Model) -> Result<()> {
    let changes = member::ActiveModel {
        external_id: Set(row.external_id.clone()),
        subject: Set(row.subject.clone()),
        display_name: Set(row.display_name.clone()),
        active: Set(row.active),
        bodyweight_kg: Set(row.bodyweight_kg),
        coach_id: Set(row.coach_id),
        experience: Set(row.experience.clone()),
        sessions_per_week: Set(row.sessions_per_week),
        available_days: Set(row.available_days),
        ..Default::default()
    };
    let id = MemberId::from_uuid(row.id);
    store::members::update(txn, actor.gym, &[id], changes).await.map_err(profile::conflict)?;
    Ok(())
}

/// An inactive member gets no plans: what waits or is under way for them is cancelled.
pub(super) async fn cancel_open(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    member: MemberId,
) -> Result<()> {
    let id = domain::ids::GymId::from_uuid(gym.id);
    let this_week = Week::containing(local_date(env.now(), zone(gym)?)).monday();
    let kind = ComputationKind::Plan;
    let open = store::computations::lock_open_since(txn, id, &[member], this_week, kind).await?;
    let open: Vec<ComputationId> =
        open.into_iter().map(|row| ComputationId::from_uuid(row.id)).collect();
    ledger::cancel(txn, id, &open, env.now()).await?;
    Ok(())
}

impl UpdateMember {
    fn profile(&self) -> Profile<'_> {
        Profile {
            display_name: self.display_name.as_deref(),
            external_id: profile::text(&self.external_id),
            subject: profile::text(&self.subject),
            bodyweight_kg: self.bodyweight_kg.set(),
            sessions_per_week: self.sessions_per_week,
            joined_on: None,
        }
    }

    fn applied(&self, before: &member::Model) -> member::Model {
        let name = self.display_name.as_ref().map(|name| name.trim().to_owned());
        let experience = self.experience.map(|experience| experience.to_string());
        let days = self.available_days.map(|days| i32::from(days.bits()));
        let coach = match &self.coach {
            Edit::Keep => before.coach_id,
            Edit::Clear => None,
            Edit::Set(coach) => Some(coach.uuid()),
        };
        member::Model {
            external_id: self.external_id.or(before.external_id.clone()),
            subject: self.subject.or(before.subject.clone()),
            display_name: name.unwrap_or_else(|| before.display_name.clone()),
            active: self.active.unwrap_or(before.active),
            bodyweight_kg: self.bodyweight_kg.or(before.bodyweight_kg),
            coach_id: coach,
            experience: experience.unwrap_or_else(|| before.experience.clone()),
            sessions_per_week: self.sessions_per_week.unwrap_or(before.sessions_per_week),
            available_days: days.unwrap_or(before.available_days),
            ..before.clone()
        }
    }
}
