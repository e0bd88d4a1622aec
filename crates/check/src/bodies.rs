//! The texts of messages, as their authors wrote them.

use filrouge_model::{Body, Content, Template};
use filrouge_source::{Sources, Span};

/// A text of a message.
pub(crate) struct Text<'m> {
    /// The text.
    pub text: &'m str,
    /// Where it stands.
    pub stands: Stands,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stands {
    /// In the configuration: the literal.
    Literal(Span),
    /// In a file of its own.
    File(filrouge_source::FileId),
}

impl Text<'_> {
    /// The place of some bytes of the text; the whole literal, where it stands in the configuration.
    pub fn place(&self, start: usize, end: usize) -> Span {
        let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        match self.stands {
            Stands::Literal(span) => span,
            Stands::File(file) => Span::new(file, small(start), small(end)),
        }
    }
}

/// The bodies of a message in one language, without its subject.
pub(crate) fn bodies<'m>(content: &'m Content, sources: &'m Sources) -> Vec<Text<'m>> {
    let all = [&content.text, &content.html, &content.mjml];
    all.into_iter().filter_map(|body| text(body.value()?, sources)).collect()
}

/// The bodies of a message in every language.
pub(crate) fn all_bodies<'m>(template: &'m Template, sources: &'m Sources) -> Vec<Text<'m>> {
    template.contents.iter().flat_map(|content| bodies(content, sources)).collect()
}

fn text<'m>(body: &'m Body, sources: &'m Sources) -> Option<Text<'m>> {
    Some(match body {
        Body::Inline { text, at } => Text { text, stands: Stands::Literal(*at) },
        Body::File { file, .. } => Text { text: &sources.get(*file)?.text, stands: Stands::File(*file) },
    })
}
