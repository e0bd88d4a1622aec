//! Hours that leave no time for messages.

use crate::week::Minute;
use filrouge_model::{Calendar, Channel, Model};
use filrouge_plan::{Hours, QuietHours, Type};
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

rule! {
    /// Windows, quiet hours and opening hours of a channel that leave no time together.
    pub struct EmptyHours {
        channel: String,
        /// What is never there at once: `its windows`, `its quiet hours`, ``the calendar `office` ``.
        parts: Vec<String>,
        place: Span,
        others: Vec<Span>,
    }
    slug: "empty-hours", severity: Error, since: "0.1",
    message: format!("no message of the channel `{channel}` can ever leave: {} leave no time", spoken(parts)),
    at: place => "no minute of the week".to_owned(),
    also: [others => "together with this".to_owned()],
    help: Some("let the hours overlap: begin before the quiet hours do, end after them, or open on the same days".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for channel in model.channels.values() {
        if let Some(parts) = together(&parts(channel, model)) {
            let mut places = parts.iter().map(|part| part.place);
            let Some(place) = places.next() else { continue };
            findings.push(EmptyHours {
                channel: channel.name.value.to_string(),
                parts: parts.iter().map(|part| part.name.clone()).collect(),
                place,
                others: places.collect(),
            });
        }
    }
}

/// Something that says when messages may leave.
#[derive(Clone)]
struct Part<'m> {
    name: String,
    place: Span,
    hours: When<'m>,
}

#[derive(Clone, Copy)]
enum When<'m> {
    /// Within one of these.
    Within(&'m [Spanned<Hours>]),
    /// Outside of these.
    Outside(QuietHours),
}

impl When<'_> {
    fn holds(&self, minute: Minute) -> bool {
        match self {
            Self::Within(hours) => hours.iter().any(|hours| minute.is_within(&hours.value)),
            Self::Outside(quiet) => !minute.is_quiet(*quiet),
        }
    }
}

fn parts<'m>(channel: &'m Channel, model: &'m Model) -> Vec<Part<'m>> {
    let windows = channel.windows.first().map(|first| Part {
        name: "its windows".to_owned(),
        place: first.span,
        hours: When::Within(&channel.windows),
    });
    let quiet = channel.quiet_hours.as_ref().map(|quiet| Part {
        name: "its quiet hours".to_owned(),
        place: quiet.span,
        hours: When::Outside(quiet.value),
    });
    let calendar = channel.calendar.value().and_then(|calendar| model.calendars.of(calendar));
    let calendar = calendar.filter(|calendar| is_by_the_persons_clock(calendar, model));
    let opening = calendar.and_then(|calendar| {
        let name = format!("the calendar `{}`", calendar.name.value);
        Some(Part { name, place: calendar.open.first()?.span, hours: When::Within(&calendar.open) })
    });
    windows.into_iter().chain(quiet).chain(opening).collect()
}

/// Whether the hours of the calendar are those of everybody's clock: else nothing is known of how they meet.
fn is_by_the_persons_clock(calendar: &Calendar, model: &Model) -> bool {
    let Some(zone) = calendar.timezone.value() else { return calendar.timezone.is_absent() };
    let project = model.project.as_ref().and_then(|project| project.timezone.as_ref());
    let mut fields = model.profile.iter().flat_map(|profile| &profile.schema.fields);
    let own_zone = fields.any(|field| matches!(field.ty.required(), Type::Timezone));
    !own_zone && project.is_some_and(|project| *project.value == **zone)
}

/// The fewest parts that leave no time together.
fn together<'m>(parts: &[Part<'m>]) -> Option<Vec<Part<'m>>> {
    let pairs = [[0, 1], [0, 2], [1, 2]].into_iter();
    let pairs = pairs.filter_map(|pair| pair.iter().map(|place| parts.get(*place).cloned()).collect());
    let all = (parts.len() > 2).then(|| parts.to_vec());
    pairs.chain(all).find(|parts: &Vec<Part<'_>>| !has_time(parts))
}

fn has_time(parts: &[Part<'_>]) -> bool {
    Minute::all().any(|minute| parts.iter().all(|part| part.hours.holds(minute)))
}

/// The names as they stand in a sentence; only the author's words are quoted.
fn spoken(parts: &[String]) -> String {
    match parts.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => parts.concat(),
    }
}
