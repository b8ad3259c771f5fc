//! The Olympic lifts, their parts and their dumbbell and kettlebell relatives.
//!
//! A hang lift is scaled from the same lift off the floor. Pulls and high pulls stand on their own:
//! they are done heavier than the lift they belong to.

use super::starter::{Row, table};

pub(super) const LIFTS: &[Row] = table! { Olympic:
    "clean" "Clean" Barbell [Knee Hip LowerBack Wrist Shoulder] =
        "Clean (Barbell)" "Cleans" "Squat Clean" "Squat Cleans" "Full Clean" "Umsetzen";
    "power-clean" "Power Clean" Barbell [Hip Knee LowerBack Wrist Shoulder] =
        "Power Clean (Barbell)" "Power Cleans" "PC";
    "hang-clean" "Hang Clean" Barbell [Knee Hip LowerBack Wrist Shoulder] of "clean" =
        "Hang Clean (Barbell)" "Hang Squat Clean" "Hang Clean - Below the Knees" "Hang Cleans";
    "hang-power-clean" "Hang Power Clean" Barbell [Hip Knee LowerBack Wrist Shoulder] of "power-clean" =
        "Hang Power Clean (Barbell)" "Hang Power Cleans" "HPC";
    "clean-and-jerk" "Clean and Jerk" Barbell [Knee Hip LowerBack Wrist Shoulder Elbow] =
        "Clean and Jerk (Barbell)" "Clean & Jerk" "Clean & Jerks" "Clean and Jerks" "C&J"
        "Stoßen";
    "clean-and-press" "Clean and Press" Barbell [Hip Knee LowerBack Wrist Shoulder Elbow] =
        "Clean and Press (Barbell)" "Clean & Press";
    "push-jerk" "Push Jerk" Barbell [Shoulder Elbow Wrist Knee LowerBack] =
        "Push Jerk (Barbell)" "Push Jerks" "Power Jerk";
    "split-jerk" "Split Jerk" Barbell [Shoulder Elbow Wrist Knee LowerBack] =
        "Split Jerk (Barbell)" "Split Jerks" "Jerk" "Jerk (Barbell)";
    "squat-jerk" "Squat Jerk" Barbell [Shoulder Elbow Wrist Knee Hip LowerBack] =
        "Squat Jerk (Barbell)";
    "snatch" "Snatch" Barbell [Knee Hip LowerBack Shoulder Wrist] =
        "Snatch (Barbell)" "Snatches" "Squat Snatch" "Full Snatch" "Reißen";
    "power-snatch" "Power Snatch" Barbell [Hip Knee LowerBack Shoulder Wrist] =
        "Power Snatch (Barbell)" "Power Snatches" "PS";
    "hang-snatch" "Hang Snatch" Barbell [Knee Hip LowerBack Shoulder Wrist] of "snatch" =
        "Hang Snatch (Barbell)" "Hang Squat Snatch" "Hang Snatch - Below Knees";
    "hang-power-snatch" "Hang Power Snatch" Barbell [Hip Knee LowerBack Shoulder Wrist] of "power-snatch" =
        "Hang Power Snatch (Barbell)";
    "muscle-snatch" "Muscle Snatch" Barbell [Hip LowerBack Shoulder Wrist] =
        "Muscle Snatch (Barbell)";
    "snatch-balance" "Snatch Balance" Barbell [Knee Hip Shoulder Wrist] =
        "Heaving Snatch Balance";
    "cluster" "Cluster" Barbell [Knee Hip LowerBack Shoulder Wrist] =
        "Clusters" "Squat Clean Thruster" "Cluster (Barbell)";
    "clean-pull" "Clean Pull" Barbell [Hip Knee LowerBack] =
        "Clean Pull (Barbell)" "Clean Pulls";
    "clean-high-pull" "Clean High Pull" Barbell [Hip Knee LowerBack Shoulder] =
        "Deadlift High Pull (Barbell)" "High Pull" "High Pull (Barbell)";
    "snatch-pull" "Snatch Pull" Barbell [Hip Knee LowerBack] =
        "Snatch Pull (Barbell)" "Snatch Pulls";
    "snatch-high-pull" "Snatch High Pull" Barbell [Hip Knee LowerBack Shoulder] =
        "Snatch High Pull (Barbell)";
    "sumo-deadlift-high-pull" "Sumo Deadlift High Pull" Barbell [Hip LowerBack Shoulder] =
        "Sumo Deadlift High Pull (Barbell)" "SDHP" "Sumo Deadlift High Pulls";
    "jump-shrug" "Jump Shrug" Barbell [Hip Knee LowerBack Ankle] =
        "Jump Shrug (Barbell)";
    "dumbbell-snatch" "Dumbbell Snatch" Dumbbell [Hip Knee LowerBack Shoulder] =
        "DB Snatch" "Snatch (Dumbbell)" "Alternating Dumbbell Snatch" "Dumbbell Snatches"
        "Single Arm Dumbbell Snatch";
    "dumbbell-clean" "Dumbbell Clean" Dumbbell [Hip Knee LowerBack Shoulder] =
        "DB Clean" "Clean (Dumbbell)" "Dumbbell Power Clean" "Hang Clean (Dumbbell)";
    "dumbbell-clean-and-jerk" "Dumbbell Clean and Jerk" Dumbbell [Hip Knee LowerBack Shoulder] =
        "DB Clean and Jerk" "Clean and Jerk (Dumbbell)" "Dumbbell Clean & Jerk";
    "devils-press" "Devil's Press" Dumbbell [Hip Knee LowerBack Shoulder Wrist] =
        "Devil Press" "Devils Presses";
    "kettlebell-snatch" "Kettlebell Snatch" Kettlebell [Hip LowerBack Shoulder] =
        "KB Snatch" "Snatch (Kettlebell)" "One-Arm Kettlebell Snatch";
    "kettlebell-clean" "Kettlebell Clean" Kettlebell [Hip LowerBack Shoulder] =
        "KB Clean" "Clean (Kettlebell)" "One-Arm Kettlebell Clean";
    "kettlebell-clean-and-jerk" "Kettlebell Clean and Jerk" Kettlebell [Hip Knee LowerBack Shoulder] =
        "KB Clean and Jerk" "Clean and Jerk (Kettlebell)" "One-Arm Kettlebell Clean and Jerk";
};
