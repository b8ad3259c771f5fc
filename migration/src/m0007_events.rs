//! The log of events, one gapless sequence a gym, and its counter.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE event_counter (
        gym_id uuid NOT NULL PRIMARY KEY REFERENCES gym (id),
        seq bigint NOT NULL
    )",
    "CREATE TABLE event (
        gym_id uuid NOT NULL REFERENCES gym (id),
        seq bigint NOT NULL,
        plan_id uuid REFERENCES plan (id),
        member_id uuid REFERENCES member (id),
        revision integer,
        kind text NOT NULL,
        trigger text,
        detail text NOT NULL,
        occurred_at bigint NOT NULL,
        erased_at bigint,
        PRIMARY KEY (gym_id, seq),
        UNIQUE (plan_id, revision, kind)
    )",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["event", "event_counter"]).await
    }
}
