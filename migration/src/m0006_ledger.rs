//! The ledger of background work, the leases of what is in flight, and weekly runs.

use sea_orm_migration::prelude::*;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE weekly_run (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        week_of date NOT NULL,
        status text NOT NULL,
        started_at bigint NOT NULL,
        finished_at bigint
    )",
    "CREATE UNIQUE INDEX weekly_run_running ON weekly_run (gym_id, week_of)
        WHERE status = 'RUNNING'",
    "CREATE INDEX weekly_run_started ON weekly_run (gym_id, started_at, id)",
    // Leases are swept away when they end, so a computation's lease is no foreign key.
    "CREATE TABLE lease (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        lane text NOT NULL,
        holder text NOT NULL,
        expires_at bigint NOT NULL,
        started_at bigint,
        created_at bigint NOT NULL
    )",
    "CREATE INDEX lease_expiry ON lease (expires_at)",
    "CREATE TABLE computation (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        week_of date NOT NULL,
        kind text NOT NULL,
        trigger text NOT NULL,
        priority integer NOT NULL,
        run_id uuid REFERENCES weekly_run (id),
        status text NOT NULL,
        due_at bigint NOT NULL,
        first_requested_at bigint NOT NULL,
        requested_at bigint NOT NULL,
        requests integer NOT NULL DEFAULT 1,
        attempts integer NOT NULL DEFAULT 0,
        lease_id uuid,
        reduce_only boolean NOT NULL,
        plan_number integer,
        note text,
        error text,
        finished_at bigint
    )",
    "CREATE UNIQUE INDEX computation_queued ON computation (member_id, week_of, kind)
        WHERE status = 'QUEUED'",
    "CREATE UNIQUE INDEX computation_running ON computation (member_id, week_of, kind)
        WHERE status = 'RUNNING'",
    // What is due by itself, the most urgent of all gyms, and a gym's turn: each is asked several times
    // a second, beside tens of thousands that wait.
    "CREATE INDEX computation_due ON computation (kind, due_at) WHERE status = 'QUEUED'",
    "CREATE INDEX computation_urgent ON computation (kind, priority DESC, due_at, id)
        WHERE status = 'QUEUED' AND priority >= 10",
    "CREATE INDEX computation_turn ON computation (gym_id, kind, priority DESC, due_at, id)
        WHERE status = 'QUEUED'",
    "CREATE INDEX computation_failed ON computation (gym_id, finished_at, id)
        WHERE status = 'FAILED'",
    "CREATE INDEX computation_lease ON computation (lease_id) WHERE lease_id IS NOT NULL",
    "CREATE INDEX computation_run ON computation (run_id, status) WHERE run_id IS NOT NULL",
    "CREATE INDEX computation_member ON computation (member_id, week_of)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["computation", "lease", "weekly_run"]).await
    }
}
