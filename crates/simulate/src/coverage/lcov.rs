//! Coverage as editors and services read it: the tracefile of LCOV.

use super::{Coverage, Kind, Point};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The tracefile: per file the lines (`DA`) and the branches (`BRDA`). Every part is a line; what a step may do is a
/// branch of its line.
#[must_use]
pub fn lcov(coverage: &Coverage) -> String {
    let mut files: BTreeMap<&str, Vec<(&str, &Point)>> = BTreeMap::new();
    for journey in &coverage.journeys {
        for point in &journey.points {
            files.entry(&point.file).or_default().push((&journey.journey, point));
        }
    }
    files.into_iter().map(|(file, points)| record(file, &points)).collect()
}

fn record(file: &str, points: &[(&str, &Point)]) -> String {
    let mut out = format!("TN:filrouge\nSF:{file}\n");
    let (branches, plain): (Vec<_>, Vec<_>) = points.iter().partition(|(_, point)| is_branch(point));
    write_branches(&mut out, points, &branches);
    let mut lines: BTreeMap<usize, u64> = BTreeMap::new();
    for (_, point) in plain.iter().chain(&branches) {
        let hits = lines.entry(point.line).or_default();
        *hits = point.hits.max(*hits);
    }
    for (line, hits) in &lines {
        let _ = writeln!(out, "DA:{line},{hits}");
    }
    let met = lines.values().filter(|hits| **hits > 0).count();
    let _ = writeln!(out, "LF:{}\nLH:{met}\nend_of_record", lines.len());
    out
}

/// Branches of one step form a block, on the line of each; `-` says that the step was never reached.
fn write_branches(out: &mut String, points: &[(&str, &Point)], branches: &[&(&str, &Point)]) {
    let mut blocks: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    for (branch, (journey, point)) in branches.iter().enumerate() {
        let count = blocks.len();
        let block = *blocks.entry((journey, point.step.as_deref())).or_insert(count);
        let reached = points.iter().any(|(own, other)| {
            own == journey && other.step == point.step && other.kind == Kind::Step && other.hits > 0
        });
        let taken = if reached { point.hits.to_string() } else { "-".to_owned() };
        let _ = writeln!(out, "BRDA:{},{block},{branch},{taken}", point.line);
    }
    let met = branches.iter().filter(|(_, point)| point.hits > 0).count();
    let _ = writeln!(out, "BRF:{}\nBRH:{met}", branches.len());
}

const fn is_branch(point: &Point) -> bool {
    matches!(point.kind, Kind::Arm | Kind::Timeout | Kind::Outcome | Kind::Refusal)
}
