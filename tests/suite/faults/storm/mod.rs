//! Coaches, members and the clock over the same weeks at once: everyone gets an answer of their own, no
//! deadlock reaches anybody, and what was answered with yes is there afterwards.

mod aftermath;
mod people;

use std::sync::Arc;

use domain::access::Actor;
use domain::ids::{Coach, CoachId, MemberId, PlanId};
use domain::plan::PlanDocument;
use domain::vocab::Role;
use entity::{coach, pack, plan, store};
use sea_orm::{ActiveModelTrait as _, Set};
use service::env::Env;
use service::error::Error;
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
        // A start needs a week in force at its moment, which a small storm may not have.
        assert!(!yes.edits.is_empty() && !yes.approvals.is_empty());
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
