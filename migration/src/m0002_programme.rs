//! What a gym programmes with: tracks, its copy of the movement catalogue, templates.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE track (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        key text NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        UNIQUE (gym_id, key)
    )",
    "CREATE TABLE movement (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        key text NOT NULL,
        name text NOT NULL,
        pattern text NOT NULL,
        reference_lift_key text,
        implement text NOT NULL,
        loads text NOT NULL,
        custom boolean NOT NULL,
        unmapped boolean NOT NULL DEFAULT false,
        UNIQUE (gym_id, key)
    )",
    "CREATE TABLE movement_alias (
        gym_id uuid NOT NULL REFERENCES gym (id),
        folded text NOT NULL,
        alias text NOT NULL,
        movement_id uuid NOT NULL REFERENCES movement (id),
        PRIMARY KEY (gym_id, folded)
    )",
    "CREATE INDEX movement_alias_movement ON movement_alias (movement_id)",
    "CREATE TABLE template (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        name text NOT NULL,
        status text NOT NULL,
        version integer NOT NULL,
        published integer,
        updated_at bigint NOT NULL,
        UNIQUE (gym_id, name)
    )",
    "CREATE TABLE template_version (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        template_id uuid NOT NULL REFERENCES template (id),
        number integer NOT NULL,
        status text NOT NULL,
        document text NOT NULL,
        created_at bigint NOT NULL,
        published_at bigint,
        UNIQUE (template_id, number)
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
            &["template_version", "template", "movement_alias", "movement", "track"],
        )
        .await
    }
}
