//! Random lives under any plan: the inputs follow from the plan's own declarations.

use filrouge_machine::{Consent, Event, Identify, Input, InputKind, Ready};
use filrouge_plan::scenario::Fate;
use filrouge_plan::{Field, Type, Value};
use filrouge_simulate::{Dice, World};

/// A Monday at ten.
const BEGINNING: i64 = 1_704_103_200_000;
const HOUR: i64 = 3_600_000;

/// What came from outside; all else followed from it.
pub fn outside<'w>(world: &'w World<'_>) -> Vec<&'w Input> {
    let own = |input: &&Input| matches!(input.kind, InputKind::Timer { .. } | InputKind::Outcome { .. });
    world.inputs.iter().filter(|input| !own(input)).collect()
}

/// A life with so many acts.
pub fn random<'r>(ready: &'r Ready, dice: &mut Dice, acts: usize) -> World<'r> {
    let mut world = newcomer(ready);
    go_on(&mut world, dice, acts);
    world
}

/// Somebody of whom only the name is known.
pub fn newcomer(ready: &Ready) -> World<'_> {
    let mut world = World::stranger(ready, BEGINNING);
    world.happen(InputKind::Identify(somebody(ready)));
    world
}

/// So many acts more.
pub fn go_on(world: &mut World<'_>, dice: &mut Dice, acts: usize) {
    let ready = world.ready;
    for _ in 0..acts {
        match dice.below(8) {
            0..3 => world.happen(event(ready, dice)),
            3 => world.happen(known(ready, dice)),
            4 => world.happen(choice(ready, dice)),
            5 => world
                .meet(None, dice.pick(&[Fate::Sent, Fate::Sent, Fate::Failed, Fate::Unknown], Fate::Sent)),
            _ => world.until(world.now + HOUR * dice.pick(&[1, 5, 20, 24 * 8], 1)),
        }
    }
}

fn somebody(ready: &Ready) -> Identify {
    let named = ready.plan().profile.identifiers.iter().map(|identifier| identifier.field.name.clone());
    let identifiers = named.map(|name| (name, "lea@example.com".to_owned())).collect();
    Identify { identifiers, ..Identify::default() }
}

fn event(ready: &Ready, dice: &mut Dice) -> InputKind {
    let events = &ready.plan().events;
    let Some(schema) = events.get(dice.below(events.len())) else { panic!("a plan has events") };
    let fields = schema.fields.iter().map(|field| value(&field.ty, dice)).collect();
    InputKind::Event(Event { name: schema.name.clone(), fields, at: None })
}

fn known(ready: &Ready, dice: &mut Dice) -> InputKind {
    let fields = &ready.plan().profile.fields;
    let Some(field) = fields.get(dice.below(fields.len())) else { panic!("a profile has fields") };
    // Whoever says something of themselves says who they are.
    let identifiers = somebody(ready).identifiers;
    InputKind::Identify(Identify {
        identifiers,
        fields: vec![(field.name.clone(), value(&field.ty, dice))],
        ..Identify::default()
    })
}

fn choice(ready: &Ready, dice: &mut Dice) -> InputKind {
    let plan = ready.plan();
    let Some(purpose) = plan.purposes.get(dice.below(plan.purposes.len())) else {
        panic!("a plan has purposes")
    };
    let channel = plan.channels.get(dice.below(plan.channels.len() + 1)).map(|channel| channel.name.clone());
    let granted = !dice.one_in(4);
    InputKind::Consent(Consent::said(&purpose.name, channel.as_deref(), granted, "life"))
}

fn value(ty: &Type, dice: &mut Dice) -> Value {
    match ty {
        Type::Optional(_) if dice.one_in(4) => Value::Absent,
        Type::Optional(inner) => value(inner, dice),
        Type::Bool => Value::Bool(dice.one_in(2)),
        Type::Int => Value::Int(dice.pick(&[0, 1, 50, 500], 1)),
        Type::Decimal => Value::Decimal(dice.pick(&[0_i64, 5, 20, 150], 5).into()),
        Type::Money => Value::Money(dice.pick(&[5_i64, 150], 5).into(), "EUR".into()),
        Type::Date => Value::Date(dice.pick(&[0, 19_800], 0)),
        Type::Datetime => Value::Datetime(BEGINNING - HOUR * dice.pick(&[1, 24 * 90], 1)),
        Type::Duration => Value::Duration(HOUR),
        Type::Point => Value::Point(48_856_600, 2_352_200),
        Type::Enum(words) => Value::from(words.get(dice.below(words.len())).map_or("", String::as_str)),
        Type::List(inner) => Value::List((0..dice.below(3)).map(|_| value(inner, dice)).collect()),
        Type::Record(fields) => Value::Record(record(fields, dice)),
        other => Value::from(word(other, dice)),
    }
}

fn record<I: FromIterator<Value>>(fields: &[Field], dice: &mut Dice) -> I {
    fields.iter().map(|field| value(&field.ty, dice)).collect()
}

fn word(ty: &Type, dice: &mut Dice) -> &'static str {
    let words = match ty {
        Type::Email => ["a@example.com", "b@example.com"],
        Type::Phone => ["+33600000000", "+33700000000"],
        Type::Url => ["https://shop.example/a", "https://shop.example/b"],
        Type::Country => ["FR", "BE"],
        Type::Locale => ["fr", "en-GB"],
        Type::Timezone => ["Europe/Paris", "America/New_York"],
        Type::Currency => ["EUR", "CHF"],
        _ => ["a", "b"],
    };
    dice.pick(&words, "a")
}
