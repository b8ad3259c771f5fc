//! What the contract promises beside the shape of its answers: limits, errors, rights, one effect, data that is
//! a member's own.

mod at_once;
mod erased;
mod figures;
mod inputs;
mod leaks;
mod limits;
mod movements;
mod policies;
mod rights;
mod wearables;
mod what_if;
