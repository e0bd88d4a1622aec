//! Values for named places: `set` of an update or an emit, `with` of a send.

use super::judge::{View, WalkView};
use super::turn::Turn;
use crate::{Evaluated, Id};
use filrouge_plan::{Assignment, Field, Type, Value, address};
use rust_decimal::Decimal;

impl Turn<'_> {
    /// The value of each assignment whose place is one of `fields`, with the records of how they came about. One
    /// that reads a missing value assigns nothing.
    pub(super) fn assign<'f>(
        &self,
        id: Id,
        set: &'f [Assignment],
        fields: impl Iterator<Item = &'f Field> + Clone,
    ) -> (Vec<(&'f str, Value)>, Vec<Evaluated>) {
        let (mut values, mut proof) = (Vec::new(), Vec::new());
        for assignment in set {
            let Some(field) = fields.clone().find(|field| field.name == assignment.name) else { continue };
            let Some((value, evaluated)) = self.value_of(id, assignment) else { continue };
            values.extend(value.map(|value| (field.name.as_str(), fitted(value, &field.ty))));
            proof.push(evaluated);
        }
        (values, proof)
    }

    fn value_of(&self, id: Id, assignment: &Assignment) -> Option<(Option<Value>, Evaluated)> {
        self.value_in_part(id, &self.here(id)?.origin, assignment)
    }

    /// The value of an assignment of the part at an address, and the record of how it came about.
    pub(super) fn value_in_part(
        &self,
        id: Id,
        part: &str,
        assignment: &Assignment,
    ) -> Option<(Option<Value>, Evaluated)> {
        let origin = address::assignment(part, &assignment.name);
        let evaluate = |walk: WalkView<'_>| {
            let view = View { walk: Some(walk), ..View::default() };
            let (value, evaluated) = self.evaluate(&assignment.value, origin, view);
            (value.ok(), evaluated)
        };
        self.of_instance(id, evaluate)
    }
}

/// A whole number where a decimal is declared becomes one.
fn fitted(value: Value, ty: &Type) -> Value {
    match (value, ty.required()) {
        (Value::Int(number), Type::Decimal) => Value::Decimal(Decimal::from(number)),
        (value, _) => value,
    }
}
