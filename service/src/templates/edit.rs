//! Saving a template: each save is a new version, and what is in force stays until one is published.

use domain::access::{Action, Actor, Subject, authorize};
use domain::ids::{Template as TemplateKind, TemplateId};
use domain::template::Template;
use domain::vocab::{TemplateStatus, TemplateVersionStatus};
use entity::instant::micros;
use entity::{store, template, template_version};
use sea_orm::{DatabaseTransaction, Set};

use super::{check, draft};
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result, UserErrorCode};
use crate::idempotency::{self, Request};

/// A new template as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTemplate {
    /// What it holds.
    pub content: Template,
    /// Sent again with the same key, no second one is made.
    pub idempotency_key: Option<String>,
}

/// A change of a template as the API receives it.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateTemplate {
    /// Which.
    pub id: TemplateId,
    /// The version the editor was looking at.
    pub version: i32,
    /// What it holds from now on.
    pub content: Template,
}

/// Saves a first draft.
pub async fn create(
    env: &Env,
    actor: &Actor,
    input: CreateTemplate,
) -> Result<Done<template::Model>> {
    authorize(actor, Action::EditTemplates, &Subject::gym(actor.gym))?;
    let txn = env.db.write().await?;
    let key = input.idempotency_key.as_deref();
    let what = "createTemplate";
    let claim = match idempotency::request(&txn, env, actor, key, what, &input.content).await? {
        Request::First(claim) => claim,
        Request::Again(id) => return again(&txn, actor, &id).await,
    };
    check::content(&txn, actor.gym, &input.content, &["template"]).await?;
    store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    free_name(&txn, actor, &input.content.name, None).await?;
    let id = env.id::<TemplateKind>();
    let row = template::Model {
        id: id.uuid(),
        gym_id: actor.gym.uuid(),
        name: input.content.name.trim().to_owned(),
        status: TemplateStatus::Draft.to_string(),
        version: 1,
        published: None,
        updated_at: micros(env.now()),
    };
    store::templates::insert(&txn, actor.gym, row.clone()).await?;
    let version = draft(env, actor.gym, id, 1, &input.content)?;
    store::templates::insert_version(&txn, actor.gym, version).await?;
    claim.keep(&txn, actor, id).await?;
    txn.commit().await?;
    Ok(Done::quiet(row))
}

async fn again(
    txn: &DatabaseTransaction,
    actor: &Actor,
    id: &str,
) -> Result<Done<template::Model>> {
    let id: TemplateId =
        id.parse().map_err(|_| anyhow::anyhow!("a kept answer is no template's id"))?;
    let row = store::templates::find(txn, actor.gym, id).await?;
    Ok(Done::quiet(row.ok_or(Error::NotFound("template"))?))
}

/// Saves a draft in the place of the one before. The same content again, where its answer was lost,
/// makes no second version.
pub async fn update(
    env: &Env,
    actor: &Actor,
    input: UpdateTemplate,
) -> Result<Done<template::Model>> {
    authorize(actor, Action::EditTemplates, &Subject::gym(actor.gym))?;
    let txn = env.db.write().await?;
    store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let row = locked(&txn, actor, input.id).await?;
    let newest = store::templates::version(&txn, actor.gym, input.id, row.version).await?;
    let newest = newest.ok_or_else(|| anyhow::anyhow!("a template has no newest version"))?;
    if is_saved(&row, &newest, &input)? {
        return Ok(Done::quiet(row));
    }
    named(&row, input.version)?;
    check::content(&txn, actor.gym, &input.content, &["template"]).await?;
    free_name(&txn, actor, &input.content.name, Some(input.id)).await?;
    if newest.status == TemplateVersionStatus::Draft.as_str() {
        stand(&txn, actor, input.id, newest.number, TemplateVersionStatus::Superseded).await?;
    }
    let number = row.version + 1;
    let version = draft(env, actor.gym, input.id, number, &input.content)?;
    store::templates::insert_version(&txn, actor.gym, version).await?;
    let row = template::Model {
        name: input.content.name.trim().to_owned(),
        version: number,
        updated_at: micros(env.now()),
        ..row
    };
    let changes = template::ActiveModel {
        name: Set(row.name.clone()),
        version: Set(row.version),
        updated_at: Set(row.updated_at),
        ..Default::default()
    };
    store::templates::update(&txn, actor.gym, input.id, changes).await?;
    txn.commit().await?;
    Ok(Done::quiet(row))
}

/// Whether this very change is the newest version already.
fn is_saved(
    row: &template::Model,
    newest: &template_version::Model,
    input: &UpdateTemplate,
) -> Result<bool> {
    if row.version != input.version + 1 || newest.status != TemplateVersionStatus::Draft.as_str() {
        return Ok(false);
    }
    let content: Template = serde_json::from_str(&newest.document).map_err(anyhow::Error::from)?;
    Ok(content == input.content)
}

/// The template, locked, unless it is archived.
pub(super) async fn locked(
    txn: &DatabaseTransaction,
    actor: &Actor,
    id: TemplateId,
) -> Result<template::Model> {
    let row = store::templates::lock(txn, actor.gym, id).await?.ok_or_else(|| {
        Error::field(&["id"], UserErrorCode::NotFound, "there is no such template")
    })?;
    if row.status == TemplateStatus::Archived.as_str() {
        let message = "an archived template can't be changed";
        return Err(Error::field(&["id"], UserErrorCode::NotAllowedInState, message));
    }
    Ok(row)
}

/// Refuses a version that is no longer the newest.
pub(super) fn named(row: &template::Model, version: i32) -> Result<()> {
    if row.version == version {
        return Ok(());
    }
    let message = format!("version must be {}, the newest, got {version}", row.version);
    Err(Error::field(&["version"], UserErrorCode::StaleRevision, message))
}

/// Says where a version stands.
pub(super) async fn stand(
    txn: &DatabaseTransaction,
    actor: &Actor,
    template: TemplateId,
    number: i32,
    status: TemplateVersionStatus,
) -> Result<()> {
    let changes =
        template_version::ActiveModel { status: Set(status.to_string()), ..Default::default() };
    store::templates::update_version(txn, actor.gym, template, number, changes).await?;
    Ok(())
}

async fn free_name(
    txn: &DatabaseTransaction,
    actor: &Actor,
    name: &str,
    own: Option<TemplateId>,
) -> Result<()> {
    let name = name.trim();
    let known = store::templates::by_name(txn, actor.gym, name).await?;
    if known.is_some_and(|row| Some(row.id) != own.map(|id| id.uuid())) {
        let message = format!("there is a template {name:?} already");
        return Err(Error::field(&["template", "name"], UserErrorCode::Duplicate, message));
    }
    Ok(())
}
