//! Running, ergs and ropes; carries and sleds.

use super::starter::{Row, table};

pub(super) const MONOSTRUCTURAL: &[Row] = table! { Monostructural:
    "run" "Run" Bodyweight [Knee Ankle Hip] =
        "Running" "Running (Outdoor)" "Jogging" "Trail Running" "Laufen" "Lauf" "Sprints"
        "Wind Sprints" "Sprint";
    "treadmill" "Treadmill Run" Other [Knee Ankle Hip] =
        "Running (Treadmill)" "Treadmill Running" "Jogging, Treadmill"
        "Laufband";
    "row-erg" "Row Erg" Other [LowerBack Hip Knee] =
        "Rowing (Machine)" "Rowing" "Rowing, Stationary" "Rower"
        "Concept2 Row" "Indoor Rowing" "RowErg" "Rudergerät" "Ruderergometer";
    "bike-erg" "Bike Erg" Other [Knee Hip] =
        "Cycling (Indoor)" "Stationary Bike" "Spinning" "Bicycling, Stationary" "BikeErg"
        "Exercise Bike" "Recumbent Bike" "Ergometer";
    "air-bike" "Air Bike" Other [Knee Hip Shoulder] =
        "Assault Bike" "Echo Bike" "Airbike" "Assault Airbike" "Air Bike (Machine)";
    "ski-erg" "Ski Erg" Other [Shoulder LowerBack] =
        "SkiErg" "Ski" "Ski Machine" "Skierg (Machine)";
    "cycling" "Cycling" Other [Knee Hip] =
        "Bicycling" "Bike" "Biking" "Cycling (Outdoor)" "Radfahren";
    "swim" "Swim" Bodyweight [Shoulder] =
        "Swimming" "Schwimmen";
    "walk" "Walk" Bodyweight [Ankle] =
        "Walking" "Walking, Treadmill" "Spazieren" "Gehen";
    "hike" "Hike" Bodyweight [Knee Ankle] =
        "Hiking" "Wandern";
    "ruck" "Ruck" Other [Knee Ankle LowerBack] =
        "Rucking" "Ruck March";
    "elliptical" "Elliptical" Other [Hip] =
        "Elliptical Machine" "Elliptical Trainer" "Elliptical Training" "Crosstrainer"
        "Cross Trainer";
    "stair-climber" "Stair Climber" Other [Knee Ankle] =
        "Stairmaster" "Stair Machine" "Stair Machine (Steps)" "Stair Machine (Floors)" "Step Mill"
        "Stepmill" "Stairs";
    "double-under" "Double-Under" Bodyweight [Ankle Knee] =
        "Double Unders" "Doubleunder" "Doubleunders" "DU" "DUs" "Double Under (Jump Rope)";
    "single-under" "Single-Under" Bodyweight [Ankle Knee] =
        "Single Unders" "Jump Rope" "Rope Jumping" "Skipping" "Skipping Rope" "Seilspringen";
    "battle-ropes" "Battle Ropes" Other [Shoulder] =
        "Battle Rope" "Battling Ropes";
    "high-knees" "High Knees" Bodyweight [Knee Ankle] =
        "High Knee Skips" "High Knee";
    "mountain-climber" "Mountain Climber" Bodyweight [Shoulder Wrist Hip] =
        "Mountain Climbers";
    "shuttle-run" "Shuttle Run" Bodyweight [Knee Ankle Hip] =
        "Shuttle Runs" "Shuttle Sprint" "Shuttle Sprints";
};

pub(super) const CARRIES: &[Row] = table! { Carry:
    "farmer-carry" "Farmer Carry" Dumbbell [LowerBack Wrist] =
        "Farmers Carry" "Farmers Walk" "Farmer Walk" "Farmers Walk (Dumbbell)"
        "Farmers Carry (Dumbbell)" "Farmer's Walk (Weighted)";
    "kettlebell-carry" "Kettlebell Carry" Kettlebell [LowerBack Wrist] =
        "Farmers Walk (Kettlebell)" "Farmers Carry (Kettlebell)";
    "suitcase-carry" "Suitcase Carry" Dumbbell [LowerBack Wrist] =
        "Suitcase Carry (Dumbbell)" "Suitcase Walk";
    "front-rack-carry" "Front-Rack Carry" Kettlebell [LowerBack Shoulder Wrist] =
        "Front Rack Walk" "Rack Carry" "Front Rack Carry (Kettlebell)";
    "overhead-carry" "Overhead Carry" Dumbbell [Shoulder Elbow Wrist LowerBack] =
        "Overhead Walk" "Waiter Walk" "Waiters Carry";
    "yoke-carry" "Yoke Carry" Other [LowerBack Knee Hip] =
        "Yoke Walk" "Yoke";
    "sandbag-carry" "Sandbag Carry" Other [LowerBack UpperBack] =
        "Sandbag Bear Hug Carry";
    "dumbbell-box-step-over" "Dumbbell Box Step-Over" Dumbbell [Knee Hip] =
        "Box Step Over" "Box Step Overs" "DB Box Step Over";
    "sled-push" "Sled Push" Other [Knee Hip Ankle] =
        "Sled" "Prowler Push" "Prowler Sprint" "Sled Push (Weighted)" "Schlitten schieben";
    "sled-pull" "Sled Pull" Other [Knee Hip Ankle] =
        "Sled Drag" "Sled Drag - Harness" "Backward Drag" "Backward Sled Drag";
    "bear-crawl" "Bear Crawl" Bodyweight [Shoulder Wrist Knee] =
        "Bear Crawls";
    "tire-flip" "Tire Flip" Other [LowerBack Hip Knee] =
        "Tire Flips" "Tyre Flip";
    "sandbag-over-shoulder" "Sandbag over Shoulder" Other [LowerBack Hip Shoulder] =
        "Sandbag Over Shoulders" "Sandbag Clean";
};
