//! The names of a project, kind by kind.

use crate::rules::duplicate_declaration::DuplicateDeclaration;
use crate::table::{Again, NameTable};
use crate::{Calendar, Channel, Connector, Event, Journey, Owner, Purpose, Segment, Source, Template};
use filrouge_language::kinds::Name;
use filrouge_language::{Document, One};
use filrouge_report::Findings;
use filrouge_source::{Span, Spanned};
use std::collections::BTreeMap;

/// Something that a name may refer to.
pub(crate) trait Declared: Sized {
    /// What it is called in a sentence.
    const KIND: &'static str;

    /// The names of this kind.
    fn names(all: &Names) -> &NameTable<Self>;
}

macro_rules! names {
    ($( $list:ident: $model:ident = $kind:literal ),+ $(,)?) => {
        /// The names of a project.
        #[derive(Debug, PartialEq)]
        pub(crate) struct Names {
            $( pub $list: NameTable<$model>, )+
        }

        $(
            impl Declared for $model {
                const KIND: &'static str = $kind;

                fn names(all: &Names) -> &NameTable<Self> {
                    &all.$list
                }
            }
        )+
    };
}

names! {
    events: Event = "event",
    purposes: Purpose = "purpose",
    connectors: Connector = "connector",
    channels: Channel = "channel",
    templates: Template = "template",
    segments: Segment = "segment",
    journeys: Journey = "journey",
    owners: Owner = "owner",
    calendars: Calendar = "calendar",
    sources: Source = "source",
}

impl Names {
    /// Every name of a document; a name that is declared twice is a finding.
    pub fn of(document: &Document, findings: &mut Findings) -> Self {
        let owners = document.projects.iter().take(1).flat_map(|project| &project.value.owner);
        let names = Self {
            events: table("event", document.events.iter().map(|word| &word.value.name), findings),
            purposes: table("purpose", document.purposes.iter().map(|word| &word.value.name), findings),
            connectors: table("connector", document.connectors.iter().map(|word| &word.value.name), findings),
            channels: table("channel", document.channels.iter().map(|word| &word.value.name), findings),
            templates: table("template", document.templates.iter().map(|word| &word.value.name), findings),
            segments: table("segment", document.segments.iter().map(|word| &word.value.name), findings),
            journeys: table("journey", document.journeys.iter().map(|word| &word.value.name), findings),
            calendars: table("calendar", document.calendars.iter().map(|word| &word.value.name), findings),
            sources: table("source", document.sources.iter().map(|word| &word.value.name), findings),
            owners: table("owner", owners.map(|owner| &owner.value.name), findings),
        };
        unique("retired journey", document.retired.iter().filter_map(|word| word.value.name.get()), findings);
        unique("suppress", document.suppressions.iter().filter_map(|word| word.value.name.get()), findings);
        unique("holdout", document.holdouts.iter().filter_map(|word| word.value.name.get()), findings);
        unique("role", document.roles.iter().filter_map(|word| word.value.name.get()), findings);
        unique("retention", document.retentions.iter().filter_map(|word| word.value.name.get()), findings);
        names
    }
}

fn table<'d, T>(
    kind: &'static str,
    names: impl Iterator<Item = &'d One<Name>>,
    findings: &mut Findings,
) -> NameTable<T> {
    let named = names.map(|name| name.get().map(|name| Spanned::new(name.value.as_str(), name.span)));
    let (table, again) = NameTable::new(named);
    for Again { name, again, first } in again {
        findings.push(DuplicateDeclaration { kind, name: name.into(), again, first });
    }
    table
}

/// Reports each name that was used before.
pub(crate) fn unique<'d>(
    kind: &'static str,
    names: impl Iterator<Item = &'d Spanned<Name>>,
    findings: &mut Findings,
) {
    let names = names.map(|name| (name.value.as_str(), name.span));
    duplicates(kind, names).into_iter().for_each(|finding| findings.push(finding));
}

/// The names that were used before.
pub(crate) fn duplicates<'d>(
    kind: &'static str,
    names: impl Iterator<Item = (&'d str, Span)>,
) -> Vec<DuplicateDeclaration> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (name, again) in names {
        match seen.get(name) {
            Some(first) => {
                found.push(DuplicateDeclaration { kind, name: name.to_owned(), again, first: *first });
            }
            None => drop(seen.insert(name, again)),
        }
    }
    found
}
