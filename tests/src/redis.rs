//! A Redis of one test's own, which may be killed, emptied and brought back; gone with the test.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::backend::lasting_port;

/// How long the server may take to come up.
const PATIENCE: Duration = Duration::from_secs(20);

/// A Redis server that keeps nothing on disk: when it dies, all of it is lost.
pub struct Redis {
    process: Child,
    port: u16,
}

impl Redis {
    /// A new one, on a free port.
    pub fn start() -> Self {
        let port = lasting_port();
        Self { process: serve(port), port }
    }

    /// For `REDIS_URL`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Ends it at once, with all it holds.
    pub fn kill(&mut self) {
        let _ = self.process.kill(); // it may have ended
        let _ = self.process.wait();
    }

    /// Starts it anew where it was, empty.
    pub fn restart(&mut self) {
        self.kill();
        self.process = serve(self.port);
    }

    /// A connection of the test's own.
    pub async fn connect(&self) -> redis::aio::MultiplexedConnection {
        let client = redis::Client::open(self.url()).expect("an address");
        client.get_multiplexed_async_connection().await.expect("Redis answers")
    }

    /// Forgets everything, while its clients stay connected.
    pub async fn flush(&self) {
        let mut redis = self.connect().await;
        redis::cmd("FLUSHALL").exec_async(&mut redis).await.expect("Redis is emptied");
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

fn serve(port: u16) -> Child {
    let process = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args(["--save", "", "--appendonly", "no"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("redis-server is installed: scripts/test sees to it");
    let began = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < PATIENCE, "Redis did not come up on port {port}");
        std::thread::yield_now();
    }
    process
}
