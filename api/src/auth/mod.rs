//! Who is asking: the token says who, the database says what they may.

pub mod actor;
pub mod token;

pub use token::Claims;
