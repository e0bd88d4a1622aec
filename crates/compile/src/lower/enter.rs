//! `enter`, lowered.

use super::origins::Thread;
use filrouge_model::{Enter, Entry};
use filrouge_plan::{self as plan, ScheduleEntry, address};

pub(super) fn enter(journey: &str, enter: &Enter, thread: &mut Thread<'_>) -> Option<plan::Enter> {
    let address = address::enter(journey);
    thread.mark(address.clone(), enter.at);
    let by = enter.by.as_ref()?;
    Some(plan::Enter {
        by: entry(by)?,
        when: enter.when.value().map(|when| thread.condition(&address, when)),
        key: enter.key.value().map(|key| thread.program(address::key(&address), key)),
        re_entry: enter.comes_again(),
        fields: enter.schema.fields.clone(),
        limit: enter.limit.value().copied(),
        backfill: enter.backfill.as_ref().map(|backfill| {
            thread.mark(address::backfill(journey), backfill.span);
            backfill.value.clone()
        }),
    })
}

fn entry(by: &Entry) -> Option<plan::Entry> {
    Some(match by {
        Entry::Event(event) => plan::Entry::event(&*event.name.value),
        Entry::Segment { segment, leave } => {
            plan::Entry::Segment { segment: segment.name.value.to_string(), leave: *leave }
        }
        Entry::Date { entry, .. } => plan::Entry::Date((**entry).clone()),
        Entry::Schedule { schedule, segment, project_zone, late, .. } => {
            plan::Entry::Schedule(ScheduleEntry {
                schedule: (**schedule.as_ref()?).clone(),
                segment: segment.value().map(|segment| segment.name.value.to_string()),
                project_zone: *project_zone,
                late: *late,
            })
        }
        Entry::Api => plan::Entry::Api,
        Entry::Called => plan::Entry::Called,
    })
}
