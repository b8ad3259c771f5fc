//! The schema on disk is the schema of the code, and keeps the contract's word.

use std::collections::BTreeMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    FieldDefinition, ServiceDocument, TypeKind, TypeSystemDefinition,
};

const SCHEMA: &str = include_str!("../../schema.graphql");

#[test]
fn schema_graphql_is_current() {
    let printed = api::sdl::sdl();

    assert!(printed.trim_end() == SCHEMA.trim_end(), "stale: microcycle sdl > schema.graphql");
}

#[test]
fn what_is_served_is_what_the_contract_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/contract.graphql");
    let Ok(contract) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the contract is not beside the repository");
        return;
    };
    let (ours, theirs) = (signatures(SCHEMA), signatures(&contract));

    let mut missing = Vec::new();
    for (name, signature) in &theirs {
        match ours.get(name) {
            Some(own) => assert_eq!(own, signature, "{name}"),
            None => missing.push(name.as_str()),
        }
    }
    assert!(!ours.is_empty());
    eprintln!("{} of {} of the contract's fields are not served yet", missing.len(), theirs.len());
}

/// The type of every field, argument, input field and enum value, by its path.
fn signatures(sdl: &str) -> BTreeMap<String, String> {
    // The parser knows no description of the schema itself, which stands first.
    let types =
        sdl.find("\nschema {").filter(|_| sdl.starts_with('"')).map_or(sdl, |at| &sdl[at..]);
    let document: ServiceDocument = parse_schema(types).unwrap();
    let mut out = BTreeMap::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        match definition.node.kind {
            TypeKind::Object(object) => {
                of_fields(&name, object.fields.iter().map(|f| &f.node), &mut out);
            }
            TypeKind::Interface(object) => {
                of_fields(&name, object.fields.iter().map(|f| &f.node), &mut out);
            }
            TypeKind::InputObject(input) => {
                for field in input.fields {
                    let path = format!("{name}.{}", field.node.name.node);
                    out.insert(path, field.node.ty.node.to_string());
                }
            }
            TypeKind::Enum(words) => {
                for word in words.values {
                    out.insert(format!("{name}.{}", word.node.value.node), String::new());
                }
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    out
}

fn of_fields<'f>(
    name: &str,
    fields: impl Iterator<Item = &'f FieldDefinition>,
    out: &mut BTreeMap<String, String>,
) {
    for field in fields {
        let path = format!("{name}.{}", field.name.node);
        for argument in &field.arguments {
            let path = format!("{path}({})", argument.node.name.node);
            out.insert(path, argument.node.ty.node.to_string());
        }
        out.insert(path, field.ty.node.to_string());
    }
}
