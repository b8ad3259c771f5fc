//! An installation of several processes of the real binary over one database, which a test may kill,
//! pause, stop and replace.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use api::cli::System;
use entity::db::{Db, Pools};
use service::env::Env;
use service::ledger::Pace;

use crate::backend::Backend;
use crate::program::Program;
use crate::redis::Redis;

/// How long anything that a test waits for may take, by default. Far beyond what it does take.
pub const PATIENCE: Duration = Duration::from_mins(5);

/// Lease of the processes where a test says nothing else: a minute would make every fault take minutes.
const LEASE_SECONDS: i64 = 4;

/// How often a condition is asked for.
const LOOK: Duration = Duration::from_millis(25);

/// Lines of its log that a process leaves on the console of a test that failed.
const LINES: usize = 60;

/// A database with the processes that work on it.
pub struct Cluster {
    /// Where everything lies.
    pub backend: Backend,
    /// The test's own way to the database, on the machine's clock.
    pub env: Env,
    /// Lease of the processes to come. A test that counts attempts gives them one that a busy machine
    /// does not overrun.
    pub lease_seconds: i64,
    nodes: Vec<Node>,
    started: usize,
    /// How many processes have ended without being asked to, and were replaced.
    pub fallen: usize,
}

/// One process.
struct Node {
    number: usize,
    roles: &'static str,
    process: Child,
    log: PathBuf,
}

impl Cluster {
    /// A new, migrated database that nothing works on yet.
    pub async fn on(backend: Backend) -> Self {
        let db = connect(&backend).await;
        migration::up(db.writer()).await.expect("the migrations run");
        let env = Env { pace: Pace::of_lease(LEASE_SECONDS), ..System::new().env(db) };
        Self {
            backend,
            env,
            lease_seconds: LEASE_SECONDS,
            nodes: Vec::new(),
            started: 0,
            fallen: 0,
        }
    }

    /// Starts a process with these roles; answers its number.
    pub fn add(&mut self, roles: &'static str) -> usize {
        self.started += 1;
        let (number, log) = (self.started, self.backend.folder.path().join(log_name(self.started)));
        let out = File::create(&log).expect("a log");
        // Which process holds a lock is read from its connections' name.
        let mut url = self.backend.database_url.clone();
        if url.starts_with("postgres") {
            url = format!("{url}?application_name=node-{number}");
        }
        let process = Program::new(&self.backend)
            .with("DATABASE_URL", &url)
            .with("LISTEN", "127.0.0.1:0")
            .with("LEASE_SECONDS", &self.lease_seconds.to_string())
            .with("RUST_LOG", "warn,microcycle=info,api=info,jobs=info,service=info")
            .command(&["serve", "--roles", roles])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(out)
            .spawn()
            .expect("the program starts: cargo build --workspace --bins builds it");
        self.nodes.push(Node { number, roles, process, log });
        number
    }

    /// Numbers of the processes with these roles, oldest first.
    pub fn with(&self, roles: &str) -> Vec<usize> {
        self.nodes.iter().filter(|node| node.roles == roles).map(|node| node.number).collect()
    }

    /// Ends a process as a power cut does, and starts another in its place; answers its number.
    pub fn replace(&mut self, number: usize) -> usize {
        let roles = self.kill(number);
        self.add(roles)
    }

    /// Ends a process as a power cut does; answers what roles it had.
    pub fn kill(&mut self, number: usize) -> &'static str {
        self.signal(number, "-KILL");
        let mut node = self.take(number);
        node.process.wait().expect("it ends");
        node.roles
    }

    /// Lets a process die by its own hand, as a broken computation would end it.
    pub fn abort(&mut self, number: usize) {
        self.signal(number, "-ABRT");
        self.take(number).process.wait().expect("it ends");
    }

    /// Asks a process to stop, as a supervisor does, and waits until it has.
    pub fn stop(&mut self, number: usize) -> ExitStatus {
        self.signal(number, "-TERM");
        self.take(number).process.wait().expect("it ends")
    }

    /// Stops the time of a process, as a machine does that swaps or migrates.
    pub fn pause(&self, number: usize) {
        self.signal(number, "-STOP");
    }

    /// Lets it go on.
    pub fn resume(&self, number: usize) {
        self.signal(number, "-CONT");
    }

    fn signal(&self, number: usize, signal: &str) {
        let node = self.nodes.iter().find(|node| node.number == number).expect("it runs");
        let sent = Command::new("kill").args([signal, &node.process.id().to_string()]).status();
        assert!(sent.expect("kill is there").success(), "process {number} is gone already");
    }

    fn take(&mut self, number: usize) -> Node {
        let place = self.nodes.iter().position(|node| node.number == number);
        self.nodes.remove(place.expect("it runs"))
    }

    /// Replaces what has ended without being asked to, as a supervisor does.
    fn tend(&mut self) {
        let ended: Vec<usize> = self
            .nodes
            .iter_mut()
            .filter_map(|node| node.process.try_wait().ok().flatten().map(|_| node.number))
            .collect();
        for number in ended {
            self.fallen += 1;
            let roles = self.take(number).roles;
            self.add(roles);
        }
    }

    /// Waits until something is so, looking again and again; processes that end are replaced meanwhile.
    pub async fn until(&mut self, what: &str, is_so: impl AsyncFnMut(&Env) -> bool) {
        self.within(PATIENCE, what, is_so).await;
    }

    /// The same with a patience of its own; answers how long it took.
    pub async fn within(
        &mut self,
        patience: Duration,
        what: &str,
        mut is_so: impl AsyncFnMut(&Env) -> bool,
    ) -> Duration {
        let began = Instant::now();
        while !is_so(&self.env).await {
            assert!(began.elapsed() < patience, "in {patience:?} it did not come so far: {what}");
            self.tend();
            tokio::time::sleep(LOOK).await; // the pause between two looks, not the wait
        }
        began.elapsed()
    }

    /// Waits until a process has logged a line that holds a word.
    pub async fn until_logged(&mut self, word: &str) {
        let began = Instant::now();
        while self.logged(word).is_empty() {
            assert!(began.elapsed() < PATIENCE, "in {PATIENCE:?} no process said: {word}");
            self.tend();
            tokio::time::sleep(LOOK).await; // the pause between two looks, not the wait
        }
    }

    /// Its Redis.
    pub fn redis(&mut self) -> &mut Redis {
        self.backend.redis.as_mut().expect("the backend has one")
    }

    /// Lets the database crash and recover; the test's own connections are made anew.
    pub async fn crash_database(&mut self) {
        let server = self.backend.postgres.as_ref().expect("the test has a server of its own");
        server.crash();
        server.bring_back();
        self.env.db = connect(&self.backend).await;
    }

    /// What the processes have logged that holds a word, whichever of them.
    pub fn logged(&self, word: &str) -> Vec<String> {
        let logs =
            (1..=self.started).map(|number| self.backend.folder.path().join(log_name(number)));
        let texts: Vec<String> = logs.filter_map(|log| std::fs::read_to_string(log).ok()).collect();
        let lines = texts.iter().flat_map(|text| text.lines());
        lines.filter(|line| line.contains(word)).map(str::to_owned).collect()
    }
}

async fn connect(backend: &Backend) -> Db {
    let pools = Pools { connections: 16, ..Pools::default() };
    Db::connect(&backend.database_url, pools).await.expect("a database")
}

fn log_name(number: usize) -> String {
    format!("node-{number}.log")
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            let _ = node.process.kill(); // it may have ended
            let _ = node.process.wait();
            if std::thread::panicking() {
                let text = std::fs::read_to_string(&node.log).unwrap_or_default();
                let lines: Vec<&str> = text.lines().collect();
                let last = &lines[lines.len().saturating_sub(LINES)..];
                eprintln!("--- node {} ({})\n{}", node.number, node.roles, last.join("\n"));
            }
        }
    }
}
