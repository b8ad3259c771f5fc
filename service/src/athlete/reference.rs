//! Published programmes, read from beside the repository where they are there, for athletes to train.

use domain::catalogue::{fold, starter};
use domain::e1rm;
use domain::snapshot::TemplateFacts;
use domain::template::{TemplatePrescription, TemplateSession};
use domain::vocab::LoadBasis;
use serde_json::Value;

use super::programme::{conditioning, percent, session, template};
use crate::data;

/// The rating that lines without a percentage are read at: the published ones add weight every session.
const LINEAR_RPE: f64 = 8.0;
/// The rating of a set that is to be a new best.
const BEST_RPE: f64 = 9.5;

/// Every programme of the reference data; `None`, and a word on the console, where the file is absent.
pub(super) fn programmes() -> Option<Vec<TemplateFacts>> {
    let text = data::read("programs/programme_templates.json")?;
    let data: Value = serde_json::from_slice(&text).ok()?;
    let all = data["programmes"].as_array()?;
    Some(all.iter().map(programme).collect())
}

fn programme(data: &Value) -> TemplateFacts {
    let share = data["training_max_pct_of_1rm"].as_f64().unwrap_or(100.0) / 100.0;
    let mut sessions: Vec<TemplateSession> = Vec::new();
    for (index, day) in data["sessions"].as_array().into_iter().flatten().enumerate() {
        let week = day["week"].as_u64().unwrap_or(1) as u32;
        let order = day["day"].as_u64().unwrap_or(index as u64 + 1) as u32;
        let lines: Vec<TemplatePrescription> = day["blocks"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|block| lines(block, share))
            .collect();
        if !lines.is_empty() {
            sessions.push(session("strength", week, order, order % 2 == 1, lines));
        }
    }
    let weeks = data["weeks"].as_u64().unwrap_or(1) as u32;
    sessions.extend((1..=weeks).map(conditioning));
    template(data["id"].as_str().unwrap_or("programme"), weeks, sessions)
}

fn lines(block: &Value, training_max: f64) -> Vec<TemplatePrescription> {
    let Some(movement) = block["movement"].as_str().map(key) else {
        return Vec::new();
    };
    let of = block["pct_of"].as_str().unwrap_or_default();
    let of_share = of_share(of, training_max);
    let sets = block["sets"].as_array().into_iter().flatten();
    sets.filter_map(|set| {
        let reps = set["reps"].as_u64()? as u32;
        let sets = set["sets"].as_u64().unwrap_or(1) as u32;
        let share = set["pct"].as_f64().map(|percent| percent / 100.0 * of_share);
        let line = percent(&movement, sets, reps, share.unwrap_or(0.0));
        let rpe =
            set["rpe"].as_f64().unwrap_or(if of == "new_5rm" { BEST_RPE } else { LINEAR_RPE });
        Some(match share {
            Some(_) => line,
            None => TemplatePrescription {
                load_basis: LoadBasis::Rpe,
                load: None,
                target_rpe: Some(rpe),
                ..line
            },
        })
    })
    .collect()
}

/// What a percentage is of, as a share of the maximum.
fn of_share(of: &str, training_max: f64) -> f64 {
    let five = e1rm::chart_for(5, 10.0).unwrap_or(0.863);
    match of {
        "training_max" => training_max,
        "5rm" | "intensity_day_5rm" | "new_5rm" => five,
        "volume_day_load" => 0.9 * five,
        _ => 1.0,
    }
}

/// Key of a movement by its name; the main lift is the squat.
fn key(name: &str) -> String {
    if name == "main lift" {
        return "back-squat".to_owned();
    }
    let wanted = fold(name);
    let known = starter().into_iter().find(|entry| {
        fold(&entry.movement.name) == wanted
            || entry.aliases.iter().any(|alias| fold(alias) == wanted)
    });
    known.map_or_else(|| name.replace(' ', "-"), |entry| entry.movement.key)
}
