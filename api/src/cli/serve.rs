//! `microcycle serve`

use std::net::TcpListener;

use anyhow::{Context, anyhow, bail};
use jobs::node::{Node, Options, reach};

use entity::db::Pools;

use super::open::{Access, beside, open};
use super::{NodeRole, System};
use crate::auth::Verifier;
use crate::config::Config;
use crate::documents::Trusted;
use crate::http::{ApiSettings, ApiState};
use service::env::Env;

pub async fn run(config: &Config, system: &System, roles: &[NodeRole]) -> anyhow::Result<()> {
    let listener = bind(config)?;
    reach(config.redis_url.as_deref()).await?;
    let env = open(config, system, Access::Embedded).await?;
    serve(config, system, env, roles, listener, &[]).await
}

/// Reads what can be wrong, and takes the port, before any work is done, so that a port in use costs nothing.
pub fn bind(config: &Config) -> anyhow::Result<TcpListener> {
    trusted(config)?;
    if config.auth.is_published() && !config.listen.ip().is_loopback() {
        bail!(
            "{} can be reached from outside, where tokens signed with the published development secret must not be \
             believed: set AUTH_JWKS_URL (or AUTH_HS256_SECRET, for development), or LISTEN to 127.0.0.1",
            config.listen
        );
    }
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
            verifier: verifier(config, system).await?,
            allowed_origins: config.cors_origins.clone(),
            // The explorer's own queries are not registered.
            introspection: config.explorer && config.trusted_documents.is_none(),
            trusted: trusted(config)?,
            rates: config.rates,
            trusted_proxies: config.trusted_proxies,
            redis_url: config.redis_url.clone(),
            limits: config.limits,
        },
    };
    // Before anybody reads that it serves: who asks it to stop must not kill it.
    let asked = asked_to_stop()?;
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
        () = asked => (None, false),
    };
    stop.send_replace(true);
    // Requests finish and subscribers are told to come back, within the server's own patience. Work ends meanwhile:
    // one after the other they would take longer than a supervisor waits.
    let served = async { if served { Ok(()) } else { server.await } };
    let (served, ()) = tokio::join!(served, node.shutdown());
    served?;
    failed.map_or(Ok(()), Err)
}

fn trusted(config: &Config) -> anyhow::Result<Option<Trusted>> {
    config.trusted_documents.as_deref().map(Trusted::read).transpose()
}

/// Keys that can't be fetched now are asked for again with the first requests.
async fn verifier(config: &Config, system: &System) -> anyhow::Result<Verifier> {
    let verifier = Verifier::new(&config.auth)?;
    match &verifier {
        Verifier::Issuer(issuer) => {
            issuer.has_keys(system.now()).await;
        }
        Verifier::Secret(_) if !config.listen.ip().is_loopback() => {
            tracing::warn!("tokens are signed with AUTH_HS256_SECRET: not for production");
        }
        Verifier::Secret(_) => {}
    }
    Ok(verifier)
}

/// Ctrl-C, or SIGTERM from a supervisor: heard from now on, whenever the answer is awaited.
fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM can't be heard")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT can't be heard")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
