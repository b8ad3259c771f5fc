//! Who is asking: the token says who, the database says what they may.

pub mod actor;
pub mod issuer;
pub mod keys;
pub mod token;
pub mod verifier;

pub use issuer::Issuer;
pub use token::{Claims, Rejected};
pub use verifier::Verifier;
