//! Plans, their immutable revisions, narratives, and what became of each session.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::ddl;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A plan points to its revisions and each revision to its plan, so one side is checked at commit.
/// SQLite takes such a key only inside the table, PostgreSQL only once the other table exists.
const PLAN: &str = "CREATE TABLE plan (
        id uuid NOT NULL PRIMARY KEY,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        week_of date NOT NULL,
        status text NOT NULL,
        published integer,
        pending integer,
        newest integer NOT NULL,
        version bigint NOT NULL,
        template_id uuid REFERENCES template (id),
        published_at bigint,
        computed_at bigint NOT NULL,
        created_at bigint NOT NULL,
        UNIQUE (member_id, week_of),
        CHECK (published IS NULL OR pending IS NULL OR pending >= published),
        CHECK (CASE status
            WHEN 'PUBLISHED' THEN published IS NOT NULL
            WHEN 'PENDING_REVIEW' THEN published IS NULL AND pending IS NOT NULL
            WHEN 'REJECTED' THEN published IS NULL AND pending IS NULL
            WHEN 'EXPIRED' THEN published IS NULL AND pending IS NULL
            ELSE false END)";

const SQLITE_KEYS: &str = ",
        FOREIGN KEY (id, published) REFERENCES plan_revision (plan_id, number)
            DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (id, pending) REFERENCES plan_revision (plan_id, number)
            DEFERRABLE INITIALLY DEFERRED)";

const POSTGRES_KEYS: &[&str] = &[
    "ALTER TABLE plan ADD CONSTRAINT plan_published_fkey
        FOREIGN KEY (id, published) REFERENCES plan_revision (plan_id, number)
        DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE plan ADD CONSTRAINT plan_pending_fkey
        FOREIGN KEY (id, pending) REFERENCES plan_revision (plan_id, number)
        DEFERRABLE INITIALLY DEFERRED",
    // The program compresses them: a second attempt costs time and gains nothing.
    "ALTER TABLE plan_revision ALTER COLUMN document SET STORAGE EXTERNAL",
    "ALTER TABLE plan_revision ALTER COLUMN signals SET STORAGE EXTERNAL",
];

const REST: &[&str] = &[
    "CREATE INDEX plan_week ON plan (gym_id, week_of, id)",
    "CREATE INDEX plan_waiting ON plan (gym_id, week_of) WHERE pending IS NOT NULL",
    "CREATE TABLE plan_revision (
        plan_id uuid NOT NULL REFERENCES plan (id),
        number integer NOT NULL,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        author text NOT NULL,
        coach_id uuid REFERENCES coach (id),
        trigger text NOT NULL,
        reason text NOT NULL,
        engine_version text NOT NULL,
        input_digest bytea NOT NULL,
        as_of_at bigint NOT NULL,
        document bytea NOT NULL,
        signals bytea NOT NULL,
        computation_id uuid UNIQUE,
        base integer,
        created_at bigint NOT NULL,
        published_at bigint,
        review_state text,
        review_coach_id uuid REFERENCES coach (id),
        review_note text,
        waiting_since_at bigint,
        decided_at bigint,
        auto_release_at bigint,
        erased_at bigint,
        PRIMARY KEY (plan_id, number)
    )",
    "CREATE INDEX plan_revision_waiting ON plan_revision (gym_id, waiting_since_at)
        WHERE review_state = 'WAITING'",
    "CREATE INDEX plan_revision_release ON plan_revision (auto_release_at)
        WHERE review_state = 'WAITING' AND auto_release_at IS NOT NULL",
    "CREATE INDEX plan_revision_member ON plan_revision (member_id, created_at)",
    "CREATE TABLE narrative (
        plan_id uuid NOT NULL,
        number integer NOT NULL,
        gym_id uuid NOT NULL REFERENCES gym (id),
        state text NOT NULL,
        source text NOT NULL,
        focus text NOT NULL,
        reasoning text NOT NULL,
        cues text NOT NULL,
        model text,
        verified boolean NOT NULL,
        generated_at bigint NOT NULL,
        PRIMARY KEY (plan_id, number),
        FOREIGN KEY (plan_id, number) REFERENCES plan_revision (plan_id, number)
    )",
    "CREATE TABLE session_state (
        plan_id uuid NOT NULL REFERENCES plan (id),
        session_key text NOT NULL,
        gym_id uuid NOT NULL REFERENCES gym (id),
        member_id uuid NOT NULL REFERENCES member (id),
        date date NOT NULL,
        started_at bigint,
        excused_at bigint,
        excuse_reason text,
        excuse_note text,
        PRIMARY KEY (plan_id, session_key)
    )",
    "CREATE INDEX session_state_date ON session_state (member_id, date)",
];

const STANDS: &str = "a revision never changes: only erasure blanks its document and signals";

/// What was computed and what it was computed from stand for good. Review and publication move on;
/// erasure leaves the row, says when, and may blank the reason too.
const CHANGED: &str = "NEW.plan_id <> OLD.plan_id OR NEW.number <> OLD.number
    OR NEW.gym_id <> OLD.gym_id OR NEW.member_id <> OLD.member_id
    OR NEW.author <> OLD.author OR NEW.coach_id IS DISTINCT FROM OLD.coach_id
    OR NEW.trigger <> OLD.trigger OR NEW.engine_version <> OLD.engine_version
    OR NEW.input_digest <> OLD.input_digest OR NEW.as_of_at <> OLD.as_of_at
    OR NEW.computation_id IS DISTINCT FROM OLD.computation_id
    OR NEW.base IS DISTINCT FROM OLD.base OR NEW.created_at <> OLD.created_at
    OR ((NEW.document <> OLD.document OR NEW.signals <> OLD.signals OR NEW.reason <> OLD.reason)
        AND (NEW.erased_at IS NULL OR length(NEW.document) > 0 OR length(NEW.signals) > 0))";

async fn keep_revisions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let change = "UPDATE OF plan_id, number, gym_id, member_id, author, coach_id, trigger, reason,
        engine_version, input_digest, as_of_at, document, signals, computation_id, base, created_at
        ON plan_revision";
    ddl::refuse(manager, "plan_revision_stands", change, CHANGED, STANDS).await?;
    let always = "OLD.number IS NOT NULL";
    ddl::refuse(manager, "plan_revision_stays", "DELETE ON plan_revision", always, STANDS).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = format!("{PLAN}{SQLITE_KEYS}");
        let postgres = format!("{PLAN})");
        ddl::run_on(manager, DbBackend::Sqlite, &[&sqlite]).await?;
        ddl::run_on(manager, DbBackend::Postgres, &[&postgres]).await?;
        ddl::run(manager, REST).await?;
        ddl::run_on(manager, DbBackend::Postgres, POSTGRES_KEYS).await?;
        keep_revisions(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, &["session_state", "narrative"]).await?;
        let untie_postgres = [
            "ALTER TABLE plan DROP CONSTRAINT plan_published_fkey",
            "ALTER TABLE plan DROP CONSTRAINT plan_pending_fkey",
        ];
        ddl::run_on(manager, DbBackend::Postgres, &untie_postgres).await?;
        // SQLite empties a table before it drops it, and would find the plans' keys broken.
        let untie_sqlite = "UPDATE plan SET status = 'EXPIRED', published = NULL, pending = NULL";
        ddl::run_on(manager, DbBackend::Sqlite, &[untie_sqlite]).await?;
        ddl::drop_tables(manager, &["plan_revision", "plan"]).await
    }
}
