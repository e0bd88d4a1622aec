//! `template`: what a message says, checked against what each send that uses it can see.

mod message;
mod uses;

pub(crate) use message::check;
pub(crate) use uses::{Use, uses};

use crate::linker::{Linker, boxed, map_opt, name_of};
use crate::names::duplicates;
use crate::project::text;
use filrouge_language::Opt;
use filrouge_language::kinds::{Locale, Text};
use filrouge_language::words::content as content_word;
use filrouge_language::words::template as word;
use filrouge_plan::{self as plan, Variant};
use filrouge_source::{FileId, Span, Spanned};
use std::collections::BTreeMap;

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// What it is for.
    pub description: Opt<Box<str>>,
    /// The message in each language; the first is in the project's own.
    pub contents: Vec<Content>,
    /// Whether any journey sends it.
    pub is_sent: bool,
    /// Variables that each send must give.
    pub with: Vec<plan::Field>,
    /// Checked texts by language.
    pub variants: BTreeMap<Box<str>, Variant>,
    /// Where each path of data is shown first.
    pub shown: BTreeMap<Box<str>, Span>,
}

/// The message in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Where it begins: the template, or the line of the language.
    pub at: Span,
    /// The language; empty when the project's own was written wrongly.
    pub locale: Box<str>,
    /// The subject of an email, the title of a notification.
    pub subject: Opt<Body>,
    /// The body as plain text.
    pub text: Opt<Body>,
    /// The body as HTML.
    pub html: Opt<Body>,
    /// The body as MJML.
    pub mjml: Opt<Body>,
}

/// A text with placeholders.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Written in the configuration.
    Inline {
        /// What it means.
        text: Box<str>,
        /// The literal.
        at: Span,
    },
    /// In a file of its own.
    File {
        /// The file.
        file: FileId,
        /// Where it is named.
        at: Span,
    },
}

pub(crate) fn link(word: &word::Template, locale: &str, linker: &mut Linker<'_>) -> Template {
    let own = Content {
        at: word.at.head,
        locale: locale.into(),
        subject: body(&word.subject, linker),
        text: body(&word.text, linker),
        html: body(&word.html, linker),
        mjml: body(&word.mjml, linker),
    };
    let others: Vec<_> = word.locale.iter().filter_map(|block| other(&block.value, linker)).collect();
    let own_name = (locale, word.name.span());
    let names = others.iter().map(|(name, _)| (&*name.value, name.span));
    for finding in duplicates("locale", [own_name].into_iter().chain(names)) {
        linker.push(finding);
    }
    Template {
        at: word.at.head,
        name: name_of(&word.name),
        description: text(&word.description, Text::as_str),
        contents: [own].into_iter().chain(others.into_iter().map(|(_, content)| content)).collect(),
        is_sent: false,
        with: Vec::new(),
        variants: BTreeMap::new(),
        shown: BTreeMap::new(),
    }
}

fn other(word: &word::LocaleBlock, linker: &mut Linker<'_>) -> Option<(Spanned<Box<str>>, Content)> {
    let locale = boxed(word.locale.get()?, Locale::as_str);
    let content = Content {
        at: word.at.head,
        locale: locale.value.clone(),
        subject: body(&word.subject, linker),
        text: body(&word.text, linker),
        html: body(&word.html, linker),
        mjml: body(&word.mjml, linker),
    };
    Some((locale, content))
}

fn body(word: &Opt<content_word::Content>, linker: &mut Linker<'_>) -> Opt<Body> {
    map_opt(word, |content| {
        let inline = content.value.inline.get();
        if let Some(inline) = inline {
            return Some(Body::Inline { text: inline.value.as_str().into(), at: inline.span });
        }
        let path = content.value.file.get()?;
        linker.file(path).map(|file| Body::File { file, at: path.span })
    })
}
