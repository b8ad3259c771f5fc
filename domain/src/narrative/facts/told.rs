//! The names that a gym gave to its programme, tracks, sessions and blocks, as a request holds them: a coach's or
//! a member's name in them is struck. What verification reads keeps them, for an answer may call things by their names.

use std::collections::BTreeMap;

use super::NarrativeFacts;
use super::redact::{STRUCK, Struck, redact};

/// The facts with names struck from what the gym named; `None`: there are none in it.
pub(super) fn told(facts: &NarrativeFacts) -> Option<NarrativeFacts> {
    let new = renamed(facts);
    if new.is_empty() {
        return None;
    }
    let mut out = facts.clone();
    let rename = |name: &mut String| {
        if let Some(told) = new.get(name.as_str()) {
            name.clone_from(told);
        }
    };
    let within = |text: &mut String| {
        // The longest first, lest a part of a name is taken for another.
        let mut names: Vec<_> = new.iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for (name, told) in names {
            *text = text.replace(name.as_str(), told);
        }
    };
    rename(&mut out.week.programme);
    for track in &mut out.tracks {
        rename(&mut track.track);
        within(&mut track.because);
    }
    for session in &mut out.sessions {
        rename(&mut session.title);
        rename(&mut session.track);
        session.blocks.iter_mut().for_each(|block| rename(&mut block.title));
    }
    out.notes_on_the_plan.iter_mut().for_each(within);
    Some(out)
}

/// The names that have a struck one in them, with what is told instead.
fn renamed(facts: &NarrativeFacts) -> BTreeMap<String, String> {
    let sessions = || facts.sessions.iter();
    let tracks = facts.tracks.iter().map(|track| (&track.track, "track"));
    let titles = sessions().map(|session| (&session.title, "session"));
    let of = sessions().map(|session| (&session.track, "track"));
    let blocks =
        sessions().flat_map(|session| &session.blocks).map(|block| (&block.title, "block"));
    let names = tracks.chain(titles).chain(of).chain(blocks);
    let all = names.chain([(&facts.week.programme, "programme")]);
    let told =
        |(name, what): (&String, &str)| Some((name.clone(), without(name, what, &facts.struck)?));
    all.filter_map(told).collect()
}

/// A name without what is struck from it, where anything is; what it names, where nothing is left.
fn without(name: &str, what: &str, struck: &Struck) -> Option<String> {
    let redacted = redact(name, struck);
    if !redacted.contains(STRUCK) {
        return None;
    }
    let left = redacted.replace(&format!("{STRUCK}'s"), "").replace(&format!("{STRUCK}’s"), "");
    let left = left.replace(STRUCK, "");
    let words: Vec<&str> = left.split_whitespace().collect();
    let left = words.join(" ");
    let left = left.trim_matches(|letter: char| !letter.is_alphanumeric());
    Some(if left.is_empty() { what.to_owned() } else { left.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_what_the_gym_named_is_struck() {
        let struck = Struck {
            names: vec!["Coach Marek".to_owned(), "Dana Lindqvist".to_owned()],
            places: vec!["The Strength House".to_owned()],
        };
        for (name, told) in [
            ("Marek's Fives", Some("Fives")),
            ("Heavy Fives", None),
            ("The Strength House Cycle", Some("Cycle")),
            ("Strength of the House", None),
            ("Dana", Some("session")),
        ] {
            assert_eq!(without(name, "session", &struck).as_deref(), told, "{name}");
        }
    }
}
