//! The keywords of JSON Schema: which are read, which say nothing about types, and which cannot be followed.

use super::Importer;
use crate::rules::unchecked_keyword::UncheckedKeyword;
use crate::rules::unsupported_schema::UnsupportedSchema;
use filrouge_language::nearest;
use jsonc_parser::ast::{Object, ObjectProp, Value};

/// The dialect that is read.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Keywords that are read.
const READ: &[&str] = &[
    "$ref",
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "const",
    "format",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "anyOf",
    "oneOf",
    "$defs",
    "$schema",
    "additionalProperties",
    "unevaluatedProperties",
    CATEGORY,
    FOR,
    RETAIN,
    TYPE,
];

/// The category of personal data of a field.
pub(super) const CATEGORY: &str = "x-filrouge-category";

/// The purposes that a field is collected for.
pub(super) const FOR: &str = "x-filrouge-for";

/// How long a field is kept, when that is shorter than for the whole.
pub(super) const RETAIN: &str = "x-filrouge-retain";

/// The type of the language, where JSON Schema has none of its own.
pub(super) const TYPE: &str = "x-filrouge-type";

/// Keywords for people.
const ANNOTATIONS: &[&str] = &[
    "$id",
    "$anchor",
    "$comment",
    "$vocabulary",
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
    "contentMediaType",
    "contentEncoding",
];

/// Keywords that would refuse a value which we take.
const UNCHECKED: &[&str] = &[
    "pattern",
    "multipleOf",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "contains",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "dependentRequired",
    "contentSchema",
];

/// Keywords after which no one type is known.
const UNSUPPORTED: &[&str] = &[
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "patternProperties",
    "prefixItems",
    "unevaluatedItems",
    "$dynamicRef",
    "$dynamicAnchor",
    "definitions",
    "dependencies",
    "nullable",
];

impl<'a> Importer<'a, '_, '_> {
    /// Looks at the keywords of one schema. Whether a type can be read from it.
    pub(super) fn keywords(&mut self, schema: &'a Object<'a>) -> bool {
        let mut readable = true;
        for keyword in &schema.properties {
            readable &= self.keyword(keyword);
        }
        readable & self.unique(&schema.properties)
    }

    fn keyword(&mut self, keyword: &ObjectProp<'a>) -> bool {
        let (name, place) = (keyword.name.as_str(), self.place.of(keyword.name_range()));
        let closes = matches!(name, "additionalProperties" | "unevaluatedProperties");
        let maps = closes && keyword.value.as_boolean_lit().is_none();
        if UNSUPPORTED.contains(&name) || maps {
            self.push(UnsupportedSchema { written: name.to_owned(), help: instead(name), place });
            return false;
        }
        if name == "$schema" {
            self.dialect(&keyword.value);
        }
        let known = READ.contains(&name) || ANNOTATIONS.contains(&name) || name.starts_with("x-");
        if !known {
            let near = nearest(name, READ.iter().copied()).filter(|_| !UNCHECKED.contains(&name));
            self.push(UncheckedKeyword { keyword: name.to_owned(), near, place });
        }
        true
    }

    fn dialect(&mut self, value: &Value<'a>) {
        let place = self.at(value);
        let is_ours = value.as_string_lit().is_some_and(|text| text.value.trim_end_matches('#') == DIALECT);
        if !is_ours {
            self.invalid(
                place,
                "this is another dialect of JSON Schema".to_owned(),
                "draft 2020-12 is read: `https://json-schema.org/draft/2020-12/schema`",
            );
        }
    }

    /// JSON lets a name stand twice, and readers differ in which one they take.
    pub(super) fn unique(&mut self, members: &[ObjectProp<'a>]) -> bool {
        let named = members.iter().map(|member| (member.name.as_str(), self.place.of(member.name_range())));
        let twice = crate::names::duplicates("member", named);
        let unique = twice.is_empty();
        twice.into_iter().for_each(|finding| self.push(finding));
        unique
    }
}

/// Where the name of a member stands.
pub(super) trait NameRange {
    /// With its quotes.
    fn name_range(&self) -> jsonc_parser::common::Range;
}

impl NameRange for ObjectProp<'_> {
    fn name_range(&self) -> jsonc_parser::common::Range {
        use jsonc_parser::common::Ranged;
        self.name.range()
    }
}

fn instead(name: &str) -> &'static str {
    match name {
        "definitions" => "draft 2020-12 calls it `$defs`",
        "nullable" => "draft 2020-12 has `\"type\": [\"string\", \"null\"]`",
        "additionalProperties" | "unevaluatedProperties" | "patternProperties" => {
            "name the members under `properties`: conditions can only read what has a name"
        }
        _ => "give the value one type with `type`; conditions read it as that",
    }
}
