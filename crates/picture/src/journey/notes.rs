//! What holds for the whole journey.

use super::Teller;
use crate::graph::{Item, Note};
use crate::words::Word;
use crate::words::duration::period;
use filrouge_plan::{Exit, Goal, Trigger, address};

impl Teller<'_> {
    pub fn notes(&self) -> Vec<Note> {
        let again =
            self.comes_again().into_iter().map(|text| Item { text, address: None, line: None }).collect();
        let notes = [
            Note { heading: self.word(Word::Leaves).to_owned(), items: self.exits() },
            Note { heading: self.word(Word::Goals).to_owned(), items: self.goals() },
            Note { heading: self.word(Word::ComesAgain).to_owned(), items: again },
        ];
        notes.into_iter().filter(|note| !note.items.is_empty()).collect()
    }

    fn exits(&self) -> Vec<Item> {
        let exit = |Exit { name, on }: &Exit| {
            let address = address::exit(&self.journey.name, name);
            let text = self.language.about(name, &self.trigger(on, &address));
            self.item(text, address)
        };
        self.journey.exits.iter().map(exit).collect()
    }

    fn goals(&self) -> Vec<Item> {
        let goal = |goal: &Goal| {
            let address = address::goal(&self.journey.name, &goal.name);
            let within =
                goal.within.map(|it| format!("{} {}", self.word(Word::Within), period(it, self.language)));
            let event = self.event(&goal.event, &address);
            let told = [event].into_iter().chain(within).collect::<Vec<_>>().join(", ");
            self.item(self.language.about(&goal.name, &told), address)
        };
        self.journey.goals.iter().map(goal).collect()
    }

    fn item(&self, text: String, address: String) -> Item {
        Item { text, line: self.places.line(&address), address: Some(address) }
    }

    /// What ends a wait or a journey; its condition stands at `address`.
    pub fn trigger(&self, trigger: &Trigger, address: &str) -> String {
        match trigger {
            Trigger::Event { event, .. } => self.event(event, address),
            Trigger::Condition(_) => self.condition(address).unwrap_or_default(),
        }
    }

    pub fn event(&self, event: &str, address: &str) -> String {
        match self.condition(address) {
            Some(words) => format!("{event}, {} {words}", self.word(Word::Where)),
            None => event.to_owned(),
        }
    }
}
