//! `test`: what must happen to one person, as data for the runner.

mod answers;
mod calls;
mod expect;
mod known;
mod names;

use crate::linker::Linker;
use crate::rules::not_asked_for::NotAskedFor;
use crate::rules::zones_without_timezone::ZonesWithoutTimezone;
use crate::{Channel, Event, Journey, Journeys, Profile, Purpose, Reference, Source, Table, always, retain};
use filrouge_language::One;
use filrouge_language::kinds::{DateTime, Ref};
use filrouge_language::words::{act, channel, purpose, test as word};
use filrouge_plan::always::Property;
use filrouge_plan::scenario::{Act, ActKind, Choice, Given, Golden, Scenario, Zones};
use filrouge_plan::{Place, Type, Value};
use filrouge_source::{Span, Spanned};
use jiff::civil;
use jiff::tz::TimeZone;

/// What is known of a person: identifiers and fields apart.
type Known = (Vec<(String, String)>, Vec<(String, Value)>);

/// What a test may speak of.
pub(crate) struct Stage<'m> {
    pub profile: Option<&'m Profile>,
    pub events: &'m Table<Event>,
    pub journeys: &'m Journeys,
    pub sources: &'m Table<Source>,
    /// What must hold in every test.
    pub always: &'m [Property],
    /// The project's zone.
    pub zone: TimeZone,
}

/// A test under way.
struct Script<'a, 'm, 's> {
    stage: &'a Stage<'m>,
    journey: Option<&'m Journey>,
    linker: &'a mut Linker<'s>,
    acts: Vec<Act>,
    /// The zone that the person lives in by now, as far as the test tells it; the project's until then.
    zone: TimeZone,
}

/// The test as data; what it names and does not exist is a finding.
pub(crate) fn link(word: &word::Test, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Scenario {
    let journey = word.journey.get().map(|journey| linker.resolve(journey));
    let known = journey.as_ref().and_then(|journey| stage.journeys.of(journey));
    let zone = stage.zone.clone();
    let mut script = Script { stage, journey: known, linker, acts: Vec::new(), zone };
    let given = word.given.value().map(|given| script.given(given)).unwrap_or_default();
    script.acts(&word.acts);
    let own = always::links(&word.always, script.linker);
    Scenario {
        name: word.name.value().map(ToString::to_string).unwrap_or_default(),
        journey: journey.map(|journey| journey.name.value.to_string()).unwrap_or_default(),
        place: place(word.at.head),
        zones: zones(word, stage, script.linker),
        // It may not be there yet: whoever runs the test writes it.
        golden: word
            .golden
            .get()
            .map(|path| Golden { path: path.value.to_string(), place: place(path.span) }),
        always: stage.always.iter().cloned().chain(own).collect(),
        given,
        acts: script.acts,
    }
}

/// Zones can only be lived in where the profile says which one is the person's.
fn zones(word: &word::Test, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Option<Zones> {
    let given = word.zones.get()?;
    let fields = stage.profile.map(|profile| profile.schema.fields.iter());
    let knows = fields.is_none_or(|mut fields| fields.any(|field| *field.ty.required() == Type::Timezone));
    if !knows {
        linker.push(ZonesWithoutTimezone { place: given.span });
    }
    match given.value {
        word::Zones::AllEdges => knows.then_some(Zones::AllEdges),
    }
}

const fn place(span: Span) -> Place {
    Place { file: span.file.0, start: span.start, end: span.end }
}

impl<'m> Script<'_, 'm, '_> {
    fn given(&mut self, word: &word::GivenBlock) -> Given {
        let mut given = Given::default();
        if let Some(fields) = word.profile.value() {
            self.settle(&fields.fields);
            (given.identifiers, given.profile) = self.known(&fields.fields);
        }
        given.consents = self.consents(&word.granted, &word.refused);
        given.assignments =
            word.assigned.iter().filter_map(|assigned| names::assigned(&assigned.value, self)).collect();
        given
    }

    fn consents(
        &mut self,
        granted: &[Spanned<act::Granted>],
        refused: &[Spanned<act::Refused>],
    ) -> Vec<Choice> {
        let mut all = Vec::new();
        for granted in granted {
            all.extend(self.choices(&granted.value.purpose, &granted.value.via, true));
        }
        for refused in refused {
            all.extend(self.choices(&refused.value.purpose, &refused.value.via, false));
        }
        all
    }

    /// A decision for each channel that is named; one for all when none is.
    fn choices(
        &mut self,
        purpose: &One<Ref<purpose::Purpose>>,
        via: &[Spanned<Ref<channel::Channel>>],
        granted: bool,
    ) -> Vec<Choice> {
        let Some(purpose) = purpose.get() else { return Vec::new() };
        let purpose: Reference<Purpose> = self.linker.resolve(purpose);
        let purpose = purpose.name.value.to_string();
        if via.is_empty() {
            return vec![Choice { purpose, channel: None, granted }];
        }
        let channel = |channel| {
            let channel: Reference<Channel> = self.linker.resolve(channel);
            Choice { purpose: purpose.clone(), channel: Some(channel.name.value.to_string()), granted }
        };
        via.iter().map(channel).collect()
    }

    fn push(&mut self, at: Span, kind: ActKind) {
        self.acts.push(Act { place: place(at), kind });
    }

    fn acts(&mut self, words: &[Spanned<act::Act>]) {
        words.iter().for_each(|word| self.act(&word.value));
    }

    fn act(&mut self, word: &act::Act) {
        let at = word.at().head;
        match word {
            act::Act::At(word) => {
                if let Some(moment) = word.time.value().and_then(|time| local_millis(*time)) {
                    self.push(at, ActKind::At(moment));
                }
                self.acts(&word.acts);
            }
            act::Act::After(word) => {
                if let Some(pause) = word.pause.value() {
                    self.push(at, ActKind::After(retain::period(*pause)));
                }
                self.acts(&word.acts);
            }
            act::Act::Happens(word) => self.happens(word),
            act::Act::Calls(word) => self.calls(word),
            act::Act::Identify(word) => {
                self.settle(&word.fields);
                let (identifiers, profile) = self.known(&word.fields);
                self.push(at, ActKind::Identify { identifiers, profile });
            }
            act::Act::Alias(word) => self.alias(word),
            act::Act::Provider(word) => self.provider(word),
            act::Act::Fetches(word) => self.fetches(word),
            act::Act::Starts(word) => self.starts(word),
            act::Act::Approves(word) => {
                self.approve(at, (&word.journey, &word.step), true, (word.by.value(), word.note.value()));
            }
            act::Act::Refuses(word) => {
                self.approve(at, (&word.journey, &word.step), false, (word.by.value(), word.note.value()));
            }
            act::Act::Granted(word) => self.consent(at, &word.purpose, &word.via, true),
            act::Act::Refused(word) => self.consent(at, &word.purpose, &word.via, false),
            act::Act::Expect(word) => {
                if let Some(expectation) = expect::link(word, self) {
                    self.push(at, ActKind::Expect(expectation));
                }
            }
        }
    }

    fn consent(
        &mut self,
        at: Span,
        purpose: &One<Ref<purpose::Purpose>>,
        via: &[Spanned<Ref<channel::Channel>>],
        granted: bool,
    ) {
        for choice in self.choices(purpose, via, granted) {
            self.push(at, ActKind::Consent(choice));
        }
    }

    /// Somebody else is told apart from the person until the moment at which they become one.
    fn alias(&mut self, word: &act::Alias) {
        let (identifiers, profile) = self.known(&word.fields);
        let consents = self.consents(&word.granted, &word.refused);
        let events = word.event.iter().filter_map(|event| self.event(&event.value)).collect();
        self.push(word.at.head, ActKind::Alias { identifiers, profile, consents, events });
    }

    fn happens(&mut self, word: &act::Happens) {
        if let Some((name, fields)) = self.event(word) {
            self.push(word.at.head, ActKind::Event { name, fields });
        }
    }

    fn event(&mut self, word: &act::Happens) -> Option<(String, Vec<Value>)> {
        let reference: Reference<Event> = self.linker.resolve(word.event.get()?);
        let event = self.stage.events.of(&reference)?;
        let within = format!("the event `{}`", event.name.value);
        let fields = self.whole(&word.fields, &event.schema, &within, word.at.head);
        Some((event.name.value.to_string(), fields))
    }

    fn starts(&mut self, word: &act::Starts) {
        if let Some((journey, fields)) = self.within(&word.journey, |script| script.entry(word)) {
            self.push(word.at.head, ActKind::Start { journey, fields });
        }
    }

    /// A journey that is not known, or that nobody may ask for, has no entry to give fields to.
    fn entry(&mut self, word: &act::Starts) -> Option<Vec<Value>> {
        let journey = self.journey?;
        let enter = journey.enter.as_ref()?;
        if enter.by.is_some() && !enter.is_asked_for() {
            let place = word.journey.get().map_or(word.at.head, |named| named.span);
            let journey = journey.name.value.to_string();
            self.linker.push(NotAskedFor { journey, place, enter: enter.at });
            return None;
        }
        let within = format!("the entry of `{}`", journey.name.value);
        Some(self.whole(&word.fields, &enter.schema, &within, word.at.head))
    }
}

/// A local time in milliseconds since 1970, as if it were UTC.
fn local_millis(time: DateTime) -> Option<i64> {
    let small = |number: u8| i8::try_from(number).ok();
    let date = time.date;
    let date = civil::Date::new(i16::try_from(date.year).ok()?, small(date.month)?, small(date.day)?).ok()?;
    let clock =
        civil::Time::new(small(time.time.hour)?, small(time.time.minute)?, small(time.time.second)?, 0)
            .ok()?;
    TimeZone::UTC.to_timestamp(date.to_datetime(clock)).ok().map(|instant| instant.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_are_counted_as_if_they_were_utc() {
        let time = DateTime::parse("1970-01-02T00:01").unwrap();
        assert_eq!(local_millis(time), Some(86_460_000));
    }
}
