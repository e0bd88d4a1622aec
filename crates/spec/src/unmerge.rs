//! Two people who were one: `inputs` in which a line `unmerge` separates whoever became one with the person last. What
//! stands behind it happens to the person, and what stands behind a line `other`, if there is one, to the other.

use crate::inputs::with_inputs;
use crate::spec::first_journey;
use crate::story::Story;
use crate::{Fence, Section};
use filrouge_machine::Ready;
use filrouge_plan::scenario::{Given, Scenario};
use filrouge_simulate::{World, go_on, walk};
use std::sync::Arc;

/// The line of `inputs` at which the two are separated.
const UNMERGE: &str = "unmerge";
/// The line behind which things happen to the other.
const OTHER: &str = "other";

/// Whether the inputs above a fence separate two people.
pub(crate) fn is_about_unmerge(section: &Section, fence: &Fence) -> bool {
    lines(section, fence).any(|line| line.trim() == UNMERGE)
}

/// The lines of the inputs that stand above a fence.
fn lines<'s>(section: &'s Section, fence: &Fence) -> impl Iterator<Item = &'s str> {
    let inputs = section.in_language("inputs").filter(|inputs| inputs.line < fence.line).last();
    inputs.into_iter().flat_map(|inputs| inputs.text.lines())
}

/// What `fence` must say.
pub(crate) fn told(section: &Section, fence: &Fence) -> String {
    tell(section, fence).unwrap_or_else(|problem| problem)
}

fn tell(section: &Section, fence: &Fence) -> Result<String, String> {
    let project = section.in_language("kdl").next().ok_or("there is no `kdl` above\n")?;
    let journey = first_journey(project).unwrap_or_default();
    let [together, alone, theirs] = parts(lines(section, fence));
    let compiled = |inputs: &str| with_inputs(section, project, &journey, inputs);
    // A test in which nothing happens is refused: then nothing happens to that person.
    let perhaps = |inputs: &str| -> Result<Option<Scenario>, String> {
        if inputs.trim().is_empty() { Ok(None) } else { Ok(Some(compiled(inputs)?.1)) }
    };
    let (bundle, before) = compiled(&together)?;
    let (own, of_the_other) = (perhaps(&alone)?, perhaps(&theirs)?);
    let ready = Ready::new(Arc::clone(&bundle)).map_err(|error| format!("{error}\n"))?;
    let mut world = walk(&ready, &before);
    let separated = world.separate().map(|other| on(other, of_the_other.as_ref()));
    let world = on(world, own.as_ref());
    let say = |world: &World<'_>, scenario: &Scenario| {
        let story = Story { world, bundle: &bundle, scenario };
        if fence.language == "explain" { story.explained(&fence.path) } else { story.effects() }
    };
    let nothing_given = Scenario { given: Given::default(), ..before.clone() };
    let other = separated.map_or_else(|| "nobody\n".to_owned(), |other| say(&other, &nothing_given));
    Ok(format!("{}\nthe other:\n{other}", say(&world, &before)))
}

fn on<'w>(world: World<'w>, scenario: Option<&'w Scenario>) -> World<'w> {
    match scenario {
        Some(scenario) => go_on(world, scenario),
        None => world,
    }
}

/// What happens before they are separated, and behind it to each of them.
fn parts<'l>(lines: impl Iterator<Item = &'l str>) -> [String; 3] {
    let mut parts = [const { String::new() }; 3];
    let mut place = 0;
    for line in lines {
        match (line.trim(), place) {
            (UNMERGE, 0) => place = 1,
            (OTHER, 1) => place = 2,
            _ => {
                let part = parts.get_mut(place);
                part.into_iter().for_each(|part| *part += &format!("{line}\n"));
            }
        }
    }
    parts
}
