//! Training logs of real people: every row is accounted for, and a second time changes nothing.

use tests::backend::Backend;
use tests::on_both;
use tests::program::{Program, data};

mod both {
    use super::on_both;
    on_both! {
        every_log_is_read_whole_and_only_once
    }
}

/// File, more arguments, rows, sets, rows that are no sets.
const LOGS: [(&str, &[&str], usize, usize, usize); 4] = [
    ("strong_comma_kg_a.csv", &["--unit", "kg"], 2078, 2078, 0),
    ("strong_semicolon_kg_b.csv", &[], 266, 266, 0),
    ("strong_rest_timer_rows_c.csv", &["--unit", "kg"], 0, 0, 0),
    ("hevy_kg_d.csv", &["--time-zone", "Europe/Berlin"], 330, 330, 0),
];

async fn every_log_is_read_whole_and_only_once(backend: Backend) {
    let Some(folder) = data() else { return };
    let program = Program::new(&backend);
    program.succeed(&["migrate"]);
    program.succeed(&["demo", "--members", "2", "--no-serve"]);
    for (file, more, rows, sets, _) in LOGS {
        let path = folder.join("logs").join(file).display().to_string();
        let mut arguments = vec!["import", "training-log", &path, "--member", "M-00002"];
        arguments.extend(more);

        let first = program.succeed(&arguments);
        let again = program.succeed(&arguments);

        let counted =
            number(&first, "sets") + number(&first, "rest rows") + number(&first, "skipped rows");
        assert_eq!(counted, number(&first, "rows"), "{first}");
        if rows > 0 {
            assert_eq!((number(&first, "rows"), number(&first, "sets")), (rows, sets), "{first}");
        }
        assert!(again.contains("(0 new,"), "{again}");
    }
}

/// The number beside a word of the summary: after it, or for the rows of the head before it.
fn number(summary: &str, word: &str) -> usize {
    if word == "rows" {
        let head = summary.lines().next().unwrap();
        let count = head.rsplit(", ").next().and_then(|rows| rows.strip_suffix(" rows")).unwrap();
        return count.parse().unwrap();
    }
    let line = summary.lines().find(|line| line.trim_start().starts_with(word)).unwrap();
    let rest = line.trim_start().trim_start_matches(word);
    rest.split_whitespace().next().and_then(|count| count.parse().ok()).unwrap()
}
