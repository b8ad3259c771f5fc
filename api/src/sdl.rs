//! The schema as text, printed from the code.

/// The SDL as in `schema.graphql`; needs no database.
pub fn sdl() -> String {
    let mut text = crate::graphql::Schema::default().sdl().trim_end().to_owned();
    text.push('\n');
    text
}
