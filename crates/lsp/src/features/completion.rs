//! What may stand at the cursor. The vocabulary knows its words; everything else is asked of the compiler: a word that
//! nobody knows is put at the cursor, and the finding about it says what would be understood there.

mod marked;
mod vocabulary;

use crate::page::Page;
use crate::protocol::{CompletionItem, CompletionList, DocumentPosition, Markup, Range, TextEdit};
use crate::spot::{At, Spot};
use filrouge_compile::Allowed;
use filrouge_expression::FUNCTIONS;
use marked::Marked;

/// Kinds of the protocol.
pub(crate) const METHOD: u8 = 2;
const FUNCTION: u8 = 3;
const FIELD: u8 = 5;
const CLASS: u8 = 7;
pub(crate) const PROPERTY: u8 = 10;
pub(crate) const KEYWORD: u8 = 14;
const FILE: u8 = 17;
pub(crate) const ENUM_MEMBER: u8 = 20;

/// Something that may stand at the cursor.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    pub label: String,
    pub kind: u8,
    pub detail: Option<String>,
    pub docs: Option<String>,
    /// What is written, when that is not the label.
    pub text: Option<String>,
}

/// What may stand at a position.
pub fn completion(page: &Page<'_>, query: DocumentPosition) -> CompletionList {
    let marked = Marked::at(page.text(), page.offset(query.position), page.source.is_kdl());
    let choices = if page.source.is_kdl() { in_words(page, &marked) } else { asked(page, &marked) };
    let items = (0..).zip(choices).map(|(number, choice)| item(choice, number, page, &marked));
    CompletionList { is_incomplete: false, items: items.collect() }
}

/// At a place of the language: its words, and what the compiler knows.
fn in_words(page: &Page<'_>, marked: &Marked) -> Vec<Choice> {
    let (tree, _) = filrouge_syntax::parse(page.file, &marked.text);
    let spot = Spot::find(&tree, marked.start);
    let mut choices = match spot.at {
        At::Name => vocabulary::lines(&spot),
        At::Key(_) => vocabulary::properties(&spot),
        At::Value(entry, position) => vocabulary::values(&spot, entry, position),
        At::Between => Vec::new(),
    };
    if choices.is_empty() || matches!(spot.at, At::Value(..) | At::Key(_)) {
        let mut known = asked(page, marked);
        known.retain(|choice| choices.iter().all(|own| own.label != choice.label));
        known.append(&mut choices);
        choices = known;
    }
    choices
}

/// What the compiler would understand.
fn asked(page: &Page<'_>, marked: &Marked) -> Vec<Choice> {
    let mut found = marked.ask(page, "").map_or_else(Vec::new, |allowed| known(&allowed, page, marked));
    // A record has fields, and no methods that anybody would want there.
    if marked.is_behind_point && found.is_empty() {
        let methods = marked.ask(page, "()").filter(|allowed| allowed.rule == "unknown-function");
        found.extend(methods.into_iter().flat_map(|allowed| allowed.names).map(|name| function(&name, true)));
    }
    found
}

fn known(allowed: &Allowed, page: &Page<'_>, marked: &Marked) -> Vec<Choice> {
    let choice = |name: &String| match allowed.rule {
        "unknown-function" => function(name, marked.is_behind_point),
        rule => named(name, rule, page, marked),
    };
    let mut found: Vec<_> = allowed.names.iter().map(choice).collect();
    if allowed.rule == "unknown-name" {
        let plain = FUNCTIONS.iter().filter(|own| !own.is_method());
        found.push(Choice { label: "now".to_owned(), kind: FIELD, ..Choice::default() });
        found.extend(plain.map(|own| function(own.name, false)));
    }
    found
}

fn function(name: &str, is_method: bool) -> Choice {
    let known = FUNCTIONS.iter().find(|own| own.name == name && own.is_method() == is_method);
    Choice {
        label: name.to_owned(),
        kind: if is_method { METHOD } else { FUNCTION },
        detail: known.map(|own| own.form.to_owned()),
        docs: known.map(|own| own.docs.to_owned()),
        text: Some(format!("{name}(")),
    }
}

/// Something that has this name, described where there is only one.
fn named(name: &str, rule: &str, page: &Page<'_>, marked: &Marked) -> Choice {
    let kind = match rule {
        "unresolved-name" => CLASS,
        "missing-file" => FILE,
        "unknown-enum-value" | "unknown-choice" => ENUM_MEMBER,
        "unknown-type" => KEYWORD,
        "template-unknown-filter" => FUNCTION,
        _ => FIELD,
    };
    let atlas = page.atlas();
    let mut same = atlas.definitions().filter(|own| *own.name == *name);
    let only = same.next().filter(|_| same.next().is_none());
    let docs = only.map(|own| atlas.about(own, page.project.sources()));
    let text = marked.spelled(name, rule);
    Choice { label: name.to_owned(), kind, detail: only.map(|own| own.kind.word().to_owned()), docs, text }
}

fn item(choice: Choice, number: u32, page: &Page<'_>, marked: &Marked) -> CompletionItem {
    let range =
        Range { start: page.position(marked.replaced.start), end: page.position(marked.replaced.end) };
    CompletionItem {
        text_edit: TextEdit { range, new_text: choice.text.unwrap_or_else(|| choice.label.clone()) },
        filter_text: choice.label.clone(),
        label: choice.label,
        kind: choice.kind,
        detail: choice.detail,
        documentation: choice.docs.map(Markup::new),
        sort_text: format!("{number:04}"),
        command: None,
    }
}
