//! A PostgreSQL of one test's own, which may be stopped and brought back; gone with the test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::backend::lasting_port;

/// A private server. It runs as another user where the test is root: PostgreSQL refuses root.
pub struct Postgres {
    folder: TempDir,
    bin: PathBuf,
    user: Option<String>,
    port: u16,
}

impl Postgres {
    /// A new one, on a free port; `None`, and a word on the console, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let Some(bin) = bin() else {
            eprintln!("skipped: initdb is not found; scripts/test installs PostgreSQL");
            return None;
        };
        // Short: the path of a Unix socket may not be longer than 107 bytes.
        let folder = TempDir::with_prefix_in("microcycle.", "/tmp").expect("a temporary folder");
        let server = Self { folder, bin, user: user(), port: lasting_port() };
        let home = server.home();
        fs::create_dir(&home).expect("a folder of the server's own");
        if let Some(user) = &server.user {
            let open = Command::new("chmod").arg("755").arg(server.folder.path()).status();
            let given = Command::new("chown").arg(user).arg(&home).status();
            assert!(open.is_ok_and(|it| it.success()) && given.is_ok_and(|it| it.success()));
        }
        let data = server.data();
        server.run(
            "initdb",
            &["--pgdata", &data, "--username", "microcycle", "--auth", "trust"]
                .into_iter()
                .chain(["--encoding", "UTF8", "--locale", "C", "--no-sync"])
                .collect::<Vec<_>>(),
        );
        server.bring_back();
        Some(server)
    }

    /// Url of a database of it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://microcycle@127.0.0.1:{}/{database}", self.port)
    }

    /// Ends it as a crash does: connections break, and it recovers from its log when it comes back.
    pub fn crash(&self) {
        self.run("pg_ctl", &["--pgdata", &self.data(), "--mode", "immediate", "stop"]);
    }

    /// Starts it where it was, and waits until it answers.
    pub fn bring_back(&self) {
        let (data, log) = (self.data(), self.home().join("log").display().to_string());
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=off -c max_connections=200",
            self.port,
            self.home().display()
        );
        self.run("pg_ctl", &["--pgdata", &data, "--log", &log, "--wait", "-o", &options, "start"]);
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("postgres")
    }

    fn data(&self) -> String {
        self.home().join("data").display().to_string()
    }

    fn command(&self, program: &str) -> Command {
        let program = self.bin.join(program);
        let Some(user) = &self.user else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        let group = said("id", &["-g", user]);
        command.args(["--reuid", user, "--regid", &group, "--clear-groups", "--"]).arg(program);
        command
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        // The server inherits what it may write to: a pipe would be open as long as it runs.
        let out = fs::File::create(self.folder.path().join("said")).expect("a file");
        let also = out.try_clone().expect("a file");
        let mut command = self.command(program);
        command.args(arguments).stdin(Stdio::null()).stdout(out).stderr(also).current_dir("/");
        let ended = command.status().expect("the program starts");
        let told = || fs::read_to_string(self.folder.path().join("said")).unwrap_or_default();
        assert!(ended.success(), "{program} {arguments:?}: {}", told());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.data();
        let mut stop = self.command("pg_ctl");
        stop.args(["--pgdata", &data, "--mode", "immediate", "stop"]);
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status(); // it may be down already
    }
}

/// The folder of the server's programs: on the path, or where Debian puts them.
fn bin() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file());
    on_path.or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let folders = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
        folders
            .filter(|folder| folder.join("initdb").is_file())
            .max_by_key(|folder| version(folder))
    })
}

fn version(bin: &Path) -> u32 {
    let name = bin.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    name.and_then(|name| name.parse().ok()).unwrap_or(0)
}

/// Whom the server runs as; `None`: whoever runs the test.
fn user() -> Option<String> {
    if said("id", &["-u"]) != "0" {
        return None;
    }
    let has = |user: &str| {
        let mut asked = Command::new("id");
        asked.arg(user).stdout(Stdio::null()).stderr(Stdio::null());
        asked.status().is_ok_and(|it| it.success())
    };
    Some(if has("postgres") { "postgres" } else { "nobody" }.to_owned())
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output: Output = Command::new(program).args(arguments).output().expect("it is there");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
