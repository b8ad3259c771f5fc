//! A revision's document stays in its row: apart from it, in pieces of 2 kB with an index of their own, it
//! takes PostgreSQL longer to write and to read. SQLite has no such thing.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "ALTER TABLE plan_revision SET (toast_tuple_target = 8160)";
const DOWN: &str = "ALTER TABLE plan_revision RESET (toast_tuple_target)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run_on(manager, DbBackend::Postgres, &[UP]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run_on(manager, DbBackend::Postgres, &[DOWN]).await
    }
}
