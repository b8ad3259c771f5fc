//! What is printed in the end.

use std::io::Write as _;

use super::machine::Usage;

/// One row: how fast, and what it took.
pub struct Line {
    what: String,
    members: u32,
    seconds: f64,
    used: Usage,
}

impl Line {
    /// So many members in so many seconds.
    pub fn new(what: String, members: u32, seconds: f64, used: Usage) -> Self {
        Self { what, members, seconds, used }
    }

    fn cells(&self) -> [String; 8] {
        let each = |seconds: f64| format!("{:.3}", seconds * 1000.0 / f64::from(self.members));
        let used = self.used;
        [
            self.what.clone(),
            format!("{:.2}", self.seconds),
            format!("{:.0}", f64::from(self.members) / self.seconds),
            each(used.worker),
            each(used.postgres),
            each(used.redis),
            each(used.client),
            each(used.worker + used.postgres + used.redis + used.client),
        ]
    }
}

/// The rows, and what is said below them.
#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
    notes: Vec<String>,
}

const HEAD: [&str; 8] =
    ["what", "seconds", "members/s", "worker", "PostgreSQL", "Redis", "client", "all"];

impl Table {
    /// One more row.
    pub fn add(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// One more sentence, said at once as well: a run takes its time.
    pub fn say(&mut self, note: String) {
        let _ = writeln!(std::io::stderr(), "{note}"); // who listens may have gone
        self.notes.push(note);
    }

    /// As Markdown; processor time in milliseconds a member.
    pub fn print(&self) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        let load = std::fs::read_to_string("/proc/loadavg")?;
        writeln!(out, "| {} |", HEAD.join(" | "))?;
        writeln!(out, "|{}", " --- |".repeat(HEAD.len()))?;
        for line in &self.lines {
            writeln!(out, "| {} |", line.cells().join(" | "))?;
        }
        writeln!(out, "\nworker to all: CPU ms a member. Load of the machine in the end: {load}")?;
        for note in &self.notes {
            writeln!(out, "{note}")?;
        }
        Ok(())
    }
}
