//! Hours that the law does not allow.

use crate::opening::{Part, parts};
use crate::served::is_marketing;
use crate::statutes::Statutes;
use crate::week::Minute;
use filrouge_model::Channel;
use filrouge_plan::Hours;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Hours that the law does not allow.
    pub struct HoursTooWide {
        channel: String,
        pack: &'static str,
        /// What the pack allows.
        hours: Vec<Hours>,
        place: Span,
        send: Span,
    }
    slug: "hours-too-wide", severity: Error, since: "0.1",
    message: format!("the channel `{channel}` sends marketing at hours at which `{pack}` allows none"),
    at: place => "wider than the law".to_owned(),
    also: [send => "sent here".to_owned()],
    help: Some(format!("allowed: {}", told(hours))),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for own in law.served.iter().filter(|own| is_marketing(own.purpose)) {
        for channel in own.channels.iter().filter(|channel| seen.insert(channel.at)) {
            for finding in too_wide(channel, own.step.at, law) {
                findings.push(finding);
            }
        }
    }
}

fn too_wide(channel: &Channel, send: Span, law: &Statutes<'_>) -> Vec<HoursTooWide> {
    let parts = parts(channel, law.model);
    let (Some(medium), Some(first)) = (channel.medium.value(), parts.first()) else { return Vec::new() };
    let all = law.hours("C13", medium.word()).into_iter();
    let wider = all.filter(|(hours, _)| Minute::all().any(|minute| is_open(&parts, minute) && !is_allowed(hours, minute)));
    wider
        .map(|(hours, pack)| HoursTooWide {
            channel: channel.name.value.to_string(),
            pack: &pack.name,
            hours,
            place: first.place,
            send,
        })
        .collect()
}

fn is_open(parts: &[Part<'_>], minute: Minute) -> bool {
    parts.iter().all(|part| part.is_open(minute))
}

fn is_allowed(hours: &[Hours], minute: Minute) -> bool {
    hours.iter().any(|hours| minute.is_within(hours))
}

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// As an author would write them: `08:00–21:00`, `10:00–13:00 monday tuesday`.
fn told(hours: &[Hours]) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let days = |hours: &Hours| {
        let names = hours.weekdays.iter().filter_map(|day| WEEKDAYS.get(usize::from(*day).checked_sub(1)?));
        names.fold(String::new(), |all, day| format!("{all} {day}"))
    };
    let each = hours.iter().map(|own| format!("`{}–{}{}`", clock(own.from), clock(own.to), days(own)));
    each.collect::<Vec<_>>().join(", ")
}
