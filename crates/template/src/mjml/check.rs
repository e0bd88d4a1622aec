//! The tags of an MJML text: known, at their place, closed, with known attributes.

use super::components::{Component, Holds};
use crate::chunks::{Chunk, FILLER, masked};
use crate::markup::{Attribute, End, Piece, Tag, VOID, pieces};
use crate::part::Part;
use crate::rules::{
    template_misplaced_tag::TemplateMisplacedTag, template_refused_tag::TemplateRefusedTag,
    template_unclosed_tag::TemplateUnclosedTag, template_unknown_attribute::TemplateUnknownAttribute,
    template_unknown_tag::TemplateUnknownTag,
};
use filrouge_report::Findings;
use filrouge_report::nearest;
use std::ops::Range;

/// Everything that is wrong with the tags of `part`.
pub fn check(part: &Part<'_>, chunks: &[Chunk]) -> Findings {
    let markup = masked(part.text, chunks);
    let mut walk = Walk { part, open: Vec::new(), findings: Findings::new(), has_root: false };
    for piece in pieces(&markup) {
        match piece {
            Piece::Text(range) => walk.text(&markup, range),
            Piece::Tag(tag) => walk.tag(&tag),
        }
    }
    walk.end();
    walk.findings
}

/// Deepest nesting of tags; the renderer walks them by recursion.
const DEEPEST: usize = 100;

struct Walk<'p, 't> {
    part: &'p Part<'t>,
    open: Vec<Open>,
    findings: Findings,
    has_root: bool,
}

struct Open {
    name: Range<usize>,
    holds: Holds,
}

impl Walk<'_, '_> {
    fn words(&self, range: &Range<usize>) -> &str {
        self.part.words(range.clone())
    }

    fn tag(&mut self, tag: &Tag) {
        if !tag.closed {
            let problem = format!("the tag `{}` does not end with `>`", self.words(&tag.name));
            return self.unclosed(problem, tag.name.clone(), None);
        }
        if tag.end == End::Close {
            return self.close(tag);
        }
        let name = self.words(&tag.name).to_owned();
        let holds = self.opened(tag, &name);
        let ends_itself = tag.end == End::Empty || VOID.contains(&name.as_str());
        if !ends_itself {
            if self.open.len() == DEEPEST {
                let help = format!("tags are nested at most {DEEPEST} deep");
                self.misplaced(&name, tag.name.clone(), help);
            }
            self.open.push(Open { name: tag.name.clone(), holds });
        }
    }

    /// Checks an opening tag; what it may hold.
    fn opened(&mut self, tag: &Tag, name: &str) -> Holds {
        let within = self.open.last().map(|open| open.holds);
        if within == Some(Holds::Anything) {
            return Holds::Anything;
        }
        if name == "mj-include" {
            let help = "each text is whole in itself: write the text here".to_owned();
            let place = self.part.at(tag.name.clone());
            self.findings.push(TemplateRefusedTag { name: name.to_owned(), place, help });
            return Holds::Anything;
        }
        match Component::find(name) {
            Some(component) => {
                self.placed(component, tag);
                self.attributes(component, tag);
                component.holds
            }
            None if name.starts_with("mj") => {
                let near = nearest(name, Component::names()).map(str::to_owned);
                let place = self.part.at(tag.name.clone());
                self.findings.push(TemplateUnknownTag { name: name.to_owned(), place, near });
                Holds::Anything
            }
            None if within == Some(Holds::Html) => Holds::Html,
            None => {
                let help = if self.open.is_empty() {
                    "an MJML text starts with `<mjml>`"
                } else {
                    "put HTML inside `mj-text`, `mj-table` or `mj-raw`"
                };
                self.misplaced(name, tag.name.clone(), help.to_owned());
                Holds::Anything
            }
        }
    }

    fn placed(&mut self, component: &Component, tag: &Tag) {
        let parent = self.open.last().map(|open| self.words(&open.name).to_owned());
        let fits = match parent.as_deref() {
            None => component.parents.is_empty() && !std::mem::replace(&mut self.has_root, true),
            // Defaults for any tag may stand here.
            Some("mj-attributes") => true,
            Some(parent) => component.parents.contains(&parent),
        };
        if fits {
            return;
        }
        let help = match component.parents {
            [] => "an MJML text has one `mjml`, at its top".to_owned(),
            parents => format!("it stands in {}", filrouge_report::listed(parents.iter().copied())),
        };
        self.misplaced(component.name, tag.name.clone(), help);
    }

    fn misplaced(&mut self, name: &str, at: Range<usize>, help: String) {
        let parent = self.open.last().map(|open| self.words(&open.name).to_owned());
        let place = self.part.at(at);
        self.findings.push(TemplateMisplacedTag { name: name.to_owned(), parent, place, help });
    }

    fn attributes(&mut self, component: &Component, tag: &Tag) {
        let is_default = matches!(component.name, "mj-all" | "mj-class");
        for attribute in &tag.attributes {
            let name = self.words(&attribute.name).to_owned();
            if name.starts_with("{{") || name.starts_with("{%") || name.starts_with("{#") {
                self.chunk_in_tag(attribute, &name, component.name);
                return;
            }
            if !is_default && component.attributes().all(|known| known != name) {
                let near = nearest(&name, component.attributes()).map(str::to_owned);
                let allowed = component.attributes().map(str::to_owned).collect();
                let (tag, place) = (component.name.to_owned(), self.part.at(attribute.name.clone()));
                self.findings.push(TemplateUnknownAttribute { tag, name, allowed, place, near });
            }
        }
    }

    fn chunk_in_tag(&mut self, attribute: &Attribute, name: &str, tag: &str) {
        let help = "put it around the whole tag, or inside the quotes of an attribute".to_owned();
        let (place, parent) = (self.part.at(attribute.name.clone()), Some(tag.to_owned()));
        self.findings.push(TemplateMisplacedTag { name: name.to_owned(), parent, place, help });
    }

    fn text(&mut self, markup: &str, range: Range<usize>) {
        let holds = self.open.last().map_or(Holds::Tags, |open| open.holds);
        if matches!(holds, Holds::Html | Holds::Anything) {
            return;
        }
        let text = markup.get(range.clone()).unwrap_or("");
        let blank = |letter: char| letter.is_whitespace() || letter == FILLER;
        let Some(from) = text.find(|letter| !blank(letter)) else { return };
        let rest = text.get(from..).unwrap_or("");
        let words = rest.split([FILLER, '\n']).next().unwrap_or("").trim_end();
        let start = range.start + from;
        let help = "put text inside `mj-text`".to_owned();
        self.misplaced(words, start..start + words.len(), help);
    }

    fn close(&mut self, tag: &Tag) {
        let name = self.words(&tag.name).to_owned();
        let Some(depth) = self.open.iter().rposition(|open| self.words(&open.name) == name) else {
            return self.closes_nothing(tag, &name);
        };
        for open in self.open.split_off(depth).into_iter().skip(1) {
            self.not_closed(open.name);
        }
    }

    /// A misspelt closing tag closes what it nearly names.
    fn closes_nothing(&mut self, tag: &Tag, name: &str) {
        let top = self.open.last().map(|open| (self.words(&open.name).to_owned(), open.name.clone()));
        let (problem, opened) = match top {
            Some((open, place)) if nearest(name, [open.as_str()]).is_some() => {
                self.open.pop();
                (format!("`</{name}>` does not close `{open}`"), Some(place))
            }
            _ => (format!("`</{name}>` closes nothing"), None),
        };
        self.unclosed(problem, tag.name.clone(), opened);
    }

    fn not_closed(&mut self, name: Range<usize>) {
        let problem = format!("`{}` is not closed", self.words(&name));
        self.unclosed(problem, name, None);
    }

    fn unclosed(&mut self, problem: String, at: Range<usize>, opened: Option<Range<usize>>) {
        let (place, opened) = (self.part.at(at), opened.map(|at| self.part.at(at)));
        self.findings.push(TemplateUnclosedTag { problem, place, opened });
    }

    fn end(&mut self) {
        for open in std::mem::take(&mut self.open) {
            self.not_closed(open.name);
        }
        if !self.has_root && self.findings.is_empty() {
            let help = "an MJML text starts with `<mjml>`".to_owned();
            let end = self.part.text.len();
            self.misplaced("", 0..end, help);
        }
    }
}
