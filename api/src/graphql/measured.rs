//! How long operations take, and who listens: told apart by the root's field, a word of the schema.

use std::sync::Arc;

use async_graphql::parser::types::{OperationType, Selection, SelectionSet};
use async_graphql::{Request, Response, Value};
use service::meters::{Meters, Operation, Stopwatch, Subscription};

/// The fields of the subscription root.
pub const SUBSCRIPTIONS: [&str; 3] = ["planUpdated", "planReadyForReview", "weeklyRunProgress"];

/// Said of a document that is not valid: its words are the caller's, and no label.
const REFUSED: &str = "refused";
/// Said of a document that asks for several things at once.
const SEVERAL: &str = "several";

/// An operation that runs. Told to the meters when it is dropped, so that one whose caller went away, or
/// that ran out of time, is told too.
pub(super) struct Running {
    meters: Arc<Meters>,
    watch: Stopwatch,
    label: Operation,
}

impl Running {
    pub(super) fn begin(meters: Arc<Meters>, request: &mut Request) -> Self {
        let (kind, operation) = asked(request);
        let kind = if kind == OperationType::Mutation { "mutation" } else { "query" };
        let label = Operation { kind, operation, outcome: "dropped" };
        Self { meters, watch: Stopwatch::start(), label }
    }

    pub(super) fn end(mut self, response: &Response) {
        self.label.outcome = outcome(response);
        if self.label.outcome == REFUSED {
            (self.label.operation, self.label.outcome) = (REFUSED.to_owned(), "errors");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.label.outcome == "dropped" && self.watch.elapsed() >= crate::http::MAX_RUN {
            self.label.outcome = "timeout";
        }
        let took = self.watch.elapsed();
        self.meters.operations.get_or_create(&self.label).observe(took.as_secs_f64());
        let (operation, outcome) = (self.label.operation.as_str(), self.label.outcome);
        tracing::debug!(operation, outcome, duration_ms = took.as_millis(), "an operation has run");
    }
}

fn outcome(response: &Response) -> &'static str {
    let code = |error: &async_graphql::ServerError| match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code.clone()),
        _ => None,
    };
    if response.errors.is_empty() {
        "ok"
    } else if response.errors.iter().all(|error| error.path.is_empty()) {
        REFUSED
    } else if response.errors.iter().any(|error| code(error).is_none_or(|code| code == "INTERNAL"))
    {
        "failed"
    } else {
        "errors"
    }
}

/// Someone who listens, as long as it lives.
pub(crate) struct Listening {
    meters: Arc<Meters>,
    label: Subscription,
}

impl Listening {
    /// `None` for an operation that is no subscription.
    pub(super) fn begin(meters: Arc<Meters>, request: &mut Request) -> Option<Self> {
        let (kind, field) = asked(request);
        if kind != OperationType::Subscription {
            return None;
        }
        let known = SUBSCRIPTIONS.iter().find(|known| **known == field).unwrap_or(&REFUSED);
        Some(Self::to(meters, known))
    }

    /// Listens to a field of the subscription root.
    pub(crate) fn to(meters: Arc<Meters>, field: &'static str) -> Self {
        let label = Subscription { subscription: field.to_owned() };
        meters.subscribers.get_or_create(&label).inc();
        Self { meters, label }
    }

    pub(crate) fn told(&self) {
        self.meters.told.get_or_create(&self.label).inc();
    }
}

impl std::fmt::Debug for Listening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Listening").field(&self.label.subscription).finish()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.meters.subscribers.get_or_create(&self.label).dec();
    }
}

/// Which operation of the document runs, and the root's field that it asks for.
fn asked(request: &mut Request) -> (OperationType, String) {
    let name = request.operation_name.clone();
    let refused = (OperationType::Query, REFUSED.to_owned());
    let Ok(document) = request.parsed_query() else { return refused };
    let mut operations = document.operations.iter();
    let found = match &name {
        Some(name) => operations.find(|(own, _)| own.is_some_and(|own| own == name)),
        None => operations.next(),
    };
    found.map_or(refused, |(_, operation)| {
        (operation.node.ty, root_field(&operation.node.selection_set.node))
    })
}

fn root_field(set: &SelectionSet) -> String {
    match set.items.as_slice() {
        [only] => match &only.node {
            Selection::Field(field) => field.node.name.node.to_string(),
            Selection::FragmentSpread(_) | Selection::InlineFragment(_) => SEVERAL.to_owned(),
        },
        _ => SEVERAL.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscriptions_are_told_apart_by_every_field_of_the_root() {
        let sdl = crate::sdl::sdl();
        let root =
            sdl.split("type Subscription {").nth(1).and_then(|rest| rest.split("\n}").next());
        let fields: Vec<&str> = root
            .unwrap_or_default()
            .lines()
            .filter_map(|line| line.strip_prefix('\t')?.split_once(['(', ':']))
            .map(|(name, _)| name)
            .filter(|name| name.chars().all(char::is_alphanumeric))
            .collect();

        assert_eq!(fields, SUBSCRIPTIONS);
    }

    #[test]
    fn an_operation_is_named_by_what_it_asks_for() {
        let of = |document: &str| asked(&mut Request::new(document)).1;

        assert_eq!(of("query Mine { mine: myPlan { id } }"), "myPlan");
        assert_eq!(of("{ viewer { id } gym { id } }"), "several");
        assert_eq!(of("{ ...All } fragment All on Query { gym { id } }"), "several");
        assert_eq!(of("{ nonsense"), "refused");
    }

    #[test]
    fn a_surprise_is_told_apart_from_what_a_caller_got_wrong() {
        let failed = |code: &str, path: bool| {
            let mut error = async_graphql::ServerError::new("x", None);
            let mut extensions = async_graphql::ErrorExtensionValues::default();
            extensions.set("code", code);
            error.extensions = Some(extensions);
            if path {
                error.path = vec![async_graphql::PathSegment::Field("gym".into())];
            }
            outcome(&Response::from_errors(vec![error]))
        };

        assert_eq!(outcome(&Response::new(Value::Null)), "ok");
        assert_eq!(failed("INTERNAL", true), "failed");
        assert_eq!(failed("FORBIDDEN", true), "errors");
        assert_eq!(failed("GRAPHQL_VALIDATION_FAILED", false), "refused");
    }
}
