//! From text to a tree, and what is wrong with a text that has none.

use crate::chunks::{Chunk, ChunkKind, tag_word};
use crate::part::Part;
use crate::rules::{template_refused_tag::TemplateRefusedTag, template_syntax::TemplateSyntax};
use filrouge_report::nearest;
use filrouge_report::{Finding, Findings};
use minijinja::machinery::{ast::Stmt, parse};
use std::ops::Range;

/// Longest `{{ … }}` and most tags that are read: the engine walks both by recursion.
const LONGEST: usize = 1_000;
const MOST_ELSE_IF: usize = 100;
const TAGS: &[&str] = &[
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "endset",
    "with",
    "endwith",
    "filter",
    "endfilter",
    "raw",
    "endraw",
];
const REFUSED: &[&str] = &[
    "block", "call", "endblock", "endcall", "endmacro", "extends", "from", "import", "include", "macro",
    "break", "continue",
];

/// The tree of a text, or one finding about the first place that cannot be read.
pub fn parsed<'a>(part: &Part<'a>, chunks: &[Chunk]) -> Result<Stmt<'a>, Findings> {
    let found = too_much(part, chunks).or_else(|| open_chunk(part, chunks)).or_else(|| refused(part, chunks));
    if let Some(finding) = found {
        return Err(std::iter::once(finding).collect());
    }
    parse(part.text, "template", minijinja::syntax::SyntaxConfig::default())
        .map_err(|error| std::iter::once(from_engine(part, chunks, &error)).collect())
}

fn syntax(part: &Part<'_>, at: Range<usize>, problem: impl Into<String>, help: Option<String>) -> Finding {
    TemplateSyntax { problem: problem.into(), place: part.at(at), help }.into()
}

fn too_much(part: &Part<'_>, chunks: &[Chunk]) -> Option<Finding> {
    let code = |chunk: &&Chunk| chunk.kind != ChunkKind::Comment && word(part, chunk) != "raw";
    let long = chunks.iter().filter(code).find(|chunk| chunk.range.len() > LONGEST && closed(part, chunk));
    let else_ifs = chunks.iter().filter(|chunk| word(part, chunk) == "elif").nth(MOST_ELSE_IF);
    match (long, else_ifs) {
        (Some(chunk), _) => {
            Some(syntax(part, chunk.range.clone(), format!("this is longer than {LONGEST} bytes"), None))
        }
        (_, Some(chunk)) => Some(syntax(
            part,
            chunk.range.clone(),
            format!("there are more than {MOST_ELSE_IF} `elif`"),
            None,
        )),
        _ => None,
    }
}

/// A chunk without its end, and the quote inside it that swallowed the end.
fn open_chunk(part: &Part<'_>, chunks: &[Chunk]) -> Option<Finding> {
    let chunk = chunks.last().filter(|chunk| !closed(part, chunk))?;
    let start = chunk.range.start;
    let words = part.words(chunk.range.clone());
    if word(part, chunk) == "raw" {
        let at = start..start + words.find("%}").map_or(words.len(), |end| end + 2);
        return Some(syntax(
            part,
            at,
            "`{% raw %}` is not closed",
            Some("close it with `{% endraw %}`".to_owned()),
        ));
    }
    if let Some(quote) = open_quote(words).filter(|_| chunk.kind != ChunkKind::Comment) {
        return Some(syntax(part, start + quote..start + quote + 1, "this quote is not closed", None));
    }
    let (opener, closer) = match chunk.kind {
        ChunkKind::Print => ("{{", "}}"),
        ChunkKind::Tag => ("{%", "%}"),
        ChunkKind::Comment => ("{#", "#}"),
    };
    let help = format!("close it with `{closer}`");
    Some(syntax(part, start..start + 2, format!("`{opener}` is not closed"), Some(help)))
}

fn closed(part: &Part<'_>, chunk: &Chunk) -> bool {
    let words = part.words(chunk.range.clone());
    let end = match chunk.kind {
        ChunkKind::Print => "}}",
        ChunkKind::Tag => "%}",
        ChunkKind::Comment => "#}",
    };
    let whole = words.len() >= 4 && words.ends_with(end) && chunk.kind == ChunkKind::Comment
        || words.len() >= 4 && words.ends_with(end) && open_quote(words).is_none();
    whole && (word(part, chunk) != "raw" || words.matches("{%").count() > 1)
}

/// The quote that is still open at the end of a chunk.
fn open_quote(words: &str) -> Option<usize> {
    let (mut open, mut escaped) = (None, false);
    for (at, letter) in words.char_indices() {
        match open {
            Some((_, quote)) if letter == quote && !escaped => open = None,
            None if matches!(letter, '\'' | '"') => open = Some((at, letter)),
            _ => {}
        }
        escaped = letter == '\\' && !escaped && open.is_some();
    }
    open.map(|(at, _)| at)
}

fn refused(part: &Part<'_>, chunks: &[Chunk]) -> Option<Finding> {
    let chunk = chunks.iter().find(|chunk| REFUSED.contains(&word(part, chunk)))?;
    let name = word(part, chunk).to_owned();
    let help = match name.as_str() {
        "macro" | "endmacro" | "call" | "endcall" => "write the text where it is needed",
        "break" | "continue" => "say which items are wanted: `{% for item in list if … %}`",
        _ => "each text is whole in itself: write the text here",
    };
    let place = part.at(word_range(part, chunk));
    Some(TemplateRefusedTag { name, place, help: help.to_owned() }.into())
}

fn word<'t>(part: &'t Part<'_>, chunk: &Chunk) -> &'t str {
    if chunk.kind == ChunkKind::Tag { tag_word(part.words(chunk.range.clone())) } else { "" }
}

fn word_range(part: &Part<'_>, chunk: &Chunk) -> Range<usize> {
    let word = word(part, chunk);
    let at = part.words(chunk.range.clone()).find(word).unwrap_or(0);
    chunk.range.start + at..chunk.range.start + at + word.len()
}

fn from_engine(part: &Part<'_>, chunks: &[Chunk], error: &minijinja::Error) -> Finding {
    if let Some(finding) = unpaired(part, chunks) {
        return finding;
    }
    let detail = error.detail().unwrap_or("it makes no sense here");
    let at = error.range().filter(|at| part.text.get(at.clone()).is_some()).unwrap_or(0..part.text.len());
    let Some(name) = detail.strip_prefix("unknown statement ") else {
        return syntax(part, at, detail, None);
    };
    let help = match nearest(name, TAGS.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "there are `if`, `for`, `set`, `with`, `filter` and `raw`".to_owned(),
    };
    syntax(part, at, format!("there is no tag `{name}`"), Some(help))
}

/// A block that is opened and not closed, or closed and not open.
fn unpaired(part: &Part<'_>, chunks: &[Chunk]) -> Option<Finding> {
    let mut open: Vec<&Chunk> = Vec::new();
    for chunk in chunks {
        let name = word(part, chunk);
        match name {
            "if" | "for" | "with" | "filter" => open.push(chunk),
            "set" if !part.words(chunk.range.clone()).contains('=') => open.push(chunk),
            "endif" | "endfor" | "endwith" | "endfilter" | "endset" => {
                let opened = open.pop().map_or("", |chunk| word(part, chunk));
                if name.strip_prefix("end") != Some(opened) {
                    return Some(wrong_end(part, chunk, opened));
                }
            }
            _ => {}
        }
    }
    let chunk = open.last()?;
    let name = word(part, chunk);
    let help = format!("close it with `{{% end{name} %}}`");
    Some(syntax(part, chunk.range.clone(), format!("`{name}` is not closed"), Some(help)))
}

fn wrong_end(part: &Part<'_>, chunk: &Chunk, opened: &str) -> Finding {
    let name = word(part, chunk);
    let help =
        (!opened.is_empty()).then(|| format!("`{opened}` is open here: close it with `{{% end{opened} %}}`"));
    syntax(part, word_range(part, chunk), format!("`{name}` closes nothing"), help)
}
