//! Parts of ordered lists, from one row's place on: lists grow under their readers, so a place is
//! a row's own key, never a count.

use std::collections::HashMap;

use sea_orm::sea_query::{
    Alias, Expr, ExprTrait as _, Func, Order, OverStatement as _, Query, SelectStatement,
    SimpleExpr, WindowStatement,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait, IntoSimpleExpr, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select, Value,
};
use uuid::Uuid;

/// Which part of an ordered list is asked for. `K` is the key that the list is ordered by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Page<K> {
    /// Only what comes after this place.
    pub after: Option<K>,
    /// Only what comes before this place.
    pub before: Option<K>,
    /// At most so many rows.
    pub limit: u64,
    /// Whether to take the last of them instead of the first.
    pub from_end: bool,
}

impl<K> Page<K> {
    /// The first rows of the list.
    pub fn first(limit: u64) -> Self {
        Self { after: None, before: None, limit, from_end: false }
    }
}

/// That part, in the list's own order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether the list goes on after them.
    pub has_next: bool,
    /// Whether something comes before them.
    pub has_previous: bool,
    /// How long the whole list is.
    pub total: u64,
}

impl<T> Slice<T> {
    /// The part of a list that has nothing.
    pub fn empty<K>(page: &Page<K>) -> Self {
        Self::cut(Vec::new(), page, 0)
    }

    /// From rows in the order in which the page takes them, one more than it holds where there are more.
    fn cut<K>(mut rows: Vec<T>, page: &Page<K>, total: u64) -> Self {
        let more = rows.len() as u64 > page.limit;
        rows.truncate(page.limit as usize);
        if page.from_end {
            rows.reverse();
        }
        let (has_next, has_previous) = if page.from_end {
            (page.before.is_some(), more)
        } else {
            (more, page.after.is_some())
        };
        Self { rows, has_next, has_previous, total }
    }
}

/// Reads the part of `list` that `page` asks for, ordered by both columns in the same direction.
/// The second column must be unique among the rows.
pub(super) async fn slice<E, A, B>(
    db: &impl ConnectionTrait,
    list: Select<E>,
    order: (E::Column, E::Column),
    descending: bool,
    page: &Page<(A, B)>,
) -> Result<Slice<E::Model>, DbErr>
where
    E: EntityTrait,
    E::Model: Send + Sync,
    A: Into<Value> + Clone,
    B: Into<Value> + Clone,
{
    let total = list.clone().count(db).await?;
    let taken = direction(descending, page);
    let rows = bounded(list, order, descending, page)
        .order_by(order.0, taken.clone())
        .order_by(order.1, taken)
        .limit(page.limit.saturating_add(1))
        .all(db)
        .await?;
    Ok(Slice::cut(rows, page, total))
}

/// Reads the same part of each owner's own list, newest first, by two statements however many owners
/// there are. `order` ends with the rows' id. An owner without a row is missing.
pub(super) async fn slices<E, A, B>(
    db: &impl ConnectionTrait,
    list: Select<E>,
    (owner, owner_of): (E::Column, impl Fn(&E::Model) -> Uuid),
    order: (E::Column, E::Column),
    page: &Page<(A, B)>,
) -> Result<HashMap<Uuid, Slice<E::Model>>, DbErr>
where
    E: EntityTrait,
    E::Model: Send + Sync,
    A: Into<Value> + Clone,
    B: Into<Value> + Clone,
{
    let counted = list.clone().select_only().column(owner).column_as(order.1.count(), "rows");
    let totals: Vec<(Uuid, i64)> = counted.group_by(owner).into_tuple().all(db).await?;
    let taken = direction(true, page);
    let part = bounded(list, order, true, page);
    let rows = part
        .clone()
        .filter(order.1.in_subquery(taken_of_each(part, owner, order, &taken, page.limit)))
        .order_by(order.0, taken.clone())
        .order_by(order.1, taken)
        .all(db)
        .await?;
    let mut of_each: HashMap<Uuid, Vec<E::Model>> = HashMap::new();
    for row in rows {
        of_each.entry(owner_of(&row)).or_default().push(row);
    }
    let cut = |(owner, total): (Uuid, i64)| {
        let rows = of_each.remove(&owner).unwrap_or_default();
        (owner, Slice::cut(rows, page, total.unsigned_abs()))
    };
    Ok(totals.into_iter().map(cut).collect())
}

/// Ids of the first rows of each owner, one more than a page holds.
fn taken_of_each<E: EntityTrait>(
    part: Select<E>,
    owner: E::Column,
    order: (E::Column, E::Column),
    taken: &Order,
    limit: u64,
) -> SelectStatement {
    let mut window = WindowStatement::new();
    window
        .add_partition_by(owner.into_simple_expr())
        .order_by_expr(order.0.into_simple_expr(), taken.clone())
        .order_by_expr(order.1.into_simple_expr(), taken.clone());
    let mut ranked = part.select_only().column_as(order.1, "id").into_query();
    ranked.expr_window_as(Func::cust(Alias::new("ROW_NUMBER")), window, Alias::new("place"));
    let most = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    Query::select()
        .column(Alias::new("id"))
        .from_subquery(ranked, Alias::new("ranked"))
        .and_where(Expr::col(Alias::new("place")).lte(most))
        .to_owned()
}

/// What of a list lies between the places of a page.
fn bounded<E, A, B>(
    list: Select<E>,
    order: (E::Column, E::Column),
    descending: bool,
    page: &Page<(A, B)>,
) -> Select<E>
where
    E: EntityTrait,
    A: Into<Value> + Clone,
    B: Into<Value> + Clone,
{
    let key = || Expr::tuple([order.0.into_simple_expr(), order.1.into_simple_expr()]);
    let place = |(a, b): &(A, B)| Expr::tuple([value(a), value(b)]);
    let mut part = list;
    if let Some(after) = &page.after {
        let beyond = if descending { key().lt(place(after)) } else { key().gt(place(after)) };
        part = part.filter(beyond);
    }
    if let Some(before) = &page.before {
        let ahead = if descending { key().gt(place(before)) } else { key().lt(place(before)) };
        part = part.filter(ahead);
    }
    part
}

/// The order in which rows are taken, so that those of the page come first.
fn direction<K>(descending: bool, page: &Page<K>) -> Order {
    if descending == page.from_end { Order::Asc } else { Order::Desc }
}

fn value<T: Into<Value> + Clone>(key: &T) -> SimpleExpr {
    Expr::val(key.clone())
}

/// A pattern that finds `text` anywhere, taken literally; compare it with a lower-cased column.
pub(super) fn containing(text: &str) -> sea_orm::sea_query::LikeExpr {
    let mut pattern = String::from("%");
    for letter in text.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    sea_orm::sea_query::LikeExpr::new(pattern).escape('\\')
}
