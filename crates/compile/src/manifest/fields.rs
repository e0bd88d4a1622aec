//! Every field of the profile, of the events and of entries, by address, with its category.

use filrouge_plan::manifest::FieldRead;
use filrouge_plan::{Field, Plan, Type, address};
use std::collections::{BTreeMap, BTreeSet};

/// Categories by the address of the field; none for a field that the author gives none.
pub(super) struct Fields {
    categories: BTreeMap<String, Option<String>>,
}

impl Fields {
    pub fn of(plan: &Plan) -> Self {
        let mut fields = Self { categories: BTreeMap::new() };
        for field in plan.slots() {
            fields.add("profile", field, None);
        }
        for event in &plan.events {
            let around = address::declared("event", &event.name);
            event.fields.iter().for_each(|field| fields.add(&around, field, None));
        }
        for journey in &plan.journeys {
            let around = address::enter(&journey.name);
            journey.enter.fields.iter().for_each(|field| fields.add(&around, field, None));
        }
        fields
    }

    /// A field of a record has the category of the record where it has none of its own.
    fn add(&mut self, around: &str, field: &Field, inherited: Option<&str>) {
        let address = format!("{around}/{}", field.name);
        let category = field.category.as_deref().or(inherited);
        for inner in record(&field.ty) {
            self.add(&address, inner, category);
        }
        self.categories.insert(address, category.map(str::to_owned));
    }

    /// The fields that are read through these addresses: whoever reads a record and names no field of it reads all
    /// of them.
    pub fn whole(&self, addresses: &BTreeSet<String>) -> BTreeSet<String> {
        let mut all = addresses.clone();
        for address in addresses {
            let below = format!("{address}/");
            let is_below = |other: &&String| other.starts_with(&below);
            if !addresses.range(below.clone()..).take(1).any(|other| is_below(&other)) {
                let inner = self.categories.range(below.clone()..).map(|(other, _)| other);
                all.extend(inner.take_while(is_below).cloned());
            }
        }
        all
    }

    /// The fields at these addresses, each with its category.
    pub fn reads(&self, addresses: &BTreeSet<String>) -> Vec<FieldRead> {
        let category = |field: &String| self.categories.get(field).cloned().flatten();
        let read = |field: &String| FieldRead { field: field.clone(), category: category(field) };
        addresses.iter().map(read).collect()
    }
}

/// The fields of a record, or of the records in a list.
fn record(ty: &Type) -> &[Field] {
    match ty {
        Type::Record(fields) => fields,
        Type::List(inner) | Type::Optional(inner) => record(inner),
        _ => &[],
    }
}
