//! The folder of real data beside the repository, for tests: `MICROCYCLE_DATA` names another.

use std::path::{Path, PathBuf};

/// What the file of that name holds; `None`, and a word on the console, where it is absent.
pub(crate) fn read(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("MICROCYCLE_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    let found = std::fs::read(&path);
    if found.is_err() {
        eprintln!("skipped: {} is absent (MICROCYCLE_DATA names the folder)", path.display());
    }
    found.ok()
}
