//! What the compiler says. The daemon knows no text of the language: it hands on what it was given, in the form of
//! `schema/diagnostics.schema.json`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::Value as Json;
use std::borrow::Cow;

/// All findings of one run, as `filrouge check --format json` writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(pub Json);

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diagnostic(pub Json);

impl Diagnostics {
    /// The findings one by one.
    #[must_use]
    pub fn list(&self) -> Vec<Diagnostic> {
        let all = self.0.get("diagnostics").and_then(Json::as_array);
        all.into_iter().flatten().cloned().map(Diagnostic).collect()
    }
}

impl JsonSchema for Diagnostics {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Diagnostics".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "$ref": "diagnostics.schema.json" })
    }
}

impl JsonSchema for Diagnostic {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Diagnostic".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "$ref": "diagnostics.schema.json#/$defs/Diagnostic" })
    }
}
