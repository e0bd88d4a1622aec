//! What a measurement prints.

use serde::Serialize;
use std::fs::read_to_string;

/// The figures of one measurement, in the order in which they were taken.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    version: u32,
    measurement: &'static str,
    machine: Machine,
    figures: Vec<Figure>,
}

/// Where it was measured.
#[derive(Debug, Clone, Serialize)]
struct Machine {
    processor: String,
    cores: usize,
    /// How many others wanted the processor in the last minute, at the start.
    load: f64,
}

#[derive(Debug, Clone, Serialize)]
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    met: Option<bool>,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Not more than this.
    AtMost(f64),
    /// Not less than this.
    AtLeast(f64),
}

impl Target {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    fn words(self) -> String {
        match self {
            Self::AtMost(most) => format!("at most {most}"),
            Self::AtLeast(least) => format!("at least {least}"),
        }
    }
}

impl Report {
    /// No figures yet.
    #[must_use]
    pub fn of(measurement: &'static str) -> Self {
        Self { version: 1, measurement, machine: Machine::this(), figures: Vec::new() }
    }

    /// Adds a figure.
    pub fn add(&mut self, name: impl Into<String>, value: f64, unit: &'static str) {
        self.figures.push(Figure { name: name.into(), value, unit, target: None, met: None });
    }

    /// Adds a figure that has a target.
    pub fn aim(&mut self, name: impl Into<String>, value: f64, unit: &'static str, target: Target) {
        let met = Some(target.is_met(value));
        self.figures.push(Figure { name: name.into(), value, unit, target: Some(target), met });
    }

    /// Whether every target was met.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.figures.iter().all(|figure| figure.met != Some(false))
    }

    /// Prints a table, or one JSON document when the program was started with `--json`.
    pub fn print(&self) {
        if std::env::args().any(|argument| argument == "--json") {
            println!("{}", serde_json::to_string_pretty(self).unwrap_or_default());
        } else {
            print!("{}", self.table());
        }
    }

    fn table(&self) -> String {
        let Machine { processor, cores, load } = &self.machine;
        let width = self.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
        let rows = self.figures.iter().map(|figure| figure.row(width));
        format!("{}: {processor}, {cores} cores, load {load}\n{}", self.measurement, rows.collect::<String>())
    }
}

impl Figure {
    fn row(&self, width: usize) -> String {
        let target = self.target.zip(self.met).map_or_else(String::new, |(target, met)| {
            format!("   {}: {}", target.words(), if met { "met" } else { "missed" })
        });
        let row = format!("  {:width$}  {:>11} {:9}{target}", self.name, digits(self.value), self.unit);
        format!("{}\n", row.trim_end())
    }
}

/// Three digits that matter, or the whole number.
fn digits(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

impl Machine {
    fn this() -> Self {
        let information = read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = information.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
        let load = read_to_string("/proc/loadavg").unwrap_or_default();
        Self {
            processor: model.trim_start_matches([' ', '\t', ':']).to_owned(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            load: load.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_was_aimed_at_and_whether_it_was_met() {
        let mut report = Report::of("sample");
        report.aim("one", 0.25, "s", Target::AtMost(0.5));
        report.aim("two, longer", 1234.5, "events/s", Target::AtLeast(2000.0));
        let table = report.table();
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert_eq!(rows[0], "  one                0.250 s           at most 0.5: met");
        assert_eq!(rows[1], "  two, longer         1234 events/s    at least 2000: missed");
    }
}
