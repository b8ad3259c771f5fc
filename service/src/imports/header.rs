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
                // FitNotes quotes nothing: a quotation mark is a character of a name or a comment.
                let rows = if format == Format::FitNotes { rows.unquoted() } else { rows };
                return Ok((sheet(format, columns, delimiter, options)?, rows.collect()));
            }
            Recognised::Refused(error) => return Err(error),
            Recognised::Unknown => {}
        }
    }
    if let Some(columns) = android_without_header(text) {
        let format = Format::Strong(StrongHeader::UnitInRow);
        let rows = Rows::new(text, ';').collect();
        return Ok((sheet(format, columns, ';', options)?, rows));
    }
    let found = text.trim_start().lines().next().unwrap_or_default();
    Err(ImportError::UnknownHeader { found: found.chars().take(FOUND_LENGTH).collect() })
}

fn sheet(
    format: Format,
    columns: Columns,
    delimiter: char,
    options: &Options,
) -> Result<Sheet, ImportError> {
    let load = columns.starting_with("weight", &["weight unit"]);
    let distance = columns.starting_with("distance", &["distance unit"]);
    let load_unit = unit_in(&columns, load, unit_named, "kg or lbs")?;
    Ok(Sheet {
        format,
        load_unit: load_unit
            .or(options.unit)
            // Fitbod writes kilograms whatever it shows, and its first header did not say so.
            .or((format == Format::Fitbod).then_some(WeightUnit::Kilogram)),
        load_column: load,
        metres_per_distance: unit_in(&columns, distance, metres_in, "m, km, mi, ft or yd")?,
        distance_column: distance,
        decimal_comma: delimiter == ';',
        columns,
    })
}

/// The unit that a column's name carries, as `read` knows it; one that is not `known` is refused, for
/// whoever typed a number meant it.
fn unit_in<T>(
    columns: &Columns,
    at: Option<usize>,
    read: impl Fn(&str) -> Option<T>,
    known: &'static str,
) -> Result<Option<T>, ImportError> {
    let Some(column) = at.map(|at| columns.name(at)) else { return Ok(None) };
    let Some(word) = unit_word(column) else { return Ok(None) };
    let unknown = || ImportError::UnknownUnit { column: column.to_owned(), known };
    read(word).map(Some).ok_or_else(unknown)
}

/// The unit in a column's name: `kg` of `weight (kg)` and of `weight_kg`.
fn unit_word(column: &str) -> Option<&str> {
    let (_, word) = column.rsplit_once(['(', '_'])?;
    Some(word.trim_end_matches(')').trim())
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
    fn a_unit_in_the_header_that_is_not_known_is_refused() {
        let strong = "Date,Workout Name,Exercise Name,Set Order,Weight (st),Reps\n";
        let hevy = "title,start_time,exercise_title,set_index,set_type,weight_stone,reps\n";
        let far = "Date,Exercise,Reps,Weight(kg),Distance(furlongs),isWarmup\n";

        assert_eq!(
            refusal(strong),
            "the header has \"weight (st)\", whose unit is not known: it must be kg or lbs"
        );
        assert!(refusal(hevy).contains("\"weight_stone\", whose unit is not known"));
        assert!(refusal(far).ends_with("it must be m, km, mi, ft or yd"), "{}", refusal(far));
        // The flag is for a header that names none.
        let options = Options { unit: Some(WeightUnit::Pound), skip_bad_rows: true };
        assert!(parse(strong.as_bytes(), &options).is_err());
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
