//! A gym on PostgreSQL and Redis that two nodes serve, and what happens in it.

use api::auth::token;
use api::cli::System;
use api::config::DEVELOPMENT_SECRET;
use chrono::Duration;
use domain::calendar::Week;
use domain::ids::{GymId, MemberId, PlanId, Staff, StaffId};
use domain::vocab::{PlanEventKind, Trigger};
use entity::db::{Db, Pools};
use entity::{member, staff, store};
use jobs::node::{Node, Options};
use sea_orm::{ActiveModelTrait as _, Set};
use service::env::Env;
use service::events::{self, NewEvent, Wake, Wakes};
use tests::backend::{Backend, lasting_port};
use tests::crowd::{Founding, crowd};
use tests::hand;
use tests::program::Program;
use tests::redis::Redis;
use tests::serving::Serving;

pub const OWNER: &str = "owner";

/// Events of one transaction, at most.
const AT_ONCE: usize = 20;

/// Login of a member.
pub fn member(number: usize) -> String {
    format!("member-{number}")
}

/// Whose plans a follower hears of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    All,
    Own(usize),
}

impl Reach {
    pub fn covers(self, member: usize) -> bool {
        self == Self::All || self == Self::Own(member)
    }
}

/// An event of a plan.
pub struct Happened {
    pub seq: i64,
    pub member: usize,
}

/// The gym and its nodes.
pub struct Gym {
    backend: Backend,
    env: Env,
    id: GymId,
    plans: Vec<(MemberId, PlanId)>,
    /// Tells the nodes what the test writes, as a worker does.
    teller: Node,
    nodes: Vec<(u16, Option<Serving>)>,
    /// The log's end before anything happened.
    pub start: String,
    pub happened: Vec<Happened>,
}

impl Gym {
    /// Ten members with a week each, and two nodes.
    pub async fn open(backend: Backend) -> Self {
        let db = Db::connect(&backend.database_url, Pools::default()).await.unwrap();
        migration::up(db.writer()).await.unwrap();
        let env = System::new().env(db);
        let founding = Founding { members: 10, owner: Some(OWNER), ..Founding::default() };
        let people = crowd(&env, founding).await;
        let plans = weeks(&env, people.gym).await;
        logins(&env, people.gym, &plans).await;
        let options = Options {
            worker: false,
            scheduler: false,
            ..Options::serving(backend.redis_url.clone())
        };
        let teller = Node::start(env.clone(), options).await.unwrap();
        let head = events::head(env.db.read(), people.gym).await.unwrap();
        let nodes = vec![(lasting_port(), None), (lasting_port(), None)];
        let start = events::cursor(people.gym, head);
        let happened = Vec::new();
        let mut gym = Self { backend, env, id: people.gym, plans, teller, nodes, start, happened };
        gym.revive(0);
        gym.revive(1);
        gym
    }

    pub fn nodes(&self) -> Vec<String> {
        self.nodes.iter().map(|(port, _)| format!("127.0.0.1:{port}")).collect()
    }

    pub fn token(&self, subject: &str) -> String {
        let expires = self.env.now() + Duration::days(1);
        token::issue(DEVELOPMENT_SECRET, subject, None, expires).unwrap()
    }

    pub fn redis(&mut self) -> &mut Redis {
        self.backend.redis.as_mut().unwrap()
    }

    /// A node ends as in a power cut.
    pub fn kill(&mut self, node: usize) {
        self.nodes[node].1 = None;
    }

    /// A node is asked to stop, as for an update, and does.
    pub fn stop(&mut self, node: usize) {
        let stopped = self.nodes[node].1.take().map(Serving::stop);
        assert!(stopped.is_some_and(|status| status.success()));
    }

    /// It comes back where it was.
    pub fn revive(&mut self, node: usize) {
        let listen = format!("127.0.0.1:{}", self.nodes[node].0);
        let program = Program::new(&self.backend)
            .with("LISTEN", &listen)
            .with("MAX_CONNECTIONS_PER_USER", "1000")
            .with("MAX_CONNECTIONS_PER_ADDRESS", "1000")
            .with("SLOW_READER_SECONDS", "2");
        let mut serving = Serving::start(&program, &["serve", "--roles", "api"]);
        serving.line("GraphQL");
        self.nodes[node].1 = Some(serving);
    }

    /// The last event that a follower may see.
    pub fn last_for(&self, reach: Reach) -> i64 {
        let mine = self.happened.iter().rev().find(|event| reach.covers(event.member));
        mine.map_or(0, |event| event.seq)
    }

    /// So many events of everyone's plans but the last member's, in transactions of different sizes.
    pub async fn happen(&mut self, count: usize) {
        let mut left = count;
        while left > 0 {
            let size = left.min(1 + self.happened.len() % AT_ONCE);
            let members =
                (0..size).map(|number| (self.happened.len() + number) % (self.plans.len() - 1));
            let members: Vec<usize> = members.collect();
            self.append(&members).await;
            left -= size;
        }
    }

    /// Events of one member's plan.
    pub async fn happen_to(&mut self, member: usize, count: usize) {
        self.append(&vec![member; count]).await;
    }

    async fn append(&mut self, members: &[usize]) {
        let base = self.happened.len();
        let news = members.iter().enumerate().map(|(place, member)| {
            let (member, plan) = self.plans[*member];
            let revision = i32::try_from(100 + base + place).unwrap();
            let (kind, trigger) = (PlanEventKind::Revised, Trigger::Manual);
            NewEvent { plan, member, revision, kind, trigger }
        });
        let txn = self.env.db.write().await.unwrap();
        let news = news.collect();
        let wake = events::append(&txn, self.id, news, self.env.now()).await.unwrap().unwrap();
        txn.commit().await.unwrap();
        let first = wake.seq + 1 - members.len() as i64;
        let seqs = (first..).zip(members);
        self.happened.extend(seqs.map(|(seq, member)| Happened { seq, member: *member }));
        self.tell(wake).await;
    }

    async fn tell(&self, wake: Wake) {
        self.teller.relay().wake(&Wakes { events: vec![wake], work: false }).await;
    }

    /// Takes a login's roles; the number of the event that says so.
    pub async fn revoke(&mut self, subject: &str) -> i64 {
        let txn = self.env.db.write().await.unwrap();
        let row = store::staff::find_subject(&txn, self.id, subject).await.unwrap().unwrap();
        store::staff::delete(&txn, self.id, StaffId::from_uuid(row.id)).await.unwrap();
        let wake = events::rights_changed(&txn, self.id, self.env.now()).await.unwrap().unwrap();
        txn.commit().await.unwrap();
        let seq = wake.seq;
        self.tell(wake).await;
        seq
    }

    /// Blanks a member's events, as their erasure does: the numbers stay.
    pub async fn erase(&mut self, member: usize) {
        let (member, _) = self.plans[member];
        let now = self.env.now();
        let txn = self.env.db.write().await.unwrap();
        store::events::erase(&txn, self.id, member, now).await.unwrap();
        let wake = events::rights_changed(&txn, self.id, now).await.unwrap().unwrap();
        txn.commit().await.unwrap();
        self.tell(wake).await;
    }
}

/// A week for everyone, in force.
async fn weeks(env: &Env, gym: GymId) -> Vec<(MemberId, PlanId)> {
    let week = Week::containing(env.now().date_naive()).plus(1);
    let started = service::runs::start(env, gym, Some(week)).await;
    started.unwrap_or_else(|error| panic!("{}", error.report()));
    hand::work_off(env).await;
    let members = store::members::active_ids(env.db.read(), gym).await.unwrap();
    let mut plans = Vec::new();
    for member in members {
        let found = store::plans::of_week(env.db.read(), gym, member, week.monday()).await.unwrap();
        plans.push((member, PlanId::from_uuid(found.unwrap().id)));
    }
    plans
}

/// A login for each member, and a second owner.
async fn logins(env: &Env, gym: GymId, plans: &[(MemberId, PlanId)]) {
    let txn = env.db.write().await.unwrap();
    for (number, (id, _)) in plans.iter().enumerate() {
        let login = member::ActiveModel {
            id: Set(id.uuid()),
            subject: Set(Some(member(number))),
            ..Default::default()
        };
        login.update(&txn).await.unwrap();
    }
    let leaver = staff::Model {
        id: env.id::<Staff>().uuid(),
        gym_id: gym.uuid(),
        subject: "leaver".to_owned(),
        display_name: "Leaver".to_owned(),
        owner: true,
        coach_id: None,
    };
    store::staff::insert(&txn, gym, leaver).await.unwrap();
    txn.commit().await.unwrap();
}
