//! `microcycle serve`

use std::net::TcpListener;

use anyhow::{Context, anyhow};
use jobs::node::{Node, Options, reach};

use entity::db::Pools;

use super::open::{Access, beside, open};
use super::{NodeRole, System};
use crate::config::Config;
use crate::http::{ApiSettings, ApiState};
use service::env::Env;

pub async fn run(config: &Config, system: &System, roles: &[NodeRole]) -> anyhow::Result<()> {
    let listener = bind(config)?;
    reach(config.redis_url.as_deref()).await?;
    let env = open(config, system, Access::Embedded).await?;
    serve(config, system, env, roles, listener, &[]).await
}

/// Takes the port before any work is done, so that a port in use costs nothing.
pub fn bind(config: &Config) -> anyhow::Result<TcpListener> {
    TcpListener::bind(config.listen).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            anyhow!(
                "{} is in use: stop what listens there, or set LISTEN to another address",
                config.listen
            )
        }
        _ => anyhow!("{} can't be listened on: {error}", config.listen),
    })
}

/// Serves until asked to stop.
pub async fn serve(
    config: &Config,
    system: &System,
    env: Env,
    roles: &[NodeRole],
    listener: TcpListener,
    next_steps: &[String],
) -> anyhow::Result<()> {
    let options = Options {
        worker: roles.contains(&NodeRole::Worker),
        scheduler: roles.contains(&NodeRole::Scheduler),
        claude: config.claude.clone(),
        live: Some(beside(config, &env, Pools::live()).await?),
        ..Options::serving(config.redis_url.clone())
    };
    let node = Node::start(beside(config, &env, Pools::work()).await?, options).await?;
    let address = listener.local_addr().context("the port has no address")?;
    let state = ApiState {
        env,
        relay: node.relay(),
        settings: ApiSettings {
            token_secret: config.token_secret.clone(),
            allowed_origins: config.cors_origins.clone(),
            introspection: config.development,
            redis_url: config.redis_url.clone(),
        },
    };
    if roles.contains(&NodeRole::Api) {
        system.say(format!("GraphQL   http://{address}/graphql"));
    }
    for step in next_steps {
        system.say(step);
    }
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let mut server = Box::pin(crate::http::serve(state, listener, stopping)?);
    let (failed, served) = tokio::select! {
        served = &mut server => (served.err().map(anyhow::Error::from), true),
        failure = node.failed() => (Some(failure), false),
        () = asked_to_stop() => (None, false),
    };
    stop.send_replace(true);
    if !served {
        // Requests finish and subscribers are told to come back, within the server's own patience.
        server.await?;
    }
    node.shutdown().await;
    failed.map_or(Ok(()), Err)
}

/// Ctrl-C, or SIGTERM from a supervisor.
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
