//! The schema on disk is the schema of the code, keeps the contract's word, and describes itself.

use std::collections::BTreeMap;

use async_graphql::Name;
use async_graphql::parser::types::{
    FieldDefinition, InputValueDefinition, InterfaceType, ObjectType, ServiceDocument,
    TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::parser::{Positioned, parse_schema};

const SCHEMA: &str = include_str!("../../schema.graphql");

#[test]
fn schema_graphql_is_current() {
    let printed = api::sdl::sdl();

    assert!(printed.trim_end() == SCHEMA.trim_end(), "stale: microcycle sdl > schema.graphql");
}

#[test]
fn the_whole_contract_is_served_to_the_letter() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/contract.graphql");
    let Ok(contract) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the contract is not beside the repository");
        return;
    };
    let faults = compare(&signatures(SCHEMA), &signatures(&contract));

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_field_that_is_missing_or_differs_is_found() {
    let contract =
        "type Query { a(x: Int = 1): Int! b: Int } type T { c: Int d: Int } enum E { F G }";
    let ours = "type Query { a(x: Int = 2): Int } enum E { F }";

    let faults = compare(&signatures(ours), &signatures(contract));

    assert_eq!(
        faults,
        [
            "E.G is missing",
            "Query.a is Int and must be Int!",
            "Query.a(x) is Int = 2 and must be Int = 1",
            "Query.b is missing",
            "T is missing",
        ]
    );
}

#[test]
fn every_type_field_and_input_field_is_described() {
    let silent = undescribed(SCHEMA);

    assert!(silent.is_empty(), "without a description:\n{}", silent.join("\n"));
}

#[test]
fn what_is_not_described_is_found() {
    let sdl = r#"
        type T { a: Int "Said." b: Int }
        "Said." input I { c: Int "Said." d: Int }
        enum E { F }
    "#;

    assert_eq!(undescribed(sdl), ["T", "T.a", "I.c", "E"]);
}

/// The types, fields and input fields that say nothing of themselves, by their paths.
fn undescribed(sdl: &str) -> Vec<String> {
    let mut out = Vec::new();
    for definition in types(sdl) {
        let name = definition.name.node;
        if definition.description.is_none() {
            out.push(name.to_string());
        }
        let mut silent = |field: &Name| out.push(format!("{name}.{field}"));
        match &definition.kind {
            TypeKind::Object(ObjectType { fields, .. })
            | TypeKind::Interface(InterfaceType { fields, .. }) => {
                let fields = fields.iter().filter(|field| field.node.description.is_none());
                fields.for_each(|field| silent(&field.node.name.node));
            }
            TypeKind::InputObject(input) => {
                let fields = input.fields.iter().filter(|field| field.node.description.is_none());
                fields.for_each(|field| silent(&field.node.name.node));
            }
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) => {}
        }
    }
    out
}

/// What `ours` lacks of `theirs`, or says otherwise.
fn compare(ours: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>) -> Vec<String> {
    let differing = theirs.iter().filter_map(|(name, signature)| match ours.get(name) {
        Some(own) if own == signature => None,
        Some(own) => Some(format!("{name} is {own} and must be {signature}")),
        // One line for the whole, not one for each part.
        None if owner(name).is_some_and(|of| !ours.contains_key(of)) => None,
        None => Some(format!("{name} is missing")),
    });
    let mut faults: Vec<String> = differing.collect();
    faults.sort();
    faults
}

/// The field of an argument, the type of a field or word.
fn owner(name: &str) -> Option<&str> {
    name.rsplit_once('(').or_else(|| name.rsplit_once('.')).map(|(of, _)| of)
}

/// The kind of every type, and the type of every field, argument, input field and word, by its path. An
/// argument stands as `Type.field(argument)`.
fn signatures(sdl: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for definition in types(sdl) {
        let name = definition.name.node.to_string();
        let kind = match definition.kind {
            TypeKind::Object(object) => {
                of_fields(&name, object.fields.iter().map(|f| &f.node), &mut out);
                format!("type {}", sorted(&object.implements))
            }
            TypeKind::Interface(object) => {
                of_fields(&name, object.fields.iter().map(|f| &f.node), &mut out);
                "interface".to_owned()
            }
            TypeKind::InputObject(input) => {
                for field in input.fields {
                    out.insert(format!("{name}.{}", field.node.name.node), of_input(&field.node));
                }
                "input".to_owned()
            }
            TypeKind::Enum(words) => {
                for word in words.values {
                    out.insert(format!("{name}.{}", word.node.value.node), String::new());
                }
                "enum".to_owned()
            }
            TypeKind::Scalar => "scalar".to_owned(),
            TypeKind::Union(union) => format!("union {}", sorted(&union.members)),
        };
        out.insert(name, kind);
    }
    out
}

/// The types of a schema, in its order.
fn types(sdl: &str) -> Vec<TypeDefinition> {
    // The parser knows no description of the schema itself, which stands first.
    let described = sdl.strip_prefix("\"\"\"").and_then(|rest| rest.split_once("\"\"\""));
    let schema = described.map(|(_, rest)| rest.trim_start());
    let types = schema.filter(|rest| rest.starts_with("schema {")).unwrap_or(sdl);
    let document: ServiceDocument = parse_schema(types).unwrap();
    let definitions = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    definitions.collect()
}

fn sorted(names: &[Positioned<Name>]) -> String {
    let mut names: Vec<&str> = names.iter().map(|name| name.node.as_str()).collect();
    names.sort_unstable();
    names.join(" ")
}

/// Type and default value.
fn of_input(value: &InputValueDefinition) -> String {
    match &value.default_value {
        // 1.0 and 1 are one number.
        Some(default) => {
            let default = default.node.to_string();
            let whole = default.strip_suffix(".0").unwrap_or(&default);
            format!("{} = {whole}", value.ty.node)
        }
        None => value.ty.node.to_string(),
    }
}

fn of_fields<'f>(
    name: &str,
    fields: impl Iterator<Item = &'f FieldDefinition>,
    out: &mut BTreeMap<String, String>,
) {
    for field in fields {
        let path = format!("{name}.{}", field.name.node);
        for argument in &field.arguments {
            out.insert(format!("{path}({})", argument.node.name.node), of_input(&argument.node));
        }
        out.insert(path, field.ty.node.to_string());
    }
}
