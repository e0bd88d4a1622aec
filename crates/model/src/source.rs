//! `source`: where events come from. Secrets are named in it, never written.

mod mapping;

pub use filrouge_language::words::source::{Scheme, SourceKind};
pub(crate) use mapping::constant;
pub use mapping::{Confirmation, Mapping, Tells};

use crate::linker::{Linker, name_of};
use crate::rules::idle_part::IdlePart;
use crate::{Event, Profile, Table};
use filrouge_language::kinds::{Name, Text};
use filrouge_language::words::{secret, source as word};
use filrouge_language::{One, Opt};
use filrouge_source::{Span, Spanned};
use jiff::tz::TimeZone;

/// Where events come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// How events arrive; absent when it was written wrongly.
    pub kind: Option<SourceKind>,
    /// The key that clients present.
    pub write_key: Opt<Secret>,
    /// How a call proves where it comes from.
    pub verify: Vec<Proof>,
    /// Whether a proof is written, also when it was written wrongly.
    pub is_verified: bool,
    /// What a call tells.
    pub tells: Vec<Mapping>,
}

/// How a call proves where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// How the service signs.
    pub by: Scheme,
    /// The header of a token.
    pub header: Option<Box<str>>,
    /// The secret that both know.
    pub secret: Secret,
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

pub(crate) fn link(word: &word::Source, stage: &Stage<'_>, linker: &mut Linker<'_>) -> Source {
    idle_parts(word, linker);
    Source {
        at: word.at.head,
        name: name_of(&word.name),
        kind: word.kind.value().copied(),
        write_key: opt_secret(&word.write_key),
        verify: word.verify.iter().filter_map(|verify| proof(&verify.value, linker)).collect(),
        is_verified: !word.verify.is_empty(),
        tells: match word.kind.value() {
            // Whatever it says is of no use, which was told.
            Some(SourceKind::Http) => Vec::new(),
            _ => mapping::link_all(word, stage, linker),
        },
    }
}

fn proof(word: &word::Verify, linker: &mut Linker<'_>) -> Option<Proof> {
    let by = *word.by.value()?;
    if let Some(header) = word.header.get().filter(|_| by != Scheme::Token) {
        linker.push(IdlePart {
            part: "header".to_owned(),
            belongs: "`verify by=token`; the header of a signature is the service's own",
            place: header.span,
        });
    }
    let header = word.header.value().map(|header| header.as_str().to_ascii_lowercase().into());
    Some(Proof { by, header, secret: named(&word.env, &word.file)? })
}

/// Parts that the kind of the source has no use for are findings.
fn idle_parts(word: &word::Source, linker: &mut Linker<'_>) {
    let Some(kind) = word.kind.value() else { return };
    let own = |place: Span| (SourceKind::Http, "a source of `kind=http`", place);
    let mapped = |place: Span| (SourceKind::Webhook, "a source of `kind=webhook`", place);
    let heads = |part, places: Vec<Span>| places.into_iter().map(move |place| (part, mapped(place)));
    let given = word.write_key.get().map(|key| ("write-key", own(key.span))).into_iter();
    let given = given
        .chain(heads("verify", word.verify.iter().map(|one| one.value.at.head).collect()))
        .chain(heads("event", word.event.iter().map(|one| one.value.at.head).collect()))
        .chain(heads("profile", word.profile.iter().map(|one| one.value.at.head).collect()))
        .chain(heads("reply", word.reply.iter().map(|one| one.value.at.head).collect()))
        .chain(heads("refusal", word.refusal.iter().map(|one| one.value.at.head).collect()))
        .chain(heads("confirmation", word.confirmation.iter().map(|one| one.value.at.head).collect()));
    for (part, (of, belongs, place)) in given {
        if of != *kind {
            linker.push(IdlePart { part: part.to_owned(), belongs, place });
        }
    }
}

/// What mappings are about.
pub(crate) struct Stage<'s> {
    pub profile: Option<&'s Profile>,
    pub events: &'s Table<Event>,
    /// The zone of datetimes without an offset.
    pub zone: &'s TimeZone,
}

pub(crate) fn one_secret(word: &One<secret::Secret>) -> Option<Secret> {
    word.value().and_then(link_secret)
}

pub(crate) fn link_secret(word: &secret::Secret) -> Option<Secret> {
    named(&word.env, &word.file)
}

fn named(env: &Opt<Name>, file: &Opt<Text>) -> Option<Secret> {
    let env = env.get().map(|name| Secret::Env(crate::linker::boxed(name, Name::as_str)));
    let file = || file.get().map(|path| Secret::File(crate::linker::boxed(path, Text::as_str)));
    env.or_else(file)
}

pub(crate) fn opt_secret(word: &Opt<secret::Secret>) -> Opt<Secret> {
    crate::linker::map_opt(word, |secret| link_secret(&secret.value))
}
