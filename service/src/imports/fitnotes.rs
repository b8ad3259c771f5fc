//! Rows of `FitNotes`, which quotes nothing: a comma in an exercise's name widens the row.

use domain::vocab::SetKind;

use super::cells::{Problem, Row, Sheet, unreadable};
use super::log::ParsedSet;
use super::{Entry, Line, Workout, instant};

/// The categories of the app, against which a row with a spare comma is read.
const CATEGORIES: &[&str] =
    &["Abs", "Back", "Biceps", "Cardio", "Chest", "Legs", "Shoulders", "Triceps"];

/// One row: always a set. A day is a workout.
pub(super) fn line(sheet: &Sheet, line: u64, cells: &[String]) -> Result<Line, Problem> {
    let width = sheet.columns.width();
    if cells.len() <= width {
        return set(&Row::new(sheet, line, cells)?);
    }
    let mut readings: Vec<(bool, Entry)> = Vec::new();
    for candidate in readings_of(sheet, cells) {
        match set(&Row::new(sheet, line, &candidate)?) {
            Ok(Line::Set(entry)) => {
                let category = sheet.columns.index("category").map(|at| candidate[at].trim());
                let known = category.is_some_and(|name| CATEGORIES.contains(&name));
                readings.push((known, *entry));
            }
            // Whose unit is missing stays missing, however the row is read.
            Err(Problem::UnitUnknown) => return Err(Problem::UnitUnknown),
            Ok(_) | Err(Problem::Unreadable(_)) => {}
        }
    }
    if readings.iter().any(|(known, _)| *known) {
        readings.retain(|(known, _)| *known);
    }
    match readings.pop() {
        Some((_, entry)) if readings.is_empty() => Ok(Line::Set(Box::new(entry))),
        _ => Err(Problem::Unreadable(format!(
            "has {} cells where the header has {width}, and no one way to read them",
            cells.len()
        ))),
    }
}

/// The ways to read a row that is too wide: its spare commas belong to the exercise's name, the
/// comment at its end, or both. Without a column for comments there is one way: from the right.
fn readings_of(sheet: &Sheet, cells: &[String]) -> Vec<Vec<String>> {
    let spare = cells.len() - sheet.columns.width();
    let Some(exercise) = sheet.columns.index("exercise") else {
        return Vec::new();
    };
    let has_comment = sheet.columns.name(sheet.columns.width() - 1).starts_with("comment");
    let first = if has_comment { 0 } else { spare };
    (first..=spare)
        .map(|in_name| {
            let (head, rest) = cells.split_at(exercise);
            let (name, rest) = rest.split_at(in_name + 1);
            let (middle, tail) = rest.split_at(rest.len() - 1 - (spare - in_name));
            let mut reading = head.to_vec();
            reading.push(name.join(","));
            reading.extend_from_slice(middle);
            reading.push(tail.join(","));
            reading
        })
        .collect()
}

fn set(row: &Row<'_>) -> Result<Line, Problem> {
    let text = row.required("date")?;
    let date = instant::date(text).ok_or_else(|| unreadable("date", "like 2021-02-10", text))?;
    let movement = row.required("exercise")?;
    let load = row.load(movement)?;
    let distance = row.distance()?;
    let duration_seconds = row
        .text("time")
        .map(|text| {
            instant::seconds_of_clock(text).ok_or_else(|| unreadable("time", "like 0:30:00", text))
        })
        .transpose()?
        .filter(|&seconds| seconds > 0);
    let measured = duration_seconds.is_some() || distance.entered.is_some();
    let set = ParsedSet {
        line: row.line,
        movement_name: movement.to_owned(),
        position: 0,
        kind: SetKind::Working,
        reps: row.reps()?.filter(|&reps| reps > 0 || !measured),
        entered_load: load.entered,
        entered_unit: load.unit,
        load_kg: load.kg,
        rpe: None,
        entered_distance: distance.entered,
        distance_metres: distance.metres,
        duration_seconds,
        assisted: load.assisted,
        note: row.owned("comment"),
    };
    Ok(Line::Set(Box::new(Entry {
        workout: Workout { started: date.into(), title: None, number: None },
        offset: None,
        date_only: true,
        duration_minutes: None,
        workout_note: None,
        order: None,
        set,
    })))
}

#[cfg(test)]
mod tests {
    use domain::vocab::WeightUnit;

    use super::super::{Format, ImportError, Options, ParsedLog, parse};

    const HEADER: &str =
        "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time";

    fn try_read(header: &str, rows: &str) -> Result<ParsedLog, ImportError> {
        parse(format!("{header}\n{rows}").as_bytes(), &Options::default())
    }

    fn read(header: &str, rows: &str) -> ParsedLog {
        try_read(header, rows).expect("the log is readable")
    }

    #[test]
    fn a_day_is_a_session_and_equal_sets_stay() {
        let log = read(
            HEADER,
            "2021-02-10,Flat Barbell Bench Press,Chest,80.0,kgs,5,,,\n\
             2021-02-10,Flat Barbell Bench Press,Chest,80.0,kgs,5,,,\n\
             2021-02-12,Deadlift,Back,225.0,lbs,5,,,\n",
        );

        assert_eq!(log.format, Format::FitNotes);
        assert_eq!(log.sessions.len(), 2);
        let first = &log.sessions[0];
        assert!(first.date_only);
        assert_eq!((first.external_id.as_str(), first.sets.len()), ("fitnotes:2021-02-10", 2));
        let lift = &log.sessions[1].sets[0];
        assert_eq!(lift.entered_unit, Some(WeightUnit::Pound));
        assert_eq!(lift.load_kg, Some(225.0 * 0.453_592_37));
    }

    #[test]
    fn a_comma_in_an_exercises_name_is_read_from_the_right() {
        let log = read(HEADER, "2021-02-10,Press, seated, slow,Shoulders,40.0,kgs,8,,,\n");

        assert_eq!(log.sessions[0].sets[0].movement_name, "Press, seated, slow");
        assert_eq!(log.sessions[0].sets[0].load_kg, Some(40.0));
    }

    #[test]
    fn a_quotation_mark_is_a_character_since_nothing_is_quoted() {
        let header = format!("{HEADER},Comment");
        let log = read(
            &header,
            "2021-02-10,\"Z\" Press,Shoulders,40.0,kgs,8,,,,\"easy\n\
             2021-02-10,Deadlift,Back,100.0,kgs,5,,,,\"slow\", he said\n",
        );

        let sets = &log.sessions[0].sets;
        assert_eq!((log.rows, sets.len()), (2, 2), "a mark that is never closed costs nothing");
        assert_eq!(sets[0].movement_name, "\"Z\" Press");
        assert_eq!(sets[0].note.as_deref(), Some("\"easy"));
        assert_eq!(sets[1].note.as_deref(), Some("\"slow\", he said"));
    }

    #[test]
    fn with_comments_the_reading_that_fits_the_columns_stands() {
        let header = format!("{HEADER},Comment");
        let log = read(
            &header,
            "2021-02-10,Press, seated,Shoulders,40.0,kgs,8,,,,easy\n\
             2021-02-10,Deadlift,Back,100.0,kgs,5,,,,slow, but clean\n",
        );

        let sets = &log.sessions[0].sets;
        assert_eq!(sets[0].movement_name, "Press, seated");
        assert_eq!(sets[0].note.as_deref(), Some("easy"));
        assert_eq!(sets[1].movement_name, "Deadlift");
        assert_eq!(sets[1].note.as_deref(), Some("slow, but clean"));
    }

    #[test]
    fn the_older_header_holds_the_unit_and_cardio_its_distance_and_time() {
        let log = read(
            "Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time",
            "2019-05-01,Running (Treadmill),Cardio,0.0,0,5.0,km,0:30:00\n\
             2019-05-01,Deadlift,Back,100.0,5,,,\n",
        );

        let sets = &log.sessions[0].sets;
        assert_eq!((sets[0].reps, sets[0].load_kg), (None, None));
        assert_eq!((sets[0].distance_metres, sets[0].duration_seconds), (Some(5000.0), Some(1800)));
        assert_eq!(sets[1].load_kg, Some(100.0));
    }

    #[test]
    fn a_row_that_is_too_narrow_is_refused() {
        let error = try_read(HEADER, "2021-02-10,Deadlift,Back,100.0\n").expect_err("too narrow");

        assert!(
            error.to_string().contains("line 2: has 4 cells where the header has 9"),
            "{error}"
        );
    }
}
