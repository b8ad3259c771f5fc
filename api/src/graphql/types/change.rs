//! What one revision changed against another.

use async_graphql::{Context, SimpleObject};
use domain::diff::{self, Change};
use domain::explain::Reader;
use entity::plan;
use entity::store::plan_revisions::Head;

use super::revision::PlanRevision;
use crate::error::ApiError;
use crate::graphql::enums::ChangeKind;
use crate::graphql::loaders::{self, WeekOf};
use crate::graphql::scalars::Date;

/// One difference. The keys say where to show it; `path` names the value, e.g. `load`, `sets`, `date`.
#[derive(SimpleObject)]
pub struct PlanChange {
    /// How it differs.
    kind: ChangeKind,
    /// Day of the session; null where the difference is in none.
    session_date: Option<Date>,
    /// Key of the session.
    session_key: Option<String>,
    /// Key of the block.
    block_key: Option<String>,
    /// Key of the line.
    prescription_key: Option<String>,
    /// The value that differs.
    path: String,
    /// What it was, as text; null: there was none.
    before: Option<String>,
    /// What it is, as text; null: there is none.
    after: Option<String>,
    /// One sentence that says all of it.
    summary: String,
}

impl PlanChange {
    /// What a revision changed against `since`; default: the one published before it, else the one
    /// before it.
    pub async fn since(
        ctx: &Context<'_>,
        plan: &plan::Model,
        number: i32,
        since: Option<i32>,
    ) -> Result<Vec<Self>, ApiError> {
        let heads = PlanRevision::heads(ctx, plan).await?;
        let base = match since {
            Some(since) => Some(named(&heads, since)?),
            None => before(&heads, number),
        };
        let Some(base) = base else { return Ok(Vec::new()) };
        let keys = vec![WeekOf(plan.id, base), WeekOf(plan.id, number)];
        let weeks = loaders::load_all(ctx, keys).await?;
        let [before, after] = weeks.as_slice() else { return Ok(Vec::new()) };
        let reader = after.reader();
        let changes = diff::changes(&before.document, &after.document);
        Ok(changes.into_iter().map(|change| Self::of(change, &reader)).collect())
    }

    fn of(change: Change, reader: &Reader<'_>) -> Self {
        let summary = reader.change(&change);
        Self::told(change, summary)
    }

    /// A difference with its sentence.
    pub fn told(change: Change, summary: String) -> Self {
        Self {
            summary,
            kind: change.kind.into(),
            session_date: change.session_date.map(Date),
            session_key: change.session_key,
            block_key: change.block_key,
            prescription_key: change.line_key,
            path: change.path,
            before: change.before,
            after: change.after,
        }
    }
}

fn named(heads: &[Head], since: i32) -> Result<i32, ApiError> {
    let known = heads.iter().any(|head| head.number == since);
    let missing = || ApiError::BadUserInput(format!("the plan has no revision {since}"));
    known.then_some(since).ok_or_else(missing)
}

/// The revision that one is compared with where none is named; `heads`: newest first.
fn before(heads: &[Head], number: i32) -> Option<i32> {
    let older = || heads.iter().filter(|head| head.number < number);
    let published = older().find(|head| head.published_at.is_some());
    published.or(older().next()).map(|head| head.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn head(number: i32, published: bool) -> Head {
        Head {
            plan_id: Uuid::nil(),
            number,
            member_id: Uuid::nil(),
            author: "ENGINE".into(),
            coach_id: None,
            trigger: "WEEKLY".into(),
            engine_version: "1.0.0".into(),
            input_digest: Vec::new(),
            created_at: 0,
            published_at: published.then_some(1),
            review_state: None,
            review_coach_id: None,
            review_note: None,
            waiting_since_at: None,
            decided_at: None,
            auto_release_at: None,
        }
    }

    #[test]
    fn a_revision_is_compared_with_the_one_published_before_it_else_the_one_before() {
        let heads = [head(4, false), head(3, false), head(2, true), head(1, false)];

        assert_eq!(before(&heads, 4), Some(2));
        assert_eq!(before(&heads, 2), Some(1));
        assert_eq!(before(&heads, 1), None);
    }

    #[test]
    fn a_revision_that_the_caller_does_not_see_is_none() {
        assert!(named(&[head(1, true)], 2).is_err());
        assert_eq!(named(&[head(1, true)], 1).ok(), Some(1));
    }
}
