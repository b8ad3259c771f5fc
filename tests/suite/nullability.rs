//! A field that may be null is null in its place when it fails or is refused, and takes nobody along.
//!
//! The library keeps that word only for resolvers that answer `Option<Result<T>>`: an error beside the option, or
//! a guard, takes the whole object. So the source is read beside the schema.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, TypeKind, TypeSystemDefinition};
use serde_json::json;
use tests::backend::{self, Backend};
use tests::demo::{Demo, MEMBER};

const SCHEMA: &str = include_str!("../../schema.graphql");

/// Types of the library itself, whose resolvers can't fail.
const OF_THE_LIBRARY: [&str; 1] = ["PageInfo"];

/// Types that are merged of others.
const ROOTS: [&str; 3] = ["Query", "Mutation", "Subscription"];

#[test]
fn no_failure_hides_on_a_field_that_may_be_null() {
    let resolvers = Resolvers::read();
    let mut faults = resolvers.wrong();
    for (owner, field) in nullable_fields() {
        match resolvers.answer(&owner, &field) {
            Some(answer) if answer.starts_with("Option<") => {}
            Some(answer) => {
                faults.push(format!("{owner}.{field} may be null and answers {answer}"));
            }
            None => faults
                .push(format!("{owner}.{field} may be null and has no resolver that is found")),
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_resolver_that_would_take_its_siblings_along_is_found() {
    let resolvers = Resolvers::of(
        "type Maybe<T> = Result<Option<T>, ApiError>;\n#[Object]\nimpl Plan {\n    async fn review(&self) -> Result<Option<Review>, ApiError> {\n    \
         }\n    async fn note(&self) -> Maybe<Note> {\n    }\n    #[graphql(guard = \"Needs\")]\n    async fn coach(&self) -> Option<Coach> {\n    }\n    \
         async fn day(&self) -> Option<Result<Day, ApiError>> {\n    }\n}\n",
    );

    assert_eq!(
        resolvers.wrong(),
        [
            "Plan.coach has a guard and may be null",
            "Plan.note answers Maybe<Note>: its failure takes the object along",
            "Plan.review answers Result<Option<Review>, ApiError>: its failure takes the object along",
        ]
    );
}

#[test]
fn what_is_refused_is_null_in_its_place_with_path_and_code_and_its_siblings_stay() {
    backend::run(async {
        let demo = Demo::start(Backend::sqlite(), 2).await;
        demo.run_week().await;
        let member = demo.app.client(Some(MEMBER));
        let query = "{ template: programmeTemplate(id: \"template_1\") { id } run: weeklyRun(id: \"run_1\") { id } gym { name } \
                     viewer { member { displayName externalIds { id } } } }";

        let answer = member.answer(query, json!({})).await;

        let data = &answer["data"];
        assert!(data["gym"]["name"].is_string(), "{answer:#}");
        assert!(data["viewer"]["member"]["displayName"].is_string(), "{answer:#}");
        assert_eq!(data["viewer"]["member"]["externalIds"], json!(null));
        let errors = answer["errors"].as_array().unwrap();
        for place in ["template", "run"] {
            assert_eq!(data.get(place), Some(&json!(null)), "{answer:#}");
            let error = errors.iter().find(|error| error["path"] == json!([place]));
            assert_eq!(error.unwrap()["extensions"]["code"], "FORBIDDEN", "{answer:#}");
        }
        assert_eq!(errors.len(), 2, "{answer:#}");
        demo.app.stop().await;
    });
}

/// Every field of an object that may be null, by its type.
fn nullable_fields() -> Vec<(String, String)> {
    let described = SCHEMA.strip_prefix("\"\"\"").and_then(|rest| rest.split_once("\"\"\""));
    let schema = described.map(|(_, rest)| rest.trim_start());
    let types = schema.filter(|rest| rest.starts_with("schema {")).unwrap_or(SCHEMA);
    let mut fields = Vec::new();
    for definition in parse_schema(types).unwrap().definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        let TypeKind::Object(object) = definition.node.kind else { continue };
        if OF_THE_LIBRARY.contains(&name.as_str()) {
            continue;
        }
        let nullable = |field: &&FieldDefinition| field.ty.node.nullable;
        let found = object.fields.iter().map(|field| &field.node).filter(nullable);
        fields.extend(found.map(|field| (name.clone(), field.name.node.to_string())));
    }
    fields
}

/// What the source says of resolvers: by type and field, what they answer and whether they are guarded.
#[derive(Default)]
struct Resolvers {
    answers: BTreeMap<(String, String), (String, bool)>,
    /// Names of types that stand for a result of an option.
    aliases: Vec<String>,
}

impl Resolvers {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src/graphql");
        let texts = files(&root).into_iter().map(|file| std::fs::read_to_string(file).unwrap());
        Self::of(&texts.collect::<String>())
    }

    fn of(source: &str) -> Self {
        let mut read = Self::default();
        let mut lines = source.lines().peekable();
        let mut attributes = String::new();
        while let Some(line) = lines.next() {
            if let Some((name, _)) = line
                .trim_start_matches("pub ")
                .strip_prefix("type ")
                .and_then(|rest| rest.split_once(" = Result<Option<"))
            {
                read.aliases.push(name.split('<').next().unwrap().to_owned());
            }
            if line.starts_with("#[") {
                attributes.push_str(line);
                while !attributes.trim_end().ends_with(']') {
                    attributes.push_str(lines.next().unwrap());
                }
            } else if let Some(owner) = owner(line, &attributes) {
                let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
                read.take(&owner, &body);
                attributes.clear();
            } else if !line.starts_with("//") {
                attributes.clear();
            }
        }
        read
    }

    /// The resolvers, or plain fields, between a type's braces.
    fn take(&mut self, owner: &str, body: &[&str]) {
        let mut attributes = String::new();
        let mut signature = String::new();
        for line in body.iter().filter(|line| !line.trim_start().starts_with("//")) {
            let at_field = line.starts_with("    ") && !line.starts_with("     ");
            let text = line.trim();
            if at_field && text.starts_with("#[") {
                attributes.push_str(text);
            } else if signature.is_empty() && at_field && !text.starts_with('}') {
                text.clone_into(&mut signature);
            } else if !signature.is_empty() {
                signature.push(' ');
                signature.push_str(text);
            }
            if !signature.is_empty() && (signature.ends_with('{') || signature.ends_with(',')) {
                if let Some((name, answer)) = field(&signature) {
                    let name = renamed(&attributes).unwrap_or_else(|| camel(&name));
                    let guarded = attributes.contains("guard");
                    self.answers.insert((owner.to_owned(), name), (answer, guarded));
                    attributes.clear();
                    signature.clear();
                } else if signature.ends_with('{') {
                    signature.clear();
                    attributes.clear();
                }
            }
        }
    }

    fn wrong(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for ((owner, field), (answer, guarded)) in &self.answers {
            let aliased =
                self.aliases.iter().any(|alias| answer.split('<').next() == Some(alias.as_str()));
            if answer.starts_with("Result<Option<") || aliased {
                faults.push(format!(
                    "{owner}.{field} answers {answer}: its failure takes the object along"
                ));
            }
            if *guarded && answer.starts_with("Option<") {
                faults.push(format!("{owner}.{field} has a guard and may be null"));
            }
        }
        faults
    }

    /// Roots are merged of several types, whose names end with theirs.
    fn answer(&self, owner: &str, field: &str) -> Option<&str> {
        let key = (owner.to_owned(), field.to_owned());
        let merged = || {
            let mut all = self.answers.iter().filter(|_| ROOTS.contains(&owner));
            all.find(|((of, name), _)| name == field && of.ends_with(owner)).map(|(_, found)| found)
        };
        self.answers.get(&key).or_else(merged).map(|(answer, _)| answer.as_str())
    }
}

/// The type whose resolvers or fields begin on this line.
fn owner(line: &str, attributes: &str) -> Option<String> {
    let resolves = ["#[Object", "#[ComplexObject", "#[Listening"];
    let rest = if resolves.iter().any(|name| attributes.contains(name)) {
        line.strip_prefix("impl")?
    } else if attributes.contains("SimpleObject") {
        line.strip_prefix("pub struct ").or(line.strip_prefix("struct "))?
    } else {
        return None;
    };
    let name = rest.trim_start().split([' ', '<', '(']).find(|part| !part.is_empty())?;
    let renamed = attributes.split_once("name = \"").and_then(|(_, rest)| rest.split_once('"'));
    Some(renamed.map_or(name, |(name, _)| name).to_owned())
}

/// Name and answer of a resolver's signature, or of a struct's field.
fn field(signature: &str) -> Option<(String, String)> {
    if let Some((_, rest)) = signature.split_once("async fn ") {
        let name = rest.split(['(', '<']).next()?.to_owned();
        let answer = rest.rsplit_once(") -> ")?.1.trim_end_matches('{').trim();
        return Some((name, answer.to_owned()));
    }
    let (name, kind) = signature.strip_suffix(',')?.split_once(": ")?;
    let name = name.trim_start_matches("pub ");
    (!name.contains([' ', '('])).then(|| (name.to_owned(), kind.to_owned()))
}

fn renamed(attributes: &str) -> Option<String> {
    let (_, rest) = attributes.split_once("name = \"")?;
    rest.split_once('"').map(|(name, _)| name.to_owned())
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |done, word| {
        let mut letters = word.chars();
        let initial = letters.next().map(|letter| letter.to_ascii_uppercase());
        done + &initial.into_iter().collect::<String>() + letters.as_str()
    })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
