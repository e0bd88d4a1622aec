//! Applying what comes in.

use super::group::Touched;
use super::joins::names_of;
use super::people::Resolved;
use super::turn::Turn;
use crate::audited;
use crate::rights::{Suppressions, text_of};
use crate::status::Meters;
use crate::{
    Accepted, DecisionRow, Entry, Identifier, Ingest, InputRow, OutboxChange, QuarantineChange,
    QuarantineRow, Rejected, StoreError, Withheld, packed,
};
use filrouge_machine::{
    Apart, Decision, Effects, Event, Id, Identify, Input, InputKind, Limit, LimitKind, Message, Verdict,
};
use filrouge_plan::sha256_hex;
use std::collections::BTreeSet;

impl Turn<'_> {
    pub(super) fn submit(&mut self, entries: Vec<Entry>) -> Result<Vec<Accepted>, StoreError> {
        let mut accepted = Vec::with_capacity(entries.len());
        for entry in entries {
            accepted.push(match entry {
                Entry::Input(ingest) => self.ingest(ingest)?,
                Entry::Quarantine(rejected) => self.put_aside(rejected),
            });
        }
        Ok(accepted)
    }

    fn put_aside(&mut self, rejected: Rejected) -> Accepted {
        let Rejected { source, reason, payload } = rejected;
        let id = Id::of(&["quarantine", &source, &sha256_hex(&payload)]);
        let row = QuarantineRow { id, at: self.now, source, reason, payload };
        self.group.commit.quarantine.push(QuarantineChange::Add(row));
        Accepted::Quarantined(id)
    }

    fn ingest(&mut self, ingest: Ingest) -> Result<Accepted, StoreError> {
        let Ingest { id, at, kind, who, source, releases } = ingest;
        let kind = self.dated(kind, at);
        let at = self.moment_of(&kind, at);
        let release = releases.map(QuarantineChange::Drop);
        if self.group.seen.contains(&id) || self.driver.store.seen(id)? {
            Meters::add(&self.driver.shared.meters.duplicates, 1);
            self.group.commit.quarantine.extend(release);
            return Ok(Accepted::Duplicate);
        }
        // Of all that comes in, only an identify (an alias is one) says that its names belong to one person.
        let joins = matches!(kind, InputKind::Identify(_));
        let Some(resolved) = self.resolve(id, who, joins)? else { return Ok(Accepted::Nobody) };
        self.group.commit.quarantine.extend(release);
        self.remember_input(id);
        self.meet(resolved.person)?;
        for joining in &resolved.joins {
            self.join(resolved.person, joining, id)?;
        }
        let known = self.names_before(&resolved);
        self.attach(&resolved);
        self.mark_suppressed(&resolved, id, &kind, &source)?;
        let kind = self.introduce(Input { id, at, kind }, &source, &resolved)?;
        self.step(resolved.person, &source, &Input { id, at, kind })?;
        self.forget_names(resolved.person, &known);
        Ok(Accepted::Applied { person: resolved.person, conflicts: resolved.conflicts() })
    }

    /// Names of the person before new ones come, which may push them out.
    fn names_before(&self, resolved: &Resolved) -> BTreeSet<Identifier> {
        let state = self.group.people.get(&resolved.person).filter(|_| !resolved.fresh.is_empty());
        state.into_iter().flat_map(|state| names_of(state)).chain(resolved.fresh.iter().cloned()).collect()
    }

    /// What a person does is judged at the moment at which it is learned: a late event must not send a message
    /// into the past, and thereby into the night. A person's choice counts from when it was made.
    fn moment_of(&self, kind: &InputKind, at: i64) -> i64 {
        if matches!(kind, InputKind::Consent(_)) { at.min(self.now) } else { self.now }
    }

    /// An event that happened before it came in says so: computed traits with a lateness put it where it belongs.
    fn dated(&self, kind: InputKind, at: i64) -> InputKind {
        match kind {
            InputKind::Event(event) if at < self.now => InputKind::Event(Event { at: Some(at), ..event }),
            kind => kind,
        }
    }

    /// Somebody who comes with a contact point of one who was erased is not written to, unless they agree anew.
    fn mark_suppressed(
        &mut self,
        resolved: &Resolved,
        input: Id,
        kind: &InputKind,
        source: &str,
    ) -> Result<(), StoreError> {
        let fields = match kind {
            InputKind::Identify(identify) => identify.fields.as_slice(),
            _ => &[],
        };
        let fresh = resolved.fresh.iter().map(|known| known.value.as_str());
        let mut named = fresh.chain(fields.iter().filter_map(|(_, value)| text_of(value)));
        let state = self.group.people.get(&resolved.person);
        let is_marked = state.is_some_and(|state| state.limits.suppressed.is_some());
        if is_marked || !self.driver.suppressions.has_any(&mut named) {
            return Ok(());
        }
        let kind = InputKind::Limit(Limit { kind: LimitKind::Suppression, on: true });
        let input = Input { id: Suppressions::input(input), at: self.now, kind };
        self.step(resolved.person, source, &input)
    }

    pub(super) fn remember_input(&mut self, id: Id) {
        let remember = i64::try_from(self.driver.options.remember.as_millis()).unwrap_or(i64::MAX);
        self.group.seen.insert(id);
        self.group.commit.seen.push((id, self.now.saturating_add(remember)));
    }

    fn attach(&mut self, resolved: &Resolved) {
        for identifier in &resolved.fresh {
            self.group.forgotten.remove(identifier);
            self.group.owners.insert(identifier.clone(), resolved.person);
        }
        let meters = &self.driver.shared.meters;
        if resolved.refused.iter().any(|refused| refused.person.is_some()) {
            Meters::add(&meters.conflicts, 1);
        }
        let count = |reason| resolved.refused.iter().filter(|refused| refused.reason == reason).count();
        Meters::add(&meters.blocked, count(Apart::Blocked));
        Meters::add(&meters.floods, count(Apart::Flood));
    }

    /// Lets the machine know of identifiers: an identify carries those that lead to the person; before anything
    /// else, an identify of the loop's own carries those that are new.
    fn introduce(
        &mut self,
        input: Input,
        source: &str,
        resolved: &Resolved,
    ) -> Result<InputKind, StoreError> {
        let Input { id, at, kind } = input;
        if let InputKind::Identify(identify) = kind {
            let identifiers = pairs(resolved.own.iter().chain(&resolved.fresh));
            let refused = resolved.refused.clone();
            return Ok(InputKind::Identify(Identify { identifiers, refused, ..identify }));
        }
        if !resolved.fresh.is_empty() {
            let identify = Identify { identifiers: pairs(resolved.fresh.iter()), ..Identify::default() };
            let first = Id::of_introduction(id);
            self.step(
                resolved.person,
                source,
                &Input { id: first, at, kind: InputKind::Identify(identify) },
            )?;
        }
        Ok(kind)
    }

    /// Steps a person who was met, and notes all that follows.
    pub(super) fn step(&mut self, person: Id, source: &str, input: &Input) -> Result<(), StoreError> {
        let before = self.refused_before(person, source, &input.kind);
        let effects = self.apply(person, source, input)?;
        self.note(person, effects)?;
        before.map_or(Ok(()), |before| self.tell_refusal(person, input.id, &before))
    }

    /// Steps a person who was met; what follows is to be noted.
    pub(super) fn apply(&mut self, person: Id, source: &str, input: &Input) -> Result<Effects, StoreError> {
        self.apply_as(person, person, source, input)
    }

    /// The same, by the plan that `whose` lives under.
    pub(super) fn apply_as(
        &mut self,
        whose: Id,
        person: Id,
        source: &str,
        input: &Input,
    ) -> Result<Effects, StoreError> {
        self.tell_input(person, input);
        let state = self.group.people.entry(person).or_default();
        let lives = self.driver.active.of(whose);
        let effects = filrouge_machine::step(&lives.ready, person, state, input);
        let row = entry(input, person, source, lives.hash())?;
        self.group.applied += 1;
        self.record(input, row);
        Ok(effects)
    }

    /// Writes an input down, and tells the audit log of it.
    pub(super) fn put_down(&mut self, input: &Input, person: Id, source: &str) -> Result<(), StoreError> {
        let row = entry(input, person, source, self.driver.active.of(person).hash())?;
        self.record(input, row);
        Ok(())
    }

    fn record(&mut self, input: &Input, row: InputRow) {
        let told = self.driver.options.audit.then(|| audited::of_input(&input.kind, &row.source, &row.body));
        self.group.commit.record_input(row, told);
    }

    pub(super) fn note(&mut self, person: Id, effects: Effects) -> Result<(), StoreError> {
        self.tell_messages(person, &effects);
        for change in effects.timers {
            self.group.timers.insert(change.timer());
            self.group.commit.timers.push((person, change));
        }
        let decisions = effects.decisions.into_iter().flat_map(|decision| {
            let beside = self.on_its_way(&decision);
            std::iter::once(decision).chain(beside)
        });
        for decision in decisions.collect::<Vec<_>>() {
            self.group.withheld.extend(Withheld::of(&decision.verdict));
            let body = serde_json::to_vec(&decision).map_err(|e| StoreError::unreadable("a decision", e))?;
            let facts = self.driver.options.audit.then(|| audited::of_decision(&decision, &body));
            let row = DecisionRow { number: 0, id: decision.id, person, at: decision.at, body };
            self.group.commit.record_decision(row, facts);
        }
        for message in effects.messages {
            self.queue(person, &message)?;
        }
        for ask in effects.asks {
            let body = packed::pack(&ask)?;
            self.put_out(person, ask.effect, ask.connector, body);
        }
        for effect in effects.recalled {
            self.group.outbox.insert(effect, Touched::Recalled);
            self.group.commit.outbox.push(OutboxChange::Recall(effect));
        }
        Ok(())
    }

    /// What there is to say beside a message that was called back while a connector called its service.
    fn on_its_way(&self, decision: &Decision) -> Option<Decision> {
        let Verdict::Recalled { effect, .. } = decision.verdict else { return None };
        let since = *self.driver.calling.get(&effect)?;
        let id = Id::of(&["in-flight", &decision.id.to_string()]);
        Some(Decision { id, verdict: Verdict::InFlight { effect, since }, ..decision.clone() })
    }

    pub(super) fn queue(&mut self, person: Id, message: &Message) -> Result<(), StoreError> {
        let body = packed::pack(message)?;
        self.put_out(person, message.effect, message.connector.clone(), body);
        Ok(())
    }

    fn put_out(&mut self, person: Id, effect: Id, connector: String, body: Vec<u8>) {
        self.group.outbox.insert(effect, Touched::Queued);
        self.group.commit.outbox.push(OutboxChange::Queue { effect, person, connector, at: self.now, body });
    }
}

/// An input as the journal keeps it.
pub(super) fn entry(input: &Input, person: Id, source: &str, plan: &str) -> Result<InputRow, StoreError> {
    let body =
        serde_json::to_vec(&input.kind.recorded()).map_err(|e| StoreError::unreadable("an input", e))?;
    let (plan, source) = (plan.to_owned(), source.to_owned());
    Ok(InputRow { id: input.id, person: Some(person), at: input.at, plan, source, body })
}

fn pairs<'a>(identifiers: impl Iterator<Item = &'a Identifier>) -> Vec<(String, String)> {
    identifiers.map(|identifier| (identifier.name.clone(), identifier.value.clone())).collect()
}
