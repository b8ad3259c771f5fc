//! Fields of updates: left out they stay, null clears them, and null for what can't be empty is INVALID.

use async_graphql::MaybeUndefined;
use domain::edit::Edit;
use service::error::{FieldError, UserErrorCode};

/// A field that may be cleared.
pub fn edit<T>(field: MaybeUndefined<T>) -> Edit<T> {
    match field {
        MaybeUndefined::Undefined => Edit::Keep,
        MaybeUndefined::Null => Edit::Clear,
        MaybeUndefined::Value(value) => Edit::Set(value),
    }
}

/// A field that can't be empty; null is a fault.
pub fn kept<T>(field: MaybeUndefined<T>, path: &[&str], faults: &mut Vec<FieldError>) -> Option<T> {
    match field {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Value(value) => Some(value),
        MaybeUndefined::Null => {
            let name = path.last().copied().unwrap_or_default();
            let message = format!("{name} can't be empty: leave it out to keep it as it is");
            faults.push(FieldError::new(path, UserErrorCode::Invalid, message));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_clears_what_may_be_empty_and_is_a_fault_elsewhere() {
        let mut faults = Vec::new();

        assert_eq!(edit(MaybeUndefined::<i32>::Undefined), Edit::Keep);
        assert_eq!(edit(MaybeUndefined::<i32>::Null), Edit::Clear);
        assert_eq!(kept(MaybeUndefined::Value(3), &["sets"], &mut faults), Some(3));
        assert!(faults.is_empty());
        assert_eq!(kept(MaybeUndefined::<i32>::Null, &["edits", "0", "sets"], &mut faults), None);
        assert_eq!(faults[0].path, ["edits", "0", "sets"]);
    }
}
