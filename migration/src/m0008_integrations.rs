//! Machine credentials, the members they know, and answers kept for repeated requests.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE integration (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        name text NOT NULL,
        scopes text NOT NULL,
        key_hash bytea NOT NULL,
        key_prefix text NOT NULL,
        created_at bigint NOT NULL,
        last_used_at bigint,
        revoked_at bigint
    )",
    "CREATE INDEX integration_gym ON integration (gym_id)",
    "CREATE TABLE integration_member (
        integration_id uuid NOT NULL REFERENCES integration (id),
        member_id uuid NOT NULL REFERENCES member (id),
        gym_id uuid NOT NULL REFERENCES gym (id),
        external_id text NOT NULL,
        PRIMARY KEY (integration_id, member_id),
        UNIQUE (integration_id, external_id)
    )",
    "CREATE INDEX integration_member_member ON integration_member (member_id)",
    "CREATE TABLE idempotency (
        gym_id uuid NOT NULL REFERENCES gym (id),
        principal text NOT NULL,
        key text NOT NULL,
        request_hash bytea NOT NULL,
        response text NOT NULL,
        created_at bigint NOT NULL,
        PRIMARY KEY (gym_id, principal, key)
    )",
    "CREATE INDEX idempotency_created ON idempotency (created_at)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["idempotency", "integration_member", "integration"]).await
    }
}
