//! Documents that are sent to hurt: small to write, dear to walk or to run.

use std::fmt::Write as _;

/// One of them.
pub struct Hostile {
    /// What it does.
    pub name: &'static str,
    /// The document.
    pub document: String,
    /// The code it is refused with.
    pub code: &'static str,
}

const COMPLEX: &str = "QUERY_TOO_COMPLEX";
const INVALID: &str = "GRAPHQL_VALIDATION_FAILED";
const UNREADABLE: &str = "GRAPHQL_PARSE_FAILED";

/// All of them. `root`: what they begin with, `query`, `mutation` or `subscription`, with a field of it.
pub fn corpus(root: &str, field: &str) -> Vec<Hostile> {
    let ty = format!("{}{}", root[..1].to_uppercase(), &root[1..]);
    let mut all = Vec::new();
    let mut add = |name, code, document: String| all.push(Hostile { name, document, code });
    let within = |body: &str| format!("{root} {{ {field} {{ {body} }} }}");
    for levels in [20, 24, 28] {
        add("fragments that double at each level", COMPLEX, bomb(root, field, &ty, levels));
    }
    add("a long chain of fragments", COMPLEX, chain(root, field, &ty, 1_500));
    add("a fragment within itself", INVALID, circle(root, field, 1));
    add("a circle of many fragments", INVALID, circle(root, field, 20));
    add("nesting beyond the limit", COMPLEX, within(&nested("plan", 20)));
    add("nesting far beyond it", UNREADABLE, within(&nested("plan", 2_000)));
    add("inline fragments in one another", UNREADABLE, within(&nested("... on Plan", 2_000)));
    add(
        "lists in one another",
        UNREADABLE,
        within(&format!("plan(a: {}1{})", "[".repeat(9_000), "]".repeat(9_000))),
    );
    add(
        "objects in one another",
        UNREADABLE,
        within(&format!("plan(a: {}1{})", "{a:".repeat(9_000), "}".repeat(9_000))),
    );
    add("a flood of aliases", COMPLEX, within(&numbered(2_000, |n| format!("a{n}: id"))));
    add("a flood of directives", COMPLEX, within(&"id @skip(if: false) ".repeat(2_000)));
    add(
        "one directive many times in one place",
        COMPLEX,
        within(&format!("id{}", " @skip(if: false)".repeat(2_000))),
    );
    add(
        "one directive twice in one place",
        INVALID,
        within("id @skip(if: false) @skip(if: false)"),
    );
    add("20,000 tokens", COMPLEX, within(&"id ".repeat(20_000)));
    add("more bytes than are read", COMPLEX, within(&"id ".repeat(30_000)));
    add("pages within pages", COMPLEX, within(&pages(5)));
    add(
        "many operations",
        COMPLEX,
        numbered(1_200, |n| format!("{root} O{n} {{ {field} {{ a b c d e f g h i }} }}")),
    );
    add(
        "circular introspection",
        COMPLEX,
        format!("query {{ __schema {{ types {{ {} }} }} }}", introspection(30)),
    );
    all
}

fn bomb(root: &str, field: &str, ty: &str, levels: usize) -> String {
    let mut text = format!("{root} {{ {field} {{ ...F0 }} }} fragment F{levels} on {ty} {{ id }} ");
    for level in 0..levels {
        let next = level + 1;
        let _ = write!(text, "fragment F{level} on {ty} {{ ...F{next} ...F{next} }} ");
    }
    text
}

fn chain(root: &str, field: &str, ty: &str, levels: usize) -> String {
    let mut text = format!("{root} {{ {field} {{ ...F0 }} }} fragment F{levels} on {ty} {{ id }} ");
    for level in 0..levels {
        let _ = write!(text, "fragment F{level} on {ty} {{ ...F{} }} ", level + 1);
    }
    text
}

fn circle(root: &str, field: &str, length: usize) -> String {
    let spread = |at: usize| format!("fragment F{at} on Plan {{ id ...F{} }} ", (at + 1) % length);
    format!("{root} {{ {field} {{ ...F0 }} }} {}", numbered(length, spread))
}

fn nested(name: &str, levels: usize) -> String {
    format!("{}id{}", format!("{name} {{ ").repeat(levels), " }".repeat(levels))
}

fn numbered(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(" ")
}

fn pages(levels: usize) -> String {
    format!("{}id{}", "plans(first: 100) { nodes { ".repeat(levels), " } }".repeat(levels))
}

fn introspection(levels: usize) -> String {
    format!("{}name{}", "fields { type { ".repeat(levels), " } }".repeat(levels))
}
