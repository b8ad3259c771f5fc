//! Putting a version in force, and taking a template out of use.

use domain::access::{Action, Actor, Subject, authorize};
use domain::calendar::{Week, local_date};
use domain::ids::TemplateId;
use domain::template::Template;
use domain::vocab::{TemplateStatus, TemplateVersionStatus};
use entity::instant::micros;
use entity::store::computations::Whom;
use entity::{store, template, template_version};
use sea_orm::Set;

use super::check;
use super::edit::{locked, named, stand};
use crate::contention::undisturbed;
use crate::done::Done;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::ledger::Priority;
use crate::material::ask_for_programme;
use crate::runs::zone;

/// Puts the newest version in force. The weeks that are not over of whoever follows the template are
/// computed again. Publishing twice is the same as publishing once.
pub async fn publish(
    env: &Env,
    actor: &Actor,
    id: TemplateId,
    version: i32,
) -> Result<Done<template::Model>> {
    authorize(actor, Action::PublishTemplates, &Subject::gym(actor.gym))?;
    undisturbed(async || publish_once(env, actor, id, version).await).await
}

async fn publish_once(
    env: &Env,
    actor: &Actor,
    id: TemplateId,
    version: i32,
) -> Result<Done<template::Model>> {
    let txn = env.db.write().await?;
    let gym = store::gyms::lock(&txn, actor.gym).await?.ok_or(Error::NotFound("gym"))?;
    let row = locked(&txn, actor, id).await?;
    named(&row, version)?;
    if row.published == Some(version) {
        return Ok(Done::quiet(row));
    }
    let draft = store::templates::version(&txn, actor.gym, id, version).await?;
    let draft = draft.ok_or_else(|| anyhow::anyhow!("a template has no newest version"))?;
    let content: Template = serde_json::from_str(&draft.document).map_err(anyhow::Error::from)?;
    // Tracks and movements may have changed since it was saved.
    check::content(&txn, actor.gym, &content, &[]).await.map_err(of_the_draft)?;
    if let Some(before) = row.published {
        stand(&txn, actor, id, before, TemplateVersionStatus::Superseded).await?;
    }
    let now = micros(env.now());
    let changes = template_version::ActiveModel {
        status: Set(TemplateVersionStatus::Published.to_string()),
        published_at: Set(Some(now)),
        ..Default::default()
    };
    store::templates::update_version(&txn, actor.gym, id, version, changes).await?;
    let row = template::Model {
        status: TemplateStatus::Published.to_string(),
        published: Some(version),
        updated_at: now,
        ..row
    };
    let changes = template::ActiveModel {
        status: Set(row.status.clone()),
        published: Set(row.published),
        updated_at: Set(now),
        ..Default::default()
    };
    store::templates::update(&txn, actor.gym, id, changes).await?;
    let first = Week::containing(local_date(env.now(), zone(&gym)?));
    let whom = Whom::Followers(id);
    let wakes = ask_for_programme(&txn, env, &gym, &whom, first, Priority::Bulk).await?;
    txn.commit().await?;
    Ok(Done { value: row, wakes })
}

/// A fault of what was saved is told of the version that was to be published.
fn of_the_draft(error: Error) -> Error {
    let Error::Invalid(errors) = error else { return error };
    let told = errors.into_iter().map(|error| {
        let at = error.path.join(".");
        let path = vec!["version".to_owned()];
        crate::error::FieldError { path, message: format!("{at}: {}", error.message), ..error }
    });
    Error::Invalid(told.collect())
}

/// Takes a template out of use: it can be assigned no more. Who follows it goes on. Archiving twice is
/// the same as archiving once.
pub async fn archive(env: &Env, actor: &Actor, id: TemplateId) -> Result<Done<template::Model>> {
    authorize(actor, Action::PublishTemplates, &Subject::gym(actor.gym))?;
    let txn = env.db.write().await?;
    let row = store::templates::lock(&txn, actor.gym, id).await?.ok_or_else(|| {
        let code = crate::error::UserErrorCode::NotFound;
        Error::field(&["id"], code, "there is no such template")
    })?;
    if row.status == TemplateStatus::Archived.as_str() {
        return Ok(Done::quiet(row));
    }
    let row = template::Model {
        status: TemplateStatus::Archived.to_string(),
        updated_at: micros(env.now()),
        ..row
    };
    let changes = template::ActiveModel {
        status: Set(row.status.clone()),
        updated_at: Set(row.updated_at),
        ..Default::default()
    };
    store::templates::update(&txn, actor.gym, id, changes).await?;
    txn.commit().await?;
    Ok(Done::quiet(row))
}
