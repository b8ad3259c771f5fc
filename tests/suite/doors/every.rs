//! Selections of every field that the schema has, made from its SDL: what no row of the table names is tried too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition,
};

use super::table::Row;

/// What a field's arguments are that must be given.
const ARGUMENTS: [(&str, &str); 2] = [
    ("Member.readiness", "(from: \"2026-02-20\", to: \"2026-02-28\")"),
    ("Plan.day", "(date: \"2026-03-02\")"),
];

/// The object types of the schema, and which of their fields were selected so far.
pub struct Every {
    types: BTreeMap<String, Vec<Field>>,
    nodes: BTreeSet<String>,
    selected: RefCell<BTreeSet<String>>,
}

/// A field, and the name of its type without lists and nulls.
struct Field {
    name: String,
    kind: String,
    arguments: &'static str,
}

impl Every {
    /// Of the schema that the program serves.
    pub fn of_the_schema() -> Self {
        let document = parse_schema(api::sdl::sdl()).expect("the SDL is one");
        let (mut types, mut nodes) = (BTreeMap::new(), BTreeSet::new());
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let TypeKind::Object(object) = definition.node.kind else { continue };
            let name = definition.node.name.node.to_string();
            if object.implements.iter().any(|interface| interface.node == "Node") {
                nodes.insert(name.clone());
            }
            let fields = object.fields.iter().map(|field| Field::of(&name, &field.node)).collect();
            types.insert(name, fields);
        }
        Self { types, nodes, selected: RefCell::default() }
    }

    /// Names of the types that have an id of their own.
    pub fn nodes(&self) -> Vec<&str> {
        self.nodes.iter().map(String::as_str).collect()
    }

    /// Every field of a type but these (as `Type.field`). What has an id of its own is tried by its id; any other
    /// object has its fields here.
    pub fn fields_of(&self, kind: &str, without: &BTreeSet<String>) -> String {
        let mut parts = Vec::new();
        for field in &self.types[kind] {
            let name = format!("{kind}.{}", field.name);
            if !without.contains(&name) {
                parts.push(self.one(&name, field, without));
            }
        }
        parts.join(" ")
    }

    /// One field of a type.
    pub fn field_of(&self, name: &str) -> String {
        let (kind, own) = name.split_once('.').expect("Type.field");
        let field = self.types[kind].iter().find(|field| field.name == own);
        self.one(name, field.expect("the type has it"), &BTreeSet::new())
    }

    fn one(&self, name: &str, field: &Field, without: &BTreeSet<String>) -> String {
        self.selected.borrow_mut().insert(name.to_owned());
        let inner = match field.kind.as_str() {
            node if node == "Node" || self.nodes.contains(node) => " { __typename }".to_owned(),
            value if self.types.contains_key(value) => {
                format!(" {{ {} }}", self.fields_of(value, without))
            }
            _ => String::new(),
        };
        format!("{}{}{inner}", field.name, field.arguments)
    }

    /// The request of a root's row with every field of what it answers; of any other row as it is.
    pub fn widened(&self, row: &Row) -> String {
        let (root, name) = row.field.split_once('.').expect("Type.field");
        if !["Query", "Mutation", "Subscription"].contains(&root) {
            return row.request.clone();
        }
        self.selected.borrow_mut().insert(row.field.to_owned());
        let field = self.types[root].iter().find(|field| field.name == name);
        let kind = &field.expect("the root has it").kind;
        if self.nodes.contains(kind) || !self.types.contains_key(kind) {
            return row.request.clone();
        }
        let (before, rest) = row.request.split_once(name).expect("the request is for the field");
        let opens = selection(rest);
        let fields = self.fields_of(kind, &BTreeSet::new());
        format!("{before}{name}{} {fields} {}", &rest[..=opens], &rest[opens + 1..])
    }

    /// Fields of the schema that were never selected.
    pub fn never_selected(&self) -> Vec<String> {
        let selected = self.selected.borrow();
        let all = self.types.iter().flat_map(|(kind, fields)| {
            fields.iter().map(move |field| format!("{kind}.{}", field.name))
        });
        all.filter(|name| !selected.contains(name)).collect()
    }
}

impl Field {
    fn of(kind: &str, definition: &FieldDefinition) -> Self {
        let name = definition.name.node.to_string();
        let required = definition.arguments.iter().any(|argument| {
            !argument.node.ty.node.nullable && argument.node.default_value.is_none()
        });
        let known = ARGUMENTS.iter().find(|(field, _)| *field == format!("{kind}.{name}"));
        let root = ["Query", "Mutation", "Subscription"].contains(&kind);
        assert!(root || !required || known.is_some(), "say which arguments {kind}.{name} takes");
        let arguments = known.map_or("", |(_, arguments)| arguments);
        Self { kind: named(&definition.ty.node).to_owned(), name, arguments }
    }
}

fn named(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(of) => named(of),
    }
}

/// Where the selection begins that follows a field's arguments, if there are any.
fn selection(after_name: &str) -> usize {
    let (mut depth, mut quoted) = (0_u32, false);
    for (at, letter) in after_name.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            '{' if !quoted && depth == 0 => return at,
            _ => {}
        }
    }
    panic!("nothing is selected: {after_name}");
}

#[test]
fn a_selection_begins_behind_the_arguments() {
    let rest = "(input: { note: \"of (what\", list: [{ a: 1 }] }) { id }";

    assert_eq!(&rest[selection(rest)..], "{ id }");
    assert_eq!(selection(" { id }"), 1);
}

#[test]
fn every_object_of_the_schema_can_be_selected_in_full() {
    let every = Every::of_the_schema();
    let is_root = |kind: &str| ["Query", "Mutation", "Subscription"].contains(&kind);

    for kind in every.types.keys().filter(|kind| !is_root(kind)) {
        every.fields_of(kind, &BTreeSet::new());
    }

    let left = every.never_selected();
    assert!(!left.is_empty(), "the roots are tried by the table");
    assert!(left.iter().all(|name| is_root(name.split_once('.').unwrap().0)), "{left:?}");
}
