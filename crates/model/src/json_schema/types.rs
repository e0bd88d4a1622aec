//! Schemas to types.

use super::keywords::{CATEGORY, FOR, NameRange, RETAIN, TYPE};
use super::{Importer, MOST_FIELDS};
use crate::field::{self, category_or, simple};
use crate::linker::unresolved;
use crate::retain::period;
use crate::rules::unresolved_name::UnresolvedName;
use crate::rules::unsupported_schema::UnsupportedSchema;
use crate::{Field, Purpose, Reference};
use filrouge_language::Opt;
use filrouge_language::kinds::{Duration, is_field_name};
use filrouge_language::rules::invalid_duration::InvalidDuration;
use filrouge_language::rules::invalid_name::InvalidName;
use filrouge_plan::{Bounds, Period, Type};
use filrouge_source::{Span, Spanned};
use jsonc_parser::ast::{Array, Object, ObjectProp, StringLit, Value};

/// What a schema describes.
pub(super) struct Described {
    ty: Type,
    bounds: Bounds,
    category: Opt<Box<str>>,
    retain: Opt<Period>,
    purposes: Vec<Reference<Purpose>>,
    fields: Vec<Field>,
}

impl Described {
    fn of(ty: Type) -> Self {
        let (category, retain) = (Opt::Absent, Opt::Absent);
        let (purposes, fields) = (Vec::new(), Vec::new());
        Self { ty, bounds: Bounds::default(), category, retain, purposes, fields }
    }

    fn optional(self) -> Self {
        let ty = if self.ty.is_optional() { self.ty } else { Type::Optional(Box::new(self.ty)) };
        Self { ty, ..self }
    }
}

impl<'a> Importer<'a, '_, '_> {
    /// The fields of the outermost schema.
    pub(super) fn event(&mut self, root: &'a Object<'a>) -> Vec<Field> {
        if !self.keywords(root) {
            return Vec::new();
        }
        let is_object = root.get_string("type").is_some_and(|ty| ty.value == "object");
        if !is_object {
            let place = root.get("type").map_or_else(|| self.at(root), |ty| self.at(&ty.value));
            self.invalid(
                place,
                "an event is an object".to_owned(),
                "the schema of an event has `\"type\": \"object\"`",
            );
            return Vec::new();
        }
        self.members(root)
    }

    /// The fields under `properties`.
    fn members(&mut self, schema: &'a Object<'a>) -> Vec<Field> {
        let Some(properties) = schema.get("properties") else { return Vec::new() };
        let Value::Object(properties) = &properties.value else {
            let place = self.at(&properties.value);
            self.invalid(
                place,
                "`properties` is not an object".to_owned(),
                "it holds a schema under each name",
            );
            return Vec::new();
        };
        let required = self.required(schema, properties);
        let read = |importer: &mut Self, member| importer.member(member, &required);
        properties.properties.iter().filter_map(|member| read(self, member)).collect()
    }

    /// The names under `required`.
    fn required(&mut self, schema: &'a Object<'a>, properties: &Object<'a>) -> Vec<&'a str> {
        let Some(required) = schema.get("required") else { return Vec::new() };
        let names = required.value.as_array().and_then(texts);
        let Some(names) = names else {
            let place = self.at(&required.value);
            self.invalid(
                place,
                "`required` is not a list of names".to_owned(),
                "write `\"required\": [\"cart_id\"]`",
            );
            return Vec::new();
        };
        for name in names.iter().filter(|name| properties.get(&name.value).is_none()) {
            let problem = format!("`required` names `{}`, which `properties` does not describe", name.value);
            let place = self.at(*name);
            self.invalid(place, problem, "describe it under `properties`, so that it has a type");
        }
        names.into_iter().map(|name| &*name.value).collect()
    }

    fn member(&mut self, member: &'a ObjectProp<'a>, required: &[&str]) -> Option<Field> {
        let (name, place) = (member.name.as_str(), self.place.of(member.name_range()));
        self.fields += 1;
        if self.fields > MOST_FIELDS {
            if self.fields == MOST_FIELDS + 1 {
                let problem = format!("there are more than {MOST_FIELDS} fields");
                self.invalid(place, problem, "definitions that use each other twice grow at each step");
            }
            return None;
        }
        if !is_field_name(name) {
            let why = "a field is spelled as conditions read it, with letters, digits and `_`";
            self.push(InvalidName { name: name.to_owned(), place, why, better: None });
            return None;
        }
        let described = self.schema(&member.value);
        let described = if required.contains(&name) { described } else { described.map(Described::optional) };
        let name = Spanned::new(name.into(), place);
        let inside = self.at(&member.value);
        let imported = Some(Span::new(inside.file, inside.start + 1, inside.start + 1));
        let known = described.is_some();
        let it = described.unwrap_or_else(|| Described::of(Type::String));
        let Described { ty, bounds, category, retain, purposes, fields } = it;
        let ty = known.then(|| Spanned::new(ty, inside));
        let category = category_or(category, ty.as_ref());
        Some(Field { at: place, name, ty, bounds, category, retain, purposes, imported, fields })
    }

    /// What a schema describes; nothing when it was reported.
    fn schema(&mut self, value: &'a Value<'a>) -> Option<Described> {
        let Value::Object(schema) = value else {
            let place = self.at(value);
            self.invalid(place, "this schema says no type".to_owned(), "write `{ \"type\": \"string\" }`");
            return None;
        };
        if !self.keywords(schema) {
            return None;
        }
        let described = self.described(schema)?;
        let bounds = self.bounds(schema, &described.ty);
        let bounds = if bounds.is_empty() { described.bounds } else { bounds };
        let category =
            schema.get_string(CATEGORY).map(|key| Spanned::new(Box::from(&*key.value), self.at(key)));
        let category = category.map_or(described.category, Opt::Given);
        let retain = schema.get(RETAIN).map_or(described.retain, |keep| self.retain(&keep.value));
        let purposes = schema.get(FOR).map_or(described.purposes, |purposes| self.purposes(&purposes.value));
        Some(Described { bounds, category, retain, purposes, ..described })
    }

    /// How long a field is kept.
    fn retain(&mut self, keep: &'a Value<'a>) -> Opt<Period> {
        let place = self.at(keep);
        let Value::StringLit(text) = keep else {
            let problem = format!("`{RETAIN}` is not a duration");
            self.invalid(place, problem, "write a text of whole numbers with units, as `\"7d\"`");
            return Opt::Broken(place);
        };
        match Duration::parse(&text.value) {
            Some(duration) => Opt::Given(Spanned::new(period(duration), place)),
            None => {
                let (written, meant) = (text.value.to_string(), Duration::meant(&text.value));
                self.push(InvalidDuration { written, place, meant });
                Opt::Broken(place)
            }
        }
    }

    fn described(&mut self, schema: &'a Object<'a>) -> Option<Described> {
        if let Some(reference) = schema.get("$ref") {
            return self.reference(reference);
        }
        if let Some(choice) = schema.get("anyOf").or_else(|| schema.get("oneOf")) {
            return self.perhaps_null(choice);
        }
        if let Some(own) = schema.get_string(TYPE) {
            return self.own_type(schema, own);
        }
        if let Some(words) = schema.get("enum") {
            return self.words(words);
        }
        if let Some(Value::StringLit(word)) = schema.get("const").map(|only| &only.value) {
            return Some(Described::of(Type::Enum(vec![word.value.to_string()])));
        }
        match schema.get("type").map(|ty| &ty.value) {
            Some(Value::StringLit(ty)) => self.named(&ty.value, schema, ty),
            Some(Value::Array(types)) => self.one_of_two(types, schema),
            _ => {
                let place = self.at(schema);
                self.invalid(place, "this schema says no type".to_owned(), "add `\"type\"`");
                None
            }
        }
    }

    /// `#/$defs/NAME`, in the same file.
    fn reference(&mut self, reference: &'a ObjectProp<'a>) -> Option<Described> {
        let place = self.at(&reference.value);
        let path = reference.value.as_string_lit().map_or("", |path| &*path.value);
        let Some(name) = path.strip_prefix("#/$defs/") else {
            let help = "a reference leads to `#/$defs/NAME` of the same file";
            self.push(UnsupportedSchema { written: format!("$ref {path}"), help, place });
            return None;
        };
        let definitions = self.root.and_then(|root| root.get_object("$defs"));
        let Some(found) = definitions.and_then(|all| all.get(name)) else {
            let names: Vec<&str> =
                definitions.iter().flat_map(|all| &all.properties).map(|known| known.name.as_str()).collect();
            let unknown = unresolved("definition", name, place, names.iter().copied(), None);
            // Its fix would write the bare name, and a reference is a path.
            self.push(UnresolvedName { near: None, ..unknown });
            return None;
        };
        if self.open.contains(&name) {
            self.invalid(
                place,
                format!("`{name}` contains itself"),
                "a field has as many levels as its type",
            );
            return None;
        }
        self.open.push(name);
        let described = self.schema(&found.value);
        self.open.pop();
        described
    }

    /// Two schemas, of which one is `null`: the other one, perhaps absent.
    fn perhaps_null(&mut self, choice: &'a ObjectProp<'a>) -> Option<Described> {
        let is_null = |value: &Value<'_>| {
            value.as_object().and_then(|it| it.get_string("type")).is_some_and(|ty| ty.value == "null")
        };
        let ways = choice.value.as_array().map_or(&[][..], |ways| &ways.elements);
        match ways {
            [null, other] | [other, null] if is_null(null) && !is_null(other) => {
                self.schema(other).map(Described::optional)
            }
            _ => {
                let place = self.place.of(choice.name_range());
                let help = "one schema beside `{ \"type\": \"null\" }` is read; a value has one type";
                self.push(UnsupportedSchema { written: choice.name.as_str().to_owned(), help, place });
                None
            }
        }
    }

    /// `["string", "null"]`.
    fn one_of_two(&mut self, types: &'a Array<'a>, schema: &'a Object<'a>) -> Option<Described> {
        let named = texts(types).unwrap_or_default();
        let others: Vec<_> = named.iter().filter(|ty| ty.value != "null").collect();
        match (others.as_slice(), types.elements.len()) {
            ([only], 1) => self.named(&only.value, schema, only),
            ([only], 2) if named.len() == 2 => self.named(&only.value, schema, only).map(Described::optional),
            _ => {
                let place = self.at(types);
                let help = "one type, or one beside `null`, is read; a value has one type";
                self.push(UnsupportedSchema { written: "type".to_owned(), help, place });
                None
            }
        }
    }

    fn named(&mut self, name: &str, schema: &'a Object<'a>, at: &StringLit<'a>) -> Option<Described> {
        match name {
            "string" => Some(Described::of(format(schema.get_string("format")))),
            "integer" => Some(Described::of(Type::Int)),
            "number" => Some(Described::of(Type::Decimal)),
            "boolean" => Some(Described::of(Type::Bool)),
            "array" => self.list(schema, at),
            "object" => self.record(schema, at),
            _ => {
                let place = self.at(at);
                self.invalid(
                    place,
                    format!("`{name}` is no type of JSON Schema that a field can have"),
                    TYPES,
                );
                None
            }
        }
    }

    fn list(&mut self, schema: &'a Object<'a>, at: &StringLit<'a>) -> Option<Described> {
        let Some(items) = schema.get("items") else {
            let place = self.at(at);
            self.invalid(place, "this list says nothing about its items".to_owned(), "add `\"items\"`");
            return None;
        };
        let item = self.schema(&items.value)?;
        Some(Described { fields: item.fields, ..Described::of(Type::List(Box::new(item.ty))) })
    }

    fn record(&mut self, schema: &'a Object<'a>, at: &StringLit<'a>) -> Option<Described> {
        let fields = self.members(schema);
        field::unique(&fields, self.linker);
        if fields.is_empty() {
            let place = self.at(at);
            self.invalid(
                place,
                "this record has no fields".to_owned(),
                "describe them under `\"properties\"`",
            );
            return None;
        }
        let lowered: Option<Vec<_>> = fields.iter().map(Field::lower).collect();
        Some(Described { fields, ..Described::of(Type::Record(lowered?)) })
    }

    fn words(&mut self, words: &'a ObjectProp<'a>) -> Option<Described> {
        let array = words.value.as_array();
        let texts = array.and_then(|array| {
            let texts = array.elements.iter().filter(|word| word.as_null_keyword().is_none());
            texts
                .map(|word| word.as_string_lit().map(|word| word.value.to_string()))
                .collect::<Option<Vec<_>>>()
        });
        let Some(texts) = texts.filter(|texts| !texts.is_empty()) else {
            let place = self.at(&words.value);
            let help = "a closed set of texts is read; give other values a `type`";
            self.push(UnsupportedSchema { written: "enum".to_owned(), help, place });
            return None;
        };
        let null = array.is_some_and(|array| array.elements.len() > texts.len());
        let described = Described::of(Type::Enum(texts));
        Some(if null { described.optional() } else { described })
    }

    /// The type that `x-filrouge-type` names.
    fn own_type(&mut self, schema: &'a Object<'a>, own: &StringLit<'a>) -> Option<Described> {
        let Some(ty) = simple(&own.value) else {
            let place = self.at(own);
            self.invalid(
                place,
                format!("`{}` is no simple type of the language", own.value),
                "such as `phone`, `country` or `money`",
            );
            return None;
        };
        let null = schema.get_array("type").and_then(texts);
        let null = null.is_some_and(|types| types.iter().any(|ty| ty.value == "null"));
        let described = Described::of(ty);
        Some(if null { described.optional() } else { described })
    }
}

const TYPES: &str = "types are `string`, `integer`, `number`, `boolean`, `array` and `object`";

fn texts<'a, 'v>(array: &'v Array<'a>) -> Option<Vec<&'v StringLit<'a>>> {
    array.elements.iter().map(Value::as_string_lit).collect()
}

/// A format that has no type of its own says nothing, as in JSON Schema.
fn format(format: Option<&StringLit<'_>>) -> Type {
    match format.map_or("", |format| &*format.value) {
        "email" | "idn-email" => Type::Email,
        "uri" | "iri" => Type::Url,
        "date" => Type::Date,
        "date-time" => Type::Datetime,
        "duration" => Type::Duration,
        _ => Type::String,
    }
}
