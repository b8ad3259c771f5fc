//! Columns by the names that systems give them, and what their cells say.

use chrono::NaiveDate;
use domain::calendar::WeekdaySet;
use domain::equipment::KILOGRAMS_PER_POUND;
use domain::vocab::{Experience, Weekday};

use super::file::{MemberFileError, MemberRow};

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Name,
    FirstName,
    LastName,
    Login,
    JoinedOn,
    Coach,
    Experience,
    BodyweightKg,
    BodyweightLb,
    SessionsPerWeek,
    AvailableDays,
    Template,
    Active,
}

/// Each column with its name in messages, and the headers that mean it: letters and digits, in small letters.
const COLUMNS: &[(Column, &str, &[&str])] = &[
    (Column::Id, "the id", &["id", "externalid", "memberid", "membernumber", "number"]),
    (Column::Name, "the name", &["name", "displayname", "fullname", "member"]),
    (Column::FirstName, "the first name", &["firstname", "givenname"]),
    (Column::LastName, "the last name", &["lastname", "familyname", "surname"]),
    (Column::Login, "the login", &["login", "subject", "sub"]),
    (Column::JoinedOn, "the day of joining", &["joined", "joinedon", "membersince", "startdate"]),
    (Column::Coach, "the coach", &["coach", "trainer"]),
    (Column::Experience, "the experience", &["experience", "level"]),
    (Column::BodyweightKg, "the bodyweight", &["bodyweightkg", "weightkg", "bodyweight"]),
    (
        Column::BodyweightLb,
        "the bodyweight in pounds",
        &["bodyweightlb", "bodyweightlbs", "weightlb", "weightlbs"],
    ),
    (Column::SessionsPerWeek, "the sessions a week", &["sessionsperweek", "sessions"]),
    (Column::AvailableDays, "the days", &["availabledays", "days", "trainingdays"]),
    (Column::Template, "the template", &["template", "programme", "program"]),
    (Column::Active, "whether they are active", &["active", "status"]),
];

/// Where the columns of a file are.
pub(super) struct Columns {
    known: Vec<Option<Column>>,
    /// Those that mean nothing here.
    pub(super) ignored: Vec<String>,
    /// How many there are.
    pub(super) width: usize,
}

impl Columns {
    /// Finds out a header.
    pub(super) fn of(header: &[String]) -> Result<Self, MemberFileError> {
        let mut columns = Self { known: Vec::new(), ignored: Vec::new(), width: header.len() };
        for title in header {
            let found = COLUMNS.iter().find(|one| one.2.contains(&folded(title).as_str()));
            if let Some((column, name, _)) = found
                && let Some(before) = columns.known.iter().position(|one| *one == Some(*column))
            {
                let (first, second) = (header[before].clone(), title.clone());
                return Err(MemberFileError::TwiceNamed { name, first, second });
            }
            if found.is_none() && !title.trim().is_empty() {
                columns.ignored.push(title.trim().to_owned());
            }
            columns.known.push(found.map(|one| one.0));
        }
        let has = |column| columns.known.contains(&Some(column));
        let mut missing = Vec::new();
        if !has(Column::Id) {
            missing.push("the id");
        }
        if !has(Column::Name) && !has(Column::FirstName) && !has(Column::LastName) {
            missing.push("the name");
        }
        if missing.is_empty() {
            return Ok(columns);
        }
        let known = "an id (`id`, `member id`, `external id`) and a name (`name`, or `first name` and `last name`)";
        Err(MemberFileError::MissingColumns {
            missing: missing.join(" and "),
            known: known.to_owned(),
        })
    }

    /// The cells that say something, by what they are about.
    pub(super) fn named<'c>(
        &'c self,
        cells: &'c [String],
    ) -> impl Iterator<Item = (Column, &'c str)> {
        let pairs = self.known.iter().zip(cells);
        pairs.filter_map(|(column, cell)| {
            let cell = cell.trim();
            Some(((*column)?, cell)).filter(|_| !cell.is_empty())
        })
    }
}

/// Letters and digits in small letters.
fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Writes a cell into a row, or says what is wrong with it.
pub(super) fn read(column: Column, cell: &str, row: &mut MemberRow) -> Result<(), String> {
    let text = || Some(cell.to_owned());
    match column {
        Column::Id => cell.clone_into(&mut row.external_id),
        Column::Name => cell.clone_into(&mut row.display_name),
        Column::FirstName | Column::LastName => {} // put together by the row
        Column::Login => row.subject = text(),
        Column::JoinedOn => row.joined_on = Some(date(cell)?),
        Column::Coach => row.coach = text(),
        Column::Experience => row.experience = Some(experience(cell)?),
        Column::BodyweightKg => row.bodyweight_kg = Some(number("bodyweight", cell)?),
        Column::BodyweightLb => {
            row.bodyweight_kg = Some(number("bodyweight", cell)? * KILOGRAMS_PER_POUND);
        }
        Column::SessionsPerWeek => {
            let said = || format!("sessions per week must be a whole number, got {cell:?}");
            row.sessions_per_week = Some(cell.parse().map_err(|_| said())?);
        }
        Column::AvailableDays => row.available_days = Some(days(cell)?),
        Column::Template => row.template = text(),
        Column::Active => row.active = Some(active(cell)?),
    }
    Ok(())
}

fn date(cell: &str) -> Result<NaiveDate, String> {
    let said = || format!("the day of joining must be a date such as 2026-11-23, got {cell:?}");
    NaiveDate::parse_from_str(cell, "%Y-%m-%d").map_err(|_| said())
}

fn number(name: &str, cell: &str) -> Result<f64, String> {
    let said = || format!("{name} must be a number, got {cell:?}");
    let value: f64 = cell.replace(',', ".").parse().map_err(|_| said())?;
    if value.is_finite() { Ok(value) } else { Err(said()) }
}

fn experience(cell: &str) -> Result<Experience, String> {
    cell.to_uppercase()
        .parse()
        .map_err(|_| format!("experience must be novice, intermediate or advanced, got {cell:?}"))
}

/// Days by their names or the first three letters, with anything between them.
fn days(cell: &str) -> Result<WeekdaySet, String> {
    let words = cell.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    let mut bits = 0;
    for word in words {
        let word = word.to_uppercase();
        let day =
            Weekday::ALL.iter().find(|day| word.len() >= 3 && day.as_str().starts_with(&word));
        let Some(day) = day else {
            return Err(format!("days must be names such as mon, wed or friday, got {cell:?}"));
        };
        bits |= 1 << *day as u8;
    }
    Ok(WeekdaySet::from_bits(bits))
}

fn active(cell: &str) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "yes" | "true" | "1" | "active" => Ok(true),
        "no" | "false" | "0" | "inactive" => Ok(false),
        _ => Err(format!("whether they are active must be yes or no, got {cell:?}")),
    }
}
