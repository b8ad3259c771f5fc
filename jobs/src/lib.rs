//! Background work: when and where it runs. What is done lies in `service`; the truth in the database.

mod dispatcher;
mod lane;
pub mod narrator;
pub mod node;
pub mod relay;
mod renewal;
mod tick;
mod worker;
