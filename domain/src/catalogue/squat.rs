//! Squats. The knee bears all of them; a bar on the back or in front also loads the lower back.

use super::starter::{Row, table};

pub(super) const SQUATS: &[Row] = table! { Squat:
    "back-squat" "Back Squat" Barbell [Knee Hip LowerBack] =
        "Squat (Barbell)" "Squat" "Squats" "Barbell Squat" "Barbell Back Squat"
        "Back Squat (Barbell)" "Barbell Full Squat" "Full Squat" "High Bar Squat" "High-Bar Squat (Barbell)"
        "Low Bar Squat" "Low-Bar Squat (Barbell)" "Olympic Squat" "Kniebeuge" "Kniebeugen"
        "Kniebeuge (Langhantel)" "Langhantel Kniebeuge" "BS";
    "pause-back-squat" "Pause Back Squat" Barbell [Knee Hip LowerBack] of "back-squat" =
        "Pause Squat" "Paused Squat" "Pause Squat (Barbell)" "Paused Back Squat";
    "tempo-back-squat" "Tempo Back Squat" Barbell [Knee Hip LowerBack] of "back-squat" =
        "Tempo Squat" "Tempo Squat (Barbell)";
    "box-squat" "Box Squat" Barbell [Knee Hip LowerBack] =
        "Box Squat (Barbell)" "Barbell Box Squat" "Barbell Squat To A Bench";
    "front-squat" "Front Squat" Barbell [Knee Hip LowerBack Wrist] =
        "Front Squat (Barbell)" "Barbell Front Squat" "Front Squat (Clean Grip)"
        "Front Barbell Squat" "Frontkniebeuge" "Frontkniebeugen" "Kniebeuge vorne" "FS";
    "pause-front-squat" "Pause Front Squat" Barbell [Knee Hip LowerBack Wrist] of "front-squat" =
        "Paused Front Squat";
    "overhead-squat" "Overhead Squat" Barbell [Knee Hip Ankle LowerBack Shoulder Wrist] =
        "Overhead Squat (Barbell)" "Barbell Overhead Squat" "OHS";
    "zercher-squat" "Zercher Squat" Barbell [Knee Hip LowerBack Elbow] =
        "Zercher Squat (Barbell)" "Zercher Squats";
    "thruster" "Thruster" Barbell [Knee Hip LowerBack Shoulder Wrist] of "front-squat" =
        "Thrusters" "Thruster (Barbell)" "Barbell Thruster";
    "dumbbell-thruster" "Dumbbell Thruster" Dumbbell [Knee Hip Shoulder] =
        "Thruster (Dumbbell)" "DB Thruster";
    "kettlebell-thruster" "Kettlebell Thruster" Kettlebell [Knee Hip Shoulder] =
        "Thruster (Kettlebell)" "KB Thruster";
    "wall-ball" "Wall Ball" Other [Knee Hip Shoulder] =
        "Wall Balls" "Wallball" "Wallballs" "Wall Ball Shot" "Wall Ball Shots" "WB";
    "air-squat" "Air Squat" Bodyweight [Knee Hip] moves 0.66 =
        "Air Squats" "Squat (Bodyweight)" "Bodyweight Squat" "Bodyweight Squats";
    "pistol" "Pistol Squat" Bodyweight [Knee Hip Ankle] moves 0.85 =
        "Pistols" "Pistol Squats" "Single Leg Squat" "Single-Leg Squat (Pistol)"
        "Alternating Pistol";
    "goblet-squat" "Goblet Squat" Dumbbell [Knee Hip] =
        "Goblet Squat (Dumbbell)" "Dumbbell Goblet Squat" "DB Goblet Squat";
    "kettlebell-goblet-squat" "Kettlebell Goblet Squat" Kettlebell [Knee Hip] =
        "Goblet Squat (Kettlebell)" "KB Goblet Squat";
    "dumbbell-squat" "Dumbbell Squat" Dumbbell [Knee Hip LowerBack] =
        "Squat (Dumbbell)" "DB Squat";
    "dumbbell-front-squat" "Dumbbell Front Squat" Dumbbell [Knee Hip LowerBack] =
        "Front Squat (Dumbbell)" "DB Front Squat";
    "sumo-squat" "Sumo Squat" Dumbbell [Knee Hip] =
        "Sumo Squat (Dumbbell)" "Plie Dumbbell Squat";
    "smith-machine-squat" "Smith Machine Squat" Machine [Knee Hip LowerBack] =
        "Squat (Smith Machine)" "Smith Squat";
    "machine-squat" "Machine Squat" Machine [Knee Hip LowerBack] =
        "Squat (Machine)" "Lying Machine Squat";
    "belt-squat" "Belt Squat" Machine [Knee Hip] =
        "Belt Squat (Machine)";
    "pendulum-squat" "Pendulum Squat" Machine [Knee Hip] =
        "Pendulum Squat (Machine)";
    "hack-squat" "Hack Squat" Machine [Knee Hip] =
        "Hack Squat (Machine)" "Machine Hack Squat";
    "barbell-hack-squat" "Barbell Hack Squat" Barbell [Knee Hip LowerBack] =
        "Hack Squat (Barbell)";
    "band-squat" "Band Squat" Other [Knee Hip] =
        "Squat (Band)";
    "sissy-squat" "Sissy Squat" Bodyweight [Knee] moves 0.66 =
        "Sissy Squat (Weighted)" "Weighted Sissy Squat";
    "wall-sit" "Wall Sit" Bodyweight [Knee] =
        "Wall Sits";
    "leg-press" "Leg Press" Machine [Knee Hip] =
        "Leg Press (Machine)" "Machine Leg Press" "Leg Press (Plate Loaded)" "45 Degree Leg Press"
        "Beinpresse" "Beinpresse (Maschine)";
    "horizontal-leg-press" "Horizontal Leg Press" Machine [Knee Hip] =
        "Leg Press Horizontal (Machine)" "Seated Leg Press" "Seated Leg Press (Machine)";
    "single-leg-press" "Single-Leg Press" Machine [Knee Hip] =
        "Single Leg Press (Machine)" "Single Leg Leg Press" "One Leg Press";
};
