//! Why a file cannot be imported, each in one line that names the thing and what to do.

use super::log::{BadRow, Format};

/// How many unreadable rows a refusal names with the reason.
const NAMED_ROWS: usize = 3;
/// How many it names by their line at all: more do not help who mends the file.
const LISTED_ROWS: usize = 20;

/// A file that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Nothing but white space.
    #[error("the file is empty: export the training log again as CSV")]
    Empty,
    /// A header and nothing below.
    #[error("the file has the header of {0} and no rows below it")]
    NoRows(Format),
    /// A database, such as a backup of `FitNotes`.
    #[error("the file is a SQLite database, not a training log: export the log as CSV instead")]
    Database,
    /// Not text at all.
    #[error(
        "the file is binary (byte {at} is zero), not a training log: export the log as CSV instead"
    )]
    Binary {
        /// Offset of the first zero byte.
        at: usize,
    },
    /// Text of another encoding.
    #[error("the file is UTF-16 text: save it as UTF-8 CSV")]
    Utf16,
    /// Text of yet another encoding.
    #[error("the file is not UTF-8 text (at byte {at}): save it as UTF-8 CSV")]
    NotUtf8 {
        /// Offset of the first byte that is not.
        at: usize,
    },
    /// No header that is known.
    #[error(
        "the first line is not a header of Strong, Hevy, FitNotes or Fitbod, which can be imported: {found:?}"
    )]
    UnknownHeader {
        /// The beginning of the first line.
        found: String,
    },
    /// A known header with a column too few.
    #[error("the header looks like {app} but has no column {missing}")]
    MissingColumns {
        /// The app it looks like.
        app: &'static str,
        /// The columns it lacks.
        missing: String,
    },
    /// A column whose name carries a unit that nobody knows.
    #[error("the header has {column:?}, whose unit is not known: it must be {known}")]
    UnknownUnit {
        /// The column's name, in lower case.
        column: String,
        /// What is known.
        known: &'static str,
    },
    /// A known export that is no log of sets.
    #[error("{app} exports are known but cannot be imported as a set log: {reason}")]
    NotASetLog {
        /// The app.
        app: &'static str,
        /// Why.
        reason: &'static str,
    },
    /// A load of which nobody says the unit.
    #[error(
        "line {line} has a load but neither row nor header name its unit: say --unit kg or --unit lb"
    )]
    UnitNeeded {
        /// The first such line.
        line: u64,
    },
    /// Rows that cannot be read.
    #[error(
        "{count} of {rows} rows cannot be read ({named}): mend them or leave them out with --skip-bad-rows"
    )]
    BadRows {
        /// How many.
        count: usize,
        /// Of how many.
        rows: usize,
        /// The first few with line and reason, more by their lines, then how many are left.
        named: String,
    },
}

impl ImportError {
    /// The refusal of a file for its `bad` rows.
    pub(super) fn bad_rows(bad: &[BadRow], rows: usize) -> Self {
        let told = bad.iter().take(NAMED_ROWS);
        let told = told.map(|row| format!("line {}: {}", row.line, row.reason));
        let listed = bad.iter().take(LISTED_ROWS).skip(NAMED_ROWS);
        let lines: Vec<String> = listed.map(|row| row.line.to_string()).collect();
        let more = match bad.len().saturating_sub(LISTED_ROWS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let word = if lines.len() == 1 { "line" } else { "lines" };
        let also = (!lines.is_empty()).then(|| format!("also {word} {}{more}", lines.join(", ")));
        let named = told.chain(also).collect::<Vec<_>>().join("; ");
        Self::BadRows { count: bad.len(), rows, named }
    }
}
