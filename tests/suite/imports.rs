//! Training logs: every row is accounted for, a second time changes nothing, and a change replaces.

use domain::ids::{GymId, MemberId, SessionLogId};
use domain::vocab::WeightUnit;
use entity::{member, session_log, set_log, store};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use service::imports::{self, Options, Summary};
use tests::app::App;
use tests::backend::Backend;
use tests::contents::Contents;
use tests::on_both;
use tests::program::{Program, data};

mod both {
    use super::on_both;
    on_both! {
        every_log_is_read_whole_and_only_once
        a_log_is_read_in_the_zone_that_is_named_else_in_the_gyms
        a_set_that_changed_replaces_its_session_and_nothing_else
        what_a_log_says_of_a_set_comes_back
        an_imported_session_is_read_as_one_that_was_logged
        a_set_taken_to_failure_is_a_record_too
        a_workout_that_was_renamed_is_there_once
        a_workout_that_stands_twice_is_kept_and_reported
        a_movement_that_nobody_knows_is_kept_under_its_own_name
    }
}

/// File, more arguments, rows, sets, rows that are no sets.
const LOGS: [(&str, &[&str], usize, usize, usize); 4] = [
    ("strong_comma_kg_a.csv", &["--unit", "kg"], 2078, 2078, 0),
    ("strong_semicolon_kg_b.csv", &[], 266, 266, 0),
    ("strong_rest_timer_rows_c.csv", &["--unit", "kg"], 16, 8, 8),
    ("hevy_kg_d.csv", &["--time-zone", "Europe/Berlin"], 330, 330, 0),
];

async fn every_log_is_read_whole_and_only_once(backend: Backend) {
    let Some(folder) = data() else { return };
    let program = Program::new(&backend);
    program.succeed(&["demo", "--members", "2", "--no-serve"]);
    for (file, more, rows, sets, rests) in LOGS {
        let path = folder.join("logs").join(file).display().to_string();
        let mut arguments = vec!["import", "training-log", &path, "--member", "M-00002"];
        arguments.extend(more);

        let first = program.succeed(&arguments);
        let before = Contents::of(&backend.database_url).await;
        let again = program.succeed(&arguments);
        let after = Contents::of(&backend.database_url).await;

        let counted =
            ["rows", "sets", "rest rows", "skipped rows"].map(|word| number(&first, word));
        assert_eq!(counted, [rows, sets, rests, 0], "{first}");
        assert!(again.contains("(0 new, 0 changed,"), "{again}");
        assert_eq!(before.changed(&after), [] as [&str; 0], "{file}");
    }
    let contents = Contents::of(&backend.database_url).await;
    let imported = contents.rows("set_log").len();
    assert!(imported >= LOGS.iter().map(|log| log.3).sum::<usize>(), "{imported} sets are stored");
}

async fn a_log_is_read_in_the_zone_that_is_named_else_in_the_gyms(backend: Backend) {
    let program = Program::new(&backend);
    program.succeed(&["demo", "--members", "2", "--no-serve"]);
    let file = backend.folder.path().join("log.csv");
    let row = "2025-07-07 10:00:00,A,Larsen Press,1,60,5,0,0,,,";
    std::fs::write(&file, format!("{HEADER}{row}\n")).unwrap();
    let file = file.display().to_string();

    for (member, zone) in [("M-00001", None), ("M-00002", Some("Europe/Vienna"))] {
        let mut arguments =
            vec!["import", "training-log", &file, "--member", member, "--unit", "kg"];
        arguments.extend(zone.into_iter().flat_map(|zone| ["--time-zone", zone]));
        program.succeed(&arguments);
    }

    let db = sea_orm::Database::connect(&backend.database_url).await.unwrap();
    let logs = session_log::Entity::find().all(&db).await.unwrap();
    let members = member::Entity::find().all(&db).await.unwrap();
    db.close().await.unwrap();
    let began = |name: &str| {
        let of = members.iter().find(|row| row.external_id.as_deref() == Some(name)).unwrap();
        let mut logs = logs.iter().filter(|log| log.member_id == of.id && log.source == "strong");
        let log = logs.next().unwrap();
        (entity::instant::instant(log.started_at.unwrap()).to_rfc3339(), log.date.to_string())
    };
    let day = || "2025-07-07".to_owned();
    assert_eq!(began("M-00001"), ("2025-07-07T09:00:00+00:00".to_owned(), day()), "London");
    assert_eq!(began("M-00002"), ("2025-07-07T08:00:00+00:00".to_owned(), day()), "Vienna");
}

/// The number beside a word of the summary: after it, or for the rows of the head before it.
fn number(summary: &str, word: &str) -> usize {
    if word == "rows" {
        let head = summary.lines().next().unwrap();
        let count = head.rsplit(", ").next().and_then(|rows| rows.strip_suffix(" rows")).unwrap();
        return count.parse().unwrap();
    }
    let line = summary.lines().find(|line| line.trim_start().starts_with(word)).unwrap();
    let rest = line.trim_start().trim_start_matches(word);
    rest.split_whitespace().next().and_then(|count| count.parse().ok()).unwrap()
}

const HEADER: &str = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n";

/// A member of a gym, and their imported log.
struct History {
    app: App,
    member: member::Model,
}

impl History {
    async fn new(backend: Backend) -> Self {
        let app = App::start(backend, "2026-03-01T09:00:00Z").await;
        let gym = service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap().gym;
        let (gym, name) = (GymId::from_uuid(gym.id), ["M-00001".to_owned()]);
        let members = store::members::by_external_ids(app.env.db.read(), gym, &name).await;
        let member = members.unwrap().remove(0);
        Self { app, member }
    }

    fn gym(&self) -> GymId {
        GymId::from_uuid(self.member.gym_id)
    }

    async fn import(&self, rows: &[&str]) -> Summary {
        let options = Options { unit: Some(WeightUnit::Kilogram), skip_bad_rows: false };
        let text = format!("{HEADER}{}\n", rows.join("\n"));
        let parsed = imports::parse(text.as_bytes(), &options).unwrap();
        imports::import(&self.app.env, &self.member, parsed, None, &|_| {}).await.unwrap()
    }

    /// The imported sessions, oldest first, with their sets.
    async fn sessions(&self) -> Vec<(session_log::Model, Vec<set_log::Model>)> {
        let (read, member) = (self.app.env.db.read(), MemberId::from_uuid(self.member.id));
        let days = ("2020-01-01".parse().unwrap(), "2027-01-01".parse().unwrap());
        let logs = store::session_logs::between(read, self.gym(), member, days.0, days.1).await;
        let mut found = Vec::new();
        for log in logs.unwrap().into_iter().filter(|log| log.source == "strong") {
            let id = SessionLogId::from_uuid(log.id);
            let sets = store::session_logs::sets(read, self.gym(), &[id]).await.unwrap();
            found.push((log, sets));
        }
        found
    }

    /// Date and load of the records that were read out of imported sessions.
    async fn records(&self) -> Vec<(String, f64)> {
        let sessions: Vec<_> = self.sessions().await.into_iter().map(|(log, _)| log.id).collect();
        let (read, member) = (self.app.env.db.read(), MemberId::from_uuid(self.member.id));
        let first = "2000-01-01".parse().unwrap();
        let rows = store::records::since(read, self.gym(), &[member], first).await.unwrap();
        rows.into_iter()
            .filter(|row| row.source == "strong")
            .map(|row| {
                assert!(sessions.contains(&row.session_log_id.unwrap()), "no record is an orphan");
                (row.achieved_on.to_string(), row.load_kg.unwrap())
            })
            .collect()
    }
}

async fn a_set_that_changed_replaces_its_session_and_nothing_else(backend: Backend) {
    let history = History::new(backend).await;
    let rows = |newest: &'static str| {
        [
            "2026-01-05 10:00:00,A,Larsen Press,1,60,5,0,0,,,8",
            "2026-01-12 10:00:00,A,Larsen Press,1,62.5,5,0,0,,,8",
            newest,
        ]
    };
    let first = history.import(&rows("2026-01-19 10:00:00,A,Larsen Press,1,65,5,0,0,,,8")).await;
    let before = history.sessions().await;
    assert_eq!((first.new_sessions, first.records), (3, 3));

    let second = history.import(&rows("2026-01-19 10:00:00,A,Larsen Press,1,70,5,0,0,,,8")).await;

    let told = (second.new_sessions, second.changed_sessions, second.unchanged_sessions());
    assert_eq!((told, second.records), ((0, 1, 2), 1));
    let after = history.sessions().await;
    let ids = |all: &[(session_log::Model, Vec<set_log::Model>)]| {
        all.iter().map(|(log, _)| log.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&after), ids(&before));
    assert_eq!(after[..2], before[..2]);
    assert_eq!(after[2].1[0].load_kg, Some(70.0));
    assert_eq!(after[2].1.len(), 1);
    assert_ne!(after[2].0.digest, before[2].0.digest);
    let dates = ["2026-01-05", "2026-01-12", "2026-01-19"].map(str::to_owned);
    let loads = [60.0, 62.5, 70.0];
    assert_eq!(history.records().await, dates.into_iter().zip(loads).collect::<Vec<_>>());
    history.app.stop().await;
}

async fn what_a_log_says_of_a_set_comes_back(backend: Backend) {
    let history = History::new(backend).await;
    let rows = [
        "2026-01-05 10:00:00,A,Bench Press (Barbell),1,105,1,0,0,110 failed 107 failed,late,",
        "2026-01-05 10:00:00,A,Pull Up,1,-20,8,0,0,,,",
        "2026-01-05 10:00:00,A,Chest Dip (Assisted),1,15,6,0,0,,,",
        "2026-01-05 10:00:00,A,Running,1,0,0,5.5,1800,,,",
    ];
    history.import(&rows).await;

    let (log, sets) = history.sessions().await.remove(0);
    assert_eq!(log.notes.as_deref(), Some("late"));
    assert_eq!(sets[0].note.as_deref(), Some("110 failed 107 failed"));
    let helped: Vec<_> =
        sets.iter().map(|set| (set.assisted, set.entered_load, set.load_kg)).collect();
    let none = (false, None, None);
    let press = (false, Some(105.0), Some(105.0));
    let pull = (true, Some(-20.0), Some(-20.0));
    assert_eq!(helped, [press, pull, (true, Some(15.0), Some(-15.0)), none]);
    let run = &sets[3];
    assert_eq!((run.entered_distance, run.distance_metres), (Some(5.5), None));
    assert_eq!((run.reps, run.duration_seconds), (None, Some(1800)));

    let noted = [rows[0].replace("110", "112"), rows[1].into(), rows[2].into(), rows[3].into()];
    let again = history.import(&noted.each_ref().map(String::as_str)).await;
    assert_eq!(again.changed_sessions, 1, "a note is content too");
    history.app.stop().await;
}

async fn an_imported_session_is_read_as_one_that_was_logged(backend: Backend) {
    let history = History::new(backend).await;
    let rows = [
        "2026-01-05 10:00:00,A,Pull Up,1,-20,8,0,0,,,",
        "2026-01-05 10:00:00,A,Pull Up,2,0,6,0,0,,,",
        "2026-01-05 10:00:00,A,Chest Dip (Assisted),1,15,6,0,0,,,",
        "2026-01-05 10:00:00,A,Bench Press (Barbell),1,80,5,0,0,,,8",
        "2026-01-05 10:00:00,A,Bench Press (Barbell),F,80,4,0,0,,,",
    ];
    history.import(&rows).await;
    let imported = history.sessions().await.remove(0).0;

    let set = |key: &str, reps: u32, more: Value| {
        let mut set = json!({ "movementKey": key, "reps": reps });
        set.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        set
    };
    let sets = [
        set("pull-up", 8, json!({ "loadKg": -20 })),
        set("pull-up", 6, json!({})),
        set("assisted-dip", 6, json!({ "loadKg": -15 })),
        set("bench-press", 5, json!({ "loadKg": 80, "rpe": 8 })),
        set("bench-press", 4, json!({ "loadKg": 80, "kind": "FAILURE" })),
    ];
    let input = json!({ "trackKey": "strength", "date": "2026-01-05", "externalId": "by-hand",
        "durationMinutes": imported.duration_minutes, "sets": sets });
    let log = "mutation($input: LogSessionInput!) { logSession(input: $input) { outcome userErrors { message } } }";
    let answer =
        history.app.client(Some("demo-member-1")).data(log, json!({ "input": input })).await;

    assert_eq!(answer["logSession"]["outcome"], "CREATED", "{answer:#}");
    let day = "2026-01-05".parse().unwrap();
    let (read, member) = (history.app.env.db.read(), MemberId::from_uuid(history.member.id));
    let logs = store::session_logs::between(read, history.gym(), member, day, day).await.unwrap();
    let by_hand = logs.iter().find(|log| log.external_id.as_deref() == Some("by-hand")).unwrap();
    assert_eq!(by_hand.digest, imported.digest, "the same facts for the engine, byte by byte");
    let bodyweight = history.member.bodyweight_kg.unwrap();
    let moved = 8.0 * (bodyweight - 20.0) + 6.0 * bodyweight + 80.0 * 9.0;
    let tonnage = service::read::logs::tonnage_kg(&imported).unwrap();
    assert!((tonnage - moved).abs() < 1e-6, "{tonnage} for {moved}");
    history.app.stop().await;
}

async fn a_set_taken_to_failure_is_a_record_too(backend: Backend) {
    let history = History::new(backend).await;
    let rows = [
        "2026-01-05 10:00:00,A,Larsen Press,W,65,4,0,0,,,10",
        "2026-01-05 10:00:00,A,Larsen Press,1,55,4,0,0,,,10",
        "2026-01-05 10:00:00,A,Larsen Press,F,62.5,4,0,0,,,10",
    ];

    let summary = history.import(&rows).await;

    assert_eq!(summary.records, 1, "the best set of the session");
    assert_eq!(history.records().await, [("2026-01-05".to_owned(), 62.5)]);
    history.app.stop().await;
}

async fn a_workout_that_was_renamed_is_there_once(backend: Backend) {
    let history = History::new(backend).await;
    history.import(&["2026-01-05 10:00:00,Push,Larsen Press,1,60,5,0,0,,,8"]).await;

    let again = history.import(&["2026-01-05 10:00:00,Push: heavy,Larsen Press,1,60,5,0,0,,,8"]);

    assert_eq!(again.await.changed_sessions, 1);
    let sessions = history.sessions().await;
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].0.title.as_deref(), Some("Push: heavy"));
    history.app.stop().await;
}

async fn a_workout_that_stands_twice_is_kept_and_reported(backend: Backend) {
    let program = Program::new(&backend);
    program.succeed(&["demo", "--members", "1", "--no-serve"]);
    let workout = "2026-01-05 10:00:00,A,Larsen Press,1,60,5,0,0,,,\n\
                   2026-01-05 10:00:00,A,Pull Up,1,0,8,0,0,,,\n";
    let file = backend.folder.path().join("log.csv");
    std::fs::write(&file, format!("{HEADER}{workout}{workout}")).unwrap();
    let file = file.display().to_string();

    let arguments = ["import", "training-log", &file, "--member", "M-00001", "--unit", "kg"];
    let said = program.succeed(&arguments);

    assert!(said.contains("2  (2 new, 0 changed, 0 there already)"), "{said}");
    let told =
        "the workout of 2026-01-05 10:00 stands twice in the file, set by set: both are kept";
    assert!(said.contains(told), "{said}");
}

async fn a_movement_that_nobody_knows_is_kept_under_its_own_name(backend: Backend) {
    let history = History::new(backend).await;
    let rows = [
        "2026-01-05 10:00:00,A,Leg Press Keller,1,120,8,0,0,,,",
        "2026-01-06 10:00:00,A,leg press - keller,1,125,8,0,0,,,",
        "2026-01-07 10:00:00,A,Leg Press Keller!,1,125,8,0,0,,,",
    ];
    let summary = history.import(&rows).await;
    history.import(&rows).await;

    let names: Vec<_> = summary.unknown.keys().map(String::as_str).collect();
    assert_eq!(names, ["Leg Press Keller", "Leg Press Keller!", "leg press - keller"]);
    let all = store::movements::all(history.app.env.db.read(), history.gym()).await.unwrap();
    let mut kept: Vec<_> = all.iter().filter(|row| row.unmapped).collect();
    kept.sort_by_key(|row| &row.key);
    let told: Vec<_> = kept.iter().map(|row| (row.key.as_str(), row.name.as_str())).collect();
    let keller = ("imported-leg-press-keller", "Leg Press Keller");
    let bang = ("imported-leg-press-keller-2", "Leg Press Keller!");
    assert_eq!(told, [keller, bang], "spellings that fold to one name are one movement");
    assert!(kept.iter().all(|row| row.custom && row.reference_lift_key.is_none()));
    let sessions = history.sessions().await;
    assert_eq!(sessions[0].1[0].movement_id, sessions[1].1[0].movement_id);
    assert_eq!(sessions[1].1[0].source_name.as_deref(), Some("leg press - keller"));
    history.app.stop().await;
}
