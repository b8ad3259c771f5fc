//! Curls, triceps and forearms.

use super::starter::{Row, table};

pub(super) const ARMS: &[Row] = table! { Isolation:
    "barbell-curl" "Barbell Curl" Barbell [Elbow Wrist] =
        "Bicep Curl (Barbell)" "Biceps Curl (Barbell)" "Barbell Biceps Curl" "Barbell Curls"
        "Wide-Grip Standing Barbell Curl" "Close-Grip Standing Barbell Curl"
        "Bizepscurl (Langhantel)" "Bizepscurls (Langhantel)";
    "ez-bar-curl" "EZ-Bar Curl" Barbell [Elbow] =
        "EZ Bar Biceps Curl" "EZ Bar Bicep Curl" "EZ Curl" "SZ-Curl" "SZ-Curls"
        "Close-Grip EZ Bar Curl" "Bicep Curl (EZ Bar)";
    "dumbbell-curl" "Dumbbell Curl" Dumbbell [Elbow] =
        "Bicep Curl (Dumbbell)" "Biceps Curl (Dumbbell)" "Dumbbell Bicep Curl" "Dumbbell Curls"
        "DB Curl" "Dumbbell Alternate Bicep Curl" "Seated Dumbbell Curl"
        "Bizepscurl (Kurzhantel)" "Bizepscurls (Kurzhantel)";
    "incline-dumbbell-curl" "Incline Dumbbell Curl" Dumbbell [Elbow Shoulder] =
        "Incline Curl (Dumbbell)" "Seated Incline Dumbbell Curl" "Seated Incline Curl (Dumbbell)"
        "Alternate Incline Dumbbell Curl";
    "hammer-curl" "Hammer Curl" Dumbbell [Elbow] =
        "Hammer Curl (Dumbbell)" "Dumbbell Hammer Curl" "Hammer Curls" "Hammercurl"
        "Alternate Hammer Curl" "Cross Body Hammer Curl";
    "cable-hammer-curl" "Cable Hammer Curl" Stack [Elbow] =
        "Hammer Curl (Cable)" "Rope Cable Curl" "Cable Hammer Curls - Rope Attachment";
    "band-hammer-curl" "Band Hammer Curl" Other [Elbow] =
        "Hammer Curl (Band)";
    "concentration-curl" "Concentration Curl" Dumbbell [Elbow] =
        "Concentration Curl (Dumbbell)" "Dumbbell Concentration Curl" "Concentration Curls"
        "Reverse Grip Concentration Curl (Dumbbell)" "Konzentrationscurl" "Konzentrationscurls";
    "preacher-curl" "Preacher Curl" Barbell [Elbow] =
        "Preacher Curl (Barbell)" "EZ-Bar Preacher Curl" "Barbell Preacher Curl" "Scottcurl";
    "dumbbell-preacher-curl" "Dumbbell Preacher Curl" Dumbbell [Elbow] =
        "Preacher Curl (Dumbbell)" "One Arm Dumbbell Preacher Curl"
        "Two-Arm Dumbbell Preacher Curl";
    "machine-preacher-curl" "Machine Preacher Curl" Machine [Elbow] =
        "Preacher Curl (Machine)" "Machine Preacher Curls";
    "spider-curl" "Spider Curl" Barbell [Elbow] =
        "Spider Curl (Barbell)";
    "dumbbell-spider-curl" "Dumbbell Spider Curl" Dumbbell [Elbow] =
        "Spider Curl (Dumbbell)";
    "drag-curl" "Drag Curl" Barbell [Elbow Wrist] =
        "Drag Curl (Barbell)";
    "zottman-curl" "Zottman Curl" Dumbbell [Elbow Wrist] =
        "Zottman Curl (Dumbbell)";
    "reverse-curl" "Reverse Curl" Barbell [Elbow Wrist] =
        "Reverse Curl (Barbell)" "Reverse Barbell Curl";
    "dumbbell-reverse-curl" "Dumbbell Reverse Curl" Dumbbell [Elbow Wrist] =
        "Reverse Curl (Dumbbell)" "Standing Dumbbell Reverse Curl";
    "cable-reverse-curl" "Cable Reverse Curl" Stack [Elbow Wrist] =
        "Reverse Curl (Cable)" "Reverse Cable Curl";
    "cable-curl" "Cable Curl" Stack [Elbow] =
        "Bicep Curl (Cable)" "Biceps Curl (Cable)" "Cable Bicep Curl" "Standing Biceps Cable Curl"
        "Cable Curls" "Single Arm Curl (Cable)" "Bizepscurl (Kabel)";
    "machine-curl" "Machine Curl" Machine [Elbow] =
        "Bicep Curl (Machine)" "Biceps Curl (Machine)" "Seated Machine Curl" "Machine Bicep Curl"
        "Bizepscurl (Maschine)";
    "band-curl" "Band Curl" Other [Elbow] =
        "Bicep Curl (Band)";
    "skullcrusher" "Skullcrusher" Barbell [Elbow] =
        "Skullcrusher (Barbell)" "Skull Crusher" "Skull Crushers" "Skullcrushers"
        "EZ-Bar Skullcrusher" "Lying Triceps Extension" "Lying Triceps Extension (Barbell)"
        "Lying Triceps Press" "Lying Tricep Extension";
    "dumbbell-skullcrusher" "Dumbbell Skullcrusher" Dumbbell [Elbow] =
        "Skullcrusher (Dumbbell)" "Lying Dumbbell Tricep Extension"
        "Lying Triceps Extension (Dumbbell)";
    "jm-press" "JM Press" Barbell [Elbow Shoulder] =
        "JM Press (Barbell)";
    "tate-press" "Tate Press" Dumbbell [Elbow] =
        "Tate Press (Dumbbell)";
    "triceps-pushdown" "Triceps Pushdown" Stack [Elbow] =
        "Triceps Pushdown (Cable - Straight Bar)" "Tricep Pushdown" "Triceps Pushdown (Cable)"
        "V-Bar Push Down" "V-Bar Pushdown" "Triceps Pushdown - V-Bar Attachment" "Push Down"
        "Cable Pushdown" "Tricep Pushdowns" "Trizepsdrücken" "Trizepsdrücken (Kabel)"
        "Single Arm Triceps Pushdown (Cable)" "Reverse Grip Triceps Pushdown";
    "rope-pushdown" "Rope Pushdown" Stack [Elbow] =
        "Triceps Rope Pushdown" "Rope Push Down" "Triceps Pushdown - Rope Attachment"
        "Triceps Pushdown (Cable - Rope)" "Tricep Rope Pushdown";
    "triceps-extension" "Triceps Extension" Other [Elbow] =
        "Tricep Extension" "Triceps Extensions";
    "barbell-triceps-extension" "Barbell Triceps Extension" Barbell [Elbow Shoulder] =
        "Triceps Extension (Barbell)" "Standing Overhead Barbell Triceps Extension"
        "Seated Triceps Press";
    "dumbbell-triceps-extension" "Dumbbell Triceps Extension" Dumbbell [Elbow Shoulder] =
        "Triceps Extension (Dumbbell)" "Dumbbell Overhead Triceps Extension"
        "Overhead Triceps Extension (Dumbbell)" "Standing Dumbbell Triceps Extension"
        "Dumbbell One-Arm Triceps Extension" "Single Arm Tricep Extension (Dumbbell)";
    "cable-triceps-extension" "Cable Triceps Extension" Stack [Elbow Shoulder] =
        "Triceps Extension (Cable)" "Overhead Triceps Extension (Cable)"
        "Cable Overhead Triceps Extension" "Cable Rope Overhead Triceps Extension"
        "Triceps Overhead Extension with Rope" "Single Arm Triceps Extension (Cable)";
    "machine-triceps-extension" "Machine Triceps Extension" Machine [Elbow] =
        "Triceps Extension (Machine)" "Triceps Press (Machine)" "Seated Triceps Press (Machine)";
    "triceps-kickback" "Triceps Kickback" Dumbbell [Elbow] =
        "Triceps Kickback (Dumbbell)" "Tricep Dumbbell Kickback" "Dumbbell Kickback"
        "Dumbell Kickback" "Tricep Kickback" "Dumbbell Triceps Kickback";
    "cable-triceps-kickback" "Cable Triceps Kickback" Stack [Elbow] =
        "Triceps Kickback (Cable)" "Tricep Kickback (Cable)";
    "wrist-curl" "Wrist Curl" Barbell [Wrist] =
        "Barbell Wrist Curl" "Wrist Curl (Barbell)" "Seated Palms Up Wrist Curl"
        "Palms-Up Barbell Wrist Curl Over A Bench" "Seated Palm-Up Barbell Wrist Curl"
        "Behind The Back Wrist Curl (Barbell)" "Behind the Back Bicep Wrist Curl (Barbell)";
    "dumbbell-wrist-curl" "Dumbbell Wrist Curl" Dumbbell [Wrist] =
        "Wrist Curl (Dumbbell)" "Seated Palms Up Wrist Curl (Dumbbell)"
        "Palms-Up Dumbbell Wrist Curl Over A Bench" "Seated Dumbbell Palms-Up Wrist Curl";
    "wrist-extension" "Wrist Extension" Barbell [Wrist] =
        "Seated Wrist Extension (Barbell)" "Wrist Extension (Barbell)" "Reverse Wrist Curl"
        "Seated Palms-Down Barbell Wrist Curl" "Reverse Wrist Curl (Barbell)";
    "dumbbell-wrist-extension" "Dumbbell Wrist Extension" Dumbbell [Wrist] =
        "Wrist Extension (Dumbbell)" "Reverse Wrist Curl (Dumbbell)"
        "Seated Dumbbell Palms-Down Wrist Curl";
    "wrist-roller" "Wrist Roller" Other [Wrist] =
        "Wrist Rollers";
};
