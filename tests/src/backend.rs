//! A database of the test's own, and a Redis where the backend has one.

use std::future::Future;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use jobs::narrator::claude::Settings;
use sea_orm::{ConnectionTrait as _, Database};
use tempfile::TempDir;

/// Databases that this process has made.
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// How long a server may take to come up.
const PATIENCE: Duration = Duration::from_secs(20);

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
    _redis: Option<Redis>,
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
            _redis: None,
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
        let redis = Redis::start();
        Some(Self {
            database_url: format!("{server}/{name}"),
            redis_url: Some(redis.url()),
            claude: None,
            folder: TempDir::new().expect("a temporary folder"),
            _redis: Some(redis),
        })
    }
}

/// A Redis of one test, gone with it.
struct Redis {
    process: Child,
    port: u16,
}

impl Redis {
    fn start() -> Self {
        let port = free_port();
        let process = Command::new("redis-server")
            .args([
                "--port",
                &port.to_string(),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("redis-server is installed: scripts/test sees to it");
        let redis = Self { process, port };
        let began = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < PATIENCE, "Redis did not come up on port {port}");
            std::thread::yield_now();
        }
        redis
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }
}
