//! Marketing that may reach a person more often than the law allows.

use crate::patience::millis;
use crate::served::is_marketing;
use crate::statutes::Statutes;
use filrouge_model::{Cap, Channel};
use filrouge_plan::{CalendarUnit, CapWindow, Period};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Marketing that may reach a person more often than the law allows.
    pub struct CalledTooOften {
        channel: String,
        pack: &'static str,
        most: u32,
        /// Within how many days.
        days: u64,
        place: Span,
        send: Span,
    }
    slug: "called-too-often", severity: Error, since: "0.1",
    message: format!("nothing keeps `{channel}` from reaching a person with marketing more often than `{pack}` allows"),
    at: place => "no cap, or one that is too wide".to_owned(),
    also: [send => "sent here".to_owned()],
    help: Some(format!("add `cap {most} per=\"{days}d\"` to the channel: what is more is skipped, or waits with `then=hold`")),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for own in law.served.iter().filter(|own| is_marketing(own.purpose)) {
        for channel in &own.channels {
            let found = too_often(channel, own.step.at, law);
            if let Some(found) = found.filter(|_| told.insert(channel.at)) {
                findings.push(found);
            }
        }
    }
}

fn too_often(channel: &Channel, send: Span, law: &Statutes<'_>) -> Option<CalledTooOften> {
    let medium = channel.medium.value()?.word();
    let (pack, (most, time)) = law.packs("C13").find_map(|pack| Some((pack, pack.at_most(medium)?)))?;
    let of_all = law.model.project.iter().flat_map(|project| &project.caps);
    let held = channel.caps.iter().chain(of_all).any(|cap| most_within(cap, time) <= u64::from(most));
    (!held).then(|| CalledTooOften {
        channel: channel.name.value.to_string(),
        pack: &pack.name,
        most,
        days: millis(time) / DAY,
        place: channel.caps.first().map_or(channel.at, |cap| cap.at),
        send,
    })
}

const DAY: u64 = 86_400_000;

/// How many messages a cap lets through within some time at the most. A unit of the calendar that begins within it has a
/// count of its own.
fn most_within(cap: &Cap, time: Period) -> u64 {
    let time = millis(time);
    let windows = match cap.per {
        CapWindow::Rolling(length) => time.div_ceil(millis(length).max(1)),
        CapWindow::Calendar(unit) => time.saturating_sub(1) / shortest(unit) + 2,
    };
    windows.saturating_mul(u64::from(cap.count))
}

const fn shortest(unit: CalendarUnit) -> u64 {
    match unit {
        CalendarUnit::Day => DAY,
        CalendarUnit::Week => 7 * DAY,
        CalendarUnit::Month => 28 * DAY,
    }
}
