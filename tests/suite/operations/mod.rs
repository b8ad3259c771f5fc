//! The operations that apps send: every one is sent by whoever would send it, with real variables, to a gym
//! with a season behind it, and answers what the screen needs.

mod coach_dashboard;
mod member_app;
mod owner_console;
mod page;
mod wearable;

use serde_json::Value;

/// The entries of a list.
fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}
