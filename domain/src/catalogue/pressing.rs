//! Presses: away from the chest, dips among them, and overhead. The shoulder bears all of them.

use super::starter::{Row, table};

pub(super) const HORIZONTAL: &[Row] = table! { HorizontalPush:
    "bench-press" "Bench Press" Barbell [Shoulder Elbow Wrist] =
        "Bench Press (Barbell)" "Barbell Bench Press" "Flat Barbell Bench Press" "Flat Bench Press"
        "Barbell Bench Press - Medium Grip" "Bench Press - Powerlifting" "Bench" "Supino"
        "Supino (Barra)" "Bankdrücken" "Bankdrücken (Langhantel)" "Langhantel Bankdrücken" "BP";
    "pause-bench-press" "Pause Bench Press" Barbell [Shoulder Elbow Wrist] of "bench-press" =
        "Paused Bench Press" "Pause Bench Press (Barbell)";
    "close-grip-bench-press" "Close-Grip Bench Press" Barbell [Shoulder Elbow Wrist] =
        "Bench Press - Close Grip (Barbell)" "Close-Grip Barbell Bench Press"
        "Bench Press (Close Grip)" "CGBP";
    "wide-grip-bench-press" "Wide-Grip Bench Press" Barbell [Shoulder Elbow Wrist] =
        "Bench Press - Wide Grip (Barbell)" "Wide-Grip Barbell Bench Press";
    "incline-bench-press" "Incline Bench Press" Barbell [Shoulder Elbow Wrist] =
        "Incline Bench Press (Barbell)" "Incline Barbell Bench Press" "Barbell Incline Bench Press"
        "Barbell Incline Bench Press - Medium Grip" "Schrägbankdrücken"
        "Schrägbankdrücken (Langhantel)";
    "decline-bench-press" "Decline Bench Press" Barbell [Shoulder Elbow Wrist] =
        "Decline Bench Press (Barbell)" "Decline Barbell Bench Press";
    "floor-press" "Floor Press" Barbell [Shoulder Elbow Wrist] =
        "Floor Press (Barbell)" "Barbell Floor Press";
    "dumbbell-bench-press" "Dumbbell Bench Press" Dumbbell [Shoulder Elbow] =
        "Bench Press (Dumbbell)" "Flat Dumbbell Bench Press" "DB Bench Press" "DB Bench"
        "Bankdrücken (Kurzhantel)" "Kurzhantel Bankdrücken";
    "incline-dumbbell-bench-press" "Incline Dumbbell Bench Press" Dumbbell [Shoulder Elbow] =
        "Incline Bench Press (Dumbbell)" "Incline Dumbbell Press" "Dumbbell Incline Bench Press"
        "DB Incline Press" "Schrägbankdrücken (Kurzhantel)";
    "decline-dumbbell-bench-press" "Decline Dumbbell Bench Press" Dumbbell [Shoulder Elbow] =
        "Decline Bench Press (Dumbbell)";
    "dumbbell-floor-press" "Dumbbell Floor Press" Dumbbell [Shoulder Elbow] =
        "Floor Press (Dumbbell)";
    "hex-press" "Hex Press" Dumbbell [Shoulder Elbow] =
        "Hex Press (Dumbbell)" "Squeeze Press (Dumbbell)";
    "smith-machine-bench-press" "Smith Machine Bench Press" Machine [Shoulder Elbow Wrist] =
        "Bench Press (Smith Machine)" "Smith Bench Press";
    "smith-machine-incline-bench-press" "Smith Machine Incline Bench Press" Machine [Shoulder Elbow Wrist] =
        "Incline Bench Press (Smith Machine)";
    "smith-machine-decline-bench-press" "Smith Machine Decline Bench Press" Machine [Shoulder Elbow Wrist] =
        "Decline Bench Press (Smith Machine)" "Smith Machine Decline Press";
    "smith-machine-close-grip-bench-press" "Smith Machine Close-Grip Bench Press" Machine [Shoulder Elbow Wrist] =
        "Bench Press - Close Grip (Smith Machine)";
    "cable-bench-press" "Cable Bench Press" Stack [Shoulder Elbow] =
        "Bench Press (Cable)" "Cable Chest Press" "Chest Press (Cable)";
    "cable-incline-bench-press" "Cable Incline Bench Press" Stack [Shoulder Elbow] =
        "Incline Bench Press (Cable)";
    "chest-press" "Chest Press" Machine [Shoulder Elbow] =
        "Chest Press (Machine)" "Machine Chest Press" "Machine Bench Press" "Seated Chest Press"
        "Leverage Chest Press" "Brustpresse" "Brustpresse (Maschine)";
    "incline-chest-press" "Incline Chest Press" Machine [Shoulder Elbow] =
        "Incline Chest Press (Machine)" "Leverage Incline Chest Press"
        "Incline Hammer Strength Chest Press";
    "decline-chest-press" "Decline Chest Press" Machine [Shoulder Elbow] =
        "Decline Chest Press (Machine)" "Decline Bench Press (Machine)"
        "Leverage Decline Chest Press";
    "iso-lateral-chest-press" "Iso-Lateral Chest Press" Machine [Shoulder Elbow] =
        "Iso-Lateral Chest Press (Machine)" "Hammer Strength Chest Press";
    "band-chest-press" "Band Chest Press" Other [Shoulder Elbow] =
        "Chest Press (Band)" "Bench Press (Band)";
    "landmine-press" "Landmine Press" Barbell [Shoulder Elbow] =
        "Landmine Chest Press" "Single Arm Landmine Press (Barbell)"
        "Standing Landmine Press";
    "push-up" "Push-Up" Bodyweight [Shoulder Elbow Wrist] moves 0.64 =
        "Push Ups" "Pushup" "Pushups" "Press Up" "Press Ups" "Push Up (Weighted)"
        "Hand Release Push Up" "Hand-Release Push-Ups" "Liegestütz" "Liegestütze";
    "knee-push-up" "Knee Push-Up" Bodyweight [Shoulder Elbow Wrist] moves 0.49 =
        "Push Up (Knees)" "Knee Push Ups" "Kneeling Push Up";
    "incline-push-up" "Incline Push-Up" Bodyweight [Shoulder Elbow Wrist] moves 0.41 =
        "Incline Push Ups" "Push Up (Incline)";
    "decline-push-up" "Decline Push-Up" Bodyweight [Shoulder Elbow Wrist] moves 0.74 =
        "Decline Push Ups" "Push-Ups With Feet Elevated";
    "close-grip-push-up" "Close-Grip Push-Up" Bodyweight [Shoulder Elbow Wrist] moves 0.64 =
        "Push Up - Close Grip" "Diamond Push Up" "Diamond Push Ups";
    "ring-push-up" "Ring Push-Up" Bodyweight [Shoulder Elbow Wrist] moves 0.64 =
        "Ring Push Ups";
    "band-push-up" "Band Push-Up" Other [Shoulder Elbow Wrist] moves 0.64 =
        "Push Up (Band)";
    "dip" "Dip" Bodyweight [Shoulder Elbow] moves 0.95 =
        "Dips" "Bar Dip" "Bar Dips" "Chest Dip" "Chest Dips" "Triceps Dip" "Triceps Dips" "Tricep Dip"
        "Chest Dip (Weighted)" "Triceps Dip (Weighted)" "Weighted Dip" "Weighted Dips"
        "Parallel Bar Dip" "Parallel Bar Triceps Dip" "Dips - Chest Version"
        "Dips - Triceps Version" "Strict Dip";
    "ring-dip" "Ring Dip" Bodyweight [Shoulder Elbow] moves 0.95 =
        "Ring Dips" "Kipping Ring Dip" "Strict Ring Dip";
    "bench-dip" "Bench Dip" Bodyweight [Shoulder Elbow Wrist] moves 0.50 =
        "Bench Dips" "Box Dip";
    "assisted-dip" "Assisted Dip" Other [Shoulder Elbow] =
        "Chest Dip (Assisted)" "Triceps Dip (Assisted)" "Dip (Assisted)" "Machine Assisted Dip"
        "Chest Dip (Band)" "Triceps Dip (Band)";
    "dip-machine" "Dip Machine" Machine [Shoulder Elbow] =
        "Seated Dip" "Seated Dip Machine" "Triceps Dip (Machine)";
};

pub(super) const VERTICAL: &[Row] = table! { VerticalPush:
    "strict-press" "Strict Press" Barbell [Shoulder Elbow Wrist LowerBack] =
        "Overhead Press (Barbell)" "Overhead Press" "Barbell Overhead Press" "Press"
        "Shoulder Press (Barbell)" "Barbell Shoulder Press" "Military Press"
        "Standing Military Press" "Standing Military Press (Barbell)"
        "Strict Military Press (Barbell)" "Strict Military Press" "Military Press (Barbell)"
        "Standing Press" "Strict Shoulder Press" "OHP" "Schulterdrücken (Langhantel)";
    "seated-barbell-press" "Seated Barbell Press" Barbell [Shoulder Elbow Wrist] =
        "Seated Overhead Press (Barbell)" "Seated Barbell Military Press"
        "Seated Shoulder Press (Barbell)" "Seated Barbell Overhead Press";
    "behind-the-neck-press" "Behind-the-Neck Press" Barbell [Shoulder Elbow Wrist Neck] =
        "Behind The Neck Barbell Press" "Standing Barbell Press Behind Neck"
        "Overhead Press - Behind The Neck (Barbell)";
    "z-press" "Z Press" Barbell [Shoulder Elbow Wrist] =
        "Z Press (Barbell)";
    "bradford-press" "Bradford Press" Barbell [Shoulder Elbow Wrist] =
        "Standing Bradford Press";
    "push-press" "Push Press" Barbell [Shoulder Elbow Wrist LowerBack Knee] =
        "Push Press (Barbell)" "Barbell Push Press";
    "dumbbell-push-press" "Dumbbell Push Press" Dumbbell [Shoulder Elbow Knee] =
        "Push Press (Dumbbell)" "DB Push Press";
    "shoulder-to-overhead" "Shoulder to Overhead" Barbell [Shoulder Elbow Wrist LowerBack Knee] =
        "Shoulder to Overheads" "STOH" "S2OH";
    "dumbbell-shoulder-press" "Dumbbell Shoulder Press" Dumbbell [Shoulder Elbow] =
        "Shoulder Press (Dumbbell)" "Overhead Press (Dumbbell)" "Dumbbell Overhead Press"
        "Standing Dumbbell Press" "DB Shoulder Press"
        "Schulterdrücken (Kurzhantel)";
    "seated-dumbbell-press" "Seated Dumbbell Press" Dumbbell [Shoulder Elbow] =
        "Seated Overhead Press (Dumbbell)" "Seated Shoulder Press (Dumbbell)"
        "Seated Dumbbell Shoulder Press";
    "arnold-press" "Arnold Press" Dumbbell [Shoulder Elbow] =
        "Arnold Press (Dumbbell)" "Arnold Dumbbell Press";
    "kettlebell-press" "Kettlebell Press" Kettlebell [Shoulder Elbow] =
        "Overhead Press (Kettlebell)" "Shoulder Press (Kettlebell)"
        "Kettlebell Shoulder Press" "KB Press";
    "log-press" "Log Press" Other [Shoulder Elbow Wrist LowerBack] =
        "Log Lift";
    "smith-machine-press" "Smith Machine Press" Machine [Shoulder Elbow Wrist] =
        "Overhead Press (Smith Machine)" "Smith Machine Overhead Press"
        "Smith Machine Overhead Shoulder Press" "Seated Overhead Press (Smith Machine)"
        "Shoulder Press (Smith Machine)" "Overhead Smith Seated";
    "cable-shoulder-press" "Cable Shoulder Press" Stack [Shoulder Elbow] =
        "Overhead Press (Cable)" "Shoulder Press (Cable)" "Seated Cable Shoulder Press";
    "machine-shoulder-press" "Machine Shoulder Press" Machine [Shoulder Elbow] =
        "Shoulder Press (Machine)" "Seated Shoulder Press (Machine)"
        "Machine Shoulder (Military) Press";
    "plate-loaded-shoulder-press" "Plate-Loaded Shoulder Press" Machine [Shoulder Elbow] =
        "Shoulder Press (Plate Loaded)" "Shoulder Press (Machine Plates)"
        "Leverage Shoulder Press" "Hammer Strength Shoulder Press";
    "band-shoulder-press" "Band Shoulder Press" Other [Shoulder Elbow] =
        "Overhead Press (Band)" "Shoulder Press (Band)" "Shoulder Press - With Bands";
    "pike-push-up" "Pike Push-Up" Bodyweight [Shoulder Elbow Wrist] moves 0.70 =
        "Pike Push Ups" "Pike Pushup" "Box Handstand Push Up";
    "handstand-push-up" "Handstand Push-Up" Bodyweight [Shoulder Elbow Wrist Neck] moves 0.95 =
        "Handstand Push Ups" "Handstand Pushup" "Handstand Pushups" "HSPU" "HSPUs"
        "Kipping Handstand Push Up" "Kipping HSPU" "Handstandliegestütz";
    "strict-handstand-push-up" "Strict Handstand Push-Up" Bodyweight [Shoulder Elbow Wrist Neck] moves 0.95 =
        "Strict Handstand Push Ups" "Strict HSPU" "SHSPU";
};
