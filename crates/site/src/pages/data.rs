//! The dictionary of data: the profile, what is computed, and each event.

use super::Page;
use crate::known::Known;
use crate::links;
use crate::search::Entry;
use crate::uses::Uses;
use filrouge_picture::Kind;
use filrouge_plan::{EventSchema, Field, Type, address};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn page(known: &Known<'_>) -> Page {
    let uses = Uses::of(known.plan(), known.project.manifest);
    let mut groups = vec![profile(known, &uses), traits(known, &uses)];
    groups.retain(|group| group.get("fields").and_then(Json::as_array).is_some_and(|own| !own.is_empty()));
    let users = users(known);
    groups.extend(known.plan().events.iter().map(|own| event(known, &uses, &users, own)));
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

fn event(known: &Known<'_>, uses: &Uses, users: &Users, own: &EventSchema) -> Json {
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
        "used": known.declared("journey", users.get(&around).into_iter().flatten()),
        "fields": rows.rows,
    })
}

/// Journeys by the address of the event that moves them.
type Users = BTreeMap<String, BTreeSet<String>>;

/// As the picture of the estate has them.
fn users(known: &Known<'_>) -> Users {
    let graph = filrouge_picture::estate(known.plan(), known.places(), known.language);
    let mut users = Users::new();
    for edge in &graph.edges {
        let (from, to) = (graph.nodes.get(edge.from), graph.nodes.get(edge.to));
        if let Some(address) = from.and_then(|from| from.address.clone())
            && let Some(journey) = to.filter(|to| to.kind == Kind::Journey)
        {
            users.entry(address).or_default().insert(journey.name.clone());
        }
    }
    users
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
                title: format!("{name}.{}", text(field, "name")),
                kind: known.word("field"),
                url: format!("data.html#{}", text(field, "anchor")),
                text: text(field, "category"),
            });
        }
    }
    entries
}
