//! Claims about days without a movement: that there is a session, of that sort, or none.

use super::claim::Claim;
use super::truth::{Problem, days};
use super::week::is_meant;
use super::{Fault, day_of};
use crate::narrative::NarrativeFacts;
use crate::narrative::facts::SessionFacts;

/// Words of a day without a session.
const REST: &[&str] = &["rest", "off", "free", "recover", "recovery", "rests", "resting"];

/// What is wrong with the days that a claim without a movement names.
pub(super) fn check(claim: &Claim, facts: &NarrativeFacts) -> Vec<Problem> {
    let mut out = Vec::new();
    for day in &claim.days {
        let there: Vec<&SessionFacts> =
            facts.sessions.iter().filter(|session| session.date == *day).collect();
        let meant = |session: &&&SessionFacts| is_meant(claim, facts, session);
        let known =
            format!("sessions are on {}", days(facts.sessions.iter().map(|session| session.date)));
        if there.is_empty() {
            if !claim.has(REST) {
                out.push(Problem::new(Fault::Day, day_of(*day), known));
            }
        } else if claim.has(&["off", "free"])
            || (claim.has(&["rest"]) && claim.has(&["day", "days"]))
        {
            out.push(Problem::new(Fault::Day, day_of(*day), known));
        } else if !there.iter().any(|session| meant(&session)) {
            let other = facts.sessions.iter().filter(|session| is_meant(claim, facts, session));
            let known = format!("it is on {}", days(other.map(|session| session.date)));
            out.push(Problem::new(Fault::Day, day_of(*day), known));
        } else if says_hard(claim) && !there.iter().any(|session| session.hard) {
            out.push(Problem::new(Fault::Claim, day_of(*day), "is no hard day"));
        }
    }
    out
}

fn says_hard(claim: &Claim) -> bool {
    let pairs = claim.words.windows(2);
    let negated = claim.has(&["not", "no", "isn't"]);
    !negated
        && pairs.into_iter().any(|pair| {
            ["hard", "hardest", "tough", "toughest"].contains(&pair[0].as_str())
                && ["day", "session", "one", "days", "sessions"].contains(&pair[1].as_str())
        })
}
