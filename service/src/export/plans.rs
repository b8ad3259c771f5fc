//! Plans in a member's copy: every revision with what it was computed from.

use std::collections::HashMap;

use domain::ids::PlanId;
use entity::instant::{FIRST_DAY, instant};
use entity::{narrative, pack, plan_revision, session_state, store};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Reading;
use crate::error::Result;

impl<C: ConnectionTrait> Reading<'_, C> {
    pub(super) async fn plans(&self) -> Result<Value> {
        let last = chrono::NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(FIRST_DAY);
        let members = [self.member];
        let plans = store::plans::between(self.db, self.gym, &members, FIRST_DAY, last).await?;
        let ids: Vec<PlanId> = plans.iter().map(|plan| PlanId::from_uuid(plan.id)).collect();
        let mut states: HashMap<Uuid, Vec<Value>> = HashMap::new();
        for row in store::session_states::of_plans(self.db, self.gym, &ids).await? {
            states.entry(row.plan_id).or_default().push(self.state(&row));
        }
        let mut out = Vec::with_capacity(plans.len());
        for plan in plans {
            let revisions = self.revisions(PlanId::from_uuid(plan.id)).await?;
            if self.staff || !revisions.is_empty() {
                out.push(json!({
                    "weekOf": plan.week_of,
                    "status": plan.status,
                    "revisionInForce": plan.published,
                    "sessionStates": states.remove(&plan.id).unwrap_or_default(),
                    "revisions": revisions,
                }));
            }
        }
        Ok(out.into())
    }

    /// Oldest first; a member's copy has those that were published.
    async fn revisions(&self, plan: PlanId) -> Result<Vec<Value>> {
        let rows = store::plan_revisions::of_plan(self.db, self.gym, plan).await?;
        let keys: Vec<(PlanId, i32)> = rows.iter().map(|row| (plan, row.number)).collect();
        let texts = store::narratives::by_keys(self.db, self.gym, &keys).await?;
        let seen = rows.iter().rev().filter(|row| self.staff || row.published_at.is_some());
        seen.map(|row| {
            let text = texts.iter().find(|text| text.number == row.number);
            self.revision(row, text)
        })
        .collect()
    }

    fn revision(
        &self,
        row: &plan_revision::Model,
        text: Option<&narrative::Model>,
    ) -> Result<Value> {
        let unpack = |bytes: &[u8]| pack::unpack::<Value>(bytes).map_err(anyhow::Error::from);
        Ok(json!({
            "number": row.number,
            "author": row.author,
            "trigger": row.trigger,
            "engineVersion": row.engine_version,
            "asOf": instant(row.as_of_at),
            "createdAt": instant(row.created_at),
            "publishedAt": row.published_at.map(instant),
            "reviewState": row.review_state.as_ref().filter(|_| self.staff),
            "reviewNote": row.review_note.as_ref().filter(|_| self.staff),
            "week": unpack(&row.document)?,
            "computedFrom": unpack(&row.signals)?,
            "narrative": text.map(|text| json!({
                "source": text.source,
                "focus": text.focus,
                "reasoning": text.reasoning,
                "cues": serde_json::from_str::<Value>(&text.cues).unwrap_or_default(),
            })),
        }))
    }

    fn state(&self, row: &session_state::Model) -> Value {
        json!({
            "session": row.session_key,
            "startedAt": row.started_at.map(instant),
            "excusedAt": row.excused_at.map(instant),
            "excuseReason": row.excuse_reason,
            "excuseNote": row.excuse_note.as_ref().filter(|_| self.staff),
        })
    }
}
