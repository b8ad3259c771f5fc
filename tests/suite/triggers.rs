//! Which changes within a week ask for a recomputation, and what it may then change.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::calendar::local_date;
use domain::ids::{GoalId, MemberId, Record, Restriction, TemplateId, TemplateVersion};
use domain::plan::PlanDocument;
use domain::template::Template;
use domain::vocab::{ComputationKind, PlanStatus, ReviewPolicy, Trigger, WeightUnit};
use entity::instant::micros;
use entity::{goal, gym, personal_record, plan, restriction, store, template, template_version};
use sea_orm::{DatabaseTransaction, Set};
use serde_json::{Value, json};
use service::imports::{self, Options};
use service::ledger::{self, Ask, Lane, Limits, Priority};
use service::material::Decision;
use tests::backend::Backend;
use tests::demo::{Demo, MEMBER, MONDAY, OWNER, document};
use tests::hand::{claim_one, finish, ledger_of, start, work_off};
use tests::on_both;
use uuid::Uuid;

mod both {
    use super::on_both;
    on_both! {
        a_logged_session_says_why_it_changes_nothing
        an_imported_log_is_judged_as_a_logged_session_is
        new_goals_are_computed_in_full
        a_restriction_is_not_held_back_by_the_limits
        what_sensors_say_is_held_back_by_the_limits
        a_new_version_of_the_programme_draws_the_week_again
        a_programme_published_for_all_is_asked_for_at_once
        a_programme_published_during_a_first_computation_is_not_lost
        a_template_assigned_during_a_first_computation_is_not_lost
        a_week_drawn_from_another_template_names_it
        a_week_before_an_assignment_follows_what_was_followed_until_then
        the_gyms_own_drop_of_readiness_counts
        a_change_while_the_week_is_computed_is_queued_unjudged
        a_reduction_starts_from_what_is_in_force
        what_was_rejected_is_no_base
        a_gym_that_recomputes_nothing_says_so
    }
}

const WORN_OUT: &str = "mutation { recordReadiness(input: { source: \"check-in\", soreness: 5, stress: 5, energy: 1, \
    mood: 1, sleepQuality: 1, illness: true }) { outcome recompute { triggered reason computation { id status } } \
    userErrors { message } } }";

/// On the Monday morning of the week, everyone's week computed.
async fn monday(backend: Backend) -> (Demo, MemberId) {
    let demo = Demo::start(backend, 1).await;
    demo.run_week().await;
    demo.clock().advance(Duration::hours(38));
    let member = demo.members[0];
    (demo, member)
}

async fn worn_out(demo: &Demo) -> Value {
    let mut answer = demo.app.client(Some(MEMBER)).data(WORN_OUT, json!({})).await;
    let payload = answer["recordReadiness"].take();
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload["recompute"].clone()
}

async fn a_logged_session_says_why_it_changes_nothing(backend: Backend) {
    let (demo, _) = monday(backend).await;
    let log = "mutation { logSession(input: { trackKey: \"strength\", externalId: \"s-1\", durationMinutes: 40, \
               sessionRpe: 6 }) { outcome recompute { triggered reason computation { id } } userErrors { message } } }";

    let first = demo.app.client(Some(MEMBER)).data(log, json!({})).await;
    let again = demo.app.client(Some(MEMBER)).data(log, json!({})).await;

    let recompute = &first["logSession"]["recompute"];
    assert_eq!(recompute["triggered"], false, "{first:#}");
    assert!(recompute["reason"].as_str().unwrap().contains("volume"), "{first:#}");
    assert_eq!(recompute["computation"], Value::Null);
    assert_eq!(again["logSession"]["outcome"], "UNCHANGED");
    assert_eq!(again["logSession"]["recompute"]["reason"], "nothing new was logged");
    demo.app.stop().await;
}

async fn an_imported_log_is_judged_as_a_logged_session_is(backend: Backend) {
    let (demo, member) = monday(backend).await;
    let old =
        import(&demo, member, &["2019-05-06 10:00:00,A,Leg Extension (Machine),1,50,12"]).await;
    // Last week was many times as much as any before.
    let workout = |number: u32| {
        let (day, minute) = (25 + number / 60, number % 60);
        format!("2026-02-{day} 10:{minute:02}:00,A,Leg Extension (Machine),1,100,200")
    };
    let rows: Vec<String> = (0..120).map(workout).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();

    let much = import(&demo, member, &rows).await;
    let again = import(&demo, member, &rows).await;

    assert!(!old.triggered && old.computation.is_none(), "{old:?}");
    assert!(much.triggered, "{much:?}");
    let row = demo.computation(much.computation.unwrap()).await;
    assert_eq!((row.trigger.as_str(), row.reduce_only), ("VOLUME", true));
    assert_eq!(again, Decision::immaterial("nothing new was logged"));
    demo.app.stop().await;
}

/// Imports these rows of Strong; what came of judging them.
async fn import(demo: &Demo, member: MemberId, rows: &[&str]) -> Decision {
    let header = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps";
    let text = format!("{header}\n{}\n", rows.join("\n"));
    let options = Options { unit: Some(WeightUnit::Kilogram), skip_bad_rows: false };
    let log = imports::parse(text.as_bytes(), &options).unwrap();
    let row = store::members::find(demo.app.env.db.read(), demo.gym, member).await.unwrap();
    let summary = imports::import(&demo.app.env, &row.unwrap(), log, None, &|_| {}).await;
    summary.unwrap().recompute
}

async fn new_goals_are_computed_in_full(backend: Backend) {
    let (demo, member) = monday(backend).await;
    let same = demo.change(member, Trigger::Goals, async |_| {}).await;
    let changed = demo.change(member, Trigger::Goals, async |txn| other_goals(&demo, txn).await);
    let changed = changed.await;

    assert!(!same.triggered, "{same:?}");
    assert_eq!((changed.triggered, changed.reason.as_str()), (true, "the goals changed"));
    let row = demo.computation(changed.computation.unwrap()).await;
    assert_eq!((row.trigger.as_str(), row.reduce_only), ("GOALS", false));
    assert_eq!(row.priority, Priority::Triggered.value());
    demo.app.stop().await;
}

async fn other_goals(demo: &Demo, txn: &DatabaseTransaction) {
    let goals = store::goals::of_members(txn, demo.gym, &demo.members).await.unwrap();
    let ids: Vec<GoalId> = goals.iter().map(|goal| GoalId::from_uuid(goal.id)).collect();
    let other = goal::ActiveModel { kind: Set("MOBILITY".to_owned()), ..Default::default() };
    store::goals::update(txn, demo.gym, &ids[..1], other).await.unwrap();
}

async fn no_recomputes(demo: &Demo) {
    let none = gym::ActiveModel { max_recomputes_per_day: Set(0), ..Default::default() };
    demo.set(none).await;
}

async fn a_restriction_is_not_held_back_by_the_limits(backend: Backend) {
    let (demo, member) = monday(backend).await;
    no_recomputes(&demo).await;

    let decision = demo.change(member, Trigger::Restriction, async |txn| knee(&demo, txn).await);
    let decision = decision.await;

    assert_eq!((decision.triggered, decision.reason.as_str()), (true, "a restriction was added"));
    let row = demo.computation(decision.computation.unwrap()).await;
    assert_eq!((row.trigger.as_str(), row.reduce_only), ("RESTRICTION", true));
    demo.app.stop().await;
}

async fn knee(demo: &Demo, txn: &DatabaseTransaction) {
    let row = restriction::Model {
        id: demo.app.env.id::<Restriction>().uuid(),
        gym_id: demo.gym.uuid(),
        member_id: demo.members[0].uuid(),
        body_region: "KNEE".to_owned(),
        patterns: "[\"SQUAT\"]".to_owned(),
        movement_keys: "[]".to_owned(),
        rule: "CAP_LOAD".to_owned(),
        load_cap: Some(0.7),
        since: demo.week.monday(),
        cleared_on: None,
        coach_id: None,
        created_at: 0,
    };
    store::restrictions::insert(txn, demo.gym, vec![row]).await.unwrap();
}

async fn what_sensors_say_is_held_back_by_the_limits(backend: Backend) {
    let (demo, _) = monday(backend).await;
    no_recomputes(&demo).await;

    let recompute = worn_out(&demo).await;

    assert_eq!(recompute["triggered"], false, "{recompute:#}");
    assert!(recompute["reason"].as_str().unwrap().contains("the gym's limit"), "{recompute:#}");
    demo.app.stop().await;
}

async fn a_new_version_of_the_programme_draws_the_week_again(backend: Backend) {
    let (demo, member) = monday(backend).await;
    let before = demo.revisions(member).await;

    let decision = demo
        .change(member, Trigger::Template, async |txn| {
            second_version(&demo, txn).await;
        })
        .await;
    demo.clock().advance(Duration::minutes(11));
    demo.app.settle().await;

    assert_eq!((decision.triggered, decision.reason.as_str()), (true, "the programme changed"));
    let row = demo.computation(decision.computation.unwrap()).await;
    assert_eq!((row.trigger.as_str(), row.reduce_only), ("TEMPLATE", false));
    let after = demo.revisions(member).await;
    let version = |row| document(row).template.version;
    assert_eq!((version(&before[0]), version(after.last().unwrap())), (1, 2));
    demo.app.stop().await;
}

async fn a_programme_published_for_all_is_asked_for_at_once(backend: Backend) {
    let demo = Demo::start(backend, 6).await;
    demo.run_week().await;
    let template = draft(&demo).await;

    publish(&demo, template).await;
    publish(&demo, template).await;
    demo.app.settle().await;

    let mut followers = 0;
    for member in members(&demo).await {
        let revisions = demo.revisions(MemberId::from_uuid(member.id)).await;
        let versions: Vec<_> = revisions.iter().map(|row| document(row).template.version).collect();
        if member.template_id == Some(template.uuid()) {
            followers += 1;
            assert_eq!(versions, [1, 2], "one computation each, though it was published twice");
        } else {
            assert_eq!(versions, [1], "another programme is no business of theirs");
        }
    }
    assert!(followers > 1);
    demo.app.stop().await;
}

async fn a_programme_published_during_a_first_computation_is_not_lost(backend: Backend) {
    let demo = Demo::idle(backend, 6).await;
    let env = &demo.app.env;
    service::runs::start(env, demo.gym, Some(demo.week)).await.unwrap();
    let work = start(env, claim_one(env, Lane::Bulk).await).await.unwrap();

    let template = draft(&demo).await;
    publish(&demo, template).await;
    let mut asked = asked_again(&demo).await;
    finish(env, &work).await;
    work_off(env).await;

    for member in members(&demo).await {
        let id = MemberId::from_uuid(member.id);
        let follows = member.template_id == Some(template.uuid());
        assert_eq!(asked.remove(&member.id), follows.then_some(Priority::Bulk.value()));
        let newest = demo.revisions(id).await.pop().unwrap();
        assert_eq!(document(&newest).template.version, if follows { 2 } else { 1 });
    }
    demo.app.stop().await;
}

async fn a_template_assigned_during_a_first_computation_is_not_lost(backend: Backend) {
    let demo = Demo::idle(backend, 6).await;
    let env = &demo.app.env;
    service::runs::start(env, demo.gym, Some(demo.week)).await.unwrap();
    let work = start(env, claim_one(env, Lane::Bulk).await).await.unwrap();

    let other = another_template(&demo).await;
    assign(&demo, other, MONDAY).await;
    let asked = asked_again(&demo).await;
    finish(env, &work).await;
    work_off(env).await;

    let member = demo.members[0];
    assert_eq!(asked, [(member.uuid(), Priority::Triggered.value())].into());
    let newest = demo.revisions(member).await.pop().unwrap();
    assert_eq!(document(&newest).template.id, other.to_string());
    demo.app.stop().await;
}

async fn a_week_drawn_from_another_template_names_it(backend: Backend) {
    let demo = Demo::start(backend, 6).await;
    demo.run_week().await;
    let member = demo.members[0];
    let before = demo.plan(member).await.template_id;
    let other = another_template(&demo).await;

    assign(&demo, other, MONDAY).await;
    demo.app.settle().await;

    let after = demo.plan(member).await.template_id;
    assert_ne!(before, after);
    assert_eq!(after, Some(other.uuid()));
    demo.app.stop().await;
}

async fn a_week_before_an_assignment_follows_what_was_followed_until_then(backend: Backend) {
    let demo = Demo::start(backend, 6).await;
    demo.run_week().await;
    let template = draft(&demo).await; // which the first member follows
    let other = another_template(&demo).await;
    assign(&demo, other, &demo.week.plus(1).to_string()).await;

    publish(&demo, template).await;
    demo.app.settle().await;

    let newest = demo.revisions(demo.members[0]).await.pop().unwrap();
    let cited = document(&newest).template;
    assert_eq!((cited.id, cited.version), (template.to_string(), 2));
    demo.app.stop().await;
}

/// Whose week waits to be drawn again, with the priority of it.
async fn asked_again(demo: &Demo) -> BTreeMap<Uuid, i32> {
    let rows = ledger_of(&demo.app.env, demo.gym).await;
    let waiting = rows.iter().filter(|row| row.status == "QUEUED" && row.trigger == "TEMPLATE");
    waiting.map(|row| (row.member_id, row.priority)).collect()
}

async fn members(demo: &Demo) -> Vec<entity::member::Model> {
    store::members::by_ids(demo.app.env.db.read(), demo.gym, &demo.members).await.unwrap()
}

/// The template that the first member follows.
async fn followed(demo: &Demo) -> TemplateId {
    let db = demo.app.env.db.read();
    let member = store::members::find(db, demo.gym, demo.members[0]).await.unwrap().unwrap();
    TemplateId::from_uuid(member.template_id.unwrap())
}

/// One that another member follows and the first does not.
async fn another_template(demo: &Demo) -> TemplateId {
    let own = followed(demo).await;
    let all = members(demo).await.into_iter().filter_map(|member| member.template_id);
    let other = all.map(TemplateId::from_uuid).find(|template| *template != own);
    other.expect("the demo's members follow several templates")
}

/// Lets the first member follow a template from a Monday on.
async fn assign(demo: &Demo, template: TemplateId, starts_on: &str) {
    let input = json!({
        "templateId": template.to_string(),
        "memberIds": [demo.members[0].to_string()],
        "startsOn": starts_on,
    });
    let owner = demo.app.client(Some(OWNER));
    owner.done("assignTemplate", "assigned { id }", input).await;
}

/// Publishes the second version of a template.
async fn publish(demo: &Demo, template: TemplateId) {
    let input = json!({ "id": template.to_string(), "version": 2 });
    let owner = demo.app.client(Some(OWNER));
    owner.done("publishTemplate", "template { id }", input).await;
}

/// Saves a second version of the first member's programme.
async fn draft(demo: &Demo) -> TemplateId {
    let id = followed(demo).await;
    let txn = demo.app.env.db.write().await.unwrap();
    let draft = template_version::Model {
        status: "DRAFT".to_owned(),
        published_at: None,
        ..next_version(demo, &txn, id).await
    };
    store::templates::insert_version(&txn, demo.gym, draft).await.unwrap();
    let newest = template::ActiveModel { version: Set(2), ..Default::default() };
    store::templates::update(&txn, demo.gym, id, newest).await.unwrap();
    txn.commit().await.unwrap();
    id
}

/// Puts a second version of the first member's programme in force.
async fn second_version(demo: &Demo, txn: &DatabaseTransaction) {
    let id = followed(demo).await;
    let second = next_version(demo, txn, id).await;
    store::templates::insert_version(txn, demo.gym, second).await.unwrap();
    let published =
        template::ActiveModel { version: Set(2), published: Set(Some(2)), ..Default::default() };
    store::templates::update(txn, demo.gym, id, published).await.unwrap();
}

/// The programme again, with one title changed.
async fn next_version(
    demo: &Demo,
    txn: &DatabaseTransaction,
    id: TemplateId,
) -> template_version::Model {
    let first = store::templates::version(txn, demo.gym, id, 1).await.unwrap().unwrap();
    let mut content: Template = serde_json::from_str(&first.document).unwrap();
    content.sessions[0].title.push_str(" II");
    template_version::Model {
        id: demo.app.env.id::<TemplateVersion>().uuid(),
        number: 2,
        document: serde_json::to_string(&content).unwrap(),
        ..first
    }
}

async fn the_gyms_own_drop_of_readiness_counts(backend: Backend) {
    let (demo, _) = monday(backend).await;
    let deaf = gym::ActiveModel { readiness_drop_points: Set(100), ..Default::default() };
    demo.set(deaf).await;
    let tired = "mutation { recordReadiness(input: { source: \"check-in\", soreness: 5, stress: 5, energy: 1, mood: 1, \
                 sleepQuality: 1 }) { recompute { triggered reason } } }";
    let client = demo.app.client(Some(MEMBER));
    let unheard = client.data(tired, json!({})).await;

    let usual = gym::ActiveModel { readiness_drop_points: Set(15), ..Default::default() };
    demo.set(usual).await;
    let heard = client.data(&tired.replace("mood: 1", "mood: 2"), json!({})).await;

    assert_eq!(unheard["recordReadiness"]["recompute"]["triggered"], false, "{unheard:#}");
    assert_eq!(heard["recordReadiness"]["recompute"]["triggered"], true, "{heard:#}");
    demo.app.stop().await;
}

async fn a_change_while_the_week_is_computed_is_queued_unjudged(backend: Backend) {
    let demo = Demo::idle(backend, 1).await;
    let member = demo.members[0];
    // Its first computation: there is no plan yet.
    service::runs::start(&demo.app.env, demo.gym, Some(demo.week)).await.unwrap();
    let limits = Limits { kind: ComputationKind::Plan, leases: 1, bulk_per_gym: 1 };
    let leases = ledger::claim(&demo.app.env, "test", Lane::Bulk, limits).await.unwrap();
    assert_eq!(leases.len(), 1);

    let decision = demo.change(member, Trigger::Volume, async |_| {}).await;

    assert!(decision.triggered, "{decision:?}");
    assert!(decision.reason.contains("being computed"), "{decision:?}");
    let row = demo.computation(decision.computation.unwrap()).await;
    assert_eq!((row.status.as_str(), row.trigger.as_str()), ("QUEUED", "VOLUME"));
    demo.app.stop().await;
}

async fn a_reduction_starts_from_what_is_in_force(backend: Backend) {
    let (demo, member) = monday(backend).await;
    demo.set(review_all()).await;
    // A new best raises what a coach asks for anew; it waits for a coach.
    let txn = demo.app.env.db.write().await.unwrap();
    new_best(&demo, &txn).await;
    ledger::request(&txn, &demo.app.env, by_a_coach(&demo)).await.unwrap();
    txn.commit().await.unwrap();
    demo.app.settle().await;
    let plan = demo.plan(member).await;
    assert_eq!((plan.published, plan.pending), (Some(1), Some(2)));

    let recompute = worn_out(&demo).await;
    demo.clock().advance(Duration::minutes(11));
    demo.app.settle().await;

    assert_eq!(recompute["triggered"], true, "{recompute:#}");
    let rows = demo.revisions(member).await;
    assert_eq!((rows.len(), rows[2].trigger.as_str()), (3, "READINESS"));
    assert_eq!(rows[2].base, Some(1), "not the revision that no coach has seen");
    let plan = demo.plan(member).await;
    assert_eq!((plan.published, plan.pending), (Some(3), Some(3)), "released at once, and waiting");
    let loads: Vec<_> = rows.iter().map(|row| loads(&document(row))).collect();
    assert!(loads[1].iter().zip(&loads[0]).any(|(new, old)| new.1 > old.1), "{loads:?}");
    for ((key, was), (same, load)) in loads[0].iter().zip(&loads[2]) {
        assert_eq!(key, same);
        assert!(load <= was, "{key} rose from {was} to {load}");
    }
    demo.app.stop().await;
}

fn review_all() -> gym::ActiveModel {
    gym::ActiveModel { review_policy: Set(ReviewPolicy::All.to_string()), ..Default::default() }
}

fn by_a_coach(demo: &Demo) -> Ask {
    Ask {
        gym: demo.gym,
        member: demo.members[0],
        week: demo.week,
        kind: ComputationKind::Plan,
        trigger: Trigger::CoachRequest,
        reduce_only: false,
        priority: Priority::Asked,
        run: None,
        debounce_seconds: 0,
        note: Some("too much squatting".to_owned()),
        plan_number: None,
    }
}

/// Every lift of the plan was tested yesterday, a tenth over what the plan was built on.
async fn new_best(demo: &Demo, txn: &DatabaseTransaction) {
    let first = document(&demo.revisions(demo.members[0]).await[0]);
    let lines: Vec<_> =
        first.sessions.iter().flat_map(|s| &s.blocks).flat_map(|b| &b.lines).collect();
    let keys: Vec<String> = lines.iter().map(|line| line.movement.clone()).collect();
    let movements = store::movements::by_keys(txn, demo.gym, &keys).await.unwrap();
    let best = |key: &str| {
        let loads =
            lines.iter().filter(|line| line.movement == key).filter_map(|line| line.load_kg);
        loads.max_by(f64::total_cmp)
    };
    let record = |movement: &entity::movement::Model| {
        let kg = 1.6 * best(&movement.key)?;
        Some(personal_record::Model {
            id: demo.app.env.id::<Record>().uuid(),
            gym_id: demo.gym.uuid(),
            member_id: demo.members[0].uuid(),
            movement_id: movement.id,
            source: "test".to_owned(),
            external_id: None,
            session_log_id: None,
            achieved_on: demo.week.monday() - chrono::Days::new(1),
            reps: Some(1),
            load_kg: Some(kg),
            rpe: None,
            e1rm_kg: Some(kg),
            distance_metres: None,
            time_seconds: None,
            basis: Some("TESTED".to_owned()),
            confirmed: true,
            decided_at: None,
            dismissed_at: None,
            recorded_at: micros(demo.app.env.now()),
        })
    };
    let rows = movements.iter().filter_map(record).collect();
    store::records::insert(txn, demo.gym, rows).await.unwrap();
}

/// What each line asks for, in kilograms.
fn loads(document: &PlanDocument) -> Vec<(String, f64)> {
    let mut loads = Vec::new();
    for session in &document.sessions {
        for line in session.blocks.iter().flat_map(|block| &block.lines) {
            loads.push((format!("{}/{}", session.key, line.key), line.load_kg.unwrap_or(0.0)));
        }
    }
    loads
}

async fn what_was_rejected_is_no_base(backend: Backend) {
    let demo = Demo::start(backend, 1).await;
    let member = demo.members[0];
    demo.set(review_all()).await;
    demo.run_week().await;
    let plan = demo.plan(member).await;
    let txn = demo.app.env.db.write().await.unwrap();
    let rejected = plan::ActiveModel {
        status: Set(PlanStatus::Rejected.to_string()),
        pending: Set(None),
        version: Set(plan.version + 1),
        ..Default::default()
    };
    let id = domain::ids::PlanId::from_uuid(plan.id);
    store::plans::update(&txn, demo.gym, id, rejected).await.unwrap();
    ledger::request(&txn, &demo.app.env, by_a_coach(&demo)).await.unwrap();
    txn.commit().await.unwrap();
    demo.app.settle().await;

    let rows = demo.revisions(member).await;

    assert_eq!(rows.len(), 2, "after a rejection it is always written");
    assert_eq!(rows[1].base, None);
    assert_eq!(demo.plan(member).await.status, "PENDING_REVIEW");
    demo.app.stop().await;
}

async fn a_gym_that_recomputes_nothing_says_so(backend: Backend) {
    let (demo, _) = monday(backend).await;
    demo.set(gym::ActiveModel { recompute_enabled: Set(false), ..Default::default() }).await;

    let recompute = worn_out(&demo).await;

    assert_eq!(recompute["triggered"], false);
    assert_eq!(recompute["reason"], "the gym does not recompute within a week");
    let today = local_date(demo.app.env.now(), chrono_tz::Europe::London);
    assert_eq!(today, demo.week.monday(), "the test is about a day of the week");
    demo.app.stop().await;
}
