//! A condition of two terms, evaluated: the machine's evaluator beside the `cel` crate.

use cel::Context;
use filrouge_bench::{Failure, Message, Report, Target, per_run, shop};
use filrouge_machine::eval::{Facts, holds};
use filrouge_plan::{Program, Value};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::hint::black_box;

const TEXT: &str = "event.value >= 20.0 && profile.country == 'FR'";

pub(crate) fn run() -> Result<(), Failure> {
    let bundle = shop::bundle(1)?;
    let plan = &bundle.plan;
    let program =
        plan.journeys.first().and_then(|journey| journey.enter.when.as_ref()).ok_or("no condition")?;
    let mut profile: Vec<Value> = plan.profile.slots().map(|_| Value::Absent).collect();
    let country = plan.profile.slots().position(|field| field.name == "country");
    *country.and_then(|slot| profile.get_mut(slot)).ok_or("no country")? = Value::from("FR");
    let ours = ours(program, &profile);
    let theirs = theirs()?;
    let mut report = Report::of("condition");
    report.aim(format!("`{TEXT}`"), ours, "ns", Target::AtMost(15.0));
    report.add("the same in the `cel` crate", theirs, "ns");
    report.aim("of the `cel` crate", ours / theirs, "×", Target::AtMost(1.0));
    report.print();
    Ok(())
}

fn ours(program: &Program, profile: &[Value]) -> f64 {
    let basket = Message { number: 1, user: 1, event: 0, value: 80 }.to_event();
    let zone = TimeZone::UTC;
    let facts = Facts { profile, event: &basket.fields, ..Facts::at(1_763_900_000_000, &zone) };
    assert_eq!(holds(program, &facts), Ok(true));
    per_run(21, 1_000_000, |_| holds(black_box(program), black_box(&facts)))
}

fn theirs() -> Result<f64, Failure> {
    let program = cel::Program::compile(TEXT)?;
    let mut context = Context::default();
    context.add_variable("event", HashMap::from([("value", 80.0)]))?;
    context.add_variable("profile", HashMap::from([("country", "FR")]))?;
    assert_eq!(program.execute(&context), Ok(cel::Value::Bool(true)));
    Ok(per_run(21, 50_000, |_| program.execute(black_box(&context))))
}
