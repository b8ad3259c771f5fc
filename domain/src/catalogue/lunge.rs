//! Lunges, split squats and step-ups: one leg at a time.

use super::starter::{Row, table};

pub(super) const LUNGES: &[Row] = table! { Lunge:
    "lunge" "Lunge" Bodyweight [Knee Hip] moves 0.66 =
        "Lunges" "Lunge (Bodyweight)" "Bodyweight Lunge" "Forward Lunge" "Ausfallschritt"
        "Ausfallschritte";
    "walking-lunge" "Walking Lunge" Bodyweight [Knee Hip] moves 0.66 =
        "Walking Lunges" "Walking Lunge (Bodyweight)" "Bodyweight Walking Lunge";
    "reverse-lunge" "Reverse Lunge" Bodyweight [Knee Hip] moves 0.66 =
        "Reverse Lunges" "Reverse Lunge (Bodyweight)";
    "lateral-lunge" "Lateral Lunge" Bodyweight [Knee Hip] moves 0.66 =
        "Side Lunge" "Cossack Squat" "Cossack Squats";
    "barbell-lunge" "Barbell Lunge" Barbell [Knee Hip LowerBack] =
        "Lunge (Barbell)" "Barbell Lunges";
    "barbell-walking-lunge" "Barbell Walking Lunge" Barbell [Knee Hip LowerBack] =
        "Walking Lunge (Barbell)";
    "barbell-reverse-lunge" "Barbell Reverse Lunge" Barbell [Knee Hip LowerBack] =
        "Reverse Lunge (Barbell)";
    "dumbbell-lunge" "Dumbbell Lunge" Dumbbell [Knee Hip] =
        "Lunge (Dumbbell)" "Dumbbell Lunges" "DB Lunge";
    "dumbbell-walking-lunge" "Dumbbell Walking Lunge" Dumbbell [Knee Hip] =
        "Walking Lunge (Dumbbell)" "DB Walking Lunge";
    "dumbbell-reverse-lunge" "Dumbbell Reverse Lunge" Dumbbell [Knee Hip] =
        "Reverse Lunge (Dumbbell)" "Dumbbell Rear Lunge";
    "overhead-lunge" "Overhead Lunge" Other [Knee Hip Shoulder Wrist] =
        "Overhead Walking Lunge" "Overhead Walking Lunges" "Overhead Plate Lunge"
        "Overhead Lunges";
    "smith-machine-lunge" "Smith Machine Lunge" Machine [Knee Hip] =
        "Lunge (Smith Machine)";
    "split-squat" "Split Squat" Bodyweight [Knee Hip] moves 0.75 =
        "Split Squats" "Split Squat (Bodyweight)";
    "dumbbell-split-squat" "Dumbbell Split Squat" Dumbbell [Knee Hip] =
        "Split Squat (Dumbbell)" "Split Squat with Dumbbells";
    "bulgarian-split-squat" "Bulgarian Split Squat" Dumbbell [Knee Hip] =
        "Bulgarian Split Squat (Dumbbell)" "Bulgarian Split Squats" "Dumbbell Bulgarian Split Squat"
        "Rear Foot Elevated Split Squat" "RFESS" "BSS";
    "barbell-bulgarian-split-squat" "Barbell Bulgarian Split Squat" Barbell [Knee Hip LowerBack] =
        "Bulgarian Split Squat (Barbell)";
    "step-up" "Step-Up" Bodyweight [Knee Hip] moves 0.85 =
        "Stepup" "Step Ups" "Box Step Up" "Box Step-Ups" "Step Up (Bodyweight)";
    "dumbbell-step-up" "Dumbbell Step-Up" Dumbbell [Knee Hip] =
        "Step Up (Dumbbell)" "Dumbbell Step Ups" "Dumbbell Box Step Up" "DB Step Up";
    "barbell-step-up" "Barbell Step-Up" Barbell [Knee Hip LowerBack] =
        "Step Up (Barbell)" "Barbell Step Ups";
};
