//! A gym and who acts in it.

use async_graphql::Enum;
use domain::vocab;

use super::Vocabulary;

vocabularies! {
    /// What a login or key may do in a gym.
    Role = Role {
        /// Configures programme templates and settings; sees every plan and the personalisation activity across all members.
        Owner
        /// Reviews and edits plans before delivery; sees the coaching context.
        Coach
        /// Sees their own published plan and its rationale; logs their own data.
        Member
        /// Machine credential: posts data for members within its scopes. Of its own writes it reads back the record itself and the outcome; `viewer` says who it is; nothing else.
        Integration
    }
    /// The unit that a gym loads and speaks in.
    WeightUnit = WeightUnit { Kilogram Pound }
    /// A day of the week, which begins on Monday.
    Weekday = Weekday { Monday Tuesday Wednesday Thursday Friday Saturday Sunday }
    /// Which plans wait for a coach.
    ReviewPolicy = ReviewPolicy {
        /// Plans go to members as computed.
        None
        /// Every plan waits for a coach.
        All
        /// Only plans of members in their first four weeks wait.
        NewMembers
        /// Only plans whose load or blend moved past the gym's threshold wait.
        LargeChanges
    }
    /// What a movement is loaded with; it decides how loads are rounded.
    Implement = Implement { Barbell Dumbbell Kettlebell Stack Bodyweight Machine Other }
    /// What the key of an integration may write.
    IntegrationScope = IntegrationScope {
        /// `recordReadiness`, `recordReadinessBatch` and `deleteReadiness`.
        ReadinessWrite
        /// `logSession` and `deleteSessionLog`.
        SessionsWrite
    }
    /// What a write that may be repeated did.
    WriteOutcome = WriteOutcome {
        /// There was none before.
        Created
        /// There was one by the same source and id, and this one took its place.
        Replaced
        /// The same content was there already.
        Unchanged
        /// What is stored is newer by `sourceUpdatedAt`, and stands.
        Outdated
    }
}
