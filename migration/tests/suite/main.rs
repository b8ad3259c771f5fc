//! The tables and the store on real databases: SQLite always, PostgreSQL when `TEST_POSTGRES_URL`
//! names a server on which databases may be created.

mod changes;
mod constraints;
mod databases;
mod history;
mod immutable;
mod logs;
mod names;
mod people;
mod plans;
mod rows;
