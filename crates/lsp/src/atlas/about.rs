//! What is said of a declaration: its type, category, purpose and retention.

use super::{Atlas, Definition, Kind};
use filrouge_model::{Event, Field, Journey, Model, Opt, Purpose, Retain, Table};
use filrouge_plan::Period;
use filrouge_source::{Sources, Span};
use std::borrow::Borrow;

impl Atlas {
    /// A declaration in Markdown.
    pub fn about(&self, of: &Definition, sources: &Sources) -> String {
        let mut lines = vec![title(of)];
        lines.extend(self.facts(of));
        let path = sources.path(of.at);
        let line = sources.positions(of.at).map_or(1, |(start, _)| start.line);
        lines.push(format!("`{path}:{line}`"));
        lines.join("  \n")
    }

    fn facts(&self, of: &Definition) -> Vec<String> {
        let model = &self.model;
        let at = of.at;
        match of.kind {
            Kind::Field => field_facts(model, at),
            Kind::Trait => trait_facts(model, at),
            Kind::Event => {
                by_name(&model.events, |event| event.name.span == at).map_or_else(Vec::new, event_facts)
            }
            Kind::Purpose => {
                by_name(&model.purposes, |own| own.name.span == at).map_or_else(Vec::new, purpose_facts)
            }
            Kind::Journey => {
                by_name(&model.journeys, |own| own.name.span == at).map_or_else(Vec::new, journey_facts)
            }
            Kind::Segment => {
                let own = by_name(&model.segments, |own| own.name.span == at);
                own.map_or_else(Vec::new, |own| text(&own.description))
            }
            Kind::Channel => {
                let own = by_name(&model.channels, |own| own.name.span == at);
                let medium = own.and_then(|own| own.medium.value());
                let connector = own.and_then(|own| own.connector.as_ref());
                let medium = medium.map(|medium| fact("kind", medium.word()));
                medium
                    .into_iter()
                    .chain(connector.map(|connector| fact("connector", &connector.name.value)))
                    .collect()
            }
            Kind::Template => {
                let own = by_name(&model.templates, |own| own.name.span == at);
                own.map_or_else(Vec::new, |own| {
                    let locales: Vec<_> = own.contents.iter().map(|content| &*content.locale).collect();
                    let mut facts = text(&own.description);
                    facts.push(fact("languages", &locales.join("`, `")));
                    facts
                })
            }
            _ => Vec::new(),
        }
    }
}

/// `**event** `Cart Updated``.
fn title(of: &Definition) -> String {
    let within = of.within.as_ref().map(|within| format!(" of `{within}`")).unwrap_or_default();
    format!("**{}** `{}`{within}", of.kind.word(), of.name)
}

fn fact(name: &str, value: &str) -> String {
    format!("{name}: `{value}`")
}

fn text(description: &Opt<Box<str>>) -> Vec<String> {
    description.value().map(ToString::to_string).into_iter().collect()
}

fn by_name<T, H: Borrow<T>>(table: &Table<T, H>, is_it: impl Fn(&&T) -> bool) -> Option<&T> {
    table.values().find(is_it)
}

fn event_facts(event: &Event) -> Vec<String> {
    let label = event.label.value().map(|label| format!("“{label}”"));
    let fields = event.fields.iter().map(|field| format!("`{}`", field.name.value)).collect::<Vec<_>>();
    let fields = (!fields.is_empty()).then(|| format!("fields: {}", fields.join(", ")));
    label.into_iter().chain(retention(&event.retain)).chain(fields).collect()
}

fn purpose_facts(purpose: &Purpose) -> Vec<String> {
    let mut facts = text(&purpose.description);
    facts.extend(purpose.basis.value().map(|basis| fact("basis", basis.word())));
    facts.extend(purpose.data_use.value().map(|data_use| fact("use", data_use)));
    if purpose.limits_channels {
        let channels: Vec<_> = purpose.channels.iter().map(|channel| &*channel.name.value).collect();
        facts.push(fact("channels", &channels.join("`, `")));
    }
    facts.extend(purpose.expires.value().map(|expires| fact("consent expires after", &period(*expires))));
    facts
}

fn journey_facts(journey: &Journey) -> Vec<String> {
    let mut facts = text(&journey.description);
    facts.extend(journey.purpose.value().map(|purpose| fact("purpose", &purpose.name.value)));
    facts.extend(journey.owner.value().map(|owner| fact("owner", &owner.name.value)));
    facts.extend(journey.entry_event().map(|event| fact("enters on", &event.name.value)));
    facts.push(format!("{} steps", journey.steps.len()));
    facts
}

/// A field with the retention of what it belongs to, and of whoever reads it nothing: that is the data flow's.
fn field_facts(model: &Model, at: Span) -> Vec<String> {
    let profile = model.profile.iter().flat_map(|own| own.all_fields().map(|field| (field, &own.retain)));
    let events = model.events.values().flat_map(|own| own.fields.iter().map(|field| (field, &own.retain)));
    let kept = profile
        .chain(events)
        .flat_map(|(field, retain)| field.walk().into_iter().map(move |own| (own, Some(retain))));
    let entries =
        model.journeys.values().filter_map(|own| own.enter.as_ref()).flat_map(|enter| &enter.fields);
    let others = entries.flat_map(|field| field.walk().into_iter().map(|own| (own, None)));
    let found = kept.chain(others).find(|(field, _)| field.name.span == at);
    found.map_or_else(Vec::new, |(field, retain)| described(field, retain))
}

fn described(field: &Field, retain: Option<&Opt<Retain>>) -> Vec<String> {
    let mut facts: Vec<_> = field.ty.iter().map(|ty| fact("type", &ty.value.to_string())).collect();
    facts.push(match field.category.value() {
        Some(category) => fact("category", category),
        None => "not personal".to_owned(),
    });
    match (field.retain.value(), retain) {
        (Some(own), _) => facts.push(fact("retention", &period(*own))),
        (None, Some(retain)) => facts.extend(retention(retain)),
        (None, None) => {}
    }
    facts
}

fn trait_facts(model: &Model, at: Span) -> Vec<String> {
    let Some(own) = by_name(&model.traits, |own| own.name.span == at) else { return Vec::new() };
    let field = own.field.as_ref();
    let ty = field.map(|field| fact("type", &field.ty.to_string()));
    let category = field.and_then(|field| field.category.as_ref()).map(|category| fact("category", category));
    ty.into_iter().chain(category).collect()
}

fn retention(retain: &Opt<Retain>) -> Vec<String> {
    let keep = retain.value().and_then(|retain| retain.keep.value());
    keep.map(|keep| fact("retention", &period(*keep))).into_iter().collect()
}

/// A period as people say it.
pub fn period(period: Period) -> String {
    let duration = filrouge_language::kinds::Duration {
        months: period.months,
        days: period.days,
        seconds: period.millis / 1_000,
    };
    duration.to_string()
}
