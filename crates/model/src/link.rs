//! The passage: from the words of a project to the model.

use crate::again::{Linked, Memory};
use crate::callee;
use crate::enter::Started;
use crate::journey::Inside;
use crate::linker::Linker;
use crate::names::Names;
use crate::rules::duplicate_declaration::DuplicateDeclaration;
use crate::rules::missing_declaration::MissingDeclaration;
use crate::test::Stage;
use crate::view::View;
use crate::{
    Connector, Event, Journey, Journeys, Profile, Project, Retired, Segment, Setting, Source, Suppression,
    Table, Template, Waive, always, calendar, centre, change, channel, connector, event, holdout, journey,
    profile, project, purpose, retention, role, segment, signal, source, suppress, template, r#trait, waive,
};
use filrouge_expression::Reach;
use filrouge_language::kinds::Name;
use filrouge_language::words::journey as word;
use filrouge_language::{Document, One, Several};
use filrouge_plan::Scenario;
use filrouge_plan::always::Property;
use filrouge_report::Findings;
use filrouge_source::{FileId, Sources, Span};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::ops::Deref;
use std::sync::Arc;

/// A project, resolved and typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Everything but the journeys, and what is said of them.
    pub setting: Arc<Setting>,
    /// Journeys.
    pub journeys: Journeys,
    /// Journeys that are gone.
    pub retired: Table<Retired>,
    /// Exceptions to rules.
    pub waives: Vec<Waive>,
    /// Tests, as data for the runner.
    pub tests: Vec<Arc<Scenario>>,
    /// What must hold in every life.
    pub always: Vec<Property>,
}

impl Deref for Model {
    type Target = Setting;

    fn deref(&self) -> &Setting {
        &self.setting
    }
}

/// Resolves the names of a project and types its expressions and templates. What is wrong becomes a finding; what
/// is left is still in the model.
#[must_use]
pub fn link(document: Document, sources: &Sources) -> (Model, Findings) {
    let mut findings = Findings::new();
    let mut linker = linker(&document, sources, &mut findings);
    let model = model(document, &mut linker, &mut Memory::none());
    findings.extend(linker.trace().findings);
    (model, findings)
}

/// As [`link`], and notes for editors what the words of the text mean. What is as it was `before` is taken up again; the
/// result is the same with it and without.
#[must_use]
pub fn link_again(document: Document, sources: &Sources, before: Option<&Linked>) -> Linked {
    let mut findings = Findings::new();
    let mut linker = linker(&document, sources, &mut findings).noting();
    let mut memory = Memory::of(before);
    let model = model(document, &mut linker, &mut memory);
    let trace = linker.trace();
    findings.extend(trace.findings);
    Linked { model: Arc::new(model), findings, notes: trace.notes, pieces: memory.pieces }
}

fn linker<'s>(document: &Document, sources: &'s Sources, findings: &mut Findings) -> Linker<'s> {
    let names = Names::of(document, findings);
    singles(document, findings);
    Linker::new(sources, names)
}

fn model(mut document: Document, linker: &mut Linker<'_>, memory: &mut Memory<'_>) -> Model {
    let callees = Arc::new(callee::all(&document.journeys, linker));
    let journeys = std::mem::take(&mut document.journeys);
    let document = &document;
    let project = document.projects.first().map(|word| project::link(&word.value, linker));
    let mut profile = document.profiles.first().map(|word| profile::link(&word.value, linker));
    let events: Table<_> = document.events.iter().map(|word| event::link(&word.value, linker)).collect();
    let segment_names = named(document.segments.iter().map(|word| &word.value.name));
    let channel_names = named(document.channels.iter().map(|word| &word.value.name));
    let purpose_names = named(document.purposes.iter().map(|word| &word.value.name));
    let traits = r#trait::link_all(&document.traits, profile.as_mut(), &events, &segment_names, linker);
    let segments = segments(document, profile.as_ref(), &segment_names, linker);
    let outside = Inside {
        profile: profile.as_ref(),
        events: &events,
        segments: &segment_names,
        entry: Started::Unknown,
        left: Vec::new(),
        reach: Reach { channels: &channel_names, purposes: &purpose_names, purpose: None },
        callees: &callees,
    };
    let suppressions = suppressions(document, profile.as_ref(), &segment_names, linker);
    let journeys = memory.journeys(journeys, &outside, &callees, linker);
    let templates =
        templates(document, first_locale(project.as_ref()), (&journeys, &events, profile.as_ref()), linker);
    let always = properties(document, linker);
    let zone = zone_of(project.as_ref());
    let mapped = source::Stage { profile: profile.as_ref(), events: &events, zone: &zone };
    let sources = sources(document, &mapped, linker);
    let stage = Stage {
        profile: profile.as_ref(),
        events: &events,
        journeys: &journeys,
        sources: &sources,
        always: &always,
        zone,
    };
    let tests = memory.tests(&document.tests, &stage, linker);
    let waives = waive::link_all(document, &events, linker);
    let setting = Setting {
        calendars: document.calendars.iter().map(|word| calendar::link(&word.value)).collect(),
        holdouts: document.holdouts.iter().map(|word| holdout::link(&word.value, linker)).collect(),
        centre: document.centres.first().map(|word| centre::link(&word.value, linker)),
        roles: document.roles.iter().map(|word| role::link(&word.value, profile.as_ref(), linker)).collect(),
        signals: document.signals.iter().map(|word| signal::link(&word.value, linker)).collect(),
        suppressions,
        sources,
        connectors: connectors(document, profile.as_ref(), linker),
        channels: document.channels.iter().map(|word| channel::link(&word.value, linker)).collect(),
        retentions: document.retentions.iter().map(|word| retention::link(&word.value)).collect(),
        purposes: document.purposes.iter().map(|word| purpose::link(&word.value, linker)).collect(),
        project,
        profile,
        events,
        traits,
        segments,
        templates,
    };
    let retired = document.retired.iter().map(|word| change::link_retired(&word.value)).collect();
    Model { setting: memory.setting(setting), journeys, retired, waives, tests, always }
}

/// The language in which messages are written unless they say another one.
fn first_locale(project: Option<&Project>) -> &str {
    project.and_then(|project| project.locales.first()).map_or("", |locale| &locale.value)
}

/// The names that were understood.
fn named<'d>(names: impl Iterator<Item = &'d One<Name>>) -> Vec<&'d str> {
    names.filter_map(|name| name.value().map(Name::as_str)).collect()
}

fn sources(document: &Document, stage: &source::Stage<'_>, linker: &mut Linker<'_>) -> Table<Source> {
    document.sources.iter().map(|word| source::link(&word.value, stage, linker)).collect()
}

fn connectors(document: &Document, profile: Option<&Profile>, linker: &mut Linker<'_>) -> Table<Connector> {
    document.connectors.iter().map(|word| connector::link(&word.value, profile, linker)).collect()
}

fn properties(document: &Document, linker: &mut Linker<'_>) -> Vec<Property> {
    document.always.iter().filter_map(|word| always::link(&word.value, linker)).collect()
}

/// The zone of the project; a wrong one was reported.
pub(crate) fn zone_of(project: Option<&Project>) -> TimeZone {
    let name = project.and_then(|project| project.timezone.as_ref());
    name.and_then(|name| TimeZoneDatabase::bundled().get(&name.value).ok()).unwrap_or(TimeZone::UTC)
}

/// Below this number of journeys a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 200;

/// Links journeys, on two threads when there are many: they are most of a large project. The result does not depend
/// on how the work was shared.
pub(crate) fn link_journeys(
    mut words: Several<Arc<word::Journey>>,
    outside: &Inside<'_>,
    linker: &mut Linker<'_>,
) -> Vec<Journey> {
    let mut journeys = Vec::with_capacity(words.len());
    if words.len() < WORTH_A_THREAD {
        link_some(words, outside, linker, &mut journeys);
        return journeys;
    }
    let second = words.split_off(words.len() / 2);
    let mut beside = linker.beside();
    let mut more = Vec::with_capacity(second.len());
    rayon::join(
        || link_some(words, outside, linker, &mut journeys),
        || link_some(second, outside, &mut beside, &mut more),
    );
    journeys.extend(more);
    linker.take(beside);
    journeys
}

/// A word is given up as soon as it is linked: a large project is not held twice.
fn link_some(
    words: Several<Arc<word::Journey>>,
    outside: &Inside<'_>,
    linker: &mut Linker<'_>,
    journeys: &mut Vec<Journey>,
) {
    journeys.extend(words.into_iter().map(|word| journey::link(&word.value, outside, linker)));
}

fn suppressions(
    document: &Document,
    profile: Option<&Profile>,
    names: &[&str],
    linker: &mut Linker<'_>,
) -> Table<Suppression> {
    let everyone = View::of(profile, names);
    document.suppressions.iter().map(|word| suppress::link(&word.value, &everyone, linker)).collect()
}

fn segments(
    document: &Document,
    profile: Option<&Profile>,
    names: &[&str],
    linker: &mut Linker<'_>,
) -> Table<Segment> {
    let view = View::of(profile, names);
    document.segments.iter().map(|word| segment::link(&word.value, &view, linker)).collect()
}

fn templates(
    document: &Document,
    locale: &str,
    (journeys, events, profile): (&Journeys, &Table<Event>, Option<&Profile>),
    linker: &mut Linker<'_>,
) -> Table<Template> {
    let uses = template::uses(journeys, events);
    let link = |word| template::link(word, locale, linker);
    let mut linked: Table<_> = document.templates.iter().map(|word| &*word.value).map(link).collect();
    linked.for_each_mut(|id, template| {
        let uses = uses.get(&id).map_or(&[][..], Vec::as_slice);
        template::check(template, uses, profile, linker);
    });
    linked
}

/// A project has one `project` and one `profile`.
fn singles(document: &Document, findings: &mut Findings) {
    let projects: Vec<_> = document.projects.iter().map(|word| word.value.at.head).collect();
    let profiles: Vec<_> = document.profiles.iter().map(|word| word.value.at.head).collect();
    let top = projects.first().copied().unwrap_or(Span::new(FileId(0), 0, 0));
    single("project", &projects, top, "project shop { controller \"Shop SAS\" }", findings);
    single("profile", &profiles, top, "profile { id email email }", findings);
    let centres: Vec<_> = document.centres.iter().map(|word| word.value.at.head).collect();
    if !centres.is_empty() {
        single("preference-centre", &centres, top, "", findings);
    }
}

fn single(kind: &'static str, all: &[Span], place: Span, example: &'static str, findings: &mut Findings) {
    let Some((first, others)) = all.split_first() else {
        findings.push(MissingDeclaration { kind, place, example });
        return;
    };
    for again in others {
        findings.push(DuplicateDeclaration { kind, name: String::new(), again: *again, first: *first });
    }
}
