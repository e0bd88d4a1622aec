//! The parts of a journey that a test can meet.

use super::met::{HELD, Met, REFUSED, SENT};
use super::{Kind, Point};
use filrouge_plan::{Action, Basis, Bundle, Journey, Plan, Send, Step, address};

/// The name of the arm of a wait for which nothing came.
const TIMEOUT: &str = "timeout";

/// The parts of `journey` in the order of the text. A part without a place is none: nobody could look at it.
pub(super) fn of(bundle: &Bundle, journey: &Journey, met: &Met) -> Vec<Point> {
    let name = &journey.name;
    let look = Look { bundle, met };
    let mut points: Vec<Option<Point>> = vec![look.part(address::enter(name), Kind::Enter, None, "enter")];
    points.extend(
        journey.exits.iter().map(|it| look.part(address::exit(name, &it.name), Kind::Exit, None, &it.name)),
    );
    points.extend(
        journey.goals.iter().map(|it| look.part(address::goal(name, &it.name), Kind::Goal, None, &it.name)),
    );
    points.extend(journey.steps.iter().flat_map(|step| look.step(name, step)));
    let mut points: Vec<Point> = points.into_iter().flatten().collect();
    points.sort();
    points
}

struct Look<'b> {
    bundle: &'b Bundle,
    met: &'b Met,
}

impl Look<'_> {
    fn step(&self, journey: &str, step: &Step) -> Vec<Option<Point>> {
        let own = address::step(journey, &step.name);
        let mut points = vec![self.part(own.clone(), Kind::Step, Some(&step.name), &step.name)];
        points.extend(self.arms(journey, step));
        if let Action::Send(send) = &step.action {
            points.extend(self.outcomes(&own, &step.name, send));
        }
        points
    }

    /// The arms that the text has: each is marked there.
    fn arms(&self, journey: &str, step: &Step) -> Vec<Option<Point>> {
        let prefix = address::arm(journey, &step.name, "");
        let marked = self.bundle.origins.places.range(prefix.clone()..);
        let marked = marked.map_while(|(address, _)| Some((address, address.strip_prefix(&prefix)?)));
        let arms = marked.filter(|(_, arm)| !arm.contains('/') && is_way(&step.action, arm));
        arms.map(|(address, arm)| {
            let kind = if arm == TIMEOUT { Kind::Timeout } else { Kind::Arm };
            self.part(address.clone(), kind, Some(&step.name), arm)
        })
        .collect()
    }

    fn outcomes(&self, own: &str, step: &str, send: &Send) -> Vec<Option<Point>> {
        let plan = &self.bundle.plan;
        let mut points = vec![self.outcome(own, step, Kind::Outcome, SENT)];
        if can_be_held(plan, send) {
            points.push(self.outcome(own, step, Kind::Outcome, HELD));
        }
        if needs_consent(plan, send) {
            points.push(self.outcome(own, step, Kind::Refusal, REFUSED));
        }
        points
    }

    fn outcome(&self, own: &str, step: &str, kind: Kind, outcome: &str) -> Option<Point> {
        let mut point = self.part(own.to_owned(), kind, Some(step), outcome.trim_start_matches('#'))?;
        point.hits = self.met.hits(&format!("{own}{outcome}"));
        Some(point)
    }

    fn part(&self, address: String, kind: Kind, step: Option<&str>, name: &str) -> Option<Point> {
        let place = self.bundle.origins.places.get(&address)?;
        let file = self.bundle.origins.files.get(usize::try_from(place.file).ok()?)?;
        let before = file.text.get(..place.start as usize)?;
        Some(Point {
            file: file.path.clone(),
            line: before.matches('\n').count() + 1,
            step: step.map(str::to_owned),
            kind,
            name: name.to_owned(),
            hits: self.met.hits(&address),
        })
    }
}

/// Whether people go on by an arm of this name: a wait marks as well what only moves its end.
fn is_way(action: &Action, arm: &str) -> bool {
    match action {
        Action::Wait(_) => false,
        Action::WaitUntil(wait) => arm == TIMEOUT || wait.arms.iter().any(|own| own.name == arm),
        _ => true,
    }
}

fn can_be_held(plan: &Plan, send: &Send) -> bool {
    plan.channels.iter().any(|channel| send.via.contains(&channel.name) && channel.quiet_hours.is_some())
}

fn needs_consent(plan: &Plan, send: &Send) -> bool {
    plan.purposes.iter().any(|purpose| purpose.name == send.purpose && purpose.basis == Basis::Consent)
}
