//! How people come in, in words.

use super::Teller;
use crate::words::Word;
use crate::words::duration::{clock, listed, offset, period, weekdays};
use filrouge_plan::{DateEntry, Entry, Offset, OnWeekday, Schedule, address};

impl Teller<'_> {
    /// What brings people in, in a few words.
    pub fn entry(&self) -> String {
        match &self.journey.enter.by {
            Entry::Event { event } => event.clone(),
            Entry::Segment { segment, leave } => {
                let how = if *leave { Word::LeavesSegment } else { Word::EntersSegment };
                format!("{} {segment}", self.word(how))
            }
            Entry::Date(entry) => entry.field.clone(),
            Entry::Schedule(entry) => {
                entry.segment.clone().unwrap_or_else(|| self.word(Word::Everybody).to_owned())
            }
            Entry::Api => self.word(Word::Api).to_owned(),
            Entry::Called => self.word(Word::Called).to_owned(),
        }
    }

    pub fn entry_lines(&self) -> Vec<String> {
        let moment = match &self.journey.enter.by {
            Entry::Date(entry) => Some(self.date_entry(entry)),
            Entry::Schedule(entry) => Some(self.schedule(&entry.schedule)),
            Entry::Event { .. } | Entry::Segment { .. } | Entry::Api | Entry::Called => None,
        };
        let condition = self.condition(&address::enter(&self.journey.name));
        let condition = condition.map(|words| format!("{} {words}", self.word(Word::Where)));
        moment.into_iter().chain(condition).collect()
    }

    fn date_entry(&self, entry: &DateEntry) -> String {
        let distance = offset(Offset { before: entry.before, by: entry.by }, self.language);
        let at = entry.minute.map(|minute| format!("{} {}", self.word(Word::At), clock(minute)));
        let yearly = entry.yearly.then(|| self.word(Word::EachYear).to_owned());
        let date = Some(format!("{distance}{}", entry.field));
        date.into_iter().chain(at).chain(yearly).collect::<Vec<_>>().join(", ")
    }

    /// A schedule that is easily told is told; of the others, that there is one.
    fn schedule(&self, schedule: &Schedule) -> String {
        let Schedule { hours, minutes, months, monthdays, weekdays: days, cycle, positions, .. } = schedule;
        let minute = match minutes.as_slice() {
            [minute] if hours.len() <= 4 => u16::from(*minute),
            _ => return self.word(Word::OnSchedule).to_owned(),
        };
        let simple = months.is_empty() && monthdays.is_empty() && positions.is_empty() && cycle.is_none();
        if !simple || days.iter().any(|OnWeekday { nth, .. }| *nth != 0) {
            return self.word(Word::OnSchedule).to_owned();
        }
        let times: Vec<String> = hours.iter().map(|hour| clock(u16::from(*hour) * 60 + minute)).collect();
        let days: Vec<u8> = days.iter().map(|on| on.day).collect();
        let times = listed(&times, self.word(Word::And));
        if days.is_empty() { times } else { format!("{times}, {}", weekdays(&days, self.language)) }
    }

    /// How often people come in again.
    pub fn comes_again(&self) -> Vec<String> {
        use filrouge_plan::ReEntry;
        let enter = &self.journey.enter;
        let again = match enter.re_entry {
            ReEntry::Never => self.word(Word::Never).to_owned(),
            ReEntry::AfterExit => self.word(Word::AfterExit).to_owned(),
            ReEntry::After(length) => {
                format!("{} {}", self.word(Word::AfterTime), period(length, self.language))
            }
            ReEntry::Every => self.word(Word::EveryTime).to_owned(),
        };
        let limit = enter.limit.map(|limit| {
            let (most, per) = (self.word(Word::AtMost), self.word(Word::Per));
            format!("{most} {} × {per} {}", limit.count, period(limit.per, self.language))
        });
        [again].into_iter().chain(limit).collect()
    }
}
