//! The table of expectations, read.

use super::world::Who;

/// Who gets what behind which field.
pub const TABLE: &str = include_str!("table.txt");

/// One field and what each identity is told of it.
pub struct Row {
    /// As `Type.field`.
    pub field: &'static str,
    cells: [&'static str; 7],
    /// What tries it; `$name` stands for something of the world.
    pub request: String,
    /// Where the answer is looked for.
    pub path: Vec<String>,
}

/// The rows of a table: two lines each.
pub fn rows(text: &'static str) -> Vec<Row> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let mut lines = lines.skip(1).peekable(); // the head
    let mut rows = Vec::new();
    while let Some(line) = lines.next() {
        let mut words = line.split_whitespace();
        let field = words.next().expect("a line has words");
        let cells: Vec<&str> = words.collect();
        let cells = cells.try_into().unwrap_or_else(|_| panic!("{field} needs seven cells"));
        let request = lines.next().filter(|line| line.starts_with("    "));
        let request = request.unwrap_or_else(|| panic!("{field} needs a request below it"));
        let (request, path) = match request.rsplit_once(" @ ") {
            Some((request, path)) => (request, path),
            None => (request, field.split_once('.').expect("Type.field").1),
        };
        rows.push(Row {
            field,
            cells,
            request: request.trim().to_owned(),
            path: path.trim().split('.').map(str::to_owned).collect(),
        });
    }
    rows
}

impl Row {
    /// What each identity is told.
    pub fn cells(&self) -> impl Iterator<Item = (Who, &'static str)> {
        Who::ALL.into_iter().zip(self.cells)
    }

    /// What one identity is told.
    pub fn cell(&self, who: Who) -> &'static str {
        self.cells().find(|(other, _)| *other == who).map_or("", |(_, cell)| cell)
    }

    /// Whether trying it changes something, where it is let in.
    pub fn writes(&self) -> bool {
        self.request.starts_with("mutation")
    }

    /// Whether it is a subscription.
    pub fn listens(&self) -> bool {
        self.request.starts_with("subscription")
    }
}
