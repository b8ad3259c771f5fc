//! Parts of ordered lists, from one row's place on: lists grow under their readers, so a place is
//! a row's own key, never a count.

use sea_orm::sea_query::{Expr, ExprTrait as _, Order, SimpleExpr};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, IntoSimpleExpr, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select, Value,
};

/// Which part of an ordered list is asked for. `K` is the key that the list is ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    let direction = if descending == page.from_end { Order::Asc } else { Order::Desc };
    let mut rows = part
        .order_by(order.0, direction.clone())
        .order_by(order.1, direction)
        .limit(page.limit.saturating_add(1))
        .all(db)
        .await?;
    let more = rows.len() as u64 > page.limit;
    rows.truncate(page.limit as usize);
    if page.from_end {
        rows.reverse();
    }
    let (has_next, has_previous) =
        if page.from_end { (page.before.is_some(), more) } else { (more, page.after.is_some()) };
    Ok(Slice { rows, has_next, has_previous, total })
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
