//! People who become one, and people who are separated again.

use super::World;
use filrouge_machine::{Effects, Id, Input, InputKind, Separated, merge, unmerge};

impl World<'_> {
    /// Somebody of whom nothing is known yet, in the same world.
    pub(crate) fn beside(&self) -> Self {
        let who = Id::of(&["beside", &self.inputs.len().to_string(), &self.who.to_string()]);
        self.another(who)
    }

    /// The same, under this name.
    pub(crate) fn another(&self, who: Id) -> Self {
        let mut other = World::new(self.ready, who, self.now);
        (other.fates, other.fate) = (self.fates.clone(), self.fate);
        (other.answers, other.answer) = (self.answers.clone(), self.answer.clone());
        other.questions.clone_from(&self.questions);
        other
    }

    /// Somebody else becomes one with the person, as `by` says: identifiers that led there.
    pub(crate) fn join(&mut self, other: World<'_>, by: Vec<String>) {
        let cause = Self::outside(self.inputs.len());
        let effects = self.absorb(other, by, cause);
        self.settle(effects);
        self.until(self.now);
    }

    /// The same by an input that says so, and that is heard before anybody answers for what went out.
    #[cfg(test)]
    pub(crate) fn join_as_said(&mut self, other: World<'_>, by: Vec<String>, (id, said): (Id, InputKind)) {
        let mut effects = self.absorb(other, by, id);
        let more = self.apply_as(id, said);
        effects.messages.extend(more.messages);
        effects.asks.extend(more.asks);
        effects.recalled.extend(more.recalled);
        self.settle(effects);
        self.until(self.now);
    }

    fn absorb(&mut self, mut other: World<'_>, by: Vec<String>, cause: Id) -> Effects {
        let id = Id::of(&["merge", &cause.to_string(), &other.who.to_string()]);
        let kind = InputKind::Merge { person: other.who, by };
        let input = Input { id, at: self.now, kind };
        let before = self.watch.is_some().then(|| self.person.clone());
        let effects = merge(self.ready, self.who, &mut self.person, other.who, &mut other.person, &input);
        self.timers.append(&mut other.timers);
        self.questions.join(other.questions);
        self.note(&effects);
        self.inputs.push(input);
        self.look(before.as_ref(), &effects);
        self.joined.push((other.who, other.person));
        effects
    }

    /// Whoever became one with the person last is separated again, as by an operator; nobody when that is not possible
    /// any more.
    pub fn separate(&mut self) -> Option<Self> {
        let (who, _) = self.joined.last()?;
        self.separate_from(*who)
    }

    /// The same of this one of all who became one with the person.
    pub(crate) fn separate_from(&mut self, who: Id) -> Option<Self> {
        let place = self.joined.iter().position(|(joined, _)| *joined == who)?;
        let (_, mut snapshot) = self.joined.remove(place);
        let id = Id::of(&["unmerge", &who.to_string(), &self.now.to_string()]);
        let input = Input { id, at: self.now, kind: InputKind::Unmerge { person: who } };
        let separated = unmerge(self.ready, self.who, &mut self.person, who, &mut snapshot, &input);
        if separated == Separated::default() {
            return None;
        }
        let mut other = Self { person: snapshot, ..self.another(who) };
        for change in &separated.other.timers {
            // Also those that end at once: they are the other's.
            let timer = change.timer();
            self.timers.remove(&timer);
        }
        other.note(&separated.other);
        self.note(&separated.person);
        self.inputs.push(input);
        self.settle(separated.person);
        other.settle(separated.other);
        self.until(self.now);
        other.until(self.now);
        Some(other)
    }
}
