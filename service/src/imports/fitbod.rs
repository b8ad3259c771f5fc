//! Rows of Fitbod. A load is per hand where `multiplier` is 2, as other apps write it, and stays so.

use domain::vocab::SetKind;

use super::cells::{Problem, Row, unreadable};
use super::log::ParsedSet;
use super::{Entry, Line, Workout, instant};

/// Most sets that one row is believed to stand for. House choice.
const MOST_SETS: f64 = 100.0;

/// One row: one set, or with the first header as many as its `Sets` says.
pub(super) fn line(row: &Row<'_>) -> Result<Line, Problem> {
    let count = count(row)?;
    multiplier(row)?;
    let (started, offset, date_only) = start(row)?;
    let entry = Box::new(Entry {
        workout: Workout { started, title: None, number: None },
        offset,
        date_only,
        duration_minutes: None,
        workout_note: None,
        order: None,
        set: set(row)?,
    });
    Ok(if count == 1 { Line::Set(entry) } else { Line::Sets(entry, count) })
}

fn count(row: &Row<'_>) -> Result<usize, Problem> {
    match row.number("sets")? {
        None => Ok(1),
        Some(sets) if sets.fract() == 0.0 && (1.0..=MOST_SETS).contains(&sets) => Ok(sets as usize),
        Some(sets) => Err(unreadable("sets", "a whole number from 1 to 100", &sets.to_string())),
    }
}

/// What the app multiplies a load by for its own totals: of a load per hand it is 2. No load changes.
fn multiplier(row: &Row<'_>) -> Result<(), Problem> {
    match row.number("multiplier")? {
        Some(by) if by <= 0.0 => Err(unreadable("multiplier", "more than 0", &by.to_string())),
        _ => Ok(()),
    }
}

type Start = (chrono::NaiveDateTime, Option<chrono::FixedOffset>, bool);

/// When the workout began, the offset that is written in, and whether only its day is known.
fn start(row: &Row<'_>) -> Result<Start, Problem> {
    let text = row.required("date")?;
    if let Some(at) = instant::of_fitbod(text) {
        return Ok((at.naive_local(), Some(*at.offset()), false));
    }
    if let Some(local) = instant::of_strong(text) {
        return Ok((local, None, false));
    }
    let date = instant::date(text)
        .ok_or_else(|| unreadable("date", "like 2021-02-10 16:46:13 +0000", text))?;
    Ok((date.into(), None, true))
}

fn set(row: &Row<'_>) -> Result<ParsedSet, Problem> {
    let movement = row.required("exercise")?;
    let load = row.load(movement)?;
    let distance = row.distance()?;
    let duration_seconds = row.seconds("duration(s)")?;
    // 0 stands for an empty cell where something else was measured, else for a failed attempt.
    let measured = duration_seconds.is_some() || distance.entered.is_some();
    Ok(ParsedSet {
        line: row.line,
        movement_name: movement.to_owned(),
        position: 0,
        kind: kind(row)?,
        reps: row.reps()?.filter(|&reps| reps > 0 || !measured),
        entered_load: load.entered,
        entered_unit: load.unit,
        load_kg: load.kg,
        rpe: None,
        entered_distance: distance.entered,
        distance_metres: distance.metres,
        duration_seconds,
        assisted: load.assisted,
        note: row.owned("note"),
    })
}

fn kind(row: &Row<'_>) -> Result<SetKind, Problem> {
    match row.text("iswarmup").unwrap_or_default().to_lowercase().as_str() {
        "" | "false" | "0" => Ok(SetKind::Working),
        "true" | "1" => Ok(SetKind::WarmUp),
        other => Err(unreadable("iswarmup", "TRUE, FALSE or empty", other)),
    }
}

#[cfg(test)]
mod tests {
    use domain::vocab::{SetKind, WeightUnit};

    use super::super::{Format, Options, ParsedLog, parse};

    const FIRST: &str = "Date,Exercise,Sets,Reps,Weight,isWarmup,Note\n";
    const NEWER: &str = "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,\
        isWarmup,Note,multiplier\n";

    fn read(text: &str) -> ParsedLog {
        parse(text.as_bytes(), &Options::default()).expect("the log is readable")
    }

    fn refusal(text: &str) -> String {
        parse(text.as_bytes(), &Options::default()).expect_err("the file is refused").to_string()
    }

    #[test]
    fn the_first_header_counts_equal_sets_and_means_kilograms() {
        let log = read(&format!(
            "{FIRST}2019-03-01,Barbell Bench Press,3,8,60,,\n\
             2019-03-01,Barbell Bench Press,1,5,40,TRUE,easy\n\
             2019-03-03,Pull Up,1,8,-20,,\n"
        ));

        assert_eq!(
            (log.format, log.rows, log.sets(), log.repeated_sets),
            (Format::Fitbod, 3, 5, 2)
        );
        let first = &log.sessions[0];
        assert_eq!((first.external_id.as_str(), first.date_only), ("fitbod:2019-03-01", true));
        let positions: Vec<u32> = first.sets.iter().map(|set| set.position).collect();
        assert_eq!(positions, [1, 2, 3, 4]);
        assert_eq!((first.sets[2].load_kg, first.sets[2].kind), (Some(60.0), SetKind::Working));
        assert_eq!(first.sets[2].entered_unit, Some(WeightUnit::Kilogram));
        assert_eq!(
            (first.sets[3].kind, first.sets[3].note.as_deref()),
            (SetKind::WarmUp, Some("easy"))
        );
        let assisted = &log.sessions[1].sets[0];
        assert!(assisted.assisted);
        assert_eq!((assisted.entered_load, assisted.load_kg), (Some(-20.0), Some(-20.0)));
    }

    #[test]
    fn the_newer_header_names_the_instant_and_a_load_per_hand_stays_per_hand() {
        let log = read(&format!(
            "{NEWER}2023-05-31 22:30:00 +0000,Dumbbell Bench Press,10,24,0,0,0,0,false,,2.0\n\
             2023-05-31 22:30:00 +0000,Running,0,0,1800,5200,0,0,false,,1.0\n"
        ));

        assert_eq!((log.sessions.len(), log.sets()), (1, 2));
        let session = &log.sessions[0];
        assert_eq!(session.sets[0].load_kg, Some(24.0));
        assert_eq!((session.sets[1].reps, session.sets[1].distance_metres), (None, Some(5200.0)));
        assert_eq!(session.sets[1].duration_seconds, Some(1800));
        let vienna = chrono_tz::Europe::Vienna;
        assert_eq!(session.date(vienna).to_string(), "2023-06-01", "it was past midnight there");
        assert_eq!(session.instant(vienna).to_rfc3339(), "2023-05-31T22:30:00+00:00");
    }

    #[test]
    fn rows_of_nonsense_are_refused_with_field_value_and_range() {
        let row = |text: &str| refusal(&format!("{FIRST}{text}\n"));

        assert!(
            row("2019-03-01,Squat,0,5,100,,")
                .contains("sets must be a whole number from 1 to 100, got \"0\"")
        );
        assert!(row("2019-03-01,Squat,1e9,5,100,,").contains("sets must be a whole number from 1"));
        assert!(
            row("2019-03-01,Squat,1,5,heavy,,").contains("weight must be a number, got \"heavy\"")
        );
        assert!(
            row("2019-03-01,Squat,1,5,100,maybe,")
                .contains("iswarmup must be TRUE, FALSE or empty")
        );
        assert!(
            row("soon,Squat,1,5,100,,").contains("date must be like 2021-02-10 16:46:13 +0000")
        );
        let newer = format!("{NEWER}2023-05-31,Squat,5,100,0,0,0,0,false,,-1\n");
        assert!(refusal(&newer).contains("multiplier must be more than 0, got \"-1\""));
        assert_eq!(
            refusal("Date,Exercise,Reps,isWarmup\n"),
            "the header looks like Fitbod but has no column Weight"
        );
    }
}
