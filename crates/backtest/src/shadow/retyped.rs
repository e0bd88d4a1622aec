//! Inputs that were typed against one plan, for another one. Values are found by the names of their fields.

use filrouge_machine::{Event, Identify, InputKind, Start};
use filrouge_plan::{Field, Plan, Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Where each value of a list of fields comes from; nothing for one that may be absent.
type Places = Vec<Option<usize>>;

/// How inputs of one plan become those of another.
pub(super) struct Retyping {
    /// By event; what is not there does not fit.
    events: BTreeMap<String, Places>,
    /// The same for entries, by journey.
    starts: BTreeMap<String, Places>,
    /// Fields of the profile that both have.
    profile: BTreeSet<String>,
    /// What can be agreed to: purposes with their channels.
    purposes: BTreeMap<String, BTreeSet<String>>,
}

impl Retyping {
    pub(super) fn of(old: &Plan, new: &Plan) -> Self {
        let events = new.events.iter().filter_map(|schema| {
            let before = old.events.iter().find(|before| before.name == schema.name)?;
            Some((schema.name.clone(), places(&before.fields, &schema.fields)?))
        });
        let starts = new.journeys.iter().filter_map(|journey| {
            let before = old.journeys.iter().find(|before| before.name == journey.name)?;
            Some((journey.name.clone(), places(old.entry_fields(before), new.entry_fields(journey))?))
        });
        let profile = new.profile.fields.iter().filter(|field| {
            old.profile.fields.iter().any(|before| before.name == field.name && before.ty == field.ty)
        });
        let purposes = new.purposes.iter();
        Self {
            events: events.collect(),
            starts: starts.collect(),
            profile: profile.map(|field| field.name.clone()).collect(),
            purposes: purposes
                .map(|purpose| (purpose.name.clone(), purpose.channels.iter().cloned().collect()))
                .collect(),
        }
    }

    /// The input as the other plan reads it; nothing when it does not take it.
    pub(super) fn apply(&self, kind: InputKind) -> Option<InputKind> {
        Some(match kind {
            InputKind::Event(event) => {
                let fields = moved(self.events.get(&event.name)?, &event.fields);
                InputKind::Event(Event { fields, ..event })
            }
            InputKind::Start(start) => {
                let fields = moved(self.starts.get(&start.journey)?, &start.fields);
                InputKind::Start(Start { fields, ..start })
            }
            InputKind::Identify(identify) => {
                let known = identify.fields.into_iter().filter(|(name, _)| self.profile.contains(name));
                InputKind::Identify(Identify { fields: known.collect(), ..identify })
            }
            InputKind::Consent(consent) => {
                let channels = self.purposes.get(&consent.purpose)?;
                let carried = consent.channel.as_ref().is_none_or(|channel| channels.contains(channel));
                carried.then_some(InputKind::Consent(consent))?
            }
            other => other,
        })
    }
}

/// Where the values of `new` stand among those of `old`; nothing when one that must be there is not.
fn places(old: &[Field], new: &[Field]) -> Option<Places> {
    let place = |field: &Field| {
        let found = old.iter().position(|before| before.name == field.name && before.ty == field.ty);
        match found {
            None if !matches!(field.ty, Type::Optional(_)) => None,
            found => Some(found),
        }
    };
    new.iter().map(place).collect()
}

fn moved(places: &Places, values: &[Value]) -> Vec<Value> {
    let value =
        |place: &Option<usize>| place.and_then(|place| values.get(place)).cloned().unwrap_or_default();
    places.iter().map(value).collect()
}
