//! Another name for something, wherever it is used.

use crate::atlas::{Definition, Kind};
use crate::page::Page;
use crate::protocol::{DocumentPosition, Renamable, RenameQuery, WorkspaceEdit};
use crate::spot::{Spot, touches};
use filrouge_language::kinds::is_field_name;
use filrouge_report::{Edit, Severity};
use filrouge_source::Span;
use filrouge_syntax::Tree;

/// The name at a position, if it can be changed.
pub fn prepare(page: &Page<'_>, query: DocumentPosition) -> Option<Renamable> {
    let (at, definition) = target(page, page.offset(query.position))?;
    let range = page.range(inside_quotes(at, page));
    Some(Renamable { range, placeholder: definition.name.to_string() })
}

/// Gives what stands at a position another name, in all files of the project. A step or a journey remembers its former
/// name with `was=`, so that people who are inside stay where they are.
pub fn rename(page: &Page<'_>, query: &RenameQuery) -> Result<WorkspaceEdit, String> {
    let (_, definition) =
        target(page, page.offset(query.position)).ok_or("nothing here has a name that can be changed")?;
    let name = query.new_name.trim();
    fits(definition, name, page)?;
    understood(definition, page)?;
    let places = std::iter::once(definition.at).chain(page.atlas().mentions_of(definition.at));
    let mut edits: Vec<Edit> = places.map(|at| Edit { span: at, text: spelled(at, name, page) }).collect();
    edits.extend(former(definition, name, page));
    Ok(page.edit(&edits))
}

fn target<'s>(page: &Page<'s>, offset: u32) -> Option<(Span, &'s Definition)> {
    let mention = page.atlas().meaning(page.file, offset)?;
    Some((mention.at, page.atlas().definition(mention.of)?))
}

/// Whether the thing may be called so.
fn fits(definition: &Definition, name: &str, page: &Page<'_>) -> Result<(), String> {
    let is_field = matches!(definition.kind, Kind::Field | Kind::Trait | Kind::Variable);
    if is_field && !(is_field_name(name) && name.is_ascii()) {
        return Err(format!(
            "conditions and templates cannot spell `{name}`: names are the letters a to z, digits and `_`"
        ));
    }
    if name.is_empty()
        || name.contains(|letter: char| letter.is_control() || matches!(letter, '"' | '\'' | '\\'))
    {
        return Err("a name is not empty and has no quotes, backslashes or line breaks".to_owned());
    }
    let same = |own: &&Definition| {
        own.kind == definition.kind
            && own.within == definition.within
            && *own.name == *name
            && own.at != definition.at
    };
    match page.atlas().definitions().find(same) {
        Some(_) => Err(format!("another {} is called `{name}` already", definition.kind.word())),
        None => Ok(()),
    }
}

/// Whether every line that has the name is understood: an expression with an error mentions nothing, so the name would
/// stay there.
fn understood(definition: &Definition, page: &Page<'_>) -> Result<(), String> {
    let sources = page.project.sources();
    let errors = page.project.findings().iter().filter(|finding| finding.rule.severity == Severity::Error);
    for span in errors.filter_map(|finding| finding.span()) {
        let Some(source) = sources.get(span.file) else { continue };
        let line = source.lines().line_of(span.start);
        let (start, end) = (source.lines().line_start(line), source.lines().line_start(line + 1));
        let end = if end > start { end as usize } else { source.text.len() };
        if source.text.get(start as usize..end).is_some_and(|line| line.contains(&*definition.name)) {
            return Err(format!(
                "mend {}:{} first: an error hides what its words mean",
                source.path,
                line + 1
            ));
        }
    }
    Ok(())
}

/// The name as its place wants it: in quotes where it stands in quotes, or where KDL cannot do without.
fn spelled(at: Span, name: &str, page: &Page<'_>) -> String {
    let sources = page.project.sources();
    let is_quoted = sources.text(at).starts_with(['"', '#']);
    let inside = is_inside(at, page);
    if is_quoted || (!inside && !is_bare(name)) { format!("\"{name}\"") } else { name.to_owned() }
}

/// Whether a word stands inside of a text: an expression or a template.
fn is_inside(at: Span, page: &Page<'_>) -> bool {
    let before = Span::new(at.file, at.start.saturating_sub(1), at.start);
    matches!(page.project.sources().text(before), "." | "'" | "\"")
}

/// Whether KDL takes a word without quotes.
fn is_bare(name: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    starts && name.chars().all(plain) && !matches!(name, "true" | "false" | "null" | "inf" | "nan")
}

/// What remembers the former name of a step or a journey. One that remembers a name already keeps it: it is the name
/// that the running plan knows. Whoever gets that name back needs to remember nothing.
fn former(definition: &Definition, name: &str, page: &Page<'_>) -> Option<Edit> {
    if !matches!(definition.kind, Kind::Step | Kind::Journey) {
        return None;
    }
    let source = page.project.source(definition.at.file)?;
    let (tree, _): (Tree, _) = filrouge_syntax::parse(definition.at.file, &source.text);
    let node = Spot::find(&tree, definition.at.start).node()?;
    let Some(was) = node.prop("was") else {
        let old = if is_bare(&definition.name) {
            definition.name.to_string()
        } else {
            format!("\"{}\"", definition.name)
        };
        return Some(Edit { span: definition.at.at_end(), text: format!(" was={old}") });
    };
    let is_back = was.value().as_text() == Some(name);
    let blanks = source.text.get(..was.span().start as usize)?;
    let blanks = blanks.len() - blanks.trim_end_matches(' ').len();
    let start = was.span().start.saturating_sub(crate::encoding::small(blanks));
    is_back.then(|| Edit { span: Span { start, ..was.span() }, text: String::new() })
}

fn inside_quotes(at: Span, page: &Page<'_>) -> Span {
    let words = page.project.sources().text(at);
    let is_quoted = at.len() >= 2 && words.starts_with('"') && words.ends_with('"');
    let inner = Span::new(at.file, at.start + 1, at.end.saturating_sub(1));
    if is_quoted && touches(inner, inner.start) { inner } else { at }
}
