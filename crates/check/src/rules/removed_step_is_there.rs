//! A step that is called removed and is there, or goes by another name.

use filrouge_model::{Journey, Setting};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A step that is called removed and is there, or goes by another name.
    pub struct RemovedStepIsThere {
        step: String,
        removed: Span,
        /// Whether the step has the name; else it had it.
        is_borne: bool,
        there: Span,
    }
    slug: "removed-step-is-there", severity: Error, since: "0.2",
    message: if *is_borne {
        format!("`{step}` is called removed, and is there")
    } else {
        format!("`{step}` is called removed, and only has another name")
    },
    at: removed => "removed here".to_owned(),
    also: [there => if *is_borne { "and there".to_owned() } else { "people who stand there wait here".to_owned() }],
    help: Some(if *is_borne {
        "remove this line, or the step".to_owned()
    } else {
        "remove this line, or `was=`".to_owned()
    }),
}

pub(super) fn check(journey: &Journey, _: &Setting, findings: &mut Findings) {
    for removed in &journey.inside.removed {
        let name = &*removed.name.value;
        let borne = journey.steps.values().find(|step| *step.name.value == *name).map(|step| step.name.span);
        let had = journey.steps.values().filter_map(|step| step.was.as_ref());
        let had = had.filter(|was| *was.value == *name).map(|was| was.span).next();
        if let Some(there) = borne.or(had).filter(|_| !name.is_empty()) {
            let is_borne = borne.is_some();
            findings.push(RemovedStepIsThere { step: name.to_owned(), removed: removed.at, is_borne, there });
        }
    }
}
