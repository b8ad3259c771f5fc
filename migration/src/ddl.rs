//! Table definitions as SQL: one text serves both databases, and what only one of them says is
//! marked with its backend. sea-query knows no partial indexes, no deferrable keys, no row checks.

use sea_orm_migration::prelude::{ConnectionTrait as _, DbErr, SchemaManager};
use sea_orm_migration::sea_orm::DbBackend;

/// Runs the statements in order. `uuid` and `bytea` are written as PostgreSQL names them.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        let sql = translated(statement, manager.get_database_backend());
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Runs the statements on one of the two databases and none on the other.
pub async fn run_on(
    manager: &SchemaManager<'_>,
    backend: DbBackend,
    statements: &[&str],
) -> Result<(), DbErr> {
    if manager.get_database_backend() == backend {
        run(manager, statements).await?;
    }
    Ok(())
}

/// What a trigger on PostgreSQL calls to refuse a change, with the reason as its argument.
pub const REFUSE: &str = "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
    END $$";

/// Lets the database refuse a change, whoever asks for it. `change` reads `UPDATE OF … ON …` or
/// `DELETE ON …`, `condition` compares `OLD` with `NEW`.
pub async fn refuse(
    manager: &SchemaManager<'_>,
    name: &str,
    change: &str,
    condition: &str,
    reason: &str,
) -> Result<(), DbErr> {
    let refusal = match manager.get_database_backend() {
        DbBackend::Sqlite => format!("BEGIN SELECT RAISE(ABORT, '{reason}'); END"),
        _ => format!("EXECUTE FUNCTION refuse_change('{reason}')"),
    };
    let trigger =
        format!("CREATE TRIGGER {name} BEFORE {change} FOR EACH ROW WHEN ({condition}) {refusal}");
    manager.get_connection().execute_unprepared(&trigger).await.map(drop)
}

/// Takes a refusal back.
pub async fn allow(manager: &SchemaManager<'_>, name: &str, table: &str) -> Result<(), DbErr> {
    let drop = match manager.get_database_backend() {
        DbBackend::Sqlite => format!("DROP TRIGGER {name}"),
        _ => format!("DROP TRIGGER {name} ON {table}"),
    };
    run(manager, &[&drop]).await
}

/// Drops the tables in the order given: those that refer to others first.
pub async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        run(manager, &[&format!("DROP TABLE {table}")]).await?;
    }
    Ok(())
}

/// SQLite keeps a UUID as its 16 bytes, as sqlx binds it.
fn translated(statement: &str, backend: DbBackend) -> String {
    match backend {
        DbBackend::Sqlite => statement.replace(" uuid", " blob").replace(" bytea", " blob"),
        _ => statement.to_owned(),
    }
}
