//! The weekly guard (`engine.md` B6): a programmed week may not lie far over what is usual.

use crate::config::EngineConfig;
use crate::load;
use crate::signals::Signals;

/// Programmed load of sessions given as (minutes, hard), in AU.
pub fn programmed_au(
    sessions: impl IntoIterator<Item = (u32, bool)>,
    config: &EngineConfig,
) -> f64 {
    sessions.into_iter().map(|(minutes, hard)| load::programmed(minutes, hard, &config.load)).sum()
}

/// The set factor that brings a week of `programmed` AU to the ceiling, where it lies over it.
pub fn set_factor(programmed: f64, signals: &Signals, config: &EngineConfig) -> Option<f64> {
    let usual = signals.usual_programmed_au.filter(|usual| usual.is_finite() && *usual > 0.0)?;
    let ceiling = config.chain.guard_ceiling * usual;
    (programmed > ceiling).then(|| (ceiling / programmed).max(config.chain.guard_min))
}
