//! A change of plan: ` ```kdl before ` and ` ```kdl after `, `inputs` of which a line `activate` stands for the swap, and
//! `changes`, which tells what differs.

use crate::inputs::with_inputs;
use crate::page::{AFTER, BEFORE};
use crate::spec::first_journey;
use crate::story::Story;
use crate::{Fence, Section};
use filrouge_change::{Changes, Running, pass};
use filrouge_machine::Ready;
use filrouge_plan::{Bundle, Occupancy, Passage, Scenario};
use filrouge_simulate::{World, walk, walk_on};
use std::fmt::Write;
use std::sync::Arc;

/// The line of `inputs` at which the plan is swapped.
const ACTIVATE: &str = "activate";

/// Whether a section is about a change of plan.
pub(crate) fn is_about_change(section: &Section) -> bool {
    half(section, BEFORE).is_some() && half(section, AFTER).is_some()
}

fn half<'s>(section: &'s Section, which: &str) -> Option<&'s Fence> {
    section.in_language("kdl").find(|fence| fence.path == which)
}

/// What `fence` must say.
pub(crate) fn told(section: &Section, fence: &Fence) -> String {
    tell(section, fence).unwrap_or_else(|problem| problem)
}

fn tell(section: &Section, fence: &Fence) -> Result<String, String> {
    let inputs = section.in_language("inputs").filter(|inputs| inputs.line < fence.line).last();
    let lines = inputs.map_or("", |inputs| inputs.text.as_str());
    let (earlier, later) = split(lines);
    let (before, first) = compiled(section, BEFORE, &earlier)?;
    let (after, second) = compiled(section, AFTER, &later)?;
    let old = Ready::new(Arc::clone(&before)).map_err(|error| error.to_string())?;
    let world = walk(&old, &first);
    let (changes, passage) = compare(&before, &after, &world);
    if fence.language == "changes" {
        return Ok(listed(&changes));
    }
    // A refused plan changes nothing: what comes behind meets the plan before.
    let refused = changes.is_refused();
    let bundle = if refused { before } else { after };
    let passage = if refused { Passage::default() } else { passage };
    let new = Ready::after(Arc::clone(&bundle), passage).map_err(|error| error.to_string())?;
    let world = walk_on(world, &new, &second);
    let story = Story { world: &world, bundle: &bundle, scenario: &first };
    Ok(if fence.language == "explain" { story.explained(&fence.path) } else { story.effects() })
}

fn split(inputs: &str) -> (String, String) {
    let lines: Vec<&str> = inputs.lines().collect();
    let at = lines.iter().position(|line| line.trim() == ACTIVATE).unwrap_or(lines.len());
    let joined = |lines: Option<&[&str]>| lines.unwrap_or_default().join("\n") + "\n";
    (joined(lines.get(..at)), joined(lines.get(at + 1..)))
}

fn compiled(section: &Section, which: &str, inputs: &str) -> Result<(Arc<Bundle>, Scenario), String> {
    let project = half(section, which).ok_or("there is no such plan\n")?;
    let journey = half(section, BEFORE).and_then(first_journey).unwrap_or_default();
    let journey = first_journey(project).unwrap_or(journey);
    with_inputs(section, project, &journey, inputs)
}

fn compare(before: &Bundle, after: &Bundle, world: &World<'_>) -> (Changes, Passage) {
    let mut inside = Occupancy::new();
    for at in world.person.standings() {
        *inside.entry(at).or_default() += 1;
    }
    let running = Running { plan: &before.plan, hash: &before.hash, drained: &[], inside: Some(&inside) };
    pass(&running, &after.plan, &after.hash)
}

fn listed(changes: &Changes) -> String {
    let mut out = String::new();
    for change in &changes.changes {
        let mark = if change.breaking { "!" } else { " " };
        let _ = writeln!(out, "{mark} {}", change.sentence);
        if let Some(help) = &change.help {
            let _ = writeln!(out, "    help: {help}");
        }
    }
    if out.is_empty() { "nothing\n".to_owned() } else { out }
}
