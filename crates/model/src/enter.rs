//! `enter`: what starts a journey, for whom, and how often.

use crate::channel::minute;
use crate::field;
use crate::journey::Inside;
use crate::linker::{Linker, map_opt, unresolved};
use crate::retain::{period, period_of};
use crate::rules::entry_needs_date::EntryNeedsDate;
use crate::rules::idle_part::IdlePart;
use crate::schedule;
use crate::view::View;
use crate::{Event, Expression, Field, Reference, Schema, Segment, Table};
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::kinds::{FieldName, Offset};
use filrouge_language::words::enter as word;
use filrouge_plan::program::Root;
use filrouge_plan::{self as plan, Bounds, DateEntry, EntryLimit, LeapDay, Period, ReEntry, Type};
use filrouge_source::{Span, Spanned};

/// How people come in.
#[derive(Debug, Clone, PartialEq)]
pub struct Enter {
    /// Where it is written.
    pub at: Span,
    /// What brings a person in; absent when it was written wrongly.
    pub by: Option<Entry>,
    /// Who comes in; roots: `profile`, `now`, and `event` when an event brings people in.
    pub when: Opt<Expression>,
    /// Identity of the instance; roots as `when`.
    pub key: Opt<Box<Expression>>,
    /// Whether a person may come in again; absent when nothing is said.
    pub re_entry: Opt<ReEntry>,
    /// How often a person may come in, whatever the key.
    pub limit: Opt<EntryLimit>,
    /// Lets people in who were in the segment before, and where that is written.
    pub backfill: Option<Spanned<plan::Backfill>>,
    /// Fields that whoever asks for the journey gives.
    pub fields: Vec<Field>,
    /// The fields of `entry` where no event brings people in.
    pub schema: Schema,
    /// The fields of `entry` as whoever is in sees them, where `when` has made sure that more of them are there. Few
    /// journeys have them, and many have an entry.
    pub seen: Option<Box<Schema>>,
}

/// What brings a person in.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// An event of the person's.
    Event(Reference<Event>),
    /// The person comes into a segment, or leaves it.
    Segment {
        /// The segment.
        segment: Reference<Segment>,
        /// Whether leaving it brings the person in.
        leave: bool,
    },
    /// A date of the profile comes near, or has passed.
    Date {
        /// Where the field is named.
        field: Spanned<Box<str>>,
        /// When the date of 29 February is kept, as far as it is said.
        leap: Opt<LeapDay>,
        /// All of it, as the plan holds it.
        entry: Box<DateEntry>,
    },
    /// A moment of a schedule comes.
    Schedule {
        /// The text.
        at: Span,
        /// What it means; absent when it was written wrongly.
        schedule: Option<Box<plan::Schedule>>,
        /// Whom it concerns.
        segment: Opt<Reference<Segment>>,
        /// Whether the project's clock counts.
        project_zone: bool,
        /// How much later an entry still happens.
        late: Period,
    },
    /// Somebody outside asks for it.
    Api,
    /// Another journey asks for it.
    Called,
}

impl Enter {
    /// The fields of `entry` as whoever is in sees them, where whatever brings people in gives `given`.
    fn seen<'m>(&'m self, given: &'m Schema) -> &'m Schema {
        self.seen.as_deref().unwrap_or(given)
    }

    /// Whether somebody outside or another journey asks for it.
    #[must_use]
    pub const fn is_asked_for(&self) -> bool {
        matches!(&self.by, Some(Entry::Api | Entry::Called))
    }

    /// The event that brings people in, if it is one.
    #[must_use]
    pub const fn event(&self) -> Option<&Reference<Event>> {
        match &self.by {
            Some(Entry::Event(event)) => Some(event),
            _ => None,
        }
    }

    /// Whether a person may come in again. Who comes by an event or a segment comes once in a lifetime unless more is
    /// said; dates, schedules and calls come again by their nature.
    #[must_use]
    pub fn comes_again(&self) -> ReEntry {
        let once = matches!(&self.by, None | Some(Entry::Event(_) | Entry::Segment { .. }));
        let usual = if once { ReEntry::Never } else { ReEntry::AfterExit };
        self.re_entry.value().copied().unwrap_or(usual)
    }

    /// The segment that people come into, leave, or are in, if that brings them in.
    #[must_use]
    pub fn segment(&self) -> Option<&Reference<Segment>> {
        match &self.by {
            Some(Entry::Segment { segment, .. }) => Some(segment),
            Some(Entry::Schedule { segment, .. }) => segment.value(),
            _ => None,
        }
    }
}

/// What `entry` is about, and its fields; absent when they are not known.
pub(crate) type Meaning<'m> = Option<(&'static str, &'m str, &'m [plan::Field])>;

/// What is known of the event that started an instance.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Started<'m> {
    /// It was written wrongly: nothing is said about what reads it.
    Unknown,
    /// No event did: there is no `entry`.
    WithoutEvent,
    /// No event did: `entry` has these fields, in the journey of this name.
    Asked(&'m str, &'m Schema),
    /// This one, whose fields are seen so.
    By(&'m Event, &'m Schema),
}

impl<'m> Started<'m> {
    /// What brings people in by `enter`, into the journey called `journey`.
    pub fn of(journey: &'m str, enter: Option<&'m Enter>, events: &'m Table<Event>) -> Self {
        let Some(enter) = enter else { return Self::Unknown };
        match &enter.by {
            None => Self::Unknown,
            Some(Entry::Event(event)) => {
                events.of(event).map_or(Self::Unknown, |event| Self::By(event, enter.seen(&event.schema)))
            }
            Some(Entry::Segment { .. }) => Self::WithoutEvent,
            Some(_) => Self::Asked(journey, enter.seen(&enter.schema)),
        }
    }

    /// The fields of `entry`, if they are known.
    pub const fn schema(self) -> Option<&'m Schema> {
        match self {
            Self::By(_, schema) | Self::Asked(_, schema) => Some(schema),
            Self::Unknown | Self::WithoutEvent => None,
        }
    }

    /// What tells the fields of `entry` from others: of one event some journeys know more than others.
    pub fn meaning(self) -> Meaning<'m> {
        Some(match self {
            Self::Unknown => return None,
            Self::WithoutEvent => ("", "", &[]),
            Self::Asked(journey, schema) => ("journey", journey, &schema.fields),
            Self::By(event, schema) => ("event", &event.name.value, &schema.fields),
        })
    }
}

pub(crate) fn link(word: &word::Enter, outside: &Inside<'_>, linker: &mut Linker<'_>) -> Enter {
    let by = entry(word, outside, linker);
    idle_parts(word, by.as_ref(), linker);
    let fields = field::link_all(&word.fields, linker);
    let schema = schema(by.as_ref(), &fields);
    let view = door(by.as_ref(), given(by.as_ref(), &schema, outside), outside);
    let when = map_opt(&word.where_, |when| {
        linker.expression(when.value.as_str(), when.span, &view, Want::Condition)
    });
    let root = if matches!(by, Some(Entry::Event(_))) { Root::Event } else { Root::Entry };
    let present = when.value().map_or(&[][..], |when| &when.compiled.present);
    let known = given(by.as_ref(), &schema, outside);
    let seen = known.and_then(|known| known.with_present(root.word(), present)).map(Box::new);
    let view = door(by.as_ref(), seen.as_deref().or(known), outside);
    let key = map_opt(&word.key, |key| {
        linker.expression(key.value.as_str(), key.span, &view, Want::Text).map(Box::new)
    });
    Enter {
        at: word.at.head,
        by,
        when,
        key,
        re_entry: map_opt(&word.re_entry, |word| re_entry(&word.value)),
        limit: map_opt(&word.limit, |word| limit(&word.value)),
        backfill: word.backfill.value().and_then(backfill),
        fields,
        seen,
        schema,
    }
}

/// What the conditions at the door may read.
fn door<'m>(by: Option<&Entry>, schema: Option<&'m Schema>, outside: &Inside<'m>) -> View<'m> {
    match by {
        None => outside.person().and(Root::Event, None).and(Root::Entry, None),
        Some(Entry::Event(_)) => outside.person().and(Root::Event, schema),
        Some(Entry::Segment { .. }) => outside.person(),
        Some(_) => outside.person().and(Root::Entry, schema),
    }
}

/// The fields of whatever brings people in; absent where they are not known.
fn given<'s>(by: Option<&Entry>, own: &'s Schema, outside: &Inside<'s>) -> Option<&'s Schema> {
    match by {
        Some(Entry::Event(event)) => outside.schema_of(event),
        _ => Some(own),
    }
}

/// The fields of `entry` where no event brings people in.
fn schema(by: Option<&Entry>, fields: &[Field]) -> Schema {
    let own = |name: &str, ty| {
        let field = plan::Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None };
        Schema { fields: vec![field], ..Schema::default() }
    };
    match by {
        Some(Entry::Date { .. }) => own("date", Type::Date),
        Some(Entry::Schedule { .. }) => own("at", Type::Datetime),
        _ => Schema::of(fields.iter()),
    }
}

fn entry(word: &word::Enter, outside: &Inside<'_>, linker: &mut Linker<'_>) -> Option<Entry> {
    if let Some(event) = word.on.get() {
        return Some(Entry::Event(linker.resolve(event)));
    }
    if let Some(field) = word.date.get() {
        return date(field, word, outside, linker);
    }
    if let Some(text) = word.schedule.get() {
        return Some(scheduled(text.span, text.value.as_str(), word, linker));
    }
    if let Some(caller) = word.by.value() {
        return Some(match caller {
            word::Caller::Api => Entry::Api,
            word::Caller::Called => Entry::Called,
        });
    }
    let leave = word.segment.is_absent();
    let segment = word.segment.get().or_else(|| word.left.get())?;
    Some(Entry::Segment { segment: linker.resolve(segment), leave })
}

fn date(
    field: &Spanned<FieldName>,
    word: &word::Enter,
    outside: &Inside<'_>,
    linker: &mut Linker<'_>,
) -> Option<Entry> {
    is_date(field, outside, linker)?;
    let offset = word.offset.value().copied();
    let leap = map_opt(&word.leap, |leap| Some(leap_day(leap.value)));
    let entry = DateEntry {
        field: field.value.to_string(),
        before: offset.is_some_and(|offset| offset.before),
        by: offset.map_or(Period::default(), by),
        minute: word.at_.value().map(|time| minute(*time)),
        yearly: word.every.value().is_some(),
        leap: leap.value().copied().unwrap_or(LeapDay::Mar01),
        past: matches!(word.past.value(), Some(word::Past::Enter)),
        late: late(word),
    };
    let field = Spanned::new(field.value.as_str().into(), field.span);
    Some(Entry::Date { field, leap, entry: Box::new(entry) })
}

fn by(offset: Offset) -> Period {
    period(offset.by)
}

const fn leap_day(leap: word::Leap) -> LeapDay {
    match leap {
        word::Leap::Feb28 => LeapDay::Feb28,
        word::Leap::Mar01 => LeapDay::Mar01,
    }
}

/// Whether the field is a date of the profile; what is wrong with it is a finding. Without a profile nothing is said.
fn is_date(field: &Spanned<FieldName>, outside: &Inside<'_>, linker: &mut Linker<'_>) -> Option<()> {
    let schema = &outside.profile?.schema;
    let name = field.value.as_str();
    if schema.broken.iter().any(|broken| **broken == *name) {
        return None;
    }
    linker.mention_if(field.span, schema.place(name));
    let Some(known) = schema.field(name) else {
        let names: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
        let within = Some("the profile".to_owned());
        linker.push(unresolved("field", name, field.span, names.into_iter(), within));
        return None;
    };
    if matches!(known.ty.required(), Type::Date | Type::Datetime) {
        return Some(());
    }
    linker.push(EntryNeedsDate { field: name.to_owned(), ty: known.ty.to_string(), place: field.span });
    None
}

fn scheduled(at: Span, text: &str, word: &word::Enter, linker: &mut Linker<'_>) -> Entry {
    Entry::Schedule {
        at,
        schedule: schedule::link(text, at, word.from.value(), linker).map(Box::new),
        segment: map_opt(&word.for_, |segment| Some(linker.resolve(segment))),
        project_zone: matches!(word.zone.value(), Some(word::Clock::Project)),
        late: late(word),
    }
}

/// How much later than its moment an entry still happens: a day, unless more is said.
fn late(word: &word::Enter) -> Period {
    period_of(&word.late).value().copied().unwrap_or(Period { months: 0, days: 1, millis: 0 })
}

/// Parts that the entry has no use for are findings.
fn idle_parts(word: &word::Enter, by: Option<&Entry>, linker: &mut Linker<'_>) {
    let Some(by) = by else { return };
    let (date, schedule) = (matches!(by, Entry::Date { .. }), matches!(by, Entry::Schedule { .. }));
    let comes = matches!(by, Entry::Segment { leave: false, .. });
    let yearly = date && word.every.value().is_some();
    let given = [
        ("backfill", "an entry with `segment=`", comes, span(&word.backfill)),
        ("offset", "an entry with `date=`", date, span(&word.offset)),
        ("at", "an entry with `date=`", date, span(&word.at_)),
        ("every", "an entry with `date=`", date, span(&word.every)),
        ("leap", "an entry with `every=year`", yearly, span(&word.leap)),
        ("past", "an entry with `date=`", date, span(&word.past)),
        ("for", "an entry with `schedule=`", schedule, span(&word.for_)),
        ("from", "an entry with `schedule=`", schedule, span(&word.from)),
        ("zone", "an entry with `schedule=`", schedule, span(&word.zone)),
        ("late", "an entry with `date=` or `schedule=`", date || schedule, span(&word.late)),
    ];
    for (part, belongs, used, place) in given {
        if let Some(place) = place.filter(|_| !used) {
            linker.push(IdlePart { part: part.to_owned(), belongs, place });
        }
    }
    let asked = matches!(by, Entry::Api | Entry::Called);
    for field in word.fields.iter().filter(|_| !asked) {
        let part = field.value.name.value().map_or_else(String::new, |name| name.as_str().to_owned());
        linker.push(IdlePart { part, belongs: "`enter api` or `enter called`", place: field.span });
    }
}

fn span<T>(part: &Opt<T>) -> Option<Span> {
    part.get().map(|given| given.span)
}

fn limit(word: &word::Limit) -> Option<EntryLimit> {
    Some(EntryLimit { count: *word.count.value()?, per: period(*word.per.value()?) })
}

fn backfill(word: &word::Backfill) -> Option<Spanned<plan::Backfill>> {
    let (name, over) = (word.name.value()?.to_string(), period(*word.over.value()?));
    Some(Spanned::new(plan::Backfill { name, over }, word.at.head))
}

fn re_entry(word: &word::ReEntry) -> Option<ReEntry> {
    if let Some(after) = word.after.value() {
        return Some(ReEntry::After(period(*after)));
    }
    Some(match word.mode.value()? {
        word::ReEntryMode::Never => ReEntry::Never,
        word::ReEntryMode::AfterExit => ReEntry::AfterExit,
        word::ReEntryMode::Every => ReEntry::Every,
    })
}
