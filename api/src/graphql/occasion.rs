//! What a subscription to plans is run for. The transports follow the log once for a whole gym and run a
//! subscription's document for single events; nothing of the document lives between them.

use std::sync::{Arc, OnceLock};

use entity::event;

/// In the data of a request for a subscription to plans.
#[derive(Debug, Clone)]
pub enum Occasion {
    /// To check it and find its place in the log; nothing is told.
    Opening(Opening),
    /// To tell one event, if it concerns the caller.
    Event(Arc<event::Model>),
}

/// Where a subscription begins.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// The cursor of the last event that the client has, where the transport knows of one; it goes before
    /// the argument.
    pub resume: Option<String>,
    /// Number of the last event that is not told.
    pub place: Arc<OnceLock<i64>>,
}
