//! What a file is, told by the names of its columns.

use domain::vocab::WeightUnit;

use super::cells::{Columns, Sheet, metres_in, unit_named};
use super::error::ImportError;
use super::instant;
use super::log::{Format, Options, StrongHeader};
use super::rows::{RawRow, Rows};

/// Delimiters to try on the first line.
const DELIMITERS: &[char] = &[',', ';', '\t'];

/// How much of an unknown first line a refusal repeats, in characters.
const FOUND_LENGTH: usize = 80;

/// The columns of Android's Strong, in their order, for a file without its header line. Older
/// exports end before the last.
const ANDROID_COLUMNS: &[&str] = &[
    "Date",
    "Workout Name",
    "Exercise Name",
    "Set Order",
    "Weight",
    "Weight Unit",
    "Reps",
    "RPE",
    "Distance",
    "Distance Unit",
    "Seconds",
    "Notes",
    "Workout Notes",
    "Workout Duration",
];

/// What a list of column names stands for.
enum Recognised {
    Log(Format),
    Refused(ImportError),
    Unknown,
}

/// Reads the header of `text`; the rows below it.
pub(super) fn open(text: &str, options: &Options) -> Result<(Sheet, Vec<RawRow>), ImportError> {
    for &delimiter in DELIMITERS {
        let mut rows = Rows::new(text, delimiter);
        let Some(RawRow { cells: Ok(names), .. }) = rows.next() else {
            continue;
        };
        let columns = Columns::new(&names);
        match recognise(&columns) {
            Recognised::Log(format) => {
                return Ok((sheet(format, columns, delimiter, options), rows.collect()));
            }
            Recognised::Refused(error) => return Err(error),
            Recognised::Unknown => {}
        }
    }
    if let Some(columns) = android_without_header(text) {
        let format = Format::Strong(StrongHeader::UnitInRow);
        let rows = Rows::new(text, ';').collect();
        return Ok((sheet(format, columns, ';', options), rows));
    }
    let found = text.trim_start().lines().next().unwrap_or_default();
    Err(ImportError::UnknownHeader { found: found.chars().take(FOUND_LENGTH).collect() })
}

fn sheet(format: Format, columns: Columns, delimiter: char, options: &Options) -> Sheet {
    let load = columns.starting_with("weight", &["weight unit"]);
    let distance = columns.starting_with("distance", &["distance unit"]);
    Sheet {
        format,
        load_unit: load
            .and_then(|at| unit_of(columns.name(at)))
            .or(options.unit)
            // Fitbod writes kilograms whatever it shows, and its first header did not say so.
            .or((format == Format::Fitbod).then_some(WeightUnit::Kilogram)),
        load_column: load,
        metres_per_distance: distance.and_then(|at| metres_in(unit_word(columns.name(at)))),
        distance_column: distance,
        decimal_comma: delimiter == ';',
        columns,
    }
}

fn unit_of(column: &str) -> Option<WeightUnit> {
    unit_named(unit_word(column))
}

/// The unit in a column's name: `kg` of `weight (kg)` and of `weight_kg`.
fn unit_word(column: &str) -> &str {
    column.rsplit(['(', '_']).next().unwrap_or_default().trim_end_matches(')').trim()
}

fn recognise(columns: &Columns) -> Recognised {
    let has = |name| columns.index(name).is_some();
    if has("exercise name") && has("set order") {
        let header = if has("workout #") {
            StrongHeader::Numbered
        } else if has("weight unit") {
            StrongHeader::UnitInRow
        } else if has("duration") {
            StrongHeader::Duration
        } else {
            StrongHeader::Plain
        };
        return require("Strong", columns, &["Date", "Workout Name", "Weight", "Reps"])
            .unwrap_or(Recognised::Log(Format::Strong(header)));
    }
    if has("exercise_title") && has("set_index") {
        let required = ["title", "start_time", "set_type", "weight_kg or weight_lbs", "reps"];
        return require("Hevy", columns, &required).unwrap_or(Recognised::Log(Format::Hevy));
    }
    if has("best_result_raw") && has("score_type") {
        return refused("SugarWOD", "they hold scores of workouts, without repetitions per set");
    }
    if has("exercise") && has("iswarmup") {
        return require("Fitbod", columns, &["Date", "Weight", "Reps"])
            .unwrap_or(Recognised::Log(Format::Fitbod));
    }
    if has("exercise") && has("category") {
        return require("FitNotes", columns, &["Date", "Weight", "Reps"])
            .unwrap_or(Recognised::Log(Format::FitNotes));
    }
    Recognised::Unknown
}

fn refused(app: &'static str, reason: &'static str) -> Recognised {
    Recognised::Refused(ImportError::NotASetLog { app, reason })
}

/// The refusal of a header that lacks one of `required`; a load column may carry its unit.
fn require(app: &'static str, columns: &Columns, required: &[&str]) -> Option<Recognised> {
    let lacks = |name: &&&str| {
        let folded = name.to_lowercase();
        if folded.starts_with("weight") {
            columns.starting_with("weight", &["weight unit"]).is_none()
        } else {
            columns.index(&folded).is_none()
        }
    };
    let missing: Vec<&str> = required.iter().filter(lacks).copied().collect();
    (!missing.is_empty()).then(|| {
        Recognised::Refused(ImportError::MissingColumns { app, missing: missing.join(", ") })
    })
}

/// The columns of an Android export whose header line is missing, if `text` is one.
fn android_without_header(text: &str) -> Option<Columns> {
    let cells = Rows::new(text, ';').next()?.cells.ok()?;
    let width = cells.len();
    let fits = width == ANDROID_COLUMNS.len() || width == ANDROID_COLUMNS.len() - 1;
    let dated = cells.first().is_some_and(|cell| instant::of_strong(cell.trim()).is_some());
    (fits && dated).then(|| Columns::new(&ANDROID_COLUMNS[..width]))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn refusal(text: &str) -> String {
        parse(text.as_bytes(), &Options::default()).expect_err("the file is refused").to_string()
    }

    #[test]
    fn an_unknown_header_is_named_with_what_is_known() {
        assert_eq!(
            refusal("when,what\n1,2\n"),
            "the first line is not a header of Strong, Hevy, FitNotes or Fitbod, which can be imported: \
             \"when,what\""
        );
    }

    #[test]
    fn a_header_that_lacks_a_column_says_which() {
        assert_eq!(
            refusal("Date,Exercise Name,Set Order,Reps\n"),
            "the header looks like Strong but has no column Workout Name, Weight"
        );
        assert_eq!(
            refusal("title,start_time,exercise_title,set_index,set_type,reps\n"),
            "the header looks like Hevy but has no column weight_kg or weight_lbs"
        );
    }

    #[test]
    fn scores_are_known_and_refused() {
        assert_eq!(
            refusal("date,title,description,best_result_raw,best_result_display,score_type\n"),
            "SugarWOD exports are known but cannot be imported as a set log: they hold scores of \
             workouts, without repetitions per set"
        );
    }
}
