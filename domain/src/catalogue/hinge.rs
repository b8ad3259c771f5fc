//! Hinges: deadlifts, swings, thrusts. A load that hangs from the hands loads the lower back.

use super::starter::{Row, table};

pub(super) const HINGES: &[Row] = table! { Hinge:
    "deadlift" "Deadlift" Barbell [LowerBack Hip] =
        "Deadlift (Barbell)" "Deadlifts" "Barbell Deadlift" "Conventional Deadlift" "Kreuzheben"
        "Kreuzheben (Langhantel)" "DL";
    "pause-deadlift" "Pause Deadlift" Barbell [LowerBack Hip] of "deadlift" =
        "Paused Deadlift" "Pause Deadlift (Barbell)";
    "deficit-deadlift" "Deficit Deadlift" Barbell [LowerBack Hip] of "deadlift" =
        "Deficit Deadlift (Barbell)";
    "sumo-deadlift" "Sumo Deadlift" Barbell [LowerBack Hip] =
        "Sumo Deadlift (Barbell)" "Barbell Sumo Deadlift";
    "trap-bar-deadlift" "Trap Bar Deadlift" Barbell [LowerBack Hip Knee] =
        "Deadlift (Trap Bar)" "Hex Bar Deadlift" "Trap-Bar-Deadlift (Barbell)";
    "romanian-deadlift" "Romanian Deadlift" Barbell [LowerBack Hip] =
        "Romanian Deadlift (Barbell)" "Barbell Romanian Deadlift" "RDL" "RDL (Barbell)"
        "Rumänisches Kreuzheben";
    "stiff-leg-deadlift" "Stiff-Leg Deadlift" Barbell [LowerBack Hip] =
        "Stiff Leg Deadlift (Barbell)" "Stiff-Legged Deadlift" "Stiff-Legged Barbell Deadlift"
        "Straight Leg Deadlift" "Straight Leg Deadlift (Barbell)";
    "rack-pull" "Rack Pull" Barbell [LowerBack Hip] =
        "Rack Pull (Barbell)" "Rack Pulls" "Block Pull";
    "good-morning" "Good Morning" Barbell [LowerBack Hip] =
        "Good Morning (Barbell)" "Good Mornings" "Barbell Good Morning";
    "dumbbell-deadlift" "Dumbbell Deadlift" Dumbbell [LowerBack Hip] =
        "Deadlift (Dumbbell)" "DB Deadlift";
    "dumbbell-romanian-deadlift" "Dumbbell Romanian Deadlift" Dumbbell [LowerBack Hip] =
        "Romanian Deadlift (Dumbbell)" "RDL (Dumbbell)" "DB RDL";
    "dumbbell-stiff-leg-deadlift" "Dumbbell Stiff-Leg Deadlift" Dumbbell [LowerBack Hip] =
        "Stiff Leg Deadlift (Dumbbell)" "Stiff-Legged Dumbbell Deadlift";
    "single-leg-romanian-deadlift" "Single-Leg Romanian Deadlift" Dumbbell [LowerBack Hip] =
        "Single Leg Romanian Deadlift (Dumbbell)" "Single Leg RDL" "Single Leg Deadlift";
    "smith-machine-deadlift" "Smith Machine Deadlift" Machine [LowerBack Hip] =
        "Deadlift (Smith Machine)";
    "band-deadlift" "Band Deadlift" Other [LowerBack Hip] =
        "Deadlift (Band)" "Stiff Leg Deadlift (Band)" "Straight Leg Deadlift (Band)";
    "kettlebell-deadlift" "Kettlebell Deadlift" Kettlebell [LowerBack Hip] =
        "Deadlift (Kettlebell)" "KB Deadlift";
    "kettlebell-swing" "Kettlebell Swing" Kettlebell [LowerBack Hip Shoulder] =
        "Kettlebell Swings" "KB Swing" "KB Swings" "KBS" "American Kettlebell Swing"
        "Russian Kettlebell Swing" "Kettlebell Swing (American)" "Kettlebell Swing (Russian)";
    "dumbbell-swing" "Dumbbell Swing" Dumbbell [LowerBack Hip Shoulder] =
        "DB Swing";
    "hip-thrust" "Hip Thrust" Barbell [Hip] =
        "Hip Thrust (Barbell)" "Barbell Hip Thrust" "Hip Thrusts";
    "machine-hip-thrust" "Machine Hip Thrust" Machine [Hip] =
        "Hip Thrust (Machine)" "Hip Thrust (Smith Machine)";
    "bodyweight-hip-thrust" "Bodyweight Hip Thrust" Bodyweight [Hip] moves 0.50 =
        "Hip Thrust (Bodyweight)";
    "glute-bridge" "Glute Bridge" Bodyweight [Hip] moves 0.40 =
        "Glute Bridges" "Glute Bridge (Bodyweight)" "Butt Lift (Bridge)";
    "barbell-glute-bridge" "Barbell Glute Bridge" Barbell [Hip] =
        "Glute Bridge (Barbell)";
    "single-leg-bridge" "Single-Leg Bridge" Bodyweight [Hip] moves 0.40 =
        "Single Leg Glute Bridge" "Single Leg Hip Thrust";
    "cable-pull-through" "Cable Pull-Through" Stack [Hip LowerBack] =
        "Pull Through" "Cable Pull Through (Rope)";
    "back-extension" "Back Extension" Bodyweight [LowerBack Hip] moves 0.50 =
        "Back Extensions" "Back Extension (Hyperextension)" "Hyperextension" "Hyperextensions"
        "Hyperextensions (Back Extensions)" "Back Extension (Weighted Hyperextension)"
        "Back Extension (Weighted)" "GHD Back Extension" "Hip Extension" "GHD Hip Extension"
        "Rückenstrecken" "Rückenstrecker";
    "machine-back-extension" "Machine Back Extension" Machine [LowerBack] =
        "Back Extension (Machine)";
    "reverse-hyper" "Reverse Hyper" Machine [LowerBack Hip] =
        "Reverse Hyperextension" "Reverse Hyperextension (Machine)";
    "glute-ham-raise" "Glute-Ham Raise" Bodyweight [Knee Hip] moves 0.80 =
        "GHR" "Glute Ham Raises" "Glute Ham Raise (Weighted)";
    "nordic-curl" "Nordic Curl" Bodyweight [Knee] moves 0.80 =
        "Nordic Hamstring Curl" "Nordic Hamstring Curls" "Nordic Hamstrings Curls"
        "Nordic Curls";
};
