//! The cells of one row, read as numbers, units and text.

use domain::equipment::KILOGRAMS_PER_POUND;
use domain::vocab::WeightUnit;

use super::log::Format;

/// How much of a cell a reason repeats, in characters.
const SHOWN_LENGTH: usize = 30;

/// Why a row cannot be read.
#[derive(Debug, PartialEq)]
pub(super) enum Problem {
    Unreadable(String),
    /// A load of which neither row, header nor caller say the unit.
    UnitUnknown,
}

/// The columns of a file by name, in lower case.
pub(super) struct Columns(Vec<String>);

impl Columns {
    pub(super) fn new(names: &[impl AsRef<str>]) -> Self {
        Self(names.iter().map(|name| name.as_ref().trim().to_lowercase()).collect())
    }

    pub(super) fn width(&self) -> usize {
        self.0.len()
    }

    pub(super) fn name(&self, at: usize) -> &str {
        &self.0[at]
    }

    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column == name)
    }

    /// The first column whose name starts so and is none of `but`.
    pub(super) fn starting_with(&self, start: &str, but: &[&str]) -> Option<usize> {
        self.0.iter().position(|name| name.starts_with(start) && !but.contains(&name.as_str()))
    }
}

/// What the header says of every row.
pub(super) struct Sheet {
    pub(super) format: Format,
    pub(super) columns: Columns,
    pub(super) load_column: Option<usize>,
    /// The header's unit, else the caller's.
    pub(super) load_unit: Option<WeightUnit>,
    pub(super) distance_column: Option<usize>,
    pub(super) metres_per_distance: Option<f64>,
    pub(super) decimal_comma: bool,
}

/// One row under its header.
pub(super) struct Row<'a> {
    pub(super) line: u64,
    sheet: &'a Sheet,
    cells: Vec<&'a str>,
}

/// A load as typed and in kilograms.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Load {
    pub(super) entered: Option<f64>,
    pub(super) unit: Option<WeightUnit>,
    pub(super) kg: Option<f64>,
    pub(super) assisted: bool,
}

/// A distance as typed and in metres, where its unit is known.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Distance {
    pub(super) entered: Option<f64>,
    pub(super) metres: Option<f64>,
}

impl<'a> Row<'a> {
    /// A row must be as wide as its header.
    pub(super) fn new(
        sheet: &'a Sheet,
        line: u64,
        cells: &'a [impl AsRef<str>],
    ) -> Result<Self, Problem> {
        let width = sheet.columns.width();
        if cells.len() != width {
            let reason = format!("has {} cells where the header has {width}", cells.len());
            return Err(Problem::Unreadable(reason));
        }
        let cells = cells.iter().map(|cell| cell.as_ref().trim()).collect();
        Ok(Self { line, sheet, cells })
    }

    /// The text of a column; `None` where it is empty or there is no such column.
    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        self.sheet.columns.index(column).and_then(|at| self.at(at))
    }

    pub(super) fn owned(&self, column: &str) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// The text of a column that a set cannot be without.
    pub(super) fn required(&self, column: &str) -> Result<&'a str, Problem> {
        self.text(column).ok_or_else(|| Problem::Unreadable(format!("{column} is empty")))
    }

    fn at(&self, at: usize) -> Option<&'a str> {
        Some(self.cells[at]).filter(|cell| !cell.is_empty())
    }

    fn number_at(&self, at: usize) -> Result<Option<f64>, Problem> {
        let Some(text) = self.at(at) else {
            return Ok(None);
        };
        number(text, self.sheet.decimal_comma)
            .map(Some)
            .ok_or_else(|| unreadable(self.sheet.columns.name(at), "a number", text))
    }

    pub(super) fn number(&self, column: &str) -> Result<Option<f64>, Problem> {
        self.sheet.columns.index(column).map_or(Ok(None), |at| self.number_at(at))
    }

    /// Repetitions: whole, though some apps write `10.0`.
    pub(super) fn reps(&self) -> Result<Option<u32>, Problem> {
        let Some(value) = self.number("reps")? else {
            return Ok(None);
        };
        whole(value)
            .map(Some)
            .ok_or_else(|| unreadable("reps", "a whole number", &value.to_string()))
    }

    /// Seconds, rounded; 0 stands for an empty cell.
    pub(super) fn seconds(&self, column: &str) -> Result<Option<u32>, Problem> {
        let Some(value) = self.number(column)? else {
            return Ok(None);
        };
        let seconds = whole(value.round())
            .ok_or_else(|| unreadable(column, "0 or more seconds", &value.to_string()))?;
        Ok(Some(seconds).filter(|&seconds| seconds > 0))
    }

    /// A rating of 1 to 10; 0 stands for an empty cell.
    pub(super) fn rpe(&self) -> Result<Option<f64>, Problem> {
        match self.number("rpe")? {
            None | Some(0.0) => Ok(None),
            Some(value) if (1.0..=10.0).contains(&value) => Ok(Some(value)),
            Some(value) => Err(unreadable("rpe", "1 to 10", &value.to_string())),
        }
    }

    /// The load of the set, its unit from the row, else the header, else the caller.
    pub(super) fn load(&self, movement: &str) -> Result<Load, Problem> {
        let assisted = names_assistance(movement);
        let entered = self.sheet.load_column.map_or(Ok(None), |at| self.number_at(at))?;
        let Some(entered) = entered.filter(|&load| load != 0.0) else {
            return Ok(Load { assisted, ..Load::default() });
        };
        let unit = match self.text("weight unit") {
            Some(word) => {
                unit_named(word).ok_or_else(|| unreadable("weight unit", "kg or lbs", word))?
            }
            None => self.sheet.load_unit.ok_or(Problem::UnitUnknown)?,
        };
        let assisted = assisted || entered < 0.0;
        let kg = match unit {
            WeightUnit::Kilogram => entered,
            WeightUnit::Pound => entered * KILOGRAMS_PER_POUND,
        };
        // As a logged session has it, whichever sign the app writes: assistance takes from the body.
        let kg = Some(if assisted { -kg.abs() } else { kg });
        Ok(Load { entered: Some(entered), unit: Some(unit), kg, assisted })
    }

    /// The distance of the set; 0 stands for an empty cell.
    pub(super) fn distance(&self) -> Result<Distance, Problem> {
        let entered = self.sheet.distance_column.map_or(Ok(None), |at| self.number_at(at))?;
        let Some(entered) = entered.filter(|&distance| distance != 0.0) else {
            return Ok(Distance::default());
        };
        if entered < 0.0 {
            return Err(unreadable("distance", "0 or more", &entered.to_string()));
        }
        let scale = match self.text("distance unit") {
            Some(word) => Some(
                metres_in(&word.to_lowercase())
                    .ok_or_else(|| unreadable("distance unit", "m, km, mi, ft or yd", word))?,
            ),
            None => self.sheet.metres_per_distance,
        };
        Ok(Distance { entered: Some(entered), metres: scale.map(|scale| entered * scale) })
    }
}

/// The reason `column` must be `wanted` and is not.
pub(super) fn unreadable(column: &str, wanted: &str, got: &str) -> Problem {
    let got: String = got.chars().take(SHOWN_LENGTH).collect();
    Problem::Unreadable(format!("{column} must be {wanted}, got {got:?}"))
}

/// The unit of loads that a word names.
pub(super) fn unit_named(word: &str) -> Option<WeightUnit> {
    match word.to_lowercase().as_str() {
        "kg" | "kgs" => Some(WeightUnit::Kilogram),
        "lb" | "lbs" => Some(WeightUnit::Pound),
        _ => None,
    }
}

/// Metres in the unit of distance that a lower-case word names.
pub(super) fn metres_in(word: &str) -> Option<f64> {
    match word {
        "m" | "meter" | "meters" | "metre" | "metres" => Some(1.0),
        "km" | "kilometers" | "kilometres" => Some(1000.0),
        "mi" | "mi." | "mile" | "miles" => Some(1609.344),
        "ft" | "feet" => Some(0.3048),
        "yd" | "yards" => Some(0.9144),
        _ => None,
    }
}

/// A finite number; with a decimal comma only where `;` parts the cells.
fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let pointed = decimal_comma && !text.contains('.');
    let text = if pointed { text.replacen(',', ".", 1) } else { text.to_owned() };
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A count that the database's integers hold.
fn whole(value: f64) -> Option<u32> {
    (value.fract() == 0.0 && (0.0..=f64::from(i32::MAX)).contains(&value)).then_some(value as u32)
}

/// Whether a movement's name says that its load helps: Strong writes that load as positive.
fn names_assistance(movement: &str) -> bool {
    let name = movement.to_lowercase();
    let hangs = ["pull up", "pull-up", "chin up", "chin-up", "dip", "muscle up"];
    name.contains("assisted")
        || (name.contains("(band)") && hangs.iter().any(|hang| name.starts_with(hang)))
        || (name.contains("(band)") && name.contains(" dip "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_comma_counts_only_between_semicolons() {
        assert_eq!(number("72,5", true), Some(72.5));
        assert_eq!(number("72.5", true), Some(72.5));
        assert_eq!(number("72,5", false), None);
        assert_eq!(number("1.072,5", true), None);
        assert_eq!(number("NaN", false), None);
        assert_eq!(number("1e999", false), None);
    }

    #[test]
    fn repetitions_are_whole_and_not_negative() {
        assert_eq!(whole(10.0), Some(10));
        assert_eq!(whole(8.5), None);
        assert_eq!(whole(-1.0), None);
        assert_eq!(whole(2_147_483_648.0), None);
    }

    #[test]
    fn assistance_is_read_from_the_name_of_the_movement() {
        for name in ["Pull Up (Assisted)", "Chest Dip (Band)", "Pull Up (Band)"] {
            assert!(names_assistance(name), "{name}");
        }
        for name in ["Pull Up", "Lat Pulldown (Band)", "Chest Fly (Band)"] {
            assert!(!names_assistance(name), "{name}");
        }
    }
}
