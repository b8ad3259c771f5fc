//! What a caller may read of a failure: the contract's codes, and nothing of the cause.

use async_graphql::{ErrorExtensionValues, ServerError};
use domain::access::Denied;
use entity::db::timed_out;
use sea_orm::DbErr;
use service::error::{Error, FieldError};

/// What everyone reads of a surprise.
pub const MASKED: &str = "internal error";

/// A failure as the contract knows it.
///
/// Has no `Display` on purpose: async-graphql turns anything displayable into a message for the
/// client, and the conversion below must stay the only door.
#[derive(Debug)]
pub enum ApiError {
    /// The request is malformed.
    BadRequest(String),
    /// The document is no GraphQL.
    Parse(String),
    /// The document does not fit the schema.
    Validation(String),
    /// Only the hash of a document came, and no document is kept here.
    PersistedQueryNotFound,
    /// An argument of a query can't be used.
    BadUserInput(String),
    /// Nobody known is asking; says why.
    Unauthenticated(&'static str),
    /// None of the caller's roles may do this.
    Forbidden,
    /// Too much at once.
    RateLimited {
        /// When to come back.
        retry_after_seconds: u64,
    },
    /// The document asks for too much; says of what.
    TooComplex(String),
    /// It took longer than a request may.
    Timeout,
    /// The log no longer reaches back to the cursor, or never had it.
    CursorExpired,
    /// A surprise; the cause is for the log.
    Internal(anyhow::Error),
}

/// The library wants to copy the failure of a nullable field. The copy of a cause is its text.
impl Clone for ApiError {
    fn clone(&self) -> Self {
        match self {
            Self::BadRequest(text) => Self::BadRequest(text.clone()),
            Self::Parse(text) => Self::Parse(text.clone()),
            Self::Validation(text) => Self::Validation(text.clone()),
            Self::PersistedQueryNotFound => Self::PersistedQueryNotFound,
            Self::BadUserInput(text) => Self::BadUserInput(text.clone()),
            Self::Unauthenticated(why) => Self::Unauthenticated(why),
            Self::Forbidden => Self::Forbidden,
            Self::RateLimited { retry_after_seconds } => {
                Self::RateLimited { retry_after_seconds: *retry_after_seconds }
            }
            Self::TooComplex(text) => Self::TooComplex(text.clone()),
            Self::Timeout => Self::Timeout,
            Self::CursorExpired => Self::CursorExpired,
            Self::Internal(cause) => Self::Internal(anyhow::anyhow!("{cause:#}")),
        }
    }
}

impl ApiError {
    /// The caller showed no credential, or one that no role belongs to.
    pub const fn unauthenticated() -> Self {
        Self::Unauthenticated("sign in first: no role belongs to this request")
    }

    /// A surprise with what was being done.
    pub fn internal(cause: impl Into<anyhow::Error>, doing: &'static str) -> Self {
        Self::Internal(cause.into().context(doing))
    }

    /// `extensions.code`, as the contract lists them.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadRequest(_) => "BAD_REQUEST",
            Self::Parse(_) => "GRAPHQL_PARSE_FAILED",
            Self::Validation(_) => "GRAPHQL_VALIDATION_FAILED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::BadUserInput(_) => "BAD_USER_INPUT",
            Self::Unauthenticated(_) => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::TooComplex(_) => "QUERY_TOO_COMPLEX",
            Self::Timeout => "TIMEOUT",
            Self::CursorExpired => "CURSOR_EXPIRED",
            Self::Internal(_) => "INTERNAL",
        }
    }

    /// One sentence for the caller.
    pub fn message(&self) -> String {
        match self {
            Self::BadRequest(text)
            | Self::Parse(text)
            | Self::Validation(text)
            | Self::BadUserInput(text)
            | Self::TooComplex(text) => text.clone(),
            // Apollo's clients know this one by its wording.
            Self::PersistedQueryNotFound => "PersistedQueryNotFound".to_owned(),
            Self::Unauthenticated(why) => (*why).to_owned(),
            Self::Forbidden => "none of your roles may do this".to_owned(),
            Self::RateLimited { retry_after_seconds } => {
                format!("too many requests: try again in {retry_after_seconds} s")
            }
            Self::Timeout => "the request took too long".to_owned(),
            Self::CursorExpired => {
                "the cursor is not in the log any more: fetch again and go on from eventCursor"
                    .to_owned()
            }
            Self::Internal(_) => MASKED.to_owned(),
        }
    }

    fn extensions(&self) -> ErrorExtensionValues {
        let mut values = coded(self.code());
        if let Self::RateLimited { retry_after_seconds } = self {
            values.set("retryAfterSeconds", *retry_after_seconds);
        }
        values
    }

    /// Writes a surprise's cause to the log, where the request's span adds its id.
    fn log(&self) {
        if let Self::Internal(cause) = self {
            tracing::error!(cause = format!("{cause:#}"), "a request failed");
        }
    }

    /// As an error of the request as a whole.
    pub fn into_server_error(self) -> ServerError {
        self.log();
        let mut error = ServerError::new(self.message(), None);
        error.extensions = Some(self.extensions());
        error
    }
}

/// Extensions that hold a code.
pub fn coded(code: &'static str) -> ErrorExtensionValues {
    let mut values = ErrorExtensionValues::default();
    values.set("code", code);
    values
}

/// For a nullable field: what is not there is null, what failed is null with an error beside it.
///
/// A field must return this and not `Result<Option<T>>`, or its failure takes its siblings along.
pub fn nullable<T>(result: service::error::Result<T>) -> Option<Result<T, ApiError>> {
    match result {
        Err(Error::NotFound(_)) => None,
        other => Some(other.map_err(ApiError::from)),
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        error.log();
        let mut answer = Self::new(error.message());
        answer.extensions = Some(error.extensions());
        answer
    }
}

impl From<Error> for ApiError {
    /// For query fields. A nullable field goes through [`nullable`], which makes null of what is
    /// not found; elsewhere what is not found is an argument that can't be used.
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(kind) => Self::BadUserInput(format!("no such {kind}")),
            Error::Denied(_) => Self::Forbidden,
            Error::Invalid(errors) => Self::BadUserInput(sentences(&errors)),
            Error::Internal(cause) => cause.into(),
        }
    }
}

impl From<Denied> for ApiError {
    fn from(_: Denied) -> Self {
        Self::Forbidden
    }
}

impl From<DbErr> for ApiError {
    fn from(cause: DbErr) -> Self {
        anyhow::Error::from(cause).into()
    }
}

impl From<anyhow::Error> for ApiError {
    /// A surprise, unless it is that the database took too long.
    fn from(cause: anyhow::Error) -> Self {
        let mut causes = cause.chain().filter_map(|cause| cause.downcast_ref::<DbErr>());
        if causes.any(timed_out) { Self::Timeout } else { Self::Internal(cause) }
    }
}

fn sentences(errors: &[FieldError]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod documented;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_never_reaches_the_caller() {
        let error = ApiError::from(Error::Internal(anyhow::anyhow!("SELECT secret")));

        let answer = async_graphql::Error::from(error);

        assert_eq!(answer.message, MASKED);
        assert!(!format!("{answer:?}").contains("SELECT"));
    }

    #[test]
    fn what_is_not_found_is_null_where_it_may_be() {
        assert!(nullable::<()>(Err(Error::NotFound("plan"))).is_none());
        assert!(matches!(nullable(Ok(1)), Some(Ok(1))));
    }

    #[test]
    fn a_limit_says_when_to_come_back() {
        let error = ApiError::RateLimited { retry_after_seconds: 7 }.into_server_error();

        let extensions = serde_json::to_value(&error.extensions).expect("extensions are JSON");
        assert_eq!(extensions, serde_json::json!({"code": "RATE_LIMITED", "retryAfterSeconds": 7}));
    }
}
