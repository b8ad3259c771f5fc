//! The schema as a whole.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

/// The type's block in the SDL.
fn block<'s>(sdl: &'s str, head: &str) -> &'s str {
    let start = sdl.find(head).unwrap_or_else(|| panic!("the SDL has no {head}"));
    let block = &sdl[start..];
    block.find("\n}").map_or(block, |end| &block[..end])
}

#[test]
fn the_schema_prints_without_a_database() {
    let sdl = Schema::default().sdl();
    std::fs::write("/tmp/schema.graphql", &sdl).unwrap();

    assert!(block(&sdl, "type Query {").contains("myPlan(weekOf: Date): Plan"));
    assert!(block(&sdl, "input MemberRef @oneOf").contains("externalId: String"));
}
