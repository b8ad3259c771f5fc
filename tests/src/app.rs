//! The program inside the test: its server, its background work and the test's clock.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};

use api::auth::{Verifier, token};
use api::http::{ApiSettings, ApiState, Limits};
use api::limits::Rates;
use chrono::{DateTime, Duration, Utc};
use entity::db::{Db, Pools};
use entity::store;
use jobs::node::{Node, Options};
use jobs::relay::Relay;
use service::env::{Clock as _, Env, Ids};
use tokio::sync::watch;

use crate::backend::Backend;
use crate::client::Client;
use crate::clock::StoppedClock;
use crate::contents::Contents;
use crate::subscriber::Subscriber;

/// Signs the tokens of tests.
pub const SECRET: &str = "a secret of tests, long enough to sign";

/// How often a test that waits for words looks.
const LOOK: std::time::Duration = std::time::Duration::from_millis(50);

/// A running program.
pub struct App {
    /// Its database, clock and ids.
    pub env: Env,
    /// Its clock.
    pub clock: Arc<StoppedClock>,
    statements: Arc<Mutex<Vec<String>>>,
    address: String,
    state: ApiState,
    node: Option<Node>,
    options: Options,
    stop: watch::Sender<bool>,
    backend: Backend,
}

impl App {
    /// Starts the program on a new, migrated database at an instant.
    pub async fn start(backend: Backend, now: &str) -> Self {
        Self::with(backend, now, true, |_| ()).await
    }

    /// The same with other settings.
    pub async fn configured(
        backend: Backend,
        now: &str,
        configure: impl FnOnce(&mut ApiSettings),
    ) -> Self {
        Self::with(backend, now, true, configure).await
    }

    /// The same without a worker: what is asked for waits until the test takes it.
    pub async fn idle(backend: Backend, now: &str) -> Self {
        Self::with(backend, now, false, |_| ()).await
    }

    async fn with(
        backend: Backend,
        now: &str,
        worker: bool,
        configure: impl FnOnce(&mut ApiSettings),
    ) -> Self {
        let now: DateTime<Utc> = now.parse().expect("an instant");
        let clock = Arc::new(StoppedClock::at(now));
        let claude = backend.claude.clone();
        let statements = Arc::<Mutex<Vec<String>>>::default();
        let sent = statements.clone();
        let db = Db::connect(&backend.database_url, Pools::default()).await.expect("a database");
        let db = db.observed(move |statement| {
            let text = statement.statement.sql.clone();
            sent.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        });
        migration::up(db.writer()).await.expect("the migrations run");
        let model = claude.as_ref().map(|claude| claude.model.as_str().into());
        let ids = Arc::new(Ids::seeded(1));
        let env = Env { model, ..Env::new(db, clock.clone(), ids) };
        let options = Options {
            worker,
            scheduler: false,
            claude,
            ..Options::serving(backend.redis_url.clone())
        };
        let node = Node::start(env.clone(), options.clone()).await.expect("the node starts");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it is bound").to_string();
        let (stop, stopping) = watch::channel(false);
        let mut settings = ApiSettings {
            verifier: Verifier::secret(SECRET),
            allowed_origins: Vec::new(),
            introspection: true,
            trusted: None,
            rates: Rates::default(),
            trusted_proxies: 0,
            redis_url: backend.redis_url.clone(),
            limits: Limits::default(),
        };
        configure(&mut settings);
        let state = ApiState { env: env.clone(), relay: node.relay(), settings };
        serve(state.clone(), listener, stopping);
        Self { env, clock, statements, address, state, node: Some(node), options, stop, backend }
    }

    /// Starts a second server on the same database and Redis; where it listens.
    pub fn another_node(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it is bound").to_string();
        serve(self.state.clone(), listener, self.stop.subscribe());
        address
    }

    /// Tells listeners what was committed.
    pub fn relay(&self) -> Arc<Relay> {
        self.node.as_ref().expect("the app runs").relay()
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A token of a login.
    pub fn token(&self, subject: &str) -> String {
        let expires = self.clock.now() + Duration::days(1);
        token::issue(SECRET, subject, None, expires).expect("a token")
    }

    /// A client that shows this credential.
    pub fn client_with(&self, credential: &str) -> Client {
        Client::new(&self.address, Some(credential.to_owned()))
    }

    /// A client that is this login; `None`: nobody.
    pub fn client(&self, subject: Option<&str>) -> Client {
        Client::new(&self.address, subject.map(|subject| self.token(subject)))
    }

    /// A socket that is this login.
    pub async fn subscriber(&self, subject: &str) -> Subscriber {
        Subscriber::connect(&self.address, &self.token(subject)).await
    }

    /// The statements that it has sent to its database since this was last asked.
    pub fn statements(&self) -> Vec<String> {
        std::mem::take(&mut self.statements.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// All that its database holds.
    pub async fn contents(&self) -> Contents {
        Contents::of(&self.backend.database_url).await
    }

    /// Waits until nothing is left to compute.
    pub async fn settle(&self) {
        let node = self.node.as_ref().expect("the app runs");
        node.drain(&|_, _| {}).await.expect("the work is done");
    }

    /// Waits until no words are still to come but those of batches that are out.
    pub async fn narrated_all(&self) {
        let node = self.node.as_ref().expect("the app runs");
        while self.words_to_come().await > 0 {
            tokio::select! {
                failure = node.failed() => panic!("{failure}"),
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Narratives that wait, or are being asked for alone.
    async fn words_to_come(&self) -> u64 {
        store::computations::narratives_at_hand(self.env.db.read()).await.expect("a count")
    }

    /// Stops the background work in good order and starts it anew, as after a deployment.
    pub async fn restart(&mut self) {
        if let Some(node) = self.node.take() {
            node.shutdown().await;
        }
        let node = Node::start(self.env.clone(), self.options.clone()).await;
        self.node = Some(node.expect("the node starts"));
    }

    /// Stops it in good order.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(node) = self.node.take() {
            node.shutdown().await;
        }
    }
}

fn serve(state: ApiState, listener: TcpListener, stopping: watch::Receiver<bool>) {
    let server = api::http::serve(state, listener, stopping).expect("the server starts");
    actix_web::rt::spawn(server);
}
