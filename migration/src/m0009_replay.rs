//! What of a gym a revision was computed from, kept as it was then: gyms change, history does not.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE gym_facts (
        gym_id uuid NOT NULL REFERENCES gym (id),
        digest bytea NOT NULL,
        facts bytea NOT NULL,
        created_at bigint NOT NULL,
        PRIMARY KEY (gym_id, digest)
    )",
    // Revisions that a coach made were computed from nothing. SQLite adds no key of two columns to a
    // table that is there: the transaction that writes a revision has written its facts before.
    "ALTER TABLE plan_revision ADD COLUMN facts_digest bytea",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, &["ALTER TABLE plan_revision DROP COLUMN facts_digest"]).await?;
        ddl::drop_tables(manager, &["gym_facts"]).await
    }
}
