//! All that a database holds, as text: to see that a command changed nothing.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// The rows of every table, sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents(BTreeMap<String, Vec<String>>);

impl Contents {
    /// Of the database behind a url.
    pub async fn of(url: &str) -> Self {
        let db = Database::connect(url).await.expect("the database opens");
        let mut tables = BTreeMap::new();
        for table in texts(&db, tables_sql(&db)).await {
            let rows = texts(&db, &rows_sql(&db, &table).await).await;
            tables.insert(table, rows);
        }
        db.close().await.expect("the database closes");
        Self(tables)
    }

    /// The rows of one table.
    pub fn rows(&self, table: &str) -> &[String] {
        self.0.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    /// Names of the tables in which a word stands, packed bytes aside.
    pub fn holding(&self, word: &str) -> Vec<&str> {
        let tables = self.0.iter();
        let holding = tables.filter(|(_, rows)| rows.iter().any(|row| row.contains(word)));
        holding.map(|(name, _)| name.as_str()).collect()
    }

    /// Names of the tables that hold something else in `other`.
    pub fn changed(&self, other: &Self) -> Vec<String> {
        let names = self.0.keys().chain(other.0.keys());
        let mut changed: Vec<String> =
            names.filter(|name| self.rows(name) != other.rows(name)).cloned().collect();
        changed.sort_unstable();
        changed.dedup();
        changed
    }
}

fn tables_sql(db: &DatabaseConnection) -> &'static str {
    match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        _ => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'",
    }
}

async fn rows_sql(db: &DatabaseConnection, table: &str) -> String {
    if db.get_database_backend() == DbBackend::Postgres {
        return format!("SELECT t::text FROM \"{table}\" t ORDER BY 1");
    }
    let columns = texts(db, &format!("SELECT name FROM pragma_table_info('{table}')")).await;
    let row: Vec<String> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
    format!("SELECT {} FROM \"{table}\" ORDER BY 1", row.join(" || ' ' || "))
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("the rows can be read");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}
