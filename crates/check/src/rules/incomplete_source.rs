//! A source without a part that its kind needs.

use filrouge_model::{Model, Source, SourceKind};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A source without a part that its kind needs.
    pub struct IncompleteSource { kind: &'static str, lacks: Lacks, place: Span }
    slug: "incomplete-source", severity: Error, since: "0.1",
    message: format!("a source of the kind `{kind}` needs {}", lacks.part()),
    at: place => "incomplete".to_owned(),
    help: Some(lacks.help().to_owned()),
}

/// What a source lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// The key of its clients.
    Key,
    /// A proof where a call comes from.
    Proof,
    /// What a call tells.
    Telling,
}

impl Lacks {
    const fn part(self) -> &'static str {
        match self {
            Self::Key => "`write-key`",
            Self::Proof => "`verify`",
            Self::Telling => "`event`, `profile`, `refusal`, `reply` or `confirmation`",
        }
    }

    const fn help(self) -> &'static str {
        match self {
            Self::Key => "add a line `write-key env=SITE_WRITE_KEY` to its block: the key that clients present",
            Self::Proof => {
                "add a line `verify by=shopify env=SHOP_WEBHOOK_KEY` to its block, with the service that signs, or `by=token`: \
                 a call that proves nothing could come from anybody"
            }
            Self::Telling => "say what a call tells, as `event \"Order Completed\" { person email=\"/customer/email\"; }`",
        }
    }
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for source in model.sources.values() {
        let Some(kind) = source.kind else { continue };
        for lacks in lacking(kind, source) {
            findings.push(IncompleteSource { kind: kind.word(), lacks, place: source.at });
        }
    }
}

fn lacking(kind: SourceKind, source: &Source) -> Vec<Lacks> {
    let lacks = match kind {
        SourceKind::Http => [source.write_key.is_absent().then_some(Lacks::Key), None],
        SourceKind::Webhook => [
            (!source.is_verified).then_some(Lacks::Proof),
            source.tells.is_empty().then_some(Lacks::Telling),
        ],
    };
    lacks.into_iter().flatten().collect()
}
