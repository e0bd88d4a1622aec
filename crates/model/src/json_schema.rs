//! JSON Schema (draft 2020-12) to fields: what `event … from=` imports. Each field keeps its place in the `.json` file.

mod collected;
mod keywords;
mod numbers;
mod pointer;
mod types;

pub(crate) use pointer::part;

use crate::Field;
use crate::linker::Linker;
use crate::rules::invalid_json::InvalidJson;
use crate::rules::invalid_schema::InvalidSchema;
use filrouge_report::Finding;
use filrouge_source::{FileId, Span};
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Most fields of one import, those of its records among them: definitions that use each other twice grow without end.
const MOST_FIELDS: usize = 2_000;

/// The fields that the schema in `file` describes; `from` is where an event refers to it.
pub(crate) fn import(file: FileId, from: Span, linker: &mut Linker<'_>) -> Vec<Field> {
    let sources = linker.sources;
    let text = sources.get(file).map_or("", |file| file.text.strip_prefix('\u{feff}').unwrap_or(&file.text));
    let skipped = sources.get(file).map_or(0, |file| file.text.len() - text.len());
    let place = Place { file, skipped };
    let root = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            let at = place.of(error.range());
            linker.push(told(InvalidJson { problem: error.kind().to_string(), place: at }, from));
            return Vec::new();
        }
    };
    let mut importer = Importer { place, from, root: None, open: Vec::new(), fields: 0, linker };
    let Some(Value::Object(root)) = &root else {
        let at = root.as_ref().map_or_else(|| place.of(Range::new(0, 0)), |root| place.of(root.range()));
        importer.invalid(at, "a schema is an object".to_owned(), "begin with `{ \"type\": \"object\", … }`");
        return Vec::new();
    };
    importer.root = Some(root);
    importer.event(root)
}

/// The text of a JSON file; one that is no JSON is a finding. `from` is where it is referred to.
pub(crate) fn text(file: FileId, from: Span, linker: &mut Linker<'_>) -> Option<String> {
    let whole = linker.sources.get(file).map_or("", |file| &file.text);
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let place = Place { file, skipped: whole.len() - text.len() };
    let (problem, range) = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) if parsed.value.is_some() => return Some(text.to_owned()),
        Ok(_) => ("there is nothing in it".to_owned(), Range::new(0, 0)),
        Err(error) => (error.kind().to_string(), error.range()),
    };
    linker.push(told(InvalidJson { problem, place: place.of(range) }, from));
    None
}

/// JSON as its standard has it, and nothing that is like it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// From ranges of the text that was read to places in the file.
#[derive(Debug, Clone, Copy)]
struct Place {
    file: FileId,
    /// Bytes of a byte order mark.
    skipped: usize,
}

impl Place {
    fn of(self, range: Range) -> Span {
        let byte = |at: usize| u32::try_from(at + self.skipped).unwrap_or(u32::MAX);
        Span::new(self.file, byte(range.start), byte(range.end))
    }
}

/// The import under way.
struct Importer<'a, 'l, 's> {
    place: Place,
    from: Span,
    root: Option<&'a Object<'a>>,
    /// The definitions that are being read, to find circles.
    open: Vec<&'a str>,
    fields: usize,
    linker: &'l mut Linker<'s>,
}

impl Importer<'_, '_, '_> {
    fn at(&self, ranged: &impl Ranged) -> Span {
        self.place.of(ranged.range())
    }

    fn push(&mut self, finding: impl Into<Finding>) {
        self.linker.push(told(finding, self.from));
    }

    fn invalid(&mut self, place: Span, problem: String, help: &'static str) {
        self.push(InvalidSchema { problem, help, place });
    }
}

/// A finding in a file says which event imports it.
fn told(finding: impl Into<Finding>, from: Span) -> Finding {
    let mut finding = finding.into();
    finding.also(&from, || "imported here".to_owned());
    finding
}
