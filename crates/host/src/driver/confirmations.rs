//! Hearing services that say by a call of their own what became of a task.

use super::Driver;
use super::errands::{asked_for, is_asked_now, task_of};
use super::rights::Stop;
use super::turn::Turn;
use crate::rights::{Confirmation, Confirmed, Request, TaskState};
use crate::{Noted, StoreError};
use filrouge_audit::Kind;
use filrouge_machine::Id;
use filrouge_plan::ask::AskedFor;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// What names a task: the task, what is asked, the name and its value.
type Reference = (String, AskedFor, String, String);

/// What names the tasks of a request, and which of them are under way.
type Known = (Vec<Reference>, Vec<(String, AskedFor)>);

/// Tasks of which services are to say by themselves what became of them, and those of which they may say so too early.
#[derive(Debug, Default)]
pub(super) struct Awaited {
    waiting: BTreeSet<(Reference, Id)>,
    under_way: BTreeSet<(String, AskedFor, Id)>,
    /// The same by request.
    of: BTreeMap<Id, Known>,
}

impl Awaited {
    /// Learns how a request stands.
    pub(super) fn follow(&mut self, request: &Request) {
        self.forget(request.id);
        let Some(right) = asked_for(request.kind).filter(|_| is_asked_now(request)) else { return };
        let (mut waiting, mut under_way) = (Vec::new(), Vec::new());
        for (task, errand) in &request.errands {
            under_way.extend(errand.is_under_way().then(|| (task.clone(), right)));
            let names = errand.names(request.id, task).into_iter().filter(|_| errand.waits);
            waiting.extend(names.map(|(name, value)| (task.clone(), right, name, spelled(&value))));
        }
        self.waiting.extend(waiting.iter().map(|name| (name.clone(), request.id)));
        self.under_way.extend(under_way.iter().map(|(task, right)| (task.clone(), *right, request.id)));
        if !(waiting.is_empty() && under_way.is_empty()) {
            self.of.insert(request.id, (waiting, under_way));
        }
    }

    fn forget(&mut self, request: Id) {
        let (waiting, under_way) = self.of.remove(&request).unwrap_or_default();
        for name in waiting {
            self.waiting.remove(&(name, request));
        }
        for (task, right) in under_way {
            self.under_way.remove(&(task, right, request));
        }
    }

    /// The requests of which a word is.
    fn of(&self, told: &Confirmation) -> Vec<Id> {
        let reference = (task_of(&told.connector), told.right, told.name.clone(), told.value.clone());
        let from = (reference.clone(), Id(0));
        self.waiting.range(from..).take_while(|(own, _)| *own == reference).map(|(_, id)| *id).collect()
    }

    fn may_be_early(&self, told: &Confirmation) -> bool {
        let from = (task_of(&told.connector), told.right, Id(0));
        let first = self.under_way.range(from.clone()..).next();
        first.is_some_and(|(task, right, _)| *task == from.0 && *right == from.1)
    }
}

/// A number and the text that spells it are the same name.
fn spelled(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Driver {
    /// Hears the word of a service, in a group of its own.
    pub(super) fn confirm(&mut self, told: &Confirmation) -> Result<Confirmed, StoreError> {
        let mut confirmed = Confirmed::Unknown;
        let heard = self.alone(|turn| {
            confirmed = turn.confirm(told)?;
            Ok(())
        });
        heard.inspect_err(|error| self.fail(error)).map(|()| confirmed)
    }
}

impl Turn<'_> {
    fn confirm(&mut self, told: &Confirmation) -> Result<Confirmed, Stop> {
        let meant = self.driver.awaited.of(told);
        if meant.is_empty() {
            return Ok(self.confirm_nothing(told)?);
        }
        for request in meant {
            self.hear_from(request, told)?;
        }
        Ok(Confirmed::Heard)
    }

    /// Nothing of the call is kept, for it may name somebody who was erased: the log says that it came, and what came of it.
    fn confirm_nothing(&mut self, told: &Confirmation) -> Result<Confirmed, StoreError> {
        if self.driver.awaited.may_be_early(told) {
            return Ok(Confirmed::Early);
        }
        let is_known = self.driver.store.seen(told.id())?;
        let outcome = if is_known { Confirmed::Before } else { Confirmed::Unknown };
        if self.driver.options.audit {
            let body = json!({
                "source": told.source, "connector": told.connector, "right": told.right.word(), "outcome": outcome.word(),
            });
            let (what, body) = (format!("confirmation-{}", outcome.word()), body.to_string().into_bytes());
            self.group.commit.record_act(Noted { kind: Kind::Right, what, about: None, body });
        }
        Ok(outcome)
    }

    fn hear_from(&mut self, id: Id, told: &Confirmation) -> Result<(), Stop> {
        let Some(mut request) = self.known_request(id)? else { return Ok(()) };
        let (task, by) = (task_of(&told.connector), format!("webhook {}", told.source));
        if !told.refused {
            self.remember_input(told.id());
            let act = self.next_name(&mut request, &task, &by);
            return self.keep_heard(request, act, (&task, &by));
        }
        let is_told = |own: &crate::Task| own.name == task && own.state == TaskState::Failed;
        if request.tasks.iter().any(is_told) {
            return Ok(());
        }
        let note = "the service says that it is not done".to_owned();
        request.say(&task, TaskState::Failed, (&by, self.now), Some(note));
        self.keep_heard(request, Some("failed"), (&task, &by))
    }
}
