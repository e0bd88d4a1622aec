//! Calls of services in a form of their own: what they tell is found where the plan's mappings say.

mod mapping;
mod place;

use crate::{Reply, reply};
use filrouge_machine::{Id, InputKind};
use filrouge_plan::Plan;
use filrouge_plan::source::{Confirmation, Mapping, Place, Telling};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// A call as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Headers, by their names in small letters.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Json,
}

/// The part of a call that tells one thing: an item of the list that it holds, or the whole body. It has one fate. This
/// is also what is kept of a part that was put aside, so that it can be read again later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The list that it stands in, as mappings name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// Its place in the list.
    #[serde(default)]
    pub index: usize,
    /// The headers that mappings read; no other is kept, since secrets are among them.
    pub headers: BTreeMap<String, String>,
    /// The item, or the body.
    pub item: Json,
}

/// What a part tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Identity of the input: it follows from the source, the part and what is told.
    pub id: Id,
    /// When it happened, in milliseconds since 1970.
    pub at: i64,
    /// What happened.
    pub kind: InputKind,
    /// Names and values of whom it is about, as the profile declares them, the strongest first.
    pub who: Vec<(String, String)>,
}

/// What a service says about a task that is left to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskTold<'m> {
    /// How it says so.
    pub told: &'m Confirmation,
    /// What names the task; nothing where nothing is that could.
    pub value: Option<String>,
    /// Whether it says that it does not do it.
    pub refused: bool,
}

/// The parts of `call` that `mappings` look at. A list that is not there holds nothing; what stands in its place and
/// is no list is an error, in one sentence.
pub fn parts(mappings: &[Mapping], call: &Call) -> Result<Vec<Part>, String> {
    let headers = read_headers(mappings, &call.headers);
    let part = |each: Option<&str>, index, item: &Json| Part {
        each: each.map(str::to_owned),
        index,
        headers: headers.clone(),
        item: item.clone(),
    };
    let mut parts = Vec::new();
    let lists: BTreeSet<_> = mappings.iter().map(|mapping| mapping.each.as_deref()).collect();
    for each in lists {
        match each.map(|each| (each, call.body.pointer(each))) {
            None => parts.push(part(None, 0, &call.body)),
            Some((_, None | Some(Json::Null))) => {}
            Some((_, Some(Json::Array(items)))) => {
                parts.extend(items.iter().enumerate().map(|(index, item)| part(each, index, item)));
            }
            Some(("", Some(_))) => return Err("the body is no list".to_owned()),
            Some((each, Some(_))) => return Err(format!("there is no list at `{each}`")),
        }
    }
    Ok(parts)
}

/// What `part` tells: everything whose conditions hold, or why something of it does not fit.
pub fn told(
    plan: &Plan,
    (source, mappings): (&str, &[Mapping]),
    part: &Part,
    received: i64,
) -> Result<Vec<Told>, String> {
    let mut seen = BTreeMap::new();
    let mut told = Vec::new();
    for mapping in held(mappings, part) {
        if !matches!(mapping.tells, Telling::Confirmation(_)) {
            let label = mapping::label(&mapping.tells);
            let again: &mut u32 = seen.entry(label.clone()).or_default();
            let label = if *again == 0 { label } else { format!("{label}/{again}") };
            *again += 1;
            let reading = mapping::Reading { plan, source, mapping, part, received };
            match &mapping.tells {
                Telling::Reply { .. } => told.extend(reading.reply(&label)?),
                _ => told.push(reading.read(&label)?),
            }
        }
    }
    Ok(told)
}

/// Why somebody of the team must read `part`, if they must: it answers a message in words that may be a refusal. It counts as
/// one until then.
#[must_use]
pub fn unclear(mappings: &[Mapping], part: &Part) -> Option<String> {
    let mut replies = held(mappings, part).filter_map(|mapping| match &mapping.tells {
        Telling::Reply { channel, text, .. } => Some((channel, place::at(text, part)?)),
        _ => None,
    });
    let (channel, _) =
        replies.find(|(_, words)| words.as_str().is_some_and(|words| reply(words) == Reply::Unclear))?;
    Some(format!("an answer by `{channel}` may be a refusal: it counts as one until somebody has read it"))
}

/// What a service says in `part` about tasks that are left to it.
#[must_use]
pub fn confirmed<'m>(mappings: &'m [Mapping], part: &'m Part) -> Vec<TaskTold<'m>> {
    let told = held(mappings, part).filter_map(|mapping| match &mapping.tells {
        Telling::Confirmation(told) => Some(TaskTold {
            told,
            value: place::at(&told.task, part).as_deref().and_then(mapping::text),
            refused: told.refused.iter().any(|when| place::holds(when, part)),
        }),
        _ => None,
    });
    told.collect()
}

/// The mappings that look at `part` and whose conditions hold.
fn held<'m>(mappings: &'m [Mapping], part: &'m Part) -> impl Iterator<Item = &'m Mapping> {
    let own = mappings.iter().filter(|mapping| mapping.each == part.each);
    own.filter(|mapping| mapping.when.iter().all(|when| place::holds(when, part)))
}

/// The headers that mappings read.
fn read_headers(mappings: &[Mapping], headers: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let places = mappings.iter().flat_map(|mapping| {
        let named = mapping.person.iter().chain(&mapping.fields).map(|located| &located.place);
        let (own, refused): (_, &[_]) = match &mapping.tells {
            Telling::Reply { text, .. } => (Some(text), &[]),
            Telling::Confirmation(told) => (Some(&told.task), &told.refused),
            _ => (None, &[]),
        };
        named
            .chain(own)
            .chain(refused.iter().map(|told| &told.place))
            .chain(mapping.when.iter().map(|when| &when.place))
            .chain(&mapping.id)
            .chain(&mapping.at)
    });
    let read = places.filter_map(|place| match place {
        Place::Header(name) => headers.get_key_value(name.as_str()),
        Place::Body(_) => None,
    });
    read.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests;
