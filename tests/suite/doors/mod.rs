//! The doors of the schema: every field that roles open is tried as anonymous, member, other member, coach,
//! owner, integration, and coach of another gym, over HTTP and WebSocket, against a table written by hand.

mod every;
mod nodes;
mod schema;
mod seen;
mod table;
mod world;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::backend::Backend;
use tests::on_both;

use every::Every;
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
    let (every, rows) = (Every::of_the_schema(), rows(TABLE));
    let mut faults = Vec::new();
    nodes::tried(&world, &every, &rows, &mut faults).await;
    let (mut of_staff, mut of_strangers) = (BTreeSet::new(), BTreeSet::new());

    let before = world.season.app.contents().await;
    for row in &rows {
        for (who, expected) in row.cells() {
            if row.writes() && is_let_in(expected) {
                continue;
            }
            let request = every.widened(row);
            let answer = tried(&world, row, &request, who, expected, &mut faults).await;
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
            let request = every.widened(row);
            tried(&world, row, &request, who, expected, &mut faults).await;
        }
    }

    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(changed, [] as [&str; 0], "who was refused changed something");
    assert!(leaked.is_empty(), "ids of the gym were answered to strangers: {leaked:?}");
    let untried = every.never_selected();
    assert!(untried.is_empty(), "nobody has tried {untried:?}");
    world.season.app.stop().await;
}

/// Whether a write is carried out, whatever its caller may read of it. Nothing else in its answer is refused.
fn is_let_in(expected: &str) -> bool {
    ["yes", "own", "none"].contains(&expected)
}

/// Sends a row's request, wide as it may be made, as someone; answers what was told.
async fn tried(
    world: &World,
    row: &Row,
    request: &str,
    who: Who,
    expected: &str,
    faults: &mut Vec<String>,
) -> Value {
    let request = world.filled(request, who);
    let answer = if row.listens() {
        world.listen(who, &request).await
    } else {
        world.client(who).answer(&request, json!({})).await
    };
    let told = seen(&answer, &row.path);
    let also_refused = is_let_in(expected) && answer["errors"].is_array();
    if also_refused || told != if expected == "own" { "yes" } else { expected } {
        let field = row.field;
        faults.push(format!("{field} as {who:?}: {expected} is right, {told} it is: {answer}"));
    }
    answer
}
