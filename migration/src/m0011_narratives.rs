//! What models answered, kept when it was paid for, and the batches that are out.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE narrative_answer (
        gym_id uuid NOT NULL REFERENCES gym (id),
        content_key text NOT NULL,
        attempt integer NOT NULL,
        member_id uuid NOT NULL REFERENCES member (id),
        ending text NOT NULL,
        answer text NOT NULL,
        model text NOT NULL,
        answered_at bigint NOT NULL,
        PRIMARY KEY (gym_id, content_key, attempt)
    )",
    "CREATE INDEX narrative_answer_member ON narrative_answer (member_id)",
    "CREATE TABLE narrative_batch (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        week_of date NOT NULL,
        lease_id uuid NOT NULL,
        state text NOT NULL,
        provider_id text,
        requests integer NOT NULL,
        estimated_usd double precision NOT NULL,
        recorded_at bigint NOT NULL,
        looked_at bigint NOT NULL,
        ended_at bigint
    )",
    "CREATE UNIQUE INDEX narrative_batch_provider ON narrative_batch (provider_id)
        WHERE provider_id IS NOT NULL",
    "CREATE INDEX narrative_batch_open ON narrative_batch (looked_at) WHERE ended_at IS NULL",
    // A computation's row may be gone, with its member, while its batch is out.
    "CREATE TABLE narrative_batch_entry (
        batch_id uuid NOT NULL REFERENCES narrative_batch (id),
        computation_id uuid NOT NULL,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        content_key text NOT NULL,
        custom_id text NOT NULL,
        PRIMARY KEY (batch_id, computation_id)
    )",
    "CREATE INDEX narrative_batch_entry_member ON narrative_batch_entry (member_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["narrative_batch_entry", "narrative_batch", "narrative_answer"];
        ddl::drop_tables(manager, &tables).await
    }
}
