//! Pulls: rows towards the trunk, and pulls from above. Shoulder and elbow bear all of them.

use super::starter::{Row, table};

pub(super) const HORIZONTAL: &[Row] = table! { HorizontalPull:
    "barbell-row" "Barbell Row" Barbell [LowerBack UpperBack Shoulder Elbow] =
        "Bent Over Row (Barbell)" "Bent Over Barbell Row" "Barbell Bent Over Row" "Bent Over Row"
        "Bent-Over Rows" "Row (Barbell)" "Langhantelrudern" "Rudern (Langhantel)"
        "Vorgebeugtes Rudern";
    "underhand-barbell-row" "Underhand Barbell Row" Barbell [LowerBack UpperBack Shoulder Elbow] =
        "Bent Over Row - Underhand (Barbell)" "Reverse Grip Bent-Over Rows" "Yates Row"
        "Bent Over Row - Reverse Grip (Barbell)";
    "pendlay-row" "Pendlay Row" Barbell [LowerBack UpperBack Shoulder Elbow] =
        "Pendlay Row (Barbell)" "Pendlay Rows";
    "seal-row" "Seal Row" Barbell [UpperBack Shoulder Elbow] =
        "Seal Row (Barbell)" "Incline Bench Pull" "Lying Cambered Barbell Row" "Bench Pull";
    "t-bar-row" "T-Bar Row" Barbell [LowerBack UpperBack Shoulder Elbow] =
        "T Bar Row (Barbell)" "T-Bar Row with Handle" "T-Bar Rows" "Landmine Row";
    "meadows-row" "Meadows Row" Barbell [LowerBack UpperBack Shoulder Elbow] =
        "Meadows Rows (Barbell)" "Meadows Row (Barbell)";
    "dumbbell-row" "Dumbbell Row" Dumbbell [UpperBack Shoulder Elbow] =
        "Bent Over One Arm Row (Dumbbell)" "One-Arm Dumbbell Row" "Single Arm Dumbbell Row"
        "Single Arm Row (Dumbbell)" "DB Row" "Row (Dumbbell)";
    "dumbbell-bent-over-row" "Dumbbell Bent-Over Row" Dumbbell [LowerBack UpperBack Shoulder Elbow] =
        "Bent Over Row (Dumbbell)" "Bent Over Two-Dumbbell Row";
    "chest-supported-dumbbell-row" "Chest-Supported Dumbbell Row" Dumbbell [UpperBack Shoulder Elbow] =
        "Chest Supported Incline Row (Dumbbell)" "Incline Row (Dumbbell)" "Dumbbell Incline Row"
        "Chest Supported Row (Dumbbell)" "Chest Supported Row";
    "renegade-row" "Renegade Row" Dumbbell [UpperBack Shoulder Elbow Wrist] =
        "Renegade Row (Dumbbell)" "Alternating Renegade Row" "Renegade Rows";
    "kettlebell-row" "Kettlebell Row" Kettlebell [UpperBack Shoulder Elbow] =
        "Row (Kettlebell)" "One-Arm Kettlebell Row";
    "band-row" "Band Row" Other [UpperBack Shoulder Elbow] =
        "Bent Over Row (Band)" "Seated Row (Band)" "Squat Row (Band)";
    "seated-cable-row" "Seated Cable Row" Stack [UpperBack Shoulder Elbow] =
        "Seated Row (Cable)" "Seated Cable Rows" "Cable Row" "Cable Rows" "Seated Row"
        "Seated Cable Row - V Grip (Cable)" "Seated Cable Row - Bar Grip" "Rudern (Kabel)"
        "Kabelrudern";
    "wide-grip-cable-row" "Wide-Grip Cable Row" Stack [UpperBack Shoulder Elbow] =
        "Seated Wide-Grip Row (Cable)" "Seated Cable Row - Bar Wide Grip" "Cable Row Wide Grip"
        "Seated Row - Wide Grip (Cable)";
    "single-arm-cable-row" "Single-Arm Cable Row" Stack [UpperBack Shoulder Elbow] =
        "Single Arm Cable Row (Cable)" "Seated One-arm Cable Pulley Rows"
        "Seated Cable Row - Single Arm";
    "machine-row" "Machine Row" Machine [UpperBack Shoulder Elbow] =
        "Seated Row (Machine)" "Row (Machine)" "Machine Seated Row"
        "Chest Supported Row (Machine)";
    "iso-lateral-row" "Iso-Lateral Row" Machine [UpperBack Shoulder Elbow] =
        "Iso-Lateral Row (Machine)" "Leverage Iso Row" "Hammer Strength Row";
    "iso-lateral-low-row" "Iso-Lateral Low Row" Machine [UpperBack Shoulder Elbow] =
        "Iso-Lateral Low Row (Machine)" "Low Row" "Low Row (Machine)";
    "iso-lateral-high-row" "Iso-Lateral High Row" Machine [UpperBack Shoulder Elbow] =
        "Iso-Lateral High Row (Machine)" "Leverage High Row" "High Row" "High Row (Machine)";
    "smith-machine-row" "Smith Machine Row" Machine [LowerBack UpperBack Shoulder Elbow] =
        "Bent Over Row (Smith Machine)" "Smith Machine Bent Over Row";
    "inverted-row" "Inverted Row" Bodyweight [UpperBack Shoulder Elbow] moves 0.60 =
        "Inverted Row (Bodyweight)" "Inverted Rows" "Bodyweight Row" "Australian Pull Up";
    "ring-row" "Ring Row" Bodyweight [UpperBack Shoulder Elbow] moves 0.60 =
        "Ring Rows" "Suspended Row" "TRX Row" "Row (Suspension)";
    "face-pull" "Face Pull" Stack [UpperBack Shoulder] =
        "Face Pull (Cable)" "Face Pulls" "Cable Face Pull";
    "band-pull-apart" "Band Pull-Apart" Other [UpperBack Shoulder] =
        "Band Pull Aparts" "Pull Apart (Band)" "Band Pullaparts" "Band Pull-aparts (Band)";
};

pub(super) const VERTICAL: &[Row] = table! { VerticalPull:
    "pull-up" "Pull-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Pull Ups" "Pullup" "Pullups" "Pull Up (Bodyweight)" "Pull Up (Weighted)" "Weighted Pull Up"
        "Weighted Pull Ups" "Kipping Pull Up" "Kipping Pull-Ups" "Butterfly Pull Up" "Klimmzug"
        "Klimmzüge";
    "strict-pull-up" "Strict Pull-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Strict Pull Ups" "Strict Pullup";
    "wide-grip-pull-up" "Wide-Grip Pull-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Wide Pull Up" "Wide Pull-Ups" "Pull Up - Wide Grip" "Wide-Grip Rear Pull-Up";
    "neutral-grip-pull-up" "Neutral-Grip Pull-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Neutral Chin Up" "Neutral Grip Pull Ups" "V-Bar Pullup" "Pull Up - Neutral Grip";
    "chin-up" "Chin-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Chin Ups" "Chinup" "Chinups" "Chin Up (Weighted)" "Weighted Chin Up" "Strict Chin Up"
        "Chin Up (Bodyweight)";
    "chest-to-bar-pull-up" "Chest-to-Bar Pull-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Chest to Bar" "Chest to Bar Pull Ups" "Chest-to-Bars" "C2B" "CTB" "C2B Pull Up";
    "jumping-pull-up" "Jumping Pull-Up" Bodyweight [Shoulder Elbow Ankle] moves 0.40 =
        "Jumping Pull Ups";
    "assisted-pull-up" "Assisted Pull-Up" Other [Shoulder Elbow] =
        "Pull Up (Assisted)" "Pull Up (Band)" "Band Assisted Pull-Up" "Banded Pull Up"
        "Machine Assisted Pull Up" "Pull Up (Machine)";
    "assisted-chin-up" "Assisted Chin-Up" Other [Shoulder Elbow] =
        "Chin Up (Assisted)" "Chin Up (Band)" "Machine Assisted Chin Up";
    "scapular-pull-up" "Scapular Pull-Up" Bodyweight [Shoulder] =
        "Scapular Pull Ups" "Scap Pull Up";
    "lat-pulldown" "Lat Pulldown" Stack [Shoulder Elbow] =
        "Lat Pulldown (Cable)" "Cable Lat Pulldown" "Lat Pull Down" "Lat Pulldowns"
        "Lat Pulldown - Wide Grip (Cable)" "Wide-Grip Lat Pulldown" "Front Pulldown"
        "Latzug" "Latziehen" "Latzug (Kabel)" "Latziehen (Kabel)";
    "close-grip-lat-pulldown" "Close-Grip Lat Pulldown" Stack [Shoulder Elbow] =
        "Lat Pulldown - Close Grip (Cable)" "Lat Pulldown (V-grip)" "V-Bar Pulldown"
        "Close-Grip Front Lat Pulldown";
    "underhand-lat-pulldown" "Underhand Lat Pulldown" Stack [Shoulder Elbow] =
        "Lat Pulldown - Underhand (Cable)" "Underhand Cable Pulldowns"
        "Reverse Grip Lat Pulldown (Cable)" "Reverse Grip Lat Pulldown";
    "single-arm-lat-pulldown" "Single-Arm Lat Pulldown" Stack [Shoulder Elbow] =
        "Lat Pulldown (Single Arm)" "One Arm Lat Pulldown" "Single Arm Lat Pulldown (Cable)";
    "behind-the-neck-pulldown" "Behind-the-Neck Pulldown" Stack [Shoulder Elbow Neck] =
        "Wide-Grip Pulldown Behind The Neck" "Lat Pulldown - Behind The Neck (Cable)";
    "machine-lat-pulldown" "Machine Lat Pulldown" Machine [Shoulder Elbow] =
        "Lat Pulldown (Machine)" "Iso-Lateral Lat Pulldown (Machine)";
    "band-lat-pulldown" "Band Lat Pulldown" Other [Shoulder Elbow] =
        "Lat Pulldown (Band)" "Lat Pulldown - Underhand (Band)" "Kneeling Pulldown (Band)";
    "straight-arm-pulldown" "Straight-Arm Pulldown" Stack [Shoulder] =
        "Straight Arm Lat Pulldown (Cable)" "Rope Straight Arm Pulldown"
        "Straight-Arm Cable Pushdown" "Straight Arm Pulldown (Cable)";
    "pullover" "Pullover" Dumbbell [Shoulder] =
        "Pullover (Dumbbell)" "Dumbbell Pullover" "Straight-Arm Dumbbell Pullover"
        "Bent-Arm Dumbbell Pullover";
    "machine-pullover" "Machine Pullover" Machine [Shoulder] =
        "Pullover (Machine)";
    "cable-pullover" "Cable Pullover" Stack [Shoulder] =
        "Pullover (Cable)";
};
