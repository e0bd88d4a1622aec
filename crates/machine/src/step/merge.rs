//! Two people are one: what the one brings to the other.

use super::decide::Subject;
use super::turn::Turn;
use crate::grant::EVERY_CHANNEL;
use crate::tracked::Tracked;
use crate::{
    Assignment, ConsentFact, Effects, Id, Input, InputKind, Joined, PastEntry, Person, Ready, Verdict,
};
use filrouge_plan::{Value, address};
use std::collections::{BTreeMap, BTreeSet};

type Consents = BTreeMap<(String, String), ConsentFact>;

/// Lets the person called `other` become one with the person called `who`, as [`InputKind::Merge`] says. Timers and
/// messages of the other keep their ids; the host leads them to `who` from now on.
///
/// The other is brought up to date and then left as it is: that is what [`unmerge`](super::unmerge) needs to
/// undo it. Any other input has no effect.
#[must_use]
pub fn merge(
    ready: &Ready,
    who: Id,
    person: &mut Person,
    other: Id,
    absorbed: &mut Person,
    input: &Input,
) -> Effects {
    let InputKind::Merge { by, .. } = &input.kind else { return Effects::default() };
    let mut before = Turn::new(ready, other, absorbed, input);
    before.catch_up();
    before.look_around();
    before.sleep();
    before.tell_passing();
    let effects = before.effects;
    let mut turn = Turn::behind(effects, ready, who, person, input);
    turn.catch_up();
    turn.absorb(other, by, absorbed.clone());
    turn.look_around();
    turn.reconsider_all();
    turn.finish()
}

impl Turn<'_> {
    /// Whoever adds a field to a person decides here what becomes of it.
    fn absorb(&mut self, other: Id, by: &[String], absorbed: Person) {
        let zone = self.ready.zone(&absorbed.profile);
        let walks: Vec<Id> = absorbed.instances.iter().map(|walk| walk.id).collect();
        let Person {
            profile,
            undeclared,
            identifiers,
            consents,
            segments,
            instances,
            entries,
            sent,
            flights,
            departed,
            assignments,
            traits,
            // Its timer is cancelled: what time changes next is found anew.
            wake: _,
            last_activity,
            rhythm,
            backfills,
            since,
            joined,
            apart,
            awaited,
            awaited_under: _,
            entered,
            // The same question may have another answer about the one who stays.
            answers: _,
            ledger,
            unconfirmed,
            limits,
        } = absorbed;
        self.person.limits.join(limits);
        let taken = self.take_profile(profile, undeclared);
        self.take_identifiers(identifiers);
        self.remember_joined(other, &taken, joined);
        self.decide_person(by, Verdict::Merged { person: other, by: by.to_vec() });
        self.person.flights.extend(flights);
        self.person.departed.extend(departed);
        self.person.apart.extend(apart);
        self.person.since = self.person.since.into_iter().chain(since).min();
        self.person.last_activity = self.person.last_activity.max(last_activity);
        if let Some(theirs) = rhythm {
            self.person.rhythm.get_or_insert_default().join(&theirs, self.input.at);
        }
        self.take_counts(entries, sent);
        // Whoever was in a segment as either of the two does not come into it again.
        self.person.segments.extend(segments);
        self.take_backfills(backfills);
        self.take_awaited(awaited, entered);
        self.take_assignments(assignments);
        self.take_walks(instances);
        self.take_along(&walks, &zone);
        self.take_ledger(ledger);
        self.person.unconfirmed.extend(unconfirmed);
        let before = self.person.consents.clone();
        self.take_choices(&consents, traits);
        self.sort_all_into_segments();
        self.profile_changed(0);
        self.run();
        self.end_refused_walks(&before, &consents);
        self.run();
    }

    /// How often somebody came in, and when they were written to: both count.
    fn take_counts(
        &mut self,
        entries: BTreeMap<(String, String), PastEntry>,
        sent: BTreeMap<(String, String), Vec<i64>>,
    ) {
        for (key, past) in entries {
            let known = self.person.entries.entry(key).or_default();
            known.count = known.count.saturating_add(past.count);
            known.last = known.last.max(past.last);
        }
        for (kind, times) in sent {
            let known = self.person.sent.entry(kind).or_default();
            known.extend(times);
            known.sort_unstable();
        }
    }

    /// A decision about the person as such, by an identifier that led to it.
    pub(super) fn decide_person(&mut self, by: &[String], verdict: Verdict) {
        let identifier = by.iter().find(|name| self.ready.identifier(name).is_some());
        let origin =
            identifier.map_or_else(|| "profile".to_owned(), |name| address::declared("profile", name));
        let subject = Subject { journey: String::new(), instance: None, step: None, origin };
        self.decide(subject, verdict, Vec::new());
    }

    /// What is not known yet is taken; what is known stays. Gives the names of what was taken.
    fn take_profile(&mut self, theirs: Vec<Value>, undeclared: BTreeMap<String, Value>) -> BTreeSet<String> {
        let ready = self.ready;
        let slots = ready.plan().profile.slots().zip(theirs);
        let declared = slots.map(|(field, value)| (field.name.clone(), value));
        let mut taken = BTreeSet::new();
        for (name, value) in declared.chain(undeclared).filter(|(_, value)| !value.is_absent()) {
            if self.field(&name).is_none_or(Value::is_absent) {
                self.set_field(&name, value);
                taken.insert(name);
            }
        }
        taken
    }

    /// The value of a field, declared or kept aside.
    pub(super) fn field(&self, name: &str) -> Option<&Value> {
        match self.ready.slot(name) {
            Some(slot) => self.person.profile.get(slot),
            None => self.person.undeclared.get(name),
        }
    }

    /// Values of the other are the older ones; beyond the limit the oldest give way.
    fn take_identifiers(&mut self, theirs: BTreeMap<String, Vec<String>>) {
        for (name, mut values) in theirs {
            let known = self.person.identifiers.entry(name.clone()).or_default();
            values.retain(|value| !known.contains(value));
            values.append(known);
            let surplus = values.len().saturating_sub(self.ready.most_values(&name));
            values.drain(..surplus);
            *known = values;
        }
    }

    /// Of two arms the one that was given first stays.
    fn take_assignments(&mut self, theirs: BTreeMap<(String, String), Assignment>) {
        for (experiment, arm) in theirs {
            let known = self.person.assignments.entry(experiment).or_insert_with(|| arm.clone());
            if arm.at < known.at {
                *known = arm;
            }
        }
    }

    /// Remembers, as long as it can be undone, what was taken; also of those who had joined the other before.
    fn remember_joined(&mut self, other: Id, taken: &BTreeSet<String>, theirs: BTreeMap<Id, Joined>) {
        let at = self.now();
        let until = self.ready.undo_until(at);
        for (person, mut record) in theirs {
            record.fields.retain(|field| taken.contains(field));
            self.person.joined.insert(person, record);
        }
        self.person.joined.insert(other, Joined { at, until, fields: taken.clone() });
    }

    /// What either refuses ends what was computed of either for nothing else.
    fn take_choices(&mut self, theirs: &Consents, traits: BTreeMap<String, Tracked>) {
        let profiling = self.refused_profiling();
        self.take_consents(theirs);
        self.take_traits(traits);
        self.follow_choice(&profiling);
    }

    /// A refusal of either wins over a grant of the other, whichever came later. What is about to be sent against it
    /// is called back.
    fn take_consents(&mut self, theirs: &Consents) {
        let mine = std::mem::take(&mut self.person.consents);
        let keys: BTreeSet<_> = mine.keys().chain(theirs.keys()).cloned().collect();
        for key in keys {
            if let Some(fact) = stricter(said(&mine, &key), said(theirs, &key)) {
                self.person.consents.insert(key, fact);
            }
        }
        let refused = self.person.consents.iter().filter(|(_, fact)| !fact.granted);
        for (purpose, channel) in refused.map(|(key, _)| key.clone()).collect::<Vec<_>>() {
            self.silence_if_withdrawable(&purpose, &channel);
        }
        self.silence_questions();
    }

    /// Ends the walks for what only one of the two had refused.
    fn end_refused_walks(&mut self, mine: &Consents, theirs: &Consents) {
        let refused = |consents: &Consents, key| said(consents, key).is_some_and(|fact| !fact.granted);
        let is_new = |key| !refused(mine, key) || !refused(theirs, key);
        let fresh = self.person.consents.iter().filter(|(key, fact)| !fact.granted && is_new(key));
        for purpose in fresh.map(|((purpose, _), _)| purpose.clone()).collect::<BTreeSet<_>>() {
            self.end_walks_for(&purpose);
        }
    }
}

/// What somebody said of a purpose and channel: of the channel itself, or else by a refusal of every channel.
fn said<'a>(consents: &'a Consents, key: &(String, String)) -> Option<&'a ConsentFact> {
    let every = || consents.get(&(key.0.clone(), EVERY_CHANNEL.to_owned())).filter(|fact| !fact.granted);
    consents.get(key).or_else(every)
}

/// A refusal before a grant, else the later one. A refusal that wins counts as of the later of the two days, so that
/// only a new grant is newer.
fn stricter(mine: Option<&ConsentFact>, theirs: Option<&ConsentFact>) -> Option<ConsentFact> {
    let (Some(mine), Some(theirs)) = (mine, theirs) else { return mine.or(theirs).cloned() };
    if mine.granted == theirs.granted {
        return Some(if theirs.at > mine.at { theirs } else { mine }.clone());
    }
    let refusal = if mine.granted { theirs } else { mine };
    Some(ConsentFact { at: mine.at.max(theirs.at), ..refusal.clone() })
}
