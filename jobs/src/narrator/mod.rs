//! Asks Claude to narrate weeks. Nobody waits for it: a plan is whole with the rules' words.

pub mod claude;
