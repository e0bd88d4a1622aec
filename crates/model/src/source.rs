//! `source`: where events come from. Secrets are named in it, never written.

use crate::linker::name_of;
use filrouge_language::kinds::{Name, Text};
use filrouge_language::words::{secret, source as word};
use filrouge_language::{One, Opt};
use filrouge_source::{Span, Spanned};

/// Where events come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// How events arrive; absent when it was written wrongly.
    pub kind: Option<word::SourceKind>,
    /// The key that clients present; absent when it was written wrongly.
    pub write_key: Option<Secret>,
}

/// Where a secret is found when the daemon starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Secret {
    /// In this environment variable.
    Env(Spanned<Box<str>>),
    /// In this file.
    File(Spanned<Box<str>>),
}

impl Secret {
    /// What was written behind `env=` or `file=`.
    #[must_use]
    pub const fn written(&self) -> &Spanned<Box<str>> {
        match self {
            Self::Env(written) | Self::File(written) => written,
        }
    }
}

pub(crate) fn link(word: &word::Source) -> Source {
    Source {
        at: word.at.head,
        name: name_of(&word.name),
        kind: word.kind.value().copied(),
        write_key: one_secret(&word.write_key),
    }
}

pub(crate) fn one_secret(word: &One<secret::Secret>) -> Option<Secret> {
    word.value().and_then(link_secret)
}

pub(crate) fn link_secret(word: &secret::Secret) -> Option<Secret> {
    let env = word.env.get().map(|name| Secret::Env(crate::linker::boxed(name, Name::as_str)));
    let file = || word.file.get().map(|path| Secret::File(crate::linker::boxed(path, Text::as_str)));
    env.or_else(file)
}

pub(crate) fn opt_secret(word: &Opt<secret::Secret>) -> Opt<Secret> {
    crate::linker::map_opt(word, |secret| link_secret(&secret.value))
}
