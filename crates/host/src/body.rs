//! What the bodies of rows say, for whoever looks through a store: they are read as the daemon reads them, and nothing is done.

use crate::driver::{CHANGES, PlanChange};
use crate::packed::{unpack, unpacked};
use crate::release::is_kept;
use crate::{PlanRow, ReleaseRow, RightsRequest, StoreError};
use filrouge_machine::{Ask, Decision, InputKind, Message, Person};
use filrouge_plan::{NotABundle, Passage, canonical_json, sha256_hex};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value as Json;
use std::fmt;

/// A body, opened.
#[derive(Debug, Clone, Copy)]
pub enum Body<'b> {
    /// The state of a person.
    State(&'b [u8]),
    /// A message or a question that waits.
    Outgoing(&'b [u8]),
    /// A message that did not arrive.
    Letter(&'b [u8]),
    /// An input, and where it came from.
    Input(&'b str, &'b [u8]),
    /// A decision.
    Decision(&'b [u8]),
    /// Something that somebody did, for the audit log.
    Act(&'b [u8]),
    /// A request of a person, with what services are asked for it.
    Request(&'b [u8]),
    /// A plan that was active.
    Plan(&'b PlanRow),
    /// The plan of a share.
    Release(&'b ReleaseRow),
}

/// Reads a body as the daemon does.
///
/// # Errors
/// When it is not what it should be.
pub fn readable(body: Body<'_>) -> Result<(), StoreError> {
    match body {
        Body::State(body) => Person::is_stored_in(body).map_err(|error| unreadable("a person", error)),
        Body::Outgoing(body) => unpack::<Message>(body)
            .map(drop)
            .or_else(|message| unpack::<Ask>(body).map(drop).map_err(|_| message)),
        Body::Letter(body) => unpack::<Message>(body).map(drop),
        Body::Input(source, body) if source == CHANGES => json::<PlanChange>("a change of plan", body),
        Body::Input(_, body) => json::<InputKind>("an input", body),
        Body::Decision(body) => json::<Decision>("a decision", body),
        Body::Act(body) => json::<IgnoredAny>("an act", body),
        Body::Request(body) => RightsRequest::read(body).map(drop),
        Body::Plan(row) => plan(row),
        Body::Release(row) => plan(&row.plan).and_then(|()| is_kept(&row.body)),
    }
}

fn unreadable(what: &str, error: impl fmt::Display) -> StoreError {
    StoreError::unreadable(what, error)
}

fn json<T: DeserializeOwned>(what: &str, body: &[u8]) -> Result<(), StoreError> {
    serde_json::from_slice::<T>(body).map(drop).map_err(|error| unreadable(what, error))
}

/// A plan stands in the clear, so its hash and those of its texts tell whether it is the one that was kept. One of a format that
/// this version does not read is compared all the same.
fn plan(row: &PlanRow) -> Result<(), StoreError> {
    let failed = |error: &dyn fmt::Display| unreadable("a plan", error);
    let bundle = unpacked(&row.body).map_err(|error| failed(&error))?;
    let bundle: Json = serde_json::from_slice(&bundle).map_err(|error| failed(&error))?;
    let hash = bundle.get("plan").map(|plan| sha256_hex(canonical_json(plan).as_bytes()));
    if hash.as_ref() != Some(&row.hash) {
        return Err(failed(&"it is not the one of its hash"));
    }
    if let Err(NotABundle::Damaged(error)) = row.bundle() {
        return Err(failed(&error));
    }
    texts(&bundle)?;
    if row.passage.is_empty() { Ok(()) } else { json::<Passage>("the passage to a plan", &row.passage) }
}

fn texts(bundle: &Json) -> Result<(), StoreError> {
    let files = bundle.pointer("/origins/files").and_then(Json::as_array).into_iter().flatten();
    let text = |file: &Json, name: &str| file.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut changed = files.filter(|file| sha256_hex(text(file, "text").as_bytes()) != text(file, "sha256"));
    match changed.next() {
        Some(file) => {
            Err(unreadable("a plan", format!("its text `{}` is not the one of its hash", text(file, "path"))))
        }
        None => Ok(()),
    }
}
