//! What members have done: logged sessions and their sets, records, readiness.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE session_log (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        source text NOT NULL,
        external_id text,
        date date NOT NULL,
        started_at bigint,
        title text,
        track_id uuid NOT NULL REFERENCES track (id),
        plan_id uuid,
        plan_number integer,
        session_key text,
        duration_minutes integer NOT NULL,
        session_rpe double precision,
        completion double precision,
        scores text NOT NULL,
        notes text,
        content_digest bytea NOT NULL,
        digest bytea NOT NULL,
        digest_version integer NOT NULL,
        recorded_at bigint NOT NULL,
        FOREIGN KEY (plan_id, plan_number) REFERENCES plan_revision (plan_id, number)
    )",
    "CREATE UNIQUE INDEX session_log_source ON session_log (member_id, source, external_id)
        WHERE external_id IS NOT NULL",
    "CREATE INDEX session_log_date ON session_log (member_id, date, id)",
    "CREATE INDEX session_log_plan ON session_log (plan_id, session_key) WHERE plan_id IS NOT NULL",
    // Answers at once, at every start, that no digest was made by an older rule.
    "CREATE INDEX session_log_digest ON session_log (gym_id, digest_version)",
    "CREATE TABLE set_log (
        session_log_id uuid NOT NULL REFERENCES session_log (id),
        position integer NOT NULL,
        gym_id uuid NOT NULL REFERENCES gym (id),
        movement_id uuid NOT NULL REFERENCES movement (id),
        source_name text,
        prescription_key text,
        kind text NOT NULL,
        reps integer,
        load_kg double precision,
        entered_load double precision,
        entered_unit text,
        assisted boolean NOT NULL,
        rpe double precision,
        distance_metres double precision,
        entered_distance double precision,
        duration_seconds integer,
        calories integer,
        note text,
        PRIMARY KEY (session_log_id, position)
    )",
    "CREATE INDEX set_log_movement ON set_log (movement_id)",
    "CREATE TABLE personal_record (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        movement_id uuid NOT NULL REFERENCES movement (id),
        source text NOT NULL,
        external_id text,
        session_log_id uuid REFERENCES session_log (id),
        achieved_on date NOT NULL,
        reps integer,
        load_kg double precision,
        rpe double precision,
        e1rm_kg double precision,
        distance_metres double precision,
        time_seconds double precision,
        basis text,
        confirmed boolean NOT NULL,
        dismissed_at bigint,
        recorded_at bigint NOT NULL
    )",
    "CREATE UNIQUE INDEX personal_record_source ON personal_record (member_id, source, external_id)
        WHERE external_id IS NOT NULL",
    "CREATE INDEX personal_record_date ON personal_record (member_id, achieved_on, id)",
    "CREATE INDEX personal_record_session ON personal_record (session_log_id)
        WHERE session_log_id IS NOT NULL",
    "CREATE TABLE readiness_entry (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        source text NOT NULL,
        external_id text,
        date date NOT NULL,
        quality text NOT NULL,
        hrv_ms double precision,
        hrv_metric text,
        hrv_window text,
        resting_heart_rate_bpm double precision,
        asleep_minutes integer,
        sleep_efficiency_percent double precision,
        soreness integer,
        stress integer,
        energy integer,
        mood integer,
        sleep_quality integer,
        vendor_score double precision,
        illness boolean NOT NULL,
        pain boolean NOT NULL,
        source_updated_at bigint,
        revision integer NOT NULL,
        recorded_at bigint NOT NULL,
        withdrawn_at bigint
    )",
    "CREATE UNIQUE INDEX readiness_entry_source ON readiness_entry (member_id, source, external_id)
        WHERE external_id IS NOT NULL",
    "CREATE UNIQUE INDEX readiness_entry_day ON readiness_entry (member_id, source, date)
        WHERE external_id IS NULL",
    "CREATE INDEX readiness_entry_date ON readiness_entry (member_id, date)",
    "CREATE TABLE readiness_revision (
        entry_id uuid NOT NULL REFERENCES readiness_entry (id),
        revision integer NOT NULL,
        gym_id uuid NOT NULL REFERENCES gym (id),
        content text NOT NULL,
        recorded_at bigint NOT NULL,
        PRIMARY KEY (entry_id, revision)
    )",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(
            manager,
            &["readiness_revision", "readiness_entry", "personal_record", "set_log", "session_log"],
        )
        .await
    }
}
