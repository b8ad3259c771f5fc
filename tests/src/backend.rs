//! A database of the test's own, and a Redis where the backend has one.

use std::future::Future;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

use jobs::narrator::claude::Settings;
use sea_orm::{ConnectionTrait as _, Database};
use tempfile::TempDir;

use crate::postgres::Postgres;
use crate::redis::Redis;

/// Databases that this process has made.
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Runs a test as the program runs: in one system of the web server's.
pub fn run<F: Future>(test: F) -> F::Output {
    api::tls::install();
    actix_web::rt::System::new().block_on(test)
}

/// A port that was free just now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback address");
    listener.local_addr().expect("it is bound").port()
}

/// A port that stays free while its server is down: outgoing connections take theirs above.
pub fn lasting_port() -> u16 {
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    let tries = std::iter::from_fn(|| Some(TAKEN.fetch_add(1, Ordering::Relaxed)));
    let ports = tries.take(1_000).map(|number| {
        let place = std::process::id().wrapping_mul(31).wrapping_add(number) % 10_000;
        u16::try_from(20_000 + place).expect("below 30,000")
    });
    let mut free = ports.filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.next().expect("one port of a thousand is free")
}

/// Where the program keeps its data in a test.
pub struct Backend {
    /// For `DATABASE_URL`.
    pub database_url: String,
    /// For `REDIS_URL`.
    pub redis_url: Option<String>,
    /// Claude, where it narrates.
    pub claude: Option<Settings>,
    /// Holds the SQLite file, and whatever else the test writes.
    pub folder: TempDir,
    /// Where the backend has one.
    pub redis: Option<Redis>,
    /// Where it is this test's own.
    pub postgres: Option<Postgres>,
}

impl Backend {
    /// The same where Claude narrates.
    #[must_use]
    pub fn narrated(self, claude: Settings) -> Self {
        Self { claude: Some(claude), ..self }
    }

    /// The embedded default: a file, and no Redis.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("microcycle.sqlite");
        Self {
            database_url: format!("sqlite:{}", file.display()),
            redis_url: None,
            claude: None,
            folder,
            redis: None,
            postgres: None,
        }
    }

    /// A new database in the PostgreSQL that `TEST_POSTGRES_URL` names, and a Redis of its own; `None`,
    /// and a word on the console, where there is none.
    pub async fn postgres() -> Option<Self> {
        let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
            eprintln!("skipped: TEST_POSTGRES_URL is not set; scripts/test sets it");
            return None;
        };
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let admin = Database::connect(&url).await.expect("PostgreSQL at TEST_POSTGRES_URL");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a new database");
        let (server, _) = url.rsplit_once('/').expect("a url with a database");
        Some(Self::with_redis(format!("{server}/{name}"), None))
    }

    /// The same with a PostgreSQL of the test's own, which it may stop and bring back.
    pub fn private() -> Option<Self> {
        let server = Postgres::start()?;
        Some(Self::with_redis(server.url("postgres"), Some(server)))
    }

    fn with_redis(database_url: String, postgres: Option<Postgres>) -> Self {
        let redis = Redis::start();
        Self {
            database_url,
            redis_url: Some(redis.url()),
            claude: None,
            folder: TempDir::new().expect("a temporary folder"),
            redis: Some(redis),
            postgres,
        }
    }
}
