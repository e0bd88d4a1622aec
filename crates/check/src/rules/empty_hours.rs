//! Hours that leave no time for messages.

use filrouge_model::{Channel, Model};
use filrouge_plan::{Hours, QuietHours};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Windows of a channel that lie within its quiet hours altogether.
    pub struct EmptyHours { channel: String, place: Span, quiet: Span }
    slug: "empty-hours", severity: Error, since: "0.1",
    message: format!("no message of the channel `{channel}` can ever leave: its windows are quiet hours"),
    at: place => "quiet hours all along".to_owned(),
    also: [quiet => "quiet here".to_owned()],
    help: Some("let a window begin before the quiet hours do, or end after them".to_owned()),
}

const DAY: u16 = 24 * 60;

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for channel in model.channels.values() {
        let (Some(first), Some(quiet)) = (channel.windows.first(), &channel.quiet_hours) else { continue };
        if !has_time(channel, quiet.value) {
            let channel = channel.name.value.to_string();
            findings.push(EmptyHours { channel, place: first.span, quiet: quiet.span });
        }
    }
}

fn has_time(channel: &Channel, quiet: QuietHours) -> bool {
    (0..DAY).any(|minute| !is_quiet(quiet, minute) && channel.windows.iter().any(|own| is_open(&own.value, minute)))
}

const fn is_quiet(hours: QuietHours, minute: u16) -> bool {
    if hours.from <= hours.to {
        hours.from <= minute && minute < hours.to
    } else {
        minute >= hours.from || minute < hours.to
    }
}

const fn is_open(hours: &Hours, minute: u16) -> bool {
    if hours.from < hours.to {
        hours.from <= minute && minute < hours.to
    } else {
        minute >= hours.from || minute < hours.to
    }
}
