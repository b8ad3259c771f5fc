//! The demo gym on the eve of a week, with people to act in it.

use chrono::{Duration, NaiveDate};
use domain::ids::GymId;
use domain::vocab::ReviewPolicy;
use entity::{gym, store};
use sea_orm::Set;
use serde_json::{Value, json};

use crate::app::App;
use crate::backend::Backend;
use crate::client::Client;

/// Saturday evening before the week.
pub const EVE: &str = "2026-02-28T18:00:00Z";
/// Monday of the week.
pub const WEEK: &str = "2026-03-02";
/// Login of the owner.
pub const OWNER: &str = "demo-owner";
/// Login of the first coach.
pub const COACH: &str = "demo-coach-1";
/// Login of another coach.
pub const OTHER_COACH: &str = "demo-coach-2";
/// Login of the first member, who trains steadily.
pub const MEMBER: &str = "demo-member-1";

/// A running program with the demo gym in it.
pub struct Season {
    /// The program.
    pub app: App,
    /// The gym.
    pub gym: GymId,
}

impl Season {
    /// The eve of the week; no plan is computed yet.
    pub async fn eve(backend: Backend, members: u32, policy: ReviewPolicy) -> Self {
        Self::of(App::start(backend, EVE).await, members, policy).await
    }

    /// The same with a program that computes nothing: a test does the work by hand.
    pub async fn by_hand(backend: Backend, members: u32, policy: ReviewPolicy) -> Self {
        Self::of(App::idle(backend, EVE).await, members, policy).await
    }

    async fn of(app: App, members: u32, policy: ReviewPolicy) -> Self {
        let filled = service::demo::fill::fill(&app.env, members, 1, &|_| {}).await;
        let gym = GymId::from_uuid(filled.expect("the demo gym").gym.id);
        let season = Self { app, gym };
        let policy = Set(policy.to_string());
        season.settings(gym::ActiveModel { review_policy: policy, ..Default::default() }).await;
        season
    }

    /// The eve of the week, with every plan computed.
    pub async fn planned(backend: Backend, members: u32, policy: ReviewPolicy) -> Self {
        let season = Self::eve(backend, members, policy).await;
        season.run().await;
        season
    }

    /// Computes the week for everyone.
    pub async fn run(&self) {
        let start = format!(
            "mutation {{ startWeeklyRun(input: {{ weekOf: \"{WEEK}\" }}) {{ userErrors {{ message }} }} }}"
        );
        self.owner().data(&start, json!({})).await;
        self.app.settle().await;
    }

    /// Changes the gym's settings.
    pub async fn settings(&self, changes: gym::ActiveModel) {
        let txn = self.app.env.db.write().await.expect("a transaction");
        store::gyms::update(&txn, self.gym, changes).await.expect("the settings are written");
        txn.commit().await.expect("committed");
    }

    /// The owner.
    pub fn owner(&self) -> Client {
        self.app.client(Some(OWNER))
    }

    /// The first coach.
    pub fn coach(&self) -> Client {
        self.app.client(Some(COACH))
    }

    /// The first member.
    pub fn member(&self) -> Client {
        self.app.client(Some(MEMBER))
    }

    /// Id of the first member.
    pub async fn member_id(&self) -> Value {
        let data = self.member().data("{ viewer { member { id } } }", json!({})).await;
        data["viewer"]["member"]["id"].clone()
    }

    /// The first member's plan as a coach sees it: `fields` of it.
    pub async fn plan(&self, fields: &str) -> Value {
        let query = format!(
            "query($id: ID!, $week: Date) {{ member(id: $id) {{ plan(weekOf: $week) {{ {fields} }} }} }}"
        );
        let variables = json!({ "id": self.member_id().await, "week": WEEK });
        self.coach().data(&query, variables).await["member"]["plan"].clone()
    }

    /// The plan of the week as the first member sees it: `fields` of it.
    pub async fn my_plan(&self, fields: &str) -> Value {
        let query = format!("query($week: Date) {{ myPlan(weekOf: $week) {{ {fields} }} }}");
        self.member().data(&query, json!({ "week": WEEK })).await["myPlan"].clone()
    }

    /// Where the event stream stands.
    pub async fn cursor(&self) -> Value {
        self.owner().data("{ eventCursor }", json!({})).await["eventCursor"].clone()
    }

    /// Monday morning of the week.
    pub fn monday_morning(&self) {
        self.app.clock.advance(Duration::hours(38));
    }

    /// The first member wakes up ill: the rest of the week is lowered once the debounce is over.
    pub async fn falls_ill(&self) {
        let ill = "mutation { recordReadiness(input: { source: \"check-in\", soreness: 5, stress: 5, energy: 1, \
                   mood: 1, sleepQuality: 1, illness: true }) { recompute { triggered } userErrors { message } } }";
        let recorded = self.member().data(ill, json!({})).await;
        assert_eq!(recorded["recordReadiness"]["recompute"]["triggered"], true, "{recorded:#}");
        self.app.clock.advance(Duration::minutes(16));
        self.app.settle().await;
    }

    /// Monday of the week.
    pub fn monday() -> NaiveDate {
        WEEK.parse().expect("a date")
    }
}

/// Every prescription of a plan that was read with [`LINES`].
pub fn lines(plan: &Value) -> Vec<Value> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let blocks = list(&plan["sessions"]).into_iter().flat_map(|session| list(&session["blocks"]));
    blocks.flat_map(|block| list(&block["prescriptions"])).collect()
}

/// What [`lines`] reads.
pub const LINES: &str = "sessions { id key date blocks { id key rounds prescriptions { id key sets load targetRpe \
                         movement { key } provenance trace { factor axis before after bound reason } } } }";
