//! The TextMate grammar: one rule for each word, so that a word is coloured only where it may stand.

use super::vocabulary::{Entry, Nature, Rank, Vocabulary, assigns, leaves, nature, props};
use filrouge_language::kinds::FieldType;
use filrouge_language::{PartSpec, Place, WordSpec};
use serde_json::{Map, Value, json};

/// What is the same whatever the words are: comments, strings, numbers, conditions, placeholders.
const BASE: &str = include_str!("textmate.json");
/// A name as KDL takes it: bare, or in quotes.
const NAME: &str = r##"(?:(?![0-9#]|[+\-]\.?[0-9])[^\s\\/(){};\[\]"=#]+|"(?:[^"\\\n]|\\.)*")"##;
/// Where a node ends; what closes it belongs to the block around it.
const NODE_END: &str = r"(?=[;}\n])";
/// Before an argument; the value of a property stands behind its `=`.
const ARGUMENT: &str = r"(?<=\s)";
/// Behind a word.
const WORD_END: &str = r"(?=[\s{};/\\(]|$)";

/// The grammar, as the text of its file.
pub fn grammar(vocabulary: &Vocabulary) -> String {
    let mut grammar: Map<String, Value> = serde_json::from_str(BASE).unwrap_or_default();
    grammar.insert("patterns".to_owned(), top(vocabulary).into());
    if let Some(repository) = grammar.get_mut("repository").and_then(Value::as_object_mut) {
        repository.extend(rules(vocabulary));
    }
    let mut text = serde_json::to_string_pretty(&grammar).unwrap_or_default();
    text.push('\n');
    text
}

/// What stands at the top of a file.
fn top(vocabulary: &Vocabulary) -> Vec<Value> {
    let words = vocabulary.declarations().map(|entry| include_word(&entry.key));
    [include("between")].into_iter().chain(words).chain([include("node")]).collect()
}

/// A rule for each word, and those that several of them share.
fn rules(vocabulary: &Vocabulary) -> impl Iterator<Item = (String, Value)> {
    let words = vocabulary.entries.iter().map(|entry| (format!("word.{}", entry.key), word(entry)));
    let shared = [("node".to_owned(), any_node()), ("assigned".to_owned(), assigned_line())];
    words.chain(shared).chain(texts())
}

fn include(key: &str) -> Value {
    json!({ "include": format!("#{key}") })
}

/// What words are called must not be what the shared rules are called.
fn include_word(key: &str) -> Value {
    include(&format!("word.{key}"))
}

/// Arguments that are strings with something of its own inside, by what they hold.
fn texts() -> impl Iterator<Item = (String, Value)> {
    [Nature::Expression, Nature::Template, Nature::Path].into_iter().map(|nature| {
        (format!("argument-{}", content(nature).1), json!({ "patterns": strings(ARGUMENT, &[], nature) }))
    })
}

fn argument(nature: Nature) -> Value {
    include(&format!("argument-{}", content(nature).1))
}

/// A node from its name to its end. What it holds is tried in order.
fn node(begin: &str, scope: &str, patterns: Vec<Value>) -> Value {
    json!({
        "begin": begin,
        "beginCaptures": { "1": { "name": scope } },
        "end": NODE_END,
        "patterns": patterns,
    })
}

fn block(inside: Vec<Value>) -> Value {
    json!({
        "begin": r"\{",
        "beginCaptures": { "0": { "name": "punctuation.section.block.begin.filrouge" } },
        "end": r"\}",
        "endCaptures": { "0": { "name": "punctuation.section.block.end.filrouge" } },
        "patterns": inside,
    })
}

/// A node that no word describes.
fn any_node() -> Value {
    let inside = block(vec![include("between"), include("node")]);
    node(&format!("({NAME})"), "entity.name.tag.filrouge", vec![include("entry"), inside])
}

/// A line that gives a free name an expression.
fn assigned_line() -> Value {
    let patterns = vec![argument(Nature::Expression), include("entry")];
    node(&format!("({NAME})"), "variable.other.member.filrouge", patterns)
}

fn word(entry: &Entry) -> Value {
    let spec = entry.spec;
    let is_free = spec.parts_in(Place::Head).next().is_some();
    let (begin, scope) = match is_free {
        true => (format!("({NAME})"), "variable.other.member.filrouge"),
        false => (format!("({}){WORD_END}", entry.name), word_scope(entry.rank)),
    };
    let mut patterns = if is_free { Vec::new() } else { arguments(entry) };
    patterns.extend(is_typed(spec).then(field_type));
    patterns.extend(properties(spec));
    patterns.push(include("entry"));
    patterns.push(block(lines(entry)));
    node(&begin, scope, patterns)
}

fn word_scope(rank: Rank) -> &'static str {
    match rank {
        Rank::Declaration => "storage.type.declaration.filrouge",
        Rank::Step => "keyword.control.step.filrouge",
        Rank::Part => "keyword.other.part.filrouge",
    }
}

/// What stands in the block of a word.
fn lines(entry: &Entry) -> Vec<Value> {
    let spec = entry.spec;
    let mut lines = vec![include("between")];
    lines.extend(entry.inside.iter().map(|key| include_word(key)));
    lines.extend(leaves(spec).map(leaf));
    lines.push(include_word("waive"));
    lines.extend(entry.line.iter().map(|key| include_word(key)));
    if assigns(spec) {
        lines.push(include("assigned"));
    }
    lines.push(include("node"));
    lines
}

fn leaf(part: &'static PartSpec) -> Value {
    let mut patterns = value(ARGUMENT, &[], part);
    patterns.push(include("entry"));
    node(&format!("({}){WORD_END}", part.name), word_scope(Rank::Part), patterns)
}

/// The first argument, by its place; strings behind it, by what they hold.
fn arguments(entry: &Entry) -> Vec<Value> {
    let args: Vec<&PartSpec> = entry.spec.parts_in(Place::Arg).collect();
    let mut rules = Vec::new();
    if let Some(first) = args.first() {
        match nature(first) {
            Nature::Name => rules.push(first_name(entry)),
            Nature::Choice => rules.extend(value(r"\G\s+", &[], first)),
            _ => {}
        }
    }
    let texts = args.iter().map(|part| nature(part)).find(|nature| is_text(*nature));
    rules.extend(texts.map(argument));
    rules
}

fn first_name(entry: &Entry) -> Value {
    let scope = match entry.rank {
        Rank::Declaration => "entity.name.type.declaration.filrouge",
        Rank::Step | Rank::Part if is_typed(entry.spec) => "variable.other.member.filrouge",
        Rank::Step | Rank::Part => "entity.name.function.step.filrouge",
    };
    json!({ "match": format!(r"\G\s+({NAME})(?!\s*=)"), "captures": { "1": { "name": scope } } })
}

/// Whether a word takes a type, as a field does.
fn is_typed(spec: &WordSpec) -> bool {
    spec.rest().is_some_and(|rest| rest.name == "a type")
}

fn is_text(nature: Nature) -> bool {
    matches!(nature, Nature::Expression | Nature::Template | Nature::Path)
}

/// Declared properties by what they hold, then free ones, where those hold expressions.
fn properties(spec: &'static WordSpec) -> Vec<Value> {
    let mut rules: Vec<Value> = props(spec).flat_map(property).collect();
    if assigns(spec) {
        let declared = spec.prop_names().join("|");
        let others =
            if declared.is_empty() { NAME.to_owned() } else { format!(r"(?!(?:{declared})\s*=){NAME}") };
        rules.extend(strings(&format!(r"(?<=\s)({others})\s*(=)\s*"), KEY, Nature::Expression));
    }
    rules
}

/// The scopes of a key and its sign.
const KEY: &[&str] = &["entity.other.attribute-name.filrouge", "keyword.operator.assignment.filrouge"];

fn property(part: &'static PartSpec) -> Vec<Value> {
    value(&format!(r"(?<=\s)({})\s*(=)\s*", part.name), KEY, part)
}

/// The rules for the value of a part, behind what `prefix` matches. An ordinary value needs none.
fn value(prefix: &str, scopes: &[&str], part: &PartSpec) -> Vec<Value> {
    match (nature(part), part.shape()) {
        (Nature::Choice, Some(shape)) => {
            let mut scopes = scopes.to_vec();
            scopes.push("support.constant.filrouge");
            let words = shape.choices.join("|");
            vec![json!({ "match": format!("{prefix}({words}){WORD_END}"), "captures": captures(&scopes) })]
        }
        (nature, _) if is_text(nature) && prefix == ARGUMENT => vec![argument(nature)],
        (nature, _) if is_text(nature) => strings(prefix, scopes, nature),
        _ => Vec::new(),
    }
}

/// The types that a field begins with.
fn field_type() -> Value {
    let types = FieldType::WORDS.join("|");
    json!({
        "match": format!(r"(?<=\s)((?:{types})\??){WORD_END}"),
        "captures": { "1": { "name": "support.type.filrouge" } },
    })
}

fn captures(scopes: &[&str]) -> Value {
    let numbered = scopes
        .iter()
        .zip(1..)
        .map(|(scope, number): (_, usize)| (number.to_string(), json!({ "name": scope })));
    Value::Object(numbered.collect::<Map<_, _>>())
}

/// The four ways to write a string, the longest mark first, with something of its own inside.
fn strings(prefix: &str, scopes: &[&str], nature: Nature) -> Vec<Value> {
    let hashes = scopes.len() + 2;
    let raw = |quotes: &str| format!(r"{quotes}\{hashes}");
    [
        (r#"(""")"#, r#"(""")"#.to_owned(), true),
        (r##"((#+)""")"##, format!("({})", raw(r#"""""#)), false),
        (r##"((#+)")"##, format!("({})", raw("\"")), false),
        (r#"(")"#, r#"(")|(?=\n)"#.to_owned(), true),
    ]
    .into_iter()
    .map(|(opens, closes, escapes)| string(&format!("{prefix}{opens}"), scopes, &closes, nature, escapes))
    .collect()
}

fn string(begin: &str, scopes: &[&str], end: &str, nature: Nature, escapes: bool) -> Value {
    let mut scopes = scopes.to_vec();
    scopes.push("string.quoted.filrouge punctuation.definition.string.begin.filrouge");
    let (content, inside) = content(nature);
    // A raw string ends at its own mark, so quotes in it are quotes.
    let first = include(if escapes { "escape" } else { "quoted" });
    json!({
        "begin": begin,
        "beginCaptures": captures(&scopes),
        "end": end,
        "endCaptures": { "1": { "name": "string.quoted.filrouge punctuation.definition.string.end.filrouge" } },
        "contentName": content,
        "patterns": [first, include(inside)],
    })
}

fn content(nature: Nature) -> (&'static str, &'static str) {
    match nature {
        Nature::Template => ("string.quoted.filrouge", "placeholders"),
        Nature::Path => ("string.quoted.filrouge", "braces"),
        _ => ("meta.embedded.expression.filrouge", "expression"),
    }
}
