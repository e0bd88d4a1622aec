//! A pack of law that is newer than the one that the project is locked to.

use crate::statutes::Statutes;
use filrouge_law::{Applied, difference};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A pack of law that is newer than the one that the project is locked to.
    pub struct NewerPack {
        pack: String,
        locked: String,
        newest: String,
        /// Whether the project is judged by the newer one already.
        in_force: bool,
        /// What the newer one asks otherwise.
        difference: Vec<String>,
        place: Span,
        chosen: Option<Span>,
    }
    slug: "newer-pack", severity: Warning, since: "0.1",
    shown: Never("a pack is no message"),
    message: format!("`{pack}` of {newest} is newer than the one of {locked} that the project is locked to"),
    at: place => if *in_force { "a newer one is in force" } else { "still judged by this one" }.to_owned(),
    also: [chosen => "chosen here".to_owned()],
    help: Some(format!("run `filrouge lock` before the next deploy; what is otherwise: {}", shown(difference))),
}

/// How many differences are shown.
const SHOWN: usize = 8;

fn shown(difference: &[String]) -> String {
    let first: Vec<_> = difference.iter().take(SHOWN).map(|own| format!("`{own}`")).collect();
    let more = difference.len().saturating_sub(SHOWN);
    let rest = if more > 0 { format!(" (+{more})") } else { String::new() };
    first.join(", ") + &rest
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for applied in &law.applied {
        let Applied { pack, locked: Some(locked), newest } = applied else { continue };
        if let Some(own) = law.lock.of(&locked.name).filter(|_| locked != newest) {
            findings.push(NewerPack {
                pack: locked.name.clone(),
                locked: locked.version.clone(),
                newest: newest.version.clone(),
                in_force: pack != locked,
                difference: difference(locked, newest),
                place: own.at,
                chosen: law.chosen(&locked.name),
            });
        }
    }
}
