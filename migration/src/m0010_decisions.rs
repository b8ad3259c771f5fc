//! What coaches and owners decide of imported and logged things: sets that are not believed, records that
//! were judged, names that were mapped, keys that were renewed, templates that begin on a later Monday;
//! and what narratives cost.

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
    // What a model was asked to write, and what it cost: counted by month and by gym.
    "CREATE TABLE narrative_call (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        plan_id uuid NOT NULL,
        number integer NOT NULL,
        model text NOT NULL,
        accepted boolean NOT NULL,
        input_tokens bigint NOT NULL,
        output_tokens bigint NOT NULL,
        cached_tokens bigint NOT NULL,
        cost_usd double precision NOT NULL,
        called_at bigint NOT NULL,
        FOREIGN KEY (plan_id, number) REFERENCES plan_revision (plan_id, number)
    )",
    "CREATE INDEX narrative_call_gym ON narrative_call (gym_id, called_at)",
];

const DOWN: &[&str] = &[
    "DROP TABLE narrative_call",
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
