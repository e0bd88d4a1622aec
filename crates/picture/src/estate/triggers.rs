//! What brings people into a journey, moves them inside and takes them out.

use super::Drawing;
use crate::graph::{Kind, Manner};
use crate::words::Word;
use filrouge_plan::{Action, Entry, Journey, Trigger, WaitUntil, address};

impl<'p> Drawing<'p> {
    pub(super) fn entry(&mut self, journey: &'p Journey, own: usize) {
        let enter = address::enter(&journey.name);
        let by = match &journey.enter.by {
            Entry::Event { event } => self.declared(Kind::Event, event),
            Entry::Segment { segment, leave } => {
                let segment = self.declared(Kind::Segment, segment);
                let how = if *leave { Word::LeavesSegment } else { Word::EntersSegment };
                return self.edge(segment, own, Manner::Usual, self.word(how));
            }
            Entry::Date(date) => self.node(Kind::Clock, &date.field, enter, Vec::new()),
            Entry::Schedule(entry) => {
                if let Some(segment) = &entry.segment {
                    let segment = self.declared(Kind::Segment, segment);
                    self.edge(segment, own, Manner::Usual, "");
                }
                self.node(Kind::Clock, self.word(Word::OnSchedule), enter, Vec::new())
            }
            Entry::Api => self.node(Kind::Outside, self.word(Word::Api), enter, Vec::new()),
            Entry::Called => return,
        };
        self.edge(by, own, Manner::Usual, "");
    }

    /// Events that take people out, that are waited for, and that are goals.
    pub(super) fn events(&mut self, journey: &'p Journey, own: usize) {
        for exit in &journey.exits {
            self.event(&exit.on, own, Manner::Otherwise, Word::Exits);
        }
        for goal in &journey.goals {
            let event = self.declared(Kind::Event, &goal.event);
            self.edge(event, own, Manner::Otherwise, self.word(Word::Goal));
        }
        for step in &journey.steps {
            self.awaited(&step.action, own);
        }
    }

    fn awaited(&mut self, action: &'p Action, own: usize) {
        match action {
            Action::WaitUntil(WaitUntil { arms, resets, .. }) => {
                let triggers = arms.iter().map(|arm| &arm.on).chain(resets.iter().map(|reset| &reset.on));
                for trigger in triggers {
                    self.event(trigger, own, Manner::Late, Word::Awaited);
                }
            }
            Action::Digest(digest) => {
                let event = self.declared(Kind::Event, &digest.event);
                self.edge(event, own, Manner::Late, self.word(Word::Collected));
            }
            _ => {}
        }
    }

    fn event(&mut self, trigger: &'p Trigger, own: usize, manner: Manner, word: Word) {
        let Trigger::Event { event, .. } = trigger else { return };
        let event = self.declared(Kind::Event, event);
        self.edge(event, own, manner, self.word(word));
    }
}
