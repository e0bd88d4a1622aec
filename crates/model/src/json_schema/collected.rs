//! `x-filrouge-for`: the purposes that a field is collected for.

use super::Importer;
use super::keywords::FOR;
use crate::{Purpose, Reference};
use filrouge_source::Span;
use jsonc_parser::ast::{StringLit, Value};

impl<'a> Importer<'a, '_, '_> {
    /// One purpose, or a list of them.
    pub(super) fn purposes(&mut self, written: &'a Value<'a>) -> Vec<Reference<Purpose>> {
        let names: Option<Vec<&StringLit<'a>>> = match written {
            Value::StringLit(name) => Some(vec![name]),
            Value::Array(names) => names.elements.iter().map(Value::as_string_lit).collect(),
            _ => None,
        };
        let Some(names) = names.filter(|names| !names.is_empty()) else {
            let (place, problem) = (self.at(written), format!("`{FOR}` names no purpose"));
            self.invalid(place, problem, "write the names of purposes, as `[\"orders\"]`");
            return Vec::new();
        };
        names.into_iter().map(|name| self.purpose(name)).collect()
    }

    /// The place is that of the name alone: a name that is put in its stead needs the quotes around it.
    fn purpose(&mut self, name: &StringLit<'a>) -> Reference<Purpose> {
        let quoted = self.at(name);
        let place = Span::new(quoted.file, quoted.start + 1, quoted.end.saturating_sub(1));
        self.linker.resolve_name(&name.value, place)
    }
}
