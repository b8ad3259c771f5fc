//! Rows of Hevy.

use domain::vocab::SetKind;

use super::cells::{Problem, Row, unreadable};
use super::log::ParsedSet;
use super::{Entry, Line, Workout, instant};

/// The exercise and note of the row before: Hevy repeats an exercise's note on every set of it.
#[derive(Default)]
pub(super) struct Previous {
    exercise: String,
    note: Option<String>,
}

/// One row: always a set.
pub(super) fn line(row: &Row<'_>, previous: &mut Previous) -> Result<Line, Problem> {
    let started = start(row)?;
    let movement = row.required("exercise_title")?;
    let order = row.required("set_index")?;
    let load = row.load(movement)?;
    let distance = row.distance()?;
    let set = ParsedSet {
        line: row.line,
        movement_name: movement.to_owned(),
        position: 0,
        kind: kind(row.required("set_type")?)?,
        reps: row.reps()?,
        entered_load: load.entered,
        entered_unit: load.unit,
        load_kg: load.kg,
        rpe: row.rpe()?,
        entered_distance: distance.entered,
        distance_metres: distance.metres,
        duration_seconds: row.seconds("duration_seconds")?,
        assisted: load.assisted,
        note: previous.new_note(movement, order, note(row, "exercise_notes")),
    };
    let minutes = row
        .text("end_time")
        .and_then(instant::of_hevy)
        .and_then(|end| u32::try_from((end - started).num_minutes()).ok());
    Ok(Line::Set(Box::new(Entry {
        workout: Workout { started, title: row.owned("title"), number: None },
        offset: None,
        date_only: false,
        duration_minutes: minutes,
        workout_note: note(row, "description"),
        order: Some(order.to_owned()),
        set,
    })))
}

fn start(row: &Row<'_>) -> Result<chrono::NaiveDateTime, Problem> {
    let text = row.required("start_time")?;
    instant::of_hevy(text).ok_or_else(|| unreadable("start_time", "like 29 Jun 2024, 10:39", text))
}

/// A line break in a note is a real one or the two characters `\n`.
fn note(row: &Row<'_>, column: &str) -> Option<String> {
    row.text(column).map(|text| text.replace("\\n", "\n"))
}

fn kind(set_type: &str) -> Result<SetKind, Problem> {
    match set_type {
        "normal" => Ok(SetKind::Working),
        "warmup" => Ok(SetKind::WarmUp),
        "dropset" => Ok(SetKind::Drop),
        "failure" => Ok(SetKind::Failure),
        other => Err(unreadable("set_type", "normal, warmup, dropset or failure", other)),
    }
}

impl Previous {
    /// `note` where it is not merely the one before again.
    fn new_note(&mut self, exercise: &str, order: &str, note: Option<String>) -> Option<String> {
        let again = order != "0" && self.exercise == exercise && self.note == note;
        exercise.clone_into(&mut self.exercise);
        self.note.clone_from(&note);
        note.filter(|_| !again)
    }
}

#[cfg(test)]
mod tests {
    use domain::vocab::{SetKind, WeightUnit};

    use super::super::{Format, Options, ParsedLog, parse};

    fn read(unit: &str, distance: &str, rows: &str) -> ParsedLog {
        let header = format!(
            "\"title\",\"start_time\",\"end_time\",\"description\",\"exercise_title\",\
             \"superset_id\",\"exercise_notes\",\"set_index\",\"set_type\",\"{unit}\",\"reps\",\
             \"{distance}\",\"duration_seconds\",\"rpe\"\r\n"
        );
        parse(format!("{header}{rows}").as_bytes(), &Options::default()).expect("it is readable")
    }

    #[test]
    fn newest_first_becomes_oldest_first_with_the_sets_in_order() {
        let log = read(
            "weight_kg",
            "distance_km",
            "\"B\",\"30 Jun 2025, 19:56\",\"30 Jun 2025, 20:58\",\"\",\"Squat (Barbell)\",,\"\",\
             0,\"warmup\",60,5,,,\r\n\
             \"B\",\"30 Jun 2025, 19:56\",\"30 Jun 2025, 20:58\",\"\",\"Squat (Barbell)\",,\"\",\
             1,\"normal\",100,5,,,8.5\r\n\
             \"A\",\"28 Jun 2025, 19:56\",\"28 Jun 2025, 20:58\",\"hot day\\nslow\",\"Run\",,\"\",\
             0,\"failure\",,,5.2,1800,\r\n",
        );

        assert_eq!(log.format, Format::Hevy);
        assert_eq!(log.sessions[0].external_id, "hevy:2025-06-28T19:56:00");
        assert_eq!(log.sessions[0].notes.as_deref(), Some("hot day\nslow"));
        let run = &log.sessions[0].sets[0];
        assert_eq!((run.kind, run.reps, run.load_kg), (SetKind::Failure, None, None));
        assert_eq!((run.distance_metres, run.duration_seconds), (Some(5200.0), Some(1800)));
        let squats = &log.sessions[1];
        assert_eq!(squats.duration_minutes, Some(62));
        assert_eq!(squats.sets[0].kind, SetKind::WarmUp);
        assert_eq!((squats.sets[1].load_kg, squats.sets[1].rpe), (Some(100.0), Some(8.5)));
    }

    #[test]
    fn pounds_miles_and_american_dates_are_read() {
        let log = read(
            "weight_lbs",
            "distance_miles",
            "\"A\",\"Apr 11, 2026, 4:19 PM\",\"Apr 11, 2026, 5:19 PM\",\"\",\"Squat\",,\"\",0,\
             \"dropset\",225,5,1,,\n",
        );

        let session = &log.sessions[0];
        assert_eq!(session.external_id, "hevy:2026-04-11T16:19:00");
        let set = &session.sets[0];
        assert_eq!((set.kind, set.entered_unit), (SetKind::Drop, Some(WeightUnit::Pound)));
        assert_eq!((set.entered_load, set.load_kg), (Some(225.0), Some(225.0 * 0.453_592_37)));
        assert_eq!(set.distance_metres, Some(1609.344));
    }

    #[test]
    fn an_exercises_note_stands_on_its_first_set_only() {
        let row = |index: u32, reps: u32| {
            format!(
                "\"A\",\"3 März 2025, 18:00\",\"\",\"\",\"Squat\",,\"bar counted\",{index},\
                 \"normal\",100,{reps},,,\n"
            )
        };
        let log = read(
            "weight_kg",
            "distance_km",
            &[row(0, 5), row(1, 4), row(0, 3), row(1, 2)].concat(),
        );

        assert_eq!(log.sessions.len(), 1, "an exercise may come twice in a workout");
        let noted: Vec<bool> = log.sessions[0].sets.iter().map(|set| set.note.is_some()).collect();
        assert_eq!(noted, [true, false, true, false]);
        assert_eq!(log.sessions[0].duration_minutes, None);
    }

    #[test]
    fn an_exercise_that_is_listed_twice_with_equal_sets_stays_one_workout() {
        let row = |index: u32| {
            format!(
                "\"A\",\"3 Mar 2025, 18:00\",\"\",\"\",\"Squat\",,\"\",{index},\"normal\",100,5,,,\n"
            )
        };
        let log = read("weight_kg", "distance_km", &[row(0), row(1), row(0), row(1)].concat());

        assert_eq!((log.sessions.len(), log.sets()), (1, 4));
    }
}
