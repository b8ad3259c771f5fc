//! Training logs as other apps export them, read into one shape.
//!
//! Pure: bytes in, values out. Nothing here knows a member, a movement or a database.

mod cells;
mod error;
mod fitbod;
mod fitnotes;
mod header;
mod hevy;
mod import;
mod instant;
mod log;
pub(crate) mod rows;
mod sessions;
mod strong;
mod summary;

#[cfg(test)]
mod real_logs;

pub use error::ImportError;
pub use import::import;
pub use log::{BadRow, Format, Options, ParsedLog, ParsedSession, ParsedSet, StrongHeader};
pub use summary::Summary;

use cells::{Problem, Row, Sheet};
use rows::RawRow;
use sessions::{Entry, Remark, Workout};

/// What one row of a log says.
enum Line {
    Set(Box<Entry>),
    /// So many equal sets in one row, one or more.
    Sets(Box<Entry>, usize),
    /// A timer between two sets.
    Rest,
    /// A note on the workout that stands in a row of its own.
    Remark(Remark),
}

/// Reads a training log. The format is known by the header, never by the name of the file.
///
/// Every row is a set, several equal ones, a rest timer or a skipped row of the result. A row that cannot be read
/// refuses the file, unless `options` lets it be skipped. Nothing is dropped for looking alike.
pub fn parse(bytes: &[u8], options: &Options) -> Result<ParsedLog, ImportError> {
    let text = decode(bytes)?;
    let (sheet, raw) = header::open(text, options)?;
    if raw.is_empty() {
        return Err(ImportError::NoRows(sheet.format));
    }
    read(&sheet, &raw, options)
}

fn read(sheet: &Sheet, raw: &[RawRow], options: &Options) -> Result<ParsedLog, ImportError> {
    let mut entries = Vec::new();
    let mut remarks = Vec::new();
    let (mut rest_rows, mut repeated_sets) = (0, 0);
    let mut skipped = Vec::new();
    let mut previous = hevy::Previous::default();
    for row in raw {
        match read_row(sheet, row, &mut previous) {
            Ok(Line::Set(entry)) => entries.push(*entry),
            Ok(Line::Sets(entry, count)) => {
                repeated_sets += count - 1;
                entries.extend(std::iter::repeat_n(*entry, count));
            }
            Ok(Line::Rest) => rest_rows += 1,
            Ok(Line::Remark(remark)) => {
                rest_rows += 1;
                remarks.push(remark);
            }
            Err(Problem::UnitUnknown) => return Err(ImportError::UnitNeeded { line: row.line }),
            Err(Problem::Unreadable(reason)) => skipped.push(BadRow { line: row.line, reason }),
        }
    }
    if !skipped.is_empty() && !options.skip_bad_rows {
        return Err(ImportError::bad_rows(&skipped, raw.len()));
    }
    Ok(ParsedLog {
        format: sheet.format,
        sessions: sessions::assemble(sheet.format.source(), entries, remarks),
        rows: raw.len(),
        rest_rows,
        repeated_sets,
        skipped,
    })
}

fn read_row(sheet: &Sheet, raw: &RawRow, previous: &mut hevy::Previous) -> Result<Line, Problem> {
    let cells = raw.cells.as_ref().map_err(|&reason| Problem::Unreadable(reason.to_owned()))?;
    if sheet.format == Format::FitNotes {
        return fitnotes::line(sheet, raw.line, cells);
    }
    let row = Row::new(sheet, raw.line, cells)?;
    match sheet.format {
        Format::Hevy => hevy::line(&row, previous),
        Format::Fitbod => fitbod::line(&row),
        _ => strong::line(&row),
    }
}

/// The text of a file, without its byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, ImportError> {
    if bytes.starts_with(b"SQLite format 3\0") {
        return Err(ImportError::Database);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ImportError::Utf16);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(ImportError::Binary { at });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| ImportError::NotUtf8 { at: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(ImportError::Empty) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        parse(bytes, &Options::default()).expect_err("the file is refused").to_string()
    }

    #[test]
    fn an_empty_file_is_refused() {
        assert_eq!(refusal(b""), "the file is empty: export the training log again as CSV");
        assert_eq!(refusal(b"\xEF\xBB\xBF\r\n \n"), refusal(b""));
    }

    #[test]
    fn a_header_without_rows_is_refused() {
        let header = b"Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds\n";

        assert_eq!(
            refusal(header),
            "the file has the header of Strong (comma, 2017) and no rows below it"
        );
    }

    #[test]
    fn a_binary_file_is_refused_whatever_its_kind() {
        assert_eq!(
            refusal(b"SQLite format 3\0rest"),
            "the file is a SQLite database, not a training log: export the log as CSV instead"
        );
        assert_eq!(
            refusal(b"PK\x03\x04\0\0"),
            "the file is binary (byte 4 is zero), not a training log: export the log as CSV instead"
        );
        assert_eq!(
            refusal(b"Date,\xE4\n"),
            "the file is not UTF-8 text (at byte 5): save it as UTF-8 CSV"
        );
        assert_eq!(refusal(b"\xFF\xFED\0"), "the file is UTF-16 text: save it as UTF-8 CSV");
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(0u8.., 0..400)) {
            let _ = parse(&bytes, &Options::default());
        }

        #[test]
        fn arbitrary_rows_below_a_known_header_are_all_accounted_for(
            header in proptest::sample::select(HEADERS.to_vec()),
            body in "([0-9a-zA-Zé:.,;\"\\- \n]{0,12}[,;\n]){0,60}",
        ) {
            let options =
                Options { unit: Some(domain::vocab::WeightUnit::Kilogram), skip_bad_rows: true };
            if let Ok(log) = parse(format!("{header}\n{body}").as_bytes(), &options) {
                let rows = log.sets() - log.repeated_sets + log.rest_rows + log.skipped.len();
                proptest::prop_assert_eq!(log.rows, rows);
            }
        }

        #[test]
        fn arbitrary_cells_in_a_strong_row_are_all_accounted_for(
            cells in proptest::collection::vec("[0-9hmWDF.,\\-: a]{0,12}", 12),
        ) {
            let mut cells = cells;
            "2021-02-10 16:46:13".clone_into(&mut cells[0]);
            let row = cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
            let options = Options { unit: None, skip_bad_rows: true };
            if let Ok(log) = parse(format!("{}\n{row}\n{row}", HEADERS[0]).as_bytes(), &options) {
                proptest::prop_assert_eq!(log.rows, 2);
                proptest::prop_assert_eq!(log.sets() + log.rest_rows + log.skipped.len(), 2);
            }
        }
    }

    const HEADERS: &[&str] = &[
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,\
         Workout Notes,RPE",
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;\
         Distance Unit;Seconds;Notes;Workout Notes",
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,\
         set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe",
        "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time",
        "Date,Exercise,Sets,Reps,Weight,isWarmup,Note",
        "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,\
         multiplier",
    ];
}
