//! Who follows which template from which Monday on.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{Week, local_date};
use domain::ids::{MemberId, TemplateId};
use domain::vocab::TemplateStatus;
use entity::instant::{FIRST_DAY, micros};
use entity::store::computations::Whom;
use entity::{member, store, template_assignment};
use sea_orm::{DatabaseTransaction, Set};

use crate::contention::undisturbed;
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::faults::Faults;
use crate::ledger::Priority;
use crate::material::ask_for_programme;
use crate::runs::zone;

/// Members of one call at most (the contract).
const MOST_MEMBERS: usize = 500;
/// Members up to which their weeks are computed ahead of bulk work. House choice: a coach who assigns a
/// handful waits for them.
const FEW: usize = 20;
/// How far from today a cycle may begin, in weeks.
const WEEKS_APART: i64 = 52;

/// An assignment as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignTemplate {
    /// The template.
    pub template: TemplateId,
    /// Who follows it; `None` stands for an id of another kind.
    pub members: Vec<Option<MemberId>>,
    /// Monday on which week 1 of the cycle begins; default: the coming week's.
    pub starts_on: Option<NaiveDate>,
}

/// Lets members follow a template. The weeks from then on are computed again; those before stay as they
/// were drawn. The same again changes nothing.
pub async fn assign(
    env: &Env,
    actor: &Actor,
    input: AssignTemplate,
) -> Result<Done<Vec<member::Model>>> {
    authorize(actor, Action::EditTemplates, &Subject::gym(actor.gym))?;
    if input.members.len() > MOST_MEMBERS {
        let message =
            format!("memberIds must be at most {MOST_MEMBERS}, got {}", input.members.len());
        return Err(Error::field(&["memberIds"], UserErrorCode::LimitExceeded, message));
    }
    undisturbed(async || assign_once(env, actor, &input).await).await
}

async fn assign_once(
    env: &Env,
    actor: &Actor,
    input: &AssignTemplate,
) -> Result<Done<Vec<member::Model>>> {
    let txn = env.db.write().await?;
    let gym = store::gyms::find(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let today = local_date(env.now(), zone(&gym)?);
    let starts = starts_on(input.starts_on, today)?;
    assignable(&txn, actor, input.template).await?;
    let members = lock(&txn, actor, &input.members).await?;
    let moved: Vec<&member::Model> = members
        .iter()
        .filter(|member| {
            member.template_id != Some(input.template.uuid())
                || member.template_starts_on != Some(starts.monday())
        })
        .collect();
    keep(&txn, env, actor, &moved, input.template, starts).await?;
    let active = moved.iter().filter(|member| member.active);
    let whose: Vec<MemberId> = active.map(|row| MemberId::from_uuid(row.id)).collect();
    let priority = if whose.len() <= FEW { Priority::Triggered } else { Priority::Bulk };
    let wakes = ask_for_programme(&txn, env, &gym, &Whom::Of(whose), starts, priority).await?;
    let ids: Vec<MemberId> = members.iter().map(|row| MemberId::from_uuid(row.id)).collect();
    let assigned = store::members::by_ids(&txn, actor.gym, &ids).await?;
    txn.commit().await?;
    Ok(Done { value: assigned, wakes })
}

fn starts_on(asked: Option<NaiveDate>, today: NaiveDate) -> Result<Week> {
    let Some(date) = asked else { return Ok(crate::runs::coming_week(today)) };
    let invalid = |message: String| Error::field(&["startsOn"], UserErrorCode::Invalid, message);
    let week = Week::new(date).map_err(|error| invalid(error.to_string()))?;
    let this_week = Week::containing(today);
    if week.weeks_since(this_week).abs() > WEEKS_APART {
        let (first, last) = (this_week.plus(-WEEKS_APART), this_week.plus(WEEKS_APART));
        let message = format!("startsOn must be {first} to {last}, got {date}");
        return Err(Error::field(&["startsOn"], UserErrorCode::OutOfRange, message));
    }
    Ok(week)
}

/// Refuses a template that is archived, or has no version in force.
async fn assignable(txn: &DatabaseTransaction, actor: &Actor, id: TemplateId) -> Result<()> {
    let path = ["templateId"];
    let row = store::templates::lock(txn, actor.gym, id)
        .await?
        .ok_or_else(|| Error::field(&path, UserErrorCode::NotFound, "there is no such template"))?;
    let refusal = match (row.published, row.status == TemplateStatus::Archived.as_str()) {
        (_, true) => "the template is archived",
        (None, false) => "the template has no version in force: publish it first",
        (Some(_), false) => return Ok(()),
    };
    Err(Error::field(&path, UserErrorCode::NotAllowedInState, refusal))
}

/// The members, each once; one that is missing refuses the whole call.
async fn lock(
    txn: &DatabaseTransaction,
    actor: &Actor,
    named: &[Option<MemberId>],
) -> Result<Vec<member::Model>> {
    let mut ids: Vec<MemberId> = named.iter().flatten().copied().collect();
    ids.sort_unstable_by_key(MemberId::uuid);
    ids.dedup();
    let members = store::members::lock(txn, actor.gym, &ids).await?;
    let mut faults = Faults::default();
    for (index, id) in named.iter().enumerate() {
        if !members.iter().any(|member| Some(MemberId::from_uuid(member.id)) == *id) {
            let at = index.to_string();
            faults.add(&["memberIds", &at], UserErrorCode::NotFound, "there is no such member");
        }
    }
    faults.end()?;
    Ok(members)
}

/// Writes the assignment, and what stands before it.
async fn keep(
    txn: &DatabaseTransaction,
    env: &Env,
    actor: &Actor,
    moved: &[&member::Model],
    template: TemplateId,
    starts: Week,
) -> Result<()> {
    let ids: Vec<MemberId> = moved.iter().map(|row| MemberId::from_uuid(row.id)).collect();
    let row = |member: &member::Model, template_id, starts_on| template_assignment::Model {
        member_id: member.id,
        starts_on,
        gym_id: member.gym_id,
        template_id,
        assigned_at: micros(env.now()),
    };
    let before = moved.iter().filter_map(|member| {
        let since = member.template_starts_on.unwrap_or(FIRST_DAY);
        Some(row(member, member.template_id?, since))
    });
    store::template_assignments::save(txn, actor.gym, before.collect()).await?;
    // A newer decision stands in the place of whatever was to begin later.
    store::template_assignments::delete_after(txn, actor.gym, &ids, starts.monday()).await?;
    let now = moved.iter().map(|member| row(member, template.uuid(), starts.monday()));
    store::template_assignments::save(txn, actor.gym, now.collect()).await?;
    let assigned = member::ActiveModel {
        template_id: Set(Some(template.uuid())),
        template_starts_on: Set(Some(starts.monday())),
        ..Default::default()
    };
    store::members::update(txn, actor.gym, &ids, assigned).await?;
    Ok(())
}
