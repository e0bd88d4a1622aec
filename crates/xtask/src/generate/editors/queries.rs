//! The queries for the grammar `tree-sitter-kdl`, in the names that each editor gives to its colours.

use super::flat::Flat;
use super::vocabulary::{Nature, Vocabulary};
use filrouge_language::kinds::FieldType;
use std::collections::{BTreeMap, BTreeSet};

/// What does not depend on the words; `@…` are the names of Neovim.
const HIGHLIGHTS: &str = include_str!("highlights.scm");
/// Said on top of each file.
const MARK: &str = "; Written by `cargo xtask generate` from the vocabulary.\n\n";
/// The string of a value, whole.
const STRING: &str = "(string) @string.special";
/// What is inside of it, without quotes.
const CONTENT: &str = "(string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])";

/// What is taken out whole counts more than the words in it.
const RANK: &str = " (#set! priority 105)";

/// An editor: where its queries are, and what it calls the colours that Neovim calls otherwise.
struct Editor {
    folder: &'static str,
    names: &'static [(&'static str, &'static str)],
    /// Whether a pattern may say that it counts more than those of the words inside.
    ranks: bool,
}

const EDITORS: &[Editor] = &[
    Editor { folder: "editor-support/neovim/queries/filrouge", names: &[], ranks: true },
    Editor {
        folder: "editor-support/helix/queries/filrouge",
        names: &[
            ("property", "variable.other.member"),
            ("variable.member", "variable.other.member"),
            ("number", "constant.numeric"),
            ("boolean", "constant.builtin.boolean"),
            ("string.escape", "constant.character.escape"),
        ],
        ranks: false,
    },
    Editor {
        folder: "editor-support/zed/languages/filrouge",
        names: &[("variable.member", "property"), ("type.builtin", "type"), ("constant.builtin", "constant")],
        ranks: false,
    },
];

/// The generated queries of every editor, by path.
pub fn files(vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let flat = Flat::of(vocabulary);
    let (highlights, injections) = (highlights(&flat), injections(&flat));
    EDITORS
        .iter()
        .flat_map(|editor| {
            let file = |name: &str, text: &str| (format!("{}/{name}.scm", editor.folder), editor.spell(text));
            [file("highlights", &highlights), file("injections", &injections)]
        })
        .collect()
}

impl Editor {
    /// The query with the editor's own names.
    fn spell(&self, query: &str) -> String {
        let query = if self.ranks { query.to_owned() } else { query.replace(RANK, "") };
        let lines = query.split_inclusive('\n').map(|line| self.names.iter().fold(line.to_owned(), rename));
        lines.collect()
    }
}

/// Renames a capture wherever it ends there: `@string` is not the beginning of `@string.escape`.
fn rename(line: String, (from, to): &(&str, &str)) -> String {
    let mut parts = line.split('@');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |done, part| {
        let (name, rest) = part.split_at(part.find(|c: char| !is_of_a_name(c)).unwrap_or(part.len()));
        format!("{done}@{}{rest}", if name == *from { to } else { name })
    })
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}

fn highlights(flat: &Flat) -> String {
    let words = flat.words.iter().fold(HIGHLIGHTS.to_owned(), |text, (title, words)| {
        text.replace(&format!("#{title}#"), &quoted(words))
    });
    let mut query = format!("{MARK}{}", words.replace("#TYPES#", &types()));
    query.push_str("\n; Conditions, expressions and texts with placeholders.\n");
    query.extend(places(flat, STRING).into_iter().map(|(_, place)| place));
    query.push_str("\n; Fields: lines of a free name that begin with a type.\n");
    query.extend(flat.fielded.iter().map(|(others, nodes)| field(nodes, others)));
    query
}

fn injections(flat: &Flat) -> String {
    let mut query = MARK.to_owned();
    for (nature, place) in places(flat, CONTENT) {
        if let Some(language) = language(nature) {
            let language = format!("\n  (#set! injection.language \"{language}\"))\n");
            query.push_str(place.trim_end().strip_suffix(')').unwrap_or(&place));
            query.push_str(&language);
        }
    }
    query
}

/// The grammar for what stands inside; braces in a path have none.
fn language(nature: Nature) -> Option<&'static str> {
    match nature {
        Nature::Expression => Some("cel"),
        Nature::Template => Some("jinja"),
        Nature::Path | Nature::Choice | Nature::Name | Nature::Plain => None,
    }
}

/// A pattern for each place in which a string holds something of its own. Entries are written `_`: nothing but a
/// `node_field` holds a value, and each pattern that names it takes an editor minutes to compile.
fn places(flat: &Flat, string: &str) -> Vec<(Nature, String)> {
    let mut places = Vec::new();
    for (node, props) in &flat.props {
        for (nature, keys) in by_nature(props) {
            places.push((nature, property(node, &format!("(#any-of? @_key {})", quoted(&keys)), string)));
        }
    }
    for ((nature, number), nodes) in &flat.args {
        places.push((*nature, argument(nodes, *number, string)));
    }
    for (node, others) in &flat.assign {
        let free = if others.is_empty() {
            String::new()
        } else {
            format!("(#not-any-of? @_key {})", quoted(others))
        };
        places.push((Nature::Expression, property(node, &free, string)));
    }
    places.push((Nature::Expression, line(&flat.assign.keys().copied().collect(), string)));
    places
}

fn by_nature(props: &BTreeMap<&'static str, Nature>) -> BTreeMap<Nature, BTreeSet<&'static str>> {
    let mut sorted: BTreeMap<Nature, BTreeSet<_>> = BTreeMap::new();
    for (prop, nature) in props {
        sorted.entry(*nature).or_default().insert(*prop);
    }
    sorted
}

fn property(node: &str, condition: &str, string: &str) -> String {
    format!(
        "((node name: (identifier) @_node\n    (_ (prop key: (identifier) @_key value: (value value: {string}))))\n  (#eq? @_node \"{node}\") {condition})\n"
    )
    .replace(" )", ")")
}

fn argument(nodes: &BTreeSet<&'static str>, number: usize, string: &str) -> String {
    let before = " . (_ (value))".repeat(number);
    format!(
        "((node name: (identifier) @_node{before} . (_ (value value: {string})))\n  (#any-of? @_node {}))\n",
        quoted(nodes)
    )
}

fn line(nodes: &BTreeSet<&'static str>, string: &str) -> String {
    format!(
        "((node name: (identifier) @_node\n    children: (node_children (node (_ (value value: {string})))))\n  (#any-of? @_node {}))\n",
        quoted(nodes)
    )
}

fn field(nodes: &BTreeSet<&'static str>, others: &BTreeSet<&'static str>) -> String {
    let others = if others.is_empty() {
        String::new()
    } else {
        format!(" (#not-any-of? @variable.member {})", quoted(others))
    };
    format!(
        "((node name: (identifier) @_node\n    children: (node_children (node name: (identifier) @variable.member . (_ (value value: (string) @type.builtin)))))\n  (#any-of? @_node {}){others}\n  (#any-of? @type.builtin {}))\n",
        quoted(nodes),
        types()
    )
}

/// The types, required and optional.
fn types() -> String {
    let types = FieldType::WORDS.iter().map(|word| format!("\"{word}\" \"{word}?\""));
    types.collect::<Vec<_>>().join(" ")
}

fn quoted(words: &BTreeSet<&'static str>) -> String {
    let words = words.iter().map(|word| format!("\"{word}\""));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_is_renamed_whole() {
        let renamed = rename("(a) @string (b) @string.escape)\n".to_owned(), &("string", "text"));
        assert_eq!(renamed, "(a) @text (b) @string.escape)\n");
    }

    #[test]
    fn each_editor_gets_conditions_injected() {
        let files = files(&Vocabulary::of_the_language());
        let injections: Vec<_> = files.iter().filter(|(file, _)| file.ends_with("injections.scm")).collect();
        assert_eq!(injections.len(), EDITORS.len());
        assert!(injections.iter().all(|(_, text)| text.contains("injection.language \"cel\"")));
    }
}
