//! The words to a week.

use async_graphql::{Context, SimpleObject};
use entity::narrative;
use service::read::weeks::ReadWeek;
use uuid::Uuid;

use crate::error::ApiError;
use crate::graphql::enums::{NarrativeSource, NarrativeState, word};
use crate::graphql::loaders::{self, AwaitedNarrative, NarrativeOf, WeekOf};
use crate::graphql::scalars::DateTime;

/// The coaching context of the week.
#[derive(SimpleObject)]
pub struct Narrative {
    /// Whether the words may still be replaced.
    state: NarrativeState,
    /// The week's focus, one sentence.
    focus: String,
    /// Why the week looks as it does.
    reasoning: String,
    /// What to keep in mind while training.
    cues: Vec<String>,
    /// Who wrote them.
    source: NarrativeSource,
    /// Every number, movement and direction in the text was found in the plan.
    verified: bool,
    /// The model that wrote them; null for rules and coaches.
    model: Option<String>,
    /// When they were written.
    generated_at: DateTime,
}

impl Narrative {
    /// Of a revision: what was written for it, else what the rules write.
    pub async fn of(ctx: &Context<'_>, plan: Uuid, number: i32) -> Result<Self, ApiError> {
        if let Some(row) = loaders::load(ctx, NarrativeOf(plan, number)).await? {
            return Self::written(row);
        }
        let week = loaders::expect(ctx, WeekOf(plan, number), "revision of a plan").await?;
        let awaited = loaders::load(ctx, AwaitedNarrative(plan, number)).await?.is_some();
        Ok(Self::by_rules(&week, awaited))
    }

    fn written(row: narrative::Model) -> Result<Self, ApiError> {
        Ok(Self {
            state: word(&row.state)?,
            source: word(&row.source)?,
            cues: serde_json::from_str(&row.cues).map_err(anyhow::Error::from)?,
            focus: row.focus,
            reasoning: row.reasoning,
            verified: row.verified,
            model: row.model,
            generated_at: DateTime::of(row.generated_at),
        })
    }

    /// The rules read the plan itself, so all they say is in it.
    fn by_rules(week: &ReadWeek, awaited: bool) -> Self {
        let text = domain::narrative::rules(&week.reader(), &week.document);
        Self {
            state: if awaited { NarrativeState::Pending } else { NarrativeState::Ready },
            source: NarrativeSource::Rules,
            focus: text.focus,
            reasoning: text.reasoning,
            cues: text.cues,
            verified: true,
            model: None,
            generated_at: DateTime::of(week.created_at),
        }
    }
}
