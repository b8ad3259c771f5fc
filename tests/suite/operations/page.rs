//! The page of the docs that shows the operations.

use std::fmt::Write as _;

use tests::documents::{Document, folder};

/// Each document: its file, and what is said above it.
const APPS: [(&str, &str, &str); 4] = [
    ("member-app", "The member app", "With a member's token."),
    (
        "coach-dashboard",
        "The coach dashboard",
        "With a coach's token; queries and subscriptions with an owner's too.",
    ),
    ("owner-console", "The owner console", "With an owner's token."),
    ("wearable", "A wearable", "With an integration's key (`createIntegration`)."),
];

const HEAD: &str = "# What clients send\n\n\
    What a member app, a coach dashboard, an owner console and a wearable send: start from these. The documents are in\n\
    [docs/operations](operations); a client sends one operation with the fragments it uses, as JSON by POST to `/graphql`:\n\n\
    ```sh\n\
    curl -s localhost:8080/graphql -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\\n  \
    -d '{\"query\": \"query WhoAmI { viewer { id displayName roles } }\"}'\n\
    ```\n\n\
    A screen that stays open reads `eventCursor` with its data and subscribes with it as `after`, over WebSocket\n\
    (`graphql-transport-ws`) or Server-Sent Events: nothing in between is missed. Tests send every operation here to a\n\
    running server (`tests/suite/operations`).\n";

/// As it must be.
fn page() -> String {
    let mut page = HEAD.to_owned();
    for (file, title, sender) in APPS {
        let text = std::fs::read_to_string(folder().join(format!("{file}.graphql"))).unwrap();
        let names: Vec<String> =
            Document::parse(&text).names().map(|name| format!("`{name}`")).collect();
        let _ = write!(
            page,
            "\n## {title}\n\n{sender} {} operations: {}.\n\n```graphql\n{}\n```\n",
            names.len(),
            names.join(", "),
            text.trim_end()
        ); // writing to a String never fails
    }
    page
}

#[test]
fn the_page_shows_every_operation() {
    let path = folder().with_file_name("clients.md");
    if std::env::var_os("MICROCYCLE_WRITE_DOCS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }

    let shown = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        shown == page(),
        "stale: MICROCYCLE_WRITE_DOCS=1 cargo nextest run -p tests the_page_shows"
    );
}

#[test]
fn every_document_is_on_the_page() {
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|file| file.unwrap().path().file_stem()?.to_str().map(str::to_owned))
        .collect();
    files.sort();
    let mut known: Vec<&str> = APPS.iter().map(|app| app.0).collect();
    known.sort_unstable();

    assert_eq!(files, known);
    let count = |file: &String| Document::of(file).names().count();
    assert_eq!(files.iter().map(count).sum::<usize>(), 63);
}
