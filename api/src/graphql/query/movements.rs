//! The movement catalogue.

use async_graphql::{Context, Object};
use domain::access::Action;
use entity::{movement, store};

use crate::error::ApiError;
use crate::graphql::caller::{env, needs};
use crate::graphql::enums::MovementPattern;
use crate::graphql::page::{Listed, Paging};
use crate::graphql::types::movement::{Movement, MovementConnection};

#[derive(Default)]
pub struct MovementQuery;

#[Object]
impl MovementQuery {
    /// The movement catalogue, by name; `search` also looks at aliases. Everyone but integrations.
    #[expect(clippy::too_many_arguments, reason = "the arguments of the contract")]
    async fn movements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Part of the name or of an alias.")] search: Option<String>,
        #[graphql(desc = "Of this pattern only.")] pattern: Option<MovementPattern>,
        #[graphql(desc = "At most so many from the start.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end; not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<MovementConnection, ApiError> {
        let gym = needs(ctx, Action::ReadMovements)?.gym;
        let page = Paging::new(first, after, last, before).page()?;
        let pattern = pattern.map(Into::into);
        let db = env(ctx).db.read();
        let slice = store::movements::page(db, gym, search.as_deref(), pattern, &page).await?;
        let place = |row: &movement::Model| (row.name.clone(), row.id);
        Ok(Listed::new(slice, place, |row| Some(Movement(row))).into())
    }
}
