//! What a client subscribes to, apart from where it begins: clients with equal scripts ask for the same.

use std::sync::Arc;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
};
use async_graphql::{Request, Value, Variables};

/// Root fields whose events are the log's.
const OF_PLANS: [&str; 2] = ["planUpdated", "planReadyForReview"];

/// The argument that says where to begin.
const AFTER: &str = "after";

/// A document with its operation and variables. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::http) struct Script(Arc<Parts>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Parts {
    /// The field of the subscription root.
    field: &'static str,
    query: String,
    operation: Option<String>,
    /// As JSON.
    variables: String,
}

/// Where a client wants to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) enum Begin {
    /// With what happens from now on.
    Now,
    /// With what came after a cursor.
    After(String),
}

impl Script {
    /// Of a request that subscribes to plans; `None` for every other.
    pub(in crate::http) fn of(
        request: &Request,
        document: &ExecutableDocument,
    ) -> Option<(Self, Begin)> {
        let operation = chosen(document, request.operation_name.as_deref())?;
        if operation.ty != OperationType::Subscription {
            return None;
        }
        let Selection::Field(field) = &operation.selection_set.node.items.first()?.node else {
            return None;
        };
        let name = field.node.name.node.as_str();
        let root = OF_PLANS.into_iter().find(|known| *known == name)?;
        let mut variables = request.variables.clone();
        let argument = field.node.get_argument(AFTER).map(|value| value.node.clone());
        let begin = match argument.map(|value| value.into_const_with(Err)) {
            None => Begin::Now,
            Some(Ok(literal)) => said(&literal)?,
            Some(Err(variable)) => {
                let begin = given(operation, &variables, &variable)?;
                if is_only_for_after(&request.query, operation, &variable) {
                    variables.remove(&variable);
                }
                begin
            }
        };
        let parts = Parts {
            field: root,
            query: request.query.clone(),
            operation: request.operation_name.clone(),
            variables: serde_json::to_string(&variables).ok()?,
        };
        Some((Self(Arc::new(parts)), begin))
    }

    /// The field of the subscription root.
    pub(super) fn field(&self) -> &'static str {
        self.0.field
    }

    /// As the library runs it. Where it begins is for the request's data to say.
    pub(in crate::http) fn request(&self) -> Request {
        let variables = serde_json::from_str(&self.0.variables).unwrap_or_default();
        let request =
            Request::new(self.0.query.as_str()).variables(Variables::from_json(variables));
        match &self.0.operation {
            Some(name) => request.operation_name(name),
            None => request,
        }
    }
}

fn chosen<'d>(
    document: &'d ExecutableDocument,
    name: Option<&str>,
) -> Option<&'d OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(only), None) => Some(&only.node),
        (DocumentOperations::Multiple(all), None) if all.len() == 1 => {
            all.values().next().map(|only| &only.node)
        }
        (DocumentOperations::Multiple(all), Some(name)) => all.get(name).map(|named| &named.node),
        _ => None,
    }
}

/// What a value says; `None` where it is no cursor at all, which validation finds as well.
fn said(value: &Value) -> Option<Begin> {
    match value {
        Value::Null => Some(Begin::Now),
        Value::String(cursor) => Some(Begin::After(cursor.clone())),
        _ => None,
    }
}

fn given(operation: &OperationDefinition, variables: &Variables, name: &str) -> Option<Begin> {
    let default = || definition(operation, name)?.default_value.as_ref().map(|value| &value.node);
    variables.get(name).or_else(default).map_or(Some(Begin::Now), said)
}

/// Whether the variable may be left out and changes nothing but the beginning.
fn is_only_for_after(query: &str, operation: &OperationDefinition, name: &str) -> bool {
    // Declared, and used once.
    let uses = query.matches(&format!("${name}")).count();
    uses == 2 && definition(operation, name).is_some_and(|found| found.var_type.node.nullable)
}

fn definition<'o>(
    operation: &'o OperationDefinition,
    name: &str,
) -> Option<&'o async_graphql::parser::types::VariableDefinition> {
    let mut all = operation.variable_definitions.iter().map(|definition| &definition.node);
    all.find(|definition| definition.name.node.as_str() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    fn read(query: &str, variables: serde_json::Value) -> Option<(Script, Begin)> {
        let request = Request::new(query).variables(Variables::from_json(variables));
        Script::of(&request, &parse_query(query).expect("a document"))
    }

    #[test]
    fn where_a_subscription_begins_is_no_part_of_what_it_asks_for() {
        let query =
            "subscription($a: Cursor, $m: ID) { planUpdated(after: $a, memberId: $m) { cursor } }";

        let one = read(query, json!({"a": "x", "m": "1"}));
        let two = read(query, json!({"a": "y", "m": "1"}));
        let other = read(query, json!({"a": "x", "m": "2"}));

        let (one, begin) = one.expect("a script");
        assert_eq!(begin, Begin::After("x".into()));
        assert_eq!(Some(&one), two.as_ref().map(|(script, _)| script));
        assert_ne!(Some(one), other.map(|(script, _)| script));
    }

    #[test]
    fn without_a_cursor_it_begins_now() {
        let begins = |query: &str, variables| read(query, variables).map(|(_, begin)| begin);

        assert_eq!(begins("subscription { planUpdated { cursor } }", json!({})), Some(Begin::Now));
        let given = "subscription($a: Cursor) { planUpdated(after: $a) { cursor } }";
        assert_eq!(begins(given, json!({"a": null})), Some(Begin::Now));
        assert_eq!(begins(given, json!({"a": 3})), None);
        assert_eq!(
            begins("subscription { weeklyRunProgress(runId: 1) { status } }", json!({})),
            None
        );
        assert_eq!(begins("{ planUpdated { cursor } }", json!({})), None);
    }
}
