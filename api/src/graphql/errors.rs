//! What a person can correct, as payloads carry it.

use async_graphql::{Enum, SimpleObject};
use domain::access::{Action, Actor, allows};
use service::error::{self, Error, FieldError};

use crate::error::ApiError;

/// What a person can correct.
#[derive(SimpleObject)]
pub struct UserError {
    /// Path into the input, e.g. `["entries", "3", "hrvMs"]`.
    field: Option<Vec<String>>,
    /// What kind of mistake it is.
    code: UserErrorCode,
    /// One sentence a person can read.
    message: String,
}

/// What kind of mistake it is: act on this, never on the message.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserErrorCode {
    /// Malformed, missing, or at odds with another field.
    Invalid,
    /// A number or date beyond what is possible.
    OutOfRange,
    /// Nothing there, as far as the caller may know.
    NotFound,
    /// Someone else changed it at the same moment; the same call may succeed now.
    Conflict,
    /// The plan's revision or the template's version is no longer the one named: read again.
    StaleRevision,
    /// The object's state forbids it, e.g. a session that is completed, the last owner.
    NotAllowedInState,
    /// Too many entries, goals or members at once.
    LimitExceeded,
    /// Bounds that no plan can meet; the message says which, and by how much.
    Infeasible,
    /// The name, key, subject or `externalId` is taken.
    Duplicate,
    /// The `idempotencyKey` was used for another input.
    IdempotencyKeyReused,
}

impl From<error::UserErrorCode> for UserErrorCode {
    fn from(code: error::UserErrorCode) -> Self {
        use error::UserErrorCode as C;
        match code {
            C::Invalid => Self::Invalid,
            C::OutOfRange => Self::OutOfRange,
            C::NotFound => Self::NotFound,
            C::Conflict => Self::Conflict,
            C::StaleRevision => Self::StaleRevision,
            C::NotAllowedInState => Self::NotAllowedInState,
            C::LimitExceeded => Self::LimitExceeded,
            C::Infeasible => Self::Infeasible,
            C::Duplicate => Self::Duplicate,
            C::IdempotencyKeyReused => Self::IdempotencyKeyReused,
        }
    }
}

impl From<FieldError> for UserError {
    fn from(error: FieldError) -> Self {
        let field = (!error.path.is_empty()).then_some(error.path);
        Self { field, code: error.code.into(), message: error.message }
    }
}

/// What of a failed mutation its caller can correct; the rest is an error of the request.
///
/// A member who names another is told the same as one who names nobody: `member` is missing.
pub fn user_errors(
    error: Error,
    actor: &Actor,
    action: Action,
) -> Result<Vec<UserError>, ApiError> {
    let not_found = |path: &[&str], kind: &str| {
        let code = error::UserErrorCode::NotFound;
        vec![FieldError::new(path, code, format!("there is no such {kind}")).into()]
    };
    match error {
        Error::Invalid(errors) => Ok(errors.into_iter().map(UserError::from).collect()),
        Error::NotFound(kind) => Ok(not_found(&[], kind)),
        Error::Denied(_) if allows(actor, action) => Ok(not_found(&["member"], "member")),
        Error::Denied(denied) => Err(denied.into()),
        Error::Internal(cause) => Err(cause.into()),
    }
}
