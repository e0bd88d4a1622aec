//! The moments of a test: `after "23h"` is due when the clock of the person shows this.

use super::Hint;
use crate::page::Page;
use filrouge_language::kinds::Duration;
use filrouge_plan::Type;
use filrouge_syntax::Node;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Span as Pause, ZonedDateTime, civil};

/// The moment that each `after` of a test leads to.
pub fn moments(test: Node<'_>, page: &Page<'_>) -> Vec<Hint> {
    let mut walk = Walk { now: None, zone: zone(test, page), found: Vec::new() };
    test.children().for_each(|node| walk.act(node));
    walk.found
}

struct Walk {
    now: Option<ZonedDateTime>,
    zone: TimeZone,
    found: Vec<Hint>,
}

impl Walk {
    fn act(&mut self, node: Node<'_>) {
        let value = node.args().next().map(|entry| entry.value());
        let text = value.and_then(|value| value.as_text());
        match (node.name(), text) {
            ("at", Some(text)) => self.now = self.moment(text),
            ("after", Some(text)) => {
                self.now = self.now.take().and_then(|now| later(&now, text));
                if let (Some(now), Some(value)) = (&self.now, value) {
                    let label = now.strftime("%a %Y-%m-%d %H:%M").to_string();
                    let why = "what the clock of the person shows then".to_owned();
                    self.found.push(Hint { at: value.span(), label, is_type: false, why });
                }
            }
            _ => return,
        }
        node.children().for_each(|node| self.act(node));
    }

    fn moment(&self, text: &str) -> Option<ZonedDateTime> {
        let local: civil::DateTime = text.parse().ok()?;
        local.to_zoned_datetime(self.zone.clone()).ok()
    }
}

fn later(now: &ZonedDateTime, text: &str) -> Option<ZonedDateTime> {
    let duration = Duration::parse(text)?;
    let seconds = i64::try_from(duration.seconds).ok()?;
    let pause =
        Pause::new().try_months(i64::from(duration.months)).ok()?.try_days(i64::from(duration.days)).ok()?;
    now.checked_add(pause.try_seconds(seconds).ok()?).ok()
}

/// The zone that the test says the person lives in; the project's where it says nothing.
fn zone(test: Node<'_>, page: &Page<'_>) -> TimeZone {
    let model = page.atlas().model();
    let fields = model.profile.iter().flat_map(|profile| &profile.schema.fields);
    let field = fields.into_iter().find(|field| *field.ty.required() == Type::Timezone);
    let given = test.children().find(|node| node.name() == "given");
    let profile = given.and_then(|given| given.children().find(|node| node.name() == "profile"));
    let told = field.zip(profile).and_then(|(field, profile)| profile.prop(&field.name)?.value().as_text());
    let own = model.project.as_ref().and_then(|project| project.timezone.as_ref()).map(|zone| &*zone.value);
    let named = told.or(own).and_then(|name| TimeZoneDatabase::bundled().get(name).ok());
    named.unwrap_or(TimeZone::UTC)
}
