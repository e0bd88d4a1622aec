//! From a decision back to the text.

use crate::{Condition, Decision, Line, Operand, Origin, Passage, Span};
use filrouge_machine::{Decision as Taken, Evaluated, Id};
use filrouge_plan::{Bundle, OriginFile, Place};

/// Longest passage that is shown.
const LINES: usize = 40;

/// Leads a decision back to the text of the plan under which it was taken. Without its `bundle` that text is no
/// longer known, and the addresses in the plan remain.
#[must_use]
pub fn explain(number: i64, person: Id, decision: Taken, bundle: Option<&Bundle>) -> Decision {
    let Taken { id, at, input, plan, journey, instance, step, verdict, origin, policy, conditions } =
        decision;
    let conditions = conditions.into_iter().map(|evaluated| condition(evaluated, bundle)).collect();
    let commit = bundle.and_then(|bundle| bundle.commit.clone());
    let policy = policy.map(|policy| part(policy, bundle));
    let origin = part(origin, bundle);
    Decision {
        number,
        id,
        person,
        at,
        input,
        plan,
        commit,
        journey,
        instance,
        step,
        verdict,
        origin,
        policy,
        conditions,
    }
}

/// Where a part of the plan stands in the text of its `bundle`.
#[must_use]
pub fn locate(address: &str, bundle: &Bundle) -> Option<Passage> {
    passage(bundle, *bundle.origins.places.get(address)?)
}

fn part(address: String, bundle: Option<&Bundle>) -> Origin {
    let text = bundle.and_then(|bundle| locate(&address, bundle));
    Origin { address, text }
}

fn condition(evaluated: Evaluated, bundle: Option<&Bundle>) -> Condition {
    let Evaluated { origin, result, operands } = evaluated;
    let places = bundle.and_then(|bundle| bundle.origins.operands.get(&origin));
    let operands = operands.into_iter().map(|(node, value)| {
        let place = places.and_then(|places| places.get(usize::from(node)));
        let found = bundle.zip(place);
        let text = found.and_then(|(bundle, place)| words(bundle, *place)).map(str::to_owned);
        let span = found.and_then(|(bundle, place)| Some(span(&file(bundle, *place)?.text, *place)));
        Operand { node, text, span, value }
    });
    let operands = operands.collect();
    Condition { origin: part(origin, bundle), result, operands }
}

fn file(bundle: &Bundle, place: Place) -> Option<&OriginFile> {
    bundle.origins.files.get(usize::try_from(place.file).ok()?)
}

fn words(bundle: &Bundle, place: Place) -> Option<&str> {
    file(bundle, place)?.text.get(place.start as usize..place.end as usize)
}

fn passage(bundle: &Bundle, place: Place) -> Option<Passage> {
    let file = file(bundle, place)?;
    let span = span(&file.text, place);
    let numbered =
        file.text.lines().enumerate().map(|(index, text)| Line { line: index + 1, text: text.to_owned() });
    let count = (span.end_line + 1).saturating_sub(span.line).min(LINES);
    let lines = numbered.skip(span.line.saturating_sub(1)).take(count).collect();
    Some(Passage { file: file.path.clone(), span, lines })
}

fn span(text: &str, place: Place) -> Span {
    let (line, column) = position(text, place.start);
    let (end_line, end_column) = position(text, place.end);
    Span { start: place.start, end: place.end, line, column, end_line, end_column }
}

/// Line and column of a byte, from 1; columns count letters.
fn position(text: &str, byte: u32) -> (usize, usize) {
    let before = text.get(..byte as usize).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}
