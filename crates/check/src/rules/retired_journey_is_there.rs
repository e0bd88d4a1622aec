//! A journey that is called retired and is there, or goes by another name.

use filrouge_model::Model;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A journey that is called retired and is there, or goes by another name.
    pub struct RetiredJourneyIsThere {
        journey: String,
        retired: Span,
        /// Whether the journey has the name; else it had it.
        is_borne: bool,
        there: Span,
    }
    slug: "retired-journey-is-there", severity: Error, since: "0.2",
    message: if *is_borne {
        format!("`{journey}` is called retired, and is there")
    } else {
        format!("`{journey}` is called retired, and only has another name")
    },
    at: retired => "retired here".to_owned(),
    also: [there => if *is_borne { "and there".to_owned() } else { "people inside are in here".to_owned() }],
    help: Some(if *is_borne {
        "remove this line, or the journey".to_owned()
    } else {
        "remove this line, or `was=`".to_owned()
    }),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for retired in model.retired.values().filter(|retired| !retired.name.value.is_empty()) {
        let name = &*retired.name.value;
        let journeys = || model.journeys.values();
        let borne = journeys().find(|journey| *journey.name.value == *name).map(|journey| journey.name.span);
        let had = journeys().filter_map(|journey| journey.was.get()).find(|was| *was.value == *name);
        if let Some(there) = borne.or_else(|| had.map(|was| was.span)) {
            let is_borne = borne.is_some();
            let journey = name.to_owned();
            findings.push(RetiredJourneyIsThere { journey, retired: retired.at, is_borne, there });
        }
    }
}
