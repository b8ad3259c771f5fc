//! What it costs to tell an event: a gym on PostgreSQL and Redis, one node that serves it, many subscribers
//! (`tests/node/bench/subs.mjs`), and events committed one by one.
//!
//! `scripts/fanout.sh` builds and runs it. Arguments: how many subscribers; `one` or `all`: whether each event is
//! one member's, or everybody's; how many events; and the pause after each, in milliseconds.

use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context as _, anyhow, bail};
use api::auth::token;
use api::cli::System;
use api::config::DEVELOPMENT_SECRET;
use chrono::{DateTime, Duration, Utc};
use domain::calendar::Week;
use domain::ids::{GymId, MemberId, PlanId, Staff};
use domain::vocab::{PlanEventKind, Trigger};
use entity::db::{Db, Pools};
use entity::{member, staff, store};
use jobs::node::{Node, Options};
use sea_orm::{ActiveModelTrait as _, Set};
use serde::Deserialize;
use service::env::Env;
use service::events::{self, NewEvent, Wakes};
use tests::backend::{Backend, lasting_port};
use tests::crowd::{Founding, crowd};
use tests::hand;
use tests::node::script;
use tests::program::Program;
use tests::serving::Serving;

/// Most members that a gym of the benchmark has; what is measured does not depend on it.
const MOST_MEMBERS: usize = 5_000;

/// The gym and what is written in it.
struct Gym {
    env: Env,
    id: GymId,
    plans: Vec<(MemberId, PlanId)>,
    teller: Node,
}

/// Which event to commit: of whose plan, and a number that none had.
#[derive(Deserialize)]
struct Fire {
    m: usize,
    v: i32,
}

fn main() -> anyhow::Result<()> {
    tests::backend::run(run())
}

async fn run() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (count, mode, events, gap) = match arguments.as_slice() {
        [count, mode, events, gap] if mode == "one" || mode == "all" => {
            (count.parse::<usize>()?, mode.as_str(), events.parse::<u32>()?, gap.parse::<u32>()?)
        }
        _ => bail!("usage: fanout SUBSCRIBERS one|all EVENTS GAP"),
    };
    let backend = Backend::postgres().await.context("scripts/services.sh starts PostgreSQL")?;
    let members = if mode == "one" { count.min(MOST_MEMBERS) } else { 1 };
    let gym = Box::pin(Gym::open(&backend, members, count)).await?;
    let tokens = backend.folder.path().join("tokens.txt");
    std::fs::write(&tokens, gym.tokens(count, mode)?)?;
    let port = lasting_port();
    let _serving = serve(&backend, port, count);
    let trigger = trigger(gym)?;
    let mut subscribers = script("bench/subs.mjs");
    subscribers
        .arg(format!("--url=ws://127.0.0.1:{port}/graphql"))
        .args([format!("--n={count}"), format!("--mode={mode}")])
        .args([format!("--events={events}"), format!("--gap={gap}")])
        .arg(format!("--tokens={}", tokens.display()))
        .arg(format!("--trigger-url={trigger}"));
    // The trigger is served by this thread meanwhile.
    let status = actix_web::rt::task::spawn_blocking(move || subscribers.status()).await??;
    if status.success() { Ok(()) } else { Err(anyhow!("the subscribers ended with {status}")) }
}

fn serve(backend: &Backend, port: u16, subscribers: usize) -> Serving {
    let most = (subscribers + 10).to_string();
    let program = Program::new(backend)
        .with("LISTEN", &format!("127.0.0.1:{port}"))
        .with("MAX_CONNECTIONS_PER_USER", &most)
        .with("MAX_CONNECTIONS_PER_ADDRESS", &most);
    let mut serving = Serving::start(&program, &["serve", "--roles", "api"]);
    serving.line("GraphQL");
    serving
}

/// Commits an event for each request, answers, and only then tells the nodes: what is measured begins with the
/// commit.
fn trigger(gym: Gym) -> anyhow::Result<String> {
    let gym = web::Data::new(Arc::new(gym));
    let server =
        HttpServer::new(move || App::new().app_data(gym.clone()).route("/", web::post().to(fire)))
            .workers(1)
            .disable_signals()
            .bind(("127.0.0.1", 0))?;
    let address = server.addrs().first().copied().context("it is bound")?;
    actix_web::rt::spawn(server.run());
    Ok(format!("http://{address}/"))
}

async fn fire(gym: web::Data<Arc<Gym>>, fire: web::Json<Fire>) -> HttpResponse {
    match gym.commit(&fire).await {
        Ok(wakes) => {
            actix_web::rt::spawn(async move { gym.teller.relay().wake(&wakes).await });
            HttpResponse::Ok().finish()
        }
        Err(fault) => HttpResponse::InternalServerError().body(format!("{fault:#}")),
    }
}

impl Gym {
    async fn open(backend: &Backend, members: usize, staff: usize) -> anyhow::Result<Self> {
        let db = Db::connect(&backend.database_url, Pools::work()).await?;
        migration::up(db.writer()).await?;
        let env = System::new().env(db);
        let people = crowd(&env, Founding { members, ..Founding::default() }).await;
        let week = Week::containing(env.now().date_naive()).plus(1);
        let started = service::runs::start(&env, people.gym, Some(week)).await;
        started.map_err(|error| anyhow!(error.report()))?;
        hand::work_off(&env).await;
        let (db, monday) = (env.db.read(), week.monday());
        let mut rows = store::plans::of_weeks(db, people.gym, monday, monday).await?;
        rows.sort_by_key(|row| row.member_id);
        let plans =
            rows.iter().map(|row| (MemberId::from_uuid(row.member_id), PlanId::from_uuid(row.id)));
        let plans = plans.collect();
        logins(&env, people.gym, &people.members, staff).await?;
        let redis_url = backend.redis_url.clone();
        let options = Options { worker: false, scheduler: false, ..Options::serving(redis_url) };
        let teller = Node::start(env.clone(), options).await?;
        Ok(Self { env, id: people.gym, plans, teller })
    }

    async fn commit(&self, fire: &Fire) -> anyhow::Result<Wakes> {
        let place = fire.m.saturating_sub(1).min(self.plans.len() - 1);
        let (member, plan) = self.plans[place];
        let (kind, trigger) = (PlanEventKind::Revised, Trigger::Manual);
        let event = NewEvent { plan, member, revision: 1_000 + fire.v, kind, trigger };
        let txn = self.env.db.write().await?;
        let wake = events::append(&txn, self.id, vec![event], self.env.now()).await;
        let wake = wake.map_err(|error| anyhow!(error.report()))?;
        txn.commit().await?;
        Ok(Wakes { events: wake.into_iter().collect(), work: false })
    }

    /// A line each: members, or staff who all hear of everything.
    fn tokens(&self, count: usize, mode: &str) -> anyhow::Result<String> {
        let expires: DateTime<Utc> = self.env.now() + Duration::days(1);
        let who = if mode == "one" { "member" } else { "staff" };
        let mut lines = String::new();
        for number in 0..count {
            let subject = format!("{who}-{number}");
            let token = token::issue(DEVELOPMENT_SECRET, &subject, None, expires)?;
            writeln!(lines, "{token}")?;
        }
        Ok(lines)
    }
}

/// A login for each member, and so many of staff.
async fn logins(env: &Env, gym: GymId, members: &[MemberId], staff: usize) -> anyhow::Result<()> {
    let txn = env.db.write().await?;
    for (number, id) in members.iter().enumerate() {
        let subject = Set(Some(format!("member-{number}")));
        let row = member::ActiveModel { id: Set(id.uuid()), subject, ..Default::default() };
        row.update(&txn).await?;
    }
    for number in 0..staff {
        let row = staff::Model {
            id: env.id::<Staff>().uuid(),
            gym_id: gym.uuid(),
            subject: format!("staff-{number}"),
            display_name: format!("Owner {number}"),
            owner: true,
            coach_id: None,
        };
        store::staff::insert(&txn, gym, row).await?;
    }
    txn.commit().await?;
    Ok(())
}
