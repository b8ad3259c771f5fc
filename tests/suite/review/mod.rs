//! Plans under a coach's eyes.

mod approve;
mod edit;
mod reject;
mod survive;
