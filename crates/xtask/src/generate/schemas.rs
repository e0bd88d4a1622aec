//! The published JSON Schemas, from the types that are written.

use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_report::render::Report;
use schemars::{Schema, schema_for};

/// The schemas of plan, manifest and diagnostics.
pub fn schemas() -> Vec<(String, String)> {
    let schemas = [
        ("plan", "A compiled plan with its origins", schema_for!(Bundle)),
        ("manifest", "The audit manifest of a plan", schema_for!(Manifest)),
        ("diagnostics", "Findings about a project", schema_for!(Report)),
    ];
    schemas
        .into_iter()
        .map(|(name, title, schema)| (format!("schema/{name}.schema.json"), text(title, schema)))
        .collect()
}

fn text(title: &str, mut schema: Schema) -> String {
    schema.insert("title".to_owned(), title.into());
    // Only maps with keys that are no strings can fail, and there are none.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
