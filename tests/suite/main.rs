//! The program driven as its clients drive it.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::large_futures, reason = "a test makes its few futures once")]

// What the contract promises.
mod contract;
mod doors;
mod onboarding;
mod statements;

mod access;
mod audits;
mod auth;
mod bad_input;
mod commands;
mod digests;
mod dismissed;
mod documents_by_name;
mod explorer;
mod faults;
mod hostile;
mod http;
mod ids;
mod imports;
mod jobs;
mod layers;
mod limits;
mod live;
mod narratives;
mod nullability;
mod observed;
mod operations;
mod operators;
mod personas;
mod real_week;
mod replay;
mod resume;
mod returning;
mod review;
mod schema;
mod sockets;
mod stored;
mod streams;
mod triggers;
