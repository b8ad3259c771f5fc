//! What coaches and owners decide of imported and logged things: sets that are not believed, records that
//! were judged, names that were mapped, keys that were renewed, templates that begin on a later Monday.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "ALTER TABLE set_log ADD COLUMN disbelieved boolean NOT NULL DEFAULT false",
    "ALTER TABLE personal_record ADD COLUMN decided_at bigint",
    "ALTER TABLE movement ADD COLUMN mapped_to uuid",
    "ALTER TABLE integration ADD COLUMN previous_key_hash bytea",
    "ALTER TABLE integration ADD COLUMN previous_key_until_at bigint",
    "CREATE TABLE template_assignment (
        member_id uuid NOT NULL REFERENCES member (id),
        starts_on date NOT NULL,
        gym_id uuid NOT NULL REFERENCES gym (id),
        template_id uuid NOT NULL REFERENCES template (id),
        assigned_at bigint NOT NULL,
        PRIMARY KEY (member_id, starts_on)
    )",
];

const DOWN: &[&str] = &[
    "DROP TABLE template_assignment",
    "ALTER TABLE integration DROP COLUMN previous_key_until_at",
    "ALTER TABLE integration DROP COLUMN previous_key_hash",
    "ALTER TABLE movement DROP COLUMN mapped_to",
    "ALTER TABLE personal_record DROP COLUMN decided_at",
    "ALTER TABLE set_log DROP COLUMN disbelieved",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
