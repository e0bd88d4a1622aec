//! The register as comma-separated values.

use crate::cnil;
use filrouge_plan::manifest::Manifest;

/// The register of the CNIL as CSV (RFC 4180), one activity a line, with the mark of UTF-8 that spreadsheets look for.
#[must_use]
pub fn csv(manifest: &Manifest) -> String {
    let columns = cnil::COLUMNS.map(str::to_owned).to_vec();
    let lines = [columns].into_iter().chain(cnil::register(manifest));
    format!("\u{feff}{}", lines.map(|cells| line(&cells)).collect::<String>())
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(text: &str) -> String {
    format!("\"{}\"", harmless(text).replace('"', "\"\""))
}

/// A spreadsheet takes what begins so for a formula, whatever the quotes say: names are written by authors, not by it.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
