//! All configuration: environment variables and flags, read once, every fault reported at once.

use std::net::SocketAddr;
use std::str::FromStr;

use clap::Args;
use jobs::narrator::claude::Settings;

mod auth;
mod claude;
mod telemetry;

pub use auth::{Auth, AuthFlags, DEVELOPMENT_SECRET};
pub use telemetry::{LogFormat, Telemetry};

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
    claude: claude::ClaudeFlags,
    #[command(flatten)]
    auth: AuthFlags,
    /// `on` or `off`: whether the schema may be asked for and the explorer is served; default: on in development.
    #[arg(long, env = "EXPLORER", global = true)]
    explorer: Option<String>,
    #[command(flatten)]
    telemetry: Telemetry,
}

/// The configuration, checked.
#[derive(Clone)]
pub struct Config {
    /// Database.
    pub database_url: String,
    /// Redis, where there is one.
    pub redis_url: Option<String>,
    /// Claude, where there is a key.
    pub claude: Option<Settings>,
    /// Address to serve on.
    pub listen: SocketAddr,
    /// Origins that browsers may call from.
    pub cors_origins: Vec<String>,
    /// Whose tokens are believed.
    pub auth: Auth,
    /// Whether the schema may be asked for, and the explorer is served.
    pub explorer: bool,
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
        let claude = self.claude.check(&mut faults);
        let listen = SocketAddr::from_str(&self.listen).unwrap_or_else(|_| {
            faults.push(format!(
                "LISTEN must be an address and a port such as 127.0.0.1:8080, got {:?}",
                self.listen
            ));
            SocketAddr::from(([127, 0, 0, 1], 8080))
        });
        let (auth, production) = self.auth.check(&mut faults);
        let explorer = match self.explorer.as_deref() {
            None | Some("") => !production,
            Some("on") => true,
            Some("off") => false,
            Some(other) => {
                faults.push(format!("EXPLORER must be on or off, got {other:?}"));
                false
            }
        };
        if !faults.is_empty() {
            return Err(faults.join("; "));
        }
        Ok(Config {
            database_url: self.database_url,
            redis_url,
            claude,
            listen,
            cors_origins: self
                .cors_origins
                .split(',')
                .map(str::trim)
                .filter(|o| !o.is_empty())
                .map(str::to_owned)
                .collect(),
            auth,
            explorer,
        })
    }
}
