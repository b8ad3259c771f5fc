//! Single-joint work for the legs and hips.

use super::starter::{Row, table};

pub(super) const LEGS: &[Row] = table! { Isolation:
    "leg-extension" "Leg Extension" Machine [Knee] =
        "Leg Extension (Machine)" "Leg Extensions" "Beinstrecker"
        "Beinstrecker (Maschine)";
    "single-leg-extension" "Single-Leg Extension" Machine [Knee] =
        "Single Leg Extensions" "Single-Leg Leg Extension" "Single Leg Extension (Machine)";
    "lying-leg-curl" "Lying Leg Curl" Machine [Knee] =
        "Lying Leg Curl (Machine)" "Lying Leg Curls" "Leg Curl"
        "Leg Curl (Machine)" "Beinbeuger" "Beinbeuger liegend";
    "seated-leg-curl" "Seated Leg Curl" Machine [Knee] =
        "Seated Leg Curl (Machine)" "Beinbeuger sitzend";
    "standing-leg-curl" "Standing Leg Curl" Machine [Knee] =
        "Standing Leg Curls" "Standing Leg Curl (Machine)";
    "standing-calf-raise" "Standing Calf Raise" Machine [Ankle] =
        "Standing Calf Raise (Machine)" "Standing Calf Raises"
        "Calf Raise" "Calf Raises" "Calf Raise (Machine)" "Standing Calf Raise (Smith Machine)"
        "Smith Machine Calf Raise" "Standing Calf Raise (Smith)" "Wadenheben"
        "Wadenheben stehend";
    "barbell-calf-raise" "Barbell Calf Raise" Barbell [Ankle] =
        "Standing Calf Raise (Barbell)" "Standing Barbell Calf Raise";
    "dumbbell-calf-raise" "Dumbbell Calf Raise" Dumbbell [Ankle] =
        "Standing Calf Raise (Dumbbell)" "Standing Dumbbell Calf Raise";
    "bodyweight-calf-raise" "Bodyweight Calf Raise" Bodyweight [Ankle] moves 1.0 =
        "Standing Calf Raise (Bodyweight)" "Calf Raise (Bodyweight)";
    "single-leg-calf-raise" "Single-Leg Calf Raise" Bodyweight [Ankle] moves 1.0 =
        "Single Leg Standing Calf Raise" "Single Leg Standing Calf Raise (Dumbbell)";
    "donkey-calf-raise" "Donkey Calf Raise" Machine [Ankle] =
        "Donkey Calf Raises";
    "seated-calf-raise" "Seated Calf Raise" Machine [Ankle] =
        "Seated Calf Raise (Plate Loaded)" "Seated Calf Raise (Machine)"
        "Wadenheben sitzend";
    "calf-press" "Calf Press" Machine [Ankle] =
        "Calf Press (Machine)" "Calf Press on Leg Press" "Calf Press on Seated Leg Press"
        "Calf Press On The Leg Press Machine" "Calf Extension (Machine)";
    "tibialis-raise" "Tibialis Raise" Bodyweight [Ankle] =
        "Tibialis Raises" "Tib Raise";
    "hip-abduction" "Hip Abduction" Machine [Hip] =
        "Hip Abduction (Machine)" "Hip Abductor (Machine)" "Thigh Abductor" "Abductor Machine"
        "Abductor" "Abduktoren" "Abduktoren (Maschine)";
    "hip-adduction" "Hip Adduction" Machine [Hip] =
        "Hip Adduction (Machine)" "Hip Adductor (Machine)" "Thigh Adductor" "Adductor Machine"
        "Adductor" "Adduktoren" "Adduktoren (Maschine)";
    "glute-kickback" "Glute Kickback" Machine [Hip] =
        "Glute Kickback (Machine)" "Standing Cable Glute Kickbacks"
        "Rear Kick (Machine)";
    "cable-kickback" "Cable Kickback" Stack [Hip] =
        "Cable Glute Kickback" "One-Legged Cable Kickback" "Glute Kickback (Cable)";
    "cable-hip-abduction" "Cable Hip Abduction" Stack [Hip] =
        "Hip Abduction (Cable)";
    "cable-hip-adduction" "Cable Hip Adduction" Stack [Hip] =
        "Hip Adduction (Cable)";
    "fire-hydrant" "Fire Hydrant" Bodyweight [Hip] =
        "Fire Hydrants";
    "monster-walk" "Monster Walk" Other [Hip] =
        "Lateral Band Walk" "Lateral Band Walks" "Banded Lateral Walk";
};
