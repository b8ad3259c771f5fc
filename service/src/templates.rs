//! Programme templates: saved as immutable versions, one of them in force, assigned to members.

use chrono::NaiveDate;
use domain::calendar::Week;
use domain::ids::{GymId, MemberId, Template as TemplateKind, TemplateId, TemplateVersion};
use domain::template::Template;
use domain::vocab::{TemplateStatus, TemplateVersionStatus};
use entity::instant::micros;
use entity::{member, store, template, template_version};
use sea_orm::{DatabaseTransaction, Set};

use crate::env::Env;
use crate::error::{Error, FieldError, Result, UserErrorCode};
use crate::inputs::gym_facts;

/// Saves a template and puts its first version in force, where nothing is wrong with it.
pub async fn publish_new(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    content: &Template,
) -> Result<TemplateId> {
    check(txn, gym, content).await?;
    let id = env.id::<TemplateKind>();
    let now = micros(env.now());
    let row = template::Model {
        id: id.uuid(),
        gym_id: gym.uuid(),
        name: content.name.clone(),
        status: TemplateStatus::Published.to_string(),
        version: 1,
        published: Some(1),
        updated_at: now,
    };
    let version = template_version::Model {
        id: env.id::<TemplateVersion>().uuid(),
        gym_id: gym.uuid(),
        template_id: id.uuid(),
        number: 1,
        status: TemplateVersionStatus::Published.to_string(),
        document: serde_json::to_string(content).map_err(anyhow::Error::from)?,
        created_at: now,
        published_at: Some(now),
    };
    store::templates::insert(txn, gym, row).await?;
    store::templates::insert_version(txn, gym, version).await?;
    Ok(id)
}

/// Refuses what no plan could be drawn from, naming every fault.
async fn check(txn: &DatabaseTransaction, gym: GymId, content: &Template) -> Result<()> {
    let row = store::gyms::find(txn, gym).await?.ok_or(Error::NotFound("gym"))?;
    let facts = gym_facts(txn, &row).await?;
    let problems = domain::template_check::check(content, &facts.tracks, &facts.catalogue);
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid(
        problems
            .into_iter()
            .map(|problem| FieldError {
                path: problem.path,
                code: code(problem.code),
                message: problem.message,
            })
            .collect(),
    ))
}

fn code(code: domain::template_check::ProblemCode) -> UserErrorCode {
    use domain::template_check::ProblemCode as P;
    match code {
        P::Invalid => UserErrorCode::Invalid,
        P::OutOfRange => UserErrorCode::OutOfRange,
        P::NotFound => UserErrorCode::NotFound,
        P::Infeasible => UserErrorCode::Infeasible,
    }
}

/// Lets members follow a template from the Monday `starts_on`.
pub async fn assign(
    txn: &DatabaseTransaction,
    gym: GymId,
    template: TemplateId,
    members: &[MemberId],
    starts_on: NaiveDate,
) -> Result<()> {
    let week = Week::new(starts_on)
        .map_err(|error| Error::field(&["startsOn"], UserErrorCode::Invalid, error.to_string()))?;
    store::templates::find(txn, gym, template).await?.ok_or(Error::NotFound("template"))?;
    let assigned = member::ActiveModel {
        template_id: Set(Some(template.uuid())),
        template_starts_on: Set(Some(week.monday())),
        ..Default::default()
    };
    store::members::update(txn, gym, members, assigned).await?;
    Ok(())
}
