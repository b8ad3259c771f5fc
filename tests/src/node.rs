//! What runs on Node: the clients that front-end teams use, and the audits of the server.

use std::path::Path;
use std::process::{Command, Output};

use serde::Deserialize;
use serde_json::Value;

/// A script of `tests/node`, not started yet.
pub fn script(path: &str) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    assert!(
        folder.join("node_modules").is_dir(),
        "the packages of tests/node are missing: scripts/node.sh installs them"
    );
    let mut command = Command::new("node");
    command.arg(folder.join(path)).current_dir(folder);
    command
}

/// The JSON that a script prints last.
pub fn last_line(output: &Output) -> Value {
    let out = String::from_utf8_lossy(&output.stdout);
    let last = out.lines().last().and_then(|line| serde_json::from_str(line).ok());
    last.unwrap_or_else(|| {
        panic!("no JSON at the end of: {out}{}", String::from_utf8_lossy(&output.stderr))
    })
}

/// One check of an audit.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// MUST, SHOULD, MAY, SPEC or INFO.
    pub level: String,
    /// Its short name.
    pub id: String,
    /// What is demanded.
    pub title: String,
    /// Whether it holds; `None`: not asked.
    pub ok: Option<bool>,
    /// What was seen.
    #[serde(default)]
    pub note: Option<String>,
}

/// Runs an audit to its end.
pub fn audit(path: &str, arguments: &[&str]) -> Vec<Row> {
    let output = script(path).args(arguments).arg("--json").output().expect("node is installed");
    serde_json::from_value(last_line(&output)).expect("rows")
}

/// The rows that must hold and do not, in words.
pub fn failures(rows: &[Row]) -> Vec<String> {
    let demanded = |row: &&Row| row.level != "INFO" && row.ok != Some(true);
    let said = |row: &Row| {
        let note = row.note.as_deref().unwrap_or_default();
        format!("{} {}: {} [{note}]", row.level, row.id, row.title)
    };
    rows.iter().filter(demanded).map(said).collect()
}
