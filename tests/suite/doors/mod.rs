//! The doors of the schema: every field that roles open is tried as anonymous, member, other member, coach,
//! owner, integration, and coach of another gym, over HTTP and WebSocket, against a table written by hand.

mod nodes;
mod schema;
mod seen;
mod table;
mod world;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;

use seen::{ids_in, seen};
use table::{Row, TABLE, rows};
use world::{Who, World};

mod both {
    use super::on_both;
    on_both! {
        every_door_opens_to_whom_the_table_says_and_to_nobody_else
    }
}

async fn every_door_opens_to_whom_the_table_says_and_to_nobody_else(backend: Backend) {
    let world = World::build(backend).await;
    nodes::tried(&world).await;
    let rows = rows(TABLE);
    let mut faults = Vec::new();
    let (mut of_staff, mut of_strangers) = (BTreeSet::new(), BTreeSet::new());

    let before = world.season.app.contents().await;
    for row in &rows {
        for (who, expected) in row.cells() {
            if row.writes() && is_let_in(expected) {
                continue;
            }
            let answer = tried(&world, row, who, expected, &mut faults).await;
            match who {
                Who::Coach | Who::Owner => of_staff.extend(ids_in(&answer)),
                Who::Nobody | Who::Elsewhere => of_strangers.extend(ids_in(&answer)),
                _ => {}
            }
        }
    }
    let changed = before.changed(&world.season.app.contents().await);
    let leaked: Vec<_> = of_staff.intersection(&of_strangers).collect();
    for row in rows.iter().filter(|row| row.writes()) {
        for (who, expected) in row.cells().filter(|(_, expected)| is_let_in(expected)) {
            tried(&world, row, who, expected, &mut faults).await;
        }
    }

    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(changed, [] as [&str; 0], "who was refused changed something");
    assert!(leaked.is_empty(), "ids of the gym were answered to strangers: {leaked:?}");
    world.season.app.stop().await;
}

/// Whether a write is carried out, whatever its caller may read of it.
fn is_let_in(expected: &str) -> bool {
    ["yes", "own", "none"].contains(&expected)
}

/// Sends a row's request as someone; answers what was told.
async fn tried(
    world: &World,
    row: &Row,
    who: Who,
    expected: &str,
    faults: &mut Vec<String>,
) -> Value {
    let request = world.filled(&row.request, who);
    let answer = if row.listens() {
        world.listen(who, &request).await
    } else {
        world.client(who).answer(&request, json!({})).await
    };
    let told = seen(&answer, &row.path);
    if told != if expected == "own" { "yes" } else { expected } {
        let field = row.field;
        faults.push(format!("{field} as {who:?}: {expected} is right, {told} it is: {answer}"));
    }
    answer
}
