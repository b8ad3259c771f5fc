//! A file of members: its header found out, its rows read, each with its line.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::calendar::WeekdaySet;
use domain::vocab::Experience;

use super::cells::{Column, Columns, read};
use crate::imports::rows::Rows;

/// How many unreadable rows a refusal names.
const NAMED_ROWS: usize = 3;

/// A member as a row says. What is empty is left as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MemberRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// The id in the gym's own system: by it a member is known again.
    pub external_id: String,
    /// Name as others read it.
    pub display_name: String,
    /// The `sub` of their login.
    pub subject: Option<String>,
    /// Since when they train here.
    pub joined_on: Option<NaiveDate>,
    /// Name of their coach.
    pub coach: Option<String>,
    /// How well trained.
    pub experience: Option<Experience>,
    /// Kilograms.
    pub bodyweight_kg: Option<f64>,
    /// Wanted sessions a week.
    pub sessions_per_week: Option<i32>,
    /// Days on which they can train.
    pub available_days: Option<WeekdaySet>,
    /// Name of what they follow.
    pub template: Option<String>,
    /// Whether they get plans.
    pub active: Option<bool>,
}

/// A row that is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// One sentence.
    pub reason: String,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MemberFile {
    /// Its rows.
    pub rows: Vec<MemberRow>,
    /// Rows that were left out.
    pub skipped: Vec<BadRow>,
    /// Columns that mean nothing here.
    pub ignored: Vec<String>,
}

/// Why a file can't be imported, in one line that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MemberFileError {
    /// Nothing but white space.
    #[error("the file is empty: export the list of members again as CSV")]
    Empty,
    /// No text in UTF-8.
    #[error("the file is not UTF-8 text (at byte {at}): save the list of members as UTF-8 CSV")]
    NotText {
        /// Offset of the first byte that is not.
        at: usize,
    },
    /// A header and nothing below.
    #[error("the file has a header and no rows below it")]
    NoRows,
    /// A header without a column that is needed.
    #[error("the header has no column for {missing}: it must name {known}")]
    MissingColumns {
        /// What is missing.
        missing: String,
        /// What may be called how.
        known: String,
    },
    /// A header with a column twice.
    #[error("the header has two columns for {name}: {first:?} and {second:?}")]
    TwiceNamed {
        /// What for.
        name: &'static str,
        /// As the file has it.
        first: String,
        /// As the file has it.
        second: String,
    },
    /// Rows that can't be read.
    #[error(
        "{count} of {rows} rows cannot be imported ({named}): mend them or leave them out with --skip-bad-rows"
    )]
    BadRows {
        /// How many.
        count: usize,
        /// Of how many.
        rows: usize,
        /// The first few, with line and reason.
        named: String,
    },
}

impl MemberFileError {
    /// The refusal of a file for its `bad` rows.
    pub(super) fn bad_rows(bad: &[BadRow], rows: usize) -> Self {
        let first = bad.iter().take(NAMED_ROWS);
        let mut named: Vec<String> =
            first.map(|row| format!("line {}: {}", row.line, row.reason)).collect();
        if bad.len() > NAMED_ROWS {
            named.push("…".to_owned());
        }
        Self::BadRows { count: bad.len(), rows, named: named.join("; ") }
    }
}

/// Reads a file. Rows that can't be read refuse it, unless they are to be left out.
pub fn parse(bytes: &[u8], skip_bad_rows: bool) -> Result<MemberFile, MemberFileError> {
    let text = text(bytes)?;
    let mut rows = Rows::new(text, delimiter(text));
    let header = rows.next().and_then(|row| row.cells.ok()).unwrap_or_default();
    let columns = Columns::of(&header)?;
    let mut file = MemberFile { ignored: columns.ignored.clone(), ..MemberFile::default() };
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let mut count = 0;
    for row in rows {
        count += 1;
        let cells = row.cells.map_err(|reason| vec![reason.to_owned()]);
        match cells.and_then(|cells| member(row.line, &columns, &cells, &mut lines)) {
            Ok(member) => file.rows.push(member),
            Err(faults) => {
                file.skipped.push(BadRow { line: row.line, reason: faults.join("; ") });
            }
        }
    }
    if count == 0 {
        return Err(MemberFileError::NoRows);
    }
    if !file.skipped.is_empty() && !skip_bad_rows {
        return Err(MemberFileError::bad_rows(&file.skipped, count));
    }
    Ok(file)
}

fn text(bytes: &[u8]) -> Result<&str, MemberFileError> {
    let zero = bytes.iter().position(|byte| *byte == 0);
    let text = std::str::from_utf8(bytes).map_err(|error| error.valid_up_to());
    let text = match (zero, text) {
        (Some(at), _) | (None, Err(at)) => return Err(MemberFileError::NotText { at }),
        (None, Ok(text)) => text.strip_prefix('\u{feff}').unwrap_or(text),
    };
    if text.trim().is_empty() { Err(MemberFileError::Empty) } else { Ok(text) }
}

/// What stands between the cells of the header.
fn delimiter(text: &str) -> char {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let often = |mark: &char| header.matches(*mark).count();
    [',', ';', '\t'].into_iter().rev().max_by_key(often).unwrap_or(',')
}

/// A row, or everything that is wrong with it.
fn member(
    line: u64,
    columns: &Columns,
    cells: &[String],
    lines: &mut BTreeMap<String, u64>,
) -> Result<MemberRow, Vec<String>> {
    if cells.len() > columns.width {
        return Err(vec![format!("{} cells below a header of {}", cells.len(), columns.width)]);
    }
    let mut member = MemberRow { line, ..MemberRow::default() };
    let mut faults = Vec::new();
    let mut names = (String::new(), String::new());
    for (column, cell) in columns.named(cells) {
        match column {
            Column::FirstName => cell.clone_into(&mut names.0),
            Column::LastName => cell.clone_into(&mut names.1),
            _ => faults.extend(read(column, cell, &mut member).err()),
        }
    }
    if member.display_name.is_empty() {
        let full = format!("{} {}", names.0, names.1);
        full.trim().clone_into(&mut member.display_name);
    }
    if member.display_name.is_empty() {
        faults.push("the name is empty".to_owned());
    }
    if member.external_id.is_empty() {
        faults.push("the id is empty: by it a member is known again".to_owned());
    } else if let Some(first) = lines.insert(member.external_id.clone(), line) {
        faults.push(format!("the id {:?} is that of line {first} as well", member.external_id));
    }
    if faults.is_empty() { Ok(member) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn refused(text: &str) -> String {
        parse(text.as_bytes(), false).unwrap_err().to_string()
    }

    #[test]
    fn columns_stand_in_any_order_under_the_names_that_systems_give_them() {
        let text = "\u{feff}Last Name;First Name;Member ID;Joined On;E-Mail;Days\r\nCalder;Ruth;7;2024-05-01;r@x;Mon/Wed fri\r\n";

        let file = parse(text.as_bytes(), false).unwrap();

        assert_eq!(file.ignored, ["E-Mail"]);
        let row = &file.rows[0];
        assert_eq!(
            (row.line, row.external_id.as_str(), row.display_name.as_str()),
            (2, "7", "Ruth Calder")
        );
        assert_eq!(row.joined_on, NaiveDate::from_ymd_opt(2024, 5, 1));
        assert_eq!(row.available_days.map(WeekdaySet::bits), Some(0b1_0101));
    }

    #[test]
    fn a_weight_in_pounds_is_kept_in_kilograms() {
        let file = parse(b"id,name,bodyweight lb,active\n1,A,200,no\n", false).unwrap();

        assert!((file.rows[0].bodyweight_kg.unwrap() - 90.718_474).abs() < 1e-9);
        assert_eq!(file.rows[0].active, Some(false));
    }

    #[test]
    fn what_is_no_list_of_members_is_refused_in_one_line() {
        assert!(refused("").contains("empty"));
        assert!(refused("id,name\n").contains("no rows"));
        assert!(refused("name,age\nA,3\n").contains("the header has no column for the id"));
        assert!(refused("id,name,full name\n1,A,A\n").contains("two columns for the name"));
        assert!(parse(b"id,n\xE4me\n", false).unwrap_err().to_string().contains("byte 4"));
    }

    #[test]
    fn every_bad_row_is_named_with_its_line_and_value() {
        let text = "id,name,experience,sessions per week,joined\n1,A,expert,3,2024-05-01\n,B,,3,\n3,C,,x,1.5.2024\n1,D,,,\n";

        let error = parse(text.as_bytes(), false).unwrap_err().to_string();
        let file = parse(text.as_bytes(), true).unwrap();

        assert!(
            error.starts_with("4 of 4 rows cannot be imported (line 2: experience must be"),
            "{error}"
        );
        assert!(
            error.contains("line 3: the id is empty") && error.ends_with("--skip-bad-rows"),
            "{error}"
        );
        assert_eq!(file.skipped.len(), 4);
        assert!(
            file.skipped[2].reason.contains("\"x\"") && file.skipped[2].reason.contains("1.5.2024")
        );
        assert!(file.skipped[3].reason.contains("line 2 as well"));
    }
}
