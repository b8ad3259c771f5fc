//! A server that speaks Anthropic's Messages and Message Batches APIs, as strictly as the real one, and
//! misbehaves on demand. What it writes is up to the test.

mod batches;
mod check;
mod messages;
mod misbehaviour;
mod refusal;
mod route;
mod schema;
mod world;

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App, HttpServer};
use serde_json::Value;
use service::env::Clock;

pub use batches::Fate;
pub use misbehaviour::Misbehaviour;
pub use world::Captured;
use world::World;

/// The key that it knows.
pub const KEY: &str = "sk-ant-test-0123456789";
/// The largest body that is read at all: more than the API takes.
const MOST_BYTES: usize = 300 * 1024 * 1024;

/// The server, gone with it.
pub struct ClaudeServer {
    url: String,
    world: Data<World>,
    handle: ServerHandle,
}

impl ClaudeServer {
    /// Starts one on a port of its own.
    pub fn start(clock: Arc<dyn Clock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let world = Data::new(World::new(url.clone(), clock));
        let shared = world.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .app_data(PayloadConfig::new(MOST_BYTES))
                .default_service(actix_web::web::to(route::handle))
        });
        let server = server.workers(1).shutdown_timeout(0).disable_signals();
        let server = server.listen(listener).expect("it listens").run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { url, world, handle }
    }

    /// For `ANTHROPIC_BASE_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it writes to a request's parameters from now on.
    pub fn writes(&self, writer: impl Fn(&Value) -> String + Send + Sync + 'static) {
        self.world.with(|state| state.writer = Arc::new(writer));
    }

    /// Misbehaves once, at the next request for messages or batches; several wait in line.
    pub fn next(&self, misbehaviour: Misbehaviour) {
        self.world.with(|state| state.misbehaviours.push_back(misbehaviour));
    }

    /// All that was asked, in order.
    pub fn captured(&self) -> Vec<Captured> {
        self.world.with(|state| state.captured.clone())
    }

    /// How many messages were written, and so paid for: alone, and in batches.
    pub fn written(&self) -> (usize, usize) {
        self.world.with(|state| (state.written_alone, state.written_in_batches))
    }

    /// Most messages that were being written at one time.
    pub fn most_at_once(&self) -> usize {
        self.world.with(|state| state.most_at_once)
    }

    /// How many batches were bought.
    pub fn batches(&self) -> usize {
        self.world.with(|state| state.batches.len())
    }

    /// Batches wait until [`Self::finish`]; else they are done as soon as they are created.
    pub fn hold(&self) {
        self.world.with(|state| state.held = true);
    }

    /// Takes no larger batches than of so many bytes.
    pub fn takes_at_most(&self, bytes: usize) {
        self.world.with(|state| state.largest_batch = bytes);
    }

    /// All batches are done; `fate` says what becomes of each message, by its place in its batch.
    pub fn finish(&self, fate: impl Fn(usize) -> Fate) {
        self.world.with(|state| batches::finish(state, &fate));
    }
}

impl Drop for ClaudeServer {
    fn drop(&mut self) {
        let stopped = self.handle.stop(false);
        actix_web::rt::spawn(stopped);
    }
}
