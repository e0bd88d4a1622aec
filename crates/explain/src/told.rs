//! Decisions as people read them: a sentence, the source line behind it, and the value of each operand under its words.

use crate::drawing::Drawing;
use crate::sentence::ground;
use crate::{Decision, Look, Operand, Origin, Passage, moment, sentence};
use filrouge_plan::Commit;

/// One decision.
#[must_use]
pub fn told(decision: &Decision, look: &Look) -> String {
    let said = (look.tell)(&sentence(&decision.verdict, &look.zone));
    let ground = ground(&decision.verdict, &look.zone).map(|ground| format!("  {}\n", (look.tell)(&ground)));
    let (at, who) =
        (moment::shown(decision.at, &look.zone), who(&decision.journey, decision.step.as_deref()));
    let who = if decision.journey.is_empty() { (look.tell)(&who) } else { who };
    let mut out = format!("{at}  {}  {said}\n", look.paint("1", &who));
    out.push_str(&ground.unwrap_or_default());
    out.push_str(&look.paint("2", &format!("  {}\n", (look.tell)(&thread(decision)))));
    out.push_str(&source(decision, look));
    out
}

/// Who or what decided: a step of a journey, the journey, or the person.
#[must_use]
pub fn who(journey: &str, step: Option<&str>) -> String {
    match (journey, step) {
        ("", _) => "the person".to_owned(),
        (journey, None) => journey.to_owned(),
        (journey, Some(step)) => format!("{journey} › {step}"),
    }
}

/// Where it stands in git: file and line, plan, commit; and the decision's own name.
fn thread(decision: &Decision) -> String {
    let place = match &decision.origin.text {
        Some(Passage { file, span, .. }) => format!("{file}:{}", span.line),
        None => decision.origin.address.clone(),
    };
    let policy =
        decision.policy.as_ref().map_or_else(String::new, |policy| format!("  by {}", policy.address));
    let commit = decision.commit.as_ref().map_or_else(String::new, commit);
    format!(
        "{place}  plan {}{commit}{policy}  decision {}  trace {}",
        short(&decision.plan),
        decision.id,
        decision.input
    )
}

fn commit(commit: &Commit) -> String {
    format!("  commit {}{}", short(&commit.id), if commit.dirty { " and changes" } else { "" })
}

/// As much of a hash as tells it from others.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// The lines of the part that decided, and of each condition, with their operands. A line is drawn once, whatever
/// stands on it; the lines of another file, such as a template, come under its name.
fn source(decision: &Decision, look: &Look) -> String {
    let conditions = decision.conditions.iter().map(|condition| (&condition.origin, &condition.operands[..]));
    let policy = decision.policy.iter().map(|policy| (policy, &[][..]));
    let parts = std::iter::once((&decision.origin, &[][..])).chain(policy).chain(conditions);
    let mut files: Vec<(&str, Drawing<'_>)> = Vec::new();
    parts.for_each(|(part, operands)| add(part, operands, &mut files));
    let here = file(&decision.origin);
    let drawn = files.iter().map(|(file, drawing)| {
        let name = if here == Some(*file) { String::new() } else { format!("  {file}\n") };
        format!("{}{}", look.paint("2", &name), drawing.drawn(look))
    });
    drawn.collect()
}

fn add<'d>(part: &'d Origin, operands: &[Operand], files: &mut Vec<(&'d str, Drawing<'d>)>) {
    let Some(file) = file(part) else { return };
    let known = files.iter_mut().find(|(known, _)| *known == file);
    if let Some((_, drawing)) = known {
        drawing.add(part, operands);
    } else {
        let mut drawing = Drawing::default();
        drawing.add(part, operands);
        files.push((file, drawing));
    }
}

fn file(part: &Origin) -> Option<&str> {
    part.text.as_ref().map(|passage| passage.file.as_str())
}
