//! Every stored revision is what its own inputs lead to, and an altered one is found.

use chrono::Duration;
use domain::ids::{GymId, PlanId};
use domain::plan::PlanDocument;
use domain::plan_ids::RevisionId;
use entity::db::{Db, Pools};
use entity::{pack, plan_revision, store};
use sea_orm::{ConnectionTrait, Set};
use serde_json::json;
use service::personalise::input_digest;
use service::replay::Outcome;
use tests::app::App;
use tests::backend::Backend;
use tests::history::{outcomes, revisions, rewrite};
use tests::on_both;
use tests::program::Program;

mod both {
    use super::on_both;
    on_both! {
        the_demo_gym_replays_to_the_byte_and_an_altered_document_is_found
        a_gym_that_changes_afterwards_changes_no_history
        what_another_engine_made_or_was_erased_is_told_apart
        a_recomputation_replays_from_its_base
    }
}

/// A demo gym of six with its weeks computed, and its database.
async fn demo(backend: &Backend) -> (Program, Db, GymId) {
    let program = Program::new(backend);
    program.succeed(&["migrate"]);
    program.succeed(&["demo", "--members", "6", "--no-serve"]);
    let db = Db::connect(&backend.database_url, Pools::default()).await.unwrap();
    let gym = store::gyms::all(db.read()).await.unwrap().remove(0);
    (program, db, GymId::from_uuid(gym.id))
}

/// What replay says at the end of a revision that is not what it cites.
fn differs(program: &Program, row: &plan_revision::Model) -> String {
    let said = program.run(&["replay", &id(row)]);
    assert!(!said.success, "{}", said.out);
    said.err.trim().to_owned()
}

fn id(row: &plan_revision::Model) -> String {
    let revision = u32::try_from(row.number).unwrap();
    RevisionId { plan: PlanId::from_uuid(row.plan_id), revision }.to_string()
}

async fn the_demo_gym_replays_to_the_byte_and_an_altered_document_is_found(backend: Backend) {
    let (program, db, gym) = demo(&backend).await;
    // A second run of the week: what it finds unchanged writes nothing, and replays all the same.
    program.succeed(&["run-week"]);
    let rows = revisions(&db, gym).await;
    let count = rows.len();

    let said = program.succeed(&["replay", "--all"]);
    assert!(said.ends_with(&format!("{count} revisions: {count} identical\n")), "{said}");
    let one = program.succeed(&["replay", &id(&rows[0])]);
    assert_eq!(one, format!("{}: identical\n", id(&rows[0])));
    let plan = PlanId::from_uuid(rows[0].plan_id);
    let named = program.succeed(&["replay", &format!("{plan}:{}", rows[0].number)]);
    assert_eq!(named, one);

    let mut document: PlanDocument = pack::unpack(&rows[0].document).unwrap();
    document.programmed_au += 1.0;
    let altered =
        plan_revision::ActiveModel { document: Set(pack::pack(&document)), ..Default::default() };
    rewrite(&db, &rows[0], altered).await;

    let found = program.run(&["replay", "--all"]);
    assert!(!found.success, "{}", found.out);
    assert!(found.out.contains(&format!("{}: DIFFERENT: au is", id(&rows[0]))), "{}", found.out);
    assert!(found.out.contains("1 DIFFERENT"), "{}", found.out);
    let error = differs(&program, &rows[0]);
    assert!(error.ends_with("1 of 1 revisions are not what they cite"), "{error}");
}

async fn a_gym_that_changes_afterwards_changes_no_history(backend: Backend) {
    let (program, db, gym) = demo(&backend).await;
    let count = revisions(&db, gym).await.len();
    for sql in [
        "UPDATE gym SET equipment = '{\"bar_kg\":15.0,\"plates_kg\":[7.0],\"dumbbells_kg\":[],\"kettlebells_kg\":[],\"stack_step_kg\":3.0}'",
        "UPDATE gym SET engine_config = '{\"chain\":{\"load_min\":0.9}}'",
        "UPDATE movement SET implement = 'MACHINE', reference_lift_key = NULL",
        "UPDATE track SET kind = 'MOBILITY'",
    ] {
        db.writer().execute_unprepared(sql).await.unwrap();
    }

    let said = program.succeed(&["replay", "--all"]);

    assert!(said.ends_with(&format!("{count} revisions: {count} identical\n")), "{said}");
}

async fn what_another_engine_made_or_was_erased_is_told_apart(backend: Backend) {
    let (program, db, gym) = demo(&backend).await;
    let rows = revisions(&db, gym).await;
    let unseen =
        plan_revision::ActiveModel { engine_version: Set("0.9.0".into()), ..Default::default() };
    rewrite(&db, &rows[0], unseen).await;
    let error = differs(&program, &rows[0]);
    assert!(error.contains("1 of 1 revisions"), "the version is among the inputs: {error}");

    let mut document: PlanDocument = pack::unpack(&rows[1].document).unwrap();
    document.engine = "0.9.0".into();
    let signals = pack::decompress(&rows[1].signals).unwrap();
    let facts = rows[1].facts_digest.as_deref().unwrap();
    let digest = input_digest(&signals, &document.template, facts, "0.9.0");
    let older = plan_revision::ActiveModel {
        engine_version: Set("0.9.0".into()),
        input_digest: Set(digest.to_vec()),
        document: Set(pack::pack(&document)),
        ..Default::default()
    };
    rewrite(&db, &rows[1], older).await;
    let said = program.succeed(&["replay", &id(&rows[1])]);
    let this = domain::plan::ENGINE_VERSION;
    assert_eq!(
        said,
        format!("{}: made by engine 0.9.0, this is {this}: the same bytes\n", id(&rows[1]))
    );

    let erased = plan_revision::ActiveModel {
        document: Set(Vec::new()),
        signals: Set(Vec::new()),
        erased_at: Set(Some(1)),
        ..Default::default()
    };
    rewrite(&db, &rows[2], erased).await;
    let said = program.succeed(&["replay", &id(&rows[2])]);
    assert_eq!(said, format!("{}: erased\n", id(&rows[2])));

    let none = program.fail(&["replay", "plan_00041061050r3gg28a1c60t3gf:1"]);
    assert!(none.contains("there is no revision revision_00041061050r3gg28a1c60t3gf_1"), "{none}");
    let bad = program.run(&["replay", "nonsense"]);
    assert!(!bad.success && bad.err.contains("revision must be an id"), "{}", bad.err);
    let neither = program.run(&["replay"]);
    assert!(!neither.success, "{}", neither.out);
}

async fn a_recomputation_replays_from_its_base(backend: Backend) {
    let app = App::start(backend, "2026-02-28T18:00:00Z").await;
    service::demo::fill::fill(&app.env, 1, 1, &|_| {}).await.unwrap();
    let gym = GymId::from_uuid(store::gyms::all(app.env.db.read()).await.unwrap()[0].id);
    let start =
        "mutation { startWeeklyRun(input: { weekOf: \"2026-03-02\" }) { weeklyRun { id } } }";
    app.client(Some("demo-owner")).data(start, json!({})).await;
    app.settle().await;
    app.clock.advance(Duration::hours(38));
    let ill = "mutation { recordReadiness(input: { source: \"check-in\", soreness: 5, stress: 5, energy: 1, \
               mood: 1, sleepQuality: 1, illness: true }) { recompute { triggered } } }";
    app.client(Some("demo-member-1")).data(ill, json!({})).await;
    app.clock.advance(Duration::minutes(16));
    app.settle().await;
    let db = &app.env.db;
    let rows = revisions(db, gym).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(outcomes(&app.env, gym).await, [Outcome::Identical, Outcome::Identical]);

    let mut base: PlanDocument = pack::unpack(&rows[0].document).unwrap();
    base.programmed_au += 1.0;
    let altered =
        plan_revision::ActiveModel { document: Set(pack::pack(&base)), ..Default::default() };
    rewrite(db, &rows[0], altered).await;
    let found = outcomes(&app.env, gym).await;
    assert!(matches!(&found[0], Outcome::Different(at) if at.path == "au"), "{:?}", found[0]);
    assert!(matches!(&found[1], Outcome::Different(at) if at.path == "au"), "{:?}", found[1]);

    let erased = plan_revision::ActiveModel {
        document: Set(Vec::new()),
        signals: Set(Vec::new()),
        erased_at: Set(Some(1)),
        ..Default::default()
    };
    rewrite(db, &rows[0], erased).await;
    assert_eq!(outcomes(&app.env, gym).await[..2], [Outcome::Erased, Outcome::Erased]);
    app.stop().await;
}
