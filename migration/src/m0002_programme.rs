//! What a gym programmes with: tracks, its copy of the movement catalogue, templates.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

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

const STANDS: &str = "a published template version never changes";

/// Plans cite a version by its number: what it says may not change under them. Where it stands may.
async fn keep_versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    ddl::refuse(
        manager,
        "template_version_stands",
        "UPDATE OF id, gym_id, template_id, number, document, published_at ON template_version",
        "OLD.published_at IS NOT NULL
            AND (NEW.id <> OLD.id OR NEW.gym_id <> OLD.gym_id
                OR NEW.template_id <> OLD.template_id OR NEW.number <> OLD.number
                OR NEW.document <> OLD.document OR NEW.published_at IS NULL)",
        STANDS,
    )
    .await?;
    let gone = "DELETE ON template_version";
    ddl::refuse(manager, "template_version_stays", gone, "OLD.published_at IS NOT NULL", STANDS)
        .await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::run_on(manager, DbBackend::Postgres, &[ddl::REFUSE]).await?;
        keep_versions(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(
            manager,
            &["template_version", "template", "movement_alias", "movement", "track"],
        )
        .await?;
        ddl::run_on(manager, DbBackend::Postgres, &["DROP FUNCTION refuse_change"]).await
    }
}
