//! Credentials: tokens of an identity provider, and keys of integrations.

mod gyms;
mod keys;
mod modes;
mod provider;
mod secrets;
