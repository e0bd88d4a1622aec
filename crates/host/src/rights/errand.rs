//! What a service is asked for a task, until the task is confirmed.

use filrouge_machine::{Id, Person, json_by_name};
use filrouge_plan::ask::{Ask, Piece, TASK};
use filrouge_plan::{Field, ProfileSchema, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// Values by the names under which calls ask for them: `profile.email`, `kept.id`.
pub(crate) type Words = BTreeMap<String, Json>;

/// What a service is asked, how far it is, and by which names the service may know the person. It lies beside its request,
/// encrypted with it, and is gone when the task is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Errand {
    /// Whom it is asked about. A person may be there by several names, one after another.
    pub subjects: Vec<Words>,
    /// How many of them are done.
    pub done: u32,
    /// Number of the call that is next, from 0.
    pub step: usize,
    /// How often that call was made.
    pub attempts: u32,
    /// When it is made, in milliseconds since 1970; nothing while it is under way, or until somebody looks into it.
    pub next_at: Option<i64>,
    /// Whether it is under way.
    pub calling: bool,
    /// Whether every call was made and the service is to say by itself what came of them.
    #[serde(default, skip_serializing_if = "is_false")]
    pub waits: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A call for a task, to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrandCall {
    /// The request.
    pub request: Id,
    /// Its task.
    pub task: String,
    /// The call.
    pub ask: Ask,
    /// What stands in its braces.
    pub words: BTreeMap<String, Json>,
    /// The same whenever the call is repeated, also by another process.
    pub key: Id,
    /// Number of this attempt, from 1.
    pub attempt: u32,
}

/// What came of a call for a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrandTold {
    /// The service did what the call asks for.
    Done {
        /// What later calls need of the answer.
        kept: BTreeMap<String, Json>,
    },
    /// It has nothing of the person.
    Nobody,
    /// It is at work: the call is made again at this time, in milliseconds since 1970.
    Pending {
        /// When.
        at: i64,
    },
    /// It will not do it.
    Refused {
        /// Why, without personal data.
        reason: String,
    },
    /// The call is made again.
    Again {
        /// When, in milliseconds since 1970.
        at: i64,
        /// What was seen, without personal data.
        reason: String,
        /// Whether the tries that the connector allows are spent: somebody should look into it.
        spent: bool,
        /// Whether the call may have been taken.
        unsure: bool,
    },
}

impl Errand {
    /// An errand that begins at `now`.
    ///
    /// # Errors
    /// With the name of a value that the calls need and nobody knows.
    pub(crate) fn new(
        asks: &[&Ask],
        (schema, person, former): (&ProfileSchema, &Person, &Person),
        now: i64,
    ) -> Result<Option<Self>, String> {
        if asks.is_empty() {
            return Ok(None);
        }
        let names: BTreeSet<_> = asks.iter().flat_map(|ask| ask.pieces()).collect();
        let mut subjects = vec![Words::new()];
        for piece in names {
            let values = match piece {
                Piece::Profile(name) => values(name, schema, person),
                Piece::Former(name) => values(name, schema, former),
                Piece::Kept(_) | Piece::Task | Piece::Text(_) => continue,
            };
            let name = piece.name().unwrap_or_default();
            if values.is_empty() {
                return Err(name);
            }
            subjects = combined(&subjects, &name, &values);
        }
        Ok(Some(Self {
            subjects,
            done: 0,
            step: 0,
            attempts: 0,
            next_at: Some(now),
            calling: false,
            waits: false,
        }))
    }

    /// Goes on with the next call.
    pub(crate) fn go_on(&mut self, kept: Words, now: i64) {
        if let Some(subject) = self.subjects.first_mut() {
            subject.extend(kept);
        }
        (self.step, self.attempts, self.next_at) = (self.step + 1, 0, Some(now));
    }

    /// Goes on with the next name by which the service may know the person.
    pub(crate) fn next_subject(&mut self, now: i64) {
        if !self.subjects.is_empty() {
            self.subjects.remove(0);
        }
        (self.done, self.step, self.attempts, self.next_at) = (self.done + 1, 0, 0, Some(now));
        self.waits = false;
    }

    /// Begins again with the first call about whoever is not done.
    pub(crate) const fn begin_again(&mut self, now: i64) {
        (self.step, self.attempts, self.next_at, self.calling) = (0, 0, Some(now), false);
        self.waits = false;
    }

    /// Leaves it to the service to say what came of the calls.
    pub(crate) const fn wait(&mut self) {
        (self.next_at, self.waits) = (None, true);
    }

    /// Whether the service may know of a call of which we have not heard yet.
    pub(crate) const fn is_under_way(&self) -> bool {
        self.calling || (self.attempts > 0 && self.next_at.is_some())
    }

    /// Whether any of its calls was made.
    pub(crate) const fn was_tried(&self) -> bool {
        self.calling || self.waits || self.attempts > 0 || self.step > 0 || self.done > 0
    }

    /// What stands in the braces of its calls, for whoever is next.
    pub(crate) fn words(&self, request: Id, task: &str) -> Option<Words> {
        let mut words = self.subjects.first()?.clone();
        words.insert(TASK.to_owned(), self.id(request, task).to_string().into());
        Some(words)
    }

    /// What names it to the service, by name: our own word for it, and what the service has told.
    pub(crate) fn names(&self, request: Id, task: &str) -> Words {
        let kept = self.subjects.first().into_iter().flatten();
        let kept = kept.filter(|(name, _)| name.starts_with("kept."));
        let kept = kept.map(|(name, value)| (name.clone(), value.clone()));
        kept.chain([(TASK.to_owned(), self.id(request, task).to_string().into())]).collect()
    }

    /// Our own word for what is asked about one name of the person.
    fn id(&self, request: Id, task: &str) -> Id {
        Id::of(&["task", &request.to_string(), task, &self.done.to_string()])
    }

    /// The key of the next call.
    pub(crate) fn key(&self, request: Id, task: &str) -> Id {
        Id::of(&["errand", &request.to_string(), task, &self.done.to_string(), &self.step.to_string()])
    }
}

/// Each of `subjects` with each of `values`.
fn combined(subjects: &[Words], name: &str, values: &[Json]) -> Vec<Words> {
    let with = |subject: &Words, value: &Json| {
        let mut subject = subject.clone();
        subject.insert(name.to_owned(), value.clone());
        subject
    };
    subjects.iter().flat_map(|subject| values.iter().map(move |value| with(subject, value))).collect()
}

/// Every value of an identifier; the one value of a field, which may be that nothing is known.
fn values(name: &str, schema: &ProfileSchema, person: &Person) -> Vec<Json> {
    if schema.identifiers.iter().any(|own| own.field.name == name) {
        let known = person.identifiers.get(name).into_iter().flatten();
        return known.map(|value| Json::from(value.as_str())).collect();
    }
    let Some((slot, field)) = schema.slots().enumerate().find(|(_, field)| field.name == name) else {
        return Vec::new();
    };
    let value = person.profile.get(slot).cloned().unwrap_or_default();
    json_of(field, value).into_iter().collect()
}

fn json_of(field: &Field, value: Value) -> Option<Json> {
    json_by_name(std::slice::from_ref(field), &[value]).remove(&field.name)
}
