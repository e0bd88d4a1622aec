//! A lock that names a pack which nobody knows.

use crate::statutes::Statutes;
use filrouge_law::{Locked, SHELF};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A lock that names a pack which nobody knows.
    pub struct LockNotUnderstood {
        /// The pack and its version; nothing when the line is no line of a lock.
        pack: Option<(String, String)>,
        place: Span,
        chosen: Option<Span>,
    }
    slug: "lock-not-understood", severity: Error, since: "0.1",
    message: match pack {
        Some((name, version)) => format!("this compiler has no `{name}` of {version} with this hash"),
        None => "this line of the lock is not understood".to_owned(),
    },
    at: place => "not known".to_owned(),
    also: [chosen => "chosen here".to_owned()],
    help: Some("run `filrouge lock` with this compiler, or use the one that wrote the lock".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for place in &law.lock.unknown {
        findings.push(LockNotUnderstood { pack: None, place: *place, chosen: None });
    }
    for own in law.lock.packs.iter().filter(|own| !is_known(own)) {
        let pack = Some((own.name.clone(), own.version.clone()));
        findings.push(LockNotUnderstood { pack, place: own.at, chosen: law.chosen(&own.name) });
    }
}

fn is_known(own: &Locked) -> bool {
    SHELF.version(&own.name, &own.version).is_some_and(|pack| pack.hash == own.hash)
}
