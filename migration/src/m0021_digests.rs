//! With which of the gym's constants a session was digested, beside the rule's version.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // 0: the program's own constants, which all digests were made with until now.
        let column = "ALTER TABLE session_log ADD COLUMN digest_config bigint NOT NULL DEFAULT 0";
        ddl::run(manager, &[column]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, &["ALTER TABLE session_log DROP COLUMN digest_config"]).await
    }
}
