//! A recording, lived under two plans at once.

use crate::estate::{Estate, Ground, Namesakes};
use crate::recording::{Group, Recording, heard};
use crate::settings::Settings;
use crate::tally::Tally;
use filrouge_machine::{Id, Person, Ready};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What came of a recording under two plans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Under the old plan.
    pub old: Tally,
    /// Under the new one.
    pub new: Tally,
    /// People to whom one plan sends more than the other, in the order of their first lines.
    pub contacts: Vec<Contact>,
    /// People to whom the new plan sends and the old one did not.
    pub only_new: u64,
    /// The other way round.
    pub only_old: u64,
}

/// How many messages somebody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contact {
    /// The line of the recording that first has to do with them or with somebody who shares a name.
    pub line: u32,
    /// The person, by an id that follows from that recording.
    pub person: Id,
    /// Messages under the old plan.
    pub old: u64,
    /// Messages under the new plan.
    pub new: u64,
}

/// Lives `recording` under both plans. `progress` is told of lines that are through. Work is shared among the threads of the
/// present pool; what comes out does not depend on how many there are.
#[must_use]
pub fn backtest(
    [old, new]: [&Ready; 2],
    recording: &Recording<'_>,
    settings: &Settings,
    progress: &(dyn Fn(usize) + Sync),
) -> Replayed {
    let zone = new.zone_of(&Person::default());
    let (since, until) = settings.span.of(recording.span.map_or(0, |(_, end)| end));
    let ground = |ready| Ground { ready, settings, since, zone: zone.clone() };
    let (old, new) = (ground(old), ground(new));
    let lived = recording.groups().into_par_iter().fold(Replayed::default, |replayed, group| {
        progress(group.lines().len());
        replayed.with(&group, [&old, &new], until)
    });
    let mut replayed = lived.reduce(Replayed::default, Replayed::and);
    replayed.contacts.sort_unstable();
    replayed
}

impl Replayed {
    fn with(mut self, group: &Group<'_, '_>, [old, new]: [&Ground<'_>; 2], until: i64) -> Self {
        let before = live(group, old, until, &mut self.old);
        let after = live(group, new, until, &mut self.new);
        let line = group.lines().iter().map(|line| line.number).min().unwrap_or_default();
        let people: BTreeSet<Id> = before.keys().chain(after.keys()).copied().collect();
        for person in people {
            let count = |counts: &BTreeMap<Id, u64>| counts.get(&person).copied().unwrap_or_default();
            self.contact(Contact { line, person, old: count(&before), new: count(&after) });
        }
        self
    }

    fn contact(&mut self, contact: Contact) {
        self.only_new += u64::from(contact.old == 0);
        self.only_old += u64::from(contact.new == 0);
        if contact.old != contact.new {
            self.contacts.push(contact);
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.contacts.extend(other.contacts);
        Self {
            old: self.old.and(other.old),
            new: self.new.and(other.new),
            contacts: self.contacts,
            only_new: self.only_new + other.only_new,
            only_old: self.only_old + other.only_old,
        }
    }
}

/// Lives one group under one plan, and returns how many messages each of its people had.
fn live(group: &Group<'_, '_>, ground: &Ground<'_>, until: i64, tally: &mut Tally) -> BTreeMap<Id, u64> {
    let mut estate = Estate::new(ground);
    let mut namesakes = Namesakes::default();
    let source = &ground.settings.source;
    for line in group.lines().iter().take_while(|line| line.at <= until) {
        namesakes.meet(group.names(line), line.first);
        estate.until(line.at, tally);
        // A plan that does not take a line was told so when the recording was read.
        let told = heard(ground.ready.plan(), source, line.text, line.at).unwrap_or_default();
        estate.hear_all(told, &namesakes, tally);
    }
    estate.until(until, tally);
    estate.end(tally)
}
