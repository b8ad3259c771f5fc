//! Members that were erased, and whose record a former coach's is: a grant that comes back finds it again.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "ALTER TABLE member ADD COLUMN erased_at bigint",
    "ALTER TABLE coach ADD COLUMN subject text",
];

const DOWN: &[&str] =
    &["ALTER TABLE coach DROP COLUMN subject", "ALTER TABLE member DROP COLUMN erased_at"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, DOWN).await
    }
}
