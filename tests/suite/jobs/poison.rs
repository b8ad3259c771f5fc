//! One bad row fails one member; everyone else in the message gets their week.

use domain::ids::MemberId;
use domain::vocab::Trigger;
use entity::{computation, goal, gym, member, store, template_version};
use sea_orm::{ActiveModelTrait as _, ConnectionTrait as _, DbBackend, Set};
use service::ledger::MOST_ATTEMPTS;
use tests::app::App;
use tests::backend::Backend;
use tests::crowd::Crowd;
use tests::hand::{ledger_of, work_off};
use tests::invariants::settled;
use tests::on_both;

use super::{idle, run};

mod both {
    use super::on_both;
    on_both! {
        a_row_that_can_not_be_read_fails_its_member_alone
        a_week_that_the_database_refuses_fails_alone
        a_request_that_makes_no_sense_fails_alone
        a_template_that_can_not_be_read_fails_its_followers_alone
        an_impossible_configuration_is_named_and_not_tried_again
    }
}

/// Who failed, and why; the others are well.
async fn failures(app: &App, gym: &Crowd) -> Vec<computation::Model> {
    let rows = ledger_of(&app.env, gym.gym).await;
    assert!(rows.iter().all(|row| row.status == "FAILED" || row.status == "SUCCEEDED"), "{rows:?}");
    rows.into_iter().filter(|row| row.status == "FAILED").collect()
}

/// The gym's members without the one that fails.
fn others(gym: &Crowd, but: MemberId) -> Vec<MemberId> {
    gym.members.iter().filter(|member| **member != but).copied().collect()
}

async fn a_row_that_can_not_be_read_fails_its_member_alone(backend: Backend) {
    let (app, gym, week) = idle(backend, 20).await;
    let bad = gym.members[7];
    let row = goal::Model {
        id: app.env.id::<domain::ids::Goal>().uuid(),
        gym_id: gym.gym.uuid(),
        member_id: bad.uuid(),
        kind: "BECOME_A_BIRD".to_owned(),
        weight: 1.0,
        status: "ACTIVE".to_owned(),
        target_date: None,
        note: None,
        created_at: 0,
        ended_at: None,
    };
    let txn = app.env.db.write().await.unwrap();
    store::goals::insert(&txn, gym.gym, vec![row]).await.unwrap();
    txn.commit().await.unwrap();

    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    let failed = failures(&app, &gym).await;
    assert_eq!((failed.len(), failed[0].member_id), (1, bad.uuid()));
    assert_eq!(failed[0].attempts, 1, "it would fail again");
    let told = failed[0].error.as_deref().unwrap();
    assert_eq!(told, "the profile, a goal or a restriction of the member can't be read");
    settled(app.env.db.read(), gym.gym, &others(&gym, bad), week.monday()).await;
    app.stop().await;
}

async fn a_week_that_the_database_refuses_fails_alone(backend: Backend) {
    let (app, gym, week) = idle(backend, 100).await;
    let bad = gym.members[42];
    refuse_plans_of(&app, bad).await;

    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    let failed = failures(&app, &gym).await;
    assert_eq!((failed.len(), failed[0].member_id), (1, bad.uuid()));
    let told = failed[0].error.as_deref().unwrap();
    assert_eq!(told, "the database refused the week as it was computed");
    settled(app.env.db.read(), gym.gym, &others(&gym, bad), week.monday()).await;
    app.stop().await;
}

/// A constraint that one member's plan breaks, whoever writes it.
async fn refuse_plans_of(app: &App, member: MemberId) {
    let id = member.uuid().simple().to_string();
    let writer = app.env.db.writer();
    let statements = match app.env.db.backend() {
        DbBackend::Sqlite => vec![format!(
            "CREATE TRIGGER refuse BEFORE INSERT ON plan WHEN NEW.member_id = x'{id}'
             BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )],
        _ => vec![
            "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$
             LANGUAGE plpgsql"
                .to_owned(),
            format!(
                "CREATE TRIGGER refuse BEFORE INSERT ON plan FOR EACH ROW
                 WHEN (NEW.member_id = CAST('{id}' AS uuid)) EXECUTE FUNCTION refuse()"
            ),
        ],
    };
    for statement in statements {
        writer.execute_unprepared(&statement).await.unwrap();
    }
}

async fn a_request_that_makes_no_sense_fails_alone(backend: Backend) {
    let (app, gym, week) = idle(backend, 5).await;
    run(&app.env, &gym, week).await;
    let rows = ledger_of(&app.env, gym.gym).await;
    let txn = app.env.db.write().await.unwrap();
    let nonsense =
        computation::ActiveModel { trigger: Set("BOREDOM".to_owned()), ..Default::default() };
    let id = domain::ids::ComputationId::from_uuid(rows[2].id);
    store::computations::update(&txn, gym.gym, id, nonsense).await.unwrap();
    txn.commit().await.unwrap();

    work_off(&app.env).await;

    let failed = failures(&app, &gym).await;
    assert_eq!((failed.len(), failed[0].id), (1, rows[2].id));
    assert_eq!(failed[0].error.as_deref(), Some("the request for the computation can't be read"));
    let bad = MemberId::from_uuid(rows[2].member_id);
    settled(app.env.db.read(), gym.gym, &others(&gym, bad), week.monday()).await;
    app.stop().await;
}

async fn a_template_that_can_not_be_read_fails_its_followers_alone(backend: Backend) {
    let (app, gym, week) = idle(backend, 4).await;
    let follower = gym.members[0];
    let txn = app.env.db.write().await.unwrap();
    let mut other = service::demo::templates::all().remove(1);
    "Broken".clone_into(&mut other.name);
    let template = service::templates::publish_new(&txn, &app.env, gym.gym, &other).await.unwrap();
    // Behind the back of the trigger that keeps a published version as it is.
    let unguard = match txn.get_database_backend() {
        DbBackend::Sqlite => "DROP TRIGGER IF EXISTS template_version_stands",
        _ => "ALTER TABLE template_version DISABLE TRIGGER USER",
    };
    txn.execute_unprepared(unguard).await.unwrap();
    let broken =
        template_version::ActiveModel { document: Set("{".to_owned()), ..Default::default() };
    store::templates::update_version(&txn, gym.gym, template, 1, broken).await.unwrap();
    let follow = member::ActiveModel {
        id: Set(follower.uuid()),
        template_id: Set(Some(template.uuid())),
        ..Default::default()
    };
    follow.update(&txn).await.unwrap();
    txn.commit().await.unwrap();

    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    let failed = failures(&app, &gym).await;
    assert_eq!((failed.len(), failed[0].member_id), (1, follower.uuid()));
    let told = failed[0].error.as_deref().unwrap();
    assert_eq!(told, "the template that the member follows can't be read");
    settled(app.env.db.read(), gym.gym, &others(&gym, follower), week.monday()).await;
    app.stop().await;
}

async fn an_impossible_configuration_is_named_and_not_tried_again(backend: Backend) {
    let (app, gym, week) = idle(backend, 3).await;
    let txn = app.env.db.write().await.unwrap();
    let mut config = domain::config::EngineConfig::default();
    config.strength.headroom = 40.0;
    assert!(service::gyms::engine_config(&config).is_err(), "it is refused where it is written");
    let written = gym::ActiveModel {
        engine_config: Set(serde_json::to_string(&config).unwrap()),
        ..Default::default()
    };
    store::gyms::update(&txn, gym.gym, written).await.unwrap();
    txn.commit().await.unwrap();

    run(&app.env, &gym, week).await;
    work_off(&app.env).await;

    let failed = failures(&app, &gym).await;
    assert_eq!(failed.len(), 3);
    assert!(failed.iter().all(|row| row.attempts < MOST_ATTEMPTS), "it will fail again");
    let told = failed[0].error.as_deref().unwrap();
    assert_eq!(told, "the gym's settings, tracks or movements can't be read");
    assert_eq!(failed[0].trigger, Trigger::Weekly.as_str());
    app.stop().await;
}
