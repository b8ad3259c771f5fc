//! Gyms with their settings, coaches, and the logins that hold a role of staff.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE gym (
        id uuid NOT NULL PRIMARY KEY,
        name text NOT NULL,
        time_zone text NOT NULL,
        weight_unit text NOT NULL,
        review_policy text NOT NULL,
        large_change_percent double precision NOT NULL,
        auto_release_minutes_before integer,
        release_reductions_at_once boolean NOT NULL,
        goals_need_approval boolean NOT NULL,
        weekly_run_day text NOT NULL,
        weekly_run_time text NOT NULL,
        next_run_at bigint,
        narrative_enabled boolean NOT NULL,
        narrative_monthly_budget_usd double precision,
        recompute_enabled boolean NOT NULL,
        readiness_drop_points integer NOT NULL,
        debounce_seconds integer NOT NULL,
        max_recomputes_per_day integer NOT NULL,
        max_recomputes_per_plan integer NOT NULL,
        equipment text NOT NULL,
        engine_config text NOT NULL,
        catalogue_version integer NOT NULL,
        served_at bigint NOT NULL DEFAULT 0,
        created_at bigint NOT NULL
    )",
    "CREATE INDEX gym_next_run ON gym (next_run_at) WHERE next_run_at IS NOT NULL",
    "CREATE TABLE coach (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        display_name text NOT NULL,
        active boolean NOT NULL
    )",
    "CREATE INDEX coach_gym ON coach (gym_id)",
    "CREATE TABLE staff (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        subject text NOT NULL,
        display_name text NOT NULL,
        owner boolean NOT NULL,
        coach_id uuid REFERENCES coach (id),
        UNIQUE (gym_id, subject)
    )",
    "CREATE INDEX staff_subject ON staff (subject)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["staff", "coach", "gym"]).await
    }
}
