//! `emit`: an event of the machine's own, dealt with before the journey goes on.

use super::agenda::{LONGEST_CHAIN, MOST_EMITTED, Task};
use super::turn::Turn;
use crate::{Event, Id, Verdict};
use filrouge_plan::{Emit, EventSchema, Target, Value};
use std::rc::Rc;

impl Turn<'_> {
    pub(super) fn emit(&mut self, id: Id, emit: &Emit, next: &Target, depth: u8) {
        self.go_next(id, next, depth);
        let Some(schema) = self.ready.event(&emit.event) else { return };
        let event = emit.event.clone();
        if depth >= LONGEST_CHAIN || self.agenda.emitted >= MOST_EMITTED {
            return self.decide_here(id, Verdict::NotEmitted { event }, Vec::new());
        }
        let (values, proof) = self.assign(id, &emit.set, schema.fields.iter());
        self.agenda.emitted += 1;
        self.decide_here(id, Verdict::Emitted { event }, proof);
        self.agenda.first(Task::Happen { event: Rc::new(composed(schema, &values)), depth: depth + 1 });
    }
}

fn composed(schema: &EventSchema, values: &[(&str, Value)]) -> Event {
    let value = |name: &str| values.iter().find(|(place, _)| *place == name).map(|(_, value)| value.clone());
    let fields = schema.fields.iter().map(|field| value(&field.name).unwrap_or_default()).collect();
    Event { name: schema.name.clone(), fields, at: None }
}
