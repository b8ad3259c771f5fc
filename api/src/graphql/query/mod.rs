//! What can be asked: one file a subject, merged into one root.

mod health;
mod members;
mod movements;
mod operations;
mod plans;
mod runs;
mod templates;
mod viewer;

use async_graphql::{ID, MergedObject};

use super::scalars::read_id;
use crate::error::ApiError;

/// The field that says where the event stream stands.
pub const EVENT_CURSOR: &str = "eventCursor";

/// What can be asked.
// Each part is declared in a file of its own; their order is the schema's.
#[derive(MergedObject, Default)]
pub struct Query(
    viewer::ViewerQuery,
    members::MemberQuery,
    health::HealthQuery,
    plans::PlanQuery,
    runs::RunQuery,
    movements::MovementQuery,
    templates::TemplateQuery,
    operations::OperationsQuery,
);

/// The id in a filter: one of another kind is a mistake of the caller's.
fn named<T: std::str::FromStr>(field: &str, id: &ID) -> Result<T, ApiError> {
    let mistaken = || ApiError::BadUserInput(format!("{field} is no such id: {:?}", id.as_str()));
    read_id(id).ok_or_else(mistaken)
}
