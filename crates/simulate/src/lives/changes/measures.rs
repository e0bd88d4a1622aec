//! What is computed of a person: how often they asked lately, whether they have not bought for long, and the segments of
//! both. A second telling of it: every event, and since when the definition counts.

use super::super::shop::{COUNTRY, HOUR, country_is, elapsed};
use crate::{Dice, World};
use filrouge_machine::{Id, InputKind};
use filrouge_plan::program::{Comparison, Node, NodeId, Root};
use filrouge_plan::{
    Bounds, Field, Fold, FoldKind, Made, Period, Plan, Program, Segment, Trait, Type, Value,
};
use std::collections::BTreeMap;

/// Segments that bring people into journeys.
pub(super) const SEGMENTS: &[&str] = &["idle", "keen"];
/// Slot of how often the person asked.
const ASKED: u16 = 5;
/// Slot of whether the person has been idle.
const IDLE: u16 = 6;

/// The plan with traits and segments.
pub(super) fn measured(mut plan: Plan, dice: &mut Dice) -> Plan {
    plan.traits = vec![
        Trait { field: field("asked", Type::Int), made: count("Asked", hours(dice)), only_for: Vec::new() },
        Trait {
            field: field("idle", Type::Bool),
            made: absence("Bought", hours(dice)),
            only_for: Vec::new(),
        },
    ];
    let keen = Segment { name: "keen".to_owned(), when: keen_enough(2), only_for: Vec::new() };
    let idle = Segment {
        name: "idle".to_owned(),
        when: compare(Comparison::Equal, IDLE, Value::Bool(true)),
        only_for: Vec::new(),
    };
    plan.segments.extend([idle, keen]);
    plan.segments.sort_by(|one, other| one.name.cmp(&other.name));
    plan
}

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}

fn hours(dice: &mut Dice) -> Period {
    elapsed(HOUR * (6 + dice.roll() % 60))
}

fn count(event: &str, within: Period) -> Made {
    let (by, event) = (FoldKind::Count, event.to_owned());
    Made::Fold(Fold { by, event, when: None, of: None, within: Some(within), late: None })
}

fn absence(event: &str, lasting: Period) -> Made {
    Made::Absence { event: event.to_owned(), when: None, lasting, late: None }
}

/// Whether the person asked at least so often.
pub(super) fn keen_enough(times: i64) -> Program {
    compare(Comparison::AtLeast, ASKED, Value::Int(times))
}

fn compare(by: Comparison, slot: u16, constant: Value) -> Program {
    let root = Root::Profile;
    let node = Node::CompareSlot { by, root, slot, constant: 0, operand: NodeId(0) };
    Program { nodes: vec![Node::Slot { root, slot }, node], constants: vec![constant] }
}

/// An author has other numbers in mind, or other events.
pub(super) fn measure_anew(plan: &mut Plan, dice: &mut Dice) {
    let event = dice.pick(&["Asked", "Asked", "Bought"], "Asked");
    match dice.below(4) {
        0 => made(plan, "asked", count(event, hours(dice))),
        1 => made(plan, "idle", absence(event, hours(dice))),
        2 => means(plan, "keen", keen_enough(1 + dice.below(3) as i64)),
        _ => means(plan, "french", country_is(dice.pick(&["BE", "FR"], "FR"))),
    }
}

fn made(plan: &mut Plan, name: &str, made: Made) {
    let own = plan.traits.iter_mut().filter(|own| own.field.name == name);
    own.for_each(|own| own.made = made.clone());
}

fn means(plan: &mut Plan, name: &str, when: Program) {
    let own = plan.segments.iter_mut().filter(|own| own.name == name);
    own.for_each(|own| own.when = when.clone());
}

/// What a person did that counts for each trait, by its name.
#[derive(Debug, Default, Clone)]
pub(super) struct Measures {
    seen: usize,
    kept: BTreeMap<String, Kept>,
}

#[derive(Debug, Clone)]
struct Kept {
    made: Made,
    since: i64,
    /// When something counted, and whose name the person had who did it.
    times: Vec<(i64, Id)>,
}

impl Measures {
    /// Looks at what came in, and at what the machine has made of it.
    pub(super) fn look(&mut self, world: &World<'_>) -> Result<(), String> {
        let plan = world.ready.plan();
        let fresh = world.inputs.get(self.seen..).unwrap_or_default();
        let since = fresh.first().map_or(world.now, |input| input.at);
        self.seen = world.inputs.len();
        for own in &plan.traits {
            let new = || Kept { made: own.made.clone(), since, times: Vec::new() };
            let kept = self.kept.entry(own.field.name.clone()).or_insert_with(new);
            if kept.made != own.made {
                *kept = new();
            }
            for input in fresh {
                if matches!(&input.kind, InputKind::Event(event) if own.made.events().any(|it| it == event.name))
                {
                    kept.times.push((input.at, world.who));
                }
            }
        }
        plan.traits.iter().try_for_each(|own| self.is_right(world, own))?;
        plan.segments.iter().try_for_each(|segment| is_sorted(world, segment))
    }

    fn is_right(&self, world: &World<'_>, own: &Trait) -> Result<(), String> {
        let slot = if own.field.name == "asked" { ASKED } else { IDLE };
        let value = world.person.profile.get(usize::from(slot));
        let expected = self.kept.get(&own.field.name).map(|kept| kept.value(world.now));
        if value == expected.as_ref() {
            return Ok(());
        }
        Err(format!("`{}` is {value:?}, and should be {expected:?}", own.field.name))
    }

    /// What somebody else did was done by the same person, who has been there since the later of the two.
    pub(super) fn join(&mut self, theirs: Self) {
        for (name, theirs) in theirs.kept {
            if let Some(kept) = self.kept.get_mut(&name) {
                kept.since = kept.since.max(theirs.since);
                kept.times.extend(theirs.times);
            }
        }
    }

    /// What the one called `who` had brought is theirs again; that something did not happen for long cannot be told
    /// apart. What came since stays.
    pub(super) fn part(&mut self, theirs: Self, who: Id) -> Self {
        let counts = self.kept.values_mut().filter(|kept| matches!(kept.made, Made::Fold(_)));
        counts.for_each(|kept| kept.times.retain(|(_, by)| *by != who));
        Self { seen: 0, ..theirs }
    }
}

impl Kept {
    fn value(&self, now: i64) -> Value {
        match &self.made {
            Made::Fold(Fold { within: Some(within), .. }) => {
                let open = |(at, _): &&(i64, Id)| after(*at, *within) > now;
                Value::Int(self.times.iter().filter(open).count() as i64)
            }
            Made::Absence { lasting, .. } => {
                let last = self.times.iter().map(|(at, _)| *at).max().unwrap_or(self.since).max(self.since);
                Value::Bool(after(last, *lasting) <= now)
            }
            _ => Value::Absent,
        }
    }
}

/// Whether the person is in a segment exactly while its condition holds.
fn is_sorted(world: &World<'_>, segment: &Segment) -> Result<(), String> {
    let holds = match segment.when.nodes.last() {
        Some(Node::CompareSlot { by, slot, .. }) => {
            let value = world.person.profile.get(usize::from(*slot)).unwrap_or(&Value::Absent);
            let constant = segment.when.constants.first().unwrap_or(&Value::Absent);
            debug_assert!([COUNTRY, ASKED, IDLE].contains(slot), "no such slot");
            if *by == Comparison::Equal { value == constant } else { value >= constant }
        }
        _ => false,
    };
    let inside = world.person.segments.contains(&segment.name);
    let is_right = inside == holds;
    is_right.then_some(()).ok_or_else(|| format!("in `{}`: {inside}, and should be {holds}", segment.name))
}

fn after(from: i64, period: Period) -> i64 {
    from.saturating_add(i64::try_from(period.millis).unwrap_or(0))
}
