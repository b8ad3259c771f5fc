//! A week with an edit in it, and what it was edited with.

use domain::edit::{EditCode, EditProblem, PlanEdit};
use domain::ids::{GymId, TemplateId};
use domain::plan::PlanDocument;
use domain::signals::Signals;
use domain::snapshot::{GymFacts, TemplateFacts};
use entity::{pack, plan_revision, store};
use sea_orm::DatabaseTransaction;

use super::super::Locked;
use super::super::act::{Act, Edited};
use crate::env::Env;
use crate::error::{Error, FieldError, Result, UserErrorCode};
use crate::facts;
use crate::inputs::{gym_facts, restriction_facts};

pub(super) struct EditedWeek {
    /// The week.
    pub(super) document: PlanDocument,
    /// What the edited revision was computed from.
    pub(super) signals: Signals,
    /// The gym as it is now.
    pub(super) facts: GymFacts,
    /// How it was made.
    pub(super) act: Act,
}

impl EditedWeek {
    /// Edits the week of `from`; or everything that is wrong with the edit.
    pub(super) async fn of(
        txn: &DatabaseTransaction,
        locked: &Locked,
        from: &plan_revision::Model,
        edit: PlanEdit,
    ) -> Result<Self> {
        let facts = gym_facts(txn, &locked.gym).await?;
        let base: PlanDocument = pack::unpack(&from.document).map_err(anyhow::Error::from)?;
        let signals: Signals = pack::unpack(&from.signals).map_err(anyhow::Error::from)?;
        let template = template(txn, locked.gym_id(), &base).await?;
        let members = [locked.member_id()];
        let rows = store::restrictions::of_members(txn, locked.gym_id(), &members).await?;
        let edited = Edited {
            edit,
            restrictions: rows.iter().map(restriction_facts).collect::<anyhow::Result<_>>()?,
            today: locked.today,
            begun: locked.begun(txn).await?,
        };
        let document = edited
            .apply(&base, &signals, &facts, template.as_ref())
            .map_err(|problems| Error::Invalid(problems.into_iter().map(problem).collect()))?;
        Ok(Self { document, signals, facts, act: Act::Edited(edited) })
    }

    /// Keeps the gym's facts, as the edit saw them, under the digest that it answers.
    pub(super) async fn keep_facts(
        &self,
        txn: &DatabaseTransaction,
        env: &Env,
        gym: GymId,
    ) -> Result<Vec<u8>> {
        let digest = facts::digest(&self.facts)?;
        facts::keep(txn, gym, &self.facts, &digest, env.now()).await?;
        Ok(digest.to_vec())
    }
}

fn problem(problem: EditProblem) -> FieldError {
    let code = match problem.code {
        EditCode::Invalid => UserErrorCode::Invalid,
        EditCode::OutOfRange => UserErrorCode::OutOfRange,
        EditCode::NotFound => UserErrorCode::NotFound,
        EditCode::NotAllowed => UserErrorCode::NotAllowedInState,
    };
    FieldError { path: problem.path, code, message: problem.message }
}

/// The version of the template that a week cites: from it another movement's line is prescribed.
async fn template(
    txn: &DatabaseTransaction,
    gym: GymId,
    base: &PlanDocument,
) -> Result<Option<TemplateFacts>> {
    let Ok(id) = base.template.id.parse::<TemplateId>() else { return Ok(None) };
    let number = i32::try_from(base.template.version).unwrap_or(0);
    let Some(row) = store::templates::version(txn, gym, id, number).await? else {
        return Ok(None);
    };
    let template = serde_json::from_str(&row.document).map_err(anyhow::Error::from)?;
    let (id, version) = (base.template.id.clone(), base.template.version);
    Ok(Some(TemplateFacts { id, version, template }))
}
