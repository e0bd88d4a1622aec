//! What a service is asked: where, with which parameters, and what it is told.

use super::turn::Turn;
use crate::ask::{json_by_name, plainly};
use crate::{Ask, Evaluated, Ground, Id, SkipReason};
use filrouge_plan::{Assignment, Fetch, Field, PathPart, Value, address};

/// A question, and all that there is to say of it.
pub(super) struct Question {
    pub(super) ask: Ask,
    pub(super) ground: Ground,
    pub(super) proof: Vec<Evaluated>,
}

impl<'a> Turn<'a> {
    /// The question that a fetch asks now, or why there is none, with what was seen. One with a gap would get the answer
    /// to another question.
    pub(super) fn question(
        &self,
        id: Id,
        fetch: &'a Fetch,
        ground: Ground,
    ) -> Result<Question, (SkipReason, Vec<Evaluated>)> {
        let mut proof = Vec::new();
        match self.written(id, fetch, &mut proof) {
            Ok(ask) => Ok(Question { ask, ground, proof }),
            Err(reason) => Err((reason, proof)),
        }
    }

    fn written(&self, id: Id, fetch: &Fetch, proof: &mut Vec<Evaluated>) -> Result<Ask, SkipReason> {
        let instance = self.instance(id).ok_or(SkipReason::Left)?;
        let visit = instance.visits.get(&instance.step).copied().unwrap_or_default().to_string();
        Ok(Ask {
            effect: Id::of(&["fetch", &instance.id.to_string(), &instance.step, &visit]),
            input: Some(self.input.id),
            connector: fetch.connector.clone(),
            purpose: fetch.purpose.clone(),
            journey: instance.journey.clone(),
            step: instance.step.clone(),
            path: self.path(id, &fetch.path, proof)?,
            query: self.query(id, &fetch.query, proof)?,
            tells: json_by_name(&fetch.tells, &self.told(id, fetch, proof)?),
            answer: fetch.answer.clone(),
        })
    }

    fn told(&self, id: Id, fetch: &Fetch, proof: &mut Vec<Evaluated>) -> Result<Vec<Value>, SkipReason> {
        let (values, seen) = self.assign(id, &fetch.with, fetch.tells.iter());
        proof.extend(seen);
        let value = |field: &Field| {
            let value = values.iter().find(|(name, _)| *name == field.name);
            value.map(|(_, value)| value.clone()).ok_or(SkipReason::MissingValue)
        };
        fetch.tells.iter().map(value).collect()
    }

    fn query(
        &self,
        id: Id,
        query: &[Assignment],
        proof: &mut Vec<Evaluated>,
    ) -> Result<Vec<(String, String)>, SkipReason> {
        let pair = |own: &Assignment| Ok((own.name.clone(), self.plain(id, "query", own, proof)?));
        query.iter().map(pair).collect()
    }

    /// The segments of a path. A value begins no segment, makes none that is empty, and none that leads back.
    fn path(
        &self,
        id: Id,
        parts: &[PathPart],
        proof: &mut Vec<Evaluated>,
    ) -> Result<Vec<String>, SkipReason> {
        let mut segments = Vec::new();
        for part in parts {
            match part {
                PathPart::Text(text) => {
                    let mut texts = text.split('/');
                    append(&mut segments, texts.next().unwrap_or_default());
                    segments.extend(texts.map(str::to_owned));
                }
                PathPart::Value(value) => {
                    let text = self.plain(id, "path", value, proof)?;
                    if text.is_empty() {
                        return Err(SkipReason::NoPath);
                    }
                    append(&mut segments, &text);
                }
            }
        }
        let leads_back = segments.iter().any(|segment| segment == "." || segment == "..");
        if leads_back { Err(SkipReason::NoPath) } else { Ok(segments) }
    }

    /// A value as it is written in an address.
    fn plain(
        &self,
        id: Id,
        part: &str,
        value: &Assignment,
        proof: &mut Vec<Evaluated>,
    ) -> Result<String, SkipReason> {
        let part = address::part(&self.here(id).ok_or(SkipReason::Left)?.origin, part);
        let (value, evaluated) = self.value_in_part(id, &part, value).ok_or(SkipReason::Left)?;
        proof.push(evaluated);
        value.as_ref().and_then(plainly).ok_or(SkipReason::MissingValue)
    }
}

fn append(segments: &mut Vec<String>, text: &str) {
    match segments.last_mut() {
        Some(last) => last.push_str(text),
        None => segments.push(text.to_owned()),
    }
}

/// Names of everything that the service is told.
pub(super) fn names(fetch: &Fetch) -> Vec<String> {
    let path = fetch.path.iter().filter_map(|part| match part {
        PathPart::Value(value) => Some(&value.name),
        PathPart::Text(_) => None,
    });
    let query = fetch.query.iter().map(|value| &value.name);
    path.chain(query).chain(fetch.tells.iter().map(|field| &field.name)).cloned().collect()
}
