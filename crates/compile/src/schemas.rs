//! Events and the profile as JSON Schema (draft 2020-12), for the teams that send them. What `event … from=` reads back.

use filrouge_check::Checked;
use filrouge_model::Field;
use filrouge_plan::{Bounds, Field as Lowered, Type};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Each schema under the path of its file: `profile.json`, `events/cart-updated.json`.
#[must_use]
pub fn schemas(checked: &Checked) -> BTreeMap<String, Value> {
    let model = checked.model();
    let mut files = BTreeMap::new();
    for event in model.events.values() {
        let fields: Vec<_> = event.fields.iter().filter_map(Field::lower).collect();
        let path = free_path(&event.name.value, &files);
        let label = event.label.value().map(ToString::to_string);
        files.insert(path, document(&event.name.value, label, &fields));
    }
    if let Some(profile) = &model.profile {
        let fields: Vec<_> = profile.all_fields().filter_map(Field::lower).collect();
        files.insert("profile.json".to_owned(), document("Profile", None, &fields));
    }
    files
}

/// Two events may differ in what a path cannot show: the later one gets a number.
fn free_path(name: &str, files: &BTreeMap<String, Value>) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let slug: String = name.to_lowercase().chars().map(letter).collect();
    let first = format!("events/{slug}.json");
    let others = (2..).map(|number| format!("events/{slug}-{number}.json"));
    std::iter::once(first).chain(others).find(|path| !files.contains_key(path)).unwrap_or_default()
}

fn document(title: &str, description: Option<String>, fields: &[Lowered]) -> Value {
    let mut schema = record(fields);
    schema.insert("$schema".to_owned(), json!(DIALECT));
    schema.insert("title".to_owned(), json!(title));
    schema.extend(description.map(|text| ("description".to_owned(), json!(text))));
    Value::Object(schema)
}

fn record(fields: &[Lowered]) -> Map<String, Value> {
    let required: BTreeSet<_> = fields.iter().filter(|it| !it.ty.is_optional()).map(|it| &it.name).collect();
    let properties: Map<_, _> = fields.iter().map(|it| (it.name.clone(), Value::Object(field(it)))).collect();
    let mut schema = object(json!({ "type": "object", "properties": properties }));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

fn field(field: &Lowered) -> Map<String, Value> {
    let mut schema = nullable(&field.ty);
    schema.extend(bounds(field.ty.required(), &field.bounds));
    let category = field.category.iter().map(|key| ("x-filrouge-category".to_owned(), json!(key)));
    schema.extend(category);
    schema
}

/// The schema of a type; one that may be absent may be `null` as well.
fn nullable(ty: &Type) -> Map<String, Value> {
    let mut schema = of_type(ty.required());
    if ty.is_optional() {
        if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
            words.push(Value::Null);
        }
        if let Some(name) = schema.get_mut("type") {
            let mut names = name.as_array().cloned().unwrap_or_else(|| vec![name.clone()]);
            names.push(json!("null"));
            *name = Value::Array(names);
        }
    }
    schema
}

fn of_type(ty: &Type) -> Map<String, Value> {
    let text = |format: &str| json!({ "type": "string", "format": format });
    object(match ty {
        Type::String => json!({ "type": "string" }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::Int => json!({ "type": "integer" }),
        Type::Decimal => json!({ "type": "number" }),
        Type::Email => text("email"),
        Type::Url => text("uri"),
        Type::Date => text("date"),
        Type::Datetime => text("date-time"),
        Type::Duration => text("duration"),
        Type::Phone | Type::Country | Type::Locale | Type::Timezone | Type::Currency => {
            json!({ "type": "string", "x-filrouge-type": ty.word() })
        }
        Type::Money => json!({
            "x-filrouge-type": "money",
            "type": ["number", "object"],
            "properties": { "amount": { "type": "number" }, "currency": { "type": "string" } },
            "required": ["amount"],
        }),
        Type::Point => json!({
            "x-filrouge-type": "point",
            "type": "object",
            "properties": {
                "lat": { "type": "number", "minimum": -90, "maximum": 90 },
                "lon": { "type": "number", "minimum": -180, "maximum": 180 },
            },
            "required": ["lat", "lon"],
        }),
        Type::Enum(words) => json!({ "enum": words }),
        Type::List(item) => json!({ "type": "array", "items": nullable(item) }),
        Type::Record(fields) => Value::Object(record(fields)),
        Type::Optional(inner) => Value::Object(of_type(inner)),
    })
}

fn bounds(ty: &Type, bounds: &Bounds) -> Vec<(String, Value)> {
    let (min, max) = match ty {
        Type::Int | Type::Decimal => ("minimum", "maximum"),
        Type::String => ("minLength", "maxLength"),
        Type::List(_) => ("minItems", "maxItems"),
        _ => return Vec::new(),
    };
    let number = |digits: &String| serde_json::from_str::<Value>(digits).ok();
    let both = [(min, bounds.min.as_ref()), (max, bounds.max.as_ref())];
    both.into_iter().filter_map(|(name, digits)| Some((name.to_owned(), number(digits?)?))).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
