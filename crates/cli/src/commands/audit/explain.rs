//! `filrouge audit explain`: one record, in the clear and in words.

use super::absent;
use crate::arguments::Numbered;
use crate::exit::{Exit, Failure, Outcome};
use crate::moment;
use crate::terminal::Terminal;
use filrouge_audit::{Destroyed, split};
use filrouge_host::{Again, Why};
use filrouge_machine::Decision;
use filrouge_store::{AuditLog, Opened};

/// Tells what a record says, and whether it is the one that the tree has.
pub fn run(Numbered { data, record }: &Numbered, terminal: &Terminal) -> Outcome {
    let log = AuditLog::unlocked(data)?;
    let opened = log.record(*record)?.ok_or_else(|| absent(*record))?;
    let proof = log.prove(*record)?.ok_or_else(|| absent(*record))?;
    let (checkpoint, _) = log.checkpoint()?;
    let holds = proof.holds(checkpoint.size, &checkpoint.root);
    terminal.print(&told(*record, &opened, holds, terminal));
    if opened.body.is_none() && !is_empty(&opened) {
        terminal.print(&row("destroyed", &when(&log.destroyed_behind(*record)?)));
    }
    let follows = again(&log, &opened, terminal)?;
    Ok(Exit::unless(!holds || !follows))
}

fn told(number: u64, opened: &Opened, holds: bool, terminal: &Terminal) -> String {
    let header = &opened.header;
    let mut out = row("record", &number.to_string());
    out.push_str(&row("kind", header.kind.name()));
    out.push_str(&row("written", &moment::shown(Some(&header.at.into()))));
    out.extend(header.facts.iter().map(|(fact, text)| row(fact.name(), text)));
    out.push_str(&row("plan", &header.plan.iter().map(|byte| format!("{byte:02x}")).collect::<String>()));
    out.push_str(&row("words", &words(opened)));
    out.push_str(&match holds {
        true => format!("{} the log has this record\n", terminal.paint("32;1", "ok:")),
        false => {
            format!("{} the tree of the log has another record here\n", terminal.paint("31;1", "changed:"))
        }
    });
    out
}

fn words(opened: &Opened) -> String {
    match &opened.body {
        Some(body) => String::from_utf8_lossy(body).into_owned(),
        None if is_empty(opened) => "none".to_owned(),
        None => "erased: the key of this person, or the words themselves, are no more".to_owned(),
    }
}

fn is_empty(opened: &Opened) -> bool {
    split(&opened.entry).is_ok_and(|(_, digest)| *digest == filrouge_audit::sha256(&[]))
}

/// When the words were destroyed, as far as the log tells: it ties no record to an erasure, so that nobody ties them together.
fn when(told: &[Destroyed]) -> String {
    let one = |destroyed: &Destroyed| {
        let Destroyed { at, when, reason, .. } = destroyed;
        format!("{} ({reason}, record {at})", moment::shown(Some(&(*when).into())))
    };
    match told {
        [] => "the log tells of no erasure and no retention behind this record: see `filrouge audit verify --bodies`".to_owned(),
        [only] => one(only),
        [first, .., last] => format!("by one of {} between {} and {}", told.len(), one(first), one(last)),
    }
}

/// Takes the step again that led to the record; whether what follows is what was decided.
fn again(log: &AuditLog, opened: &Opened, terminal: &Terminal) -> Result<bool, Failure> {
    let (Some(person), Some(body)) = (opened.person, &opened.body) else { return Ok(true) };
    let Ok(decision) = serde_json::from_slice::<Decision>(body) else { return Ok(true) };
    let came = filrouge_host::again(&*log.reader()?, person, decision.input)?;
    terminal.print(&match &came {
        Again::Same => {
            format!("{} the step was taken again, and the same follows\n", terminal.paint("32;1", "ok:"))
        }
        Again::Other { then, now } => format!(
            "{} the step was taken again, and something else follows:\nthen        {}\nnow         {}\n",
            terminal.paint("31;1", "differs:"),
            verdicts(then),
            verdicts(now)
        ),
        Again::Untellable(why) => row("note", &format!("the step cannot be taken again: {}", reason(*why))),
    });
    Ok(!matches!(came, Again::Other { .. }))
}

fn verdicts(decisions: &[Decision]) -> String {
    decisions
        .iter()
        .map(|decision| serde_json::to_string(&decision.verdict).unwrap_or_default())
        .collect::<Vec<_>>()
        .join(", ")
}

const fn reason(why: Why) -> &'static str {
    match why {
        Why::Gone => "what led to it is not kept any more",
        Why::Joined => "the person was one with somebody else before",
        Why::Plan => "a plan on the way is not kept, or this version cannot run it",
    }
}

fn row(name: &str, text: &str) -> String {
    format!("{name:<12}{text}\n")
}
