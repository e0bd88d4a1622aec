//! A service calls: what a host would make of it, for the person of the test.

use crate::World;
use filrouge_intake::{self as intake, Call};
use filrouge_machine::{Identify, InputKind};
use filrouge_plan::source::Mapping;
use filrouge_plan::{Source, SourceKind};

/// What a call tells, in order, or why it would be put aside. It happens now, whatever the call says of its moment: the
/// clock is the test's.
pub(super) fn told(
    world: &World<'_>,
    source: &str,
    headers: &[(String, String)],
    body: &str,
) -> Result<Vec<InputKind>, String> {
    let plan = world.ready.plan();
    let mappings = plan.sources.iter().find(|own| own.name == source).map_or(&[][..], mappings);
    let body = serde_json::from_str(body).map_err(|_| "the body is not JSON".to_owned())?;
    let call = Call { headers: headers.iter().cloned().collect(), body };
    let mut inputs = Vec::new();
    for part in intake::parts(mappings, &call)? {
        for told in intake::told(plan, (source, mappings), &part, world.now)? {
            inputs.push(named(world, told.who)?);
            inputs.push(told.kind);
        }
    }
    Ok(inputs)
}

fn mappings(source: &Source) -> &[Mapping] {
    match &source.kind {
        SourceKind::Webhook { tells, .. } => tells,
        SourceKind::Http { .. } => &[],
    }
}

/// The names by which the call knows the person. A test is about one: a call that is about somebody else is a mistake.
fn named(world: &World<'_>, who: Vec<(String, String)>) -> Result<InputKind, String> {
    let known = &world.person.identifiers;
    let has = |(name, value): &(String, String)| known.get(name).is_some_and(|values| values.contains(value));
    if !known.is_empty() && !who.iter().any(has) {
        let told: Vec<_> = who.iter().map(|(name, value)| format!("{name}={value}")).collect();
        return Err(format!("the call is about somebody else: {}", told.join(", ")));
    }
    Ok(InputKind::Identify(Identify { identifiers: who, ..Identify::default() }))
}
