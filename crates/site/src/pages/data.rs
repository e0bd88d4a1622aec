//! The dictionary of data: the profile, what is computed, and each event.

use super::Page;
use crate::known::Known;
use crate::search::Entry;
use crate::uses::Uses;
use crate::{known, links};
use filrouge_plan::{EventSchema, Field, Type, address};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

pub(super) fn page(known: &Known<'_>) -> Page {
    let uses = Uses::of(known.plan(), known.project.manifest);
    let mut groups = vec![profile(known, &uses), traits(known, &uses)];
    groups.retain(|group| group.get("fields").and_then(Json::as_array).is_some_and(|own| !own.is_empty()));
    groups.extend(known.plan().events.iter().map(|own| event(known, &uses, own)));
    let entries = entries(known, &groups);
    Page::new("data.html", "data", known.word("data"), json!({ "groups": groups })).with_entries(entries)
}

fn profile(known: &Known<'_>, uses: &Uses) -> Json {
    let own = &known.plan().profile;
    let mut rows = Rows { known, uses, rows: Vec::new() };
    own.slots().for_each(|field| rows.add("profile", "", field, None));
    json!({
        "name": known.word("identifiers"),
        "anchor": "profile",
        "retention": known.retention(own.retention.as_ref()),
        "stands": null,
        "written": any(known, uses),
        "used": [],
        "fields": rows.rows,
    })
}

/// Sources that may tell any field.
fn any(known: &Known<'_>, uses: &Uses) -> Vec<Json> {
    let name = |own: &Json| {
        format!(
            "{} ({})",
            own.get("name").and_then(Json::as_str).unwrap_or_default(),
            known.word("any_source")
        )
    };
    uses.any().iter().map(|own| json!({ "name": name(own), "url": null })).collect()
}

fn traits(known: &Known<'_>, uses: &Uses) -> Json {
    let mut rows = Rows { known, uses, rows: Vec::new() };
    known.plan().traits.iter().for_each(|own| rows.add("profile", "", &own.field, None));
    let retention = known.retention(known.plan().profile.retention.as_ref());
    json!({
        "name": known.word("traits"), "anchor": "traits", "retention": retention,
        "stands": null, "written": [], "used": [], "fields": rows.rows,
    })
}

fn event(known: &Known<'_>, uses: &Uses, own: &EventSchema) -> Json {
    let around = address::declared("event", &own.name);
    let mut rows = Rows { known, uses, rows: Vec::new() };
    own.fields.iter().for_each(|field| rows.add(&around, "", field, None));
    let mut written = uses.written(&around);
    written.extend(any(known, uses));
    json!({
        "name": own.name,
        "anchor": links::anchor("event", &own.name),
        "retention": known.retention(own.retention.as_ref()),
        "stands": known.stands(&around),
        "written": written,
        "used": known.declared("journey", &users(known, &own.name)),
        "fields": rows.rows,
    })
}

/// Journeys that the event moves, and those whose purposes use that it happened.
fn users(known: &Known<'_>, event: &str) -> BTreeSet<String> {
    let graph = filrouge_picture::estate(known.plan(), known.places(), known.language);
    let place = address::declared("event", event);
    let node = |index: usize| graph.nodes.get(index);
    let edges = graph
        .edges
        .iter()
        .filter(|edge| node(edge.from).is_some_and(|from| from.address.as_deref() == Some(place.as_str())));
    edges.filter_map(|edge| node(edge.to).map(|to| to.name.clone())).collect()
}

struct Rows<'k> {
    known: &'k Known<'k>,
    uses: &'k Uses,
    rows: Vec<Json>,
}

impl Rows<'_> {
    /// A row for a field, and one for each field inside it.
    fn add(&mut self, around: &str, before: &str, field: &Field, category: Option<&str>) {
        let place = format!("{around}/{}", field.name);
        let name = format!("{before}{}", field.name);
        let category = field.category.as_deref().or(category);
        self.rows.push(json!({
            "name": name,
            "anchor": links::anchor("field", &place),
            "type": field.ty.to_string(),
            "category": category.unwrap_or_else(|| self.known.word("no_category")),
            "read": self.uses.read(&place),
            "written": self.uses.written(&place),
        }));
        for inner in inside(&field.ty) {
            self.add(&place, &format!("{name}."), inner, category);
        }
    }
}

/// The fields of a record, also of one in a list.
fn inside(ty: &Type) -> &[Field] {
    match ty.required() {
        Type::Record(fields) => fields,
        Type::List(item) => inside(item),
        _ => &[],
    }
}

fn entries(known: &Known<'_>, groups: &[Json]) -> Vec<Entry> {
    let text = |own: &Json, key: &str| own.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut entries = Vec::new();
    for group in groups {
        let (name, anchor) = (text(group, "name"), text(group, "anchor"));
        let kind = if anchor.starts_with("event-") { "event" } else { "data" };
        let url = format!("data.html#{anchor}");
        entries.push(Entry { title: name.clone(), kind: known.word(kind), url, text: String::new() });
        for field in group.get("fields").and_then(Json::as_array).into_iter().flatten() {
            entries.push(Entry {
                title: known::dotted(&format!("{name}/{}", text(field, "name"))),
                kind: known.word("field"),
                url: format!("data.html#{}", text(field, "anchor")),
                text: text(field, "category"),
            });
        }
    }
    entries
}
