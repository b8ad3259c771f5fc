//! The binary as a person at a terminal runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::backend::Backend;

/// The program with its environment.
pub struct Program {
    binary: PathBuf,
    environment: Vec<(String, String)>,
    folder: PathBuf,
}

/// What a command said.
pub struct Said {
    /// Whether it succeeded.
    pub success: bool,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            success: output.status.success(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

impl Program {
    /// The binary that was built beside the test.
    pub fn new(backend: &Backend) -> Self {
        let mut environment = vec![("DATABASE_URL".to_owned(), backend.database_url.clone())];
        environment.extend(backend.redis_url.clone().map(|url| ("REDIS_URL".to_owned(), url)));
        Self { binary: binary(), environment, folder: backend.folder.path().to_owned() }
    }

    /// The same with a variable set.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output();
        Said::of(&output.expect("the program starts: cargo build --workspace --bins builds it"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL")
            .env("RUST_LOG", "error")
            .envs(self.environment.iter().cloned())
            .current_dir(&self.folder);
        command
    }

    /// Runs a command for someone who reads nothing of what it says.
    pub fn unread(&self, arguments: &[&str]) -> Said {
        let mut process = self
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        drop(process.stdout.take());
        Said::of(&process.wait_with_output().expect("the binary ends"))
    }

    /// Runs a command that must succeed; its standard output.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert!(said.success, "{arguments:?}: {}{}", said.out, said.err);
        said.out
    }

    /// Runs a command that must fail; its one line of error.
    pub fn fail(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert!(!said.success, "{arguments:?} succeeded: {}", said.out);
        let error = said.err.trim().to_owned();
        assert_eq!(error.lines().count(), 1, "not one line: {error}");
        error
    }
}

fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("this test");
    let profile = test.parent().and_then(Path::parent).expect("target/<profile>/deps");
    profile.join(format!("microcycle{}", std::env::consts::EXE_SUFFIX))
}

/// The folder of real data beside the repository; `None`, and a word on the console, where it is absent.
pub fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("MICROCYCLE_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is absent (MICROCYCLE_DATA names it)", folder.display());
    None
}
