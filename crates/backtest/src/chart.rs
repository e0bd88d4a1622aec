//! Messages per day under both plans, as bars.

use crate::document::{Backtest, Pair};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 34.0;
/// Most pairs of bars that can be told apart; beyond, several days share one.
const MOST: usize = 62;

/// Colours with enough contrast on either ground, and apart for people who see fewer; a viewer in the dark gets the others.
const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#1f2328}.ground{fill:#fff}.grid{stroke:#d1d9e0}\
.old{fill:#8c6bb1}.new{fill:#0b6e4f}@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.ground{fill:#0d1117}\
.grid{stroke:#3d444d}.old{fill:#bfa3e0}.new{fill:#3fb98a}}";

/// A picture of the messages per day, as SVG: an old and a new bar for each day, or for each few days when there are many.
#[must_use]
pub fn chart(told: &Backtest) -> String {
    let (bars, days) = bars(told);
    let all = told.all_messages();
    let most = bars.iter().map(|(_, count)| count.old.max(count.new)).max().unwrap_or(0).max(1);
    let unit = if days == 1 { "a day".to_owned() } else { format!("in {days} days") };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-labelledby=\"title description\">\n<title id=\"title\">Messages {unit} under the old and the new plan</title>\n\
         <desc id=\"description\">{}</desc>\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n",
        description(&bars, all),
    );
    legend(&mut out, all, &unit);
    grid(&mut out, most);
    draw(&mut out, &bars, most);
    out.push_str("</svg>\n");
    out
}

/// The days from the first message to the last, in so few groups that each can be seen; and how many days are in a group.
fn bars(told: &Backtest) -> (Vec<(String, Pair)>, usize) {
    let mut days: BTreeMap<Date, Pair> = BTreeMap::new();
    for row in &told.days {
        if let Ok(day) = row.day.parse() {
            let count = days.entry(day).or_default();
            *count = count.and(row.count);
        }
    }
    let Some((first, last)) = days.keys().next().copied().zip(days.keys().next_back().copied()) else {
        return (Vec::new(), 1);
    };
    let all = first.series(1.day()).take_while(|day| *day <= last);
    let all: Vec<(Date, Pair)> = all.map(|day| (day, days.get(&day).copied().unwrap_or_default())).collect();
    let size = all.len().div_ceil(MOST).max(1);
    let sum = |group: &[(Date, Pair)]| group.iter().fold(Pair::default(), |sum, (_, count)| sum.and(*count));
    let named = |group: &[(Date, Pair)]| group.first().map(|(day, _)| (day.to_string(), sum(group)));
    (all.chunks(size).filter_map(named).collect(), size)
}

/// The picture in words.
fn description(bars: &[(String, Pair)], all: Pair) -> String {
    let most = |of: fn(Pair) -> u64| {
        let most = bars.iter().max_by_key(|(_, count)| of(*count));
        most.map_or_else(|| "none".to_owned(), |(day, count)| format!("{} on {day}", of(*count)))
    };
    let (old, new) = (most(|count| count.old), most(|count| count.new));
    format!("Old plan: {} messages, at most {old}. New plan: {} messages, at most {new}.", all.old, all.new)
}

fn legend(out: &mut String, all: Pair, unit: &str) {
    let mut x = LEFT;
    for (class, words) in
        [("old", format!("old plan, {}", all.old)), ("new", format!("new plan, {}", all.new))]
    {
        let _ = writeln!(out, "<rect class=\"{class}\" x=\"{x}\" y=\"14\" width=\"12\" height=\"12\"/>");
        let _ = writeln!(out, "<text x=\"{}\" y=\"24\">{words}</text>", x + 18.0);
        x += 190.0;
    }
    let right = WIDTH - RIGHT;
    let _ = writeln!(out, "<text x=\"{right}\" y=\"24\" text-anchor=\"end\">messages {unit}</text>");
}

fn grid(out: &mut String, most: u64) {
    for (value, y) in [(0, base()), (most, TOP)] {
        let right = WIDTH - RIGHT;
        let _ =
            writeln!(out, "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>");
        let (x, y) = (LEFT - 6.0, y + 4.0);
        let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{value}</text>");
    }
}

const fn base() -> f64 {
    HEIGHT - BOTTOM
}

fn draw(out: &mut String, bars: &[(String, Pair)], most: u64) {
    let step = (WIDTH - LEFT - RIGHT) / bars.len().max(1) as f64;
    let width = (step * 0.4).min(28.0);
    let every = bars.len().div_ceil(7).max(1);
    for (place, (day, count)) in bars.iter().enumerate() {
        let middle = step.mul_add(place as f64 + 0.5, LEFT);
        for (class, value, x) in [("old", count.old, middle - width), ("new", count.new, middle)] {
            let height = (base() - TOP) * value as f64 / most as f64;
            let y = base() - height;
            let _ = writeln!(
                out,
                "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\">\
                 <title>{day}, {class} plan: {value}</title></rect>"
            );
        }
        if place % every == 0 {
            let y = base() + 18.0;
            let _ = writeln!(out, "<text x=\"{middle:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{day}</text>");
        }
    }
}
