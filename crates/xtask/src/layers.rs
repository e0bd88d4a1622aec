//! The map cannot drift: the table of rooms in docs/architecture.md against `cargo metadata`.

use crate::repository::{Outcome, output, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const MAP: &str = "docs/architecture.md";
const PREFIX: &str = "filrouge-";

type Rooms = BTreeMap<String, BTreeSet<String>>;

/// Every crate is in the table, every row is a crate, and no crate uses a room that its row does not name.
pub fn check() -> Outcome {
    let allowed = table(&text(MAP));
    let used = dependencies()?;
    let problems = compare(&allowed, &used);
    if problems.is_empty() {
        Ok(format!("layers: {} rooms as drawn in {MAP}", used.len()))
    } else {
        Err(problems)
    }
}

fn compare(allowed: &Rooms, used: &Rooms) -> Vec<String> {
    let missing = used.keys().filter(|room| !allowed.contains_key(*room));
    let gone = allowed.keys().filter(|room| !used.contains_key(*room));
    let mut problems: Vec<String> = missing.map(|room| format!("{MAP}: no row for `{room}`")).collect();
    problems.extend(gone.map(|room| format!("{MAP}: `{room}` is no crate")));
    for (room, uses) in used {
        let permitted = allowed.get(room).cloned().unwrap_or_default();
        let forbidden = uses.difference(&permitted).filter(|_| !permitted.contains("all"));
        problems.extend(forbidden.map(|other| format!("{MAP}: `{room}` may not use `{other}`")));
    }
    problems
}

/// Rows look like: | `room` | sentence | `a` `b` or – or all | forbidden |.
fn table(page: &str) -> Rooms {
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [rooms, _, uses, ..] = cells.as_slice() else { return None };
        let uses: BTreeSet<String> = words(uses).collect();
        Some(words(rooms).map(move |room| (room, uses.clone())).collect::<Vec<_>>())
    })
    .flatten()
    .collect()
}

fn words(cell: &str) -> impl Iterator<Item = String> {
    cell.split([' ', ','])
        .map(|word| word.trim_matches('`'))
        .filter(|word| !matches!(*word, "" | "–" | "-"))
        .map(str::to_owned)
}

/// Workspace crates by room, with the rooms that each uses outside of its tests.
fn dependencies() -> Result<Rooms, Vec<String>> {
    let metadata = output("cargo", &["metadata", "--format-version=1", "--no-deps", "--offline"])?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| vec![error.to_string()])?;
    let packages = metadata.get("packages").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(packages.iter().filter_map(|package| Some((room(package)?, uses(package)))).collect())
}

fn room(package: &Value) -> Option<String> {
    Some(package.get("name")?.as_str()?.strip_prefix(PREFIX)?.to_owned())
}

fn uses(package: &Value) -> BTreeSet<String> {
    let all = package.get("dependencies").and_then(Value::as_array).cloned().unwrap_or_default();
    let shipped = all.iter().filter(|dependency| dependency.get("kind").is_none_or(Value::is_null));
    shipped.filter_map(room).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rooms(rows: &[(&str, &[&str])]) -> Rooms {
        rows.iter()
            .map(|(room, uses)| ((*room).into(), uses.iter().map(|word| (*word).into()).collect()))
            .collect()
    }

    #[test]
    fn the_table_is_read() {
        let page = "| crate | x | may use | y |\n|---|\n| `a` | A. | – | IO |\n| `b`, `c` | B. | `a` | – |\n| `d` | D. | all | |";
        assert_eq!(table(page), rooms(&[("a", &[]), ("b", &["a"]), ("c", &["a"]), ("d", &["all"])]));
    }

    #[test]
    fn a_missing_row_a_stale_row_and_a_forbidden_arrow_are_told() {
        let allowed = rooms(&[("a", &[]), ("gone", &[])]);
        let used = rooms(&[("a", &["b"]), ("b", &[])]);
        assert_eq!(compare(&allowed, &used).len(), 3);
    }
}
