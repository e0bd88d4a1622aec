//! Counts of two plans, side by side.

use crate::document::{
    Arm, Assumed, Backtest, Counted, Day, Journey, Limit, Messages, Pair, People, Person, Recorded, VERSION,
    Withheld,
};
use crate::limits::Limits;
use crate::recording::Recording;
use crate::replay::{Contact, Replayed};
use crate::settings::{Reply, Settings, moment};
use crate::tally::{Tally, Walks};
use filrouge_machine::Ready;
use std::collections::{BTreeMap, BTreeSet};

impl Backtest {
    /// What `replayed` tells of a recording under two plans.
    #[must_use]
    pub fn of(
        [old, new]: [&Ready; 2],
        recording: &Recording<'_>,
        settings: &Settings,
        replayed: &Replayed,
        limits: Limits,
    ) -> Self {
        let recorded = recorded(recording, replayed);
        let differs = differs(replayed, recording);
        let mut told = Self {
            version: VERSION,
            old: old.hash().to_owned(),
            new: new.hash().to_owned(),
            differs,
            recording: recorded,
            assumed: assumed(new, recording, settings),
            people: people(replayed),
            messages: Vec::new(),
            days: Vec::new(),
            journeys: Vec::new(),
            withheld: Vec::new(),
            arms: Vec::new(),
            limits: Vec::new(),
        };
        for (journey, walks) in Both::of(&replayed.old, &replayed.new) {
            told.add(journey, &walks);
        }
        told.days.sort_by(|one, other| day_key(one).cmp(&day_key(other)));
        told.limits = limits.judge(&told);
        told
    }

    fn add(&mut self, journey: &str, walks: &Both<'_>) {
        self.add_messages(journey, walks);
        let [old, new] = walks.0;
        self.journeys.push(Journey {
            journey: journey.to_owned(),
            entered: Pair { old: old.map_or(0, |old| old.entered), new: new.map_or(0, |new| new.entered) },
            exits: counted(walks.counts(|walks| &walks.exits)),
            goals: counted(walks.counts(|walks| &walks.goals)),
            refused: counted(walks.counts(|walks| &walks.refused)),
        });
        let withheld = walks.counts(|walks| &walks.withheld).into_iter();
        self.withheld.extend(withheld.map(|((result, reason), count)| Withheld {
            journey: journey.to_owned(),
            result: (*result).to_owned(),
            reason: (*reason).to_owned(),
            count,
        }));
        for experiment in walks.keys(|walks| &walks.arms) {
            let arms = walks.0.map(|walks| walks.and_then(|walks| walks.arms.get(experiment)));
            self.arms.extend(paired(arms).into_iter().map(|(arm, count)| Arm {
                journey: journey.to_owned(),
                experiment: experiment.clone(),
                arm: arm.clone(),
                count,
            }));
        }
    }

    fn add_messages(&mut self, journey: &str, walks: &Both<'_>) {
        for channel in walks.keys(|walks| &walks.messages) {
            let days = paired(walks.0.map(|walks| walks.and_then(|walks| walks.messages.get(channel))));
            let count = days.values().fold(Pair::default(), |all, count| all.and(*count));
            let (journey, channel) = (journey.to_owned(), channel.clone());
            self.messages.push(Messages { journey: journey.clone(), channel: channel.clone(), count });
            self.days.extend(days.into_iter().map(|(day, count)| Day {
                day: day.to_string(),
                journey: journey.clone(),
                channel: channel.clone(),
                count,
            }));
        }
    }

    /// Whether a bound that was asked for is exceeded.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.limits.iter().any(|limit: &Limit| limit.exceeded)
    }
}

impl From<&Contact> for Person {
    fn from(contact: &Contact) -> Self {
        let Contact { line, person, old, new } = *contact;
        Self { person: person.to_string(), line, old, new }
    }
}

/// A journey under both plans.
struct Both<'w>([Option<&'w Walks>; 2]);

impl<'w> Both<'w> {
    fn of(old: &'w Tally, new: &'w Tally) -> Vec<(&'w str, Self)> {
        let names: BTreeSet<&String> = old.journeys.keys().chain(new.journeys.keys()).collect();
        let both = |name: &String| Self([old, new].map(|tally| tally.journeys.get(name)));
        names.into_iter().map(|name| (name.as_str(), both(name))).collect()
    }

    fn counts<K: Ord>(&self, of: impl Fn(&'w Walks) -> &'w BTreeMap<K, u64>) -> BTreeMap<&'w K, Pair> {
        paired(self.0.map(|walks| walks.map(&of)))
    }

    fn keys<V>(&self, of: impl Fn(&'w Walks) -> &'w BTreeMap<String, V>) -> BTreeSet<&'w String>
    where
        V: 'w,
    {
        self.0.iter().flatten().flat_map(|walks| of(walks).keys()).collect()
    }
}

/// Two maps of counts as one map of pairs.
fn paired<K: Ord>([old, new]: [Option<&BTreeMap<K, u64>>; 2]) -> BTreeMap<&K, Pair> {
    let mut pairs: BTreeMap<&K, Pair> = BTreeMap::new();
    for (key, count) in old.into_iter().flatten() {
        pairs.entry(key).or_default().old = *count;
    }
    for (key, count) in new.into_iter().flatten() {
        pairs.entry(key).or_default().new = *count;
    }
    pairs
}

fn counted<K: ToString>(counts: BTreeMap<&K, Pair>) -> Vec<Counted> {
    counts.into_iter().map(|(name, count)| Counted { name: name.to_string(), count }).collect()
}

fn day_key(day: &Day) -> (&str, &str, &str) {
    (&day.day, &day.journey, &day.channel)
}

fn differs(replayed: &Replayed, recording: &Recording<'_>) -> bool {
    let set_aside = &recording.set_aside;
    replayed.old != replayed.new || !replayed.contacts.is_empty() || set_aside.old != set_aside.new
}

fn recorded(recording: &Recording<'_>, replayed: &Replayed) -> Recorded {
    let duplicates = Pair { old: replayed.old.duplicates, new: replayed.new.duplicates };
    let (from, to) = recording.span.map(|(from, to)| (moment(from), moment(to))).unzip();
    let Recording { total, untimed, set_aside, .. } = recording;
    Recorded { lines: *total, untimed: *untimed, duplicates, from, to, set_aside: set_aside.clone() }
}

fn assumed(new: &Ready, recording: &Recording<'_>, settings: &Settings) -> Assumed {
    let (since, until) = settings.span.of(recording.span.map_or(0, |(_, end)| end));
    let word = |reply: Reply, no: &str| match reply {
        Reply::Silent => "silent".to_owned(),
        Reply::Yes => "yes".to_owned(),
        Reply::No => no.to_owned(),
    };
    Assumed {
        since: (since > i64::MIN).then(|| moment(since)),
        until: moment(until),
        zone: new.plan().project.timezone.clone(),
        source: settings.source.clone(),
        answered_after: settings.delay,
        fetch: word(settings.fetch, "failed"),
        approve: word(settings.approve, "no"),
    }
}

fn people(replayed: &Replayed) -> People {
    let pair = |of: fn(&Tally) -> u64| Pair { old: of(&replayed.old), new: of(&replayed.new) };
    People {
        known: pair(|tally| tally.people),
        contacted: pair(|tally| tally.contacted),
        only_new: replayed.only_new,
        only_old: replayed.only_old,
        other_number: replayed.contacts.len() as u64,
        given_up: pair(|tally| tally.endless),
    }
}
