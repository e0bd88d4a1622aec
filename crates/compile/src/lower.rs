//! The passage from a checked project to its plan. It cannot fail: only `check` makes a [`Checked`], and what is
//! absent from a checked model is not there because nobody wrote it.

mod approve;
mod centre;
mod change;
mod declared;
mod delivery;
mod enter;
mod fetch;
mod governance;
mod journey;
mod origins;
mod parallel;
mod role;
mod schema;
mod signal;
mod source;
mod step;
mod r#trait;
mod wait;

pub(crate) use governance::cap;
pub(crate) use signal::kind as signal_kind;

use declared::{project, purpose, segment, template};
use filrouge_check::Checked;
use filrouge_label::Graph;
use filrouge_model::{Model, Table};
use filrouge_plan::{Bundle, Commit, FORMAT, Plan};
use filrouge_source::Sources;
use origins::Thread;
use std::borrow::Borrow;

/// Lowers a checked project. `sources` are the texts that it was compiled from, `commit` what git says of them.
#[must_use]
pub fn lower(checked: &Checked, sources: &Sources, commit: Option<Commit>) -> Bundle {
    let model = checked.model();
    let mut thread = Thread::new(sources);
    let plan = plan(model, sources, &mut thread);
    Bundle { hash: plan.hash(), plan, origins: thread.finish(), commit }
}

fn plan(model: &Model, sources: &Sources, thread: &mut Thread<'_>) -> Plan {
    let served = Graph::of(model).served();
    Plan {
        format: FORMAT,
        project: model.project.as_ref().map(|own| project(own, thread)).unwrap_or_default(),
        profile: model.profile.as_ref().map(|own| schema::profile(own, thread)).unwrap_or_default(),
        events: sorted(&model.events, |event| &event.name, |event| schema::event(event, thread)),
        traits: model.traits.values().filter_map(|own| r#trait::computed(own, &served, thread)).collect(),
        segments: sorted(&model.segments, |segment| &segment.name, |own| segment(own, &served, thread)),
        purposes: sorted(&model.purposes, |purpose| &purpose.name, |own| purpose(own, model, thread)),
        retentions: sorted(&model.retentions, |own| &own.name, |own| schema::store(own, thread)),
        sources: sorted(&model.sources, |source| &source.name, |own| source::source(own, thread)),
        connectors: sorted(
            &model.connectors,
            |connector| &connector.name,
            |own| delivery::connector(own, thread),
        ),
        channels: sorted(
            &model.channels,
            |channel| &channel.name,
            |own| delivery::channel(own, model, thread),
        ),
        templates: sorted(&model.templates, |template| &template.name, |own| template(own, model, thread)),
        journeys: sorted(
            &model.journeys,
            |journey| &journey.name,
            |own| journey::journey(own, model, thread),
        ),
        retired: sorted(&model.retired, |retired| &retired.name, |own| change::retired(own, thread)),
        calendars: sorted(&model.calendars, |own| &own.name, |own| governance::calendar(own, thread)),
        suppressions: sorted(
            &model.suppressions,
            |own| &own.name,
            |own| governance::suppression(own, model, thread),
        ),
        holdouts: sorted(&model.holdouts, |own| &own.name, |own| governance::holdout(own, model, thread)),
        centre: centre::centre(model, sources, thread),
        switches: Vec::new(),
        roles: sorted(&model.roles, |own| &own.name, |own| role::role(own, thread)),
        signals: signal::signals(model, thread),
    }
}

/// Declarations by name, so that their order in the text does not matter.
fn sorted<T, H: Borrow<T>, L>(
    table: &Table<T, H>,
    name: impl Fn(&T) -> &filrouge_source::Spanned<Box<str>>,
    mut lower: impl FnMut(&T) -> Option<L>,
) -> Vec<L> {
    let mut all: Vec<&T> = table.values().collect();
    all.sort_by(|one, other| name(one).value.cmp(&name(other).value));
    all.into_iter().filter_map(&mut lower).collect()
}
