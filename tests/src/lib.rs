//! What the tests drive the program with: databases of their own, a clock that stands still, the binary,
//! and clients that speak as the product's do.

pub mod documents;
pub mod templates;

pub mod app;
pub mod backend;
pub mod claude;
pub mod client;
pub mod clock;
pub mod cluster;
pub mod contents;
pub mod crowd;
pub mod demo;
pub mod followers;
pub mod hand;
pub mod history;
pub mod hostile;
pub mod invariants;
pub mod node;
pub mod postgres;
pub mod program;
pub mod provider;
pub mod redis;
pub mod season;
pub mod serving;
pub mod subscriber;

/// Makes two tests of an `async fn(Backend)`: on SQLite, and on PostgreSQL with Redis where both are there.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* $name:ident)+) => {$(
        $(#[$meta])*
        mod $name {
            #[test]
            fn sqlite() {
                $crate::backend::run(async {
                    super::super::$name($crate::backend::Backend::sqlite()).await;
                });
            }

            #[test]
            fn postgres_and_redis() {
                $crate::backend::run(async {
                    if let Some(backend) = $crate::backend::Backend::postgres().await {
                        super::super::$name(backend).await;
                    }
                });
            }
        }
    )+};
}
