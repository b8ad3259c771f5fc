//! Plans under a coach's eyes.

mod approve;
mod edit;
mod proven;
mod reject;
mod survive;
