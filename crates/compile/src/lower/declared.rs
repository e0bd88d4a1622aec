//! `project`, `segment`, `purpose` and `template`, lowered.

use super::governance::{caps, concurrency, paused};
use super::origins::Thread;
use filrouge_label::Served;
use filrouge_model::{Basis, DoubleOptIn, Model, Project, Purpose, Segment, Signal, Template};
use filrouge_plan::{self as plan, address};

pub(super) fn project(project: &Project, thread: &mut Thread<'_>) -> plan::Project {
    thread.mark("project".to_owned(), project.at);
    plan::Project {
        name: project.name.value.to_string(),
        timezone: project.timezone.as_ref().map_or("UTC", |zone| &*zone.value).to_owned(),
        locale: locale(project).to_owned(),
        currency: project.currency.value().map(ToString::to_string),
        caps: caps("project", &project.caps, thread),
        concurrency: concurrency(&project.concurrency, thread),
        paused: paused("project", &project.paused, thread),
    }
}

fn locale(project: &Project) -> &str {
    project.locales.first().map_or("en", |locale| &*locale.value)
}

pub(super) fn segment(
    segment: &Segment,
    served: &Served<'_>,
    thread: &mut Thread<'_>,
) -> Option<plan::Segment> {
    let address = address::declared("segment", &segment.name.value);
    thread.mark(address.clone(), segment.at);
    let when = thread.condition(&address, segment.when.as_ref()?);
    let only_for = served.by_segment(&segment.name.value).map(ToOwned::to_owned).collect();
    Some(plan::Segment { name: segment.name.value.to_string(), when, only_for })
}

pub(super) fn purpose(purpose: &Purpose, model: &Model, thread: &mut Thread<'_>) -> Option<plan::Purpose> {
    let address = address::declared("purpose", &purpose.name.value);
    thread.mark(address.clone(), purpose.at);
    Some(plan::Purpose {
        name: purpose.name.value.to_string(),
        data_use: purpose.data_use.value().map(ToString::to_string),
        basis: basis(*purpose.basis.value()?),
        channels: channels(purpose, model),
        expires: purpose.expires.value().copied(),
        notice: purpose.notice.value().and_then(|file| thread.notice(&address, *file)),
        double_opt_in: purpose.double_opt_in.as_ref().map(double_opt_in),
        signals: purpose.signals.iter().map(signal).collect(),
        caps: caps(&address, &purpose.caps, thread),
    })
}

const fn signal(signal: &Signal) -> plan::Signal {
    match signal {
        Signal::Gpc => plan::Signal::Gpc,
    }
}

fn double_opt_in(own: &DoubleOptIn) -> plan::DoubleOptIn {
    let week = plan::Period { days: 7, ..plan::Period::default() };
    plan::DoubleOptIn {
        by: own.by.value().map(|event| event.name.value.to_string()),
        within: own.within.value().copied().unwrap_or(week),
    }
}

/// Channels that may carry the purpose, sorted; every channel where the author names none.
pub(crate) fn channels(purpose: &Purpose, model: &Model) -> Vec<String> {
    let named = purpose.channels.iter().map(|channel| channel.name.value.to_string());
    let all = model.channels.values().map(|channel| channel.name.value.to_string());
    let mut channels: Vec<String> = if purpose.limits_channels { named.collect() } else { all.collect() };
    channels.sort();
    channels
}

pub(crate) const fn basis(basis: Basis) -> plan::Basis {
    match basis {
        Basis::Consent => plan::Basis::Consent,
        Basis::Contract => plan::Basis::Contract,
        Basis::LegitimateInterest => plan::Basis::LegitimateInterests,
        Basis::LegalObligation => plan::Basis::LegalObligation,
        Basis::VitalInterest => plan::Basis::VitalInterests,
        Basis::PublicTask => plan::Basis::PublicTask,
    }
}

pub(super) fn template(
    template: &Template,
    model: &Model,
    thread: &mut Thread<'_>,
) -> Option<plan::Template> {
    thread.mark(address::declared("template", &template.name.value), template.at);
    let variants = template.variants.iter().map(|(locale, variant)| (locale.to_string(), variant.clone()));
    Some(plan::Template {
        name: template.name.value.to_string(),
        default_locale: model.project.as_ref().map_or("en", locale).to_owned(),
        variants: variants.collect(),
        with: template.with.clone(),
    })
}
