//! What everyone does in the storm, over and over.

use domain::access::Actor;
use domain::edit::Edit;
use domain::ids::{PlanId, RunId};
use domain::plan::PlanDocument;
use domain::plan_ids::{BlockId, SessionId};
use domain::vocab::Role;
use entity::{plan, store};
use service::review::{
    Approve, EditPlan, OfBlock, RequestRecompute, approve, edit, request_recompute,
};
use service::{runs, sessions};

use super::{Storm, Yes};

impl Storm {
    /// A coach writes a note at the last session of one member after the other.
    pub(super) async fn coaching(self, actor: Actor, salt: usize) -> Yes {
        let mut yes = Yes::default();
        for round in 0..self.rounds {
            let Some(plan) = self.plan(self.member(round + salt)).await else { continue };
            let Some(number) = plan.pending.or(plan.published) else { continue };
            let document = self.document(&plan, number).await;
            let note = format!("{} {round}", actor.subject);
            let input = written(&plan, number, &document, &note);
            if yes.answered(edit(&self.env, &actor, input).await).is_some() {
                yes.edits.push((plan.id, note));
            }
        }
        yes
    }

    /// Another approves whatever waits.
    pub(super) async fn approving(self, actor: Actor) -> Yes {
        let mut yes = Yes::default();
        for round in 0..self.rounds {
            let Some(plan) = self.plan(self.member(round)).await else { continue };
            let Some(revision) = plan.pending else {
                tokio::task::yield_now().await;
                continue;
            };
            let input = Approve { plan: PlanId::from_uuid(plan.id), revision, note: None };
            if yes.answered(approve(&self.env, &actor, input).await).is_some() {
                yes.approvals.push((plan.id, revision));
            }
        }
        yes
    }

    /// Members begin their first session.
    pub(super) async fn training(self) -> Yes {
        let mut yes = Yes::default();
        for round in 0..self.rounds {
            let member = self.member(round);
            let Some(plan) = self.plan(member).await else { continue };
            let Some(number) = plan.published else { continue };
            let document = self.document(&plan, number).await;
            let session = &document.sessions[round % (document.sessions.len() - 1)];
            let id = SessionId {
                plan: PlanId::from_uuid(plan.id),
                revision: number.unsigned_abs(),
                key: session.key.clone(),
            };
            let actor = Actor {
                roles: vec![Role::Member],
                coach: None,
                member: Some(member),
                ..self.nobody()
            };
            if yes.answered(sessions::start(&self.env, &actor, &id.to_string()).await).is_some() {
                yes.starts.push((plan.id, id.key));
            }
        }
        yes
    }

    fn nobody(&self) -> Actor {
        Actor {
            gym: self.gym.gym,
            subject: "member".to_owned(),
            display_name: "Member".to_owned(),
            roles: Vec::new(),
            coach: None,
            member: None,
            integration: None,
        }
    }

    /// The week is run again and again, and every second run is called off.
    pub(super) async fn running(self) -> Yes {
        let mut yes = Yes::default();
        for round in 0..self.rounds / 4 {
            let started = runs::start(&self.env, self.gym.gym, Some(self.week)).await;
            let Some(started) = yes.answered(started) else { continue };
            if round % 2 == 0 {
                yes.answered(runs::cancel(&self.env, self.gym.gym, started.run).await);
            }
            self.until_closed(started.run).await;
        }
        yes
    }

    async fn until_closed(&self, run: RunId) {
        while store::runs::find(self.env.db.read(), self.gym.gym, run)
            .await
            .unwrap()
            .is_some_and(|run| run.status == "RUNNING")
        {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// A coach asks for single weeks anew.
    pub(super) async fn asking(self, actor: Actor) -> Yes {
        let mut yes = Yes::default();
        for round in 0..self.rounds {
            let input = RequestRecompute {
                member: self.member(round * 3),
                week_of: Some(self.week.monday()),
                note: None,
            };
            yes.answered(request_recompute(&self.env, &actor, input).await);
        }
        yes
    }
}

/// An edit that writes a note at the last session of a revision.
fn written(plan: &plan::Model, number: i32, document: &PlanDocument, note: &str) -> EditPlan {
    let block = &document.sessions.last().expect("a week has sessions").blocks[0];
    let id = PlanId::from_uuid(plan.id);
    let of = BlockId { plan: id, revision: number.unsigned_abs(), key: block.key.clone() };
    EditPlan {
        plan: id,
        revision: number,
        lines: Vec::new(),
        additions: Vec::new(),
        blocks: vec![OfBlock {
            id: of.to_string(),
            rounds: Edit::Keep,
            time_cap_minutes: Edit::Keep,
            notes: Edit::Set(note.to_owned()),
        }],
        moves: Vec::new(),
        removals: Vec::new(),
        words: None,
        note: None,
        idempotency_key: None,
    }
}
