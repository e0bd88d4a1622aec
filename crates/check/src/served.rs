//! What leaves the project, for which purpose and to whom.

use filrouge_model::{Action, Channel, Connector, Journey, Model, Opt, Purpose, Reference, Step, Template};

/// A step that hands data to somebody.
pub(crate) struct Served<'m> {
    /// The step.
    pub step: &'m Step,
    /// Its purpose.
    pub purpose: &'m Purpose,
    /// The channels that may carry it; none where a service is asked.
    pub channels: Vec<&'m Channel>,
    /// Those who may receive it.
    pub connectors: Vec<&'m Connector>,
    /// What it says; nothing where a service is asked.
    pub template: Option<&'m Template>,
}

/// Every step that hands data to somebody, in the order of the text. What names no purpose is told by a rule of its own.
pub(crate) fn served(model: &Model) -> Vec<Served<'_>> {
    let steps = model.journeys.values().flat_map(|own| own.steps.values().map(move |step| (own, step)));
    steps.filter_map(|(journey, step)| of_step(journey, step, model)).collect()
}

fn of_step<'m>(journey: &'m Journey, step: &'m Step, model: &'m Model) -> Option<Served<'m>> {
    match &step.action {
        Action::Send(send) => {
            let channels: Vec<_> = send.via.iter().filter_map(|via| model.channels.of(via)).collect();
            let connectors =
                channels.iter().filter_map(|channel| model.connectors.of(channel.connector.as_ref()?));
            let template = send.template.as_ref().and_then(|template| model.templates.of(template));
            let purpose = purpose(&send.purpose, journey, model)?;
            Some(Served { step, purpose, connectors: connectors.collect(), channels, template })
        }
        Action::Fetch(fetch) => {
            let connectors = fetch.from.iter().filter_map(|from| model.connectors.of(from)).collect();
            let purpose = purpose(&fetch.purpose, journey, model)?;
            Some(Served { step, purpose, connectors, channels: Vec::new(), template: None })
        }
        _ => None,
    }
}

fn purpose<'m>(
    own: &'m Opt<Reference<Purpose>>,
    journey: &'m Journey,
    model: &'m Model,
) -> Option<&'m Purpose> {
    let named = if own.is_absent() { &journey.purpose } else { own };
    model.purposes.of(named.value()?)
}

/// Whether a purpose is to make people buy: its use of data is marketing.
pub(crate) fn is_marketing(purpose: &Purpose) -> bool {
    let key = purpose.data_use.value();
    key.is_some_and(|key| key.split('.').next() == Some("marketing"))
}
