//! All configuration: environment variables and flags, read once, every fault reported at once.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use claude::ClaudeFlags;
use jobs::narrator::claude::Settings;
use service::ledger::{LEASE, LONGEST_LEASE_SECONDS, SHORTEST_LEASE_SECONDS};

mod auth;
mod claude;
mod limits;
mod telemetry;

pub use auth::{Auth, AuthFlags, DEVELOPMENT_SECRET};
pub use limits::LimitFlags;
pub use telemetry::{LogFormat, Telemetry};

use crate::http::Limits;
use crate::limits::Rates;

/// Where an embedded installation keeps its data.
pub const DEFAULT_DATABASE: &str = "sqlite:microcycle.sqlite";

/// What every command reads.
#[derive(Args, Debug, Clone)]
pub struct Flags {
    /// Database: `sqlite:PATH` or `postgres://…`.
    #[arg(long, env = "DATABASE_URL", default_value = DEFAULT_DATABASE, global = true, hide_env_values = true)]
    database_url: String,
    /// Redis that carries work and wake-ups between nodes; without it, one node does all.
    #[arg(long, env = "REDIS_URL", global = true, hide_env_values = true)]
    redis_url: Option<String>,
    /// Address to serve on.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080", global = true)]
    listen: String,
    /// Origins of browser apps that may call, separated by commas.
    #[arg(long, env = "CORS_ORIGINS", default_value = "", global = true)]
    cors_origins: String,
    #[command(flatten)]
    auth: AuthFlags,
    /// `on` or `off`: whether the schema may be asked for and the explorer is served; default: on in development.
    #[arg(long, env = "EXPLORER", global = true)]
    explorer: Option<String>,
    /// The only documents that clients may run: a folder of .graphql files, or the JSON of a build tool.
    #[arg(long, env = "TRUSTED_DOCUMENTS", global = true)]
    trusted_documents: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitFlags,
    /// Sockets and event streams that one login may hold open on this node.
    #[arg(long, env = "MAX_CONNECTIONS_PER_USER", default_value_t = Limits::default().connections_per_user, global = true)]
    max_connections_per_user: usize,
    /// Sockets and event streams that one address may hold open on this node.
    #[arg(long, env = "MAX_CONNECTIONS_PER_ADDRESS", default_value_t = Limits::default().connections_per_address, global = true)]
    max_connections_per_address: usize,
    /// Operations that may run at once on one socket.
    #[arg(long, env = "MAX_OPERATIONS_PER_SOCKET", default_value_t = Limits::default().operations_per_socket, global = true)]
    max_operations_per_socket: usize,
    /// Seconds that a reader may be slow before its socket or stream is closed.
    #[arg(long, env = "SLOW_READER_SECONDS", default_value_t = Limits::default().slow_reader.as_secs(), global = true)]
    slow_reader_seconds: u64,
    /// Seconds between signs of life on a socket or event stream. Whose socket answers none of two is gone.
    #[arg(long, env = "KEEP_ALIVE_SECONDS", default_value_t = Limits::default().keep_alive.as_secs(), global = true)]
    keep_alive_seconds: u64,
    /// Seconds that the body of a request may take to come.
    #[arg(long, env = "SLOW_BODY_SECONDS", default_value_t = Limits::default().slow_body.as_secs(), global = true)]
    slow_body_seconds: u64,
    #[command(flatten)]
    claude: ClaudeFlags,
    #[command(flatten)]
    telemetry: Telemetry,
    /// How long a worker may hold work without a word, in seconds; retries and sweeps keep its pace.
    #[arg(long, env = "LEASE_SECONDS", default_value_t = LEASE.num_seconds(), global = true, hide = true,
        value_parser = clap::value_parser!(i64).range(SHORTEST_LEASE_SECONDS..=LONGEST_LEASE_SECONDS))]
    lease_seconds: i64,
}

/// The configuration, checked.
#[derive(Clone)]
pub struct Config {
    /// Database.
    pub database_url: String,
    /// Redis, where there is one.
    pub redis_url: Option<String>,
    /// Address to serve on.
    pub listen: SocketAddr,
    /// Origins that browsers may call from.
    pub cors_origins: Vec<String>,
    /// Whose tokens are believed.
    pub auth: Auth,
    /// Whether the schema may be asked for, and the explorer is served.
    pub explorer: bool,
    /// Claude, where there is a key.
    pub claude: Option<Settings>,
    /// Where the only documents are that clients may run.
    pub trusted_documents: Option<PathBuf>,
    /// How often callers may ask.
    pub rates: Rates,
    /// How many proxies in front are trusted to name the caller's address.
    pub trusted_proxies: usize,
    /// How much one caller may hold open.
    pub limits: Limits,
    /// How long a lease lasts unless it is renewed.
    pub lease_seconds: i64,
}

impl Config {
    /// Whether the database is a file of its own.
    pub fn embedded(&self) -> bool {
        self.database_url.starts_with("sqlite:")
    }
}

impl Flags {
    /// How the program tells of its own work: needed before anything is checked.
    pub fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    /// Checks everything and names every fault.
    pub fn check(self) -> Result<Config, String> {
        let mut faults = Vec::new();
        if !["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|scheme| self.database_url.starts_with(scheme))
        {
            faults.push("DATABASE_URL must start with sqlite: or postgres://".to_owned());
        }
        if self.database_url.contains(":memory:") {
            faults.push(
                "DATABASE_URL must name a file: an in-memory database is lost with its connection"
                    .to_owned(),
            );
        }
        let redis_url = self.redis_url.filter(|url| !url.is_empty());
        if redis_url
            .as_ref()
            .is_some_and(|url| !url.starts_with("redis://") && !url.starts_with("rediss://"))
        {
            faults.push("REDIS_URL must start with redis:// or rediss://".to_owned());
        }
        let listen = SocketAddr::from_str(&self.listen).unwrap_or_else(|_| {
            faults.push(format!(
                "LISTEN must be an address and a port such as 127.0.0.1:8080, got {:?}",
                self.listen
            ));
            SocketAddr::from(([127, 0, 0, 1], 8080))
        });
        let (auth, production) = self.auth.check(&mut faults);
        let (rates, trusted_proxies) = self.limits.check(production, &mut faults);
        let explorer = match self.explorer.as_deref() {
            None | Some("") => !production,
            Some("on") => true,
            Some("off") => false,
            Some(other) => {
                faults.push(format!("EXPLORER must be on or off, got {other:?}"));
                false
            }
        };
        let claude = self.claude.check(&mut faults);
        let limits = Limits {
            connections_per_user: self.max_connections_per_user,
            connections_per_address: self.max_connections_per_address,
            operations_per_socket: self.max_operations_per_socket,
            slow_reader: Duration::from_secs(self.slow_reader_seconds),
            keep_alive: Duration::from_secs(self.keep_alive_seconds),
            slow_body: Duration::from_secs(self.slow_body_seconds),
            ..Limits::default()
        };
        faults.extend(limits.faults());
        if !faults.is_empty() {
            return Err(faults.join("; "));
        }
        Ok(Config {
            database_url: self.database_url,
            redis_url,
            listen,
            cors_origins: self
                .cors_origins
                .split(',')
                .map(str::trim)
                .filter(|o| !o.is_empty())
                .map(str::to_owned)
                .collect(),
            lease_seconds: self.lease_seconds,
            auth,
            explorer,
            claude,
            trusted_documents: self.trusted_documents.filter(|path| !path.as_os_str().is_empty()),
            rates,
            trusted_proxies,
            limits,
        })
    }
}
