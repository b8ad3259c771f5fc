//! The rim of the program: command line, HTTP, identity and GraphQL.

pub mod auth;
pub mod cli;
pub mod config;
pub mod documents;
pub mod error;
pub mod graphql;
pub mod guard;
pub mod http;
pub mod limits;
pub mod sdl;
pub mod telemetry;
pub mod tls;
