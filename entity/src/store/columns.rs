//! Many rows in one statement, column by column.
//!
//! PostgreSQL takes an array for each column: the statement is the same however many rows there are, so it
//! is read and planned once a connection. Rows of thousands of single parameters cost it as much time as
//! the writing itself.

use sea_orm::sea_query::{ArrayType, Expr, Func, InsertStatement, OnConflict, Query, SimpleExpr};
use sea_orm::{ActiveModelTrait, EntityName as _, EntityTrait, Iterable as _, Value};

/// An insert of whole rows, as PostgreSQL takes it best.
///
/// # Panics
///
/// If a row is not whole.
pub(super) fn insert<A: ActiveModelTrait>(
    rows: Vec<A>,
    conflict: Option<&OnConflict>,
) -> InsertStatement {
    let count = rows.len();
    let (names, columns) = turn(rows);
    let mut insert = Query::insert();
    insert.into_table(A::Entity::default().table_ref()).columns(names);
    let mixed = columns.iter().any(|column| !matches!(nulls(column), 0) && nulls(column) < count);
    if mixed {
        // An array of the driver's has no place for NULL.
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for _ in 0..count {
            let row = columns.iter_mut().filter_map(Iterator::next);
            insert.values_panic(row.map(SimpleExpr::from));
        }
    } else {
        let mut select = Query::select();
        select.exprs(columns.into_iter().map(array));
        insert.select_from(select).expect("there is an array for each column");
    }
    if let Some(conflict) = conflict {
        insert.on_conflict(conflict.clone());
    }
    insert
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
    use sea_orm::IntoActiveModel as _;
    use sea_orm::sea_query::PostgresQueryBuilder;
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

    fn sql(rows: Vec<goal::ActiveModel>) -> String {
        insert::<goal::ActiveModel>(rows, None).build(PostgresQueryBuilder).0
    }

    #[test]
    fn the_statement_is_the_same_for_any_number_of_rows() {
        let one = sql(vec![goal(1, None)]);
        let many = sql((0..300).map(|number| goal(number, None)).collect());

        assert_eq!(one, many);
        assert!(one.contains("UNNEST($1)") && one.contains("NULL"), "{one}");
    }

    #[test]
    fn a_column_with_gaps_is_written_row_by_row() {
        let gaps = sql(vec![goal(1, None), goal(2, Some("word"))]);

        assert!(!gaps.contains("UNNEST") && gaps.contains("), ("), "{gaps}");
    }
}
