//! Dependencies run one way.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// The crates from the outermost in. A crate may depend on what comes after it.
const ORDER: [&str; 5] = ["api", "jobs", "service", "entity", "domain"];

/// What the rules must not reach: the database, the network, other threads' time, chance.
const WORLD: [&str; 12] = [
    "actix-web",
    "apalis",
    "async-graphql",
    "async-trait",
    "getrandom",
    "rand",
    "redis",
    "reqwest",
    "sea-orm",
    "sqlx",
    "tokio",
    "tracing",
];

fn metadata() -> Metadata {
    MetadataCommand::new().no_deps().exec().unwrap()
}

#[test]
fn no_crate_depends_against_the_direction() {
    let metadata = metadata();
    let crates: Vec<(&str, Vec<&str>)> = metadata
        .packages
        .iter()
        .map(|package| {
            let on = package.dependencies.iter().map(|dependency| dependency.name.as_str());
            (package.name.as_str(), on.collect())
        })
        .collect();

    assert_eq!(crates.len(), 7, "a new crate has its place here and in ARCHITECTURE.md");
    assert_eq!(against_the_direction(&crates), [] as [String; 0]);
}

#[test]
fn a_dependency_against_the_direction_is_found() {
    let forbidden = [
        ("domain", "entity"),
        ("domain", "migration"),
        ("entity", "service"),
        ("service", "jobs"),
        ("service", "migration"),
        ("jobs", "api"),
        ("jobs", "migration"),
        ("migration", "service"),
        ("api", "tests"),
        ("domain", "tests"),
    ];
    let all = ["api", "jobs", "service", "entity", "domain", "migration", "tests"];
    for (name, on) in forbidden {
        let mut crates: Vec<(&str, Vec<&str>)> = all.map(|one| (one, vec!["serde"])).to_vec();
        crates.iter_mut().find(|(own, _)| *own == name).unwrap().1.push(on);

        assert_eq!(against_the_direction(&crates), [format!("{name} must not depend on {on}")]);
    }
}

#[test]
fn the_rules_reach_no_database_network_or_chance() {
    let metadata = metadata();
    let domain = metadata.packages.iter().find(|package| package.name.as_str() == "domain");
    let reached = domain.unwrap().dependencies.iter().filter(|dependency| {
        dependency.kind == DependencyKind::Normal && WORLD.contains(&dependency.name.as_str())
    });

    assert_eq!(reached.map(|dependency| &dependency.name).collect::<Vec<_>>(), [] as [&str; 0]);
}

/// Methods of std's floats whose results differ between machines, or that round otherwise than written.
const INEXACT: [&str; 27] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "cbrt",
    "hypot", "sin", "cos", "sin_cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh",
    "tanh", "asinh", "acosh", "atanh", "mul_add",
];

#[test]
fn the_rules_may_use_no_function_whose_result_depends_on_the_machine() {
    let banned = include_str!("../../domain/clippy.toml");

    for method in INEXACT {
        for float in ["f64", "f32"] {
            assert!(banned.contains(&format!("path = \"{float}::{method}\"")), "{float}::{method}");
        }
    }
}

fn against_the_direction(crates: &[(&str, Vec<&str>)]) -> Vec<String> {
    let own = |on: &str| crates.iter().any(|(name, _)| *name == on);
    let pairs = crates.iter().flat_map(|(name, all)| all.iter().map(move |on| (*name, *on)));
    pairs
        .filter(|(name, on)| own(on) && !may(name, on))
        .map(|(name, on)| format!("{name} must not depend on {on}"))
        .collect()
}

fn may(name: &str, on: &str) -> bool {
    let place = |of: &str| ORDER.iter().position(|other| *other == of);
    match (name, on) {
        ("tests", _) | ("api", "migration") => true,
        ("migration", on) => on == "entity" || on == "domain",
        _ => place(name).zip(place(on)).is_some_and(|(from, to)| from < to),
    }
}
