//! The bounds of a schema.

use super::Importer;
use filrouge_plan::{Bounds, Type};
use jsonc_parser::ast::Object;
use rust_decimal::Decimal;
use std::str::FromStr;

impl<'a> Importer<'a, '_, '_> {
    /// The bounds that fit the type; others say nothing about its values.
    pub(super) fn bounds(&mut self, schema: &'a Object<'a>, ty: &Type) -> Bounds {
        let (min, max) = match ty.required() {
            Type::Int | Type::Decimal => ("minimum", "maximum"),
            Type::String => ("minLength", "maxLength"),
            Type::List(_) => ("minItems", "maxItems"),
            _ => return Bounds::default(),
        };
        Bounds { min: self.number(schema, min), max: self.number(schema, max) }
    }

    fn number(&mut self, schema: &'a Object<'a>, name: &'static str) -> Option<String> {
        let value = &schema.get(name)?.value;
        let digits = value.as_number_lit().and_then(|number| decimal(number.value));
        if digits.is_none() {
            let place = self.at(value);
            self.invalid(
                place,
                format!("`{name}` is not a number that can be held exactly"),
                "write it as `20` or `9.90`",
            );
        }
        digits
    }
}

fn decimal(written: &str) -> Option<String> {
    let exact = Decimal::from_str(written).or_else(|_| Decimal::from_scientific(written)).ok()?;
    Some(exact.normalize().to_string())
}
