//! The binary as a person at a terminal runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

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
    /// Its exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
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

    /// A command, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL")
            .env_remove("ANTHROPIC_API_KEY")
            .env_remove("ANTHROPIC_BASE_URL")
            .env_remove("ANTHROPIC_MODEL")
            .env("RUST_LOG", "error")
            .envs(self.environment.iter().cloned())
            .current_dir(&self.folder);
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let output: Output = self
            .command(arguments)
            .output()
            .expect("the program starts: cargo build --workspace --bins builds it");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said {
            success: output.status.success(),
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
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
        one_line(&said)
    }

    /// Runs a command that is written wrongly; its one line of error.
    pub fn misused(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}: {}{}", said.out, said.err);
        one_line(&said)
    }
}

fn one_line(said: &Said) -> String {
    let error = said.err.trim().to_owned();
    assert_eq!(error.lines().count(), 1, "not one line: {error}");
    assert!(error.starts_with("error: "), "{error}");
    assert!(said.out.is_empty(), "said beside the error: {}", said.out);
    error
}

/// Beside the test's own folder, or beside the program that runs it.
fn binary() -> PathBuf {
    let this = std::env::current_exe().expect("this test");
    let name = format!("microcycle{}", std::env::consts::EXE_SUFFIX);
    let folders = this.ancestors().skip(1).take(2).map(Path::to_owned);
    let mut found = folders.map(|folder| folder.join(&name)).filter(|path| path.is_file());
    found.next().expect("the program is built: cargo build --workspace --bins")
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
