//! Coaches, members and the clock over the same weeks at once: everyone gets an answer of their own, no
//! deadlock reaches anybody, and what was answered with yes is there afterwards.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::Actor;
use domain::edit::Edit;
use domain::ids::{Coach, CoachId, MemberId, PlanId, RunId};
use domain::plan::PlanDocument;
use domain::plan_ids::{BlockId, SessionId};
use domain::vocab::Role;
use entity::{coach, event, pack, plan, plan_revision, session_state, store, weekly_run};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _, Set};
use service::env::Env;
use service::error::Error;
use service::review::{
    Approve, EditPlan, OfBlock, RequestRecompute, approve, edit, request_recompute,
};
use service::{runs, sessions};
use tests::cluster::Cluster;
use tests::crowd::Crowd;
use uuid::Uuid;

use super::{Gyms, on_cluster, reviewed, sized};

/// What was answered with yes.
#[derive(Debug, Default)]
struct Yes {
    /// Plan and note of each edit, in the order of one coach.
    edits: Vec<(Uuid, String)>,
    /// Plan and number of each approval.
    approvals: Vec<(Uuid, i32)>,
    /// Plan and key of each session that began.
    starts: Vec<(Uuid, String)>,
    /// How often something was refused, in words for people.
    refused: usize,
}

/// One gym in which all of it happens.
#[derive(Clone)]
struct Storm {
    env: Env,
    gym: Arc<Crowd>,
    week: domain::calendar::Week,
    rounds: usize,
}

#[test]
fn a_storm_over_the_same_weeks_loses_no_update_and_shows_no_deadlock() {
    on_cluster(async |mut cluster| {
        let gyms = Gyms::found(&cluster.env, 1, sized(6, 30)).await;
        reviewed(&cluster.env, &gyms.gyms[0]).await;
        cluster.add("worker");
        cluster.add("worker");
        cluster.add("scheduler");
        gyms.run(&cluster.env).await;
        cluster.until("a first week is computed", super::at_rest).await;
        let storm = Storm {
            env: cluster.env.clone(),
            gym: Arc::new(gyms.gyms[0].clone()),
            week: gyms.week,
            rounds: sized(40, 400),
        };

        let yes = storm.break_out().await;
        cluster.until("all is at rest", super::at_rest).await;

        eprintln!(
            "{} edits, {} approvals, {} starts, {} refusals",
            yes.edits.len(),
            yes.approvals.len(),
            yes.starts.len(),
            yes.refused
        );
        assert!(!yes.edits.is_empty() && !yes.approvals.is_empty() && !yes.starts.is_empty());
        storm.nothing_is_lost(&yes).await;
        quiet(&cluster);
        assert_eq!(cluster.fallen, 0);
    });
}

/// The workers have met no deadlock that reached anyone, and nothing has failed.
fn quiet(cluster: &Cluster) {
    let deadlocks = cluster.logged("deadlock");
    assert!(deadlocks.is_empty(), "{deadlocks:#?}");
}

impl Storm {
    /// Everyone at once.
    async fn break_out(&self) -> Yes {
        let (ann, ben) = (self.coach("Ann").await, self.coach("Ben").await);
        let (one, two, three, four, five, six) = tokio::join!(
            tokio::spawn(self.clone().coaching(ann.clone(), 1)),
            tokio::spawn(self.clone().coaching(ben, 2)),
            tokio::spawn(self.clone().training()),
            tokio::spawn(self.clone().running()),
            tokio::spawn(self.clone().asking(ann)),
            tokio::spawn(self.clone().approving(self.coach("Cat").await)),
        );
        let mut all = Yes::default();
        for yes in [one, two, three, four, five, six] {
            let yes = yes.unwrap();
            all.edits.extend(yes.edits);
            all.approvals.extend(yes.approvals);
            all.starts.extend(yes.starts);
            all.refused += yes.refused;
        }
        all
    }

    async fn coach(&self, name: &str) -> Actor {
        let id: CoachId = self.env.id::<Coach>();
        let gym = self.gym.gym;
        let row = coach::ActiveModel {
            id: Set(id.uuid()),
            gym_id: Set(gym.uuid()),
            display_name: Set(name.to_owned()),
            active: Set(true),
            ..Default::default()
        };
        let txn = self.env.db.write().await.unwrap();
        row.insert(&txn).await.unwrap();
        txn.commit().await.unwrap();
        Actor {
            gym,
            subject: name.to_owned(),
            display_name: name.to_owned(),
            roles: vec![Role::Coach],
            coach: Some(id),
            member: None,
            integration: None,
        }
    }

    fn member(&self, round: usize) -> MemberId {
        self.gym.members[round * 7 % self.gym.members.len()]
    }

    async fn plan(&self, member: MemberId) -> Option<plan::Model> {
        let found =
            store::plans::of_week(self.env.db.read(), self.gym.gym, member, self.week.monday());
        found.await.unwrap()
    }

    async fn document(&self, plan: &plan::Model, number: i32) -> PlanDocument {
        let id = PlanId::from_uuid(plan.id);
        let row = store::plan_revisions::find(self.env.db.read(), self.gym.gym, id, number).await;
        pack::unpack(&row.unwrap().unwrap().document).unwrap()
    }

    /// A coach writes a note at the last session of one member after the other.
    async fn coaching(self, actor: Actor, salt: usize) -> Yes {
        let mut yes = Yes::default();
        for round in 0..self.rounds {
            let Some(plan) = self.plan(self.member(round + salt)).await else { continue };
            let Some(number) = plan.pending.or(plan.published) else { continue };
            let document = self.document(&plan, number).await;
            let block = &document.sessions.last().unwrap().blocks[0];
            let note = format!("{} {round}", actor.subject);
            let id = PlanId::from_uuid(plan.id);
            let of = OfBlock {
                id: BlockId { plan: id, revision: number.unsigned_abs(), key: block.key.clone() }
                    .to_string(),
                rounds: Edit::Keep,
                time_cap_minutes: Edit::Keep,
                notes: Edit::Set(note.clone()),
            };
            let input = EditPlan {
                plan: id,
                revision: number,
                lines: Vec::new(),
                additions: Vec::new(),
                blocks: vec![of],
                moves: Vec::new(),
                removals: Vec::new(),
                words: None,
                note: None,
                idempotency_key: None,
            };
            if yes.answered(edit(&self.env, &actor, input).await).is_some() {
                yes.edits.push((plan.id, note));
            }
        }
        yes
    }

    /// Another approves whatever waits.
    async fn approving(self, actor: Actor) -> Yes {
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
    async fn training(self) -> Yes {
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
    async fn running(self) -> Yes {
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
    async fn asking(self, actor: Actor) -> Yes {
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

    async fn nothing_is_lost(&self, yes: &Yes) {
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
        self.notes_stand(&rows).await;
        self.events_are_whole().await;
        let of = weekly_run::Column::Status.eq("COMPLETED_WITH_FAILURES");
        let failed = weekly_run::Entity::find().filter(of).all(self.env.db.read()).await.unwrap();
        assert!(failed.is_empty(), "{failed:?}");
    }

    /// The note of a plan's last edit is in its newest revision, whatever was computed since.
    async fn notes_stand(&self, rows: &[plan_revision::Model]) {
        let mut newest: BTreeMap<Uuid, Vec<&plan_revision::Model>> = BTreeMap::new();
        for row in rows {
            newest.entry(row.plan_id).or_default().push(row);
        }
        for revisions in newest.values_mut() {
            revisions.sort_by_key(|row| row.number);
            let numbers: Vec<i32> = revisions.iter().map(|row| row.number).collect();
            assert_eq!(
                numbers,
                (1..=numbers.len() as i32).collect::<Vec<_>>(),
                "no number is left out"
            );
            let edited = revisions.iter().rfind(|row| row.author == "COACH");
            let (Some(edited), Some(last)) = (edited, revisions.last()) else { continue };
            assert_eq!(note(edited), note(last), "plan {}: the coach's note stands", last.plan_id);
        }
    }

    async fn events_are_whole(&self) {
        let of = event::Column::GymId.eq(self.gym.gym.uuid());
        let rows = event::Entity::find().filter(of).all(self.env.db.read()).await.unwrap();
        let mut seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        seqs.sort_unstable();
        assert_eq!(seqs, (1..=rows.len() as i64).collect::<Vec<_>>(), "the sequence has a gap");
    }
}

/// What a coach has written at the last session.
fn note(row: &plan_revision::Model) -> Option<String> {
    let document: PlanDocument = pack::unpack(&row.document).unwrap();
    document.sessions.last().unwrap().blocks[0].notes.clone()
}

impl Yes {
    /// What was answered; a refusal is counted, and a surprise ends the test.
    fn answered<T>(&mut self, answer: Result<T, Error>) -> Option<T> {
        match answer {
            Ok(value) => Some(value),
            Err(Error::Internal(cause)) => panic!("a surprise reached the caller: {cause:#}"),
            Err(_) => {
                self.refused += 1;
                None
            }
        }
    }
}
