//! A new member.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{WeekdaySet, local_date};
use domain::ids::{CoachId, Member, MemberId, TemplateId};
use domain::vocab::{Experience, TemplateStatus};
use entity::instant::micros;
use entity::{member, store};
use sea_orm::DatabaseTransaction;

use super::profile::{self, Profile};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::events;
use crate::events::Wakes;
use crate::idempotency::{self, Request};
use crate::runs::{coming_week, zone};

/// A member, as the API receives them.
#[derive(Debug, Clone)]
pub struct AddMember {
    /// Name as others read it.
    pub display_name: String,
    /// The id in the gym's own system.
    pub external_id: Option<String>,
    /// The `sub` of their login.
    pub subject: Option<String>,
    /// Default: today.
    pub joined_on: Option<NaiveDate>,
    /// Their coach.
    pub coach: Option<CoachId>,
    /// How well trained.
    pub experience: Experience,
    /// Kilograms.
    pub bodyweight_kg: Option<f64>,
    /// Wanted sessions a week.
    pub sessions_per_week: i32,
    /// Default: every day.
    pub available_days: Option<WeekdaySet>,
    /// What they follow from the coming week on.
    pub template: Option<TemplateId>,
    /// Sent again with the same key, nobody is added again.
    pub idempotency_key: Option<String>,
}

/// Adds a member.
pub async fn add(env: &Env, actor: &Actor, input: AddMember) -> Result<Done<member::Model>> {
    authorize(actor, Action::WriteMember, &Subject::gym(actor.gym))?;
    let txn = env.db.write().await?;
    let key = input.idempotency_key.as_deref();
    let claim = match idempotency::request(&txn, env, actor, key, "addMember", &input).await? {
        Request::First(claim) => claim,
        Request::Again(id) => return again(&txn, actor, &id).await,
    };
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let today = local_date(env.now(), zone(&gym)?);
    input.profile().check(today)?;
    let names = (input.external_id.as_deref(), input.subject.as_deref());
    profile::free(&txn, actor.gym, None, names.0, names.1).await?;
    profile::coaches(&txn, actor.gym, input.coach).await?;
    follows(&txn, actor, input.template).await?;
    let row = input.row(env, actor, today);
    store::members::insert(&txn, actor.gym, vec![row.clone()]).await.map_err(profile::conflict)?;
    claim.keep(&txn, actor, MemberId::from_uuid(row.id)).await?;
    let mut wakes = Wakes::default();
    if row.subject.is_some() {
        wakes.events.extend(events::rights_changed(&txn, actor.gym, env.now()).await?);
    }
    txn.commit().await?;
    Ok(Done { value: row, wakes })
}

async fn again(txn: &DatabaseTransaction, actor: &Actor, id: &str) -> Result<Done<member::Model>> {
    let id: MemberId =
        id.parse().map_err(|_| anyhow::anyhow!("a kept answer is no member's id"))?;
    let row = store::members::find(txn, actor.gym, id).await?;
    Ok(Done::quiet(row.ok_or(Error::NotFound("member"))?))
}

/// Refuses a template that can't be followed.
async fn follows(
    txn: &DatabaseTransaction,
    actor: &Actor,
    template: Option<TemplateId>,
) -> Result<()> {
    let Some(id) = template else { return Ok(()) };
    let refused = |code, message| Err(Error::field(&["templateId"], code, message));
    match store::templates::find(txn, actor.gym, id).await? {
        None => refused(UserErrorCode::NotFound, "there is no such template"),
        Some(row) if row.status == TemplateStatus::Published.as_str() => Ok(()),
        Some(_) => refused(
            UserErrorCode::NotAllowedInState,
            "only a template with a version in force can be followed",
        ),
    }
}

impl AddMember {
    fn profile(&self) -> Profile<'_> {
        Profile {
            display_name: Some(&self.display_name),
            external_id: self.external_id.as_deref(),
            subject: self.subject.as_deref(),
            bodyweight_kg: self.bodyweight_kg,
            sessions_per_week: Some(self.sessions_per_week),
            joined_on: self.joined_on,
        }
    }

    fn row(&self, env: &Env, actor: &Actor, today: NaiveDate) -> member::Model {
        let days = self.available_days.unwrap_or(WeekdaySet::ALL);
        member::Model {
            id: env.id::<Member>().uuid(),
            gym_id: actor.gym.uuid(),
            external_id: self.external_id.clone(),
            subject: self.subject.clone(),
            display_name: self.display_name.trim().to_owned(),
            joined_on: self.joined_on.unwrap_or(today),
            active: true,
            bodyweight_kg: self.bodyweight_kg,
            coach_id: self.coach.map(|coach| coach.uuid()),
            experience: self.experience.to_string(),
            sessions_per_week: self.sessions_per_week,
            available_days: i32::from(days.bits()),
            template_id: self.template.map(|template| template.uuid()),
            template_starts_on: self.template.map(|_| coming_week(today).monday()),
            created_at: micros(env.now()),
            erased_at: None,
        }
    }
}
