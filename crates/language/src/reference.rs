//! The reference of a word, made from its declaration.

use crate::{Count, Holds, PartSpec, Place, Rest, WordSpec};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The reference of a word as Markdown: how it is written, and a table of its parts. Parts without a page of
/// their own follow with theirs.
#[must_use]
pub fn reference(spec: &WordSpec) -> String {
    let mut page = String::new();
    describe(spec, spec.name, &mut page);
    let mut described = BTreeSet::new();
    let mut waiting = inner(spec);
    while let Some((name, word)) = waiting.pop() {
        // What reads the same under another name is the same word, wherever the compiler has put it.
        let mut nameless = word.summary();
        describe(word, "", &mut nameless);
        if described.insert(nameless) {
            let _ = write!(page, "\n### `{name}`\n\n{}\n\n", word.summary());
            describe(word, name, &mut page);
            waiting.extend(inner(word));
        }
    }
    page
}

/// The words without a page that stand inside `spec`, last first, with the names that they have there.
fn inner(spec: &WordSpec) -> Vec<(&'static str, &'static WordSpec)> {
    let mut words: Vec<_> =
        spec.parts.iter().flat_map(words_of).filter(|(_, word)| word.page.is_none()).collect();
    words.reverse();
    words
}

fn words_of(part: &PartSpec) -> Vec<(&'static str, &'static WordSpec)> {
    match part.holds {
        Holds::Value(_) => Vec::new(),
        Holds::Word(word) => vec![(part.name, word())],
        Holds::Rest(rest) => {
            let rest = rest();
            let line = rest.line.map(|line| ("FIELD", line));
            rest.words.iter().map(|word| (word.name, *word)).chain(line).collect()
        }
    }
}

fn describe(spec: &WordSpec, name: &str, page: &mut String) {
    let _ = writeln!(page, "```text\n{}\n```", synopsis(spec, name));
    if spec.parts.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n| part | where | how often | holds | meaning |\n|---|---|---|---|---|");
    for part in spec.parts.iter().filter(|part| !part.is_refused()) {
        let (place, count) = (place(part.place), count(part.count));
        let _ =
            writeln!(page, "| {} | {place} | {count} | {} | {} |", title(part), holds(part), part.summary());
    }
    for group in spec.groups {
        let parts = spec.parts.iter().filter(|part| group.names.contains(&part.name) && !part.is_refused());
        let _ = writeln!(page, "\nExactly one of {}.", parts.map(title).collect::<Vec<_>>().join(", "));
    }
}

/// One line that shows how the word is written.
fn synopsis(spec: &WordSpec, name: &str) -> String {
    let mut line = match spec.parts_in(Place::Head).next() {
        Some(head) => head.name.to_uppercase(),
        None => name.to_owned(),
    };
    for part in spec.parts.iter().filter(|part| is_inline(part)) {
        let written = match part.place {
            Place::Arg => part.name.to_uppercase(),
            _ => format!("{}={}", part.name, part.example()),
        };
        let _ = if part.count.required() { write!(line, " {written}") } else { write!(line, " [{written}]") };
    }
    if spec.rest().is_some_and(|rest| rest.takes.args) {
        line.push_str(" TYPE");
    }
    if spec.parts.iter().any(|part| matches!(part.place, Place::Leaf | Place::Child)) || takes_lines(spec) {
        line.push_str(" { … }");
    }
    line
}

/// Whether a part stands on the line of the word.
fn is_inline(part: &PartSpec) -> bool {
    (part.place == Place::Arg || part.place.is_prop()) && !part.is_refused()
}

fn takes_lines(spec: &WordSpec) -> bool {
    spec.rest().is_some_and(|rest| rest.takes.children)
}

fn title(part: &PartSpec) -> String {
    match part.place {
        Place::Head | Place::Rest => format!("*{}*", part.name),
        Place::Arg => part.name.to_uppercase(),
        _ => format!("`{}`", part.name),
    }
}

const fn place(place: Place) -> &'static str {
    match place {
        Place::Head => "name of the line",
        Place::Arg => "argument",
        Place::Prop => "property",
        Place::Leaf | Place::Child => "line",
        Place::Either => "property or line",
        Place::Rest => "the rest",
    }
}

const fn count(count: Count) -> &'static str {
    match count {
        Count::One => "once",
        Count::Opt => "at most once",
        Count::Many => "any number",
        Count::Several => "once or more",
    }
}

fn holds(part: &PartSpec) -> String {
    match part.holds {
        Holds::Word(word) => link(word()),
        Holds::Rest(rest) => remainder(rest()),
        Holds::Value(shape) if !shape.choices.is_empty() => {
            shape.choices.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        }
        Holds::Value(shape) => match shape.target {
            Some(target) => format!("the name of a declared {target}"),
            None => format!("{}: `{}`", shape.name, shape.example).replace("``", "`"),
        },
    }
}

fn remainder(rest: Rest) -> String {
    match rest.words {
        [] => rest.name.to_owned(),
        words => words.iter().map(|word| link(word)).collect::<Vec<_>>().join(", "),
    }
}

/// A link to the page of a word; its name, when it is described below.
fn link(spec: &WordSpec) -> String {
    match spec.page {
        Some(_) => format!("[`{0}`]({0}.md)", spec.name),
        None => "see below".to_owned(),
    }
}
