//! The system's clock, randomness and terminal: the only place that asks for them.

use std::io::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};
use service::env::{Clock, Env, Ids};

/// The machine a command runs on.
pub struct System {
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the program's one clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

impl System {
    /// The real one.
    #[expect(clippy::new_without_default, reason = "it reads the machine, so it is no plain value")]
    #[expect(clippy::disallowed_methods, reason = "the program's one seed of ids")]
    pub fn new() -> Self {
        Self { clock: Arc::new(SystemClock), ids: Arc::new(Ids::from_seed(rand::random())) }
    }

    /// Clock and ids over a database.
    pub fn env(&self, db: entity::db::Db) -> Env {
        Env::new(db, self.clock.clone(), self.ids.clone())
    }

    /// The instant it is now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A line on standard output.
    pub fn say(&self, line: impl std::fmt::Display) {
        // Who has read enough (`… | head`) closes the pipe; nothing is left to tell them.
        let _closed = writeln!(std::io::stdout().lock(), "{line}");
    }

    /// A progress bar on standard error; it shows on a terminal only.
    pub fn progress(&self, total: u64, what: &'static str) -> ProgressBar {
        let style =
            ProgressStyle::with_template("{msg:<28} {wide_bar} {human_pos}/{human_len} {eta:>4}")
                .expect("the template is a literal");
        ProgressBar::new(total).with_style(style).with_message(what)
    }
}
