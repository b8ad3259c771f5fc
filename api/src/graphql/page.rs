//! Connections: pages of lists that grow without bound, after Relay.

use async_graphql::SimpleObject;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use entity::store::{Page, Slice};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// Length of a page where none is asked for.
const DEFAULT: i32 = 20;
/// Longest page (the contract).
const MOST: i32 = 100;

/// Where a page lies in its list.
#[derive(SimpleObject, Debug, Clone, PartialEq, Eq)]
pub struct PageInfo {
    /// Whether the list goes on after the page.
    has_next_page: bool,
    /// Whether something comes before the page.
    has_previous_page: bool,
    /// Cursor of the first entry; null for an empty page.
    start_cursor: Option<String>,
    /// Cursor of the last entry; null for an empty page.
    end_cursor: Option<String>,
}

/// The arguments of a connection.
#[derive(Debug, Clone, Default)]
pub struct Paging {
    /// At most so many from the start.
    pub first: Option<i32>,
    /// What comes after this place.
    pub after: Option<String>,
    /// At most so many from the end.
    pub last: Option<i32>,
    /// What comes before this place.
    pub before: Option<String>,
}

impl Paging {
    /// From the four arguments, in the order of the contract.
    pub const fn new(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Self {
        Self { first, after, last, before }
    }

    /// The part of the list that they ask for.
    pub fn page<K: DeserializeOwned>(self) -> Result<Page<K>, ApiError> {
        let (name, length, from_end) = match (self.first, self.last) {
            (Some(_), Some(_)) => {
                let message = "first and last can't be asked for together";
                return Err(ApiError::BadUserInput(message.to_owned()));
            }
            (None, Some(last)) => ("last", last, true),
            (first, None) => ("first", first.unwrap_or(DEFAULT), false),
        };
        if !(0..=MOST).contains(&length) {
            let message = format!("{name} must be 0 to {MOST}, got {length}");
            return Err(ApiError::BadUserInput(message));
        }
        Ok(Page {
            after: self.after.as_deref().map(|text| place("after", text)).transpose()?,
            before: self.before.as_deref().map(|text| place("before", text)).transpose()?,
            limit: length.unsigned_abs().into(),
            from_end,
        })
    }
}

/// The place behind a cursor of a connection.
fn place<K: DeserializeOwned>(name: &str, text: &str) -> Result<K, ApiError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok();
    let place = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    place.ok_or_else(|| ApiError::BadUserInput(format!("{name} must be a cursor of this list")))
}

fn cursor<K: Serialize>(place: &K) -> String {
    // Places are pairs of a text, number or date and an id: JSON has them all.
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// A page of nodes with their cursors.
#[derive(Debug)]
pub struct Listed<T> {
    /// The nodes.
    pub nodes: Vec<T>,
    /// Their cursors.
    pub cursors: Vec<String>,
    /// Where the page lies.
    pub page_info: PageInfo,
    /// How long the whole list is.
    pub total: i32,
}

impl<T> Listed<T> {
    /// The rows of `slice` as nodes; `place` is what the list is ordered by. A row that `node` makes
    /// nothing of is not shown.
    pub fn new<R, K: Serialize>(
        slice: Slice<R>,
        place: impl Fn(&R) -> K,
        node: impl Fn(R) -> Option<T>,
    ) -> Self {
        let seen = slice.rows.into_iter().filter_map(|row| {
            let cursor = cursor(&place(&row));
            Some((cursor, node(row)?))
        });
        let (cursors, nodes): (Vec<String>, Vec<T>) = seen.unzip();
        Self {
            page_info: PageInfo {
                has_next_page: slice.has_next,
                has_previous_page: slice.has_previous,
                start_cursor: cursors.first().cloned(),
                end_cursor: cursors.last().cloned(),
            },
            cursors,
            total: i32::try_from(slice.total).unwrap_or(i32::MAX),
            nodes,
        }
    }
}

/// Declares the connection and the edge of a type; `$nodes`: what people call them.
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ty, $nodes:literal) => {
        #[doc = concat!("One of the ", $nodes, ", with its cursor.")]
        #[derive(async_graphql::SimpleObject)]
        pub struct $edge {
            /// Place of the entry: `after` and `before` take it.
            cursor: String,
            /// The entry.
            node: $node,
        }

        #[doc = concat!("A page of ", $nodes, ": 20 unless `first` or `last` says otherwise, at most 100.")]
        #[derive(async_graphql::Description)]
        pub struct $connection($crate::graphql::page::Listed<$node>);

        impl From<$crate::graphql::page::Listed<$node>> for $connection {
            fn from(listed: $crate::graphql::page::Listed<$node>) -> Self {
                Self(listed)
            }
        }

        #[async_graphql::Object(use_type_description)]
        impl $connection {
            /// The page's entries, each with its cursor.
            async fn edges(&self) -> Vec<$edge> {
                let pairs = self.0.cursors.iter().cloned().zip(self.0.nodes.iter().cloned());
                pairs.map(|(cursor, node)| $edge { cursor, node }).collect()
            }

            /// The entries alone.
            async fn nodes(&self) -> &[$node] {
                &self.0.nodes
            }

            /// Where the page lies.
            async fn page_info(&self) -> &$crate::graphql::page::PageInfo {
                &self.0.page_info
            }

            /// How long the whole list is.
            async fn total_count(&self) -> i32 {
                self.0.total
            }
        }
    };
}
pub(crate) use connection;

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    type Place = (String, Uuid);

    #[test]
    fn a_place_comes_back_from_its_cursor() {
        let known: Place = ("Ann".into(), Uuid::from_u128(7));
        let paging = Paging { after: Some(cursor(&known)), ..Paging::default() };

        let page = paging.page::<Place>().expect("a cursor of this list");

        assert_eq!((page.after, page.limit, page.from_end), (Some(known), 20, false));
    }

    #[test]
    fn a_page_has_at_most_a_hundred_from_one_end() {
        let page = |first, last| Paging::new(first, None, last, None).page::<Place>();

        assert!(page(Some(100), None).is_ok());
        assert!(page(None, Some(0)).is_ok_and(|page| page.from_end));
        assert!(page(Some(101), None).is_err());
        assert!(page(Some(-1), None).is_err());
        assert!(page(Some(1), Some(1)).is_err());
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let paging = Paging { after: Some(cursor(&7)), ..Paging::default() };

        assert!(paging.page::<Place>().is_err());
    }
}
