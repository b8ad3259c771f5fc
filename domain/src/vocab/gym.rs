//! A gym and who acts in it.

use super::vocabulary;

vocabulary! {
    /// What a login or a credential may be in a gym.
    Role {
        /// `OWNER`.
        Owner = "OWNER",
        /// `COACH`.
        Coach = "COACH",
        /// `MEMBER`.
        Member = "MEMBER",
        /// `INTEGRATION`.
        Integration = "INTEGRATION",
    }
}

vocabulary! {
    /// The unit a gym reads and speaks.
    WeightUnit {
        /// `KILOGRAM`.
        Kilogram = "KILOGRAM",
        /// `POUND`.
        Pound = "POUND",
    }
}

vocabulary! {
    /// A day of the week; Monday first.
    Weekday {
        /// `MONDAY`.
        Monday = "MONDAY",
        /// `TUESDAY`.
        Tuesday = "TUESDAY",
        /// `WEDNESDAY`.
        Wednesday = "WEDNESDAY",
        /// `THURSDAY`.
        Thursday = "THURSDAY",
        /// `FRIDAY`.
        Friday = "FRIDAY",
        /// `SATURDAY`.
        Saturday = "SATURDAY",
        /// `SUNDAY`.
        Sunday = "SUNDAY",
    }
}

vocabulary! {
    /// Which plans wait for a coach.
    ReviewPolicy {
        /// `NONE`.
        None = "NONE",
        /// `ALL`.
        All = "ALL",
        /// `NEW_MEMBERS`.
        NewMembers = "NEW_MEMBERS",
        /// `LARGE_CHANGES`.
        LargeChanges = "LARGE_CHANGES",
    }
}

vocabulary! {
    /// What a movement is loaded with.
    Implement {
        /// `BARBELL`.
        Barbell = "BARBELL",
        /// `DUMBBELL`.
        Dumbbell = "DUMBBELL",
        /// `KETTLEBELL`.
        Kettlebell = "KETTLEBELL",
        /// `STACK`.
        Stack = "STACK",
        /// `BODYWEIGHT`.
        Bodyweight = "BODYWEIGHT",
        /// `MACHINE`.
        Machine = "MACHINE",
        /// `OTHER`.
        Other = "OTHER",
    }
}

vocabulary! {
    /// What an integration may write.
    IntegrationScope {
        /// `READINESS_WRITE`.
        ReadinessWrite = "READINESS_WRITE",
        /// `SESSIONS_WRITE`.
        SessionsWrite = "SESSIONS_WRITE",
    }
}

vocabulary! {
    /// What a write that may be repeated did.
    WriteOutcome {
        /// `CREATED`.
        Created = "CREATED",
        /// `REPLACED`.
        Replaced = "REPLACED",
        /// `UNCHANGED`.
        Unchanged = "UNCHANGED",
        /// `OUTDATED`.
        Outdated = "OUTDATED",
    }
}
