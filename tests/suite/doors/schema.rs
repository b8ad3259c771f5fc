//! The table has a row for every door of the schema.

use std::collections::BTreeSet;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    FieldDefinition, ObjectType, TypeDefinition, TypeKind, TypeSystemDefinition,
};

use super::table::{TABLE, rows};

/// What a description says where not everyone is answered alike.
const MARKS: [&str; 7] = [
    "Coaches",
    "Owners",
    "to members",
    "members see",
    "Members see",
    "o integrations",
    "but integrations",
];

#[test]
fn every_door_of_the_schema_is_in_the_table() {
    let doors = doors(&api::sdl::sdl());
    let rows = rows(TABLE);
    let listed: BTreeSet<String> = rows.iter().map(|row| row.field.to_owned()).collect();
    let gone: Vec<_> = listed.difference(&doors).collect();

    let missing: Vec<_> = doors.difference(&listed).collect();
    assert!(
        missing.is_empty(),
        "say in tests/suite/doors/table.txt who gets what behind {missing:?}"
    );
    assert!(gone.is_empty(), "the schema has no such door: {gone:?}");
    assert_eq!(rows.len(), listed.len(), "a field is listed twice");
}

/// Every field of the roots, and those whose description, or whose type's, names roles.
fn doors(sdl: &str) -> BTreeSet<String> {
    let document = parse_schema(sdl).unwrap();
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    types.flat_map(|definition| of_type(&definition)).collect()
}

fn of_type(definition: &TypeDefinition) -> Vec<String> {
    let TypeKind::Object(ObjectType { fields, .. }) = &definition.kind else { return Vec::new() };
    let name = definition.name.node.as_str();
    let root = ["Query", "Mutation", "Subscription"].contains(&name);
    let described = definition.description.as_ref().map_or("", |text| text.node.as_str());
    // Of a payload the whole says who reads nothing of it.
    let whole = root || described.contains("o integrations");
    let marked = |field: &&FieldDefinition| {
        whole || field.description.as_ref().is_some_and(|text| is_marked(&text.node))
    };
    let fields = fields.iter().map(|field| &field.node).filter(marked);
    fields.map(|field| format!("{name}.{}", field.name.node)).collect()
}

fn is_marked(description: &str) -> bool {
    MARKS.iter().any(|mark| description.contains(mark))
}

#[test]
fn a_field_that_names_a_role_is_a_door() {
    let sdl = "type Query { a: Int } type T { \"Owners.\" b: Int \"In metres.\" c: Int } \
               \"Null to integrations.\" type P { d: Int } input I { \"Coaches.\" e: Int }";

    assert_eq!(doors(sdl).into_iter().collect::<Vec<_>>(), ["P.d", "Query.a", "T.b"]);
}
