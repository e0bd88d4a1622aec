//! Whether a message may leave now, and when it may if not: pauses, suppressions, holdouts, caps and hours, all
//! together.

use super::decide::Policy;
use super::judge::View;
use super::turn::Turn;
use crate::grant::Grant;
use crate::hours::{after_quiet, calendar_opens, opens};
use crate::{HoldReason, Id, SkipReason, moment};
use filrouge_plan::{
    Calendar, Cap, CapWindow, Channel, Holdout, Hours, Period, QuietHours, Suppression, WhenFull, address,
};
use jiff::tz::TimeZone;

/// No message is held for longer, in milliseconds: 31 days.
pub(super) const HORIZON: i64 = 31 * 86_400_000;
/// The same as a period.
const MONTH: Period = Period { months: 0, days: 0, millis: 31 * 86_400_000 };
/// More changes than a month of hours, calendars and caps has.
const MOST_CHANGES: usize = 10_000;

/// What there is to say to a message that the person allows.
pub(super) enum Room {
    Now,
    Later(Later),
    None(SkipReason, Policy),
}

/// A better moment.
pub(super) struct Later {
    pub(super) until: i64,
    pub(super) reason: HoldReason,
    pub(super) policy: Policy,
}

/// What a message is sent for.
pub(super) struct Errand<'a> {
    pub(super) journey: &'a str,
    /// When it was due first.
    pub(super) due: i64,
}

/// Something that shuts and opens by the clock.
enum Gate<'a> {
    Quiet(QuietHours),
    Windows(&'a [Hours]),
    Calendar(&'a Calendar, TimeZone),
    /// A cap, where it stands, and the messages that it counts.
    Cap(&'a Cap, String, Vec<i64>),
}

impl<'a> Turn<'a> {
    /// Whether there is room now. Pauses stop everything; the rest concerns messages that the person can withdraw from,
    /// and others only where a rule names their purpose: what a contract or a law asks for goes at once.
    pub(super) fn room(&self, errand: &Errand<'_>, grant: &Grant<'_>) -> Room {
        if let Some(holdout) = self.holdout_of(&grant.purpose().name) {
            let policy = Policy::at(address::declared("holdout", &holdout.name));
            return Room::None(SkipReason::Holdout, policy);
        }
        if let Some(paused) = self.ready.paused(errand.journey, grant.channel()) {
            let until = self.now().saturating_add(HORIZON);
            return Room::Later(Later { until, reason: HoldReason::Paused, policy: Policy::at(paused) });
        }
        if let Some(suppressed) = self.suppressed(errand, &grant.purpose().name) {
            return suppressed;
        }
        if grant.is_limited() { self.next_room(errand, grant) } else { Room::Now }
    }

    fn holdout_of(&self, purpose: &str) -> Option<&'a Holdout> {
        let holdouts = self.ready.plan().holdouts.iter();
        let mut named = holdouts.filter(|holdout| holdout.purposes.iter().any(|own| own == purpose));
        named.find(|holdout| self.is_drawn(holdout))
    }

    /// Sticky: it hangs on the person and the salt alone, and a greater share keeps those who were in.
    fn is_drawn(&self, holdout: &Holdout) -> bool {
        let dice = Id::of(&["holdout", &holdout.salt, &self.who.to_string()]);
        dice.0 % 1_000_000 < u128::from(holdout.share)
    }

    /// What an instance sends a message for.
    pub(super) fn errand(&self, id: Id) -> Errand<'_> {
        let journey = self.instance(id).map(|instance| instance.journey.as_str()).unwrap_or_default();
        Errand { journey, due: self.due_at(id) }
    }

    fn suppressed(&self, errand: &Errand<'_>, purpose: &str) -> Option<Room> {
        let concerns = |rule: &&Suppression| {
            rule.purposes.iter().any(|own| own == purpose)
                && !rule.except.iter().any(|own| own == errand.journey)
        };
        let rules = self.ready.plan().suppressions.iter();
        rules.filter(concerns).find(|rule| self.holds(Some(&rule.when), View::default())).map(|rule| {
            let at = address::declared("suppress", &rule.name);
            let (_, conditions) = self.prove(Some(&rule.when), || address::condition(&at), View::default());
            self.held_back(errand, rule.then, Policy { address: Some(at), conditions })
        })
    }

    fn held_back(&self, errand: &Errand<'_>, then: WhenFull, policy: Policy) -> Room {
        let until = errand.due.saturating_add(HORIZON);
        match then {
            WhenFull::Hold(_) if until > self.now() => {
                Room::Later(Later { until, reason: HoldReason::Suppressed, policy })
            }
            WhenFull::Hold(_) => Room::None(SkipReason::NoRoom, policy),
            WhenFull::Skip => Room::None(SkipReason::Suppressed, policy),
        }
    }

    /// When the message of an instance was due first.
    pub(super) fn due_at(&self, id: Id) -> i64 {
        self.instance(id).map_or(self.now(), |instance| instance.step_entered_at)
    }

    /// The first moment at which every gate is open: the next one at which the gate that is shut may open, until none
    /// is.
    fn next_room(&self, errand: &Errand<'_>, grant: &Grant<'_>) -> Room {
        let gates = self.gates(grant);
        if let Some((_, policy)) = self.full(&gates) {
            return Room::None(SkipReason::Cap, policy);
        }
        let (mut at, mut first, mut bound) = (self.now(), None, self.now().saturating_add(HORIZON));
        for _ in 0..MOST_CHANGES {
            let Some((gate, opens)) = gates.iter().find_map(|gate| Some((gate, gate.opens(at, &self.zone)?)))
            else {
                break;
            };
            first.get_or_insert_with(|| (gate.reason(), gate.policy(grant.channel())));
            bound = bound.min(self.patience(errand, gate));
            at = opens.max(at.saturating_add(1));
            if at > bound {
                break;
            }
        }
        match first {
            None => Room::Now,
            Some((_, policy)) if at > bound => Room::None(SkipReason::NoRoom, policy),
            Some((reason, policy)) => Room::Later(Later { until: at, reason, policy }),
        }
    }

    /// A cap that is full and lets nothing wait.
    fn full(&self, gates: &[Gate<'_>]) -> Option<(HoldReason, Policy)> {
        let skips = |gate: &&Gate<'_>| matches!(gate, Gate::Cap(Cap { then: WhenFull::Skip, .. }, ..));
        let shut = gates.iter().filter(skips).find(|gate| gate.opens(self.now(), &self.zone).is_some())?;
        match shut {
            Gate::Cap(_, at, _) => Some((HoldReason::Cap, Policy::at(at.clone()))),
            _ => None,
        }
    }

    /// Whether hours, calendars and caps let a message leave at a later moment.
    pub(super) fn is_open_at(&self, grant: &Grant<'_>, at: i64) -> bool {
        !grant.is_limited() || self.gates(grant).iter().all(|gate| gate.opens(at, &self.zone).is_none())
    }

    /// How long a message waits at a gate at most.
    fn patience(&self, errand: &Errand<'_>, gate: &Gate<'_>) -> i64 {
        let Gate::Cap(Cap { then: WhenFull::Hold(bound), .. }, ..) = gate else { return i64::MAX };
        moment::after(errand.due, bound.unwrap_or(MONTH), &self.zone)
    }

    fn gates(&self, grant: &Grant<'_>) -> Vec<Gate<'a>> {
        let ready = self.ready;
        let (plan, name) = (ready.plan(), grant.channel().name.as_str());
        let Some(channel) = ready.channel(name) else { return Vec::new() };
        let calendar = channel.calendar.as_ref();
        let calendar = calendar.and_then(|name| plan.calendars.iter().find(|own| own.name == *name));
        let quiet = channel.quiet_hours.map(Gate::Quiet);
        let windows = (!channel.windows.is_empty()).then_some(Gate::Windows(&channel.windows));
        let calendar = calendar.map(|own| Gate::Calendar(own, self.zone_on(own)));
        quiet.into_iter().chain(windows).chain(calendar).chain(self.cap_gates(grant, channel)).collect()
    }

    fn zone_on(&self, calendar: &Calendar) -> TimeZone {
        calendar.timezone.as_deref().map_or_else(|| self.zone.clone(), |zone| self.ready.zone_called(zone))
    }

    fn cap_gates(&self, grant: &Grant<'_>, channel: &'a Channel) -> Vec<Gate<'a>> {
        let ready = self.ready;
        let purpose = ready.purpose(&grant.purpose().name);
        let all = caps_of(address::declared("channel", &channel.name), &channel.caps);
        let topic =
            purpose.into_iter().flat_map(|own| caps_of(address::declared("purpose", &own.name), &own.caps));
        let topic = topic.filter(|(cap, _)| cap.via.as_ref().is_none_or(|via| *via == channel.name));
        let project = caps_of("project".to_owned(), &ready.plan().project.caps);
        let chosen = self.frequency();
        let chosen = chosen.into_iter().flat_map(|(word, caps)| caps_of(address::frequency(word), caps));
        let on = |cap: &Cap, at: &str| {
            let same_channel = at.starts_with("channel/") || cap.via.is_some();
            let same_purpose = at.starts_with("purpose/");
            let counts = |(over, why): &(String, String)| {
                (!same_channel || *over == channel.name) && (!same_purpose || *why == grant.purpose().name)
            };
            let mut times: Vec<i64> = self
                .person
                .sent
                .iter()
                .filter(|(key, _)| counts(key))
                .flat_map(|(_, times)| times.iter().copied())
                .collect();
            times.sort_unstable();
            times
        };
        let caps = all.chain(topic).chain(project).chain(chosen);
        caps.map(|(cap, at)| Gate::Cap(cap, at.clone(), on(cap, &at))).collect()
    }
}

impl<'a> Turn<'a> {
    /// How often the person wants to hear, as they chose it on the page, and what that means.
    fn frequency(&self) -> Option<(&'a str, &'a [Cap])> {
        let ready = self.ready;
        let (plan, centre) = (ready.plan(), &ready.plan().centre);
        let slot = plan.profile.slot(centre.frequency.as_ref()?)?;
        let (word, caps) = centre.caps.get_key_value(self.person.profile.get(slot)?.as_text()?)?;
        Some((word, caps))
    }
}

fn caps_of(at: String, caps: &[Cap]) -> impl Iterator<Item = (&Cap, String)> {
    caps.iter().enumerate().map(move |(number, cap)| (cap, address::cap(&at, number)))
}

impl Gate<'_> {
    /// When it may open; none while it is.
    fn opens(&self, at: i64, zone: &TimeZone) -> Option<i64> {
        match self {
            Self::Quiet(hours) => after_quiet(*hours, at, zone),
            Self::Windows(windows) => opens(windows, at, zone),
            Self::Calendar(calendar, zone) => calendar_opens(calendar, at, zone),
            Self::Cap(cap, _, times) => has_room(cap, times, at, zone),
        }
    }

    const fn reason(&self) -> HoldReason {
        match self {
            Self::Quiet(_) => HoldReason::QuietHours,
            Self::Windows(_) => HoldReason::Window,
            Self::Calendar(..) => HoldReason::Closed,
            Self::Cap(..) => HoldReason::Cap,
        }
    }

    fn policy(&self, channel: &Channel) -> Policy {
        Policy::at(match self {
            Self::Quiet(_) => address::quiet_hours(&channel.name),
            Self::Windows(_) => address::windows(&channel.name),
            Self::Calendar(calendar, _) => address::declared("calendar", &calendar.name),
            Self::Cap(_, at, _) => at.clone(),
        })
    }
}

/// When a cap that counts messages of `times` has room again; none while it has.
fn has_room(cap: &Cap, times: &[i64], at: i64, zone: &TimeZone) -> Option<i64> {
    let most = usize::try_from(cap.count).unwrap_or(usize::MAX);
    match cap.per {
        CapWindow::Calendar(unit) => {
            let counted =
                times.iter().filter(|time| crate::hours::is_same_unit(unit, **time, at, zone)).count();
            (counted >= most).then(|| crate::hours::next_unit(unit, at, zone))
        }
        CapWindow::Rolling(length) => {
            let mut ends: Vec<i64> = times.iter().map(|time| moment::after(*time, length, zone)).collect();
            ends.retain(|end| *end > at);
            ends.sort_unstable();
            let over = ends.len().checked_sub(most)?;
            Some(ends.get(over).copied().unwrap_or(i64::MAX))
        }
    }
}
