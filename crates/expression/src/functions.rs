//! The functions and methods of conditions, as data for editors.

/// One function or method.
#[derive(Debug)]
pub struct FunctionSpec {
    /// The name.
    pub name: &'static str,
    /// How it is written, with names for what it takes.
    pub form: &'static str,
    /// What it yields.
    pub docs: &'static str,
}

impl FunctionSpec {
    /// Whether it stands behind a value.
    #[must_use]
    pub fn is_method(&self) -> bool {
        !self.form.starts_with(self.name)
    }

    /// What stands between its parentheses, by bytes of the form.
    #[must_use]
    pub fn parameters(&self) -> Vec<std::ops::Range<usize>> {
        let Some((before, inner)) = self.form.split_once('(') else { return Vec::new() };
        let inner = inner.rsplit_once(')').map_or(inner, |(inner, _)| inner);
        let mut at = before.len() + 1;
        let mut found = Vec::new();
        for word in inner.split(", ").filter(|word| !word.is_empty()) {
            found.push(at..at + word.len());
            at += word.len() + 2;
        }
        found
    }
}

const fn function(name: &'static str, form: &'static str, docs: &'static str) -> FunctionSpec {
    FunctionSpec { name, form, docs }
}

/// Every function and method.
pub static FUNCTIONS: &[FunctionSpec] = &[
    function("has", "has(field)", "Whether the field has a value."),
    function("size", "size(value)", "The number of letters of a text, or of items of a list."),
    function("int", "int(value)", "The value as a whole number."),
    function("decimal", "decimal(value)", "The value as an exact number with a point."),
    function("string", "string(value)", "The value as a text."),
    function("date", "date(value)", "The date of a moment, or the date that a text says."),
    function("timestamp", "timestamp('2026-06-01T10:00:00Z')", "The moment that a text says."),
    function("duration", "duration('36h')", "The duration that a text says."),
    function("size", "value.size()", "The number of letters of a text, or of items of a list."),
    function("contains", "text.contains(part)", "Whether the text has the part somewhere."),
    function("startsWith", "text.startsWith(part)", "Whether the text begins with the part."),
    function("endsWith", "text.endsWith(part)", "Whether the text ends with the part."),
    function("lower", "text.lower()", "The text in small letters."),
    function("upper", "text.upper()", "The text in capital letters."),
    function("orValue", "value.orValue(other)", "The value, or the other one where it is absent."),
    function("in", "profile.in('segment')", "Whether the person is in the segment."),
    function(
        "reachable",
        "profile.reachable('channel', 'purpose')",
        "Whether a message for the purpose could leave over the channel now; the journey's purpose where none is named.",
    ),
    function("all", "list.all(item, condition)", "Whether the condition holds for every item."),
    function("exists", "list.exists(item, condition)", "Whether the condition holds for some item."),
    function(
        "exists_one",
        "list.exists_one(item, condition)",
        "Whether the condition holds for exactly one item.",
    ),
    function("filter", "list.filter(item, condition)", "The items for which the condition holds."),
    function("map", "list.map(item, value)", "A value for each item."),
    function("getFullYear", "moment.getFullYear()", "The year."),
    function("getMonth", "moment.getMonth()", "The month, from 0."),
    function("getDate", "moment.getDate()", "The day of the month, from 1."),
    function("getDayOfMonth", "moment.getDayOfMonth()", "The day of the month, from 0."),
    function("getDayOfWeek", "moment.getDayOfWeek()", "The day of the week, from 0 for Sunday."),
    function("getDayOfYear", "moment.getDayOfYear()", "The day of the year, from 0."),
    function("getHours", "moment.getHours()", "The hour of a moment, or the hours of a duration."),
    function("getMinutes", "moment.getMinutes()", "The minute of a moment, or the minutes of a duration."),
    function("getSeconds", "moment.getSeconds()", "The second of a moment, or the seconds of a duration."),
    function("getMilliseconds", "moment.getMilliseconds()", "The milliseconds within a second."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{METHODS, PLAIN};
    use filrouge_plan::program::{Part, Quantifier};

    #[test]
    fn everything_that_the_checker_knows_is_described_once() {
        let described = |name: &str, method: bool| {
            FUNCTIONS.iter().filter(|own| own.name == name && own.is_method() == method).count()
        };
        let methods = METHODS.iter().copied().chain(["in", "reachable"]);
        let methods = methods.chain(Part::ALL.iter().map(|part| part.word()));
        let methods: Vec<_> = methods.chain(Quantifier::ALL.iter().map(|each| each.word())).collect();
        methods.iter().for_each(|name| assert_eq!(described(name, true), 1, "{name}"));
        PLAIN.iter().for_each(|name| assert_eq!(described(name, false), 1, "{name}"));
        assert_eq!(FUNCTIONS.len(), methods.len() + PLAIN.len());
    }

    #[test]
    fn parameters_are_found_in_the_form() {
        let reachable = FUNCTIONS.iter().find(|own| own.name == "reachable").unwrap();
        let names: Vec<_> =
            reachable.parameters().into_iter().map(|at| reachable.form.get(at).unwrap()).collect();
        assert_eq!(names, ["'channel'", "'purpose'"]);
        assert!(FUNCTIONS.iter().find(|own| own.name == "lower").unwrap().parameters().is_empty());
    }
}
