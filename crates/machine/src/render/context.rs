//! What a template sees: of all the data that is at hand, only what it was found to read.

use super::amount::Amount;
use super::calendar::When;
use super::locale::Style;
use filrouge_plan::{Field, Type, Value};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use minijinja::Value as Shown;
use rust_decimal::prelude::ToPrimitive as _;
use std::collections::{BTreeMap, BTreeSet};

/// The data at hand for one message, borrowed; nothing is copied but what the template reads.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    zone: TimeZone,
    roots: BTreeMap<&'a str, Root<'a>>,
}

#[derive(Debug, Clone)]
enum Root<'a> {
    One(&'a Type, &'a Value),
    Fields(Vec<(&'a Field, &'a Value)>),
}

/// Parts that are read of one value; no parts: all of it.
#[derive(Debug, Default)]
struct Wanted<'a>(BTreeMap<&'a str, Wanted<'a>>);

/// Name under which the style travels with the values; no template can spell it.
pub(super) const STYLE: &str = "in what style";

impl<'a> Context<'a> {
    /// Nothing at hand yet; times are shown in `zone`.
    #[must_use]
    pub const fn new(zone: TimeZone) -> Self {
        Self { zone, roots: BTreeMap::new() }
    }

    /// Adds one value under `name`.
    #[must_use]
    pub fn value(mut self, name: &'a str, ty: &'a Type, value: &'a Value) -> Self {
        self.roots.insert(name, Root::One(ty, value));
        self
    }

    /// Adds a record under `name`, given by its fields: a profile, an event.
    #[must_use]
    pub fn fields(mut self, name: &'a str, fields: impl IntoIterator<Item = (&'a Field, &'a Value)>) -> Self {
        self.roots.insert(name, Root::Fields(fields.into_iter().collect()));
        self
    }

    /// The values at the paths of `reads`, as the engine takes them.
    pub(super) fn values(&self, reads: &BTreeSet<String>, locale: &str) -> Shown {
        let mut wanted = Wanted::default();
        reads.iter().for_each(|path| wanted.add(path));
        let view = View { zone: &self.zone, style: Style::of(locale) };
        let mut all = BTreeMap::new();
        for (name, wanted) in &wanted.0 {
            if let Some(root) = self.roots.get(name) {
                all.insert((*name).to_owned(), view.root(root, wanted));
            }
        }
        all.insert(STYLE.to_owned(), Shown::from_object(view.style));
        Shown::from(all)
    }
}

impl<'a> Wanted<'a> {
    fn add(&mut self, path: &'a str) {
        let mut at = self;
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            let known = at.0.contains_key(step);
            let next = at.0.entry(step).or_default();
            let is_whole = known && next.0.is_empty();
            if steps.peek().is_none() {
                next.0.clear();
            } else if is_whole {
                return;
            }
            at = next;
        }
    }
}

struct View<'z> {
    zone: &'z TimeZone,
    style: Style,
}

impl View<'_> {
    fn root(&self, root: &Root<'_>, wanted: &Wanted<'_>) -> Shown {
        match root {
            Root::One(ty, value) => self.shown(ty, value, wanted),
            Root::Fields(fields) => self.record(fields.iter().copied(), wanted),
        }
    }

    fn record<'f>(&self, fields: impl Iterator<Item = (&'f Field, &'f Value)>, wanted: &Wanted<'_>) -> Shown {
        let whole = Wanted::default();
        let mut shown = BTreeMap::new();
        for (field, value) in fields.filter(|(_, value)| !value.is_absent()) {
            let part = if wanted.0.is_empty() { Some(&whole) } else { wanted.0.get(field.name.as_str()) };
            if let Some(part) = part {
                shown.insert(field.name.clone(), self.shown(&field.ty, value, part));
            }
        }
        Shown::from(shown)
    }

    fn shown(&self, ty: &Type, value: &Value, wanted: &Wanted<'_>) -> Shown {
        match (value, ty.required()) {
            (Value::Absent, _) => Shown::UNDEFINED,
            (Value::Bool(truth), _) => Shown::from(*truth),
            (Value::Int(number) | Value::Duration(number), _) => Shown::from(*number),
            (Value::Decimal(number), _) => number.to_f64().map_or(Shown::UNDEFINED, Shown::from),
            (Value::Money(number, currency), _) => {
                let (number, currency, style) = (*number, currency.clone(), self.style);
                Shown::from_object(Amount { number, currency, style })
            }
            (Value::Text(text), _) => Shown::from(&**text),
            (Value::Date(days), _) => self.day(*days),
            (Value::Datetime(millis), _) => self.moment(*millis),
            (Value::Point(latitude, longitude), _) => Shown::from(vec![*latitude, *longitude]),
            (Value::List(items), Type::List(item)) => {
                items.iter().map(|value| self.shown(item, value, wanted)).collect::<Vec<_>>().into()
            }
            (Value::Record(values), Type::Record(fields)) => self.record(fields.iter().zip(values), wanted),
            (Value::List(_) | Value::Record(_), _) => Shown::UNDEFINED,
        }
    }

    fn day(&self, days: i32) -> Shown {
        let midnight = Timestamp::from_second(i64::from(days).saturating_mul(86_400));
        midnight.map_or(Shown::UNDEFINED, |at| self.when(TimeZone::UTC.to_datetime(at), false))
    }

    fn moment(&self, millis: i64) -> Shown {
        let at = Timestamp::from_millisecond(millis);
        at.map_or(Shown::UNDEFINED, |at| self.when(self.zone.to_datetime(at), true))
    }

    fn when(&self, at: DateTime, has_time: bool) -> Shown {
        Shown::from_object(When { at, has_time, style: self.style })
    }
}
