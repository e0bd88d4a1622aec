//! What the rights of people do to the store in memory.

use super::tables::Tables;
use crate::{AliasRow, OutboxChange, RequestRow, RightsChange};
use filrouge_machine::{Id, TimerChange};

impl Tables {
    pub(super) fn follow_right(&mut self, change: &RightsChange) {
        match change {
            RightsChange::Request(row) => self.keep_request(row),
            RightsChange::Suppress { hash, at } => {
                self.suppressed.entry(*hash).or_insert(*at);
            }
            RightsChange::Erase { people } => people.iter().for_each(|person| self.erase(*person)),
            RightsChange::Expire { inputs, decisions, requests } => {
                self.inputs.retain(|number, _| !inputs.contains(number));
                self.decisions.retain(|number, _| !decisions.contains(number));
                self.requests.retain(|_, row| row.open || !requests.contains(&row.id));
            }
        }
    }

    fn keep_request(&mut self, row: &RequestRow) {
        let known = self.requests.iter().find(|(_, known)| known.id == row.id).map(|(number, _)| *number);
        let number = known.unwrap_or_else(|| self.requests.keys().last().map_or(1, |last| last + 1));
        self.requests.insert(number, row.clone());
    }

    fn erase(&mut self, person: Id) {
        self.people.remove(&person);
        self.identifiers.retain(|_, whose| *whose != person);
        let is_of = |alias: &AliasRow| [alias.absorbed, alias.survivor, alias.into].contains(&person);
        self.aliases.retain(|_, alias| !is_of(alias));
        self.inputs.retain(|_, row| row.person != Some(person));
        self.decisions.retain(|_, row| row.person != person);
        self.approvals.retain(|row| row.person != person);
        self.letters.drop_if(|row| row.person == person);
        let timers: Vec<Id> =
            self.timers.values().filter(|row| row.person == person).map(|row| row.timer).collect();
        timers.into_iter().for_each(|timer| self.set_timer(person, TimerChange::Forget { timer }));
        let messages =
            self.outbox.values().filter(|(_, row)| row.person == person).map(|(_, row)| row.effect);
        let messages: Vec<Id> = messages.collect();
        messages.into_iter().for_each(|effect| self.move_message(&OutboxChange::Remove(effect)));
    }
}
