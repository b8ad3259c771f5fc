//! Programme templates, and what a change of one would do.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use domain::access::Action;
use domain::ids::TemplateId;
use entity::store;
use service::error::Error;
use service::templates::{PreviewPool, PreviewTemplate, preview};

use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::errors::user_errors;
use crate::graphql::inputs::named;
use crate::graphql::loaders::{self, TemplateById};
use crate::graphql::scalars::{Date, read_id};
use crate::graphql::template_input::ProgrammeTemplateInput;
use crate::graphql::types::preview::TemplatePreview;
use crate::graphql::types::template::ProgrammeTemplate;

#[derive(Default)]
pub struct TemplateQuery;

#[Object]
impl TemplateQuery {
    /// A template of the gym. Coaches and owners.
    async fn programme_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The template.")] id: ID,
    ) -> Option<Result<ProgrammeTemplate, ApiError>> {
        if let Err(error) = needs(ctx, Action::ReadTemplates) {
            return Some(Err(error));
        }
        let id: TemplateId = read_id(&id)?;
        let row = loaders::load(ctx, TemplateById(id.uuid())).await;
        row.map(|row| row.map(ProgrammeTemplate)).transpose()
    }

    /// By name. Coaches and owners.
    async fn programme_templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whether archived ones are listed too.", default = false)]
        include_archived: bool,
    ) -> Result<Vec<ProgrammeTemplate>, ApiError> {
        let gym = needs(ctx, Action::ReadTemplates)?.gym;
        let rows = store::templates::all(env(ctx).db.read(), gym, include_archived).await?;
        Ok(rows.into_iter().map(ProgrammeTemplate).collect())
    }

    /// What a template change would do to every member assigned to it, computed and thrown away: nothing is written. Coaches and owners.
    async fn preview_template(
        &self,
        ctx: &Context<'_>,
        input: TemplatePreviewInput,
    ) -> Result<TemplatePreview, ApiError> {
        let actor = needs(ctx, Action::EditTemplates)?;
        let pool = ctx.data_unchecked::<Arc<PreviewPool>>();
        let found = match input.read() {
            Ok(input) => preview(env(ctx), pool, actor, input).await,
            Err(error) => Err(error),
        };
        match found {
            Ok(found) => Ok(TemplatePreview::of(found)),
            Err(error) => {
                Ok(TemplatePreview::refused(user_errors(error, actor, Action::EditTemplates)?))
            }
        }
    }
}

/// What if the template were as the draft has it?
#[derive(InputObject)]
pub struct TemplatePreviewInput {
    /// The template that would change.
    template_id: ID,
    /// The template as it would be.
    draft: ProgrammeTemplateInput,
    /// Monday; default: the coming week.
    week_of: Option<Date>,
}

impl TemplatePreviewInput {
    fn read(self) -> Result<PreviewTemplate, Error> {
        Ok(PreviewTemplate {
            template: named(&self.template_id, "templateId", "template")?,
            draft: self.draft.read("draft")?,
            week_of: self.week_of.map(|date| date.0),
        })
    }
}
