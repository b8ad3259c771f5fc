//! The trunk: flexion, rotation, holds, and hanging work.

use super::starter::{Row, table};

pub(super) const CORE: &[Row] = table! { Core:
    "sit-up" "Sit-Up" Bodyweight [LowerBack Hip] moves 0.35 =
        "Sit Ups" "Situp" "Situps" "AbMat Sit Up" "AbMat Sit-Ups" "Sit Up (Weighted)"
        "Weighted Sit Up" "Jackknife Sit Up" "3/4 Sit-Up";
    "ghd-sit-up" "GHD Sit-Up" Bodyweight [LowerBack Hip Knee] moves 0.50 =
        "GHD Sit Ups" "GHD" "GHD Situp" "GHDSU";
    "toes-to-bar" "Toes-to-Bar" Bodyweight [Shoulder Hip] moves 0.50 =
        "Toes to Bars" "T2B" "TTB" "Toe to Bar" "Strict Toes to Bar";
    "knees-to-elbows" "Knees-to-Elbows" Bodyweight [Shoulder Hip] moves 0.45 =
        "K2E" "Knees to Elbow" "Knee to Elbow";
    "hanging-leg-raise" "Hanging Leg Raise" Bodyweight [Shoulder Hip] moves 0.40 =
        "Hanging Leg Raises" "Hanging Pike" "Hanging Leg Raise (Weighted)" "Hängendes Beinheben";
    "hanging-knee-raise" "Hanging Knee Raise" Bodyweight [Shoulder Hip] moves 0.35 =
        "Hanging Knee Raises" "Hanging Knee Raise (Weighted)";
    "captains-chair-knee-raise" "Captain's Chair Knee Raise" Bodyweight [Hip] moves 0.35 =
        "Knee Raise (Captain's Chair)" "Knee Raise Parallel Bars" "Leg Raise Parallel Bars"
        "Knee/Hip Raise On Parallel Bars";
    "leg-raise" "Leg Raise" Bodyweight [Hip LowerBack] moves 0.35 =
        "Leg Raises" "Flat Leg Raise" "Lying Leg Raise" "Flat Bench Lying Leg Raise" "Leg Lift"
        "Beinheben";
    "flat-knee-raise" "Flat Knee Raise" Bodyweight [Hip] moves 0.30 =
        "Lying Knee Raise" "Flat Bench Leg Pull-In";
    "crunch" "Crunch" Bodyweight [Neck LowerBack] moves 0.25 =
        "Crunches" "Crunch (Bodyweight)" "Crunch (Weighted)" "Weighted Crunches"
        "Crunch (Stability Ball)" "Exercise Ball Crunch" "Bauchpresse";
    "decline-crunch" "Decline Crunch" Bodyweight [Neck LowerBack] moves 0.30 =
        "Decline Crunch (Weighted)" "Decline Crunches";
    "reverse-crunch" "Reverse Crunch" Bodyweight [LowerBack Hip] moves 0.30 =
        "Reverse Crunches" "Decline Reverse Crunch";
    "bicycle-crunch" "Bicycle Crunch" Bodyweight [Neck LowerBack] =
        "Bicycle Crunches" "Air Bicycle" "Elbow to Knee";
    "oblique-crunch" "Oblique Crunch" Bodyweight [Neck LowerBack] =
        "Oblique Crunches" "Cross Body Crunch" "Cross-Body Crunches"
        "Oblique Crunches - On The Floor";
    "machine-crunch" "Machine Crunch" Machine [LowerBack] =
        "Crunch (Machine)" "Ab Crunch Machine" "Abdominal Crunch (Machine)";
    "cable-crunch" "Cable Crunch" Stack [LowerBack] =
        "Crunch (Cable)" "Cable Crunches" "Kneeling Cable Crunch" "Standing Rope Crunch"
        "Rope Crunch" "Cable Seated Crunch";
    "v-up" "V-Up" Bodyweight [LowerBack Hip] moves 0.50 =
        "V Ups" "Vup" "Tuck Up" "Tuck Ups";
    "hollow-hold" "Hollow Hold" Bodyweight [LowerBack] =
        "Hollow Body Hold" "Hollow Holds";
    "hollow-rock" "Hollow Rock" Bodyweight [LowerBack] =
        "Hollow Rocks";
    "plank" "Plank" Bodyweight [Shoulder LowerBack] =
        "Planks" "Front Plank" "Plank Hold" "Weighted Plank" "Unterarmstütz";
    "side-plank" "Side Plank" Bodyweight [Shoulder LowerBack] =
        "Side Planks" "Side Bridge" "Seitstütz";
    "reverse-plank" "Reverse Plank" Bodyweight [Shoulder Wrist] =
        "Reverse Planks";
    "l-sit" "L-Sit" Bodyweight [Shoulder Hip Wrist] =
        "L-Sit Hold" "L Sits";
    "russian-twist" "Russian Twist" Bodyweight [LowerBack] =
        "Russian Twists" "Russian Twist (Bodyweight)" "Russian Twist (Weighted)";
    "machine-torso-rotation" "Machine Torso Rotation" Machine [LowerBack] =
        "Torso Rotation (Machine)" "Torso Rotation";
    "cable-twist" "Cable Twist" Stack [LowerBack] =
        "Cable Twist (Down to up)" "Cable Twist (Up to down)" "Cable Wood Chop" "Woodchopper"
        "Standing Cable Wood Chop" "Cable Woodchop";
    "pallof-press" "Pallof Press" Stack [LowerBack Shoulder] =
        "Cable Core Pallof Press" "Pallof Press (Cable)";
    "side-bend" "Side Bend" Dumbbell [LowerBack] =
        "Side Bend (Dumbbell)" "Dumbbell Side Bend" "Side Bends";
    "cable-side-bend" "Cable Side Bend" Stack [LowerBack] =
        "Side Bend (Cable)";
    "ab-wheel" "Ab Wheel" Bodyweight [Shoulder LowerBack] =
        "Ab Wheel Rollout" "Ab Roller" "Rollout" "Barbell Ab Rollout" "Ab Rollout";
    "ab-scissors" "Ab Scissors" Bodyweight [LowerBack Hip] =
        "Scissor Kick" "Scissor Kicks" "Scissors";
    "flutter-kick" "Flutter Kick" Bodyweight [LowerBack Hip] =
        "Flutter Kicks";
    "heel-touch" "Heel Touch" Bodyweight [LowerBack] =
        "Heel Taps" "Heel Touches" "Alternate Heel Touchers";
    "dead-bug" "Dead Bug" Bodyweight [LowerBack] =
        "Dead Bugs" "Deadbug";
    "bird-dog" "Bird Dog" Bodyweight [LowerBack] =
        "Bird Dogs" "Birddog";
    "superman" "Superman" Bodyweight [LowerBack] =
        "Supermans" "Superman Hold";
    "dragon-flag" "Dragon Flag" Bodyweight [LowerBack Shoulder] =
        "Dragon Flags";
    "ball-slam" "Ball Slam" Other [LowerBack Shoulder] =
        "Ball Slams" "Medicine Ball Slam" "Slam Ball" "Overhead Slam";
    "dead-hang" "Dead Hang" Bodyweight [Shoulder Wrist] =
        "Dead Hangs";
};
