//! Values for a person and for events, as they stand in a test.

use super::clock::{self, Asked, Moment};
use crate::logic::{Case, Domain, Term};
use filrouge_model::{Setting, Trait, TraitKind};
use filrouge_plan::program::Root;
use filrouge_plan::{Field, Type};
use std::collections::BTreeMap;
use std::fmt::Write;

type Place = (Root, Vec<u16>);

/// What fields must hold, by root and path.
pub(crate) struct Values<'m> {
    setting: &'m Setting,
    /// When the test takes place.
    pub moment: Moment,
    known: BTreeMap<Place, Domain>,
    there: BTreeMap<Place, bool>,
    dates: BTreeMap<Place, Asked>,
}

impl<'m> Values<'m> {
    /// At a moment that `chosen` picks by what is asked of it; none when something must be so that no test can bring
    /// about. The meanings of segments are among what is known.
    pub fn of(
        case: &Case,
        setting: &'m Setting,
        chosen: impl FnOnce(&Asked) -> Option<Moment>,
    ) -> Option<Self> {
        let (mut known, mut there, mut dates) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut now = Asked::default();
        for (term, domain) in case.known()? {
            match term {
                Term::Data(root, path) => drop(known.insert((*root, path.clone()), domain.clone())),
                Term::Present(root, path) => {
                    let is_there = domain.some_word(&["true"]).as_deref() == Some("true");
                    there.insert((*root, path.clone()), is_there);
                }
                Term::Segment(_) => {}
                Term::Now => now.absolute = Some(domain.clone()),
                Term::Part(part, of) => {
                    asked_of(of, &mut now, &mut dates)?.parts.push((*part, domain.clone()))
                }
                Term::Difference(date, other) if **other == Term::Now => {
                    asked_of(date, &mut now, &mut dates)?.distance = Some(domain.clone());
                }
                _ => return None,
            }
        }
        for (place, asked) in &mut dates {
            asked.absolute = known.get(place).cloned();
        }
        Some(Self { setting, moment: chosen(&now)?, known, there, dates })
    }

    /// The lines of a profile.
    pub fn person(&self, depth: usize) -> Option<String> {
        let profile = self.setting.profile.as_ref()?;
        let mut lines = String::new();
        for (slot, field) in (0..).zip(&profile.seen.fields) {
            let path = vec![slot];
            if let Some(own) = self.setting.traits.values().find(|own| *own.name.value == *field.name) {
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

    /// The lines of data that conditions call `root`.
    pub fn fields(&self, root: Root, fields: &[Field], depth: usize) -> Option<String> {
        let mut lines = String::new();
        for (slot, field) in (0..).zip(fields) {
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
        let mut known = self.known.keys().chain(self.dates.keys());
        let inside = known.any(|(own, known)| *own == root && known.starts_with(path));
        self.there.get(&key).copied().unwrap_or(usual || inside)
    }

    /// Whether a trait of somebody who has done nothing is as it must be.
    fn admits_nothing(&self, own: &Trait, path: &[u16]) -> Option<()> {
        let key = (Root::Profile, path.to_vec());
        if self.dates.contains_key(&key) {
            return None;
        }
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
            _ => writeln!(out, "{indent}{} {}", field.name, self.value(&(root, path), field)?).ok(),
        }
    }

    fn value(&self, place: &Place, field: &Field) -> Option<String> {
        let known = self.known.get(place);
        let own = Asked { absolute: known.cloned(), ..Asked::default() };
        let asked = self.dates.get(place).unwrap_or(&own);
        let text = match field.ty.required() {
            Type::Date => clock::written_day(clock::day(asked)?)?,
            Type::Datetime => clock::written(self.moment.date(asked)?)?,
            _ => return written(field, known),
        };
        Some(quoted(&text))
    }
}

/// What is asked of the moment, or of a field.
fn asked_of<'a>(
    term: &Term,
    now: &'a mut Asked,
    dates: &'a mut BTreeMap<Place, Asked>,
) -> Option<&'a mut Asked> {
    match term {
        Term::Now => Some(now),
        Term::Data(root, path) => Some(dates.entry((*root, path.clone())).or_default()),
        _ => None,
    }
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
        Type::Enum(_) => Some(quoted(&domain?.some_word(&[])?)),
        other => Some(quoted(&domain?.some_word(usual(other)?)?)),
    }
}

fn decimal(number: rust_decimal::Decimal) -> String {
    let number = number.normalize();
    if number.is_integer() { format!("{number}.0") } else { number.to_string() }
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
