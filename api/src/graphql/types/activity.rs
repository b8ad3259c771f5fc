//! How the engine has worked in a period.

use async_graphql::SimpleObject;
use service::activity::{Activity, Narratives};

use crate::graphql::enums::{PlanStatus, RecomputeTrigger};

/// Figures over the plans whose Monday lies in the period; `byStatus` sums to `plans`.
#[derive(SimpleObject)]
pub struct PersonalisationActivity {
    /// Plans whose Monday lies in the period.
    plans: i32,
    /// Them by where they stand now; a status that none has is left out.
    by_status: Vec<StatusCount>,
    /// Their revisions by the engine beyond the first, by what asked for them.
    recomputations: Vec<TriggerCount>,
    /// Active members without any of the plans.
    members_without_plan: i32,
    /// Plans whose week, as it is shown to staff, is a conservative one.
    conservative_weeks: i32,
    /// Mean load multiplier of the weeks as they are shown to staff.
    mean_load_multiplier: Option<f64>,
    /// Half of the revisions that a coach approved or rejected had waited no longer.
    median_review_minutes: Option<f64>,
    /// Share of the plans that a coach has edited, 0–1.
    coach_edit_rate: Option<f64>,
    /// Who wrote the weeks' words, and what models cost.
    narratives: NarrativeActivity,
    /// Computations for weeks of the period that gave up.
    failures: i32,
}

/// How many plans stand at a status.
#[derive(SimpleObject)]
pub struct StatusCount {
    /// The status.
    status: PlanStatus,
    /// Plans that stand there.
    count: i32,
}

/// How many revisions a cause has made.
#[derive(SimpleObject)]
pub struct TriggerCount {
    /// The cause.
    trigger: RecomputeTrigger,
    /// Revisions that it made.
    count: i32,
}

/// The texts of the weeks as they are shown to staff, and what the model's answers for the plans have cost. `claude` and `rules` sum to the plans without a coach's words.
#[derive(SimpleObject)]
pub struct NarrativeActivity {
    /// Written by the model.
    claude: i32,
    /// Written by rules.
    rules: i32,
    /// Answers of the model that verification rejected.
    rejected_by_verification: i32,
    /// Tokens read, those the provider had kept apart.
    input_tokens: i64,
    /// Tokens written.
    output_tokens: i64,
    /// Tokens read that the provider had kept.
    cached_tokens: i64,
    /// What the answers cost, in US dollars, by the provider's prices.
    estimated_cost_usd: f64,
}

fn count<T: TryInto<i32>>(count: T) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

impl From<Activity> for PersonalisationActivity {
    fn from(found: Activity) -> Self {
        Self {
            plans: count(found.plans),
            by_status: found
                .by_status
                .into_iter()
                .map(|(status, plans)| StatusCount { status: status.into(), count: count(plans) })
                .collect(),
            recomputations: found
                .recomputations
                .into_iter()
                .map(|(trigger, made)| TriggerCount { trigger: trigger.into(), count: count(made) })
                .collect(),
            members_without_plan: count(found.members_without_plan),
            conservative_weeks: count(found.conservative_weeks),
            mean_load_multiplier: found.mean_load_multiplier,
            median_review_minutes: found.median_review_minutes,
            coach_edit_rate: found.coach_edit_rate,
            narratives: found.narratives.into(),
            failures: count(found.failures),
        }
    }
}

impl From<Narratives> for NarrativeActivity {
    fn from(found: Narratives) -> Self {
        Self {
            claude: count(found.claude),
            rules: count(found.rules),
            rejected_by_verification: count(found.rejected_by_verification),
            input_tokens: found.input_tokens,
            output_tokens: found.output_tokens,
            cached_tokens: found.cached_tokens,
            estimated_cost_usd: found.estimated_cost_usd,
        }
    }
}
