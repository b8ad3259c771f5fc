//! Gymnastic skills, and jumps.

use super::starter::{Row, table};

pub(super) const SKILLS: &[Row] = table! { GymnasticSkill:
    "bar-muscle-up" "Bar Muscle-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Bar Muscle Ups" "BMU" "Muscle Up (Bar)" "Kipping Muscle Up";
    "ring-muscle-up" "Ring Muscle-Up" Bodyweight [Shoulder Elbow Wrist] moves 1.0 =
        "Ring Muscle Ups" "RMU" "Muscle Up (Ring)" "Muscle Up (Rings)";
    "muscle-up" "Muscle-Up" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Muscle Ups" "MU";
    "handstand-walk" "Handstand Walk" Bodyweight [Shoulder Wrist] =
        "Handstand Walking" "HSW" "Handlauf";
    "handstand-hold" "Handstand Hold" Bodyweight [Shoulder Wrist] =
        "Handstand" "Wall Handstand";
    "wall-walk" "Wall Walk" Bodyweight [Shoulder Wrist] =
        "Wall Walks" "Wall Climb" "Wall Climbs";
    "rope-climb" "Rope Climb" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Rope Climbs" "Seilklettern";
    "peg-board" "Peg Board" Bodyweight [Shoulder Elbow] moves 1.0 =
        "Pegboard" "Pegboard Ascent";
    "front-lever" "Front Lever" Bodyweight [Shoulder Elbow] =
        "Front Lever Hold" "Front Lever Raise";
    "turkish-get-up" "Turkish Get-Up" Kettlebell [Shoulder Hip Knee] =
        "Kettlebell Turkish Get Up" "TGU" "Turkish Get Ups"
        "Kettlebell Turkish Get-Up (Lunge style)" "Kettlebell Turkish Get-Up (Squat style)";
};

pub(super) const JUMPS: &[Row] = table! { Jump:
    "box-jump" "Box Jump" Bodyweight [Knee Ankle] =
        "Box Jumps" "Front Box Jump" "BJ" "Boxjump" "Box Jump (Multiple Response)";
    "box-jump-over" "Box Jump-Over" Bodyweight [Knee Ankle] =
        "Box Jump Overs" "BJO" "Lateral Box Jump" "Box Jumpover";
    "broad-jump" "Broad Jump" Bodyweight [Knee Ankle] =
        "Broad Jumps" "Standing Long Jump";
    "jump-squat" "Jump Squat" Bodyweight [Knee Hip Ankle] =
        "Jump Squats" "Jump Squat (Bodyweight)" "Jumping Squat" "Freehand Jump Squat";
    "jumping-lunge" "Jumping Lunge" Bodyweight [Knee Hip Ankle] =
        "Jumping Lunges" "Split Jump";
    "burpee" "Burpee" Bodyweight [Shoulder Wrist Knee Ankle] =
        "Burpees";
    "bar-facing-burpee" "Bar-Facing Burpee" Bodyweight [Shoulder Wrist Knee Ankle] =
        "Bar Facing Burpees" "Burpee Over The Bar" "Burpee Over Bar" "Burpees Over The Bar" "BFB";
    "burpee-box-jump-over" "Burpee Box Jump-Over" Bodyweight [Shoulder Wrist Knee Ankle] =
        "Burpee Box Jump Overs" "Burpee Box Jump" "BBJO";
    "burpee-pull-up" "Burpee Pull-Up" Bodyweight [Shoulder Elbow Wrist Knee Ankle] =
        "Burpee Pull Ups";
    "jumping-jack" "Jumping Jack" Bodyweight [Shoulder Ankle] =
        "Jumping Jacks" "Star Jump" "Hampelmann";
};
