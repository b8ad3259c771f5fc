//! Members, and what they and their coaches say about them.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE member (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        external_id text,
        subject text,
        display_name text NOT NULL,
        joined_on date NOT NULL,
        active boolean NOT NULL,
        bodyweight_kg double precision,
        coach_id uuid REFERENCES coach (id),
        experience text NOT NULL,
        sessions_per_week integer NOT NULL,
        available_days integer NOT NULL,
        template_id uuid REFERENCES template (id),
        template_starts_on date,
        created_at bigint NOT NULL,
        UNIQUE (gym_id, external_id),
        UNIQUE (gym_id, subject)
    )",
    "CREATE INDEX member_name ON member (gym_id, display_name, id)",
    "CREATE INDEX member_subject ON member (subject) WHERE subject IS NOT NULL",
    "CREATE INDEX member_template ON member (template_id)",
    "CREATE TABLE goal (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        kind text NOT NULL,
        weight double precision NOT NULL,
        status text NOT NULL,
        target_date date,
        note text,
        created_at bigint NOT NULL,
        ended_at bigint
    )",
    "CREATE INDEX goal_member ON goal (member_id)",
    "CREATE TABLE restriction (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        body_region text NOT NULL,
        patterns text NOT NULL,
        movement_keys text NOT NULL,
        rule text NOT NULL,
        load_cap double precision,
        since date NOT NULL,
        cleared_on date,
        coach_id uuid REFERENCES coach (id),
        created_at bigint NOT NULL,
        CHECK (load_cap IS NULL OR (rule = 'CAP_LOAD' AND load_cap >= 0 AND load_cap <= 1))
    )",
    "CREATE INDEX restriction_member ON restriction (member_id)",
    "CREATE TABLE coach_note (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        coach_id uuid NOT NULL REFERENCES coach (id),
        text text NOT NULL,
        created_at bigint NOT NULL
    )",
    "CREATE INDEX coach_note_member ON coach_note (member_id, created_at, id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["coach_note", "restriction", "goal", "member"]).await
    }
}
