//! What an operator does on the command line to set a gym up: added with its owner, its members imported.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::vocab::WeightUnit;
use entity::{gym, member, staff};
use sea_orm::{DatabaseConnection, EntityTrait as _};
use service::gyms::{self, AddGym};
use tests::app::App;
use tests::backend::Backend;
use tests::contents::Contents;
use tests::on_both;
use tests::program::Program;
use tests::season::EVE;

mod both {
    use super::on_both;
    on_both! {
        a_gym_is_added_once_with_its_owner
        a_gym_that_two_add_at_once_is_one
        a_gym_that_is_another_of_that_name_is_refused
        members_are_added_changed_and_left_alone_as_the_file_says
        members_without_a_template_are_told_of_and_get_no_week
        a_file_with_a_bad_row_is_refused_whole_unless_it_may_be_skipped
    }
}

const ADD: [&str; 8] =
    ["gym", "add", "--name", "Ostwerk", "--time-zone", "Europe/Berlin", "--owner-subject", "ida"];
const PEOPLE: &str = "Member ID,Full Name,Login,Joined On,Coach,Level,Weight lb,Days,Mobile\n\
                      1,Nia Abara,nia,2025-01-07,,intermediate,150,mon wed fri,0170\n\
                      2,\"Moreau, Jules\",,2026-02-01,,,,,\n\
                      3,Pia Lund,,,,novice,,,\n";

async fn rows<E: sea_orm::EntityTrait>(backend: &Backend) -> Vec<E::Model> {
    let db: DatabaseConnection = sea_orm::Database::connect(&backend.database_url).await.unwrap();
    let rows = E::find().all(&db).await.unwrap();
    db.close().await.unwrap();
    rows
}

async fn members(backend: &Backend) -> BTreeMap<String, member::Model> {
    let rows = rows::<member::Entity>(backend).await.into_iter();
    rows.map(|row| (row.external_id.clone().unwrap(), row)).collect()
}

/// A program on a migrated database.
fn installed(backend: &Backend) -> Program {
    let program = Program::new(backend);
    program.succeed(&["migrate"]);
    program
}

fn file(backend: &Backend, text: &str) -> String {
    let path = backend.folder.path().join("members.csv");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

async fn a_gym_is_added_once_with_its_owner(backend: Backend) {
    let program = installed(&backend);

    let first = program.succeed(&ADD);
    let before = Contents::of(&backend.database_url).await;
    let again = program.succeed(&ADD);

    assert!(first.starts_with("Ostwerk: added") && first.contains("gym_"), "{first}");
    assert!(again.starts_with("Ostwerk: there already"), "{again}");
    assert_eq!(first.lines().nth(1), again.lines().nth(1), "one id");
    let after = Contents::of(&backend.database_url).await;
    assert_eq!(before.changed(&after), [] as [&str; 0]);
    let gyms = rows::<gym::Entity>(&backend).await;
    assert_eq!((gyms.len(), gyms[0].time_zone.as_str()), (1, "Europe/Berlin"));
    let owners = rows::<staff::Entity>(&backend).await;
    assert_eq!((owners.len(), owners[0].subject.as_str(), owners[0].owner), (1, "ida", true));
    // The next weekly run is on its way.
    assert!(gyms[0].next_run_at.is_some());
}

async fn a_gym_that_two_add_at_once_is_one(backend: Backend) {
    let app = App::idle(backend, EVE).await;
    let ostwerk = || AddGym {
        name: "Ostwerk".to_owned(),
        time_zone: chrono_tz::Europe::Berlin,
        unit: WeightUnit::Kilogram,
        owner_subject: "ida".to_owned(),
        owner_name: "Ida".to_owned(),
    };

    let (one, other) = tokio::join!(gyms::add(&app.env, ostwerk()), gyms::add(&app.env, ostwerk()));

    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.gym.id, other.gym.id);
    assert_ne!(one.new, other.new, "the second finds the first's");
    let db = app.env.db.read();
    assert_eq!(gym::Entity::find().all(db).await.unwrap().len(), 1);
    assert_eq!(staff::Entity::find().all(db).await.unwrap().len(), 1);
    app.stop().await;
}

async fn a_gym_that_is_another_of_that_name_is_refused(backend: Backend) {
    let program = installed(&backend);
    program.succeed(&ADD);
    let before = Contents::of(&backend.database_url).await;
    let with = |index: usize, value: &'static str| {
        let mut arguments = ADD;
        arguments[index] = value;
        arguments
    };

    let stranger = program.fail(&with(7, "eve"));
    assert!(
        stranger.contains("there is a gym Ostwerk already") && stranger.contains("eve"),
        "{stranger}"
    );
    let moved = program.fail(&with(5, "Europe/Paris"));
    assert!(moved.contains("Europe/Berlin") && moved.contains("updateGymSettings"), "{moved}");
    let nowhere = program.misused(&with(5, "Berlin"));
    assert!(nowhere.contains("--time-zone") && nowhere.contains("IANA"), "{nowhere}");
    let nameless = program.fail(&with(3, " "));
    assert!(nameless.contains("--name must not be empty"), "{nameless}");
    let ownerless = program.fail(&with(7, ""));
    assert!(ownerless.contains("--owner-subject must not be empty"), "{ownerless}");
    assert!(program.misused(&ADD[..6]).contains("--owner-subject"));

    let after = Contents::of(&backend.database_url).await;
    assert_eq!(before.changed(&after), [] as [&str; 0]);
}

async fn members_are_added_changed_and_left_alone_as_the_file_says(backend: Backend) {
    let program = installed(&backend);
    program.succeed(&ADD);
    let path = file(&backend, PEOPLE);

    let first = program.succeed(&["import", "members", &path]);
    let before = Contents::of(&backend.database_url).await;
    let again = program.succeed(&["import", "members", &path, "--gym", "Ostwerk"]);

    let figures = |said: &str| -> Vec<u32> {
        let figures = said.lines().skip(1).take(4);
        figures.map(|line| line.split_whitespace().last().unwrap().parse().unwrap()).collect()
    };
    assert!(first.contains("3 members of Ostwerk") && first.contains("here: Mobile"), "{first}");
    assert_eq!((figures(&first), figures(&again)), (vec![3, 0, 0, 0], vec![0, 0, 3, 0]));
    let after = Contents::of(&backend.database_url).await;
    assert_eq!(before.changed(&after), [] as [&str; 0]);
    let there = members(&backend).await;
    assert_eq!(there["2"].display_name, "Moreau, Jules");
    let nia = &there["1"];
    assert_eq!((nia.subject.as_deref(), nia.experience.as_str()), (Some("nia"), "INTERMEDIATE"));
    assert_eq!((nia.available_days, nia.sessions_per_week), (0b1_0101, 3));
    assert!((nia.bodyweight_kg.unwrap() - 68.038_855_5).abs() < 1e-9, "{:?}", nia.bodyweight_kg);

    // One is married, one has left, the rest of what is known of them stays.
    let path = file(&backend, "id;name;active\n1;Nia Lund;\n3;Pia Lund;no\n4;Olu Ade;\n");
    let changed = program.succeed(&["import", "members", &path]);
    assert_eq!(figures(&changed), [1, 2, 0, 0], "{changed}");
    let there = members(&backend).await;
    assert_eq!(
        (there["1"].display_name.as_str(), there["1"].subject.as_deref()),
        ("Nia Lund", Some("nia"))
    );
    assert!(!there["3"].active && there["1"].active);
}

async fn members_without_a_template_are_told_of_and_get_no_week(backend: Backend) {
    let program = installed(&backend);
    program.succeed(&ADD);
    program.succeed(&["import", "members", &file(&backend, PEOPLE)]);
    let assign = "assign one (`assignTemplate`, or the `template` column of `import members`)";

    let said = program.succeed(&["run-week"]);

    let ended = "0 computed, 0 failed, 0 cancelled (COMPLETED)";
    let told = format!("{ended}; 3 active members follow no template and got no week: {assign}");
    assert!(said.trim_end().ends_with(&told), "{said}");
    let refused = program.fail(&["plan", "--member", "1"]);
    let why = format!("Nia Abara has no plan for any week and follows no template: {assign}");
    assert!(refused.contains(&why), "{refused}");

    program.succeed(&["import", "members", &file(&backend, "id,name,active\n1,Nia Abara,no\n")]);
    let said = program.succeed(&["run-week"]);
    assert!(said.contains("; 2 active members follow no template"), "{said}");
    let refused = program.fail(&["plan", "--member", "1"]);
    assert!(refused.ends_with("no plan for any week: an inactive member gets none"), "{refused}");
}

async fn a_file_with_a_bad_row_is_refused_whole_unless_it_may_be_skipped(backend: Backend) {
    let program = installed(&backend);
    program.succeed(&ADD);
    let mut text = "id,name,login,coach,sessions per week\n".to_owned();
    for number in 1..=300 {
        writeln!(text, "{number},Member {number},,,3").unwrap();
    }
    text.push_str(
        "301,Dana,dana,Nobody,3\n302,Eli,,,9\n303,Fay,dana,,2\n304,Gus,gus,,2\n305,Hal,gus,,2\n",
    );
    let path = file(&backend, &text);
    let before = Contents::of(&backend.database_url).await;

    let refused = program.fail(&["import", "members", &path]);
    assert!(refused.contains("4 of 305 rows"), "{refused}");
    assert!(refused.contains("line 302: the gym has no coach called \"Nobody\""), "{refused}");
    assert!(refused.contains("line 303: sessionsPerWeek must be 0 to 7, got 9"), "{refused}");
    assert!(refused.ends_with("--skip-bad-rows"), "{refused}");
    let after = Contents::of(&backend.database_url).await;
    assert_eq!(before.changed(&after), [] as [&str; 0]);

    let said = program.succeed(&["import", "members", &path, "--skip-bad-rows"]);
    assert!(said.contains("skipped line 302") && said.contains("skipped line 306"), "{said}");
    let there = members(&backend).await;
    assert_eq!(there["304"].subject.as_deref(), Some("gus"));
    assert!(there.contains_key("300") && !there.contains_key("302") && !there.contains_key("305"));

    let unknown = program.fail(&["import", "members", &path, "--gym", "Westwerk"]);
    assert!(unknown.contains("there is no gym Westwerk"), "{unknown}");
    let headless = file(&backend, "a,b\n1,2\n");
    let headless = program.fail(&["import", "members", &headless]);
    assert!(headless.contains("no column for the id and the name"), "{headless}");
    assert!(program.fail(&["import", "members", "none.csv"]).contains("there is no file none.csv"));
}
