//! Personal values, replaced by invented ones.
//!
//! Values that were equal stay equal. Words of a closed set, truths, countries, languages, zones and currencies stay as they
//! are: they are shared by many, and journeys decide by them.

mod invent;

use super::Gap;
use crate::run;
use crate::search::palette::Palette;
use filrouge_machine::Ready;
use filrouge_plan::scenario::{ActKind, FetchFate, Given, Scenario};
use filrouge_plan::{Action, Field, Plan, Type, Value};
use std::collections::BTreeMap;

/// The test with invented values, and the gap when its outcome hangs on real ones. An invented value that decides otherwise
/// gives way to one that a condition speaks of.
pub(super) fn veil(ready: &Ready, scenario: &Scenario) -> (Scenario, Option<Gap>) {
    let passes = run(ready, scenario).is_empty();
    let mut veil = Veil {
        plan: ready.plan(),
        journey: &scenario.journey,
        invented: BTreeMap::new(),
        counts: BTreeMap::new(),
    };
    let veiled = veil.scenario(scenario);
    if !passes || run(ready, &veiled).is_empty() {
        return (veiled, None);
    }
    let culprits = veil.culprits(ready, scenario);
    for real in &culprits {
        if let Some(fitting) = veil.fitting(ready, scenario, real) {
            return (fitting, None);
        }
    }
    let names = culprits.iter().filter_map(|real| veil.invented.get(real)).map(|known| known.field.clone());
    (veiled, Some(Gap::HangsOn(names.collect())))
}

/// What stands for a real value, and the first field that held it.
#[derive(Debug, Clone)]
struct Invented {
    field: String,
    value: Value,
}

#[derive(Debug, Clone)]
struct Veil<'p> {
    plan: &'p Plan,
    journey: &'p str,
    invented: BTreeMap<Value, Invented>,
    counts: BTreeMap<String, i64>,
}

impl Veil<'_> {
    /// Real values each of which alone brings the outcome back.
    fn culprits(&self, ready: &Ready, scenario: &Scenario) -> Vec<Value> {
        let alone = |real: &&Value| run(ready, &self.with(real, real).scenario(scenario)).is_empty();
        self.invented.keys().filter(alone).cloned().collect()
    }

    /// The test with a value that a condition speaks of in the place of the real one, if that decides alike.
    fn fitting(&self, ready: &Ready, scenario: &Scenario, real: &Value) -> Option<Scenario> {
        let kind = std::mem::discriminant(real);
        let near = Palette::of(self.plan).constants.into_iter().flat_map(|value| invent::near(&value));
        let near = near.filter(|value| std::mem::discriminant(value) == kind && value != real);
        near.map(|value| self.with(real, &value).scenario(scenario)).find(|told| run(ready, told).is_empty())
    }

    fn with(&self, real: &Value, value: &Value) -> Self {
        let mut changed = self.clone();
        if let Some(known) = changed.invented.get_mut(real) {
            known.value = value.clone();
        }
        changed
    }

    fn scenario(&mut self, scenario: &Scenario) -> Scenario {
        let mut told = scenario.clone();
        self.given(&mut told.given);
        told.acts.iter_mut().for_each(|act| self.act(&mut act.kind));
        told
    }

    fn given(&mut self, given: &mut Given) {
        self.known(&mut given.identifiers, &mut given.profile);
    }

    fn act(&mut self, kind: &mut ActKind) {
        let plan = self.plan;
        match kind {
            ActKind::Event { name, fields } => self.event(name, fields),
            ActKind::Start { journey, fields } => {
                let named = journey.as_deref().unwrap_or(self.journey);
                let journey = plan.journeys.iter().find(|own| own.name == named);
                self.fields(journey.map_or(&[], |journey| &journey.enter.fields), fields);
            }
            ActKind::Identify { identifiers, profile } => self.known(identifiers, profile),
            ActKind::Alias { identifiers, profile, events, .. } => {
                self.known(identifiers, profile);
                events.iter_mut().for_each(|(name, fields)| self.event(name, fields));
            }
            ActKind::Fetch { journey, step, fate: FetchFate::Answered(fields) } => {
                self.answer(journey.as_deref().unwrap_or(self.journey), step, fields);
            }
            _ => {}
        }
    }

    /// Whatever its category: an identifier names the person.
    fn known(&mut self, identifiers: &mut [(String, String)], profile: &mut [(String, Value)]) {
        for (name, text) in identifiers {
            let own = self.plan.profile.identifiers.iter().find(|own| own.field.name == *name);
            let ty = own.map_or(&Type::String, |own| &own.field.ty);
            if let Value::Text(invented) = self.stand_in(ty, name, &Value::from(text.as_str())) {
                *text = invented.into();
            }
        }
        for (name, value) in profile {
            let field = self.plan.profile.fields.iter().find(|field| field.name == *name);
            field.into_iter().for_each(|field| self.field(field, value));
        }
    }

    fn event(&mut self, name: &str, fields: &mut [Value]) {
        let schema = self.plan.events.iter().find(|event| event.name == name);
        self.fields(schema.map_or(&[], |schema| &schema.fields), fields);
    }

    fn answer(&mut self, journey: &str, step: &str, fields: &mut [(String, Value)]) {
        let journey = self.plan.journeys.iter().find(|own| own.name == journey);
        let step = journey.and_then(|journey| journey.steps.iter().find(|own| own.name == step));
        let Some(Action::Fetch(fetch)) = step.map(|step| &step.action) else { return };
        for (name, value) in fields {
            let field = fetch.answer.iter().find(|field| field.name == *name);
            field.into_iter().for_each(|field| self.field(field, value));
        }
    }

    fn fields(&mut self, schema: &[Field], values: &mut [Value]) {
        schema.iter().zip(values).for_each(|(field, value)| self.field(field, value));
    }

    /// Parts of a record may be personal where the whole is not.
    fn field(&mut self, field: &Field, value: &mut Value) {
        if field.category.is_some() {
            *value = self.stand_in(&field.ty, &field.name, value);
        } else {
            self.parts(&field.ty, value);
        }
    }

    fn parts(&mut self, ty: &Type, value: &mut Value) {
        match (ty.required(), value) {
            (Type::Record(fields), Value::Record(values)) => self.fields(fields, values),
            (Type::List(item), Value::List(items)) => {
                items.iter_mut().for_each(|item_value| self.parts(item, item_value))
            }
            _ => {}
        }
    }

    fn stand_in(&mut self, ty: &Type, name: &str, value: &Value) -> Value {
        match (ty.required(), value) {
            (Type::Record(fields), Value::Record(values)) => {
                let parts = fields.iter().zip(values);
                Value::Record(
                    parts.map(|(field, value)| self.stand_in(&field.ty, &field.name, value)).collect(),
                )
            }
            (Type::List(item), Value::List(items)) => {
                Value::List(items.iter().map(|value| self.stand_in(item, name, value)).collect())
            }
            (ty, value) if invent::is_shared(ty) || value.is_absent() => value.clone(),
            (ty, value) => self.invented(ty, name, value),
        }
    }

    fn invented(&mut self, ty: &Type, name: &str, real: &Value) -> Value {
        if let Some(known) = self.invented.get(real) {
            return known.value.clone();
        }
        let count = self.counts.entry(name.to_owned()).or_default();
        *count += 1;
        let value = invent::value(ty, name, *count, real);
        self.invented.insert(real.clone(), Invented { field: name.to_owned(), value: value.clone() });
        value
    }
}
