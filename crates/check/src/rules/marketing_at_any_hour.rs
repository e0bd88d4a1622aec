//! Marketing that rings at night.

use crate::opening::parts;
use crate::served::is_marketing;
use crate::statutes::Statutes;
use filrouge_model::Medium;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Marketing that rings at night.
    pub struct MarketingAtAnyHour { channel: String, purpose: String, place: Span, send: Span }
    slug: "marketing-at-any-hour", severity: Error, since: "0.1",
    message: format!("the channel `{channel}` may disturb people about `{purpose}` at any hour"),
    at: place => "neither quiet hours nor a window".to_owned(),
    also: [send => "sent here".to_owned()],
    help: Some("add `quiet-hours from=\"20:00\" to=\"10:00\"` or a `window`".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for own in law.served.iter().filter(|own| is_marketing(own.purpose)) {
        for channel in &own.channels {
            let rings = channel.medium.value().is_some_and(|medium| rings(*medium));
            let open = channel.calendar.is_absent() && parts(channel, law.model).is_empty();
            if rings && open && told.insert(channel.at) {
                findings.push(MarketingAtAnyHour {
                    channel: channel.name.value.to_string(),
                    purpose: own.purpose.name.value.to_string(),
                    place: channel.at,
                    send: own.step.at,
                });
            }
        }
    }
}

/// What makes a noise in a pocket.
const fn rings(medium: Medium) -> bool {
    matches!(medium, Medium::Sms | Medium::Push | Medium::Whatsapp | Medium::Call)
}
