//! Subscriptions to plans. A node follows a gym's log once, runs each document once for each event and each
//! sight, and hands the text of the result to all whose it is.
//!
//! `follow` takes one subscription from its cursor to the present and then to a seat on its gym's `board`;
//! from there on nothing runs for it but the delivery.

mod audience;
mod board;
mod follow;
mod hub;
mod inbox;
mod parsed;
mod present;
mod script;
mod texts;

pub(super) use audience::{Seat, Subscription};
pub(super) use follow::{Opened, Voice, catch_up, open, rights};
pub(super) use hub::Hub;
pub(super) use inbox::{Cut, Inbox, Item, Said, Told};
pub(super) use script::{Begin, Script};
