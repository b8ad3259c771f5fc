//! Text into rows of cells.
//!
//! Not the csv crate: a quotation mark that is never closed must cost one line, not the rest of the
//! file, and each row must know its line.

/// A row with the line it starts on; the cells, or why there are none.
#[derive(Debug, PartialEq)]
pub(crate) struct RawRow {
    pub(crate) line: u64,
    pub(crate) cells: Result<Vec<String>, &'static str>,
}

/// The rows of a text; lines without any content are passed over.
pub(crate) struct Rows<'a> {
    rest: &'a str,
    line: u64,
    delimiter: char,
    quoting: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(text: &'a str, delimiter: char) -> Self {
        Self { rest: text, line: 1, delimiter, quoting: true }
    }

    /// The rows from here on, in which a quotation mark is a character like any other.
    pub(crate) fn unquoted(self) -> Self {
        Self { quoting: false, ..self }
    }
}

impl Iterator for Rows<'_> {
    type Item = RawRow;

    fn next(&mut self) -> Option<RawRow> {
        while !self.rest.is_empty() {
            let line = self.line;
            let record = read_record(self.rest, self.delimiter, self.quoting);
            let (length, cells) = if record.closed {
                (record.length, Ok(record.cells))
            } else {
                (first_line(self.rest), Err("a quotation mark is opened and never closed"))
            };
            let (taken, rest) = self.rest.split_at(length);
            self.line += line_breaks(taken);
            self.rest = rest;
            let blank =
                cells.as_ref().is_ok_and(|cells| cells.iter().all(|cell| cell.trim().is_empty()));
            if !blank {
                return Some(RawRow { line, cells });
            }
        }
        None
    }
}

struct Record {
    cells: Vec<String>,
    /// Bytes, the line break included.
    length: usize,
    closed: bool,
}

/// Reads one record: quotes count where there is quoting, at the start of a cell only, and are doubled
/// inside one.
fn read_record(text: &str, delimiter: char, quoting: bool) -> Record {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let (mut quoted, mut fresh) = (false, true);
    let mut characters = text.char_indices().peekable();
    while let Some((_, character)) = characters.next() {
        if quoted {
            if character != '"' || characters.next_if(|&(_, next)| next == '"').is_some() {
                cell.push(character);
            } else {
                quoted = false;
            }
            continue;
        }
        match character {
            '"' if fresh && quoting => (quoted, fresh) = (true, false),
            '\n' | '\r' => {
                if character == '\r' {
                    characters.next_if(|&(_, next)| next == '\n');
                }
                cells.push(cell);
                let length = characters.peek().map_or(text.len(), |&(at, _)| at);
                return Record { cells, length, closed: true };
            }
            other if other == delimiter => {
                cells.push(std::mem::take(&mut cell));
                fresh = true;
            }
            other => {
                cell.push(other);
                fresh = false;
            }
        }
    }
    cells.push(cell);
    Record { cells, length: text.len(), closed: !quoted }
}

/// Length of the first physical line, its break included.
fn first_line(text: &str) -> usize {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => at + 2,
        Some(at) => at + 1,
        None => text.len(),
    }
}

/// Breaks of all three kinds: `\n`, `\r\n`, `\r`.
fn line_breaks(text: &str) -> u64 {
    let pairs = text.matches("\r\n").count();
    (text.matches(['\n', '\r']).count() - pairs) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let rows: Vec<RawRow> = Rows::new(text, ',').collect();
        let expected: Vec<RawRow> = expected
            .iter()
            .map(|(line, cells)| RawRow {
                line: *line,
                cells: Ok(cells.iter().map(|&cell| cell.to_owned()).collect()),
            })
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn every_kind_of_line_break_ends_a_row() {
        check(
            "a,b\r\nc,d\ne,\rf",
            &[(1, &["a", "b"]), (2, &["c", "d"]), (3, &["e", ""]), (4, &["f"])],
        );
    }

    #[test]
    fn a_quoted_cell_keeps_delimiters_quotes_and_line_breaks() {
        check(
            "\"a,\"\"b\"\"\",\"c\nd\"\ne,f\"g\n",
            &[(1, &["a,\"b\"", "c\nd"]), (3, &["e", "f\"g"])],
        );
    }

    #[test]
    fn blank_lines_are_no_rows_but_are_counted() {
        check("\n,,\n \na\n", &[(4, &["a"])]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_costs_one_line() {
        let rows: Vec<RawRow> = Rows::new("a\n\"b\nc\n", ',').collect();

        assert_eq!(rows.len(), 3);
        assert!(rows[1].cells.is_err());
        assert_eq!(rows[2].line, 3);
    }
}
