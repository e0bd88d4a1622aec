//! The way of data from its field to where it leaves, as a finding tells it.

use filrouge_label::{Arrival, Flows, Hop, Label as Said, Sink, Told, Way};
use filrouge_model::{Basis, Model, Purpose, Step};
use filrouge_report::{Finding, Fix, Label, listed};
use filrouge_source::Span;

/// The way of data from its field to where it leaves.
pub(crate) struct Trail<'m> {
    /// What people call the data.
    pub name: String,
    /// The purposes that it is collected for, as a list.
    pub purposes: String,
    /// The first of them.
    pub first: String,
    pub category: String,
    pub purpose: &'m Purpose,
    /// The step from which it leaves.
    pub step: &'m Step,
    pub told: Told,
    /// The last place before it leaves, and how.
    pub last: Option<(Span, Way<'m>)>,
    labels: Vec<Label>,
}

impl<'m> Trail<'m> {
    /// The way of what came to `sink`; nothing for a sink of another model.
    pub fn of(
        arrival: &Arrival<'_, 'm>,
        sink: &Sink,
        flows: &Flows<'_, 'm>,
        model: &'m Model,
    ) -> Option<Self> {
        let (said, path) = (arrival.label, flows.path(arrival));
        let step = model.journeys.get(sink.journey)?.steps.get(sink.step)?;
        let mut labels = declared(said);
        labels.extend(path.iter().filter_map(hop));
        labels.push(label(step.at, leaves(sink.told)));
        labels.push(label(sink.named, "for this purpose".to_owned()));
        Some(Self {
            name: said.name.clone(),
            purposes: listed(said.purposes.iter().map(|own| &*own.name.value)),
            first: said.purposes.first().map_or_else(String::new, |own| own.name.value.to_string()),
            category: said.category.map_or_else(String::new, |category| category.value.to_string()),
            purpose: model.purposes.get(sink.purpose)?,
            step,
            told: sink.told,
            last: path.last().map(|hop| (hop.at, hop.way)),
            labels,
        })
    }

    /// Where data that leaves was last read; the step itself when nothing is known.
    pub fn place(&self) -> Span {
        self.last.map_or(self.step.at, |(at, _)| at)
    }

    /// The finding with every place on the way; what it says of its own place stays.
    pub fn along(self, finding: impl Into<Finding>) -> Finding {
        let mut finding = finding.into();
        let primary = finding.span();
        finding.labels.extend(self.labels.into_iter().filter(|label| Some(label.span) != primary));
        finding
    }

    /// How a purpose is declared compatible with the one that the data was collected for.
    pub fn compatible(&self) -> Vec<Fix> {
        let line = format!("\n    compatible-with {} reference=\"…\"", self.first);
        let end = self.purpose.basis.get().map(|basis| basis.span.at_end());
        let fix = |end| {
            Fix::shown("declare the purpose compatible, with the place where that was weighed", end, line)
        };
        end.map(fix).into_iter().collect()
    }
}

/// How a right to use special data is named in a purpose.
pub(crate) fn condition(purpose: &Purpose) -> Vec<Fix> {
    let right = match purpose.basis.value() {
        Some(Basis::Consent) => "explicit-consent",
        _ => "health-care",
    };
    let line = format!("\n    special-categories {right}");
    let end = purpose.basis.get().map(|basis| basis.span.at_end());
    end.map(|end| Fix::shown("name the right, if there is one", end, line)).into_iter().collect()
}

/// What the author says of the data.
pub(crate) fn declared(said: &Said<'_>) -> Vec<Label> {
    let purposes = said.purposes.first().zip(said.purposes.last());
    let span = purposes.map(|(first, last)| first.name.span.to(last.name.span));
    let collected = span.map(|span| label(span, "collected for this".to_owned()));
    let category = said.category.filter(|_| said.is_special());
    let special = category.map(|own| label(own.span, "a special category of data".to_owned()));
    let mut labels: Vec<_> = [collected, special].into_iter().flatten().collect();
    if labels.is_empty() {
        labels.push(label(said.at, "the data".to_owned()));
    }
    labels
}

fn hop(hop: &Hop<'_>) -> Option<Label> {
    Some(label(hop.at, hop.way.told()?))
}

fn leaves(told: Told) -> String {
    match told {
        Told::Message => "a message leaves here",
        Told::Question => "a service is asked here",
    }
    .to_owned()
}

const fn label(span: Span, text: String) -> Label {
    Label { span, text }
}
