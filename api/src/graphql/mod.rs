//! The GraphQL schema: what clients ask for, in the contract's words. Rules live further down.
#![expect(clippy::unused_async, reason = "the library takes async resolvers")]
#![expect(
    clippy::doc_markdown,
    reason = "doc comments are the schema's descriptions, word for word"
)]

mod caller;
mod enums;
mod errors;
mod inputs;
mod loaders;
mod measured;
mod mutation;
mod node;
pub mod occasion;
mod page;
mod plan_stream;
mod query;
pub mod rights;
mod run_counts;
mod run_stream;
mod scalars;
mod subscription;
mod template_input;
mod types;
mod updates;

use std::any::TypeId;
use std::sync::Arc;

use async_graphql::futures_util::StreamExt as _;
use async_graphql::futures_util::stream::{BoxStream, once};
use async_graphql::{Data, Request, Response, SchemaBuilder};
use service::env::Env;
use service::events;
use service::meters::Meters;
use service::templates::PreviewPool;

use crate::http::{ApiState, Caller};
use loaders::RequestLoaders;
pub(crate) use measured::Listening;
use measured::Running;
use mutation::Mutation;
use occasion::Occasion;
use query::Query;
use run_counts::RunCounts;
use subscription::Subscription;

type Inner = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema as the transports run it. Cheap to clone. The default has no state: it can be printed,
/// and run nothing.
///
/// It is the library's schema but for two things: each request gets loaders of its own, so that what
/// one request has read is never shown to another; and where the event stream stands is read before
/// anything else of the request.
#[derive(Clone, Default)]
pub struct Schema(Inner);

/// Where the event stream of the caller's gym stood before the request began.
struct StreamHead(i64);

/// The schema over an open database.
pub fn schema(state: &ApiState) -> anyhow::Result<Schema> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let builder = builder()
        .data(state.env.clone())
        .data(state.relay.clone())
        .data(RunCounts::default())
        .data(Arc::new(PreviewPool::new(cores, state.settings.limits.exact_preview)?));
    Ok(Schema(builder.finish()))
}

/// The roots without any state.
///
/// A field that does not exist is not answered with the names of fields that do. Limits are not set here: `crate::guard` measures each document before the library walks it.
pub fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Inner::build(Query::default(), Mutation::default(), Subscription).disable_suggestions()
}

impl Schema {
    /// Runs a query or mutation.
    pub async fn execute(&self, request: impl Into<Request>) -> Response {
        let mut request = request.into();
        let running = self.meters().map(|meters| Running::begin(meters, &mut request));
        let response = self.0.execute(self.prepared(request).await).await;
        if let Some(running) = running {
            running.end(&response);
        }
        response
    }

    /// Runs any operation as a stream of answers.
    pub fn execute_stream(&self, request: impl Into<Request>) -> BoxStream<'static, Response> {
        self.execute_stream_with_session_data(request, Arc::default())
    }

    /// Runs any operation as a stream of answers, with what the session knows.
    pub fn execute_stream_with_session_data(
        &self,
        request: impl Into<Request>,
        session: Arc<Data>,
    ) -> BoxStream<'static, Response> {
        let (schema, mut request) = (self.clone(), request.into());
        // Whoever runs it for single events counts who listens.
        let whole = !request.data.contains_key(&TypeId::of::<Occasion>());
        let meters = self.meters().filter(|_| whole);
        let listening = meters.and_then(|meters| Listening::begin(meters, &mut request));
        let begun = async move {
            let request = schema.prepared(request).await;
            schema.0.execute_stream_with_session_data(request, session)
        };
        let answers = once(begun).flatten();
        match listening {
            Some(listening) => answers.inspect(move |_| listening.told()).boxed(),
            None => answers.boxed(),
        }
    }

    /// The schema as text.
    pub fn sdl(&self) -> String {
        self.0.sdl()
    }

    /// None where the schema has no state.
    fn meters(&self) -> Option<Arc<Meters>> {
        Some(self.0.data::<Env>()?.meters.clone())
    }

    async fn prepared(&self, request: Request) -> Request {
        let head = self.stream_head(&request).await;
        let request = request.data(RequestLoaders::default());
        match head {
            Some(head) => request.data(head),
            None => request,
        }
    }

    /// Read for who asks for it; a failure is told by the field, which then reads it again.
    async fn stream_head(&self, request: &Request) -> Option<StreamHead> {
        if !request.query.contains(query::EVENT_CURSOR) {
            return None;
        }
        let caller = request.data.get(&TypeId::of::<Caller>())?.downcast_ref::<Caller>()?;
        let gym = caller.actor.as_ref()?.gym;
        let env = self.0.data::<Env>()?;
        events::head(env.db.read(), gym).await.ok().map(StreamHead)
    }
}

#[cfg(test)]
mod tests;
