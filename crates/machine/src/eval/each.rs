//! `all`, `exists`, `exists_one`, `filter` and `map`.

use super::operand::Operand;
use super::walk::{Locals, Scope, Walk, Watch};
use super::{Reason, Stop};
use filrouge_plan::Value;
use filrouge_plan::program::{NodeId, Quantifier};
use std::cell::Cell;

/// The greatest number of items that one evaluation may visit, all its lists together.
pub const WORK_LIMIT: u32 = 100_000;

/// What is left of [`WORK_LIMIT`].
pub(super) struct Work {
    left: Cell<u32>,
}

impl Work {
    pub(super) const fn new() -> Self {
        Self { left: Cell::new(WORK_LIMIT) }
    }

    fn visit(&self) -> Result<(), Reason> {
        self.left.set(self.left.get().checked_sub(1).ok_or(Reason::TooLarge)?);
        Ok(())
    }
}

impl<W: Watch> Walk<'_, W> {
    /// The truth of `all`, `exists` or `exists_one`. The first two absorb as `&&` and `||` do.
    pub(super) fn quantify(
        &self,
        id: NodeId,
        quantifier: Quantifier,
        list: NodeId,
        body: NodeId,
        scope: Scope<'_>,
    ) -> Result<bool, Stop> {
        let list = self.value(list, scope)?;
        let items = list.items().map_err(|reason| Stop { at: id, reason })?;
        let truths = items.iter().map(|value| {
            self.work.visit().map_err(|reason| Stop { at: id, reason })?;
            self.truth(body, Some(&Locals { value, outer: scope }))
        });
        match quantifier {
            Quantifier::All => decide(truths, false),
            Quantifier::Exists => decide(truths, true),
            _ => exactly_one(truths),
        }
    }

    /// The list that `filter` or `map` makes.
    pub(super) fn collect(
        &self,
        id: NodeId,
        quantifier: Quantifier,
        list: NodeId,
        body: NodeId,
        scope: Scope<'_>,
    ) -> Result<Value, Stop> {
        let list = self.value(list, scope)?;
        let items = list.items().map_err(|reason| Stop { at: id, reason })?;
        let mut made = Vec::new();
        for value in items {
            self.work.visit().map_err(|reason| Stop { at: id, reason })?;
            let inner = Locals { value, outer: scope };
            if quantifier == Quantifier::Map {
                made.push(self.value(body, Some(&inner)).map(Operand::into_value)?);
            } else if self.truth(body, Some(&inner))? {
                made.push(value.clone());
            }
        }
        Ok(Value::List(made))
    }
}

fn decide(truths: impl Iterator<Item = Result<bool, Stop>>, decisive: bool) -> Result<bool, Stop> {
    let mut stop = None;
    for truth in truths {
        match truth {
            Ok(truth) if truth == decisive => return Ok(decisive),
            Err(found) if found.reason == Reason::TooLarge => return Err(found),
            Err(found) => stop = stop.or(Some(found)),
            Ok(_) => {}
        }
    }
    stop.map_or(Ok(!decisive), Err)
}

fn exactly_one(truths: impl Iterator<Item = Result<bool, Stop>>) -> Result<bool, Stop> {
    let mut count = 0_u32;
    for truth in truths {
        count += u32::from(truth?);
    }
    Ok(count == 1)
}
