//! What a gym can load. Prescriptions are rounded to it.

use serde::{Deserialize, Serialize};

use crate::vocab::{Implement, WeightUnit};

/// Kilograms in a pound, by definition.
pub const KILOGRAMS_PER_POUND: f64 = 0.453_592_37;

/// What can be loaded, all in kilograms. An empty list means that the gym has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Equipment {
    /// The empty bar.
    pub bar_kg: f64,
    /// One of each pair; any number of pairs.
    pub plates_kg: Vec<f64>,
    /// One of each pair.
    pub dumbbells_kg: Vec<f64>,
    /// Each kettlebell.
    pub kettlebells_kg: Vec<f64>,
    /// Step of weight stacks and machines.
    pub stack_step_kg: f64,
}

impl Equipment {
    /// What an ordinary gym of that unit has. House choice after `engine.md` B1, decision 0003.
    pub fn standard(unit: WeightUnit) -> Self {
        let (scale, bar, plates, step, bells, kettlebells): (f64, f64, &[f64], f64, u32, &[f64]) =
            match unit {
                WeightUnit::Kilogram => (
                    1.0,
                    20.0,
                    &[25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25],
                    2.5,
                    20,
                    &[8.0, 12.0, 16.0, 20.0, 24.0, 28.0, 32.0],
                ),
                WeightUnit::Pound => (
                    KILOGRAMS_PER_POUND,
                    45.0,
                    &[45.0, 35.0, 25.0, 10.0, 5.0, 2.5],
                    5.0,
                    24,
                    &[18.0, 26.0, 35.0, 44.0, 53.0, 62.0, 70.0],
                ),
            };
        Self {
            bar_kg: bar * scale,
            plates_kg: plates.iter().map(|plate| plate * scale).collect(),
            dumbbells_kg: (1..=bells).map(|n| f64::from(n) * step * scale).collect(),
            kettlebells_kg: kettlebells.iter().map(|bell| bell * scale).collect(),
            stack_step_kg: step * scale,
        }
    }

    /// The lightest load of an implement in kilograms; `None` where the gym has none of it. What is not
    /// loaded weighs nothing.
    pub fn lightest_kg(&self, implement: Implement) -> Option<f64> {
        let least = |list: &[f64]| list.iter().copied().min_by(f64::total_cmp);
        match implement {
            Implement::Barbell => {
                (self.bar_kg > 0.0 && !self.plates_kg.is_empty()).then_some(self.bar_kg)
            }
            Implement::Dumbbell => least(&self.dumbbells_kg),
            Implement::Kettlebell => least(&self.kettlebells_kg),
            Implement::Stack | Implement::Machine => {
                (self.stack_step_kg > 0.0).then_some(self.stack_step_kg)
            }
            Implement::Bodyweight | Implement::Other => Some(0.0),
        }
    }
}
