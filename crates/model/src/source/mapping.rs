//! What a webhook tells, and where it stands in the call.

use super::Stage;
use crate::linker::{Linker, unresolved};
use crate::literal::{self, Reading};
use crate::names::duplicates;
use crate::{Channel, Connector, Event, Profile, Purpose, Reference, Schema, ask};
use filrouge_language::kinds::{self, Literal, Located, Pointer};
use filrouge_language::words::source as word;
use filrouge_language::{Many, One, Opt};
use filrouge_plan::ask::AskedFor;
use filrouge_plan::source::{Place, Told};
use filrouge_plan::{Field, Value};
use filrouge_source::{Span, Spanned};

/// One thing that a call tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Where it is written, without its block.
    pub at: Span,
    /// What is told.
    pub tells: Tells,
    /// JSON Pointer of the list that holds several.
    pub each: Option<Box<str>>,
    /// What must be so.
    pub when: Vec<Told>,
    /// What tells it from others.
    pub id: Option<Place>,
    /// When it happened.
    pub happened: Option<Place>,
    /// Identifiers of the person.
    pub person: Vec<(Spanned<Box<str>>, Place)>,
    /// Fields, and where they stand.
    pub fields: Vec<(Spanned<Box<str>>, Place)>,
    /// Fields that are the same each time.
    pub set: Vec<(String, Value)>,
    /// Every field that is written, also with a value that does not fit.
    pub written: Vec<Box<str>>,
}

/// What a mapping tells. A name that was written wrongly is absent.
#[derive(Debug, Clone, PartialEq)]
pub enum Tells {
    /// An event.
    Event(Option<Reference<Event>>),
    /// Fields of the profile.
    Profile,
    /// A refusal.
    Refusal {
        /// What is refused.
        purpose: Option<Reference<Purpose>>,
        /// On which channel.
        channel: Opt<Reference<Channel>>,
    },
    /// An answer to a message.
    Reply {
        /// The channel of the message.
        channel: Option<Reference<Channel>>,
        /// Where the words stand.
        text: Option<Place>,
        /// What is told when they were a refusal.
        stopped: Opt<Reference<Event>>,
    },
    /// What came of a task that is left to a service; absent when it was written wrongly.
    Confirmation(Option<Confirmation>),
}

/// The word of a service about what it was asked for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmation {
    /// What it was asked to do.
    pub right: AskedFor,
    /// The connector over which it was asked.
    pub connector: Reference<Connector>,
    /// Where the name of the task stands.
    pub task: Place,
    /// Where that is written.
    pub task_at: Span,
    /// The value of an answer that names the task.
    pub kept: Option<Spanned<Box<str>>>,
    /// What the call says when the service does not do it.
    pub refused: Vec<Told>,
}

/// The parts that all mappings have.
struct Common<'w> {
    at: Span,
    each: &'w Opt<Pointer>,
    when: &'w Many<word::Told>,
    id: &'w Opt<kinds::Place>,
    happened: &'w Opt<kinds::Place>,
    person: &'w One<word::Person>,
}

macro_rules! common {
    ($word:expr_2021) => {
        Common {
            at: $word.at.head,
            each: &$word.each,
            when: &$word.when,
            id: &$word.id,
            happened: &$word.at_,
            person: &$word.person,
        }
    };
}

pub(super) fn link_all(word: &word::Source, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Vec<Mapping> {
    let mut mappings = Vec::new();
    for event in &word.event {
        mappings.push((event.span, of_event(&event.value, stage, linker)));
    }
    for profile in &word.profile {
        mappings.push((profile.span, of_profile(&profile.value, stage, linker)));
    }
    for refusal in &word.refusal {
        mappings.push((refusal.span, of_refusal(&refusal.value, stage, linker)));
    }
    for reply in &word.reply {
        mappings.push((reply.span, of_reply(&reply.value, stage, linker)));
    }
    for confirmation in &word.confirmation {
        mappings.push((confirmation.span, of_confirmation(&confirmation.value, linker)));
    }
    mappings.sort_by_key(|(span, _)| span.start);
    mappings.into_iter().map(|(_, mapping)| mapping).collect()
}

fn of_event(word: &word::MappedEvent, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Mapping {
    let event = word.event.get().map(|event| linker.resolve(event));
    let declared = event.as_ref().and_then(|event| stage.events.of(event));
    let within = |event: &Event| format!("the event `{}`", event.name.value);
    let known = declared.map(|event| (&event.schema, within(event)));
    let mut mapping = mapping(&common!(word), Tells::Event(event), stage, linker);
    fill(&mut mapping, &word.fields, &word.set, known, (stage, linker));
    mapping
}

fn of_profile(word: &word::MappedProfile, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Mapping {
    let own = stage.profile.map(|profile| Schema::of(profile.fields.iter()));
    let known = own.as_ref().map(|schema| (schema, "the profile".to_owned()));
    let mut mapping = mapping(&common!(word), Tells::Profile, stage, linker);
    fill(&mut mapping, &word.fields, &word.set, known, (stage, linker));
    mapping
}

fn of_refusal(word: &word::MappedRefusal, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Mapping {
    let purpose = word.purpose.get().map(|purpose| linker.resolve(purpose));
    let channel = crate::linker::map_opt(&word.channel, |channel| Some(linker.resolve(channel)));
    mapping(&common!(word), Tells::Refusal { purpose, channel }, stage, linker)
}

fn of_reply(word: &word::MappedReply, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Mapping {
    let channel = word.channel.get().map(|channel| linker.resolve(channel));
    let text = word.text.value().map(place);
    let stopped = crate::linker::map_opt(&word.stopped, |event| Some(linker.resolve(event)));
    mapping(&common!(word), Tells::Reply { channel, text, stopped }, stage, linker)
}

/// It is about a task, and names nobody.
fn of_confirmation(word: &word::MappedConfirmation, linker: &mut Linker<'_>) -> Mapping {
    let connector = word.connector.get().map(|connector| linker.resolve(connector));
    Mapping {
        at: word.at.head,
        tells: Tells::Confirmation(connector.and_then(|connector| confirmation(word, connector))),
        each: word.each.value().map(|each| each.as_str().into()),
        when: word.when.iter().filter_map(|told| when(&told.value.place, &told.value.is)).collect(),
        id: None,
        happened: None,
        person: Vec::new(),
        fields: Vec::new(),
        set: Vec::new(),
        written: Vec::new(),
    }
}

fn confirmation(word: &word::MappedConfirmation, connector: Reference<Connector>) -> Option<Confirmation> {
    let task = word.task.value()?;
    Some(Confirmation {
        right: ask::asked_for(*word.right.value()?),
        connector,
        task: place(task.place.value()?),
        task_at: task.at.head,
        kept: task.kept.get().map(|name| crate::linker::boxed(name, kinds::Name::as_str)),
        refused: word.refused.iter().filter_map(|told| when(&told.value.place, &told.value.is)).collect(),
    })
}

fn mapping(word: &Common<'_>, tells: Tells, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Mapping {
    Mapping {
        at: word.at,
        tells,
        each: word.each.value().map(|each| each.as_str().into()),
        when: word.when.iter().filter_map(|told| when(&told.value.place, &told.value.is)).collect(),
        id: word.id.value().map(place),
        happened: word.happened.value().map(place),
        person: word.person.value().map(|word| person(word, stage, linker)).unwrap_or_default(),
        fields: Vec::new(),
        set: Vec::new(),
        written: Vec::new(),
    }
}

fn place(written: &kinds::Place) -> Place {
    match written {
        kinds::Place::Body(pointer) => Place::Body(pointer.to_string()),
        kinds::Place::Header(name) => Place::Header(name.to_string()),
    }
}

/// A condition that was written wrongly is left out; the project is refused anyway.
fn when(at: &One<kinds::Place>, is: &Opt<Literal>) -> Option<Told> {
    let is = match is.value() {
        Some(literal) => Some(constant(literal)?),
        None => None,
    };
    Some(Told { place: place(at.value()?), is })
}

pub(crate) fn constant(literal: &Literal) -> Option<Value> {
    match literal {
        Literal::Text(text) => Some(Value::from(text.as_str())),
        Literal::Integer(number) => i64::try_from(*number).ok().map(Value::Int),
        Literal::Decimal(digits) => digits.as_str().parse().ok().map(Value::Decimal),
        Literal::Bool(truth) => Some(Value::Bool(*truth)),
        Literal::List(_) | Literal::Record(_) => None,
    }
}

/// Whom the call is about: every name is an identifier of the profile.
fn person(
    word: &word::Person,
    stage: &Stage<'_>,
    linker: &mut Linker<'_>,
) -> Vec<(Spanned<Box<str>>, Place)> {
    let Some(Profile { identifiers, .. }) = stage.profile else { return Vec::new() };
    let schema = Schema::of(identifiers.iter().map(|identifier| &identifier.field));
    located(&word.names, "identifier", Some((&schema, "the profile")), linker)
}

/// The fields of a mapping, and those that are the same each time.
fn fill(
    mapping: &mut Mapping,
    fields: &Opt<word::Fields>,
    set: &Opt<word::Constants>,
    known: Option<(&Schema, String)>,
    (stage, linker): (&Stage<'_>, &mut Linker<'_>),
) {
    let places = fields.value().map_or(&[][..], |fields| &fields.places);
    let given = set.value().map_or(&[][..], |set| &set.values);
    let names = places.iter().map(|located| &located.value.name);
    let names = names.chain(given.iter().map(|given| &given.value.name));
    mapping.written = names.clone().map(|name| name.value.as_str().into()).collect();
    duplicates("field", names.map(|name| (name.value.as_str(), name.span)))
        .into_iter()
        .for_each(|finding| linker.push(finding));
    let within = known.as_ref().map(|(schema, within)| (*schema, within.as_str()));
    mapping.fields = located(places, "field", within, linker);
    if let Some((schema, within)) = within {
        mapping.set = literal::named(given, schema, within, &mut Reading { linker, zone: stage.zone });
    }
}

/// Names with their places; a name that the schema does not know is a finding.
fn located(
    words: &[Spanned<Located>],
    kind: &'static str,
    known: Option<(&Schema, &str)>,
    linker: &mut Linker<'_>,
) -> Vec<(Spanned<Box<str>>, Place)> {
    for Located { name, .. } in words.iter().map(|word| &word.value) {
        let Some((schema, within)) = known else { break };
        linker.mention_if(name.span, schema.place(name.value.as_str()));
        let broken = schema.broken.iter().any(|broken| **broken == *name.value.as_str());
        if schema.field(name.value.as_str()).is_none() && !broken {
            let known = schema.fields.iter().map(|field: &Field| field.name.as_str());
            let within = Some(within.to_owned());
            linker.push(unresolved(kind, name.value.as_str(), name.span, known, within));
        }
    }
    let one = |Located { name, value }: &Located| {
        (crate::linker::boxed(name, kinds::FieldName::as_str), place(&value.value))
    };
    words.iter().map(|word| one(&word.value)).collect()
}
