//! Reference tables that tests read from beside the repository, where they are there.

use std::path::{Path, PathBuf};

/// The data rows of a table below `../shared/data` or `MICROCYCLE_DATA`, header left out; `None`, and
/// a word on the console, where the folder is absent.
pub(crate) fn rows(name: &str) -> Option<Vec<Vec<String>>> {
    let folder = std::env::var_os("MICROCYCLE_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is absent (MICROCYCLE_DATA names the folder)", path.display());
        return None;
    };
    let split = |line: &str| line.trim_end().split(',').map(str::to_owned).collect();
    Some(text.lines().skip(1).filter(|line| !line.is_empty()).map(split).collect())
}
