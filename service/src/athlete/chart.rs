//! A life drawn: prescribed load and basis against true strength, week by week, as SVG.

use plotters::prelude::*;

use super::life::Outcome;

/// Width and height in pixels.
const SIZE: (u32, u32) = (900, 420);

/// One line of the chart.
struct Series {
    name: &'static str,
    colour: RGBColor,
    points: Vec<(i32, f64)>,
}

/// Draws one lift of a life; the picture is an SVG document. `None` where the life has no load of it.
pub fn svg(title: &str, life: &Outcome, lift: &str) -> Option<String> {
    let series = series(life, lift);
    let values = || series.iter().flat_map(|line| &line.points).map(|point| point.1);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    if high <= 0.0 {
        return None;
    }
    let mut out = String::new();
    draw(&mut out, title, &series, life.weeks.len() as i32, (low * 0.95, high * 1.05)).ok()?;
    Some(out)
}

fn series(life: &Outcome, lift: &str) -> Vec<Series> {
    let of = |value: fn(&super::LiftWeek) -> f64| -> Vec<(i32, f64)> {
        let weeks = life.weeks.iter().enumerate();
        weeks
            .filter_map(|(week, outcome)| {
                let lift = outcome.lifts.iter().find(|one| one.lift == lift)?;
                Some((week as i32, value(lift)))
            })
            .collect()
    };
    vec![
        Series { name: "true 1RM", colour: BLACK, points: of(|lift| lift.true_kg) },
        Series { name: "basis", colour: BLUE, points: of(|lift| lift.basis_kg) },
        Series { name: "first load of the week", colour: RED, points: of(|lift| lift.load_kg) },
    ]
}

fn draw(
    out: &mut String,
    title: &str,
    series: &[Series],
    weeks: i32,
    (low, high): (f64, f64),
) -> Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::with_string(out, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 18))
        .margin(10)
        .x_label_area_size(36)
        .y_label_area_size(48)
        .build_cartesian_2d(0..weeks, low..high)?;
    chart.configure_mesh().x_desc("week").y_desc("kg").light_line_style(WHITE).draw()?;
    for line in series {
        let colour = line.colour;
        chart
            .draw_series(LineSeries::new(line.points.iter().copied(), colour.stroke_width(2)))?
            .label(line.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
    }
    let labels = &mut chart.configure_series_labels();
    labels
        .position(SeriesLabelPosition::LowerRight)
        .border_style(BLACK)
        .background_style(WHITE)
        .draw()?;
    area.present()?;
    Ok(())
}
