//! Dependencies run one way.

use cargo_metadata::MetadataCommand;

/// The crates from the outermost in. A crate may depend on what comes after it.
const ORDER: [&str; 5] = ["api", "jobs", "service", "entity", "domain"];

#[test]
fn no_crate_depends_against_the_direction() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let names: Vec<String> =
        metadata.packages.iter().map(|package| package.name.to_string()).collect();
    for package in &metadata.packages {
        let name = package.name.as_str();
        for dependency in &package.dependencies {
            let on = dependency.name.as_str();
            if names.iter().any(|own| own == on) {
                assert!(may(name, on), "{name} must not depend on {on}");
            }
        }
    }
}

fn may(name: &str, on: &str) -> bool {
    let place = |of: &str| ORDER.iter().position(|other| *other == of);
    match (name, on) {
        ("tests", _) | ("api", "migration") => true,
        ("migration", on) => on == "entity" || on == "domain",
        _ => place(name).zip(place(on)).is_some_and(|(from, to)| from < to),
    }
}
