//! The words to a week by a model: asked for with each revision, kept when they were paid for, shown when they
//! are true. The model itself is asked in `jobs`; nothing here waits for it.

mod answer;
mod ask;
pub mod asking;
pub mod batch;
mod budget;
pub mod cost;
mod settle;
mod subject;

pub use answer::{Answer, Ending, Paid, Verdict, judge, keep, kept};
pub use budget::{Budget, budget};
pub use settle::{Told, settle};
pub use subject::{Loaded, Subject, load, subject_of};

pub(crate) use ask::{Revised, ask};

/// Times that a model is asked for one narrative: once, and once more with what verification found.
pub const ATTEMPTS: i32 = 2;
