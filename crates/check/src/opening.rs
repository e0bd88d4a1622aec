//! When a channel is open for messages, as far as its words say it of every week.

use crate::week::Minute;
use filrouge_model::{Calendar, Channel, Model};
use filrouge_plan::{Hours, QuietHours, Type};
use filrouge_source::{Span, Spanned};

/// Something that says when messages may leave.
#[derive(Clone)]
pub(crate) struct Part<'m> {
    /// As it stands in a sentence: `its windows`, ``the calendar `office` ``.
    pub name: String,
    /// Where it is written.
    pub place: Span,
    hours: When<'m>,
}

#[derive(Clone, Copy)]
enum When<'m> {
    /// Within one of these.
    Within(&'m [Spanned<Hours>]),
    /// Outside of these.
    Outside(QuietHours),
}

impl Part<'_> {
    /// Whether it lets messages leave in this minute.
    pub fn is_open(&self, minute: Minute) -> bool {
        match self.hours {
            When::Within(hours) => hours.iter().any(|hours| minute.is_within(&hours.value)),
            When::Outside(quiet) => !minute.is_quiet(quiet),
        }
    }
}

/// All that says when messages of a channel may leave.
pub(crate) fn parts<'m>(channel: &'m Channel, model: &'m Model) -> Vec<Part<'m>> {
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
