//! A time to wait for a message that does not wait.

use filrouge_model::{Cap, Model};
use filrouge_plan::WhenFull;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A cap that says how long messages wait, and skips them.
    pub struct IdleHold { place: Span }
    slug: "idle-hold", severity: Error, since: "0.1",
    message: "this cap says how long messages wait, and lets none wait".to_owned(),
    at: place => "only with `then=hold`".to_owned(),
    help: Some("add `then=hold`, or remove `for=`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let channels = model.channels.values().flat_map(|channel| &channel.caps);
    let purposes = model.purposes.values().flat_map(|purpose| &purpose.caps);
    let project = model.project.iter().flat_map(|project| &project.caps);
    for place in channels.chain(purposes).chain(project).filter_map(idle) {
        findings.push(IdleHold { place });
    }
}

fn idle(cap: &Cap) -> Option<Span> {
    cap.for_at.filter(|_| cap.then == WhenFull::Skip)
}
