//! Programme templates: saved, put in force, assigned, taken out of use.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use domain::access::Action;
use domain::ids::TemplateId;
use entity::template as row;
use service::done::Done;
use service::error::Error;
use service::templates::{self, AssignTemplate, CreateTemplate, UpdateTemplate};

use super::settle;
use crate::error::ApiError;
use crate::graphql::caller::{actor, env, needs};
use crate::graphql::errors::UserError;
use crate::graphql::inputs::named;
use crate::graphql::scalars::{Date, read_id};
use crate::graphql::template_input::ProgrammeTemplateInput;
use crate::graphql::types::member::Member;
use crate::graphql::types::template::ProgrammeTemplate;

#[derive(Default)]
pub struct TemplateMutation;

#[Object]
impl TemplateMutation {
    /// Up to 500 members. Coaches and owners.
    async fn assign_template(
        &self,
        ctx: &Context<'_>,
        input: AssignTemplateInput,
    ) -> Result<AssignTemplatePayload, ApiError> {
        let actor = needs(ctx, Action::EditTemplates)?;
        let done = match input.read() {
            Ok(input) => templates::assign(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        let (rows, user_errors) = settle(ctx, actor, Action::EditTemplates, done).await?;
        let assigned = rows.unwrap_or_default().into_iter().map(Member).collect();
        Ok(AssignTemplatePayload { assigned, user_errors })
    }

    /// Saves a first draft. Coaches and owners.
    async fn create_template(
        &self,
        ctx: &Context<'_>,
        input: CreateTemplateInput,
    ) -> Result<TemplatePayload, ApiError> {
        let actor = needs(ctx, Action::EditTemplates)?;
        let done = match input.template.read("template") {
            Ok(content) => {
                let input = CreateTemplate { content, idempotency_key: input.idempotency_key };
                templates::create(env(ctx), actor, input).await
            }
            Err(error) => Err(error),
        };
        TemplatePayload::of(ctx, Action::EditTemplates, done).await
    }

    /// Saves a draft; what is in force stays until it is published. Coaches and owners.
    async fn update_template(
        &self,
        ctx: &Context<'_>,
        input: UpdateTemplateInput,
    ) -> Result<TemplatePayload, ApiError> {
        let actor = needs(ctx, Action::EditTemplates)?;
        let done = match input.read() {
            Ok(input) => templates::update(env(ctx), actor, input).await,
            Err(error) => Err(error),
        };
        TemplatePayload::of(ctx, Action::EditTemplates, done).await
    }

    /// Puts the draft in force. Owners.
    async fn publish_template(
        &self,
        ctx: &Context<'_>,
        input: PublishTemplateInput,
    ) -> Result<TemplatePayload, ApiError> {
        let actor = needs(ctx, Action::PublishTemplates)?;
        let done = match named(&input.id, "id", "template") {
            Ok(id) => templates::publish(env(ctx), actor, id, input.version).await,
            Err(error) => Err(error),
        };
        TemplatePayload::of(ctx, Action::PublishTemplates, done).await
    }

    /// It can be assigned no more. Owners.
    async fn archive_template(
        &self,
        ctx: &Context<'_>,
        input: ArchiveTemplateInput,
    ) -> Result<TemplatePayload, ApiError> {
        let actor = needs(ctx, Action::PublishTemplates)?;
        let done = match named(&input.id, "id", "template") {
            Ok(id) => templates::archive(env(ctx), actor, id).await,
            Err(error) => Err(error),
        };
        TemplatePayload::of(ctx, Action::PublishTemplates, done).await
    }
}

/// Who follows a template from now on.
#[derive(InputObject)]
pub struct AssignTemplateInput {
    /// The template, which must have a version in force.
    template_id: ID,
    /// Who follows it from then on; at most 500.
    member_ids: Vec<ID>,
    /// Monday on which week 1 of the template's cycle begins for them; default: the coming week.
    starts_on: Option<Date>,
}

/// A new template.
#[derive(InputObject)]
pub struct CreateTemplateInput {
    /// What it holds.
    template: ProgrammeTemplateInput,
    /// Sent again within 24 hours: the first answer, no second effect.
    idempotency_key: Option<String>,
}

/// `version`: the one the editor was looking at; a newer one is a STALE_REVISION error.
#[derive(InputObject)]
pub struct UpdateTemplateInput {
    /// The template.
    id: ID,
    /// The newest version, the one that was looked at.
    version: i32,
    /// What it holds from now on.
    template: ProgrammeTemplateInput,
}

/// Which version to put in force.
#[derive(InputObject)]
pub struct PublishTemplateInput {
    /// The template.
    id: ID,
    /// The newest version, the one that was looked at.
    version: i32,
}

/// Which template to take out of use.
#[derive(InputObject)]
pub struct ArchiveTemplateInput {
    /// The template.
    id: ID,
}

/// Members after a template was assigned to them.
#[derive(SimpleObject)]
pub struct AssignTemplatePayload {
    /// Every member named; empty where nothing was done for an error.
    assigned: Vec<Member>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

/// A template after a change.
#[derive(SimpleObject)]
pub struct TemplatePayload {
    /// The template as it is now; null where nothing was done for an error.
    template: Option<ProgrammeTemplate>,
    /// What can be corrected; empty on success.
    user_errors: Vec<UserError>,
}

impl AssignTemplateInput {
    fn read(self) -> Result<AssignTemplate, Error> {
        Ok(AssignTemplate {
            template: named(&self.template_id, "templateId", "template")?,
            members: self.member_ids.iter().map(read_id).collect(),
            starts_on: self.starts_on.map(|date| date.0),
        })
    }
}

impl UpdateTemplateInput {
    fn read(self) -> Result<UpdateTemplate, Error> {
        let id: TemplateId = named(&self.id, "id", "template")?;
        Ok(UpdateTemplate { id, version: self.version, content: self.template.read("template")? })
    }
}

impl TemplatePayload {
    async fn of(
        ctx: &Context<'_>,
        action: Action,
        done: Result<Done<row::Model>, Error>,
    ) -> Result<Self, ApiError> {
        let (template, user_errors) = settle(ctx, actor(ctx)?, action, done).await?;
        Ok(Self { template: template.map(ProgrammeTemplate), user_errors })
    }
}
