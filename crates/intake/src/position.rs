//! Our own call: where somebody stands in a journey who was on their way elsewhere.

use crate::consent::acted_at;
use crate::{Binder, Told, camel_case, identifiers};
use filrouge_machine::{Id, InputKind, Place, Since, Start};
use filrouge_plan::{Action, Entry, Field, Journey, Plan, Step};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What a position says beside who it is about.
const MEMBERS: &str = "`journey`, `step`, `enteredAt`, `arrivedAt` or `dueAt`, `fields` and `messageId`";

/// A position as it comes in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PositionCall {
    journey: String,
    step: String,
    entered_at: String,
    #[serde(default)]
    arrived_at: Option<String>,
    #[serde(default)]
    due_at: Option<String>,
    #[serde(default)]
    message_id: Option<String>,
    /// Fields of the entry.
    #[serde(default)]
    fields: Map<String, Json>,
    /// `userId`, `anonymousId`, and identifiers by their declared names.
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

impl PositionCall {
    /// A position of JSON.
    ///
    /// # Errors
    /// What it lacks, without personal data.
    pub fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| {
            let told = error.to_string();
            // Of what the library says only this never holds a value of ours.
            let missing = told.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
            missing.map_or_else(
                || "all members of a position are texts but `fields`, which is an object".to_owned(),
                |(name, _)| {
                    format!("it has no `{name}`: a position has `userId` or another identifier, {MEMBERS}")
                },
            )
        })
    }

    /// The input that puts the person there; `text` is the position as it came.
    ///
    /// # Errors
    /// What does not fit the plan, without personal data.
    pub fn told(self, plan: &Plan, text: &str, received: i64) -> Result<Told, String> {
        let journey = journey(plan, &self.journey)?;
        let step = step(journey, &self.step)?;
        self.knows_all(plan)?;
        let who = identifiers(plan, &self.rest)?;
        if who.is_empty() {
            return Err("it names nobody: give `userId` or another identifier of the profile".into());
        }
        let entered_at = moment("enteredAt", &self.entered_at, received)?;
        let since = self.since(step, entered_at, received)?;
        let fields = fields(plan, plan.entry_fields(journey), &self.fields)?;
        let place = Some(Place { step: step.name.clone(), entered_at, since });
        let key = self.message_id.unwrap_or_else(|| Id::of(&["position", text]).to_string());
        let kind = InputKind::Start(Start { journey: journey.name.clone(), fields, place });
        Ok(Told { id: Id::of(&["position", &key]), at: received, kind, who })
    }

    /// A member that nobody knows is a misspelt one.
    fn knows_all(&self, plan: &Plan) -> Result<(), String> {
        let declared = plan.profile.identifiers.iter().map(|own| own.field.name.as_str());
        let names: Vec<String> = declared
            .flat_map(|name| [name.to_owned(), camel_case(name)])
            .chain(["userId".to_owned()])
            .collect();
        let is_known = |name: &&String| *name == "type" || names.contains(name);
        let Some(unknown) = self.rest.keys().find(|name| !is_known(name)) else { return Ok(()) };
        Err(format!("`{unknown}` is not known: a position has `userId` or another identifier, {MEMBERS}"))
    }

    fn since(&self, step: &Step, entered_at: i64, received: i64) -> Result<Since, String> {
        match (&self.arrived_at, &self.due_at) {
            (Some(_), Some(_)) => {
                Err("give `arrivedAt` or `dueAt`, not both: each follows from the other".into())
            }
            (None, None) => Err(format!(
                "give `arrivedAt`, when the person came to `{}`, or `dueAt`, when the wait there ends",
                step.name
            )),
            (Some(arrived), None) => {
                let at = moment("arrivedAt", arrived, received)?;
                let late = at >= entered_at;
                late.then_some(Since::Arrived(at)).ok_or_else(|| "`arrivedAt` is before `enteredAt`".into())
            }
            (None, Some(due)) if step.lasts() => {
                let at = acted_at(Some(due)).ok().flatten().ok_or("`dueAt` is no moment")?;
                let late = at >= entered_at;
                late.then_some(Since::Due(at)).ok_or_else(|| "`dueAt` is before `enteredAt`".into())
            }
            (None, Some(_)) => Err(format!(
                "`{}` waits for no length of time, so that its end follows from the plan: give `arrivedAt`",
                step.name
            )),
        }
    }
}

fn journey<'p>(plan: &'p Plan, name: &str) -> Result<&'p Journey, String> {
    let journey = plan.journeys.iter().find(|own| own.name == name);
    let journey = journey.ok_or_else(|| {
        let known = plan.journeys.iter().map(|own| own.name.as_str());
        format!("there is no journey `{name}`; the plan has {}", listed(known))
    })?;
    match journey.enter.by {
        Entry::Called => {
            Err(format!("`{name}` is called by other journeys: put people into the one that calls it"))
        }
        _ => Ok(journey),
    }
}

fn step<'p>(journey: &'p Journey, name: &str) -> Result<&'p Step, String> {
    if let Some(step) = journey.places().find(|own| own.name == name) {
        return Ok(step);
    }
    let why = match journey.steps.iter().find(|own| own.name == name).map(|own| &own.action) {
        None => format!("`{}` has no step `{name}`", journey.name),
        Some(Action::Wait(_) | Action::WaitUntil(_)) => format!("`{name}` is on a branch of a parallel"),
        Some(_) => format!("nobody waits at `{name}`"),
    };
    Err(match listed(journey.places().map(|own| own.name.as_str())) {
        none if none.is_empty() => format!("{why}, and no step of `{}` takes people in", journey.name),
        names => format!("{why}; people can stand at {names}"),
    })
}

fn moment(name: &str, text: &str, received: i64) -> Result<i64, String> {
    let at = acted_at(Some(text)).ok().flatten();
    let at = at.ok_or_else(|| format!("`{name}` is no moment such as 2026-11-02T10:00:00Z"))?;
    if at <= received { Ok(at) } else { Err(format!("`{name}` is still to come")) }
}

fn fields(
    plan: &Plan,
    declared: &[Field],
    given: &Map<String, Json>,
) -> Result<Vec<filrouge_plan::Value>, String> {
    let binder = Binder { currency: plan.project.currency.as_deref() };
    let bound = binder.fields(declared, given).map_err(|mismatch| mismatch.to_string())?;
    if bound.undeclared == 0 {
        return Ok(bound.values);
    }
    Err(match listed(declared.iter().map(|field| field.name.as_str())) {
        none if none.is_empty() => "the entry has no fields; leave `fields` out".to_owned(),
        names => format!("a field is not declared; the entry has {names}"),
    })
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
