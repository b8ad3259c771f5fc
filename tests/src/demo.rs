//! The demo gym on the Saturday before a week, with its people at hand.

use std::sync::Arc;

use api::http::Limits;
use domain::calendar::Week;
use domain::ids::{ComputationId, GymId, MemberId, PlanId};
use domain::vocab::Trigger;
use entity::{computation, gym, pack, plan, plan_revision, store};
use sea_orm::{ActiveModelTrait as _, DatabaseTransaction};
use serde_json::json;
use service::material::{Decision, ask_if_material};

use crate::app::App;
use crate::backend::Backend;
use crate::clock::StoppedClock;

/// Saturday evening, before the week of [`MONDAY`].
pub const SATURDAY: &str = "2026-02-28T18:00:00Z";
/// The week that most tests are about.
pub const MONDAY: &str = "2026-03-02";
/// Login of the gym's owner.
pub const OWNER: &str = "demo-owner";
/// Login of its first coach.
pub const COACH: &str = "demo-coach-1";
/// Login of its first member, who trains steadily.
pub const MEMBER: &str = "demo-member-1";

const START: &str = "mutation($week: Date) { startWeeklyRun(input: { weekOf: $week }) { weeklyRun { id } userErrors { message } } }";

/// The demo gym with a running program.
pub struct Demo {
    /// The program.
    pub app: App,
    /// The gym.
    pub gym: GymId,
    /// Its members by id.
    pub members: Vec<MemberId>,
    /// The week of [`MONDAY`].
    pub week: Week,
}

impl Demo {
    /// So many members with a season behind them.
    pub async fn start(backend: Backend, members: u32) -> Self {
        let app = App::start(backend, SATURDAY).await;
        Self::fill(app, members).await
    }

    /// The same, with a program that computes nothing: a test does the work by hand.
    pub async fn idle(backend: Backend, members: u32) -> Self {
        let app = App::idle(backend, SATURDAY).await;
        Self::fill(app, members).await
    }

    /// The same with limits of its own.
    pub async fn limited(backend: Backend, members: u32, limits: Limits) -> Self {
        let app = App::configured(backend, SATURDAY, |settings| settings.limits = limits).await;
        Self::fill(app, members).await
    }

    async fn fill(app: App, members: u32) -> Self {
        let filled = service::demo::fill::fill(&app.env, members, 1, &|_| {})
            .await
            .unwrap_or_else(|error| panic!("{}", error.report()));
        let gym = GymId::from_uuid(filled.gym.id);
        let members = store::members::active_ids(app.env.db.read(), gym).await.expect("members");
        let week = Week::new(MONDAY.parse().expect("a date")).expect("a Monday");
        Self { app, gym, members, week }
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<StoppedClock> {
        &self.app.clock
    }

    /// Computes the week for everyone, and waits for it.
    pub async fn run_week(&self) {
        self.app.client(Some(OWNER)).data(START, json!({ "week": MONDAY })).await;
        self.app.settle().await;
    }

    /// The gym's row.
    pub async fn row(&self) -> gym::Model {
        let found = store::gyms::find(self.app.env.db.read(), self.gym).await;
        found.expect("the gym is read").expect("the gym is there")
    }

    /// Changes the gym's settings.
    pub async fn set(&self, settings: gym::ActiveModel) {
        let row = gym::ActiveModel { id: sea_orm::Set(self.gym.uuid()), ..settings };
        let txn = self.app.env.db.write().await.expect("a transaction");
        row.update(&txn).await.expect("the settings are written");
        txn.commit().await.expect("a commit");
    }

    /// Writes a change about a member and judges it, as a use case does.
    pub async fn change<F>(&self, member: MemberId, cause: Trigger, write: F) -> Decision
    where
        F: AsyncFnOnce(&DatabaseTransaction),
    {
        let txn = self.app.env.db.write().await.expect("a transaction");
        store::members::lock(&txn, self.gym, &[member]).await.expect("the member is there");
        write(&txn).await;
        let decision = ask_if_material(&txn, &self.app.env, &self.row().await, member, cause)
            .await
            .unwrap_or_else(|error| panic!("{}", error.report()));
        txn.commit().await.expect("a commit");
        decision
    }

    /// The plan of a member's week.
    pub async fn plan(&self, member: MemberId) -> plan::Model {
        let db = self.app.env.db.read();
        let found = store::plans::of_week(db, self.gym, member, self.week.monday()).await;
        found.expect("the plan is read").expect("the plan is there")
    }

    /// Every revision of a member's week, oldest first.
    pub async fn revisions(&self, member: MemberId) -> Vec<plan_revision::Model> {
        let plan = PlanId::from_uuid(self.plan(member).await.id);
        let mut rows = store::plan_revisions::of_plan(self.app.env.db.read(), self.gym, plan)
            .await
            .expect("revisions are read");
        rows.reverse();
        rows
    }

    /// One computation.
    pub async fn computation(&self, id: ComputationId) -> computation::Model {
        let found = store::computations::find(self.app.env.db.read(), self.gym, id).await;
        found.expect("the ledger is read").expect("the computation is there")
    }
}

/// A revision's document.
pub fn document(revision: &plan_revision::Model) -> domain::plan::PlanDocument {
    pack::unpack(&revision.document).expect("a document")
}
