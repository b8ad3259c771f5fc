//! Raises, flies and shrugs.

use super::starter::{Row, table};

pub(super) const SHOULDERS: &[Row] = table! { Isolation:
    "lateral-raise" "Lateral Raise" Dumbbell [Shoulder] =
        "Lateral Raise (Dumbbell)" "Lateral Dumbbell Raise" "Dumbbell Lateral Raise"
        "Side Lateral Raise" "Lateral Raises" "Side Raise" "Seated Lateral Raise (Dumbbell)"
        "Seated Dumbbell Lateral Raise" "Seated Side Lateral Raise" "Seitheben"
        "Seitheben (Kurzhantel)";
    "cable-lateral-raise" "Cable Lateral Raise" Stack [Shoulder] =
        "Lateral Raise (Cable)" "Single Arm Lateral Raise (Cable)" "Seitheben (Kabel)"
        "Cable Lateral Raises";
    "machine-lateral-raise" "Machine Lateral Raise" Machine [Shoulder] =
        "Lateral Raise (Machine)" "Lateral Machine Raise" "Seitheben (Maschine)";
    "band-lateral-raise" "Band Lateral Raise" Other [Shoulder] =
        "Lateral Raise (Band)" "Lateral Raise - With Bands";
    "front-raise" "Front Raise" Dumbbell [Shoulder] =
        "Front Raise (Dumbbell)" "Front Dumbbell Raise" "Dumbbell Front Raise" "Front Raises"
        "Frontheben" "Front Two-Dumbbell Raise";
    "barbell-front-raise" "Barbell Front Raise" Barbell [Shoulder] =
        "Front Raise (Barbell)" "Standing Front Barbell Raise Over Head";
    "cable-front-raise" "Cable Front Raise" Stack [Shoulder] =
        "Front Raise (Cable)" "Front Cable Raise";
    "plate-front-raise" "Plate Front Raise" Other [Shoulder] =
        "Front Raise (Plate)" "Front Plate Raise" "Plate Raise";
    "rear-delt-fly" "Rear Delt Fly" Dumbbell [Shoulder UpperBack] =
        "Reverse Fly (Dumbbell)" "Rear Delt Reverse Fly (Dumbbell)" "Rear Delt Dumbbell Raise"
        "Reverse Flyes" "Reverse Fly" "Rear Delt Raise" "Bent Over Lateral Raise"
        "Seated Bent-Over Rear Delt Raise" "Lying Rear Delt Raise";
    "cable-rear-delt-fly" "Cable Rear Delt Fly" Stack [Shoulder UpperBack] =
        "Reverse Fly (Cable)" "Rear Delt Reverse Fly (Cable)" "Cable Reverse Fly";
    "machine-rear-delt-fly" "Machine Rear Delt Fly" Machine [Shoulder UpperBack] =
        "Reverse Fly (Machine)" "Rear Delt Reverse Fly (Machine)" "Rear Delt Machine Fly"
        "Reverse Machine Flyes" "Reverse Pec Deck" "Back Deltoids";
    "dumbbell-fly" "Dumbbell Fly" Dumbbell [Shoulder] =
        "Chest Fly (Dumbbell)" "Flat Dumbbell Fly" "Dumbbell Flyes" "Dumbbell Flies"
        "Fliegende (Kurzhantel)";
    "incline-dumbbell-fly" "Incline Dumbbell Fly" Dumbbell [Shoulder] =
        "Incline Chest Fly (Dumbbell)" "Incline Dumbbell Flyes";
    "decline-dumbbell-fly" "Decline Dumbbell Fly" Dumbbell [Shoulder] =
        "Decline Chest Fly (Dumbbell)" "Decline Dumbbell Flyes";
    "chest-fly" "Chest Fly" Other [Shoulder] =
        "Chest Flye" "Chest Flies";
    "band-chest-fly" "Band Chest Fly" Other [Shoulder] =
        "Chest Fly (Band)" "Cross Over - With Bands";
    "pec-deck" "Pec Deck" Machine [Shoulder] =
        "Pec Deck (Machine)" "Butterfly (Pec Deck)" "Chest Fly (Machine)" "Seated Machine Fly"
        "Machine Fly" "Pec Fly (Machine)" "Butterfly (Maschine)";
    "cable-fly" "Cable Fly" Stack [Shoulder] =
        "Cable Crossover" "Cable Fly Crossovers" "Cable Crossovers" "Chest Fly (Cable)"
        "Seated Chest Flys (Cable)" "Flat Bench Cable Flyes";
    "low-cable-fly" "Low Cable Fly" Stack [Shoulder] =
        "Low Cable Fly Crossovers" "Low Cable Crossover" "Incline Cable Flye";
    "high-cable-fly" "High Cable Fly" Stack [Shoulder] =
        "High Cable Fly Crossovers" "High Cable Crossover" "Lower Chest Fly";
    "svend-press" "Svend Press" Other [Shoulder] =
        "Plate Squeeze (Svend Press)" "Plate Squeeze";
    "upright-row" "Upright Row" Barbell [Shoulder Wrist] =
        "Upright Row (Barbell)" "Upright Barbell Row" "Barbell Upright Row";
    "dumbbell-upright-row" "Dumbbell Upright Row" Dumbbell [Shoulder] =
        "Upright Row (Dumbbell)" "Standing Dumbbell Upright Row";
    "cable-upright-row" "Cable Upright Row" Stack [Shoulder] =
        "Upright Row (Cable)" "Upright Cable Row";
    "barbell-shrug" "Barbell Shrug" Barbell [UpperBack Neck] =
        "Shrug (Barbell)" "Shrugs" "Barbell Shrugs" "Shrug";
    "dumbbell-shrug" "Dumbbell Shrug" Dumbbell [UpperBack Neck] =
        "Shrug (Dumbbell)" "Dumbbell Shrugs";
    "cable-shrug" "Cable Shrug" Stack [UpperBack Neck] =
        "Shrug (Cable)" "Cable Shrugs";
    "machine-shrug" "Machine Shrug" Machine [UpperBack Neck] =
        "Shrug (Machine)" "Leverage Shrug";
    "smith-machine-shrug" "Smith Machine Shrug" Machine [UpperBack Neck] =
        "Shrug (Smith Machine)";
    "external-rotation" "External Rotation" Stack [Shoulder] =
        "External Rotation with Cable" "External Rotation (Cable)" "Shoulder External Rotation";
    "halo" "Halo" Kettlebell [Shoulder] =
        "Kettlebell Halo" "Halos";
};
