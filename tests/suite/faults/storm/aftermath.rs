//! What must be there once the storm is over.

use std::collections::BTreeMap;

use domain::plan::PlanDocument;
use entity::{pack, plan_revision, session_state, weekly_run};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use tests::invariants::settled;
use uuid::Uuid;

use super::{Storm, Yes};

impl Storm {
    /// Everything that was answered with yes is there, and what holds of any gym at rest holds.
    pub(super) async fn nothing_is_lost(&self, yes: &Yes) {
        let of = plan_revision::Column::GymId.eq(self.gym.gym.uuid());
        let rows = plan_revision::Entity::find().filter(of).all(self.env.db.read()).await.unwrap();
        let by_coaches = rows.iter().filter(|row| row.author == "COACH").count();
        assert_eq!(by_coaches, yes.edits.len(), "each edit is one revision");
        for (plan, number) in &yes.approvals {
            let row =
                rows.iter().find(|row| (row.plan_id, row.number) == (*plan, *number)).unwrap();
            assert_eq!(row.review_state.as_deref(), Some("APPROVED"), "{plan}:{number}");
        }
        let states = session_state::Entity::find().all(self.env.db.read()).await.unwrap();
        for (plan, key) in &yes.starts {
            let begun = states.iter().find(|row| (row.plan_id, &row.session_key) == (*plan, key));
            assert!(begun.is_some_and(|row| row.started_at.is_some()), "{plan} {key}");
        }
        Self::notes_stand(&rows);
        settled(self.env.db.read(), self.gym.gym, &self.gym.members, self.week.monday()).await;
        let of = weekly_run::Column::Status.eq("COMPLETED_WITH_FAILURES");
        let failed = weekly_run::Entity::find().filter(of).all(self.env.db.read()).await.unwrap();
        assert!(failed.is_empty(), "{failed:?}");
    }

    /// The note of a plan's last edit is in its newest revision, whatever was computed since.
    fn notes_stand(rows: &[plan_revision::Model]) {
        let mut newest: BTreeMap<Uuid, Vec<&plan_revision::Model>> = BTreeMap::new();
        for row in rows {
            newest.entry(row.plan_id).or_default().push(row);
        }
        for revisions in newest.values_mut() {
            revisions.sort_by_key(|row| row.number);
            let edited = revisions.iter().rfind(|row| row.author == "COACH");
            let (Some(edited), Some(last)) = (edited, revisions.last()) else { continue };
            assert_eq!(note(edited), note(last), "plan {}: the coach's note stands", last.plan_id);
        }
    }
}

/// What a coach has written at the last session.
fn note(row: &plan_revision::Model) -> Option<String> {
    let document: PlanDocument = pack::unpack(&row.document).unwrap();
    document.sessions.last().unwrap().blocks[0].notes.clone()
}
