//! The operations of apps, as the project keeps them in `docs/operations`, sent one at a time as an app's
//! client library sends them: an operation with the fragments it uses.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use async_graphql::parser::parse_query;
use serde_json::{Value, json};

use crate::client::Client;
use crate::subscriber::Subscriber;

/// Where they are kept.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations")
}

/// One app's operations.
pub struct Document {
    operations: BTreeMap<String, String>,
    fragments: BTreeMap<String, String>,
    sent: RefCell<BTreeSet<String>>,
}

impl Document {
    /// The document of a file in the folder, named without its ending.
    pub fn of(app: &str) -> Self {
        let path = folder().join(format!("{app}.graphql"));
        Self::parse(&std::fs::read_to_string(&path).expect("the document is kept"))
    }

    /// Takes a document apart.
    pub fn parse(text: &str) -> Self {
        let document = parse_query(text).expect("the document is GraphQL");
        let mut starts = BTreeMap::new();
        for (name, operation) in document.operations.iter() {
            let name = name.expect("an operation that is kept has a name").to_string();
            starts.insert(operation.pos.line, (true, name));
        }
        for (name, fragment) in &document.fragments {
            starts.insert(fragment.pos.line, (false, name.to_string()));
        }
        let lines: Vec<&str> = text.lines().collect();
        let ends: Vec<usize> =
            starts.keys().skip(1).map(|line| line - 1).chain([lines.len()]).collect();
        let (mut operations, mut fragments) = (BTreeMap::new(), BTreeMap::new());
        for ((begin, (runs, name)), end) in starts.into_iter().zip(ends) {
            let part = lines[begin - 1..end].iter().filter(|line| !line.starts_with('#'));
            let part = part.copied().collect::<Vec<_>>().join("\n").trim().to_owned();
            if runs {
                operations.insert(name, part)
            } else {
                fragments.insert(name, part)
            };
        }
        Self { operations, fragments, sent: RefCell::default() }
    }

    /// Names of its operations.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.operations.keys().map(String::as_str)
    }

    /// An operation with its fragments.
    pub fn text(&self, name: &str) -> String {
        let operation = self.operations.get(name).unwrap_or_else(|| panic!("no operation {name}"));
        let mut used = BTreeMap::new();
        self.gather(operation, &mut used);
        let fragments = used.into_values().map(|text| format!("\n\n{text}"));
        fragments.fold(operation.clone(), |all, text| all + &text)
    }

    fn gather<'d>(&'d self, text: &str, used: &mut BTreeMap<&'d str, &'d str>) {
        for (name, fragment) in &self.fragments {
            let spread = text.split(&format!("...{name}")).skip(1).any(|rest| {
                !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
            });
            if spread && used.insert(name, fragment).is_none() {
                self.gather(fragment, used);
            }
        }
    }

    fn sending(&self, name: &str) -> String {
        self.sent.borrow_mut().insert(name.to_owned());
        self.text(name)
    }

    /// What a query or mutation answers, which is no error of any kind.
    pub async fn send(&self, client: &Client, name: &str, variables: Value) -> Value {
        let data = client.data(&self.sending(name), variables).await;
        for (field, answer) in data.as_object().into_iter().flatten() {
            let errors = &answer["userErrors"];
            assert!(errors.is_null() || *errors == json!([]), "{name}: {field}: {errors:#}");
        }
        data
    }

    /// Starts a subscription under its own name.
    pub async fn listen(&self, socket: &mut Subscriber, name: &str, variables: Value) {
        socket.subscribe(name, &self.sending(name), variables).await;
    }

    /// Sees that each operation was sent.
    pub fn all_were_sent(self) {
        let sent = self.sent.into_inner();
        let left: Vec<_> = self.operations.keys().filter(|name| !sent.contains(*name)).collect();
        assert!(left.is_empty(), "no test sends {left:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_goes_with_the_fragments_it_uses_and_no_other() {
        let document = Document::parse(
            "# An app.\n\nfragment Name on Gym { name }\nfragment Named on Gym { ...Name id }\n\n\
             query One { gym { ...Name } }\n\n# Two.\nquery Two {\n  gym { ...Named }\n}\n",
        );

        assert_eq!(document.names().collect::<Vec<_>>(), ["One", "Two"]);
        assert_eq!(
            document.text("One"),
            "query One { gym { ...Name } }\n\nfragment Name on Gym { name }"
        );
        assert!(
            document.text("Two").contains("fragment Named")
                && document.text("Two").contains("fragment Name on")
        );
    }
}
