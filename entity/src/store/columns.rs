//! Many rows in one statement, column by column.
//!
//! PostgreSQL takes an array for each column: the statement is the same however many rows there are, so it
//! is read and planned once a connection. Rows of thousands of single parameters cost it as much time as
//! the writing itself.

use std::collections::BTreeMap;

use sea_orm::sea_query::{ArrayType, Expr, Func, InsertStatement, OnConflict, Query, SimpleExpr};
use sea_orm::{ActiveModelTrait, EntityName as _, EntityTrait, Iterable as _, Value};

/// Most kinds of rows, by which of their columns are empty, that get a statement each. House choice: revisions with
/// and without a base, in force or waiting; beyond, the statements cost more than the parameters that they spare.
const MOST_KINDS: usize = 4;

/// Inserts of whole rows, as PostgreSQL takes them best: rows with the same columns empty share a statement.
///
/// # Panics
///
/// If a row is not whole.
pub(super) fn insert<A: ActiveModelTrait>(
    rows: Vec<A>,
    conflict: Option<&OnConflict>,
) -> Vec<InsertStatement> {
    let count = rows.len();
    let (names, columns) = turn(rows);
    let (kind_of, kinds) = kinds(&columns, count);
    let mut inserts = Vec::new();
    if kinds > MOST_KINDS {
        // An array of the driver's has no place for NULL.
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        let mut insert = Query::insert();
        insert.columns(names);
        for _ in 0..count {
            let row = columns.iter_mut().filter_map(Iterator::next);
            insert.values_panic(row.map(SimpleExpr::from));
        }
        inserts.push(insert);
    } else {
        for columns in split(columns, &kind_of, kinds) {
            let mut select = Query::select();
            select.exprs(columns.into_iter().map(array));
            let mut insert = Query::insert();
            insert.columns(names.iter().copied());
            insert.select_from(select).expect("there is an array for each column");
            inserts.push(insert);
        }
    }
    for insert in &mut inserts {
        insert.into_table(A::Entity::default().table_ref());
        if let Some(conflict) = conflict {
            insert.on_conflict(conflict.clone());
        }
    }
    inserts
}

/// Of which kind each row is, in the order in which kinds appear, and how many kinds there are. Rows of a kind have
/// the same columns empty.
fn kinds(columns: &[Vec<Value>], count: usize) -> (Vec<usize>, usize) {
    let mixed: Vec<&Vec<Value>> =
        columns.iter().filter(|column| (1..count).contains(&nulls(column))).collect();
    let mut known: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    let kind_of = (0..count).map(|row| {
        let empty: Vec<bool> = mixed.iter().map(|column| is_null(&column[row])).collect();
        let next = known.len();
        *known.entry(empty).or_insert(next)
    });
    let kind_of: Vec<usize> = kind_of.collect();
    (kind_of, known.len())
}

/// The columns of each kind's rows, in the order of the rows.
fn split(columns: Vec<Vec<Value>>, kind_of: &[usize], kinds: usize) -> Vec<Vec<Vec<Value>>> {
    if kinds == 1 {
        return vec![columns];
    }
    let mut each = vec![vec![Vec::new(); columns.len()]; kinds];
    for (place, column) in columns.into_iter().enumerate() {
        for (value, kind) in column.into_iter().zip(kind_of) {
            each[*kind][place].push(value);
        }
    }
    each
}

type Column<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;

/// Each column with the values of all rows.
fn turn<A: ActiveModelTrait>(mut rows: Vec<A>) -> (Vec<Column<A>>, Vec<Vec<Value>>) {
    let names: Vec<Column<A>> = Column::<A>::iter().collect();
    let values = names
        .iter()
        .map(|name| {
            let values = rows.iter_mut().map(|row| row.take(*name).into_value());
            values.map(|value| value.expect("rows that are inserted are whole")).collect()
        })
        .collect();
    (names, values)
}

fn nulls(column: &[Value]) -> usize {
    column.iter().filter(|value| is_null(value)).count()
}

/// Of the kinds of value that tables have here; of any other kind, nothing is said to be missing.
fn is_null(value: &Value) -> bool {
    matches!(
        value,
        Value::Bool(None)
            | Value::Int(None)
            | Value::BigInt(None)
            | Value::Double(None)
            | Value::String(None)
            | Value::Bytes(None)
            | Value::Uuid(None)
            | Value::ChronoDate(None)
    )
}

/// The values of a column, one a row; of a column that is empty, one NULL for all of them.
fn array(column: Vec<Value>) -> SimpleExpr {
    let Some(first) = column.first().filter(|first| !is_null(first)) else {
        return Expr::cust("NULL");
    };
    let kind: ArrayType = first.array_type();
    Func::cust("UNNEST").arg(Expr::val(Value::Array(kind, Some(Box::new(column))))).into()
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::PostgresQueryBuilder;
    use sea_orm::{IntoActiveModel as _, Set};
    use uuid::Uuid;

    use super::*;
    use crate::goal;

    fn goal(number: u128, note: Option<&str>) -> goal::ActiveModel {
        let row = goal::Model {
            id: Uuid::from_u128(number),
            gym_id: Uuid::nil(),
            member_id: Uuid::nil(),
            kind: "STRENGTH".to_owned(),
            weight: 1.0,
            status: "ACTIVE".to_owned(),
            target_date: None,
            note: note.map(str::to_owned),
            created_at: 0,
            ended_at: None,
        };
        row.into_active_model()
    }

    fn sql(rows: Vec<goal::ActiveModel>) -> Vec<String> {
        let inserts = insert::<goal::ActiveModel>(rows, None);
        inserts.iter().map(|insert| insert.build(PostgresQueryBuilder).0).collect()
    }

    #[test]
    fn the_statement_is_the_same_for_any_number_of_rows() {
        let one = sql(vec![goal(1, None)]);
        let many = sql((0..300).map(|number| goal(number, None)).collect());

        assert_eq!(one, many);
        assert_eq!(one.len(), 1);
        assert!(one[0].contains("UNNEST($1)") && one[0].contains("NULL"), "{one:?}");
    }

    #[test]
    fn rows_with_the_same_columns_empty_share_a_statement() {
        let word = |number| goal(number, Some("word"));

        let inserts = sql(vec![goal(1, None), word(2), goal(3, None), word(4)]);

        assert_eq!(inserts.len(), 2, "{inserts:?}");
        assert_eq!(inserts[0], sql(vec![goal(1, None)])[0]);
        assert_eq!(inserts[1], sql(vec![word(2)])[0]);
    }

    #[test]
    fn rows_of_many_kinds_are_written_one_by_one() {
        let kind = |number: u128| goal::ActiveModel {
            note: Set((number & 1 > 0).then(|| "word".to_owned())),
            target_date: Set((number & 2 > 0).then(chrono::NaiveDate::default)),
            ended_at: Set((number & 4 > 0).then_some(1)),
            ..goal(number, None)
        };
        let sql = sql((0..8).map(kind).collect());

        assert_eq!(sql.len(), 1);
        assert!(!sql[0].contains("UNNEST") && sql[0].contains("), ("), "{sql:?}");
    }
}
