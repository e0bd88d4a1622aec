//! A shop with computed traits and segments, and as many people with a past in it as a measurement wants.
//!
//! Some models live a past through the machine; everybody else is one of them under another name, so that a million
//! people take seconds.

use crate::{Failure, Message, shop};
use filrouge_host::{Commit, Identifier, PersonRow};
use filrouge_machine::{Event, Id, Identify, Input, InputKind, Person, Ready, TimerChange, step};
use filrouge_plan::{Bundle, Value};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

/// Computed traits of the project.
pub const TRAITS: u32 = 20;
/// Segments of the project; each reads one trait.
pub const SEGMENTS: u32 = 30;
/// When everything is measured.
pub const NOON: i64 = 1_763_895_600_000;

const DAY: i64 = 86_400_000;
const MODELS: u32 = 256;

/// What the project has that an event may concern.
#[derive(Debug, Clone, Copy)]
pub struct Definitions {
    /// All journeys.
    pub journeys: u32,
    /// How many of them the measured event may start.
    pub listening: u32,
    /// How many of the traits read the measured event.
    pub reading: u32,
}

impl Definitions {
    /// The plan of the project.
    ///
    /// # Errors
    /// When the project is refused, which no measurement wants.
    pub fn bundle(self) -> Result<Bundle, Failure> {
        shop::bundle_of(self.files())
    }

    /// Every file of the project: path and text, sorted by path.
    #[must_use]
    pub fn files(self) -> Vec<(String, String)> {
        let mut files = shop::files(self.journeys);
        for (path, text) in &mut files {
            if let Some(number) = number_of(path) {
                *text = text.replace(&shop::event(number), &self.event_of(number));
            }
        }
        files.push(("schema/traits.kdl".to_owned(), self.derived()));
        files.sort();
        files
    }

    /// The event that starts a journey: the measured one for those that listen, and any other for the rest.
    fn event_of(self, journey: u32) -> String {
        let other = 1 + journey % (shop::EVENTS - 1);
        shop::event(if journey < self.listening { 0 } else { other })
    }

    fn derived(self) -> String {
        let mut text = String::new();
        for number in 0..TRAITS {
            let event = if number < self.reading { shop::event(0) } else { "Order Completed".to_owned() };
            let _ = writeln!(text, "trait seen_{number:02} count on=\"{event}\" within=\"{}d\"", number + 1);
        }
        for number in 0..SEGMENTS {
            let (read, bound) = (number % TRAITS, 2 + number / TRAITS * 2);
            let _ = writeln!(text, "segment often-{number:02} when=\"profile.seen_{read:02} >= {bound}\"");
        }
        text
    }
}

fn number_of(path: &str) -> Option<u32> {
    path.strip_prefix("journeys/")?.split_once("cart-")?.1.strip_suffix(".kdl")?.parse().ok()
}

/// The event that is measured: a basket that is too small to start a journey.
#[must_use]
pub fn basket(number: u32) -> Event {
    Message { number, user: 0, event: 0, value: 5 }.to_event()
}

/// Somebody else for each number, anywhere among `people`.
#[must_use]
pub fn spread(number: u32, people: u32) -> u32 {
    u32::try_from(u64::from(number) * 2_654_435_761 % u64::from(people)).unwrap_or_default()
}

/// People without end, by their number.
pub struct Crowd {
    /// The plan under which they live.
    pub ready: Ready,
    models: Vec<Person>,
}

impl Crowd {
    /// People of this plan.
    ///
    /// # Errors
    /// When the plan cannot be run.
    pub fn of(bundle: Arc<Bundle>) -> Result<Self, Failure> {
        Self::until(bundle, NOON)
    }

    /// The same, when they have lived until another moment than noon.
    ///
    /// # Errors
    /// When the plan cannot be run.
    pub fn until(bundle: Arc<Bundle>, moment: i64) -> Result<Self, Failure> {
        let ready = Ready::new(bundle)?;
        let models = (0..MODELS).map(|number| model(&ready, number, moment)).collect();
        Ok(Self { ready, models })
    }

    /// The person of this number.
    #[must_use]
    pub fn person(&self, number: u32) -> (Id, Person) {
        let model = self.models.get((number % MODELS) as usize).cloned().unwrap_or_default();
        let name = known_as(number);
        let identifiers = [(name.name, vec![name.value])].into();
        (Id::of(&["person", &number.to_string()]), Person { identifiers, ..model })
    }

    /// These people, as the store gets them.
    #[must_use]
    pub fn commit(&self, numbers: Range<u32>) -> Commit {
        let mut commit = Commit::default();
        for number in numbers {
            let (id, person) = self.person(number);
            commit.timers.extend(person.timers(id).map(|(timer, at)| (id, TimerChange::Set { timer, at })));
            commit.identifiers.push((known_as(number), id));
            let (plan, body) = (self.ready.hash().to_owned(), person.encode(&self.ready));
            let pending = person.timers(id).next().is_some();
            commit.people.push((id, PersonRow { plan, body, pending }));
        }
        // In the order of an index, rows cost a store less.
        commit.people.sort_unstable_by_key(|(id, _)| *id);
        commit
    }
}

/// What the person of this number is known by.
#[must_use]
pub fn known_as(number: u32) -> Identifier {
    Identifier::new("user_id", format!("user-{number}"))
}

/// Somebody with some baskets and orders in the weeks before `now`.
fn model(ready: &Ready, number: u32, now: i64) -> Person {
    let mut person = Person::default();
    let fields = vec![
        ("country".to_owned(), Value::from("FR")),
        ("first_name".to_owned(), Value::from("Camille")),
        ("tier".to_owned(), Value::from("standard")),
    ];
    let identify = Identify {
        identifiers: vec![("user_id".to_owned(), "user".to_owned())],
        fields,
        ..Identify::default()
    };
    let mut acts = vec![(40, InputKind::Identify(identify))];
    acts.extend((0..4).map(|turn| (24 - 6 * turn, InputKind::Event(basket(number)))));
    acts.extend((0..3).map(|turn| (21 - 7 * turn, InputKind::Event(order(number)))));
    acts.sort_by_key(|(ago, _)| std::cmp::Reverse(*ago));
    // Not everybody's past is of the same minute.
    let moment = |ago: i64| now - ago * DAY + i64::from(number) * 300_000;
    let acts = acts.into_iter().map(|(ago, kind)| (moment(ago), kind));
    // What was due by now has come, as it would have at a host.
    let acts = acts.chain([(now, InputKind::Timer { timer: Id(0) })]);
    for (place, (at, kind)) in acts.enumerate() {
        let id = Id::of(&["past", &number.to_string(), &place.to_string()]);
        let _ = step(ready, Id(0), &mut person, &Input { id, at, kind });
    }
    person
}

fn order(number: u32) -> Event {
    let cart = format!("cart-{number}");
    let fields = vec![Value::from(cart.as_str()), Value::Decimal(90.into())];
    Event { name: "Order Completed".to_owned(), fields, at: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_in_some_segments_and_stay_who_they_are_as_bytes() {
        let bundle = Definitions { journeys: 10, listening: 5, reading: 10 }.bundle().unwrap();
        let crowd = Crowd::of(Arc::new(bundle)).unwrap();
        let (id, person) = crowd.person(300);
        assert_eq!(person.identifiers["user_id"], ["user-300"]);
        assert_eq!(person.traits.len(), 20);
        assert!(!person.segments.is_empty() && person.segments.len() < 30, "{:?}", person.segments);
        assert_eq!(person.timers(id).count(), 1);
        assert_eq!(Person::decode(&crowd.ready, &person.encode(&crowd.ready)), Ok(person));
    }

    #[test]
    fn as_many_journeys_listen_as_are_wanted() {
        let bundle = Definitions { journeys: 45, listening: 7, reading: 0 }.bundle().unwrap();
        let text = serde_json::to_string(&bundle.plan.journeys).unwrap();
        assert_eq!(bundle.plan.journeys.len(), 45);
        assert_eq!(text.matches(&shop::event(0)).count(), 7);
    }
}
