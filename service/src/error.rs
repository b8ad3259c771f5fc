//! What a use case may fail with. Only `Internal` is a surprise; the rest is for the caller to read.

use domain::access::Denied;

/// Why a use case did nothing.
///
/// Has no `Display` on purpose: what a caller may read is decided in one place, at the API.
#[derive(Debug)]
pub enum Error {
    /// No such thing in this gym, as far as the caller may know.
    NotFound(&'static str),
    /// The caller may not do this.
    Denied(Denied),
    /// The input, or the state it meets, forbids it.
    Invalid(Vec<FieldError>),
    /// A surprise; the cause is for the log.
    Internal(anyhow::Error),
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// One thing a person can correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Path into the input.
    pub path: Vec<String>,
    /// What kind of error.
    pub code: UserErrorCode,
    /// One sentence: field, value and range.
    pub message: String,
}

/// The contract's codes of what a person can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserErrorCode {
    /// Malformed, missing, or at odds with another field.
    Invalid,
    /// Beyond what is possible.
    OutOfRange,
    /// Nothing there, as far as the caller may know.
    NotFound,
    /// Changed at the same moment.
    Conflict,
    /// No longer the revision or version named.
    StaleRevision,
    /// The object's state forbids it.
    NotAllowedInState,
    /// Too many at once.
    LimitExceeded,
    /// Bounds that no plan can meet.
    Infeasible,
    /// Taken.
    Duplicate,
    /// The key was used for another input.
    IdempotencyKeyReused,
}

impl FieldError {
    /// An error at a field of the input.
    pub fn new(path: &[&str], code: UserErrorCode, message: impl Into<String>) -> Self {
        Self {
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            code,
            message: message.into(),
        }
    }
}

impl Error {
    /// One error at one field.
    pub fn field(path: &[&str], code: UserErrorCode, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(path, code, message)])
    }

    /// The same under a part of a larger input.
    #[must_use]
    pub fn under(self, part: &[&str]) -> Self {
        let Self::Invalid(errors) = self else { return self };
        let prefixed = errors.into_iter().map(|error| {
            let path = part.iter().map(|step| (*step).to_owned()).chain(error.path).collect();
            FieldError { path, ..error }
        });
        Self::Invalid(prefixed.collect())
    }

    /// A surprise with what was being done.
    pub fn internal(cause: impl Into<anyhow::Error>, doing: &'static str) -> Self {
        Self::Internal(cause.into().context(doing))
    }

    /// What the database said, where it was the database that failed.
    fn fault(&self) -> Option<&sea_orm::DbErr> {
        match self {
            Self::Internal(cause) => cause.downcast_ref(),
            _ => None,
        }
    }

    /// Whether another transaction got in the way, so that the same is worth trying again at once.
    pub fn collides(&self) -> bool {
        self.fault().is_some_and(entity::db::collides)
    }

    /// Whether the database is away.
    pub fn is_away(&self) -> bool {
        self.fault().is_some_and(entity::db::is_away)
    }

    /// Whether it may work later.
    pub fn passes(&self) -> bool {
        self.fault().is_some_and(entity::db::passes)
    }

    /// For logs and the command line: everything, causes included.
    pub fn report(&self) -> String {
        match self {
            Self::NotFound(kind) => format!("no such {kind}"),
            Self::Denied(denied) => denied.to_string(),
            Self::Invalid(errors) => {
                errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
            }
            Self::Internal(cause) => causes(cause),
        }
    }
}

/// A surprise and what caused it, from the outside in. Database libraries repeat the inner cause in the
/// outer one: what was said already is left out.
pub fn causes(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.contains(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    })
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_that_the_outer_one_repeats_is_said_once() {
        let inner = std::io::Error::other("disk full");
        let error = anyhow::Error::from(inner).context("write failed: disk full").context("saving");

        assert_eq!(causes(&error), "saving: write failed: disk full");
    }
}
