//! Rows of Strong, of every generation.

use domain::vocab::SetKind;

use super::cells::{Problem, Row, unreadable};
use super::log::ParsedSet;
use super::{Entry, Line, Remark, Workout, instant};

/// One row: a set, a rest timer, or a note in a row of its own.
pub(super) fn line(row: &Row<'_>) -> Result<Line, Problem> {
    let order = row.required("set order")?;
    if order.eq_ignore_ascii_case("rest timer") {
        return Ok(Line::Rest);
    }
    let workout = workout(row)?;
    if order.eq_ignore_ascii_case("note") {
        let text = row.owned("notes").unwrap_or_default();
        return Ok(Line::Remark(Remark { workout, text }));
    }
    let kind = kind(order)?;
    let set = set(row, kind)?;
    let duration_minutes = match row.number("duration (sec)")? {
        Some(seconds) => Some(instant::seconds_to_minutes(seconds.round() as u32)),
        None => row
            .text("duration")
            .or_else(|| row.text("workout duration"))
            .and_then(instant::minutes_in),
    };
    Ok(Line::Set(Box::new(Entry {
        workout,
        offset: None,
        date_only: false,
        duration_minutes,
        workout_note: row.owned("workout notes"),
        order: Some(order.to_owned()),
        set,
    })))
}

fn workout(row: &Row<'_>) -> Result<Workout, Problem> {
    let date = row.required("date")?;
    let started = instant::of_strong(date)
        .ok_or_else(|| unreadable("date", "like 2021-02-10 16:46:13", date))?;
    let title = row.owned("workout name");
    Ok(Workout { started, title, number: row.owned("workout #") })
}

fn kind(order: &str) -> Result<SetKind, Problem> {
    match order {
        "W" | "w" => Ok(SetKind::WarmUp),
        "D" | "d" => Ok(SetKind::Drop),
        "F" | "f" => Ok(SetKind::Failure),
        number if number.parse::<u32>().is_ok() => Ok(SetKind::Working),
        other => Err(unreadable("set order", "a number, W, D, F or Rest Timer", other)),
    }
}

fn set(row: &Row<'_>, kind: SetKind) -> Result<ParsedSet, Problem> {
    let movement = row.required("exercise name")?;
    let load = row.load(movement)?;
    let distance = row.distance()?;
    let duration_seconds = row.seconds("seconds")?;
    // 0 stands for an empty cell where something else was measured, else for a failed attempt.
    let measured = duration_seconds.is_some() || distance.entered.is_some();
    let reps = row.reps()?.filter(|&reps| reps > 0 || !measured);
    Ok(ParsedSet {
        line: row.line,
        movement_name: movement.to_owned(),
        position: 0,
        kind,
        reps,
        entered_load: load.entered,
        entered_unit: load.unit,
        load_kg: load.kg,
        rpe: row.rpe()?,
        entered_distance: distance.entered,
        distance_metres: distance.metres,
        duration_seconds,
        assisted: load.assisted,
        note: row.owned("notes"),
    })
}

#[cfg(test)]
mod tests {
    use domain::vocab::{SetKind, WeightUnit};

    use super::super::{Format, Options, ParsedLog, ParsedSet, StrongHeader, parse};

    const COMMA: &str = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,\
        Seconds,Notes,Workout Notes,RPE\n";
    const ANDROID: &str = "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;\
        Distance;Distance Unit;Seconds;Notes;Workout Notes\n";

    fn read(text: &str) -> ParsedLog {
        let options = Options { unit: Some(WeightUnit::Kilogram), skip_bad_rows: false };
        parse(text.as_bytes(), &options).expect("the log is readable")
    }

    fn sets(log: &ParsedLog) -> Vec<&ParsedSet> {
        log.sessions.iter().flat_map(|session| &session.sets).collect()
    }

    fn comma(rows: &[&str]) -> String {
        let rows: Vec<String> =
            rows.iter().map(|row| format!("2021-02-10 16:46:13,Leg,2h 18m,{row}\n")).collect();
        format!("{COMMA}{}", rows.concat())
    }

    #[test]
    fn a_workout_becomes_a_session_with_its_sets_in_order() {
        let log = read(&comma(&[
            "\"Squat (Barbell)\",1,100.0,5,0,0,\"felt\nheavy\",\"late\",8.5",
            "\"Squat (Barbell)\",2,100.0,5,0,0,,,",
        ]));

        assert_eq!(log.format, Format::Strong(StrongHeader::Duration));
        let session = &log.sessions[0];
        assert_eq!(session.external_id, "strong:2021-02-10T16:46:13");
        assert_eq!(session.duration_minutes, Some(138));
        assert_eq!(session.notes.as_deref(), Some("late"));
        let first = &session.sets[0];
        assert_eq!((first.reps, first.load_kg, first.rpe), (Some(5), Some(100.0), Some(8.5)));
        assert_eq!(first.note.as_deref(), Some("felt\nheavy"));
        assert_eq!((session.sets[1].line, session.sets[1].position), (4, 2));
    }

    #[test]
    fn set_orders_tell_warm_ups_drops_failures_and_what_is_no_set() {
        let log = read(&comma(&[
            "Squat,W,60,5,0,0,,,",
            "Squat,1,100,5,0,0,,,",
            "Squat,Rest Timer,0,0,0,120.0,,,",
            "Squat,D,80,8,0,0,,,",
            "Squat,F,80,10.0,0,0,,,",
            "Squat,Note,0,0,0,0,belt forgotten,,",
        ]));

        let kinds: Vec<SetKind> = sets(&log).iter().map(|set| set.kind).collect();
        assert_eq!(kinds, [SetKind::WarmUp, SetKind::Working, SetKind::Drop, SetKind::Failure]);
        assert_eq!((log.rows, log.rest_rows), (6, 2));
        assert_eq!(log.sessions[0].notes.as_deref(), Some("belt forgotten"));
        assert_eq!(sets(&log)[3].reps, Some(10));
    }

    #[test]
    fn zero_means_empty_but_zero_repetitions_of_a_lift_is_a_failed_attempt() {
        let log = read(&comma(&[
            "Pull Up,1,0,8,0,0,,,",
            "Plank,1,0,0,0,90,,,",
            "Bench Press (Barbell),1,110,0,0,0,110 failed,,",
        ]));

        let sets = sets(&log);
        assert_eq!(
            (sets[0].entered_load, sets[0].load_kg, sets[0].entered_unit),
            (None, None, None)
        );
        assert_eq!((sets[1].reps, sets[1].duration_seconds), (None, Some(90)));
        assert_eq!((sets[2].reps, sets[2].load_kg), (Some(0), Some(110.0)));
    }

    #[test]
    fn a_load_that_helps_is_kept_as_typed_and_takes_from_the_body() {
        let log = read(&comma(&["Pull Up,1,-20,8,0,0,,,", "Chest Dip (Assisted),1,20,8,0,0,,,"]));

        for set in sets(&log) {
            assert!(set.assisted);
            assert_eq!((set.entered_load.map(f64::abs), set.load_kg), (Some(20.0), Some(-20.0)));
        }
    }

    #[test]
    fn equal_sets_stay_two_sets() {
        let log = read(&comma(&["Squat,1,100,5,0,0,,,", "Squat,2,100,5,0,0,,,"]));

        assert_eq!((log.sessions.len(), log.sets()), (1, 2));
    }

    #[test]
    fn the_header_of_2017_is_read() {
        let log = read(
            "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,\
             Workout Notes\n2018-01-02 10:00:00,Leg,Squat,1,100,5,5.5,0,,\n",
        );

        assert_eq!(log.format, Format::Strong(StrongHeader::Plain));
        let set = sets(&log)[0];
        assert_eq!((set.entered_distance, set.distance_metres), (Some(5.5), None));
    }

    #[test]
    fn android_names_the_unit_in_each_row_and_may_write_a_decimal_comma() {
        let rows = "2019-01-11 12:31:54;\"Leg\";Squat;1;225;lbs;5;;;;0;\"a;b\";\"\"\n\
                    2019-01-11 12:31:54;\"Leg\";Squat;2;102,5;kg;5;8,5;;;0;;\n\
                    2019-01-11 12:31:54;\"Leg\";Pull Up;1;0;;5;;;;0;;\n\
                    2019-01-11 12:31:54;\"Leg\";Running;1;;;;;3;mi;1500;;\n";
        let with_header = read(&format!("\u{feff}{ANDROID}{rows}"));
        let without_header = read(rows);

        assert_eq!(with_header.format, Format::Strong(StrongHeader::UnitInRow));
        assert_eq!(without_header.format, with_header.format);
        assert_eq!((with_header.rows, without_header.rows), (4, 4));
        for log in [with_header, without_header] {
            let sets = sets(&log);
            assert_eq!(sets[0].entered_unit, Some(WeightUnit::Pound));
            assert_eq!(sets[0].load_kg, Some(225.0 * 0.453_592_37));
            assert_eq!((sets[1].load_kg, sets[1].rpe), (Some(102.5), Some(8.5)));
            assert_eq!(sets[2].load_kg, None);
            assert_eq!(sets[3].distance_metres, Some(3.0 * 1609.344));
        }
    }

    #[test]
    fn a_unit_of_a_row_that_is_unknown_or_missing_is_never_guessed() {
        let row =
            |unit: &str| format!("{ANDROID}2019-01-11 12:31:54;Leg;Squat;1;60;{unit};5;;;;0;;\n");
        let ask = |unit: &str| {
            parse(row(unit).as_bytes(), &Options::default()).map_err(|error| error.to_string())
        };

        let stone = ask("st").expect_err("stones are refused");
        assert!(stone.contains("line 2: weight unit must be kg or lbs, got \"st\""), "{stone}");
        let missing = ask("").expect_err("a load without a unit");
        assert!(missing.starts_with("line 2 has a load but neither row nor header"), "{missing}");
        assert!(ask("lbs").is_ok());
        // What the caller says fills the gap, and only the gap.
        assert_eq!(sets(&read(&row("")))[0].entered_unit, Some(WeightUnit::Kilogram));
        assert_eq!(sets(&read(&row("lbs")))[0].entered_unit, Some(WeightUnit::Pound));
    }

    #[test]
    fn android_may_add_the_duration_of_the_workout() {
        let log = read("2024-08-05 10:00:00;Legs;Leg Press;1;265;lbs;8;;;;;;;1h 5m\n");

        assert_eq!(log.sessions[0].duration_minutes, Some(65));
    }

    #[test]
    fn numbered_workouts_name_the_unit_in_the_header_and_keep_pounds_in_kilograms() {
        let log = read(
            "\"Workout #\";\"Date\";\"Workout Name\";\"Duration (sec)\";\"Exercise Name\";\
             \"Set Order\";\"Weight (kg)\";\"Reps\";\"RPE\";\"Distance (meters)\";\"Seconds\";\
             \"Notes\";\"Workout Notes\"\n\
             \"1\";\"2025-03-09 14:08:49\";\"Push\";\"4543\";\"Bench\";\"1\";\"61.23492\";\"5\";\
             \"\";\"400\";\"\";\"\";\"\"\n",
        );

        assert_eq!(log.format, Format::Strong(StrongHeader::Numbered));
        assert_eq!(log.sessions[0].duration_minutes, Some(76));
        let set = sets(&log)[0];
        assert_eq!((set.load_kg, set.distance_metres), (Some(61.23492), Some(400.0)));
    }

    #[test]
    fn the_unit_of_the_header_stands_above_the_one_given() {
        let text = "Date,Workout Name,Exercise Name,Set Order,Weight (lbs),Reps\n\
                    2018-01-02 10:00:00,Leg,Squat,1,100,5\n";

        assert_eq!(sets(&read(text))[0].entered_unit, Some(WeightUnit::Pound));
    }

    #[test]
    fn a_load_without_any_unit_asks_for_it_and_a_log_without_loads_does_not() {
        let ask = |rows: &[&str]| parse(comma(rows).as_bytes(), &Options::default());

        assert!(ask(&["Pull Up,1,0,8,0,0,,,"]).is_ok());
        assert_eq!(
            ask(&["Squat,1,100,8,0,0,,,"]).expect_err("no unit").to_string(),
            "line 2 has a load but neither row nor header name its unit: say --unit kg or --unit lb"
        );
    }

    #[test]
    fn rows_that_cannot_be_read_refuse_the_file_unless_they_are_to_be_skipped() {
        let text = comma(&[
            "Squat,1,100,5,0,0,,,",
            "Squat,2,heavy,5,0,0,,,",
            "Squat,3,100,5,0,0,,",
            "Squat,4,100,5.5,0,0,,,",
            "Squat,X,100,5,0,0,,,",
        ]);
        let mut options = Options { unit: Some(WeightUnit::Kilogram), skip_bad_rows: false };

        assert_eq!(
            parse(text.as_bytes(), &options).expect_err("bad rows").to_string(),
            "4 of 5 rows cannot be read (line 3: weight must be a number, got \"heavy\"; line 4: \
             has 11 cells where the header has 12; line 5: reps must be a whole number, got \
             \"5.5\"; also line 6): mend them or leave them out with --skip-bad-rows"
        );
        let told = |rows: usize| {
            let text = comma(&vec!["Squat,1,heavy,5,0,0,,,"; rows]);
            parse(text.as_bytes(), &options).expect_err("bad rows").to_string()
        };
        assert!(
            told(5).contains("line 4: weight must be a number, got \"heavy\"; also lines 5, 6)")
        );
        assert!(told(20).contains("; also lines 5, 6, 7,") && told(20).contains(", 20, 21): mend"));
        assert!(told(50).contains(", 20, 21 and 30 more): mend"), "{}", told(50));
        options.skip_bad_rows = true;
        let log = parse(text.as_bytes(), &options).expect("the bad rows are skipped");
        assert_eq!((log.rows, log.sets(), log.skipped.len()), (5, 1, 4));
        assert_eq!(log.skipped[3].line, 6);
    }
}
