//! Which facts a model is being asked about, and by whom; and which revision each message of a batch narrates, for
//! what it costs is booked although its member be erased.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    // Leases are swept away when they end, so a row's lease is no foreign key.
    "CREATE TABLE narrative_asking (
        gym_id uuid NOT NULL REFERENCES gym (id),
        content_key text NOT NULL,
        lease_id uuid NOT NULL,
        PRIMARY KEY (gym_id, content_key)
    )",
    "ALTER TABLE narrative_batch_entry ADD COLUMN plan_id uuid",
    "ALTER TABLE narrative_batch_entry ADD COLUMN number integer",
];

const DOWN: &[&str] = &[
    "ALTER TABLE narrative_batch_entry DROP COLUMN number",
    "ALTER TABLE narrative_batch_entry DROP COLUMN plan_id",
    "DROP TABLE narrative_asking",
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
