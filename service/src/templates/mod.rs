//! Programme templates: saved as immutable versions, one of them in force, assigned to members.

mod assign;
mod check;
mod edit;
mod preview;
mod publish;

use domain::ids::{GymId, Template as TemplateKind, TemplateId, TemplateVersion};
use domain::template::Template;
use domain::vocab::{TemplateStatus, TemplateVersionStatus};
use entity::instant::micros;
use entity::{store, template, template_version};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::Result;

pub use assign::{AssignTemplate, assign};
pub use edit::{CreateTemplate, UpdateTemplate, create, update};
pub use preview::{MOST_EXACT, Preview, PreviewOf, PreviewPool, PreviewTemplate, TOLD, preview};
pub use publish::{archive, publish};

/// Saves a template and puts its first version in force, where nothing is wrong with it.
pub async fn publish_new(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: GymId,
    content: &Template,
) -> Result<TemplateId> {
    check::content(txn, gym, content, &[]).await?;
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
        status: TemplateVersionStatus::Published.to_string(),
        published_at: Some(now),
        ..draft(env, gym, id, 1, content)?
    };
    store::templates::insert(txn, gym, row).await?;
    store::templates::insert_version(txn, gym, version).await?;
    Ok(id)
}

/// A version as it is saved, not in force.
fn draft(
    env: &Env,
    gym: GymId,
    template: TemplateId,
    number: i32,
    content: &Template,
) -> Result<template_version::Model> {
    Ok(template_version::Model {
        id: env.id::<TemplateVersion>().uuid(),
        gym_id: gym.uuid(),
        template_id: template.uuid(),
        number,
        status: TemplateVersionStatus::Draft.to_string(),
        document: serde_json::to_string(content).map_err(anyhow::Error::from)?,
        created_at: micros(env.now()),
        published_at: None,
    })
}
