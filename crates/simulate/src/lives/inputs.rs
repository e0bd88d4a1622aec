//! What may happen to somebody.

use super::shop::{CHANNELS, EVENTS, PURPOSES, RHYTHMS};
use super::{Checked, Living};
use filrouge_machine::{Approval, Consent, Event, Id, Identify, InputKind, Outcome, Place, Since, Start};
use filrouge_plan::Value;

/// Zones without summer time, and how far east of Greenwich they are.
const ZONES: &[(&str, i64)] = &[("UTC", 0), ("Asia/Kolkata", 330), ("America/Phoenix", -420)];
const HOUR: i64 = 3_600_000;

impl Living<'_> {
    /// The next thing that happens.
    pub(super) fn next(&mut self) -> Checked {
        match self.dice.below(13) {
            0..3 => self.do_something(),
            3 => self.tell_of_oneself(),
            4 => self.decide_on_a_purpose(),
            5 | 6 => self.hear_of_a_message(),
            7 => self.hear_of_a_question(),
            8 => self.decide_on_an_approval(),
            9 => self.come_from_elsewhere(),
            _ => self.let_time_pass(),
        }
    }

    fn do_something(&mut self) -> Checked {
        let name = self.dice.pick(EVENTS, "Asked").to_owned();
        let key = self.dice.pick(&["a", "b"], "a");
        let key = if self.dice.one_in(6) { Value::Absent } else { Value::from(key) };
        self.apply(InputKind::Event(Event { name, fields: vec![key], at: None }))
    }

    /// Somebody who was on their way elsewhere comes in where they stood, sometimes later than the wait there lasts.
    fn come_from_elsewhere(&mut self) -> Checked {
        let plan = self.world.ready.plan();
        let all: Vec<_> =
            plan.journeys.iter().flat_map(|own| own.places().map(move |step| (own, step))).collect();
        let Some((journey, step)) = all.get(self.dice.below(all.len().max(1))).copied() else {
            return Ok(());
        };
        let (now, key) = (self.world.now, self.dice.pick(&["a", "b"], "a"));
        let since = match self.dice.pick(&[-30, 0, 9], 0) {
            hours if hours > 0 && step.lasts() => Since::Due(now + HOUR * hours),
            hours => Since::Arrived(now + HOUR * hours.min(0)),
        };
        let place = Some(Place { step: step.name.clone(), entered_at: now - 40 * HOUR, since });
        let fields = plan.entry_fields(journey).iter().map(|_| Value::from(key)).collect();
        self.apply(InputKind::Start(Start { journey: journey.name.clone(), fields, place }))
    }

    fn tell_of_oneself(&mut self) -> Checked {
        let (zone, minutes_east) = self.dice.pick(ZONES, ("UTC", 0));
        let (field, value) = match self.dice.below(6) {
            0 => {
                self.model.live_in(minutes_east);
                ("timezone", zone)
            }
            1 => ("country", self.dice.pick(&["FR", "BE"], "FR")),
            2 => {
                let rhythm = self.dice.pick(RHYTHMS, ("always", None));
                self.model.choose(rhythm);
                ("rhythm", rhythm.0)
            }
            3 => ("phone", self.dice.pick(&["+33600000000", ""], "")),
            _ => ("email", self.dice.pick(&["a@example.com", "b@example.com"], "")),
        };
        let mut identify = Identify::default();
        if field == "email" {
            identify.identifiers.push((field.to_owned(), value.to_owned()));
        } else {
            identify.fields.push((field.to_owned(), Value::from(value)));
        }
        self.apply(InputKind::Identify(identify))
    }

    fn decide_on_a_purpose(&mut self) -> Checked {
        let purpose = self.dice.pick(PURPOSES, "news");
        let channel = self.dice.pick(CHANNELS, "email");
        let channel = (!self.dice.one_in(3)).then_some(channel);
        let granted = !self.dice.one_in(3);
        self.model.say(purpose, channel, granted, self.world.now);
        let (purpose, channel, evidence) =
            (purpose.to_owned(), channel.map(str::to_owned), "life".to_owned());
        self.apply(InputKind::Consent(Consent { purpose, channel, granted, evidence, proof: None }))
    }

    /// Somebody answers an approval, or one that nobody waits for.
    fn decide_on_an_approval(&mut self) -> Checked {
        let asked = self.world.person.approvals().next().map(|(approval, _)| approval);
        let approval = asked.filter(|_| !self.dice.one_in(6)).unwrap_or(Id(7));
        let approved = self.dice.one_in(2);
        self.apply(InputKind::Approval(Approval { approval, approved, by: "life".to_owned(), note: None }))
    }

    /// Any of the latest messages, in any order; now and then for the second time.
    fn hear_of_a_message(&mut self) -> Checked {
        let place = self.out.len().saturating_sub(1 + self.dice.below(3));
        let Some(effect) = self.out.get(place).copied() else { return Ok(()) };
        let reason = || "life".to_owned();
        let outcome = match self.dice.below(4) {
            0 => Outcome::Failed { reason: reason() },
            1 => Outcome::Unknown { reason: reason() },
            _ => Outcome::Sent { receipt: None },
        };
        if self.world.person.flights.contains_key(&effect) {
            self.model.hear(effect, &outcome);
        }
        self.apply(InputKind::Outcome { effect, outcome })
    }

    /// Any of the latest questions: answered, with something else than what was asked, or refused.
    fn hear_of_a_question(&mut self) -> Checked {
        let place = self.asked.len().saturating_sub(1 + self.dice.below(3));
        let Some(effect) = self.asked.get(place).copied() else { return Ok(()) };
        let reason = || "life".to_owned();
        let answer = |value| Outcome::Answered { fields: vec![("key".to_owned(), value)] };
        let outcome = match self.dice.below(6) {
            0 => Outcome::Failed { reason: reason() },
            1 => Outcome::Unfit { reason: reason() },
            2 => answer(Value::Int(7)),
            _ => answer(Value::from("said")),
        };
        self.apply(InputKind::Outcome { effect, outcome })
    }

    /// Timers come in the order in which they are due; now and then they all come late.
    fn let_time_pass(&mut self) -> Checked {
        let end = self.world.now + HOUR * self.dice.pick(&[1, 3, 9, 30], 1);
        let late = self.dice.one_in(5);
        if late {
            self.world.now = end;
        }
        while let Some((timer, due)) = self.next_due(end) {
            self.world.now = self.world.now.max(due);
            self.apply(InputKind::Timer { timer })?;
        }
        self.world.now = end;
        Ok(())
    }

    fn next_due(&self, end: i64) -> Option<(Id, i64)> {
        let due = self.world.timers.iter().map(|(timer, due)| (*due, *timer)).min();
        due.filter(|(due, _)| *due <= end).map(|(due, timer)| (timer, due))
    }
}
