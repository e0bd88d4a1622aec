//! Values for a person and for events, as they stand in a test.

use crate::logic::{Case, Domain, Term};
use filrouge_model::{Event, Model, Trait, TraitKind};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::{Field, Type};
use jiff::ToSpan;
use jiff::civil::date;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What fields must hold, by root and path.
pub(crate) struct Values<'m> {
    model: &'m Model,
    known: BTreeMap<(Root, Vec<u16>), Domain>,
    there: BTreeMap<(Root, Vec<u16>), bool>,
}

impl<'m> Values<'m> {
    /// None when something must be so that no test can bring about.
    pub fn of(case: &Case, model: &'m Model) -> Option<Self> {
        let mut values = Self { model, known: BTreeMap::new(), there: BTreeMap::new() };
        for (term, domain) in case.known()? {
            match term {
                Term::Data(root, path) => drop(values.known.insert((*root, path.clone()), domain.clone())),
                Term::Present(root, path) => {
                    let there = domain.some_word(&["true"]).as_deref() == Some("true");
                    values.there.insert((*root, path.clone()), there);
                }
                // Who is in it hangs on what is known besides, unless it hangs on the clock.
                Term::Segment(name) if !reads_clock(name, model) => {}
                _ => return None,
            }
        }
        Some(values)
    }

    /// The lines of a profile.
    pub fn person(&self, depth: usize) -> Option<String> {
        let profile = self.model.profile.as_ref()?;
        let mut lines = String::new();
        for (slot, field) in (0..).zip(&profile.seen.fields) {
            let path = vec![slot];
            if let Some(own) = self.model.traits.values().find(|own| *own.name.value == *field.name) {
                self.admits_nothing(own, &path)?;
                continue;
            }
            let is_identifier = profile.identifiers.iter().any(|id| *id.field.name.value == *field.name);
            if self.is_wanted(Root::Profile, &path, is_identifier) {
                self.line(Root::Profile, path, field, depth, &mut lines)?;
            }
        }
        Some(lines)
    }

    /// The lines of an event that conditions call `root`.
    pub fn event(&self, root: Root, event: &Event, depth: usize) -> Option<String> {
        let mut lines = String::new();
        for (slot, field) in (0..).zip(&event.schema.fields) {
            let required = !field.ty.is_optional();
            if self.is_wanted(root, &[slot], required) {
                self.line(root, vec![slot], field, depth, &mut lines)?;
            }
        }
        Some(lines)
    }

    /// Whether a value must be given.
    fn is_wanted(&self, root: Root, path: &[u16], usual: bool) -> bool {
        let key = (root, path.to_vec());
        let inside = self.known.keys().any(|(own, known)| *own == root && known.starts_with(path));
        self.there.get(&key).copied().unwrap_or(usual || inside)
    }

    /// Whether a trait of somebody who has done nothing is as it must be.
    fn admits_nothing(&self, own: &Trait, path: &[u16]) -> Option<()> {
        let key = (Root::Profile, path.to_vec());
        let Some(domain) = self.known.get(&key) else {
            return (self.there.get(&key) != Some(&true)).then_some(());
        };
        let admits = match own.kind.as_ref()?.value {
            TraitKind::Count | TraitKind::Distinct | TraitKind::Sum => {
                domain.some_number().is_some_and(|number| number.is_zero())
            }
            TraitKind::Sequence | TraitKind::Absence | TraitKind::Held => {
                domain.some_word(&["false"]).as_deref() == Some("false")
            }
            _ => false,
        };
        admits.then_some(())
    }

    fn line(&self, root: Root, path: Vec<u16>, field: &Field, depth: usize, out: &mut String) -> Option<()> {
        let indent = "    ".repeat(depth);
        match field.ty.required() {
            Type::Record(fields) => {
                let mut inside = String::new();
                for (slot, field) in (0..).zip(fields) {
                    let path: Vec<u16> = path.iter().copied().chain([slot]).collect();
                    if self.is_wanted(root, &path, !field.ty.is_optional()) {
                        self.line(root, path, field, depth + 1, &mut inside)?;
                    }
                }
                writeln!(out, "{indent}{} {{\n{inside}{indent}}}", field.name).ok()
            }
            Type::List(_) => writeln!(out, "{indent}{}", field.name).ok(),
            _ => {
                let known = self.known.get(&(root, path));
                writeln!(out, "{indent}{} {}", field.name, written(field, known)?).ok()
            }
        }
    }
}

fn reads_clock(segment: &str, model: &Model) -> bool {
    let segment = model.segments.values().find(|own| *own.name.value == *segment);
    let when = segment.and_then(|segment| segment.when.as_ref());
    when.is_none_or(|when| when.compiled.program.nodes.contains(&Node::Now))
}

/// A value of the field as it stands in a test, one of those that it may have.
fn written(field: &Field, known: Option<&Domain>) -> Option<String> {
    let base = Domain::of_field(field, true);
    let domain = match (known, base) {
        (Some(known), Some(base)) => Some(known.meet(&base)),
        (Some(known), None) => Some(known.clone()),
        (None, base) => base,
    };
    let number = || domain.as_ref()?.some_number();
    match field.ty.required() {
        Type::Bool => Some(format!("#{}", domain?.some_word(&["true"])?)),
        Type::Int => Some(number()?.trunc().to_string()),
        Type::Decimal => Some(decimal(number()?)),
        Type::Date => day(known, number()),
        Type::Datetime => known.is_none().then(|| "\"2026-06-01T10:00:00Z\"".to_owned()),
        Type::Enum(_) => Some(quoted(&domain?.some_word(&[])?)),
        other => Some(quoted(&domain?.some_word(usual(other)?)?)),
    }
}

fn decimal(number: rust_decimal::Decimal) -> String {
    let number = number.normalize();
    if number.is_integer() { format!("{number}.0") } else { number.to_string() }
}

/// A day, given as days since 1970-01-01.
fn day(known: Option<&Domain>, number: Option<rust_decimal::Decimal>) -> Option<String> {
    let Some(_) = known else { return Some("\"2026-06-01\"".to_owned()) };
    let day = date(1970, 1, 1).checked_add(number?.to_i64()?.days()).ok()?;
    Some(format!("\"{day}\""))
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// Values that texts of a type usually have.
const fn usual(ty: &Type) -> Option<&'static [&'static str]> {
    Some(match ty {
        Type::String => &["a", "b", "c"],
        Type::Email => &["lea@shop.example", "sam@shop.example"],
        Type::Phone => &["+33612345678", "+33612345679"],
        Type::Url => &["https://shop.example", "https://shop.example/a"],
        Type::Country => &["FR", "DE", "US"],
        Type::Locale => &["fr", "en"],
        Type::Timezone => &["Europe/Paris", "Europe/Berlin"],
        Type::Currency => &["EUR", "USD"],
        _ => return None,
    })
}
