//! Use cases: each one transaction. What the API, the jobs and the commands share.

mod contention;
pub mod demo;
pub mod env;
pub mod error;
pub mod events;
pub mod gyms;
pub mod imports;
pub mod inputs;
pub mod ledger;
pub mod lookup;
pub mod material;
pub mod members;
pub mod movements;
pub mod personalise;
pub mod placing;
pub mod read;
pub mod readiness;
pub mod records;
pub mod release;
pub mod runs;
pub mod schedule;
pub mod sessions;
pub mod templates;
pub mod weeks;
