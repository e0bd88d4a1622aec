//! What a caller may see of what is shown: personal data that no role of theirs names is masked.

use crate::access::{Holder, Rights};
use filrouge_access::Wish;
use filrouge_explain::{Condition, Decision};
use filrouge_machine::Proof;
use filrouge_plan::{Action, Bundle, Field, Plan, Type, Value};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What stands in the place of a value.
pub(crate) const MASK: &str = "***";

/// The eyes of a caller on one answer. They remember what they were shown.
#[derive(Debug)]
pub(crate) struct Eyes {
    holder: Holder,
    /// The plan that runs: its roles count, also for what was decided under another one.
    active: Arc<Bundle>,
    saw: BTreeSet<String>,
    masked: BTreeSet<String>,
}

/// Names of fields that hold personal data in a plan, as its conditions spell them.
#[derive(Debug, Default)]
pub(crate) struct Words {
    hidden: BTreeSet<String>,
    shown: BTreeMap<String, String>,
}

impl Eyes {
    pub(crate) fn of(holder: Holder, active: Arc<Bundle>) -> Self {
        Self { holder, active, saw: BTreeSet::new(), masked: BTreeSet::new() }
    }

    /// Whose they were, and what they were shown.
    pub(crate) fn closed(self) -> (Holder, BTreeSet<String>) {
        (self.holder, self.saw)
    }

    /// From here on another plan runs.
    pub(crate) fn adopt(&mut self, active: Arc<Bundle>) {
        self.active = active;
    }

    fn may(&self, wish: Wish<'_>) -> bool {
        self.holder.may(&self.active.plan, wish)
    }

    /// Names of what was masked.
    pub(crate) fn masked(&self) -> Vec<String> {
        self.masked.iter().cloned().collect()
    }

    /// Whether an identifier of the profile may be seen, which is remembered.
    pub(crate) fn identifier(&mut self, name: &str) -> bool {
        let may = self.may(Wish::Reveal(name));
        self.noted(may, name, || format!("identifier {name}"))
    }

    fn field(&mut self, field: &Field) -> bool {
        let Some(category) = &field.category else { return true };
        let may = self.may(Wish::See(category));
        self.noted(may, &field.name, || category.clone())
    }

    fn noted(&mut self, may: bool, name: &str, what: impl FnOnce() -> String) -> bool {
        if may {
            self.saw.insert(what());
        } else {
            self.masked.insert(name.to_owned());
        }
        may
    }

    /// What is about everything at once, such as the words of a message: shown to whoever may see all that the plan knows.
    pub(crate) fn whole(&mut self, what: &str) -> bool {
        let may = self.words(&self.active.plan).hidden.is_empty();
        self.noted(may, what, || what.to_owned())
    }

    /// What proves a consent, without where and with what the person was when they gave it.
    pub(crate) fn proof(&mut self, proof: &mut Proof) {
        let tells = proof.screen.is_some() || proof.network.is_some() || proof.agent.is_some();
        if tells && !self.whole("proofs of consent") {
            (proof.screen, proof.network, proof.agent) = (None, None, None);
        }
    }

    /// What nobody knows the category of: shown to whoever may see everything, whatever a plan says.
    pub(crate) fn everything(&mut self, what: &str) -> bool {
        let may = self.holder.rights == Rights::Everything;
        self.noted(may, what, || what.to_owned())
    }

    /// Members by the names of fields, masked where they must be.
    pub(crate) fn members<'f>(
        &mut self,
        fields: impl IntoIterator<Item = &'f Field>,
        members: &mut Map<String, Json>,
    ) {
        for field in fields {
            if let Some(value) = members.get_mut(&field.name) {
                self.json(field, value);
            }
        }
    }

    fn json(&mut self, field: &Field, value: &mut Json) {
        if value.is_null() {
            return;
        }
        if !self.field(field) {
            *value = Json::String(MASK.to_owned());
            return;
        }
        let Some(parts) = parts(&field.ty) else { return };
        let items = match value {
            Json::Array(items) => items.iter_mut().collect(),
            one => vec![one],
        };
        for item in items {
            if let Json::Object(members) = item {
                self.members(parts, members);
            }
        }
    }

    /// A value of a field, masked where it must be.
    pub(crate) fn value(&mut self, field: &Field, value: &mut Value) {
        if value.is_absent() {
            return;
        }
        if !self.field(field) {
            *value = Value::Text(MASK.into());
            return;
        }
        let Some(parts) = parts(&field.ty) else { return };
        let items = match value {
            Value::List(items) => items.iter_mut().collect(),
            one => vec![one],
        };
        for item in items {
            if let Value::Record(values) = item {
                parts.iter().zip(values).for_each(|(part, value)| self.value(part, value));
            }
        }
    }

    /// Names of personal data in a plan: those that this caller may see, and the others.
    pub(crate) fn words(&self, plan: &Plan) -> Words {
        let mut words = Words::default();
        for identifier in &plan.profile.identifiers {
            let name = &identifier.field.name;
            let may = self.may(Wish::Reveal(name));
            words.put(name, may, || format!("identifier {name}"));
        }
        let profile = plan.profile.fields.iter().chain(plan.traits.iter().map(|own| &own.field));
        let events = plan.events.iter().flat_map(|event| &event.fields);
        let entries = plan.journeys.iter().flat_map(|journey| &journey.enter.fields);
        let steps = plan.journeys.iter().flat_map(|journey| &journey.steps);
        let answers = steps.flat_map(|step| match &step.action {
            Action::Fetch(fetch) => fetch.answer.as_slice(),
            _ => &[],
        });
        for field in profile.chain(events).chain(entries).chain(answers).flat_map(walk) {
            if let Some(category) = &field.category {
                let may = self.may(Wish::See(category));
                words.put(&field.name, may, || category.clone());
            }
        }
        words
    }

    /// Remembers everything that they may see of a plan as seen: what is shown for as long as somebody listens is not known when
    /// it is written down.
    pub(crate) fn open_wide(&mut self) {
        let words = self.words(&self.active.plan);
        self.saw.extend(words.shown.into_values());
    }

    /// A decision, with the values of its conditions masked where they must be. Of one whose words are not known any more all
    /// are, unless everything may be seen.
    pub(crate) fn decision(&mut self, words: &Words, decision: &mut Decision) {
        for condition in &mut decision.conditions {
            self.condition(words, condition);
        }
    }

    fn condition(&mut self, words: &Words, condition: &mut Condition) {
        let mut covered = false;
        for operand in &mut condition.operands {
            let told = operand.text.as_deref();
            let hidden = match told {
                Some(text) => words.hidden_in(text),
                None => words.hidden.iter().next(),
            };
            if let Some(name) = hidden {
                self.masked.insert(name.clone());
                operand.value = Value::Text(MASK.into());
                covered = true;
            } else if let Some(text) = told {
                self.saw.extend(words.shown_in(text).cloned());
            }
        }
        if covered {
            condition.result = Value::Text(MASK.into());
        }
    }
}

impl Words {
    fn put(&mut self, name: &str, may: bool, what: impl FnOnce() -> String) {
        // A name that two fields share is hidden when one of them is.
        if !may {
            self.hidden.insert(name.to_owned());
        } else {
            self.shown.insert(name.to_owned(), what());
        }
    }

    fn hidden_in(&self, text: &str) -> Option<&String> {
        names(text).find_map(|name| self.hidden.get(name))
    }

    fn shown_in<'w>(&'w self, text: &'w str) -> impl Iterator<Item = &'w String> {
        names(text).filter_map(|name| self.shown.get(name))
    }
}

/// The names in the words of a condition.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|name| !name.is_empty())
}

/// The fields of a record, or of the records in a list.
fn parts(ty: &Type) -> Option<&[Field]> {
    match ty {
        Type::Record(fields) => Some(fields),
        Type::List(item) | Type::Optional(item) => parts(item),
        _ => None,
    }
}

/// A field with those inside it.
fn walk(field: &Field) -> Vec<&Field> {
    let inside = parts(&field.ty).unwrap_or_default().iter().flat_map(walk);
    std::iter::once(field).chain(inside).collect()
}

#[cfg(test)]
mod tests;
