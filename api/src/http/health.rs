//! For supervisors: whether the program lives, and whether it can be sent requests.

use std::future::Future;
use std::time::Duration;

use actix_web::{HttpResponse, web};
use anyhow::{Context as _, bail, ensure};
use serde_json::{Map, Value, json};

use super::{ApiState, Shared};
use crate::auth::{Issuer, Verifier};

/// How far the program's clock and the database's may be apart.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(5);

/// Longest wait for one of the checks.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

/// `/healthz`: the program answers.
pub(super) async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "ok"}))
}

/// `/readyz`: the database answers, is of this version and has the same time; Redis answers; tokens can
/// be checked.
pub(super) async fn ready(shared: web::Data<Shared>) -> HttpResponse {
    let state = &shared.state;
    let mut checks = vec![
        ("database", within(database(state)).await),
        ("migrations", within(migrations(state)).await),
        ("clock", within(clock(state)).await),
    ];
    if let Verifier::Issuer(issuer) = &state.settings.verifier {
        checks.push(("signing keys", within(signing_keys(state, issuer)).await));
    }
    if let Some(url) = &state.settings.redis_url {
        checks.push(("redis", within(redis_answers(url)).await));
    }
    let well = checks.iter().all(|(_, outcome)| outcome.is_ok());
    let told: Map<String, Value> =
        checks.into_iter().map(|(name, outcome)| (name.to_owned(), told(name, outcome))).collect();
    let body = json!({"status": if well { "ready" } else { "not ready" }, "checks": told});
    if well { HttpResponse::Ok().json(body) } else { HttpResponse::ServiceUnavailable().json(body) }
}

/// Causes name hosts and databases: they are for the log, and the caller reads which check failed.
fn told(name: &str, outcome: anyhow::Result<()>) -> Value {
    match outcome {
        Ok(()) => Value::from("ok"),
        Err(cause) => {
            tracing::warn!(check = name, cause = format!("{cause:#}"), "not ready");
            Value::from("failed")
        }
    }
}

async fn within(check: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::time::timeout(CHECK_TIMEOUT, check).await.context("no answer in time")?
}

async fn database(state: &ApiState) -> anyhow::Result<()> {
    state.env.db.read().ping().await.context("the database does not answer")
}

async fn migrations(state: &ApiState) -> anyhow::Result<()> {
    match migration::status(state.env.db.read()).await? {
        // What a newer program added is an expansion that this one can live with.
        migration::Status::Current | migration::Status::Newer(_) => Ok(()),
        migration::Status::Behind(count) => bail!("the database is {count} migrations behind"),
    }
}

async fn clock(state: &ApiState) -> anyhow::Result<()> {
    let apart = (state.env.db.clock().await? - state.env.now()).abs();
    if apart.to_std().is_ok_and(|apart| apart <= CLOCK_TOLERANCE) {
        return Ok(());
    }
    bail!("the database's clock is {} ms off", apart.num_milliseconds())
}

/// Without any, no token could be believed.
async fn signing_keys(state: &ApiState, issuer: &Issuer) -> anyhow::Result<()> {
    ensure!(issuer.has_keys(state.env.now()).await, "the identity provider's keys are not known");
    Ok(())
}

async fn redis_answers(url: &str) -> anyhow::Result<()> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    redis::cmd("PING").query_async::<String>(&mut connection).await?;
    Ok(())
}
