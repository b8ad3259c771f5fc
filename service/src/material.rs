//! Whether a change is material for a member's weeks, and the computation it then asks for.
//!
//! Every change of readiness, training, records, goals, restrictions or programme calls this inside
//! its own transaction: what changed and the recomputation that it asks for commit together.

mod limits;
mod programme;
mod words;

pub use programme::ask_for_programme;

use std::collections::BTreeSet;

use domain::calendar::{Week, local_date};
use domain::ids::{ComputationId, GymId, MemberId, PlanId};
use domain::material::{self, MaterialChange};
use domain::observe::observe;
use domain::plan::{PlanDocument, TemplateRef};
use domain::signals::Signals;
use domain::snapshot::TemplateFacts;
use domain::vocab::{ComputationKind, ComputationStatus, Trigger};
use entity::{gym, pack, plan, store};
use sea_orm::DatabaseTransaction;

use crate::env::Env;
use crate::error::Result;
use crate::events::Wakes;
use crate::inputs::{self, Ask};
use crate::ledger;
use crate::runs::{WEEKS_AHEAD, zone};

/// Said where the member has no week that a change could reach.
const NO_PLAN: &str = "no plan is in force that it could change";

/// Whether a change set off a recomputation, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether one was asked for.
    pub triggered: bool,
    /// One sentence.
    pub reason: String,
    /// The computation that was asked for or joined.
    pub computation: Option<ComputationId>,
}

impl Decision {
    /// No recomputation.
    pub fn immaterial(reason: impl Into<String>) -> Self {
        Self { triggered: false, reason: reason.into(), computation: None }
    }

    fn triggered(reason: impl Into<String>, computation: ComputationId) -> Self {
        Self { triggered: true, reason: reason.into(), computation: Some(computation) }
    }

    /// Whom to wake after the commit.
    pub fn wakes(&self) -> Wakes {
        Wakes { events: Vec::new(), work: self.triggered }
    }
}

/// Judges what this transaction has written about a member, against each plan whose week is not
/// over, and asks for what is then to be computed again.
///
/// `cause` says what changed; it names the computation of a week that is being computed just now and
/// so can't be judged. Lock the member's row first (`store::members::lock`), and write everything
/// before: this locks computations, which come after plans in the order of locks.
pub async fn ask_if_material(
    txn: &DatabaseTransaction,
    env: &Env,
    gym: &gym::Model,
    member: MemberId,
    cause: Trigger,
) -> Result<Decision> {
    if !gym.recompute_enabled {
        return Ok(Decision::immaterial("the gym does not recompute within a week"));
    }
    let this_week = Week::containing(local_date(env.now(), zone(gym)?));
    let id = GymId::from_uuid(gym.id);
    let change = Change { txn, env, gym, member, cause };
    // Locked, so that none of them starts before this transaction's change can be read.
    let open = store::computations::lock_open_since(
        txn,
        id,
        &[member],
        this_week.monday(),
        ComputationKind::Plan,
    )
    .await?;
    let running = ComputationStatus::Running.as_str();
    let running: BTreeSet<_> =
        open.iter().filter(|row| row.status == running).map(|row| row.week_of).collect();
    let mut decisions = Vec::new();
    for monday in &running {
        decisions.push(change.unjudged(Week::containing(*monday)).await?);
    }
    let last = this_week.plus(WEEKS_AHEAD).monday();
    for plan in store::plans::between(txn, id, &[member], this_week.monday(), last).await? {
        if !running.contains(&plan.week_of) {
            decisions.push(change.judged(&plan).await?);
        }
    }
    Ok(most_telling(&decisions))
}

/// The first that asked for something, else the first that says why not.
fn most_telling(decisions: &[Decision]) -> Decision {
    let told = decisions.iter().find(|decision| decision.triggered).or(decisions.first());
    told.cloned().unwrap_or_else(|| Decision::immaterial(NO_PLAN))
}

/// What a transaction has changed about a member.
struct Change<'a> {
    txn: &'a DatabaseTransaction,
    env: &'a Env,
    gym: &'a gym::Model,
    member: MemberId,
    cause: Trigger,
}

/// What the revision in force was built on.
struct Basis {
    signals: Signals,
    template: TemplateRef,
}

impl Change<'_> {
    /// A week that is being computed: its basis is about to be replaced, so there is nothing to judge
    /// against.
    async fn unjudged(&self, week: Week) -> Result<Decision> {
        let reason = "the week is being computed and will be computed again";
        Ok(Decision::triggered(reason, self.ask(week, self.cause).await?))
    }

    async fn judged(&self, plan: &plan::Model) -> Result<Decision> {
        let week = Week::containing(plan.week_of);
        let Some(basis) = self.basis(plan).await? else {
            return Ok(Decision::immaterial(NO_PLAN));
        };
        let ask = Ask { member: self.member, trigger: self.cause, reduce_only: true };
        let gym = GymId::from_uuid(self.gym.id);
        let inputs = inputs::load(self.txn, gym, week, &[ask], self.env.now()).await?;
        let snapshot = match inputs.members.first().map(|of| inputs.snapshot(of)) {
            Some(Ok(snapshot)) => snapshot,
            Some(Err(why)) => {
                tracing::warn!(member.id = %self.member, error = %why, "a change could not be judged");
                return Ok(Decision::immaterial(
                    "the member's week can't be computed as things are",
                ));
            }
            None => return Ok(Decision::immaterial(NO_PLAN)),
        };
        let now = observe(&snapshot);
        let other_version = !is_version(&basis.template, snapshot.template);
        let changes = material::changes(&basis.signals, &now, other_version, &inputs.facts.config);
        let Some(widest) = widest(&changes) else {
            let why = words::immaterial(self.cause, &basis.signals, &now);
            return Ok(Decision::immaterial(why));
        };
        if limits::apply_to(widest.trigger())
            && let Some(limit) = limits::reached(self.txn, self.env, self.gym, plan.id).await?
        {
            return Ok(Decision::immaterial(limit));
        }
        Ok(Decision::triggered(words::of(&changes), self.ask(week, widest.trigger()).await?))
    }

    /// Of the revision in force, else of the one that waits. `None`: there is neither, or it was erased.
    async fn basis(&self, plan: &plan::Model) -> Result<Option<Basis>> {
        let Some(number) = plan.published.or(plan.pending) else {
            return Ok(None);
        };
        let (gym, id) = (GymId::from_uuid(plan.gym_id), PlanId::from_uuid(plan.id));
        let row = store::plan_revisions::find(self.txn, gym, id, number).await?;
        let Some(row) = row.filter(|row| row.erased_at.is_none()) else {
            return Ok(None);
        };
        let document: PlanDocument = pack::unpack(&row.document).map_err(anyhow::Error::from)?;
        let signals = pack::unpack(&row.signals).map_err(anyhow::Error::from)?;
        Ok(Some(Basis { signals, template: document.template }))
    }

    async fn ask(&self, week: Week, trigger: Trigger) -> Result<ComputationId> {
        let ask = ledger::Ask {
            gym: GymId::from_uuid(self.gym.id),
            member: self.member,
            week,
            kind: ComputationKind::Plan,
            trigger,
            reduce_only: !crate::personalise::redraws(trigger),
            priority: ledger::Priority::Triggered,
            run: None,
            debounce_seconds: self.gym.debounce_seconds,
            note: None,
            plan_number: None,
        };
        Ok(ledger::request(self.txn, self.env, ask).await?.computation)
    }
}

/// Whether a plan was drawn from this version.
pub(crate) fn is_version(drawn_from: &TemplateRef, template: &TemplateFacts) -> bool {
    drawn_from.id == template.id && drawn_from.version == template.version
}

/// The change that may alter most; of equals, the first.
fn widest(changes: &[MaterialChange]) -> Option<&MaterialChange> {
    changes.iter().rev().max_by_key(|change| ledger::reach(change.trigger()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_changes_the_one_that_may_alter_most_names_the_computation() {
        let changes = [
            MaterialChange::Pain,
            MaterialChange::Restriction("restriction_1".into()),
            MaterialChange::Goals,
            MaterialChange::Template,
        ];

        assert_eq!(widest(&changes), Some(&MaterialChange::Goals));
        assert_eq!(widest(&changes[..2]), Some(&changes[1]));
        assert_eq!(widest(&[]), None);
    }

    #[test]
    fn the_week_that_is_computed_again_is_told_before_one_that_is_not() {
        let asked =
            Decision { triggered: true, reason: "readiness fell".into(), computation: None };

        assert_eq!(most_telling(&[Decision::immaterial("no"), asked.clone()]), asked);
        assert_eq!(most_telling(&[]).reason, NO_PLAN);
    }
}
