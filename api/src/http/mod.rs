//! The server: one address for queries, event streams and sockets, and three for who looks after it.

mod address;
mod answer;
mod body;
mod caller;
mod explorer;
mod graphql;
mod health;
mod limits;
mod live;
mod negotiate;
mod observe;
mod origin;
mod params;
mod run;
mod sse;
mod ws;

use std::future::Future;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_codec::Framed;
use actix_http::h1::Codec;
use actix_http::{HttpService, Request};
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::dev::{AppConfig, Server};
use actix_web::middleware::{Compress, DefaultHeaders, from_fn};
use actix_web::{App, web};
use anyhow::Context as _;
use jobs::relay::Relay;
use service::env::Env;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

pub use caller::Caller;
pub use limits::Limits;
pub(crate) use run::MAX_RUN;

use crate::auth::Verifier;
use crate::documents::{Documents, Trusted};
use crate::graphql::Schema;
use crate::limits::{Limiter, Rates};
use limits::Doors;
use live::Hub;

/// Where GraphQL is served.
const PATH: &str = "/graphql";

/// How long what a refused caller still sends is read and thrown away: without, the answer would be lost to them.
const LINGER: Duration = Duration::from_secs(2);

/// Operations of sockets that are prepared at once: more than the database serves, so that none of it stands idle.
const ENTRIES: usize = 32;

/// Longest wait for open sockets, and then for open requests, when the server stops.
const DRAIN_SECONDS: u64 = 10;

/// What the server is made of. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// Database, clock and ids.
    pub env: Env,
    /// Hands new events of a gym to its listeners.
    pub relay: Arc<Relay>,
    /// What the operator chose.
    pub settings: ApiSettings,
}

/// What the operator chose.
#[derive(Clone)]
pub struct ApiSettings {
    /// Tells good tokens from bad ones.
    pub verifier: Verifier,
    /// Origins of browser apps that may call, beside the server's own.
    pub allowed_origins: Vec<String>,
    /// Whether the schema may be asked for, and the explorer is served.
    pub introspection: bool,
    /// The only documents that run, where the operator registered any.
    pub trusted: Option<Trusted>,
    /// How often callers may ask.
    pub rates: Rates,
    /// How many proxies in front are trusted to name the caller's address.
    pub trusted_proxies: usize,
    /// Redis, where there is one; readiness asks for it.
    pub redis_url: Option<String>,
    /// How much one caller may hold open.
    pub limits: Limits,
}

/// What each worker of the server shares.
struct Shared {
    state: ApiState,
    schema: Schema,
    limiter: Limiter,
    documents: Documents,
    hub: Hub,
    doors: Arc<Doors>,
    /// Operations of sockets that are prepared at once. Who waits holds no parsed document yet.
    entries: Semaphore,
    /// Sockets that are open; the web server does not know of them.
    sockets: TaskTracker,
    stop: watch::Receiver<bool>,
}

impl Shared {
    /// Returns once the server is asked to stop, or whoever could ask is gone.
    async fn stopped(&self) {
        stopped(self.stop.clone()).await;
    }
}

/// Starts to serve; the answer ends when the server has stopped and its connections are closed.
///
/// It stops when `stop` turns true. Dropping the answer does not stop it.
pub fn serve(
    state: ApiState,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<impl Future<Output = io::Result<()>>> {
    let schema = crate::graphql::schema(&state)?;
    let origins = state.settings.allowed_origins.clone();
    let settings = &state.settings;
    let limiter =
        Limiter::new(settings.rates, state.env.clock.clone(), settings.redis_url.as_deref())?;
    let documents = Documents::new(settings.trusted.clone(), settings.redis_url.as_deref())?;
    let hub = Hub::new(state.env.clone(), schema.clone(), state.relay.clone());
    let (doors, stopping) = (Arc::default(), stop.clone());
    let entries = Semaphore::new(ENTRIES);
    let sockets = TaskTracker::new();
    let shared = Shared {
        state,
        schema,
        limiter,
        documents,
        hub,
        doors,
        entries,
        sockets: sockets.clone(),
        stop: stopping,
    };
    let shared = web::Data::new(shared);
    let address = listener.local_addr().context("the port has no address")?;
    let service = move || {
        let app = App::new()
            .app_data(shared.clone())
            .wrap(Compress::default())
            .wrap(origin::cors(&origins))
            .wrap(DefaultHeaders::new().add(("x-content-type-options", "nosniff")))
            .wrap(from_fn(observe::measured))
            .configure(routes)
            .into_factory()
            .map_err(|error| error.error_response());
        let of_sockets = shared.clone();
        HttpService::build()
            .local_addr(address)
            .client_disconnect_timeout(LINGER)
            // A second event, or the rest of an answer, must not wait until the client acknowledges the first.
            .tcp_nodelay(true)
            .upgrade(fn_service(
                move |(request, connection): (Request, Framed<TcpStream, Codec>)| {
                    ws::upgrade(of_sockets.clone(), request, connection)
                },
            ))
            .finish(map_config(app, |()| AppConfig::default()))
            .tcp()
    };
    let server = Server::build()
        .disable_signals()
        .shutdown_timeout(DRAIN_SECONDS)
        .listen("graphql", listener, service)
        .context("the port can't be served")?
        .run();
    let handle = server.handle();
    tokio::spawn(async move {
        stopped(stop).await;
        // The server's own patience does not cover sockets: they say goodbye first. Requests are answered meanwhile,
        // new sockets are sent away.
        sockets.close();
        let _late = timeout(Duration::from_secs(DRAIN_SECONDS), sockets.wait()).await;
        handle.stop(true).await;
    });
    let running = tokio::spawn(server);
    Ok(async move { running.await.unwrap_or_else(|fault| Err(io::Error::other(fault))) })
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource(PATH)
                .route(web::get().to(graphql::get))
                .route(web::post().to(graphql::post))
                .default_service(web::to(graphql::other_method)),
        )
        .route(explorer::FILES_PATH, web::get().to(explorer::file))
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/metrics", web::get().to(observe::metrics));
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error says that the sender is gone, which is a stop too.
    let _ = stop.wait_for(|stop| *stop).await;
}
