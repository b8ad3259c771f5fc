//! Looks at a document before anything runs: what it would cost, without walking it as often as it
//! says.
//!
//! Each fragment is measured once and its sums are added where it is spread. A document whose
//! fragments double at each level is refused in the time it takes to read it; the checks of the
//! library walk such a document in full, so they must come after these.

pub mod brackets;

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, OperationType,
    Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value, Variables};

use crate::error::ApiError;

/// Longest document, in bytes, that is parsed at all. The largest of our clients' has 7 kB.
pub const MAX_DOCUMENT_BYTES: usize = 64 * 1024;
/// Deepest nesting of fields. The introspection of GraphQL's own tools needs 15.
pub const MAX_DEPTH: u32 = 15;
/// Most aliases of an operation, fragments written out.
pub const MAX_ALIASES: u32 = 100;
/// Most directives of an operation, fragments written out.
pub const MAX_DIRECTIVES: u32 = 100;
/// Most fields of an operation, fragments written out.
pub const MAX_FIELDS: u32 = 1_000;
/// Most fields of all operations of a document together, and of all fragments: one runs, but all are validated.
pub const MAX_DOCUMENT_FIELDS: u32 = 10_000;
/// Most fields an operation may answer, where a list counts as often as it may be long.
pub const MAX_COMPLEXITY: u32 = 50_000;

/// Deepest nesting of spreads and fields on the stack; the library stops at 32 as well.
const MAX_NESTING: u32 = 32;
/// What a connection answers where its size is not said.
const DEFAULT_PAGE: u32 = 20;
/// The longest page of a connection, and the longest list of ids.
const MAX_PAGE: u32 = 100;

/// What a selection costs; all sums stop at the largest number instead of turning over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    fields: u32,
    complexity: u32,
    depth: u32,
    aliases: u32,
    directives: u32,
    /// Whether it selects `nodes` or `edges`: its parent is a connection.
    pages: bool,
    /// Whether it asks for the schema as a whole. `__type` is null where introspection is off.
    introspects: bool,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.complexity = self.complexity.saturating_add(other.complexity);
        self.depth = self.depth.max(other.depth);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.pages |= other.pages;
        self.introspects |= other.introspects;
    }

    fn within_limits(&self) -> Result<(), ApiError> {
        let bounds = [
            ("levels of fields", self.depth, MAX_DEPTH),
            ("aliases", self.aliases, MAX_ALIASES),
            ("directives", self.directives, MAX_DIRECTIVES),
            ("fields", self.fields, MAX_FIELDS),
            ("fields counted once for each entry of a list", self.complexity, MAX_COMPLEXITY),
        ];
        bounds.iter().try_for_each(|(what, count, limit)| bound(what, *count, *limit))
    }
}

/// Whether a document may be validated and run.
pub fn check(
    document: &ExecutableDocument,
    variables: &Variables,
    introspection: bool,
) -> Result<(), ApiError> {
    let mut meter = Meter::new(document, variables);
    let mut total: u32 = 0;
    for (_, operation) in document.operations.iter() {
        let cost = meter.operation(&operation.node)?;
        cost.within_limits()?;
        if cost.introspects && !introspection {
            return Err(ApiError::Validation("introspection is off".to_owned()));
        }
        total = total.saturating_add(cost.fields);
    }
    bound("fields in all operations", total, MAX_DOCUMENT_FIELDS)?;
    let mut total: u32 = 0;
    for name in document.fragments.keys() {
        let cost = meter.fragment(name, 0)?;
        cost.within_limits()?;
        total = total.saturating_add(cost.fields);
    }
    bound("fields in all fragments", total, MAX_DOCUMENT_FIELDS)
}

fn bound(what: &str, count: u32, limit: u32) -> Result<(), ApiError> {
    if count <= limit {
        return Ok(());
    }
    Err(ApiError::TooComplex(format!("the document asks for too many {what}: at most {limit}")))
}

struct Meter<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    variables: &'a Variables,
    /// The largest default of each variable, of whatever operation.
    defaults: HashMap<&'a str, u32>,
    /// `None` while a fragment is being measured: meeting it again is a cycle.
    measured: HashMap<&'a str, Option<Cost>>,
}

impl<'a> Meter<'a> {
    fn new(document: &'a ExecutableDocument, variables: &'a Variables) -> Self {
        let mut defaults = HashMap::new();
        for (_, operation) in document.operations.iter() {
            for variable in &operation.node.variable_definitions {
                let value = variable.node.default_value.as_ref().map(|value| size(&value.node));
                let largest: &mut u32 =
                    defaults.entry(variable.node.name.node.as_str()).or_default();
                *largest = (*largest).max(value.flatten().unwrap_or_default());
            }
        }
        Self { fragments: &document.fragments, variables, defaults, measured: HashMap::new() }
    }

    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Cost, ApiError> {
        if operation.ty == OperationType::Subscription {
            one_event_source(&operation.selection_set.node)?;
        }
        let mut cost = self.selections(&operation.selection_set.node, 0)?;
        cost.directives = cost.directives.saturating_add(directives(&operation.directives)?);
        for variable in &operation.variable_definitions {
            let count = directives(&variable.node.directives)?;
            cost.directives = cost.directives.saturating_add(count);
        }
        Ok(cost)
    }

    fn fragment(&mut self, name: &'a Name, nesting: u32) -> Result<Cost, ApiError> {
        let name = name.as_str();
        match self.measured.get(name) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => {
                return Err(ApiError::Validation(format!("the fragment {name} contains itself")));
            }
            None => {}
        }
        // One that is not there is told by validation.
        let Some(fragment) = self.fragments.get(name) else {
            return Ok(Cost::default());
        };
        self.measured.insert(name, None);
        let mut cost = self.selections(&fragment.node.selection_set.node, nesting + 1)?;
        let count = directives(&fragment.node.directives)?;
        cost.directives = cost.directives.saturating_add(count);
        self.measured.insert(name, Some(cost));
        Ok(cost)
    }

    fn selections(&mut self, set: &'a SelectionSet, nesting: u32) -> Result<Cost, ApiError> {
        bound("levels of fragments", nesting, MAX_NESTING)?;
        let mut sum = Cost::default();
        for selection in &set.items {
            let mut cost = match &selection.node {
                Selection::Field(field) => self.field(&field.node, nesting)?,
                Selection::InlineFragment(inline) => {
                    self.selections(&inline.node.selection_set.node, nesting + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    let mut cost = self.fragment(&spread.node.fragment_name.node, nesting)?;
                    cost.fields = cost.fields.saturating_add(1);
                    cost
                }
            };
            let count = directives(selection.node.directives())?;
            cost.directives = cost.directives.saturating_add(count);
            sum.add(cost);
        }
        Ok(sum)
    }

    fn field(&mut self, field: &'a Field, nesting: u32) -> Result<Cost, ApiError> {
        let below = self.selections(&field.selection_set.node, nesting + 1)?;
        let name = field.name.node.as_str();
        let times = self.page(field).unwrap_or(if below.pages { DEFAULT_PAGE } else { 1 });
        Ok(Cost {
            fields: below.fields.saturating_add(1),
            complexity: below.complexity.saturating_mul(times).saturating_add(1),
            depth: below.depth.saturating_add(1),
            aliases: below.aliases.saturating_add(u32::from(field.alias.is_some())),
            directives: below.directives,
            pages: matches!(name, "nodes" | "edges"),
            introspects: below.introspects || name == "__schema",
        })
    }

    /// How many entries the arguments of a field ask for, where they say so.
    fn page(&self, field: &Field) -> Option<u32> {
        let sizes = field.arguments.iter().filter_map(|(name, value)| {
            let counts = matches!(name.node.as_str(), "first" | "last" | "ids");
            let given = counts.then(|| value.node.clone())?;
            size(&given.into_const_with(|name| Ok::<_, Infallible>(self.variable(&name))).ok()?)
        });
        sizes.max().map(|size| size.min(MAX_PAGE))
    }

    fn variable(&self, name: &Name) -> Value {
        let default = || self.defaults.get(name.as_str()).filter(|size| **size > 0);
        self.variables.get(name).cloned().unwrap_or_else(|| default().copied().into())
    }
}

fn size(value: &Value) -> Option<u32> {
    match value {
        Value::List(entries) => u32::try_from(entries.len()).ok(),
        Value::Number(number) => Some(clamped(number)),
        _ => None,
    }
}

fn clamped(number: &serde_json::Number) -> u32 {
    number.as_u64().map_or(0, |number| u32::try_from(number).unwrap_or(u32::MAX))
}

/// A subscription has one source of events. The library would run several side by side, and a
/// spread at the root as if it were not there.
fn one_event_source(set: &SelectionSet) -> Result<(), ApiError> {
    match set.items.as_slice() {
        [one] if matches!(one.node, Selection::Field(_)) => Ok(()),
        _ => Err(ApiError::Validation(
            "a subscription selects exactly one field, written out and not in a fragment"
                .to_owned(),
        )),
    }
}

/// How many there are, each of them once.
fn directives(list: &[Positioned<Directive>]) -> Result<u32, ApiError> {
    let mut seen = HashSet::new();
    let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
    bound("directives", count, MAX_DIRECTIVES)?;
    match list.iter().find(|directive| !seen.insert(directive.node.name.node.as_str())) {
        None => Ok(count),
        Some(twice) => Err(ApiError::Validation(format!(
            "the directive @{} is used twice in one place",
            twice.node.name.node
        ))),
    }
}

#[cfg(test)]
mod tests;
