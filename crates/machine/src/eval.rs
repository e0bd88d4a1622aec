//! `eval(program, facts) -> value`: conditions and other expressions, without allocation where nothing is built.
//!
//! Missing data is a third value. It is absorbed as CEL absorbs errors (`false && missing` is false); a condition
//! that ends missing did not hold, and the [`Stop`] names the operand that was absent. Nothing panics, and the
//! cost of an evaluation is bounded by the program and [`WORK_LIMIT`].

mod arithmetic;
mod calendar;
mod call;
mod compare;
mod each;
mod facts;
mod operand;
mod plain;
mod stop;
mod walk;

pub use each::WORK_LIMIT;
pub use facts::{Alone, Facts, Standing};
pub use stop::{Reason, Stop};

use filrouge_plan::Value;
use filrouge_plan::program::{NodeId, Program};
use walk::{Silent, Trace, Walk};

/// The value of `program`.
///
/// # Errors
/// When an operand that decides is missing, or an operation has no result.
pub fn eval(program: &Program, facts: &Facts<'_>) -> Result<Value, Stop> {
    let walk = Walk::new(program, facts, Silent);
    walk.value(whole(program)?, None).map(operand::Operand::into_value)
}

/// Whether the condition `program` holds.
///
/// # Errors
/// As [`eval`]; a condition that stops did not hold.
pub fn holds(program: &Program, facts: &Facts<'_>) -> Result<bool, Stop> {
    plain::holds(program, facts).map_or_else(|| walk(program, facts), Ok)
}

#[inline(never)]
fn walk(program: &Program, facts: &Facts<'_>) -> Result<bool, Stop> {
    Walk::new(program, facts, Silent).truth(whole(program)?, None)
}

/// The value of `program`, and the value of each sub-expression that was evaluated on the way, in the order of
/// evaluation. Literals and what stands inside `all`, `exists`, `filter` and `map` are left out.
pub fn eval_traced(program: &Program, facts: &Facts<'_>) -> (Result<Value, Stop>, Vec<(NodeId, Value)>) {
    let walk = Walk::new(program, facts, Trace::default());
    let result = whole(program).and_then(|root| walk.value(root, None).map(operand::Operand::into_value));
    (result, walk.into_watch().into_seen())
}

fn whole(program: &Program) -> Result<NodeId, Stop> {
    program.root().ok_or(Stop { at: NodeId(0), reason: Reason::Missing })
}

#[cfg(test)]
mod tests;
