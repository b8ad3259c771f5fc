//! Rows with plain values: a test says only what differs.

use chrono::NaiveDate;
use domain::ids::{GymId, MemberId, PlanId};
use entity::db::Db;
use entity::{
    coach, computation, event, gym, member, movement, personal_record, plan, plan_revision,
    readiness_entry, restriction, session_log, set_log, store, template, track, weekly_run,
};
use uuid::Uuid;

/// The id that a row of this kind and number has.
pub fn id(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(kind << 64 | number)
}

pub fn gym_id(number: u128) -> GymId {
    GymId::from_uuid(id(1, number))
}

pub fn member_id(number: u128) -> MemberId {
    MemberId::from_uuid(id(2, number))
}

pub fn plan_id(number: u128) -> PlanId {
    PlanId::from_uuid(id(3, number))
}

/// Monday, November 23rd 2026, so many weeks later.
pub fn week(later: i64) -> NaiveDate {
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).expect("the date exists");
    monday + chrono::Duration::weeks(later)
}

pub fn gym(number: u128) -> gym::Model {
    gym::Model {
        id: id(1, number),
        name: format!("Gym {number}"),
        time_zone: "Europe/London".into(),
        weight_unit: "KILOGRAM".into(),
        review_policy: "ALL".into(),
        large_change_percent: 12.5,
        auto_release_minutes_before: Some(720),
        release_reductions_at_once: true,
        goals_need_approval: false,
        weekly_run_day: "SUNDAY".into(),
        weekly_run_time: "18:00".into(),
        next_run_at: None,
        narrative_enabled: true,
        narrative_monthly_budget_usd: None,
        recompute_enabled: true,
        readiness_drop_points: 15,
        debounce_seconds: 60,
        max_recomputes_per_day: 3,
        max_recomputes_per_plan: 10,
        equipment: "{}".into(),
        engine_config: "{}".into(),
        catalogue_version: 1,
        served_at: 0,
        created_at: 1,
    }
}

pub fn member(gym: u128, number: u128) -> member::Model {
    member::Model {
        id: id(2, number),
        gym_id: id(1, gym),
        external_id: None,
        subject: None,
        display_name: format!("Member {number:03}"),
        joined_on: week(-10),
        active: true,
        bodyweight_kg: Some(72.4),
        coach_id: None,
        experience: "NOVICE".into(),
        sessions_per_week: 3,
        available_days: 127,
        template_id: None,
        template_starts_on: None,
        created_at: 1,
        erased_at: None,
    }
}

pub fn plan(number: u128, member: u128) -> plan::Model {
    plan::Model {
        id: id(3, number),
        gym_id: id(1, 1),
        member_id: id(2, member),
        week_of: week(0),
        status: "EXPIRED".into(),
        published: None,
        pending: None,
        newest: 0,
        version: 0,
        template_id: None,
        published_at: None,
        computed_at: 1,
        created_at: 1,
    }
}

pub fn revision(plan: u128, number: i32) -> plan_revision::Model {
    plan_revision::Model {
        plan_id: id(3, plan),
        number,
        gym_id: id(1, 1),
        member_id: id(2, 1),
        author: "ENGINE".into(),
        coach_id: None,
        trigger: "WEEKLY".into(),
        reason: "{}".into(),
        engine_version: "1".into(),
        facts_digest: Some(vec![8; 32]),
        input_digest: vec![7; 32],
        as_of_at: 1,
        document: entity::pack::pack(&number),
        signals: entity::pack::pack(&"signals"),
        computation_id: None,
        base: None,
        created_at: 1,
        published_at: None,
        review_state: None,
        review_coach_id: None,
        review_note: None,
        waiting_since_at: None,
        decided_at: None,
        auto_release_at: None,
        erased_at: None,
    }
}

pub fn computation(number: u128, status: &str) -> computation::Model {
    computation::Model {
        id: id(4, number),
        gym_id: id(1, 1),
        member_id: id(2, 1),
        week_of: week(0),
        kind: "PLAN".into(),
        trigger: "READINESS".into(),
        priority: 1,
        run_id: None,
        status: status.into(),
        due_at: 1,
        first_requested_at: 1,
        requested_at: 1,
        requests: 1,
        attempts: 0,
        lease_id: None,
        reduce_only: false,
        plan_number: None,
        note: None,
        error: None,
        finished_at: None,
    }
}

pub fn run(number: u128, status: &str) -> weekly_run::Model {
    weekly_run::Model {
        id: id(5, number),
        gym_id: id(1, 1),
        week_of: week(0),
        status: status.into(),
        started_at: 1,
        finished_at: None,
    }
}

pub fn event(seq: i64, kind: &str) -> event::Model {
    event::Model {
        gym_id: id(1, 1),
        seq,
        plan_id: Some(id(3, 1)),
        member_id: Some(id(2, 1)),
        revision: Some(1),
        kind: kind.into(),
        trigger: Some("WEEKLY".into()),
        detail: "{}".into(),
        occurred_at: 1,
        erased_at: None,
    }
}

pub fn session(number: u128, external_id: Option<&str>) -> session_log::Model {
    session_log::Model {
        id: id(6, number),
        gym_id: id(1, 1),
        member_id: id(2, 1),
        source: "app".into(),
        external_id: external_id.map(Into::into),
        date: week(0),
        started_at: None,
        title: None,
        track_id: id(7, 1),
        plan_id: None,
        plan_number: None,
        session_key: None,
        duration_minutes: 60,
        session_rpe: Some(7.5),
        completion: None,
        scores: "[]".into(),
        notes: None,
        content_digest: vec![1; 32],
        digest: vec![2, 3],
        digest_version: 1,
        digest_config: 0,
        recorded_at: 1,
    }
}

pub fn set(session: u128, position: i32) -> set_log::Model {
    set_log::Model {
        session_log_id: id(6, session),
        position,
        gym_id: id(1, 1),
        movement_id: id(8, 1),
        source_name: Some("Back Squat".into()),
        prescription_key: None,
        kind: "WORKING".into(),
        reps: Some(5),
        load_kg: Some(102.058_283_2),
        entered_load: Some(225.0),
        entered_unit: Some("POUND".into()),
        assisted: false,
        rpe: Some(8.5),
        distance_metres: None,
        entered_distance: Some(3.5),
        duration_seconds: None,
        calories: None,
        disbelieved: false,
        note: Some("belt".into()),
    }
}

pub fn record(number: u128, external_id: Option<&str>) -> personal_record::Model {
    personal_record::Model {
        id: id(9, number),
        gym_id: id(1, 1),
        member_id: id(2, 1),
        movement_id: id(8, 1),
        source: "app".into(),
        external_id: external_id.map(Into::into),
        session_log_id: None,
        achieved_on: week(0),
        reps: Some(1),
        load_kg: Some(140.0),
        rpe: None,
        e1rm_kg: Some(140.0),
        distance_metres: None,
        time_seconds: None,
        basis: Some("TESTED".into()),
        confirmed: true,
        dismissed_at: None,
        recorded_at: 1,
        decided_at: None,
    }
}

pub fn readiness(number: u128, external_id: Option<&str>) -> readiness_entry::Model {
    readiness_entry::Model {
        id: id(10, number),
        gym_id: id(1, 1),
        member_id: id(2, 1),
        source: "ring".into(),
        external_id: external_id.map(Into::into),
        date: week(0),
        quality: "FINAL".into(),
        hrv_ms: Some(61.3),
        hrv_metric: Some("RMSSD".into()),
        hrv_window: Some("OVERNIGHT".into()),
        resting_heart_rate_bpm: None,
        asleep_minutes: Some(431),
        sleep_efficiency_percent: None,
        soreness: Some(2),
        stress: None,
        energy: None,
        mood: None,
        sleep_quality: None,
        vendor_score: None,
        illness: false,
        pain: true,
        source_updated_at: None,
        revision: 1,
        recorded_at: 1,
        withdrawn_at: None,
    }
}

pub fn restriction(number: u128, rule: &str, load_cap: Option<f64>) -> restriction::Model {
    restriction::Model {
        id: id(11, number),
        gym_id: id(1, 1),
        member_id: id(2, 1),
        body_region: "KNEE".into(),
        patterns: "[]".into(),
        movement_keys: "[]".into(),
        rule: rule.into(),
        load_cap,
        since: week(0),
        cleared_on: None,
        coach_id: None,
        created_at: 1,
    }
}

pub fn track(number: u128, key: &str) -> track::Model {
    track::Model {
        id: id(7, number),
        gym_id: id(1, 1),
        key: key.into(),
        name: key.to_uppercase(),
        kind: "STRENGTH".into(),
    }
}

pub fn movement(number: u128, key: &str) -> movement::Model {
    movement::Model {
        id: id(8, number),
        gym_id: id(1, 1),
        key: key.into(),
        name: key.replace('-', " "),
        pattern: "SQUAT".into(),
        reference_lift_key: None,
        implement: "BARBELL".into(),
        loads: "[]".into(),
        custom: false,
        unmapped: false,
        mapped_to: None,
    }
}

pub fn template(number: u128, name: &str) -> template::Model {
    template::Model {
        id: id(12, number),
        gym_id: id(1, 1),
        name: name.into(),
        status: "DRAFT".into(),
        version: 1,
        published: None,
        updated_at: 1,
    }
}

pub fn coach(number: u128) -> coach::Model {
    coach::Model {
        id: id(13, number),
        gym_id: id(1, 1),
        display_name: format!("Coach {number}"),
        active: true,
        subject: None,
    }
}

/// Gyms 1 and 2; gym 1 with members 1 and 2, coach 1, track and movement 1; gym 2 with member 9.
pub async fn two_gyms(db: &Db) {
    let txn = db.write().await.expect("a transaction begins");
    for number in [1, 2] {
        store::gyms::insert(&txn, gym(number)).await.expect("the gym is new");
    }
    let gym = gym_id(1);
    store::coaches::insert(&txn, gym, coach(1)).await.expect("the coach is new");
    let members = vec![member(1, 1), member(1, 2)];
    store::members::insert(&txn, gym, members).await.expect("the members are new");
    let other = vec![member(2, 9)];
    store::members::insert(&txn, gym_id(2), other).await.expect("the member is new");
    store::tracks::insert(&txn, gym, vec![track(1, "strength")]).await.expect("the track is new");
    let squat = vec![movement(1, "back-squat")];
    store::movements::insert(&txn, gym, squat, vec![]).await.expect("the movement is new");
    txn.commit().await.expect("it is committed");
}

/// A plan of member 1 with one revision in force.
pub async fn published_plan(db: &Db, number: u128) {
    let txn = db.write().await.expect("a transaction begins");
    let row = plan::Model {
        status: "PUBLISHED".into(),
        published: Some(1),
        newest: 1,
        ..plan(number, 1)
    };
    store::plans::insert(&txn, gym_id(1), vec![row]).await.expect("the plan is new");
    let first = vec![revision(number, 1)];
    store::plan_revisions::insert(&txn, gym_id(1), first).await.expect("the revision is new");
    txn.commit().await.expect("the plan's revision is there");
}
